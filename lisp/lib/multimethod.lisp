;; Multimethods: a function whose methods are in an atom, which is in its metadata.

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
(defn get-method "The method for the value, or else that for :default; nil if there is neither."
  [multi value] (get (methods multi) value (get (methods multi) :default)))
(defn remove-method "The multimethod has no method for the value any more." [multi value]
  (swap! (:methods (meta multi)) dissoc value) multi)
