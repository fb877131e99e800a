;; The macros that the rest of the library is written with: what is evaluated, and threading values through forms.

(defmacro when "Evaluates the body if the test is truthy." [test & body] (list 'if test (cons 'do body)))
(defmacro when-not "Evaluates the body if the test is nil or false." [test & body] (list 'if test nil (cons 'do body)))
(defmacro if-not "`then` if the test is nil or false, `else` (nil) if it is truthy."
  ([test then] (list 'if test nil then)) ([test then else] (list 'if test else then)))
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
(declare some doall swap! range every? transduce reduce mapv concat list* last butlast partition split-with mapcat %stop
  %concat-pairs)

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
  "Binds the name (or pattern) to the value beside it and evaluates `then`, if that value is truthy; else evaluates
`else` (nil) without it."
  ([bindings then] (list 'lith.core/if-let bindings then nil))
  ([bindings then else]
   (let [v (gensym "if__")]
     `(let* [~v ~(second (%pairs bindings 2 'if-let))] (if ~v (let [~(first bindings) ~v] ~then) ~else)))))
(defmacro when-let
  "Binds the name (or pattern) to the value beside it and evaluates the body, if that value is truthy; nil otherwise."
  [bindings & body] (list 'lith.core/if-let bindings (cons 'do body)))
(defmacro if-some "As if-let, but only nil counts as false."
  ([bindings then] (list 'lith.core/if-some bindings then nil))
  ([bindings then else]
   (let [v (gensym "if__")]
     `(let* [~v ~(second (%pairs bindings 2 'if-some))] (if (nil? ~v) ~else (let [~(first bindings) ~v] ~then))))))
(defmacro when-some "As when-let, but only nil counts as false." [bindings & body]
  (list 'lith.core/if-some bindings (cons 'do body)))
(defmacro when-first
  "The body with the name bound to the first element of the collection beside it; nil if there are no elements."
  [bindings & body]
  `(when-let [s# (seq ~(second bindings))] (let [~(first bindings) (first s#)] ~@body)))

(defmacro while "Repeats the body as long as the test is truthy." [test & body]
  `(loop* [] (when ~test ~@body (recur))))
(defmacro dotimes "The body with i from 0 to n - 1." [bindings & body]
  (let [i (first (%pairs bindings 2 'dotimes))]
    `(let* [n# ~(second bindings)] (loop* [~i 0] (when (< ~i n#) ~@body (recur (inc ~i)))))))

(defmacro lazy-seq "The sequence that the body gives, computed when it is first looked at." [& body]
  (list 'lith.core/%lazy (cons 'fn* (cons [] body))))
