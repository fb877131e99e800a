;; Delimited continuations.

(defn prompt "Calls f; the continuation captured by control reaches up to here." [tag f] (%prompt tag f))
(defn control "Leaves the innermost prompt with that tag, and calls f there with the continuation up to it." [tag f]
  (%control tag f))
(defn shift*
  "Calls f with the continuation up to the innermost prompt with that tag; what f returns is the value of that prompt.
The continuation, called with a value, comes back with what the rest up to the prompt gives."
  [tag f]
  (%control tag (fn [k] (%prompt tag (fn [] (f (fn [v] (%prompt tag (fn [] (k v))))))))))
(defmacro reset "The body; shift captures its continuation up to here."
  [& body] `(%prompt :lith.core/reset (fn [] ~@body)))
(defmacro shift "The value of the enclosing reset becomes that of the body, with k the continuation up to it."
  [k & body]
  `(shift* :lith.core/reset (fn [~k] ~@body)))
