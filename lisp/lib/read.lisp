;; Values from text.

;; The next form of a text as %read gives it; errors have the place in the file in front.
(defn %place-error [e place] (throw (%error (str place (ex-message e)) (ex-data e) nil (ex-type e))))
(defn %read-in [file text at line column ended]
  (%at file line column)
  (try (%read text at line column ended)
    (catch :reader e (%place-error e (str file ":")))
    (catch :incomplete e (%place-error e (str file ":")))
    (catch :depth e (%place-error e (str file ":" line ":" column ": ")))))
(defn read-all "The values of all forms in the text, as a vector." [s]
  (loop [at 0 line 1 column 1 out []]
    (if-let [r (%read-in "read-all" s at line column true)]
      (recur (nth r 1) (nth r 2) (nth r 3) (conj out (nth r 0)))
      out)))
(defn load-string "Evaluates all forms of the text." [s] (%load s "string"))

(defn inst? "Whether x is an instant, as #inst \"2024-01-31\"." [x] (and (%tagged? x) (= (:tag x) 'inst)))
(defn uuid? "Whether x is a UUID." [x] (and (%tagged? x) (= (:tag x) 'uuid)))
(defn tagged-literal? "Whether x is #tag form, with another tag than inst or uuid." [x]
  (and (%tagged? x) (not (inst? x)) (not (uuid? x))))
(defn %untag [readers other x]
  (if (%tagged? x)
    (let [form (%untag readers other (:form x)) reader (get readers (:tag x))]
      (cond reader (reader form)
            (and other (tagged-literal? x)) (other (:tag x) form)
            :else (tagged-literal (:tag x) form)))
    (walk (fn [x] (%untag readers other x)) identity x)))
(defn read-string
  "The value of the first form in the text. Options: :eof for the value of a text without forms, :readers for a map from
tags to functions of what stands behind them, :default for a function of other tags and what stands behind them."
  ([s] (first (%read-in "read-string" s 0 1 1 true)))
  ([options s]
   (if-let [r (%read-in "read-string" s 0 1 1 true)]
     (%untag (:readers options) (:default options) (first r))
     (:eof options))))
(defn parse-uuid "The UUID that the text is, nil if it is none." [s]
  (try (read-string (str "#uuid " (pr-str s))) (catch :reader e nil)))
