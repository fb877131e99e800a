;; Namespaces, vars, and the documentation of names.

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
(defmacro ns
  "Makes the namespace of that symbol the current one; it is made if need be. Clauses are calls of refer, require, use
or alias by keyword, with arguments that are not evaluated: (:require [name :as n])."
  [ns-symbol & clauses]
  (let [clauses (if (string? (first clauses)) (rest clauses) clauses)]
    `(do (in-ns '~ns-symbol)
         ~@(map (fn [c] (cons (symbol "lith.core" (name (first c))) (map (fn [s] `(quote ~s)) (rest c)))) clauses)
         nil)))
(defn all-ns "All namespaces." [] (vals (%all-ns)))
(defn var-get "The value of the var." [v] (deref v))
(defn var-set "Sets the var to x, for all processes; x." [v x] (reset! (%var-atom v) x))
(defn find-var "The var that the symbol means, nil if there is none." [s] (resolve s))
(defn intern "The var of that name in the namespace, made if need be; its value becomes x."
  ([ns s] (let [before (%current-ns)]
            (in-ns (ns-name ns))
            (try (%intern s) (finally (in-ns (ns-name before))))))
  ([ns s x] (let [v (intern ns s)] (var-set v x) v)))
(defn set-macro! "Makes a macro of the function in the var." [v] (alter-meta! v assoc :macro true))

;; ---- documentation ----

;; What is known of a primitive so far is its usage (lisp/names/primitive.h): (name argument...) for each arity, then what
;; it does.
(doseq [[s v] (ns-map 'lith.core)
        :let [{usage :doc arglists :arglists} (meta v)]
        :when (and usage (nil? arglists) (starts-with? usage (str "(" s)))]
  (loop [at 0 arglists []]
    (let [text (triml (subs usage at)) [[head & arguments] end] (when (starts-with? text "(") (%read usage at 1 1))]
      (if (= head s)
        (recur end (conj arglists (vec arguments)))
        (reset-meta! v {:arglists (seq arglists) :doc text})))))
;; What expand.lisp defines: it has no documentation itself, for a machine that compiles it has little memory
;; (tests/lockstep/alone.c).
(doseq [[name arglists doc]
  (partition 3 '[
    apply ([f args] [f a args] [f a b args] [f a b c args] [f a b c d & more])
     "Calls f with the arguments given and then the elements of the last one, a collection or nil."
    let ([bindings & body])
     "The body with names bound to values, one pair after the other. A name may be a pattern that takes a sequence or a
map apart."
    loop ([bindings & body]) "As let; `recur` in the body starts it again with other values."
    fn ([name? [& params] & body] [name? & clauses])
     "A function of the parameters, patterns as in let; by its name, if it has one, it can call itself. Clauses of
several parameter vectors are its arities."
    defn ([name doc? attributes? [& params] & body] [name doc? attributes? & clauses])
     "Defines the name as a function, as fn makes it, with documentation and attributes as the metadata of its var."
    defn- ([name doc? attributes? [& params] & body] [name doc? attributes? & clauses])
     "As defn, a name that ns-publics leaves out and refer :all does not give."
    defmacro ([name doc? attributes? [& params] & body] [name doc? attributes? & clauses])
     "Defines the name as a macro: the function is called with the forms of its arguments, and the form it returns takes
their place."
    syntax-quote ([form])
     "What `form reads as: the form with its symbols qualified, name# made unique, and ~ and ~@ replaced by values."
    unquote ([form]) "What ~form reads as: within a syntax quote the value of the form, an error outside."
    unquote-splicing ([form])
     "What ~@form reads as: within a syntax quote the elements of the form's value, an error outside."
    try ([& body])
     "The body's value. (catch type e form...) behind it are for errors: type is a keyword, the ex-type of those meant,
or :default or any other name for all but those that end a process; (finally form...) is evaluated last, whatever
happened."
    macroexpand-1 ([form]) "The form with its macro, if it calls one, expanded once."
    macroexpand ([form]) "The form with its macro expanded until it calls none; parts of it are left as they are."
    macroexpand-all ([form]) "The form with all macros in it expanded."
    eval ([form]) "The value of the form, evaluated in the current namespace."])]
  (alter-meta! (resolve name) assoc :arglists arglists :doc doc))
;; What special forms do: in its metadata, which takes no memory (docs/lisp.md, "Images").
(defn ^{:special {def ["(def name) (def name value) (def name documentation value)"
"Makes the var of that name in the current namespace, or gives it another value. Its own value is the var."]
do ["(do & forms)" "Evaluates the forms in turn; the value is that of the last one, nil if there is none."]
if ["(if test then) (if test then else)"
"The value of one of the forms: of `then` if the test is truthy (neither nil nor false), else of `else`, or nil."]
quote ["(quote form)" "'form: the form itself, which is not evaluated."]
var ["(var name)" "#'name: the var of that name, not its value."]
recur ["(recur & values)"
"Goes back to the start of the loop or function around it with other values for the names; the last thing done there."]
throw ["(throw x)" "Leaves what runs, up to the next catch that takes x: an error (see ex-info) or any other value."]
catch ["(catch type name & body)"
"Within try: the body's value where an error of that type was thrown; the name is bound to the error. The type is a
keyword (see ex-type); :default and any other name stand for all errors but interrupts."]
finally ["(finally & body)" "Within try, last: evaluated whichever way the try is left; its value is not used."]}}
  %doc [name]
  (if-let [v (resolve name)]
    (let [{:keys [arglists macro doc]} (meta v)]
      (println (str (ns-name (%var-ns v)) "/" (%var-name v)))
      (when arglists (println arglists))
      (when macro (println "Macro"))
      (when doc (println doc)))
    (if-let [[usage doc] (get (:special (meta (var %doc))) name)]
      (println (str usage "\nSpecial form\n" doc))
      (println "Nothing is known about" name))))
(defmacro doc "Writes what is known about a name." [name] `(%doc '~name))
