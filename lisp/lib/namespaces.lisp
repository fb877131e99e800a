;; Clojure's namespaces beside the core. What they share with lith.core they refer to; what has a name of the core but
;; does something else is defined here.

(ns clojure.string
  (:refer lith.core :only [blank? capitalize ends-with? escape includes? index-of join last-index-of lower-case split
                           split-lines starts-with? trim trim-newline triml trimr upper-case]))
(defn replace
  "s with all occurrences of the string or character replaced; or of a regular expression, by a string in which $1 stands
for what its group 1 took, or by what a function makes of each match."
  [s what by]
  (if (lith.core/%regex? what)
    (lith.core/%replace s (lith.core/%matches what s 0) by)
    (replace-string s what by)))
(defn replace-first "As replace, but the first occurrence only." [s what by]
  (if (lith.core/%regex? what)
    (lith.core/%replace s (take 1 (lith.core/%matches what s 0)) by)
    (let [i (index-of s what)] (if i (str (subs s 0 i) by (subs s (+ i (count (str what))))) s))))
(defn re-quote-replacement "The replacement that stands for s itself." [s]
  (replace s #"[\\$]" (fn [c] (str "\\" c))))
(defn reverse "The characters of s in reverse." [s] (reverse-string s))

(ns clojure.set
  (:refer lith.core :only [difference intersection map-invert rename-keys subset? superset? union]))
(defn select "The elements for which f is truthy." [f s] (into (empty s) (filter f) s))
(defn project "The maps of the relation with these keys only." [relation ks]
  (set (map (fn [m] (select-keys m ks)) relation)))
(defn rename "The maps of the relation with keys renamed." [relation names]
  (set (map (fn [m] (rename-keys m names)) relation)))
(defn index "A map from the values of these keys to the set of maps of the relation that have them." [relation ks]
  (reduce (fn [out m] (let [k (select-keys m ks)] (assoc out k (conj (get out k #{}) m)))) {} relation))
(defn join "The merged pairs of maps that agree in the keys they share, or in those that `names` maps to another."
  ([a b] (let [shared (filter (fn [k] (contains? (first b) k)) (keys (first a)))] (join a b (zipmap shared shared))))
  ([a b names]
   (let [by (index b (vals names))]
     (set (mapcat (fn [m] (map (fn [n] (merge n m)) (get by (rename-keys (select-keys m (keys names)) names)))) a)))))

(ns clojure.walk
  (:refer lith.core :only [macroexpand-all postwalk prewalk walk]))
(defn %keys [f form]
  (postwalk (fn [x] (if (map? x) (into {} (map (fn [[k v]] [(f k) v])) x) x)) form))
(defn keywordize-keys "The form with the strings that are keys made keywords." [form]
  (%keys (fn [k] (if (string? k) (keyword k) k)) form))
(defn stringify-keys "The form with the keywords that are keys made strings." [form]
  (%keys (fn [k] (if (keyword? k) (subs (str k) 1) k)) form))
(defn postwalk-replace "The form with parts that are keys of m replaced, inner parts first." [m form]
  (postwalk (fn [x] (get m x x)) form))
(defn prewalk-replace "The form with parts that are keys of m replaced, outer parts first." [m form]
  (prewalk (fn [x] (get m x x)) form))

(ns clojure.edn (:refer lith.core :only [read-string]))

(in-ns 'lith.core)
