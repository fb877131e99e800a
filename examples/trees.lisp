;; Binary trees: makes very many that live short and one that lives long, the usual exercise for a garbage collector.
;;
;;   lith run trees.lisp [DEPTH]

(defn tree "A full tree of that depth: [left right], nil below." [depth]
  (if (zero? depth) [nil nil] [(tree (dec depth)) (tree (dec depth))]))

(defn check "The number of nodes of the tree." [[left right]]
  (if left (+ 1 (check left) (check right)) 1))

(defn power [n] (reduce * (repeat n 2)))

(let [[arg] *command-line-args*
      depth (if arg (parse-long arg) 6)
      long-lived (tree depth)]
  (println "a tree of depth" (inc depth) "has" (check (tree (inc depth))) "nodes")
  (doseq [d (range 2 (inc depth) 2)]
    (let [times (power (- depth d))]
      (println times "trees of depth" d "have" (reduce + (map (fn [_] (check (tree d))) (range times))) "nodes")))
  (println "the tree that was kept, of depth" (str depth ",") "has" (check long-lived) "nodes"))
