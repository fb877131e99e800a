;; tests
;; Long runs that leave garbage behind, and memory that runs out and comes back.
(reduce + (map inc (range 100000))) => 5000050000
(defn total [xs] (reduce + 0 xs))
(total (filter odd? (map inc (range 100000)))) => 2500000000
(last (map inc (range 50000))) => 50000
(let [sum (atom 0)] (doseq [x (map inc (range 20000))] (swap! sum + x)) @sum) => 200010000
(count (loop [m {} i 0] (if (< i 20000) (recur (assoc m (rem i 500) (str i)) (inc i)) m))) => 500
(count (reduce conj [] (range 20000))) => 20000
(count (apply str (map (fn [i] (str i " ")) (range 5000)))) => 23890
(defn tree [depth] (if (zero? depth) nil [(tree (dec depth)) (tree (dec depth))]))
(defn nodes [t] (if t (+ 1 (nodes (first t)) (nodes (second t))) 1))
(reduce + (map (fn [_] (nodes (tree 10))) (range 10))) => 20470
(defn fill [xs] (recur (conj xs (vec (range 100)))))
(try (fill []) (catch :memory e (ex-message e))) => "out of memory"
(try (reduce conj () (range)) (catch :memory e :again)) => :again
(try (fill []) (catch :memory e (vec (take 3 (first (ex-trace e)))))) => ['fill "lisp/tests/memory.lisp" 14]
(defn down [n] (inc (down n)))
(try (down 0) (catch :memory e (ex-message e))) => "out of memory"
(dotimes [i 3] (try (down 0) (catch :memory e nil))) => nil
(reduce + (map inc (range 10000))) => 50005000
;; Memory that runs out while forms are compiled.
(def form '(fn [a b] (let [c (+ a b)] (loop [i 0] (if (< i c) (recur (inc i)) (fn [] [a b c i]))))))
(defn compile-all [held] (recur (conj held (vec (range 1000)) (eval form))))
(try (compile-all nil) (catch :memory e (ex-message e))) => "out of memory"
(((eval form) 1 2)) => [1 2 3 3]
;; A continuation that is captured again and again does not grow.
(defn generate [f] (reset (f (fn [x] (shift k (cons x (lazy-seq (k nil)))))) nil))
(nth (generate (fn [yield] (loop [i 0] (yield i) (recur (inc i))))) 3000) => 3000
