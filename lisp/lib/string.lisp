;; Strings.

(defn join "The texts of the elements in one string, with a separator."
  ([coll] (%join "" coll)) ([separator coll] (%join (str separator) coll)))
(defn blank? "Whether there is nothing but white space." [s] (or (nil? s) (= "" (%trim s 3))))
(defn trim [s] (%trim s 3))
(defn triml [s] (%trim s 1))
(defn trimr [s] (%trim s 2))
(defn trim-newline [s] (loop [s s] (if (or (ends-with? s "\n") (ends-with? s "\r")) (recur (subs s 0 (dec
    (count s)))) s)))
(defn split-lines [s] (mapv (fn [l] (if (ends-with? l "\r") (subs l 0 (dec (count l))) l)) (%split s "\n")))
(defn index-of ([s what] (%index-of s what 0)) ([s what from] (%index-of s what from)))
(defn includes? "Whether s has the other string within it." [s what] (some? (%index-of s what 0)))
(defn reverse-string [s] (apply str (reverse s)))
(defn parse-boolean "true or false as the text says, nil if it says neither." [s]
  (case s "true" true "false" false nil))
(defn capitalize [s] (if (= "" s) s (str (upper-case (subs s 0 1)) (lower-case (subs s 1)))))
(defn escape [s m] (apply str (map (fn [c] (get m c c)) s)))
