;; Atoms, delays, volatiles, metadata, and the values of vars.

(defn swap! "Sets the atom to f of what it holds and the arguments; that value."
  ([a f] (loop [] (let [old (deref a) new (f old)] (if (compare-and-set! a old new) new (recur)))))
  ([a f x] (loop [] (let [old (deref a) new (f old x)] (if (compare-and-set! a old new) new (recur)))))
  ([a f x & more] (loop [] (let [old (deref a) new (apply f old x more)]
                       (if (compare-and-set! a old new) new (recur))))))
(defn swap-vals! "As swap!; [old new]." [a f & args]
  (loop [] (let [old (deref a) new (apply f old args)] (if (compare-and-set! a old new) [old new] (recur)))))
(defn reset-vals! "As reset!; [old new]." [a x] (swap-vals! a (fn [_] x)))
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
(defn volatile? "Whether x is a volatile, which is an atom." [x] (atom? x))
(defn vreset! "Sets the volatile to x; x." [v x] (reset! v x))
(defmacro vswap! "Sets the volatile to f of what it holds and the arguments; that value." [v f & args]
  `(swap! ~v ~f ~@args))
(defn vary-meta "x with f of its metadata and the arguments as metadata." [x f & args]
  (with-meta x (apply f (meta x) args)))
(defn reset-meta! "Sets the metadata of the var to the map m; m." [v m] (%set-var-meta v m) m)
(defn alter-meta! "Sets the metadata of the var to f of it and the arguments; that map." [v f & args]
  (reset-meta! v (apply f (meta v) args)))
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
(defmacro with-redefs
  "The body with other values of global variables, for all processes, which are put back at its end."
  [bindings & body]
  (let [pairs (partition 2 bindings)
        olds (mapv (fn [_] (gensym "old__")) pairs)]
    `(let [~@(mapcat (fn [[n _] old] [old n]) pairs olds)]
       (try
         ~@(map (fn [[n x]] `(reset! (%var-atom (var ~n)) ~x)) pairs)
         ~@body
         (finally ~@(map (fn [[n _] old] `(reset! (%var-atom (var ~n)) ~old)) pairs olds))))))
