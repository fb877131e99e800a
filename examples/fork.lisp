;; A function that is forked midway: from there on two processes run it, each with all that was computed before.
;;
;;   lith run fork.lisp [TARGET]
;;
;; All values are immutable, so that nothing has to be copied: both halves share what they know.

;; ---- two halves ----

(defn analyse
  "The smallest, middle and most frequent of the numbers; the last is found by a process of its own."
  [numbers]
  (let [sorted (sort numbers)               ; done once, known to both halves
        me (self)]
    (if-let [other (fork)]                  ; here one process becomes two
      {:smallest (first sorted)
       :middle (nth sorted (quot (count sorted) 2))
       :most-frequent (receive)}
      (do (send me (->> sorted (partition-by identity) (sort-by count) last first))
          (end)))))

;; ---- as many as it takes ----

;; Which of the items add up to the target? At each item the search forks: one half takes it, the other leaves it. Every
;; half that comes to an end says what it has found; `halves` counts how many there are.
(defn search [items target halves answer-to]
  (loop [items items taken [] missing target]
    (cond
      (zero? missing) (send answer-to taken)
      (or (empty? items) (neg? missing)) (send answer-to nil)
      (do (swap! halves inc) (fork)) (recur (rest items) taken missing)
      :else (recur (rest items) (conj taken (first items)) (- missing (first items))))))

(defn sums "All selections of the items that add up to the target, in order." [items target]
  (let [halves (atom 1)]
    (spawn search items target halves (self))
    (loop [heard 0 found []]
      (if (= heard @halves)
        (sort found)
        (let [answer (receive)] (recur (inc heard) (if answer (conj found answer) found)))))))

(let [[arg] *command-line-args*
      target (if arg (parse-long arg) 50)
      items [25 10 10 5 40 15 20]]
  (println "of" items "in all:" (analyse items))
  (println target "is the sum of")
  (doseq [selection (sums items target)] (println " " (apply str (interpose " + " selection)))))
