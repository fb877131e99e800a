;; Calls: 63,609 of tak.
(defn tak [x y z] (if (not (< y x)) z (tak (tak (dec x) y z) (tak (dec y) z x) (tak (dec z) x y))))

(let [start (cycles)
      result (tak 18 12 6)
      took (- (cycles) start)]
  (assert (= 7 result))
  (println "tak.cycles" took)
  (println "tak.cycles_per_call" (/ took 63609.0)))
