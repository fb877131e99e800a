;; Conway's game of life on an endless board.
;;
;;   lith run life.lisp GENERATIONS FILE       the pattern in the file ("O" is a living cell) after so many generations

(ns life (:require [clojure.string :as str]))

(defn parse
  "The set of living cells [x y] of a pattern."
  [lines]
  (set (for [[y line] (map-indexed vector lines)
             [x c] (map-indexed vector line)
             :when (= c \O)]
         [x y])))

(defn neighbours [[x y]]
  (for [dx [-1 0 1] dy [-1 0 1] :when (not (and (= 0 dx) (= 0 dy)))] [(+ x dx) (+ y dy)]))

(defn step
  "The next generation: a cell lives that has three living neighbours, or two if it lived before."
  [alive]
  (set (for [[cell n] (frequencies (mapcat neighbours alive))
             :when (or (= n 3) (and (= n 2) (contains? alive cell)))]
         cell)))

(defn show "Prints the part of the board that has living cells." [alive]
  (let [xs (map first alive) ys (map second alive)]
    (when (seq alive)
      (doseq [y (range (apply min ys) (inc (apply max ys)))]
        (println (apply str (map (fn [x] (if (contains? alive [x y]) "O" "."))
                                 (range (apply min xs) (inc (apply max xs))))))))))

(let [[generations file] *command-line-args*
      start (parse (str/split-lines (slurp file)))
      end (nth (iterate step start) (parse-long generations))]
  (show end)
  (println (count end) "cells after" generations "generations"))
