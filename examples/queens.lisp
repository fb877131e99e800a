;; The queens' puzzle: n queens on a board of n by n, none of which attacks another.
;;
;;   lith run queens.lisp [N]       the first solution, and how many there are

(defn safe?
  "Whether a queen in the next row at this column is attacked by none of the queens, columns from the last row back."
  [column queens]
  (loop [qs (seq queens) distance 1]
    (if (nil? qs) true
      (let [q (first qs)]
        (if (or (= q column) (= q (+ column distance)) (= q (- column distance)))
          false
          (recur (next qs) (inc distance)))))))

(defn solutions
  "The lazy sequence of all ways to place n queens: lists of columns, last row first."
  ([n] (solutions n n))
  ([n rows]
   (if (zero? rows)
     (list ())
     (for [queens (solutions n (dec rows))
           column (range n)
           :when (safe? column queens)]
       (cons column queens)))))

(defn board-line [n column] (apply str (interpose " " (map (fn [c] (if (= c column) "Q" ".")) (range n)))))

(let [[arg] *command-line-args*
      n (if arg (parse-long arg) 6)
      found (solutions n)]
  (doseq [column (first found)] (println (board-line n column)))
  (println (count found) "solutions for" n "queens"))
