;; A vector grown by 100,000 elements, one at a time.
(let [start (cycles)
      v (loop [v [] i 0] (if (< i 100000) (recur (conj v i) (inc i)) v))
      took (- (cycles) start)]
  (assert (= [100000 99999] [(count v) (peek v)]))
  (println "conj.cycles" took))
