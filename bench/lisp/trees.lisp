;; Binary trees: 16 of depth 10 made and counted one after the other, while one of depth 9 lives.
(defn tree [depth] (if (zero? depth) (list nil nil) (list (tree (dec depth)) (tree (dec depth)))))
(defn check [t] (if (first t) (+ 1 (check (first t)) (check (second t))) 1))

(let [start (cycles)
      kept (tree 9)
      nodes (loop [i 0 n 0] (if (< i 16) (recur (inc i) (+ n (check (tree 10)))) n))
      took (- (cycles) start)]
  (assert (= [1023 32752] [(check kept) nodes]))
  (println "trees.cycles" took))
