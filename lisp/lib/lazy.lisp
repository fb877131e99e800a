;; Sequences computed as they are looked at, and the transducers of the same names.

(defn concat "The elements of all collections in turn."
  ([] ())
  ([a] (lazy-seq (seq a)))
  ([a b] (lazy-seq (let [s (seq a)] (if s (cons (first s) (concat (rest s) b)) (seq b)))))
  ([a b & more] (concat a (apply concat b more))))
(defmacro lazy-cat "The elements of all collections in turn; each collection is computed when it is reached." [& colls]
  (cons 'lith.core/concat (%map (fn [c] (list 'lith.core/lazy-seq c)) colls)))

(defn map
  "The lazy sequence of f of each element (of several collections, in step, as long as all have elements). Without a
collection: a transducer."
  ([f] (fn [step] (fn ([acc] (step acc)) ([acc x] (step acc (f x))))))
  ([f coll] (lazy-seq (when-let [s (seq coll)] (cons (f (first s)) (map f (rest s))))))
  ([f a b]
   (lazy-seq (let [s (seq a) t (seq b)]
               (when (and s t) (cons (f (first s) (first t)) (map f (rest s) (rest t)))))))
  ([f a b & more]
   (let [step (fn step [colls]
                (lazy-seq (let [ss (mapv seq colls)]
                            (when (every? identity ss) (cons (mapv first ss) (step (mapv rest ss)))))))]
     (map (fn [args] (apply f args)) (step (list* a b more))))))
(defn mapv "As map, a vector."
  ([f coll] (loop [s (seq coll) out ()] (if s (recur (next s) (cons (f (first s)) out)) (vec (reverse out)))))
  ([f a b] (vec (map f a b)))
  ([f a b & more] (vec (apply map f a b more))))
(defn filter "The lazy sequence of the elements for which f is truthy. Without a collection: a transducer."
  ([f] (fn [step] (fn ([acc] (step acc)) ([acc x] (if (f x) (step acc x) acc)))))
  ([f coll]
   (lazy-seq (loop [s (seq coll)]
               (when s (let [x (first s)] (if (f x) (cons x (filter f (rest s))) (recur (next s)))))))))
(defn filterv "As filter, a vector." [f coll] (vec (filter f coll)))
(defn remove "The lazy sequence of the elements for which f is not truthy. Without a collection: a transducer."
  ([f] (filter (complement f))) ([f coll] (filter (fn [x] (not (f x))) coll)))
(defn keep "The lazy sequence of the values of f that are not nil. Without a collection: a transducer."
  ([f] (fn [step] (fn ([acc] (step acc)) ([acc x] (let [v (f x)] (if (nil? v) acc (step acc v)))))))
  ([f coll] (filter some? (map f coll))))
;; The transducer that keeps a state in an atom: f of the step function, that atom, the value so far and the input.
(defn %stateful [init f]
  (fn [step] (let [state (atom init)] (fn ([acc] (step acc)) ([acc x] (f step state acc x))))))
(defn map-indexed "The lazy sequence of f of index and element. Without a collection: a transducer."
  ([f] (%stateful -1 (fn [step i acc x] (step acc (f (swap! i inc) x)))))
  ([f coll] (map f (range) coll)))
(defn keep-indexed
  "The lazy sequence of the values of f of index and element that are not nil. Without a collection: a transducer."
  ([f] (comp (map-indexed f) (filter some?)))
  ([f coll] (filter some? (map-indexed f coll))))
(defn cat "A transducer that takes the elements of each input." [step]
  (let [keep-reduced (fn [acc x] (let [r (step acc x)] (if (reduced? r) (reduced r) r)))]
    (fn ([acc] (step acc)) ([acc coll] (reduce keep-reduced acc coll)))))
(declare %chain)
;; The elements of all (f x), x in the seq s: computed up to the first.
(defn %mapcat [f s]
  (loop [s s] (when s (let [t (seq (f (first s)))] (if t (%chain t f s) (recur (next s)))))))
;; The seq t, then what comes of the elements of s after the first.
(defn %chain [t f s]
  (cons (first t) (lazy-seq (let [t (next t)] (if t (%chain t f s) (%mapcat f (next s)))))))
(defn mapcat "The lazy sequence of the elements of all collections that f gives. Without a collection: a transducer."
  ([f] (comp (map f) cat))
  ([f coll] (lazy-seq (%mapcat f (seq coll))))
  ([f a & more] (apply concat (apply map f a more))))
(defn take
  "The lazy sequence of the first n elements, or of all if there are fewer. Without a collection: a transducer."
  ([n] (%stateful n (fn [step left acc x]
                      (let [k (swap! left dec)
                            acc (if (neg? k) acc (step acc x))]
                        (if (pos? k) acc (if (reduced? acc) acc (reduced acc)))))))
  ([n coll] (lazy-seq (when (pos? n) (when-let [s (seq coll)] (cons (first s) (take (dec n) (rest s))))))))
(defn take-while
  "The lazy sequence of the elements up to the first for which f is not truthy. Without a collection: a transducer."
  ([f] (fn [step] (fn ([acc] (step acc)) ([acc x] (if (f x) (step acc x) (reduced acc))))))
  ([f coll] (lazy-seq (when-let [s (seq coll)] (when (f (first s)) (cons (first s) (take-while f (rest s))))))))
(defn drop "The lazy sequence of all but the first n elements. Without a collection: a transducer."
  ([n] (%stateful n (fn [step left acc x] (if (neg? (swap! left dec)) (step acc x) acc))))
  ([n coll] (lazy-seq (loop [n n s (seq coll)] (if (and s (pos? n)) (recur (dec n) (next s)) s)))))
(defn drop-while
  "The lazy sequence of the elements from the first on for which f is not truthy. Without a collection: a transducer."
  ([f] (%stateful true (fn [step dropping acc x]
                         (if (and (deref dropping) (f x)) acc (do (reset! dropping false) (step acc x))))))
  ([f coll] (lazy-seq (loop [s (seq coll)] (if (and s (f (first s))) (recur (next s)) s)))))
(defn take-nth "The lazy sequence of the first element and every nth after it. Without a collection: a transducer."
  ([n] (%stateful -1 (fn [step i acc x] (if (zero? (rem (swap! i inc) n)) (step acc x) acc))))
  ([n coll] (lazy-seq (when-let [s (seq coll)] (cons (first s) (take-nth n (drop n s)))))))
(defn nthnext "The sequence of what follows the first n elements, nil if nothing does." [coll n] (%nthnext coll n))
(defn nthrest
  "What follows the first n elements, () if nothing does; the collection itself if it is empty or n is 0." [coll n]
  (loop [c coll n n] (if (and (pos? n) (seq c)) (recur (rest c) (dec n)) c)))
(defn last "The last element, nil if there is none." [coll]
  (if (vector? coll) (peek coll) (loop [s (seq coll)] (if (next s) (recur (next s)) (first s)))))
(defn butlast "All but the last element, nil if that leaves none." [coll]
  (loop [s (seq coll) out ()] (if (next s) (recur (next s) (cons (first s) out)) (seq (reverse out)))))
(defn drop-last "All but the last n elements (1), lazily."
  ([coll] (drop-last 1 coll)) ([n coll] (map (fn [x _] x) coll (drop n coll))))
(defn take-last "The last n elements, nil if there are none." [n coll]
  (loop [s (seq coll) lead (seq (drop n coll))] (if lead (recur (next s) (next lead)) s)))
(defn ffirst "The first element of the first element." [coll] (first (first coll)))
(defn fnext "The second element: (first (next coll))." [coll] (first (next coll)))
(defn nnext "What follows the second element, nil if nothing does: (next (next coll))." [coll] (next (next coll)))
(defn nfirst "What follows the first element of the first element, nil if nothing does." [coll] (next (first coll)))
(defn split-at "The vector of the first n elements and the others." [n coll] [(take n coll) (drop n coll)])
(defn split-with "The vector of take-while and drop-while of f." [f coll] [(take-while f coll) (drop-while f coll)])
(defn iterate "The endless sequence x, (f x), (f (f x)), ..." [f x] (cons x (lazy-seq (iterate f (f x)))))
(defn repeat "x for ever, or n times." ([x] (let [s (lazy-seq (repeat x))] (cons x s))) ([n x] (take n (repeat x))))
(defn repeatedly "The values of calling f for ever, or n times."
  ([f] (lazy-seq (cons (f) (repeatedly f)))) ([n f] (take n (repeatedly f))))
(defn cycle "The elements over and over." [coll]
  (if (seq coll) ((fn again [s] (lazy-seq (if s (cons (first s) (again (next s))) (again (seq coll))))) (seq coll)) ()))
(defn range "The numbers from start (0) to before end (none), by step (1)."
  ([] (%range 0 nil 1))
  ([end] (range 0 end 1))
  ([start end] (range start end 1))
  ([start end step]
   (let [r (if (= step 0) nil (%range start end step))]
     (if (nil? r)
       (lazy-seq (when (if (pos? step) (< start end) (if (neg? step) (> start end) (not= start end)))
                   (cons start (range (+ start step) end step))))
       r))))
(defn interleave "Elements of the collections in turn."
  ([] ()) ([a] (lazy-seq (seq a)))
  ([a b] (lazy-seq (let [s (seq a) t (seq b)]
                     (when (and s t) (cons (first s) (cons (first t) (interleave (rest s) (rest t))))))))
  ([a b & more] (apply mapcat list a b more)))
(defn interpose "The lazy sequence of the elements with x between. Without a collection: a transducer."
  ([x] (comp (mapcat (fn [y] (list x y))) (drop 1)))
  ([x coll] (drop 1 (mapcat (fn [y] (list x y)) coll))))
;; The transducer that gathers inputs in a vector as long as (same? vector input), until (full? vector).
(defn %grouping [same? full?]
  (fn [step]
    (let [group (atom [])
          pass (fn [acc g after] (let [r (step acc g)] (reset! group (if (reduced? r) [] after)) r))]
      (fn ([acc] (let [g (deref group)] (step (if (seq g) (unreduced (pass acc g [])) acc))))
        ([acc x] (let [g (deref group) more (conj g x)]
                   (cond (not (or (empty? g) (same? g x))) (pass acc g [x])
                         (full? more) (pass acc more [])
                         :else (do (reset! group more) acc))))))))
;; A list of the first n elements, computed at once; no further ones are.
(defn %take [n coll]
  (loop [n n c coll out ()]
    (let [s (when (pos? n) (seq c))] (if s (recur (dec n) (rest s) (cons (first s) out)) (reverse out)))))
(defn partition "The elements in groups of n, each starting step after the one before; the rest is dropped or padded."
  ([n coll] (partition n n coll))
  ([n step coll]
   (lazy-seq (when-let [s (seq coll)]
               (let [p (%take n s)] (when (= n (count p)) (cons p (partition n step (nthrest s step))))))))
  ([n step pad coll]
   (lazy-seq (when-let [s (seq coll)]
               (let [p (%take n s)]
                 (if (= n (count p))
                   (cons p (partition n step pad (nthrest s step)))
                   (list (%take n (concat p pad)))))))))
(defn partition-all "As partition, what is left over being a shorter group. Without a collection: a transducer."
  ([n] (%grouping (constantly true) (fn [group] (= n (count group)))))
  ([n coll] (partition-all n n coll))
  ([n step coll]
   (lazy-seq (when-let [s (seq coll)] (cons (%take n s) (partition-all n step (nthrest s step)))))))
(defn partition-by "The lazy sequence of runs of elements with equal values of f. Without a collection: a transducer."
  ([f] (%grouping (fn [group x] (= (f (peek group)) (f x))) (constantly false)))
  ([f coll]
   (lazy-seq (when-let [s (seq coll)]
               (let [v (f (first s)) run (doall (cons (first s) (take-while (fn [x] (= v (f x))) (next s))))]
                 (cons run (partition-by f (drop (count run) s))))))))
(defn distinct
  "The lazy sequence of the elements without those equal to an earlier one. Without a collection: a transducer."
  ([] (%stateful #{} (fn [step seen acc x]
                       (if (contains? (deref seen) x) acc (do (swap! seen conj x) (step acc x))))))
  ([coll]
   ((fn step [s seen]
      (lazy-seq (loop [s (seq s)]
                  (when s
                    (let [x (first s)]
                      (if (contains? seen x) (recur (next s)) (cons x (step (rest s) (conj seen x)))))))))
    coll #{})))
(defn dedupe
  "The lazy sequence of the elements without those equal to the one before. Without a collection: a transducer."
  ([] (%stateful (atom nil) (fn [step before acc x]
                              (let [same (= x (deref before))] (reset! before x) (if same acc (step acc x))))))
  ([coll] (map first (partition-by identity coll))))
(defn doall "Has all of the sequence computed; the sequence."
  [coll] (loop [s (seq coll)] (when s (recur (next s)))) coll)
(defn dorun "Has all of the sequence computed, for what that does; nil." [coll]
  (loop [s (seq coll)] (when s (recur (next s)))))
(defn tree-seq "The nodes of a tree, depth first." [branch? children root]
  (let [walk (fn walk [node]
               (lazy-seq (cons node (when (branch? node) (mapcat walk (children node))))))]
    (walk root)))
(defn flatten "The elements of nested sequences."
  [coll] (filter (complement sequential?) (rest (tree-seq sequential? seq coll))))
(defn sequence
  "The collection as a sequence, () if it is empty; with a transducer what that makes of it, all at once, nil if that is
nothing."
  ([coll] (or (seq coll) ())) ([xform coll] (seq (into [] xform coll))))
