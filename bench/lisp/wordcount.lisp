;; How often each word is in a text, the file given as argument.
(defn words [line]
  (loop [s (seq (lower-case line)) word () found []]
    (let [c (first s)]
      (if (and c (letter? c))
        (recur (next s) (cons c word) found)
        (let [found (if (seq word) (conj found (apply str (reverse word))) found)]
          (if s (recur (next s) () found) found))))))

(let [text (slurp (first *command-line-args*))
      start (cycles)
      counts (frequencies (mapcat words (split-lines text)))
      took (- (cycles) start)]
  (assert (= 100 (get counts "the")))
  (println "wordcount.cycles" took))
