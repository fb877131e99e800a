;; The most frequent words of a text.
;;
;;   lith run wordfreq.lisp [COUNT [FILE]]       of the file, or of standard input

(ns wordfreq (:require [clojure.string :as str]))

(defn words
  "The words of a line in lower case: runs of letters, with apostrophes within."
  [line]
  (loop [s (seq (str/lower-case line)) word () found []]
    (let [c (first s)]
      (if (and c (or (letter? c) (and (= c \') (seq word))))
        (recur (next s) (cons c word) found)
        (let [found (if (seq word) (conj found (apply str (reverse word))) found)]
          (if s (recur (next s) () found) found))))))

(defn count-words
  "A map from word to how often it is in the lines."
  [lines]
  (reduce (fn [counts line]
            (reduce (fn [counts word] (assoc counts word (inc (get counts word 0)))) counts (words line)))
          {}
          lines))

(defn most-frequent
  "The n most frequent entries [word times] of the counts; words equally frequent are in the order of the alphabet."
  [n counts]
  (take n (sort-by (fn [[word times]] [(- times) word]) counts)))

(let [[n file] *command-line-args*
      lines (if file (str/split-lines (slurp file)) (line-seq *in*))
      counts (count-words lines)]
  (doseq [[word times] (most-frequent (if n (parse-long n) 10) counts)]
    (printf "%6d %s\n" times word))
  (printf "%6d words, %d different\n" (reduce + (vals counts)) (count counts)))
