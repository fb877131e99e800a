;; Processes that do much beside the tests: what each of them sees must be as if it were alone. One that sees anything
;; else says so on the error output, which the tests look at. That memory runs out is the tests' doing.
(ns busy)
(def ^:dynamic *mine* 0)
(def shared (atom 0))
(def work (map (fn [x] (* x x)) (cycle (range 10))))

(defn check [what ok] (when-not ok (throw (ex-info (str "a process was disturbed: " what) nil))))
(defn depth [n] (if (zero? n) 0 (inc (depth (dec n)))))
(defn work-once [me i]
  (check "binding" (= *mine* me))
  (check "sequence" (= 285 (reduce + (take 10 work))))
  (check "depth" (= 30 (depth 30)))
  (check "output" (= (str me i) (with-out-str (print me) (print i))))
  (check "error" (= i (try (throw (ex-info "x" {:i i})) (catch :error e (:i (ex-data e))))))
  (check "continuation" (= (+ i 11) (reset (+ 1 (shift k (k (+ i 10)))))))
  (check "child" (= [me i] (wait-for (spawn (fn [x] [*mine* x]) i))))
  (swap! shared inc)
  (swap! shared dec))
(defn busy [me]
  (binding [*mine* me]
    (loop [i 0] (try (work-once me i) (catch :memory e nil)) (recur (inc i)))))

;; Two that send each other ascending numbers.
(defn player [n]
  (try
    (loop [n n]
      (let [[from x] (receive)]
        (check "message" (= x n))
        (send from [(self) (inc x)])
        (recur (+ n 2))))
    (catch :memory e nil)))
(send (spawn player 0) [(spawn player 1) 0])

(doseq [i (range 3)] (spawn busy i))
(in-ns 'user)
