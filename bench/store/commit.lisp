;; What a commit of 1,000 changed atoms and 100,000 new cells takes when nothing else runs; and for how long at most a
;; process stands still that runs beside another such commit.
(def atoms (vec (map (fn [_] (atom nil)) (range 1000))))
(defn make [i n] (loop [l nil k 0] (if (< k n) (recur (cons [i k] l) (inc k)) l)))
(defn change [from] (dotimes [i 1000] (reset! (nth atoms i) (make (+ from i) 33))))
(def worst (atom 0))
(def running (atom true))
(defn spin []
  (loop [before (cycles)]
    (let [now (cycles) gap (- now before)]
      (when (> gap @worst) (reset! worst gap))
      (when @running (recur now)))))
(defn time-of-commit []
  (let [start (cycles)] (commit!) (- (cycles) start)))
(sync)
(change 0)
(let [took (time-of-commit) cells (reduce + (map :cells (history 2)))]
  (println "commit.cells" cells)
  (println "commit.cycles" took)
  (println "commit.cycles_per_cell" (quot took cells)))
(change 1000)
(do (spawn spin) (commit!) (reset! running false))
(println "commit.pause.cycles" @worst)
