;; Nested data, part by part.

(defn walk
  "`outer` of the form with each part replaced by `inner` of it. Parts are the elements of a sequence, vector, map or
set."
  [inner outer form]
  (cond
    (vector? form) (outer (with-meta (mapv inner form) (meta form)))
    (map? form) (outer (into {} (map (fn [[k v]] [(inner k) (inner v)]) form)))
    (set? form) (outer (into #{} (map inner form)))
    (seq? form) (outer (doall (map inner form)))
    :else (outer form)))
(defn postwalk "The form with each part replaced by f of it, inner parts first."
  [f form] (walk (fn [x] (postwalk f x)) f form))
(defn prewalk "The form with each part replaced by f of it, outer parts first." [f form]
  (walk (fn [x] (prewalk f x)) identity (f form)))
(defn replace
  "The elements, those that are keys of the map m replaced by their values; of a vector a vector. Without a collection:
a transducer."
  ([m] (map (fn [x] (get m x x))))
  ([m coll] (let [f (fn [x] (get m x x))] (if (vector? coll) (mapv f coll) (map f coll)))))
