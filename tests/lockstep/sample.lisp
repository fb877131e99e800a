;; What the language does, in lock-step (tests/lockstep/alone.c): there is only lisp/lib/expand.lisp besides. A check that
;; fails throws.

(defn check [name ok] (if ok nil (throw name)))

;; calls, arithmetic over the edge of 30 bits, tail calls, many activations
(defn tak [x y z] (if (not (< y x)) z (tak (tak (dec x) y z) (tak (dec y) z x) (tak (dec z) x y))))
(check :tak (= 3 (tak 8 4 2)))
(defn power [x n] (loop [r 1 n n] (if (= n 0) r (recur (* r x) (dec n)))))
(check :boxed (= 1152921504606846976 (* (power 2 30) (power 2 30))))
(check :double (= 0.5 (/ 1 2)))
(defn deep [n] (if (= n 0) 0 (+ 1 (deep (dec n)))))
(check :deep (= 3000 (deep 3000)))
(gc)

;; closures, several arities, variadic functions, destructuring
(defn adder [a] (fn ([] a) ([b] (+ a b)) ([b & more] (loop [sum (+ a b) s (seq more)] (if s (recur (+ sum (first s)) (next s)) sum)))))
(check :closures (= [5 6 15] [((adder 5)) ((adder 5) 1) (apply (adder 5) [1 2 3 4])]))
(check :destructuring (= [1 2 '(3 4) 7] (let [[a b & more] [1 2 3 4] {:keys [x] :or {x 7}} {}] [a b more x])))

;; collections, while collections of another kind go on
(defn build [coll n f] (loop [c coll i 0] (if (< i n) (recur (f c i) (inc i)) c)))
(def v (build [] 1100 (fn [v i] (conj v (str "element " i)))))
(gc)
(check :vector (= [1100 "element 0" "element 1056"] [(count v) (nth v 0) (nth v 1056)]))
(def m (build {} 200 (fn [m i] (assoc m [i (str i)] {:i i}))))
(gc)
(check :map (= [200 {:i 77} nil] [(count m) (get m [77 "77"]) (get m [77 "78"])]))
(check :equal (= m (build {} 200 (fn [m i] (let [i (- 199 i)] (assoc m [i (str i)] {:i i}))))))
(check :dissoc (= 100 (count (build m 100 (fn [m i] (dissoc m [i (str i)]))))))
(check :set (= #{1 2 3} (set (reverse (list 3 2 1 1)))))

;; text
(check :text (= "[1 \"a\\n\" :k \\x 1.5]" (pr-str [1 "a\n" :k \x 1.5])))

;; macros, errors, continuations, atoms
(defmacro unless [c & body] `(if ~c nil (do ~@body)))
(check :macro (= 3 (unless false 1 2 3)))
(check :caught (= :type (try (first 5) (catch :type e (ex-type e)))))
(check :finally (= [:thrown 1] (let [a (atom 0)] [(try (try (throw :thrown) (finally (reset! a 1))) (catch :default e e)) (deref a)])))
(check :continuation (= 23 (%prompt :p (fn [] (+ 10 (%control :p (fn [k] (+ (%prompt :p (fn [] (k 1))) 12))))))))
(check :atom (let [a (atom 1)] (if (compare-and-set! a 1 2) (= 2 (deref a)) false)))
(gc)
