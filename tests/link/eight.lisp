;; Eight processes read eight files (eight.sh has made them), as the argument says: all "at-once", or "in-turn", each
;; when the one before has ended; or one process is "interrupted" while its request is under way, and another reads
;; meanwhile. Status 0: all that was read is right.
(defn text-of [i] (apply str (map (fn [line] (str "file " i ", line " line ": ä→𝄞\n")) (range (* 9 (inc i))))))
(def right (mapv text-of (range 8)))
(defn reads [i] (spawn (fn [] (= (nth right i) (slurp (str "eight-" i ".txt"))))))
(defn in-turn [] (every? true? (map (fn [i] (deref (reads i))) (range 8))))
(defn at-once [] (every? true? (map deref (doall (map reads (range 8))))))
(defn interrupted []
  (let [p (reads 7)]
    (yield)
    (interrupt p)
    (and (= :interrupted (try (deref p) (catch :interrupt e :interrupted))) (deref (reads 0)))))
(exit (if (({"at-once" at-once "in-turn" in-turn "interrupted" interrupted} (first *command-line-args*))) 0 1))
