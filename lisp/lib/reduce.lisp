;; Going through a collection at once, to one value.

(defn reduce "f of init and the first element, f of that and the second, and so on; a reduced value ends it."
  ([f coll] (if-let [s (seq coll)] (reduce f (first s) (rest s)) (f)))
  ([f init coll]
   (loop [acc init s (seq coll)]
     (if s
       (let [acc (f acc (first s))] (if (reduced? acc) (deref acc) (recur acc (next s))))
       acc))))
(defn reduce-kv "Like reduce over a map or vector, with f of the value so far, key and value." [f init coll]
  (if (vector? coll)
    (let [n (count coll)]
      (loop [i 0 acc init]
        (if (< i n)
          (let [acc (f acc i (nth coll i))] (if (reduced? acc) (deref acc) (recur (inc i) acc)))
          acc)))
    (reduce (fn [acc e] (f acc (nth e 0) (nth e 1))) init coll)))
(defn reductions "The sequence of values that reduce goes through."
  ([f coll] (lazy-seq (if-let [s (seq coll)] (reductions f (first s) (rest s)) (list (f)))))
  ([f init coll]
   (if (reduced? init)
     (list (deref init))
     (cons init (lazy-seq (when-let [s (seq coll)] (reductions f (f init (first s)) (rest s))))))))
(defn into "The collection `to` with all elements of `from`."
  ([] []) ([to] to) ([to from] (%into to from))
  ([to xform from] (transduce xform conj to from)))
(defn run! "Calls f with each element, for what it does; a reduced value ends it."
  [f coll] (loop [s (seq coll)] (when (and s (not (reduced? (f (first s))))) (recur (next s)))))
(defn transduce "Reduces with the step function that xform makes of f, then calls that with the result."
  ([xform f coll] (transduce xform f (f) coll))
  ([xform f init coll] (let [g (xform f)] (g (reduce g init coll)))))
(defn completing
  "f as a step function for transduce: called with the result alone, at the end, it gives `done` (identity) of that."
  ([f] (completing f identity))
  ([f done] (fn ([] (f)) ([x] (done x)) ([x y] (f x y)))))
