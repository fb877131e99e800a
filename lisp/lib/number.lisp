;; Numbers, beside the primitives.

(defn max "The greatest number." ([x] x) ([x y] (%max x y)) ([x y & more] (reduce %max (%max x y) more)))
(defn min "The least number." ([x] x) ([x y] (%min x y)) ([x y & more] (reduce %min (%min x y) more)))
(defn abs "The number without its sign." [x] (if (pos? x) x (- 0 x)))
(defn floor "The greatest whole number that is not above x, as a double." [x] (%floor x))
(defn ceil "The least whole number that is not below x, as a double." [x] (%ceil x))
(defn sqrt "The square root of x, as a double; ##NaN if x is negative." [x] (%sqrt x))
(defn round "The nearest integer; of two the one nearer to ##Inf." [x]
  (if (integer? x) x (let [below (%floor x)] (int (if (< (- x below) 0.5) below (inc below))))))
(defn bit-set "The integer x with bit n set." [x n] (bit-or x (bit-shift-left 1 n)))
(defn bit-clear "The integer x with bit n cleared." [x n] (bit-and x (bit-not (bit-shift-left 1 n))))
(defn bit-and-not "The bits of x that are not in y." [x y] (bit-and x (bit-not y)))
(defn bit-flip "The integer x with bit n turned over." [x n] (bit-xor x (bit-shift-left 1 n)))
