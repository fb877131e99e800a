;; What calls made is free when they have returned, though later calls get the registers that held it.

;; The form where a hundred registers stand ready that nothing has been put into.
(defmacro among-registers [form]
  `(if (= 1 (count "ab")) (list ~@(repeat 100 '(str 1))) ~form))

(defn used [] (among-registers (do (gc) (:words-used (stats)))))

(defn long-list [n] (count (loop [l () i 0] (if (< i n) (recur (cons i l) (inc i)) l))))
(defn long-vector [n] (count (loop [v [] i 0] (if (< i n) (recur (conj v i) (inc i)) v))))
(defn large-map [n] (count (loop [m {} i 0] (if (< i n) (recur (assoc m i i) (inc i)) m))))
(defn nested [n] (if (= n 0) 0 (inc (nested (dec n)))))
(defn lazy [n] (let [s (map inc (range n))] [(reduce + s) (count s)]))
(defn sorted [n] (count (sort (reverse (range n)))))
(defn text [n] (count (apply str (map str (range n)))))

(dotimes [i 3]
  (doseq [f [long-list long-vector large-map nested lazy sorted text]]
    (let [before (used)]
      (f 8000)
      (let [more (- (used) before)]
        (assert (< more 1000) [f more])))))
