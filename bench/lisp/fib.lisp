;; Calls and arithmetic: 92,735 calls of fib.
(defn fib [n] (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2)))))

(let [start (cycles)
      result (fib 23)
      took (- (cycles) start)]
  (assert (= 28657 result))
  (println "fib.cycles" took)
  (println "fib.cycles_per_call" (/ took 92735.0)))
