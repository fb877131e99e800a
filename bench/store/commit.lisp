;; What a commit of 1,000 changed atoms and 100,000 new cells takes.
(def atoms (vec (map (fn [_] (atom nil)) (range 1000))))
(commit!)
(defn make [i n] (loop [l nil k 0] (if (< k n) (recur (cons [i k] l) (inc k)) l)))
(dotimes [i 1000] (reset! (nth atoms i) (make i 33)))
(let [start (cycles)
      number (commit!)
      took (- (cycles) start)
      cells (:cells (first (history 1)))]
  (println "commit.cycles" took)
  (println "commit.cells" cells)
  (println "commit.cycles_per_cell" (quot took cells)))
