;; Functions of functions, and questions about any value.

(defn identity "x itself." [x] x)
(defn constantly "A function that always returns x." [x] (fn [& _] x))
(defn complement "A function that says the opposite of f." [f] (fn [& args] (not (apply f args))))
(defn comp
  "The function that calls the last of the fs with its arguments, the one before with that value, and so on; identity if
there are none."
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
(defn true? "Whether x is true itself, not only truthy." [x] (identical? x true))
(defn false? "Whether x is false itself, not nil." [x] (identical? x false))
(defn any? "true, whatever x is." [x] true)
(defn boolean "true or false as x is truthy." [x] (if x true false))
(defn simple-symbol? "Whether x is a symbol without a namespace." [x] (and (symbol? x) (nil? (namespace x))))
(defn qualified-symbol? "Whether x is a symbol with a namespace." [x] (and (symbol? x) (some? (namespace x))))
(defn simple-keyword? "Whether x is a keyword without a namespace." [x] (and (keyword? x) (nil? (namespace x))))
(defn qualified-keyword? "Whether x is a keyword with a namespace." [x] (and (keyword? x) (some? (namespace x))))
(defn ident? "Whether x is a symbol or a keyword." [x] (or (symbol? x) (keyword? x)))
(defn qualified-ident? "Whether x is a symbol or keyword with a namespace." [x] (and (ident? x) (some? (namespace x))))
(defn simple-ident? "Whether x is a symbol or keyword without a namespace." [x] (and (ident? x) (nil? (namespace x))))
(defn special-symbol? "Whether x is a symbol that the compiler itself knows, as `if`." [x] (contains? %special x))
(defn every-pred "Whether all of the fs are truthy for all arguments." [& fs]
  (fn [& xs] (%every? (fn [f] (%every? f xs)) fs)))
(defn some-fn "The first truthy value of one of the fs of one of the arguments." [& fs]
  (fn [& xs] (some (fn [f] (some f xs)) fs)))
(defn associative? "Whether x is a map or a vector." [x] (or (map? x) (vector? x)))
(defn counted? "Whether x is a map, vector, set or string." [x]
  (or (map? x) (vector? x) (set? x) (string? x)))
(defn nat-int? "Whether x is an integer that is not negative." [x] (and (integer? x) (not (neg? x))))
(defn pos-int? "Whether x is a positive integer." [x] (and (integer? x) (pos? x)))
(defn neg-int? "Whether x is a negative integer." [x] (and (integer? x) (neg? x)))
