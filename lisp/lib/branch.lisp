;; Choosing among forms by a value, and the macros that need the library before them.

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
(defmacro cond-> "Threads x as first argument through those forms whose tests are truthy; pairs of test and form."
  [x & clauses]
  (let [g (gensym "x__")]
    `(let [~g ~x ~@(mapcat (fn [[test f]] [g `(if ~test (-> ~g ~f) ~g)]) (partition 2 clauses))] ~g)))
(defmacro cond->> "Threads x as last argument through those forms whose tests are truthy; pairs of test and form."
  [x & clauses]
  (let [g (gensym "x__")]
    `(let [~g ~x ~@(mapcat (fn [[test f]] [g `(if ~test (->> ~g ~f) ~g)]) (partition 2 clauses))] ~g)))
(defmacro some-> "As ->, but nil as soon as a value is nil." [x & forms]
  (let [g (gensym "x__")]
    `(let [~g ~x ~@(mapcat (fn [f] [g `(if (nil? ~g) nil (-> ~g ~f))]) forms)] ~g)))
(defmacro some->> "As ->>, but nil as soon as a value is nil." [x & forms]
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
