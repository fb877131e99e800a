;; The order of elements: sorted, greatest and least, by chance.

(defn %before? [f x y] (let [r (f x y)] (if (number? r) (neg? r) r)))
(defn %merge [f a b]
  (loop [a a b b out ()]
    (cond
      (nil? a) (%append (reverse out) (or b ()))
      (nil? b) (%append (reverse out) a)
      (%before? f (first b) (first a)) (recur a (next b) (cons (first b) out))
      :else (recur (next a) b (cons (first a) out)))))
(defn %merge-pairs [f runs]
  (loop [rs runs out ()]
    (cond
      (nil? rs) (reverse out)
      (nil? (next rs)) (reverse (cons (first rs) out))
      :else (recur (next (next rs)) (cons (seq (%merge f (first rs) (second rs))) out)))))
(defn sort "The elements in the order of the comparison (compare), equal ones as they were."
  ([coll] (%sort coll))
  ([f coll]
   (if (identical? f compare) (%sort coll)
     (loop [runs (seq (%map list coll))]
       (if (next runs) (recur (seq (%merge-pairs f runs))) (or (first runs) ()))))))
(defn sort-by "The elements in the order of their values of f."
  ([f coll] (%sort (%map f coll) coll))
  ([f order coll]
   (if (identical? order compare) (%sort (%map f coll) coll) (sort (fn [x y] (order (f x) (f y))) coll))))
(defn max-key "The argument whose value of f is greatest; the last of several."
  ([f x] x) ([f x & more] (reduce (fn [a b] (if (> (f a) (f b)) a b)) x more)))
(defn min-key "The argument whose value of f is least; the last of several."
  ([f x] x) ([f x & more] (reduce (fn [a b] (if (< (f a) (f b)) a b)) x more)))
(defn rseq "The elements of a vector in reverse, nil if there are none." [v] (seq (reverse v)))
(defn comparator "The comparison, for sort, of a function that says whether x comes before y." [f]
  (fn [x y] (cond (f x y) -1 (f y x) 1 :else 0)))

(def %random (atom 123456789))
(defn %random-next [] (swap! %random (fn [x] (rem (* x 48271) 2147483647))))
(defn rand-int "A pseudo-random integer from 0 to n - 1."
  [n] (if (= n 0) 0 (mod (+ (* 1073741824 (bit-and (%random-next) 1023)) (%random-next)) n)))
(defn rand "A pseudo-random double from 0 to before n (1)."
  ([] (/ (double (rand-int 1073741824)) 1073741824.0)) ([n] (* n (rand))))
(defn rand-nth "A pseudo-random element of a vector, string or sequence; an error if there is none, but nil of nil."
  [coll] (nth coll (rand-int (count coll))))
(defn shuffle "The elements in a pseudo-random order, as a vector." [coll]
  (mapv first (sort-by second (mapv (fn [x] [x (rand-int 1000000000)]) coll))))
