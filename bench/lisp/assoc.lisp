;; A map grown by 20,000 entries, one at a time.
(let [start (cycles)
      m (loop [m {} i 0] (if (< i 20000) (recur (assoc m i i) (inc i)) m))
      took (- (cycles) start)]
  (assert (= [20000 777] [(count m) (get m 777)]))
  (println "assoc.cycles" took))
