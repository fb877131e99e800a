;; Generators made with delimited continuations: a function that "yields" values becomes a lazy sequence of them.
;;
;;   lith run generator.lisp [N]

;; `yield` captures what is left of the generator as a continuation k, up to the reset in `generate`. The value of that
;; reset becomes a sequence: the yielded value, and then lazily whatever k will give when it goes on.
(defn generate
  "The lazy sequence of the values that f yields; f is called with the function that yields one."
  [f]
  (reset
    (f (fn [value] (shift k (cons value (lazy-seq (k nil))))))
    nil))

;; A walk through a tree: plain recursion, which as a lazy sequence would have to be turned inside out.
(defn walk [yield [left value right]]
  (when left (walk yield left))
  (yield value)
  (when right (walk yield right)))

(defn insert [node x]
  (if (nil? node)
    [nil x nil]
    (let [[left value right] node]
      (if (< x value) [(insert left x) value right] [left value (insert right x)]))))

(defn in-order [root] (generate (fn [yield] (walk yield root))))

;; Two trees of different shape have the same fringe when the walks yield the same: stopping at the first difference,
;; neither walk is ever finished when they differ.
(defn same-fringe? [a b] (= (in-order a) (in-order b)))

;; An endless generator: only what is taken is computed.
(defn collatz [n]
  (generate (fn [yield]
              (loop [n n]
                (yield n)
                (recur (if (even? n) (quot n 2) (inc (* 3 n))))))))

(let [[arg] *command-line-args*
      n (if arg (parse-long arg) 20)
      numbers (take n (distinct (map (fn [i] (rem (* i 37) 101)) (iterate inc 1))))
      one (reduce insert nil numbers)
      other (reduce insert nil (reverse numbers))]
  (println "in order:" (in-order one))
  (println "same fringe:" (same-fringe? one other))
  (println "same with one more:" (same-fringe? one (insert other 50)))
  (println "from 27:" (take n (collatz 27)))
  (println "steps from 27 to 1:" (count (take-while (fn [n] (not= n 1)) (collatz 27)))))
