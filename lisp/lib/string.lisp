;; Strings.

(defn join "The texts of the elements in one string, with a separator."
  ([coll] (%join "" coll)) ([separator coll] (%join (str separator) coll)))
(defn blank? "Whether there is nothing but white space." [s] (or (nil? s) (= "" (%trim s 3))))
(defn trim "The text without white space at its ends." [s] (%trim s 3))
(defn triml "The text without white space at its start." [s] (%trim s 1))
(defn trimr "The text without white space at its end." [s] (%trim s 2))
(defn trim-newline "The text without the line ends, \\n and \\r, at its end." [s]
  (loop [s s] (if (or (ends-with? s "\n") (ends-with? s "\r")) (recur (subs s 0 (dec (count s)))) s)))
(defn split-lines "The vector of the lines, without their ends, \\n or \\r\\n; empty lines at the end are left out." [s]
  (mapv (fn [l] (if (ends-with? l "\r") (subs l 0 (dec (count l))) l)) (%split s "\n")))
(defn index-of
  "The index in s of the first occurrence of the string or character, at `from` or behind; nil if there is none."
  ([s what] (%index-of s what 0)) ([s what from] (%index-of s what from)))
(defn includes? "Whether s has the other string within it." [s what] (some? (%index-of s what 0)))
(defn reverse-string "The characters of s in reverse." [s] (apply str (reverse s)))
(defn parse-boolean "true or false as the text says, nil if it says neither." [s]
  (case s "true" true "false" false nil))
(defn capitalize "The text with its first character in upper case and the others in lower case." [s]
  (if (= "" s) s (str (upper-case (subs s 0 1)) (lower-case (subs s 1)))))
(defn escape "The text with each character that is a key of the map m replaced by what m has for it." [s m]
  (apply str (map (fn [c] (get m c c)) s)))
