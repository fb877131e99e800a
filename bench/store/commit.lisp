;; What a commit of 1,000 changed atoms and 100,000 new cells takes, and for how long at most a process stands still that
;; runs meanwhile.
(def atoms (vec (map (fn [_] (atom nil)) (range 1000))))
(defn make [i n] (loop [l nil k 0] (if (< k n) (recur (cons [i k] l) (inc k)) l)))
(def worst (atom 0))
(def running (atom true))
(defn spin []
  (loop [before (cycles)]
    (let [now (cycles) gap (- now before)]
      (when (> gap @worst) (reset! worst gap))
      (when @running (recur now)))))
(sync)
(let [before (:cells (first (history 1)))]
  (dotimes [i 1000] (reset! (nth atoms i) (make i 33)))
  (let [start (cycles) spinner (spawn spin)]
    (commit!)
    (let [took (- (cycles) start)]
      (reset! running false)
      (let [cells (reduce + (map :cells (history 3)))]
        (println "commit.cells" cells)
        (println "commit.cycles" took)
        (println "commit.cycles_per_cell" (quot took cells))
        (println "commit.pause.cycles" @worst)))))
