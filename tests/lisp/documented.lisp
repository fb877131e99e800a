;; Each name that programs may use of the library has documentation, and argument lists if it can be called; those of
;; functions say which numbers of arguments they take, and `doc` shows both. Reports each name of which that is not so.

(def most-arguments 7)
(defn taken? "Whether one of the argument lists is for n arguments." [arglists n]
  (some (fn [parameters]
          (let [fixed (count (take-while (fn [p] (not= p '&)) parameters))]
            (if (= fixed (count parameters)) (= n fixed) (>= n fixed))))
        arglists))
(defn refuses? "Whether the function throws that it does not take n arguments." [f n]
  (try (do (apply f (repeat n nil)) false)
    (catch :default e (and (= :arity (ex-type e)) (includes? (ex-message e) "wrong number of arguments")))))
;; Functions have metadata; primitives have none.
(defn primitive? [f] (try (with-meta f nil) false (catch :type e true)))
;; Only primitives are called with what they say they take: that does nothing, the arguments being nil.
(defn wrong-number "A number of arguments about which the argument lists are wrong, nil if there is none." [f arglists]
  (some (fn [n]
          (let [taken (taken? arglists n)]
            (when (and (or (not taken) (primitive? f)) (= (boolean taken) (refuses? f n))) n)))
        (range (inc most-arguments))))
(defn fault "What is wrong with the documentation of the var, nil if nothing is." [full-name v]
  (let [{:keys [doc arglists macro]} (meta v) value (deref v) callable (or macro (fn? value))]
    (cond
      (or (not (string? doc)) (blank? doc)) "has no documentation"
      (and callable (empty? arglists)) "has no argument lists"
      (and callable (not macro) (wrong-number value arglists))
      (str "has argument lists that are wrong about " (wrong-number value arglists) " arguments")
      :else
      (let [shown (with-out-str (eval (list 'doc full-name)))]
        (when-not (and (includes? shown doc) (or (not callable) (includes? shown (str arglists))))
          "is not shown in full by doc")))))

(def counts (atom [0 0]))
(doseq [ns (all-ns)
        :when (not= 'user (ns-name ns))
        [s v] (ns-publics ns)
        :when (not (starts-with? (name s) "%"))]
  (let [full-name (symbol (str (ns-name ns)) (str s)) wrong (fault full-name v)]
    (swap! counts update (if wrong 1 0) inc)
    (when wrong (println (str full-name) wrong))))
(let [[passed failed] @counts]
  (println passed "passed," failed "failed")
  (exit (if (pos? failed) 1 0)))
