;; for and doseq.

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
(defmacro doseq "The body for all elements; :let, :when, :while." [bindings & body]
  (%doseq (%pairs bindings nil 'doseq) body))
