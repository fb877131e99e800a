;; The library, in Lisp where that is clear. Names and meaning are Clojure's.

;; ---- control ----

(defmacro when "Evaluates the body if the test is truthy." [test & body] (list 'if test (cons 'do body)))
(defmacro when-not "Evaluates the body if the test is nil or false." [test & body] (list 'if test nil (cons 'do body)))
(defmacro if-not ([test then] (list 'if test nil then)) ([test then else] (list 'if test else then)))
(defmacro comment "Ignores its body." [& body] nil)

(defmacro and
  "The first value that is nil or false, else the last."
  ([] true)
  ([x] x)
  ([x & more] (let [v (gensym "and__")] (list 'let* [v x] (list 'if v (cons 'lith.core/and more) v)))))

(defmacro or
  "The first truthy value, else the last."
  ([] nil)
  ([x] x)
  ([x & more] (let [v (gensym "or__")] (list 'let* [v x] (list 'if v v (cons 'lith.core/or more))))))

(defmacro cond
  "Pairs of test and value: the value of the first truthy test."
  [& clauses]
  (when (seq clauses)
    (when-not (next clauses) (throw (ex-info "cond needs an even number of forms" nil)))
    (list 'if (first clauses) (second clauses) (cons 'lith.core/cond (next (next clauses))))))

(defmacro declare "Makes unbound vars." [& names] (cons 'do (%map (fn [n] (list 'def n)) names)))
(defmacro defonce "Defines the name unless it is bound."
  [name init]
  `(let* [v# (def ~name)] (when-not (bound? v#) (def ~name ~init))))

;; Used before they are defined.
(declare some doall swap! range every? transduce reduce mapv concat list* last butlast partition split-with mapcat %stop %concat-pairs)

(defmacro -> "Threads x through the forms as their first argument."
  [x & forms]
  (loop [x x fs (seq forms)]
    (if fs
      (let [f (first fs)]
        (recur (if (seq? f) (%with-place (cons (first f) (cons x (rest f))) f) (list f x)) (next fs)))
      x)))
(defmacro ->> "Threads x through the forms as their last argument."
  [x & forms]
  (loop [x x fs (seq forms)]
    (if fs
      (let [f (first fs)]
        (recur (if (seq? f) (%with-place (%append f (list x)) f) (list f x)) (next fs)))
      x)))
(defmacro as-> "Binds the name to x and then to each form in turn."
  [x name & forms]
  `(let [~name ~x ~@(%concat-pairs name (butlast forms))] ~(if (seq forms) (last forms) name)))
(defmacro doto "Calls the forms with x as their first argument, for what they do; x."
  [x & forms]
  (let [g (gensym "doto__")]
    `(let [~g ~x] ~@(%map (fn [f] (if (seq? f) (cons (first f) (cons g (rest f))) (list f g))) forms) ~g)))

;; The bindings, if they are pairs.
(defn %pairs [bindings n who]
  (if (and (vector? bindings) (even? (count bindings)) (or (nil? n) (= n (count bindings)))) bindings
    (throw (ex-info (str who ": bindings must be a vector of " (if n "one pair: " "pairs: ") (pr-str bindings)) nil))))
(defmacro if-let
  ([bindings then] (list 'lith.core/if-let bindings then nil))
  ([bindings then else]
   (let [v (gensym "if__")] `(let* [~v ~(second (%pairs bindings 2 'if-let))] (if ~v (let [~(first bindings) ~v] ~then) ~else)))))
(defmacro when-let [bindings & body] (list 'lith.core/if-let bindings (cons 'do body)))
(defmacro if-some
  ([bindings then] (list 'lith.core/if-some bindings then nil))
  ([bindings then else]
   (let [v (gensym "if__")] `(let* [~v ~(second (%pairs bindings 2 'if-some))] (if (nil? ~v) ~else (let [~(first bindings) ~v] ~then))))))
(defmacro when-some [bindings & body] (list 'lith.core/if-some bindings (cons 'do body)))
(defmacro when-first [bindings & body]
  `(when-let [s# (seq ~(second bindings))] (let [~(first bindings) (first s#)] ~@body)))

(defmacro while "Repeats the body as long as the test is truthy." [test & body]
  `(loop* [] (when ~test ~@body (recur))))
(defmacro dotimes "The body with i from 0 to n - 1." [bindings & body]
  (let [i (first (%pairs bindings 2 'dotimes))]
    `(let* [n# ~(second bindings)] (loop* [~i 0] (when (< ~i n#) ~@body (recur (inc ~i)))))))

(defmacro lazy-seq "The sequence that the body gives, computed when it is first looked at." [& body]
  (list 'lith.core/%lazy (cons 'fn* (cons [] body))))

;; ---- functions ----

(defn identity "x" [x] x)
(defn constantly "A function that always returns x." [x] (fn [& _] x))
(defn complement "A function that says the opposite of f." [f] (fn [& args] (not (apply f args))))
(defn comp "The composition of functions."
  ([] identity)
  ([f] f)
  ([f g] (fn ([] (f (g))) ([x] (f (g x))) ([x & more] (f (apply g x more)))))
  ([f g & more] (let [fs (reverse (list* f g more))]
                  (fn [& args] (loop [v (apply (first fs) args) fs (next fs)]
                                 (if fs (recur ((first fs) v) (next fs)) v))))))
(defn partial "f with its first arguments given."
  ([f] f)
  ([f a] (fn ([] (f a)) ([x] (f a x)) ([x & more] (apply f a x more))))
  ([f a & more] (let [args (cons a more)] (fn [& rest] (apply f (concat args rest))))))
(defn juxt "A function that gives the vector of all values of the fs." [& fs]
  (fn [& args] (mapv (fn [f] (apply f args)) fs)))
(defn fnil "f with x in place of a first argument nil."
  ([f x] (fn [a & more] (apply f (if (nil? a) x a) more)))
  ([f x y] (fn [a b & more] (apply f (if (nil? a) x a) (if (nil? b) y b) more))))
(defn list* "The arguments in front of the last one, a sequence." [& args] (%spread args))
(defn trampoline "Calls f, and what it returns as long as that is a function." [f & args]
  (loop [v (apply f args)] (if (fn? v) (recur (v)) v)))
(defn true? [x] (identical? x true))
(defn false? [x] (identical? x false))
(defn any? [x] true)
(defn boolean "true or false as x is truthy." [x] (if x true false))
(defn simple-symbol? [x] (and (symbol? x) (nil? (namespace x))))
(defn qualified-symbol? [x] (and (symbol? x) (some? (namespace x))))
(defn simple-keyword? [x] (and (keyword? x) (nil? (namespace x))))
(defn qualified-keyword? [x] (and (keyword? x) (some? (namespace x))))
(defn ident? [x] (or (symbol? x) (keyword? x)))
(defn qualified-ident? [x] (and (ident? x) (some? (namespace x))))
(defn simple-ident? [x] (and (ident? x) (nil? (namespace x))))
(defn special-symbol? [x] (contains? %special x))
(defn every-pred "Whether all of the fs are truthy for all arguments." [& fs]
  (fn [& xs] (%every? (fn [f] (%every? f xs)) fs)))
(defn some-fn "The first truthy value of one of the fs of one of the arguments." [& fs]
  (fn [& xs] (some (fn [f] (some f xs)) fs)))
(defn associative? [x] (or (map? x) (vector? x)))
(defn counted? [x] (or (map? x) (vector? x) (set? x) (string? x)))
(defn nat-int? [x] (and (integer? x) (not (neg? x))))
(defn pos-int? [x] (and (integer? x) (pos? x)))
(defn neg-int? [x] (and (integer? x) (neg? x)))

;; ---- numbers ----

(defn max "The greatest number." ([x] x) ([x y] (%max x y)) ([x y & more] (reduce %max (%max x y) more)))
(defn min "The least number." ([x] x) ([x y] (%min x y)) ([x y & more] (reduce %min (%min x y) more)))
(defn abs "The number without its sign." [x] (if (pos? x) x (- 0 x)))
(defn floor [x] (%floor x))
(defn ceil [x] (%ceil x))
(defn sqrt [x] (%sqrt x))
(defn round "The nearest integer; of two the one nearer to ##Inf." [x]
  (if (integer? x) x (let [below (%floor x)] (int (if (< (- x below) 0.5) below (inc below))))))
(defn bit-set [x n] (bit-or x (bit-shift-left 1 n)))
(defn bit-clear [x n] (bit-and x (bit-not (bit-shift-left 1 n))))
(defn bit-and-not "The bits of x that are not in y." [x y] (bit-and x (bit-not y)))
(defn bit-flip [x n] (bit-xor x (bit-shift-left 1 n)))

;; ---- reduce ----

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
  ([f coll] (if-let [s (seq coll)] (reductions f (first s) (rest s)) (list (f))))
  ([f init coll]
   (cons init (lazy-seq (when-let [s (seq coll)] (reductions f (f init (first s)) (rest s)))))))
(defn into "The collection `to` with all elements of `from`."
  ([] []) ([to] to) ([to from] (%into to from))
  ([to xform from] (transduce xform conj to from)))
(defn run! "Calls f with each element, for what it does."
  [f coll] (loop [s (seq coll)] (when s (f (first s)) (recur (next s)))))
(defn transduce "Reduces with the step function that xform makes of f, then calls that with the result."
  ([xform f coll] (transduce xform f (f) coll))
  ([xform f init coll] (let [g (xform f)] (g (reduce g init coll)))))
(defn completing "f with a one-argument arity." ([f] (completing f identity))
  ([f done] (fn ([] (f)) ([x] (done x)) ([x y] (f x y)))))

;; ---- lazy sequences ----

(defn concat "The elements of all collections in turn."
  ([] ())
  ([a] (lazy-seq (seq a)))
  ([a b] (lazy-seq (let [s (seq a)] (if s (cons (first s) (concat (rest s) b)) (seq b)))))
  ([a b & more] (concat a (apply concat b more))))
(defmacro lazy-cat [& colls] (cons 'lith.core/concat (%map (fn [c] (list 'lith.core/lazy-seq c)) colls)))

(defn map "The sequence of f of each element (of several collections, in step)."
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
(defn filter "The elements for which f is truthy."
  ([f] (fn [step] (fn ([acc] (step acc)) ([acc x] (if (f x) (step acc x) acc)))))
  ([f coll]
   (lazy-seq (loop [s (seq coll)]
               (when s (let [x (first s)] (if (f x) (cons x (filter f (rest s))) (recur (next s)))))))))
(defn filterv [f coll] (vec (filter f coll)))
(defn remove "The elements for which f is not truthy."
  ([f] (filter (complement f))) ([f coll] (filter (fn [x] (not (f x))) coll)))
(defn keep "The values of f that are not nil."
  ([f] (fn [step] (fn ([acc] (step acc)) ([acc x] (let [v (f x)] (if (nil? v) acc (step acc v)))))))
  ([f coll] (filter some? (map f coll))))
;; The transducer that keeps a state in an atom: f of the step function, that atom, the value so far and the input.
(defn %stateful [init f]
  (fn [step] (let [state (atom init)] (fn ([acc] (step acc)) ([acc x] (f step state acc x))))))
(defn map-indexed "The sequence of f of index and element."
  ([f] (%stateful -1 (fn [step i acc x] (step acc (f (swap! i inc) x)))))
  ([f coll] (map f (range) coll)))
(defn keep-indexed "The values of f of index and element that are not nil."
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
(defn mapcat "The elements of all collections that f gives."
  ([f] (comp (map f) cat))
  ([f coll] (lazy-seq (%mapcat f (seq coll))))
  ([f a & more] (apply concat (apply map f a more))))
(defn take "The first n elements."
  ([n] (%stateful n (fn [step left acc x]
                      (let [k (swap! left dec)
                            acc (if (neg? k) acc (step acc x))]
                        (if (pos? k) acc (if (reduced? acc) acc (reduced acc)))))))
  ([n coll] (lazy-seq (when (pos? n) (when-let [s (seq coll)] (cons (first s) (take (dec n) (rest s))))))))
(defn take-while "The elements up to the first for which f is not truthy."
  ([f] (fn [step] (fn ([acc] (step acc)) ([acc x] (if (f x) (step acc x) (reduced acc))))))
  ([f coll] (lazy-seq (when-let [s (seq coll)] (when (f (first s)) (cons (first s) (take-while f (rest s))))))))
(defn drop "All but the first n elements."
  ([n] (%stateful n (fn [step left acc x] (if (neg? (swap! left dec)) (step acc x) acc))))
  ([n coll] (lazy-seq (loop [n n s (seq coll)] (if (and s (pos? n)) (recur (dec n) (next s)) s)))))
(defn drop-while "The elements from the first on for which f is not truthy."
  ([f] (%stateful true (fn [step dropping acc x]
                         (if (and (deref dropping) (f x)) acc (do (reset! dropping false) (step acc x))))))
  ([f coll] (lazy-seq (loop [s (seq coll)] (if (and s (f (first s))) (recur (next s)) s)))))
(defn take-nth "Every nth element."
  ([n] (%stateful -1 (fn [step i acc x] (if (zero? (rem (swap! i inc) n)) (step acc x) acc))))
  ([n coll] (lazy-seq (when-let [s (seq coll)] (cons (first s) (take-nth n (drop n s)))))))
(defn nthnext [coll n] (%nthnext coll n))
(defn nthrest [coll n] (loop [c coll n n] (if (and (pos? n) (seq c)) (recur (rest c) (dec n)) c)))
(defn last "The last element." [coll]
  (if (vector? coll) (peek coll) (loop [s (seq coll)] (if (next s) (recur (next s)) (first s)))))
(defn butlast "All but the last element, nil if that leaves none." [coll]
  (loop [s (seq coll) out ()] (if (next s) (recur (next s) (cons (first s) out)) (seq (reverse out)))))
(defn drop-last ([coll] (drop-last 1 coll)) ([n coll] (map (fn [x _] x) coll (drop n coll))))
(defn take-last [n coll] (loop [s (seq coll) lead (seq (drop n coll))] (if lead (recur (next s) (next lead)) s)))
(defn ffirst [coll] (first (first coll)))
(defn fnext [coll] (first (next coll)))
(defn nnext [coll] (next (next coll)))
(defn nfirst [coll] (next (first coll)))
(defn split-at "[the first n elements, the others]" [n coll] [(take n coll) (drop n coll)])
(defn split-with [f coll] [(take-while f coll) (drop-while f coll)])
(defn iterate "x, (f x), (f (f x)), ..." [f x] (cons x (lazy-seq (iterate f (f x)))))
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
(defn interpose "The elements with x between."
  ([x] (comp (mapcat (fn [y] (list x y))) (drop 1)))
  ([x coll] (drop 1 (mapcat (fn [y] (list x y)) coll))))
;; The transducer that gathers inputs in a vector as long as (same? vector input).
(defn %grouping [same?]
  (fn [step]
    (let [group (atom [])]
      (fn ([acc] (let [g (deref group)] (step (if (seq g) (unreduced (step acc g)) acc))))
        ([acc x] (let [g (deref group)]
                   (if (or (empty? g) (same? g x))
                     (do (reset! group (conj g x)) acc)
                     (do (reset! group [x]) (step acc g)))))))))
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
(defn partition-all "As partition, what is left over being a shorter group."
  ([n] (%grouping (fn [group x] (< (count group) n))))
  ([n coll] (partition-all n n coll))
  ([n step coll]
   (lazy-seq (when-let [s (seq coll)] (cons (%take n s) (partition-all n step (nthrest s step)))))))
(defn partition-by "The elements in runs with equal values of f."
  ([f] (%grouping (fn [group x] (= (f (peek group)) (f x)))))
  ([f coll]
   (lazy-seq (when-let [s (seq coll)]
               (let [v (f (first s)) run (doall (cons (first s) (take-while (fn [x] (= v (f x))) (next s))))]
                 (cons run (partition-by f (drop (count run) s))))))))
(defn distinct "The elements without repetition."
  ([] (%stateful #{} (fn [step seen acc x]
                       (if (contains? (deref seen) x) acc (do (swap! seen conj x) (step acc x))))))
  ([coll]
   ((fn step [s seen]
      (lazy-seq (loop [s (seq s)]
                  (when s
                    (let [x (first s)]
                      (if (contains? seen x) (recur (next s)) (cons x (step (rest s) (conj seen x)))))))))
    coll #{})))
(defn dedupe "The elements without repetition one after the other."
  ([] (comp (partition-by identity) (map first)))
  ([coll] (map first (partition-by identity coll))))
(defn doall "Has all of the sequence computed; the sequence."
  [coll] (loop [s (seq coll)] (when s (recur (next s)))) coll)
(defn dorun [coll] (loop [s (seq coll)] (when s (recur (next s)))))
(defn tree-seq "The nodes of a tree, depth first." [branch? children root]
  (let [walk (fn walk [node]
               (lazy-seq (cons node (when (branch? node) (mapcat walk (children node))))))]
    (walk root)))
(defn flatten "The elements of nested sequences."
  [coll] (filter (complement sequential?) (rest (tree-seq sequential? seq coll))))
(defn sequence ([coll] (or (seq coll) ())) ([xform coll] (seq (into [] xform coll))))

(def %stop (list :stop))
;; The code for one group of bindings: name, collection and modifiers up to the next name.
(defn %for-group [[b coll & more] body]
  (let [step (gensym "step__") s (gensym "s__")
        inner (fn inner [more]
                (let [[k x & more] more]
                  (cond
                    (nil? k) `(cons ~body (~step (rest ~s)))
                    (= k :let) `(let ~x ~(inner more))
                    (= k :when) `(if ~x ~(inner more) (recur (next ~s)))
                    (= k :while) `(if ~x ~(inner more) nil)
                    :else `(let [t# (seq ~(%for-group (cons k (cons x more)) body))]
                             (if t# (concat t# (~step (rest ~s))) (recur (next ~s)))))))]
    `((fn ~step [~s] (lazy-seq (loop [~s (seq ~s)] (if ~s (let [~b (first ~s)] ~(inner more)) nil)))) ~coll)))
(defmacro for "The sequence of the body's values for all elements; :let, :when, :while."
  [bindings body] (%for-group (%pairs bindings nil 'for) body))
(defn %doseq [bindings body]
  (if (seq bindings)
    (let [[b x & more] bindings]
      (cond
        (= b :let) `(let ~x ~(%doseq more body))
        (= b :when) `(if ~x ~(%doseq more body) nil)
        (= b :while) `(if ~x ~(%doseq more body) %stop)
        :else `(loop* [s# (seq ~x)]
                 (if s#
                   (let [~b (first s#)]
                     (if (identical? ~(%doseq more body) %stop) nil (recur (next s#))))
                   nil))))
    `(do ~@body nil)))
(defmacro doseq "The body for all elements; :let, :when, :while." [bindings & body] (%doseq (%pairs bindings nil 'doseq) body))

;; ---- tests over collections ----

(defn every? "Whether f is truthy for all elements." [f coll]
  (loop [s (seq coll)] (if s (if (f (first s)) (recur (next s)) false) true)))
(defn some "The first truthy value of f." [f coll]
  (loop [s (seq coll)] (when s (or (f (first s)) (recur (next s))))))
(defn not-any? [f coll] (not (some f coll)))
(defn not-every? [f coll] (not (every? f coll)))
(defn not-empty "The collection, nil if it is empty." [coll] (when (seq coll) coll))
(defn distinct? ([x] true) ([x & more] (let [all (cons x more)] (= (count (set all)) (count all)))))
(defn bounded-count [n coll] (count (take n coll)))

;; ---- maps and sets ----

(defn key [e] (nth e 0))
(defn val [e] (nth e 1))
(defn map-entry? [x] (and (vector? x) (= 2 (count x))))
(defn get-in "The value at the path of keys."
  ([m ks] (reduce get m ks))
  ([m ks otherwise]
   (loop [m m ks (seq ks)]
     (if ks
       (let [v (get m (first ks) %stop)] (if (identical? v %stop) otherwise (recur v (next ks))))
       m))))
(defn assoc-in [m [k & ks] v] (if ks (assoc m k (assoc-in (get m k) ks v)) (assoc m k v)))
(defn update "The map with f of the value at the key."
  ([m k f] (assoc m k (f (get m k))))
  ([m k f & args] (assoc m k (apply f (get m k) args))))
(defn update-in [m [k & ks] f & args]
  (if ks (assoc m k (apply update-in (get m k) ks f args)) (assoc m k (apply f (get m k) args))))
(defn update-vals [m f] (reduce-kv (fn [acc k v] (assoc acc k (f v))) {} m))
(defn update-keys [m f] (reduce-kv (fn [acc k v] (assoc acc (f k) v)) {} m))
(defn merge "The maps in one, later values first." [& ms]
  (when (some identity ms) (reduce (fn [a b] (%into (or a {}) b)) (first ms) (rest ms))))
(defn merge-with "As merge; f of both values where a key is in several." [f & ms]
  (when (some identity ms)
    (reduce (fn [a b]
              (reduce-kv (fn [acc k v] (assoc acc k (if (contains? acc k) (f (get acc k) v) v))) (or a {}) b))
            ms)))
(defn select-keys "The map with these keys only." [m ks]
  (reduce (fn [acc k] (if (contains? m k) (assoc acc k (get m k)) acc)) {} ks))
(defn zipmap [ks vs] (loop [m {} ks (seq ks) vs (seq vs)] (if (and ks vs) (recur (assoc m (first ks) (first vs))
    (next ks) (next vs)) m)))
(defn group-by "A map from value of f to the vector of elements with that value." [f coll]
  (reduce (fn [m x] (let [k (f x)] (assoc m k (conj (get m k []) x)))) {} coll))
(defn frequencies "A map from element to how often it occurs." [coll]
  (reduce (fn [m x] (assoc m x (inc (get m x 0)))) {} coll))
(defn map-invert [m] (reduce-kv (fn [acc k v] (assoc acc v k)) {} m))
(defn rename-keys [m names]
  (reduce-kv (fn [acc from to] (if (contains? m from) (assoc (dissoc acc from) to (get m from)) acc)) m names))
(defn union "The elements of any of the sets."
  ([] #{}) ([a] a) ([a b] (%into (or a #{}) b)) ([a b & more] (reduce union (union a b) more)))
(defn intersection "The elements in all of the sets."
  ([a] a)
  ([a b] (reduce (fn [acc x] (if (contains? b x) acc (disj acc x))) a a))
  ([a b & more] (reduce intersection (intersection a b) more)))
(defn difference "The elements of a that are not in b."
  ([a] a) ([a b] (reduce disj a b)) ([a b & more] (reduce difference (difference a b) more)))
(defn subset? [a b] (every? (fn [x] (contains? b x)) a))
(defn superset? [a b] (subset? b a))

;; ---- order ----

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
(defn max-key ([f x] x) ([f x & more] (reduce (fn [a b] (if (> (f a) (f b)) a b)) x more)))
(defn min-key ([f x] x) ([f x & more] (reduce (fn [a b] (if (< (f a) (f b)) a b)) x more)))
(defn rseq "The elements of a vector in reverse, nil if there are none." [v] (seq (reverse v)))
(defn comparator [f] (fn [x y] (cond (f x y) -1 (f y x) 1 :else 0)))

(def %random (atom 123456789))
(defn %random-next [] (swap! %random (fn [x] (rem (* x 48271) 2147483647))))
(defn rand-int "A pseudo-random integer from 0 to n - 1."
  [n] (if (= n 0) 0 (mod (+ (* 1073741824 (bit-and (%random-next) 1023)) (%random-next)) n)))
(defn rand ([] (/ (double (rand-int 1073741824)) 1073741824.0)) ([n] (* n (rand))))
(defn rand-nth [coll] (nth coll (rand-int (count coll))))
(defn shuffle [coll] (mapv first (sort-by second (mapv (fn [x] [x (rand-int 1000000000)]) coll))))

;; ---- state ----

(defn swap! "Sets the atom to f of what it holds and the arguments; that value."
  ([a f] (loop [] (let [old (deref a) new (f old)] (if (compare-and-set! a old new) new (recur)))))
  ([a f x] (loop [] (let [old (deref a) new (f old x)] (if (compare-and-set! a old new) new (recur)))))
  ([a f x & more] (loop [] (let [old (deref a) new (apply f old x more)] (if (compare-and-set! a old new) new
      (recur))))))
(defn swap-vals! "As swap!; [old new]." [a f & args]
  (loop [] (let [old (deref a) new (apply f old args)] (if (compare-and-set! a old new) [old new] (recur)))))
(defn reset-vals! [a x] (swap-vals! a (fn [_] x)))
(defn memoize "f, which remembers its values." [f]
  (let [known (atom {})]
    (fn [& args]
      (let [v (get (deref known) args %stop)]
        (if (identical? v %stop)
          (let [v (apply f args)] (swap! known assoc args v) v)
          v)))))
(defmacro delay "A value computed when it is first asked for, with deref or force." [& body]
  `(%delay (lazy-seq (list (do ~@body)))))
(defn force "The value of a delay; any other x itself." [x] (if (delay? x) (deref x) x))
(defn volatile! "A place for a value: an atom, which is as fast." [x] (atom x))
(defn volatile? [x] (atom? x))
(defn vreset! [v x] (reset! v x))
(defmacro vswap! "Sets the volatile to f of what it holds and the arguments; that value." [v f & args]
  `(swap! ~v ~f ~@args))
(defn vary-meta [x f & args] (with-meta x (apply f (meta x) args)))
(defn reset-meta! [v m] (%set-var-meta v m) m)
(defn alter-meta! [v f & args] (reset-meta! v (apply f (meta v) args)))
(defn alter-var-root "Sets the var to f of its value." [v f & args] (apply swap! (%var-atom v) f args))
(defn %bind-all [pairs thunk]
  (let [before (%bound)]
    (%with-bindings
      (reduce (fn [m [v x]]
                (when-not (:dynamic (meta v)) (throw (ex-info (str "binding: " (%var-name v) " is not dynamic") nil)))
                (assoc m v x))
              (or before {}) pairs)
      before thunk)))
(defmacro binding
  "The body with other values of dynamic vars (^:dynamic), in this process and those that it makes meanwhile."
  [bindings & body]
  `(%bind-all ~(mapv (fn [[n x]] [`(var ~n) x]) (partition 2 bindings)) (fn [] ~@body)))
(defmacro with-redefs "The body with other values of global variables, for all processes, which are put back at its end."
  [bindings & body]
  (let [pairs (partition 2 bindings)
        olds (mapv (fn [_] (gensym "old__")) pairs)]
    `(let [~@(mapcat (fn [[n _] old] [old n]) pairs olds)]
       (try
         ~@(map (fn [[n x]] `(reset! (%var-atom (var ~n)) ~x)) pairs)
         ~@body
         (finally ~@(map (fn [[n _] old] `(reset! (%var-atom (var ~n)) ~old)) pairs olds))))))

;; ---- more macros ----

(defn %concat-pairs [name forms] (mapcat (fn [f] [name f]) forms))
;; Tests that find the number i in the clauses [from, to) by halves.
(defn %case-tree [i from to values]
  (if (= (inc from) to) (nth values from)
    (let [middle (quot (+ from to) 2)]
      `(if (< ~i ~middle) ~(%case-tree i from middle values) ~(%case-tree i middle to values)))))
(defmacro case "The value beside the constant equal to x (a list: any of these); the last form is for all others."
  [x & clauses]
  (let [g (gensym "case__") i (gensym "i__")
        pairs (partition 2 clauses)
        otherwise (if (odd? (count clauses)) (last clauses)
                    `(throw (ex-info (str "case: no clause for " (pr-str ~g)) nil)))
        constants (mapcat (fn [[c _] i] (if (seq? c) (map (fn [k] [k i]) c) (list [c i]))) pairs (range))
        is (fn [k] `(= ~g '~k))
        values (mapv second pairs)]
    (when-not (= (count constants) (count (set (map first constants))))
      (throw (ex-info "case: a constant occurs twice" nil)))
    `(let* [~g ~x]
       ~(if (<= (count constants) 4)
          (reduce (fn [out [c v]] `(if ~(if (seq? c) `(or ~@(map is c)) (is c)) ~v ~out)) otherwise (reverse pairs))
          `(let* [~i (get '~(into {} constants) ~g)]
             (if ~i ~(%case-tree i 0 (count values) values) ~otherwise))))))
(defmacro condp
  "Pairs of constant and value: that for which (f constant x) is truthy; the last form is for all others. Between
constant and value :>> may stand: the value is then a function, called with what f gave."
  [f x & clauses]
  (let [g (gensym "condp__") h (gensym "f__")
        emit (fn emit [[c v & more :as cs]]
               (cond
                 (empty? cs) `(throw (ex-info (str "condp: no clause for " (pr-str ~g)) nil))
                 (nil? (next cs)) c
                 (= v :>>) `(let [r# (~h ~c ~g)] (if r# (~(first more) r#) ~(emit (rest more))))
                 :else `(if (~h ~c ~g) ~v ~(emit more))))]
    `(let* [~h ~f ~g ~x] ~(emit clauses))))
(defmacro cond-> [x & clauses]
  (let [g (gensym "x__")]
    `(let [~g ~x ~@(mapcat (fn [[test f]] [g `(if ~test (-> ~g ~f) ~g)]) (partition 2 clauses))] ~g)))
(defmacro cond->> [x & clauses]
  (let [g (gensym "x__")]
    `(let [~g ~x ~@(mapcat (fn [[test f]] [g `(if ~test (->> ~g ~f) ~g)]) (partition 2 clauses))] ~g)))
(defmacro some-> [x & forms]
  (let [g (gensym "x__")]
    `(let [~g ~x ~@(mapcat (fn [f] [g `(if (nil? ~g) nil (-> ~g ~f))]) forms)] ~g)))
(defmacro some->> [x & forms]
  (let [g (gensym "x__")]
    `(let [~g ~x ~@(mapcat (fn [f] [g `(if (nil? ~g) nil (->> ~g ~f))]) forms)] ~g)))
(defmacro letfn "Functions that may call each other." [fns & body]
  (let [cells (map (fn [_] (gensym "cell__")) fns)
        clauses (fn [f] (if (vector? (second f)) (list (rest f)) (rest f)))
        forward (fn [cell [params]]
                  (let [[fixed more] (split-with (fn [p] (not= p '&)) params)
                        names (mapv (fn [_] (gensym "p__")) fixed)]
                    (if (seq more)
                      (let [r (gensym "more__")] `([~@names ~'& ~r] (%apply (deref ~cell) ~@names ~r)))
                      `(~names ((deref ~cell) ~@names)))))]
    `(let* [~@(mapcat (fn [c] [c `(atom nil)]) cells)
            ~@(mapcat (fn [f c] [(first f) `(fn* ~@(map (fn [clause] (forward c clause)) (clauses f)))]) fns cells)]
       ~@(map (fn [f c] `(reset! ~c (fn ~(first f) ~@(rest f)))) fns cells)
       ~@body)))
(defmacro assert "Throws unless x is truthy."
  ([x] `(when-not ~x (throw (ex-info (str "assertion failed: " (pr-str '~x)) nil))))
  ([x message] `(when-not ~x (throw (ex-info (str "assertion failed: " ~message) nil)))))

(defmacro defmulti "A function that calls the method for the value of f of its arguments, or for :default."
  [name & more]
  (let [more (if (string? (first more)) (rest more) more)]
    `(defonce ~name
       (let [f# ~(first more) methods# (atom {})]
         (with-meta
           (fn [& args#]
             (let [v# (apply f# args#) m# (get (deref methods#) v# (get (deref methods#) :default))]
               (if m# (apply m# args#) (throw (ex-info (str "no method for " (pr-str v#)) nil)))))
           {:methods methods#})))))
(defmacro defmethod "The multimethod calls the function for the value." [name value & clauses]
  `(do (swap! (:methods (meta ~name)) assoc ~value (fn ~@clauses)) ~name))
(defn methods "A map of values to methods." [multi] (deref (:methods (meta multi))))
(defn get-method "The method for the value, nil if there is none."
  [multi value] (get (methods multi) value (get (methods multi) :default)))
(defn remove-method "The multimethod has no method for the value any more." [multi value]
  (swap! (:methods (meta multi)) dissoc value) multi)

;; ---- continuations ----

(defn prompt "Calls f; the continuation captured by control reaches up to here." [tag f] (%prompt tag f))
(defn control "Leaves the innermost prompt with that tag, and calls f there with the continuation up to it." [tag f]
  (%control tag f))
(defn shift* [tag f]
  (%control tag (fn [k] (%prompt tag (fn [] (f (fn [v] (%prompt tag (fn [] (k v))))))))))
(defmacro reset "The body; shift captures its continuation up to here."
  [& body] `(%prompt :lith.core/reset (fn [] ~@body)))
(defmacro shift "The value of the enclosing reset becomes that of the body, with k the continuation up to it."
  [k & body]
  `(shift* :lith.core/reset (fn [~k] ~@body)))

;; ---- strings ----

(defn join "The texts of the elements in one string, with a separator."
  ([coll] (%join "" coll)) ([separator coll] (%join (str separator) coll)))
(defn blank? "Whether there is nothing but white space." [s] (or (nil? s) (= "" (%trim s 3))))
(defn trim [s] (%trim s 3))
(defn triml [s] (%trim s 1))
(defn trimr [s] (%trim s 2))
(defn trim-newline [s] (loop [s s] (if (or (ends-with? s "\n") (ends-with? s "\r")) (recur (subs s 0 (dec
    (count s)))) s)))
(defn split-lines [s] (mapv (fn [l] (if (ends-with? l "\r") (subs l 0 (dec (count l))) l)) (%split s "\n")))
(defn index-of ([s what] (%index-of s what 0)) ([s what from] (%index-of s what from)))
(defn includes? "Whether s has the other string within it." [s what] (some? (%index-of s what 0)))
(defn reverse-string [s] (apply str (reverse s)))
(defn parse-boolean "true or false as the text says, nil if it says neither." [s]
  (case s "true" true "false" false nil))
(defn capitalize [s] (if (= "" s) s (str (upper-case (subs s 0 1)) (lower-case (subs s 1)))))
(defn escape [s m] (apply str (map (fn [c] (get m c c)) s)))
;; The next form of a text as %read gives it; errors have the place in the file in front.
(defn %place-error [e place] (throw (%error (str place (ex-message e)) (ex-data e) nil (ex-type e))))
(defn %read-in [file text at line column ended]
  (try (%read text at line column ended)
    (catch :reader e (%place-error e (str file ":")))
    (catch :incomplete e (%place-error e (str file ":")))
    (catch :depth e (%place-error e (str file ":" line ":" column ": ")))))
(defn read-all "The values of all forms in the text, as a vector." [s]
  (loop [at 0 line 1 column 1 out []]
    (if-let [r (%read-in "read-all" s at line column true)]
      (recur (nth r 1) (nth r 2) (nth r 3) (conj out (nth r 0)))
      out)))
(defn %pad [s width left zero]
  (let [n (- width (count s)) fill (apply str (repeat n (if zero "0" " ")))]
    (cond (<= n 0) s
          left (str s fill)
          (and zero (starts-with? s "-")) (str "-" fill (subs s 1))
          :else (str fill s))))
(defn %hex [n]
  (cond
    (neg? n) (apply str (map (fn [i] (%hex (bit-and 15 (bit-shift-right n (* 4 i))))) (range 15 -1 -1)))
    (< n 16) (str (nth "0123456789abcdef" n))
    :else (str (%hex (quot n 16)) (nth "0123456789abcdef" (rem n 16)))))
(defn %fixed [x digits]
  (let [scale (reduce * (repeat digits 10)) n (round (* (abs (double x)) scale)) whole (quot n scale)]
    (str (if (and (neg? x) (pos? n)) "-" "") whole (if (pos? digits) (str "." (%pad (str
        (rem n scale)) digits false true)) ""))))
(defn format "Text with %s %d %x %f %c %% and width, - and 0 flags, .digits of %f." [pattern & args]
  (loop [s (seq pattern) args (seq args) out ()]
    (cond
      (nil? s) (apply str (reverse out))
      (not= (first s) \%) (recur (next s) args (cons (first s) out))
      :else
      (let [[flags s] (split-with #{\- \0} (next s))
            [width s] (split-with digit? s)
            dot (= \. (first s))
            [digits s] (if dot (split-with digit? (rest s)) [nil s])
            c (first s)
            number (fn [ds otherwise] (if (seq ds) (parse-long (apply str ds)) otherwise))
            x (if (or args (contains? #{\% \n} c)) (first args) (throw (ex-info "format: too few arguments" nil)))
            text (cond
                   (= c \s) (str x) (= c \c) (str x)
                   (= c \d) (if (integer? x) (str x)
                              (throw (ex-info (str "format: %d takes an integer, got " (pr-str x)) nil)))
                   (= c \x) (%hex x)
                   (= c \f) (%fixed x (number digits 6)) (= c \%) "%" (= c \n) "\n"
                   :else (throw (ex-info (str "format: unknown directive %" c) nil)))]
        (recur (next s) (if (contains? #{\% \n} c) args (next args))
               (cons (%pad text (number width 0) (some #{\-} flags) (some #{\0} flags)) out))))))

;; ---- output ----

;; nil, or an atom with the texts written so far, newest first, while with-out-str gathers them.
(def ^:dynamic *out* nil)
(defn %out [s] (if (nil? *out*) (%write 1 s) (do (swap! *out* conj s) nil)))
(defn print "Writes the values for people." [& xs] (%out (apply print-str xs)))
(defn println "Writes the values for people, and a new line." [& xs] (%out (apply print-str xs)) (%out "\n"))
(defn pr "Writes the values so that they can be read back." [& xs] (%out (apply pr-str xs)))
(defn prn "Writes the values so that they can be read back, and a new line."
  [& xs] (%out (apply pr-str xs)) (%out "\n"))
(defn printf "Writes the text that format gives." [pattern & args] (%out (apply format pattern args)))
(defn newline [] (%out "\n"))
(defn prn-str [& xs] (str (apply pr-str xs) "\n"))
(defn println-str [& xs] (str (apply print-str xs) "\n"))
(defmacro with-out-str "What the body writes, as a string." [& body]
  `(let [texts# (atom ())]
     (binding [*out* texts#] ~@body)
     (apply str (reverse (deref texts#)))))
(defmacro time "The value of x; writes the cycles it took." [x]
  `(let [start# (cycles) value# ~x] (println (str "cycles: " (- (cycles) start#))) value#))
(defn load-string "Evaluates all forms of the text." [s] (%load s "string"))

;; ---- namespaces ----

(defn ns-publics "A map of symbols to the vars that the namespace shows." [ns]
  (let [self (find-ns (ns-name ns))]
    (into {} (filter (fn [[_ v]] (and (= (%var-ns v) self) (not (:private (meta v))))) (ns-map ns)))))
(defn ns-interns "A map of symbols to the vars of the namespace." [ns]
  (let [self (find-ns (ns-name ns))] (into {} (filter (fn [[_ v]] (= (%var-ns v) self)) (ns-map ns)))))
(defn the-ns "The namespace of that name." [ns]
  (or (find-ns ns) (throw (ex-info (str "there is no namespace " ns) nil))))
(defn refer "Names of the other namespace become names of this one; :only, :exclude, :rename." [ns & options]
  (let [{:keys [only exclude rename]} (apply hash-map options) vars (ns-map ns)]
    (doseq [s (or only (keys (if (= 'lith.core (ns-name ns)) {} (ns-publics ns))))]
      (when-not (contains? vars s) (throw (ex-info (str "refer: " (ns-name ns) " has no " s) nil)))
      (when-not (contains? (set exclude) s) (%refer (get rename s s) (get vars s))))))
(defn refer-clojure "The core's names are there always; a definition of one's own goes before." [& options] nil)
(defn require "Names what is used of other namespaces: a symbol or [name :as alias :refer names]." [& specs]
  (doseq [spec specs]
    (let [[name & options] (if (vector? spec) spec [spec]) {:keys [as] names :refer} (apply hash-map options)]
      (when-not (find-ns name) (throw (ex-info (str "require: there is no namespace " name) nil)))
      (when as (alias as name))
      (cond (= names :all) (refer name) names (refer name :only names)))))
(defn use "Refers to all names of the namespaces." [& specs]
  (doseq [spec specs] (if (vector? spec) (apply refer spec) (refer spec))))
(defmacro ns "The namespace becomes the current one." [ns-symbol & clauses]
  (let [clauses (if (string? (first clauses)) (rest clauses) clauses)]
    `(do (in-ns '~ns-symbol)
         ~@(map (fn [c] (cons (symbol "lith.core" (name (first c))) (map (fn [s] `(quote ~s)) (rest c)))) clauses)
         nil)))
(defn all-ns "All namespaces." [] (vals (%all-ns)))
(defn var-get [v] (deref v))
(defn var-set [v x] (reset! (%var-atom v) x))
(defn find-var [s] (resolve s))
(defn intern "The var of that name in the namespace, made if need be; its value becomes x."
  ([ns s] (let [before (%current-ns)]
            (in-ns (ns-name ns))
            (try (%intern s) (finally (in-ns (ns-name before))))))
  ([ns s x] (let [v (intern ns s)] (var-set v x) v)))
(defn set-macro! [v] (alter-meta! v assoc :macro true))
(defn %doc [name]
  (if-let [v (resolve name)]
    (let [{:keys [arglists macro doc]} (meta v)]
      (println (str (ns-name (%var-ns v)) "/" (%var-name v)))
      (when arglists (println arglists))
      (when macro (println "Macro"))
      (when doc (println doc)))
    (println "Nothing is known about" name)))
(defmacro doc "Writes what is known about a name." [name] `(%doc '~name))

;; ---- walking data ----

(defn walk [inner outer form]
  (cond
    (vector? form) (outer (with-meta (mapv inner form) (meta form)))
    (map? form) (outer (into {} (map (fn [[k v]] [(inner k) (inner v)]) form)))
    (set? form) (outer (into #{} (map inner form)))
    (seq? form) (outer (doall (map inner form)))
    :else (outer form)))
(defn inst? "Whether x is an instant, as #inst \"2024-01-31\"." [x] (and (%tagged? x) (= (:tag x) 'inst)))
(defn uuid? "Whether x is a UUID." [x] (and (%tagged? x) (= (:tag x) 'uuid)))
(defn tagged-literal? "Whether x is #tag form, with another tag than inst or uuid." [x]
  (and (%tagged? x) (not (inst? x)) (not (uuid? x))))
(defn %untag [readers other x]
  (if (%tagged? x)
    (let [form (%untag readers other (:form x)) reader (get readers (:tag x))]
      (cond reader (reader form)
            (and other (tagged-literal? x)) (other (:tag x) form)
            :else (tagged-literal (:tag x) form)))
    (walk (fn [x] (%untag readers other x)) identity x)))
(defn read-string
  "The value of the first form in the text. Options: :eof for the value of a text without forms, :readers for a map from
tags to functions of what stands behind them, :default for a function of other tags and what stands behind them."
  ([s] (first (%read-in "read-string" s 0 1 1 true)))
  ([options s]
   (if-let [r (%read-in "read-string" s 0 1 1 true)]
     (%untag (:readers options) (:default options) (first r))
     (:eof options))))
(defn parse-uuid "The UUID that the text is, nil if it is none." [s]
  (try (read-string (str "#uuid " (pr-str s))) (catch :reader e nil)))
(defn postwalk "The form with each part replaced by f of it, inner parts first."
  [f form] (walk (fn [x] (postwalk f x)) f form))
(defn prewalk "The form with each part replaced by f of it, outer parts first." [f form] (walk (fn [x] (prewalk f x)) identity (f form)))
(defn replace "The elements, those that are keys of m replaced by their values."
  ([m] (map (fn [x] (get m x x))))
  ([m coll] (let [f (fn [x] (get m x x))] (if (vector? coll) (mapv f coll) (map f coll)))))
