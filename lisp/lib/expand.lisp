;; The macro expander, in core forms only: it is compiled as it stands, before there are macros. Everything after it
;; goes through `eval` below. The documentation of its names stands in ns.lisp.

;; Realises a lazy sequence whose function is f; the machine has noted that this process does it.
(%hook 0 (fn* [s f] (try* (%lazy-set s (f)) (catch* e (do (%lazy-release s f) (throw e))))))
(%hook 1 (fn* [s] (loop* [s (seq s)] (if s (recur (next s)) nil))))

;; Waits for a process to end, or for a sequence that another one realises.
(%hook 7 (fn* [x] (if (process? x) (%request :join x) (%request :await x))))

;; The first activation of a process.
(%hook 9 (fn* [f args] (%apply f args)))

;; Calls thunk with other values of dynamic vars. An activation of this function marks where they hold: whatever leaves it
;; puts back those before.
(def %with-bindings
  (fn* [bindings before thunk]
    (do (%set-bound bindings) (let* [value (thunk)] (do (%set-bound before) value)))))
(%hook 8 %with-bindings)
(def %bind
  (fn* [var value thunk]
    (%with-bindings (assoc (if (%bound) (%bound) {}) var value) (%bound) thunk)))

;; A prompt marks its activation: %control looks for it by its code and its first register.
(def %prompt (fn* [tag thunk] (let* [value (thunk)] value)))
(%hook 2 %prompt)

(def %spread (fn* %spread [l] (if (next l) (cons (first l) (%spread (next l))) (seq (first l)))))
(def apply
  (fn* ([f args] (%apply f args))
       ([f a args] (%apply f a args))
       ([f a b args] (%apply f a b args))
       ([f a b c args] (%apply f a b c args))
       ([f a b c d & more] (%apply f a b c d (%spread more)))))

;; ---- eager helpers over lists ----

(def %map (fn* [f coll] (loop* [s (seq coll) out nil] (if s (recur (next s) (cons (f (first s)) out)) (reverse out)))))
(def %append (fn* [a b] (loop* [s (seq (reverse a)) out b] (if s (recur (next s) (cons (first s) out)) out))))
(def %every? (fn* [f coll] (loop* [s (seq coll)] (if s (if (f (first s)) (recur (next s)) false) true))))
(def %concat (fn* [& lists] (loop* [ls (seq (reverse lists)) out ()] (if ls (recur (next ls) (%append
    (first ls) out)) out))))
(def %nthnext (fn* [coll n] (loop* [s (seq coll) n n] (if s (if (pos? n) (recur (next s) (dec n)) s) nil))))

;; ---- destructuring ----

(def %merge-seq (fn* [s] (if (seq? s) (if (next s) (%apply hash-map s) (first s)) s)))

(def %destructure-map
  (fn* [destructure acc b init]
    (let* [g (gensym "map__")
           defaults (get b :or)
           lookup (fn* [sym key]
                    (if (contains? defaults sym)
                      (list 'lith.core/get g key (get defaults sym))
                      (list 'lith.core/get g key)))
           names (fn* [acc syms key]
                   (loop* [acc acc s (seq syms)]
                     (if s
                       (let* [x (first s)
                              sym (symbol nil (name x))]
                         (recur (conj acc sym (lookup sym (key x))) (next s)))
                       acc)))]
      (loop* [acc (conj acc g (list 'lith.core/%merge-seq init)) s (seq b)]
        (if s
          (let* [k (first (first s)) v (second (first s))]
            (recur
              (if (= k :or) acc
                (if (= k :as) (conj acc v g)
                  (if (= k :keys) (names acc v (fn* [x] (keyword (namespace x) (name x))))
                    (if (= k :strs) (names acc v name)
                      (if (= k :syms) (names acc v (fn* [x] (list 'quote (symbol (namespace x) (name x)))))
                        (if (if (keyword? k) (= (name k) "keys") false)
                          (names acc v (fn* [x] (keyword (namespace k) (name x))))
                          (destructure acc k
                            (if (if (symbol? k) (contains? defaults k) false)
                              (list 'lith.core/get g v (get defaults k))
                              (list 'lith.core/get g v)))))))))
              (next s)))
          acc)))))

;; Adds to the vector `acc` of symbols and forms what binds pattern b to the value of init.
(def %destructure
  (fn* %destructure [acc b init]
    (if (symbol? b) (conj acc b init)
      (if (vector? b)
        (let* [g (gensym "vec__")]
          (loop* [acc (conj acc g init) s (seq b) i 0]
            (if s
              (let* [x (first s)]
                (if (= x '&)
                  (recur (%destructure acc (second s) (list 'lith.core/%nthnext g i)) (next (next s)) i)
                  (if (= x :as)
                    (recur (conj acc (second s) g) (next (next s)) i)
                    (recur (%destructure acc x (list 'lith.core/nth g i nil)) (next s) (inc i)))))
              acc)))
        (if (map? b)
          (%destructure-map %destructure acc b init)
          (throw (%error (str "not a binding form: " (pr-str b)) nil nil :compile)))))))

(def %bindings
  (fn* [bindings form]
    (if (if (vector? bindings) (even? (count bindings)) false)
      (loop* [acc [] s (seq bindings)]
        (if s
          (recur (%destructure acc (first s) (second s)) (next (next s)))
          acc))
      (throw (%error (str "bindings must be a vector of pairs: " (pr-str form)) nil nil :compile)))))

;; ---- the binding macros ----

(def ^{:macro true} let (fn* [bindings & body] (cons 'let* (cons (%bindings bindings 'let) body))))

(def ^{:macro true} loop
  (fn* [bindings & body]
    (if (%every? symbol? (%map first (loop* [s (seq bindings) out ()] (if s (recur (next (next s)) (cons (list
        (first s)) out)) out))))
      (cons 'loop* (cons bindings body))
      (loop* [s (seq bindings) outer [] inner [] args []]
        (if s
          (let* [g (gensym "loop__")]
            (recur (next (next s)) (conj outer g (second s) (first s) g) (conj inner (first s) g) (conj args g g)))
          (list 'lith.core/let outer (list 'loop* args (cons 'lith.core/let (cons inner body)))))))))

(def %fn-clause
  (fn* [clause]
    (let* [params (first clause)]
      (if (vector? params) nil
        (throw (%error (str "parameters must be a vector: " (pr-str params)) nil nil :compile)))
      (if (%every? symbol? params)
        clause
        (loop* [s (seq params) plain [] inner []]
          (if s
            (if (symbol? (first s))
              (recur (next s) (conj plain (first s)) inner)
              (let* [g (gensym "p__")]
                (recur (next s) (conj plain g) (conj inner (first s) g))))
            (list plain (cons 'lith.core/let (cons inner (rest clause))))))))))

(def ^{:macro true} fn
  (fn* [& clauses]
    (let* [named (symbol? (first clauses))
           clauses2 (if named (next clauses) clauses)
           all (if (vector? (first clauses2)) (list clauses2) clauses2)
           body (if (%every? seq? all) (%map %fn-clause all) nil)]
      (if (seq body) nil (throw (%error "fn: parameters are missing" nil nil :compile)))
      (cons 'fn* (if named (cons (first clauses) body) body)))))

;; [documentation attributes clauses] of what follows the name in defn and defmacro.
(def %def-parts
  (fn* [more]
    (let* [doc (if (string? (first more)) (if (next more) (first more) nil) nil)
           more (if doc (next more) more)
           attributes (if (map? (first more)) (first more) nil)
           more (if attributes (next more) more)
           clauses (if (vector? (first more)) (list more) more)]
      (if (seq clauses) nil (throw (%error "a function needs parameters" nil nil :compile)))
      [doc attributes clauses])))

(def %def-fn
  (fn* [name more extra]
    (if (symbol? name) nil (throw (%error (str "the name must be a symbol: " (pr-str name)) nil nil :compile)))
    (let* [parts (%def-parts more)
           doc (nth parts 0)
           clauses (nth parts 2)
           m (%into (%into (if (meta name) (meta name) {}) (if (nth parts 1) (nth parts 1) {})) extra)
           m (assoc m :arglists (%map first clauses))
           m (if doc (assoc m :doc doc) m)]
      (list 'def (with-meta name m) (cons 'lith.core/fn clauses)))))

(def ^{:macro true} defn (fn* [name & more] (%def-fn name more {})))
(def ^{:macro true} defn- (fn* [name & more] (%def-fn name more {:private true})))
(def ^{:macro true} defmacro (fn* [name & more] (%def-fn name more {:macro true})))

;; ---- syntax quote ----

(def %special
  #{'def 'do 'if 'fn* 'let* 'loop* 'recur 'quote 'var 'try* 'catch* 'catch 'finally 'throw '& '%apply '%control
    '%request})

(def %qualify
  (fn* [s]
    (if (namespace s)
      (let* [ns (%alias-ns (symbol nil (namespace s)))]
        (if ns (symbol (name (ns-name ns)) (name s)) s))
      (if (contains? %special s) s
        (let* [v (resolve s)]
          (if v
            (symbol (name (ns-name (%var-ns v))) (name (%var-name v)))
            (symbol (name (ns-name (%current-ns))) (name s))))))))

(def %unquote? (fn* [form] (if (seq? form) (= (first form) 'unquote) false)))
(def %splice? (fn* [form] (if (seq? form) (= (first form) 'unquote-splicing) false)))

(def %flatten-map
  (fn* [m] (loop* [s (seq m) out ()] (if s (recur (next s) (cons (first (first s)) (cons (second
      (first s)) out))) out))))

;; The file being loaded, for messages.
(def ^:dynamic %file "?")

;; A form that evaluates to what the form does, with the place. What the library's templates make has none: then that of
;; the macro's call counts.
(def %placed (fn* [form place] (if place (list 'lith.core/%with-place form place) form)))

;; names: an atom with a map from `x#` to the symbol it stands for. template: %syntax-quote, for the parts.
(def %template
  (fn* [template form names]
    (let* [sequence (fn* [coll]
                      (if (%every? (fn* [x] (not (%splice? x))) coll)
                        (cons 'lith.core/list (%map (fn* [x] (template x names)) coll))
                        (cons 'lith.core/%concat
                          (%map (fn* [x] (if (%splice? x) (second x) (list 'lith.core/list (template x names))))
                                coll))))]
      (if (symbol? form)
        (if (if (namespace form) false (ends-with? (name form) "#"))
          (let* [known (get (deref names) form)
                 sym (if known known (gensym (str (subs (name form) 0 (dec (count (name form)))) "__")))]
            (reset! names (assoc (deref names) form sym))
            (list 'quote sym))
          (list 'quote (%qualify (%symbol-plain form))))
        (if (%unquote? form) (second form)
          (if (%splice? form) (throw (%error "~@ outside a list" nil nil :compile))
            (if (if (seq? form) (= (first form) 'syntax-quote) false)
              (template (template (second form) (atom {})) names)
              (if (seq? form) (if (seq form) (%placed (sequence form) (%place form %file)) form)
                (if (vector? form) (list 'lith.core/vec (sequence form))
                  (if (map? form) (list '%apply 'lith.core/hash-map (sequence (%flatten-map form)))
                    (if (set? form) (list 'lith.core/set (sequence form))
                      form)))))))))))

(def %syntax-quote
  (fn* %syntax-quote [form names]
    (let* [m (if (if (seq? form) (contains? #{'unquote 'syntax-quote} (first form)) false) nil (%form-meta form))]
      (if m
        (list 'lith.core/with-meta
          (%template %syntax-quote (%with-place (with-meta form nil) form) names) (%syntax-quote m names))
        (%template %syntax-quote form names)))))

(def ^{:macro true} syntax-quote (fn* [form] (%syntax-quote form (atom {}))))
(def ^{:macro true} unquote (fn* [form] (throw (%error "~ outside a syntax quote" nil nil :compile))))
(def ^{:macro true} unquote-splicing (fn* [form] (throw (%error "~@ outside a syntax quote" nil nil :compile))))

;; ---- try ----

(def %catch-test
  (fn* [type e]
    (if (if (keyword? type) (not= type :default) false)
      (list 'lith.core/= (list 'lith.core/ex-type e) type)
      (list 'lith.core/%catchable? (list 'lith.core/ex-type e)))))

;; What ends a process from outside, or what it ends itself with, is no error of its program.
(def %catchable? (fn* [type] (not (if (= type :interrupt) true (if (= type :exit) true (= type :end))))))

(def ^{:macro true} try
  (fn* [& forms]
    (let* [clause? (fn* [form head] (if (seq? form) (= (first form) head) false))
           filter (fn* [f] (loop* [s (seq forms) out ()] (if s (recur (next s) (if (f (first s)) (cons
               (first s) out) out)) (reverse out))))
           catches (filter (fn* [x] (clause? x 'catch)))
           finals (filter (fn* [x] (clause? x 'finally)))
           body (filter (fn* [x] (if (clause? x 'catch) false (not (clause? x 'finally)))))
           e (gensym "e__")
           handler (loop* [s (seq (reverse catches)) out (list 'throw e)]
                     (if s
                       (let* [c (first s)]
                         (recur (next s)
                                (list 'if (%catch-test (second c) e)
                                      (cons 'let* (cons [(nth c 2) e] (%nthnext c 3)))
                                      out)))
                       out))]
      (cons 'try*
            (%concat body
                     (if (seq catches) (list (list 'catch* e handler)) ())
                     finals)))))

;; ---- expansion ----

(def %expand-all (fn* [expand forms env] (%map (fn* [x] (expand x env)) forms)))

(def %expand-bindings
  (fn* [expand form env]
    (let* [bindings (second form)]
      (loop* [s (seq bindings) out [] env env]
        (if s
          (recur (next (next s)) (conj out (first s) (expand (second s) env)) (conj env (%symbol-plain (first s))))
          (cons (first form) (cons out (%expand-all expand (%nthnext form 2) env))))))))

(def %expand-fn
  (fn* [expand form env]
    (let* [named (symbol? (second form))
           env (if named (conj env (%symbol-plain (second form))) env)
           clauses (%nthnext form (if named 2 1))
           clauses (if (vector? (first clauses)) (list clauses) clauses)
           clause (fn* [c]
                    (%with-place
                      (cons (first c) (%expand-all expand (rest c) (%into env (%map %symbol-plain (first c)))))
                      c))
           out (%map clause clauses)]
      (cons 'fn* (if named (cons (second form) out) out)))))

(def %expand-try
  (fn* [expand form env]
    (cons 'try*
      (%map (fn* [x]
              (if (if (seq? x) (= (first x) 'catch*) false)
                (cons 'catch* (cons (second x) (%expand-all expand (%nthnext x 2) (conj env (second x)))))
                (if (if (seq? x) (= (first x) 'finally) false)
                  (cons 'finally (%expand-all expand (rest x) env))
                  (expand x env))))
            (rest form)))))

(def %expanders
  {'fn* %expand-fn
   'let* %expand-bindings
   'loop* %expand-bindings
   'try* %expand-try
   'quote (fn* [expand form env] form)
   'var (fn* [expand form env] form)
   'def (fn* [expand form env]
          (if (%nthnext form 2)
            (if (%nthnext form 3)
              (if (string? (nth form 2))
                (list 'def (with-meta (second form) (assoc (if (meta (second form)) (meta (second form)) {}) :doc
                    (nth form 2)))
                      (expand (nth form 3) env))
                (throw (%error "def takes a symbol, a documentation and a value" nil nil :compile)))
              (list 'def (second form) (expand (nth form 2) env)))
            form))})

;; The var of the macro that the form calls, or nil. env: the set of symbols that are locals here.
(def %macro-of
  (fn* [form env]
    (if (seq? form)
      (if (symbol? (first form))
        (if (contains? env (%symbol-plain (first form))) nil
          (let* [v (resolve (first form))] (if (%macro? v) v nil)))
        nil)
      nil)))

(def %error-at
  (fn* [e line column]
    (if (contains? #{:interrupt :memory :expand} (ex-type e))
      e
      (%error (str %file ":" line ":" column ": " (if (error? e) (ex-message e) (pr-str e)))
          (ex-data e) e :expand))))

;; What the macro in var m makes of the form. Errors in it get the form's place.
(def %call-macro
  (fn* [m form]
    (%with-place
      (try* (%apply (deref m) (rest form))
        (catch* e (throw (%error-at e (get (meta form) :line "?") (get (meta form) :column "?")))))
      form)))

(def macroexpand-1
  (fn* [form]
    (let* [m (%macro-of form #{})]
      (if m (%call-macro m form) form))))

(def macroexpand
  (fn* [form] (let* [once (macroexpand-1 form)] (if (identical? once form) form (recur once)))))

;; Metadata in front of a literal or a function is evaluated, but for a tag.
(def %expand-meta
  (fn* [expand form out env]
    (let* [m (%form-meta form)]
      (if m
        (list 'lith.core/with-meta out
          (expand (if (contains? m :tag) (assoc m :tag (list 'quote (get m :tag))) m) env))
        out))))

(def %expand
  (fn* %expand [form env]
    (if (seq? form)
      (if (seq form)
        (let* [head (first form)
               special (if (symbol? head) (get %expanders head) nil)
               macro (if special nil (%macro-of form env))
               out (if special (%with-place (special %expand form env) form)
                     (if macro (%expand (%call-macro macro form) env)
                       (%with-place (%expand-all %expand form env) form)))]
          (if (if (seq? out) (= (first out) 'fn*) false) (%expand-meta %expand form out env) out))
        form)
      (if (vector? form) (%expand-meta %expand form (vec (%expand-all %expand form env)) env)
        (if (map? form)
          (%expand-meta %expand form
            (%into {} (%map (fn* [e] [(%expand (first e) env) (%expand (second e) env)]) form)) env)
          (if (set? form) (%expand-meta %expand form (%into #{} (%expand-all %expand form env)) env)
            form))))))

(def macroexpand-all (fn* [form] (%expand form #{})))

;; The forms of a `do` at the top level are evaluated one after the other, so that later ones see what earlier ones
;; define. One that a macro made, and that has no place, gets that of the `do`.
(def %eval
  (fn* %eval [form file]
    (let* [form (macroexpand form)]
      (if (if (seq? form) (= (first form) 'do) false)
        (loop* [s (next form) value nil]
          (if s
            (let* [f (first s)] (recur (next s) (%eval (if (meta f) f (%with-place f form)) file)))
            value))
        ((%compile (%expand form #{}) file))))))

(def eval (fn* [form] (%eval form "eval")))
(%hook 3 eval)

;; Evaluates all forms of a text; the value of the last one.
(def %load
  (fn* [text file]
    (let* [read (fn* [at line column]
                  (try* (%read text at line column)
                    (catch* e
                      (throw (if (contains? #{:reader :incomplete} (ex-type e))
                               (%error (str file ":" (ex-message e)) (ex-data e) nil (ex-type e))
                               e)))))]
      (%bind (var %file) file
        (fn* []
          (loop* [at 0 line 1 column 1 value nil]
            (let* [r (read at line column)]
              (if r
                (recur (nth r 1) (nth r 2) (nth r 3) (%eval (nth r 0) file))
                value))))))))
(%hook 4 (fn* [args] (%load (nth args 0) (nth args 1))))
