;; Allocates so many words at least, in cells of many kinds and sizes, while some of it lives for long; all is checked.
;;   lith --heap 256K run turnover.lisp 3276800

(defn entry [i] [i (str "entry " i) {:square (* i i) :list (list i (inc i))} #{i} (double i)])
(defn check-entry [e]
  (assert (= e (entry (first e)))))

(def numbers (apply list (range 1000)))

;; A table whose entries are replaced at different ages; lists and a vector that live for one round.
(defn round [table n]
  (let [turned (loop [l numbers i 9] (if (= i 0) l (recur (reverse l) (dec i))))
        again (vec (reverse turned))
        at (rem (* n 7) 40)
        table (assoc table at (entry n) (rem n 3) (entry (- n)))]
    (assert (= numbers again))
    (check-entry (get table at))
    table))

;; No cell has less than three words: its entry in the handle table, its header, a field.
(let [cells (quot (parse-long (first *command-line-args*)) 3)
      before (:cells-made (stats))]
  (loop [n 0 table {}]
    (when (= 0 (rem n 16)) (run! check-entry (vals table)))
    (if (< (- (:cells-made (stats)) before) cells)
      (recur (inc n) (round table n))
      (println "done"))))
