;; heavy has three times the work of light, below it; deep keeps 3,000 activations, most of them in frame cells.
(defn work [n] (loop [i 0 sum 0] (if (< i n) (recur (+ i 1) (+ sum i)) sum)))
(defn heavy [n] (+ 1 (work (* 3 n))))
(defn light [n] (+ 1 (work n)))
(defn deep [n] (if (= n 0) (heavy 6000) (+ 1 (deep (- n 1)))))
(dotimes [i 10] (heavy 1500) (light 1500))
(println (deep 3000))
