;; Questions about collections; maps and sets.

(defn every? "Whether f is truthy for all elements." [f coll]
  (loop [s (seq coll)] (if s (if (f (first s)) (recur (next s)) false) true)))
(defn some "The first truthy value of f." [f coll]
  (loop [s (seq coll)] (when s (or (f (first s)) (recur (next s))))))
(defn not-any? "Whether f is truthy for no element." [f coll] (not (some f coll)))
(defn not-every? "Whether f is nil or false for some element." [f coll] (not (every? f coll)))
(defn not-empty "The collection, nil if it is empty." [coll] (when (seq coll) coll))
(defn distinct? "Whether no two of the arguments are equal."
  ([x] true) ([x & more] (let [all (cons x more)] (= (count (set all)) (count all)))))
(defn bounded-count "The number of elements, not counting beyond n." [n coll] (count (take n coll)))

(defn key "The key of an entry, [key value]." [e] (nth e 0))
(defn val "The value of an entry, [key value]." [e] (nth e 1))
(defn map-entry? "Whether x may be the entry of a map: a vector of two elements." [x] (and (vector? x) (= 2 (count x))))
(defn get-in "The value at the path of keys."
  ([m ks] (loop [m m ks (seq ks)] (if ks (recur (get m (first ks)) (next ks)) m)))
  ([m ks otherwise]
   (loop [m m ks (seq ks)]
     (if ks
       (let [v (get m (first ks) %stop)] (if (identical? v %stop) otherwise (recur v (next ks))))
       m))))
(defn assoc-in "The map with v at the path of keys; maps that are missing on the way are made." [m [k & ks]
  v] (if ks (assoc m k (assoc-in (get m k) ks v)) (assoc m k v)))
(defn update "The map with f of the value at the key."
  ([m k f] (assoc m k (f (get m k))))
  ([m k f & args] (assoc m k (apply f (get m k) args))))
(defn update-in
  "The map with f of the value at the path of keys and the arguments; maps that are missing on the way are made."
  [m [k & ks] f & args]
  (if ks (assoc m k (apply update-in (get m k) ks f args)) (assoc m k (apply f (get m k) args))))
(defn update-vals "A map of the same keys to f of their values." [m f]
  (reduce-kv (fn [acc k v] (assoc acc k (f v))) {} m))
(defn update-keys "A map of f of each key to the value; of keys that become equal one is left." [m f]
  (reduce-kv (fn [acc k v] (assoc acc (f k) v)) {} m))
(defn merge "The maps in one, later values first." [& ms]
  (when (some identity ms) (reduce (fn [a b] (%into (or a {}) b)) (first ms) (rest ms))))
(defn merge-with "As merge; f of both values where a key is in several." [f & ms]
  (when (some identity ms)
    (reduce (fn [a b]
              (reduce-kv (fn [acc k v] (assoc acc k (if (contains? acc k) (f (get acc k) v) v))) (or a {}) b))
            ms)))
(defn select-keys "The map with these keys only." [m ks]
  (reduce (fn [acc k] (if (contains? m k) (assoc acc k (get m k)) acc)) {} ks))
(defn zipmap "A map of the keys to the values in turn, as long as there are both." [ks vs]
  (loop [m {} ks (seq ks) vs (seq vs)] (if (and ks vs) (recur (assoc m (first ks) (first vs))
    (next ks) (next vs)) m)))
(defn group-by "A map from value of f to the vector of elements with that value." [f coll]
  (reduce (fn [m x] (let [k (f x)] (assoc m k (conj (get m k []) x)))) {} coll))
(defn frequencies "A map from element to how often it occurs." [coll]
  (reduce (fn [m x] (assoc m x (inc (get m x 0)))) {} coll))
(defn map-invert "A map of the values to their keys." [m] (reduce-kv (fn [acc k v] (assoc acc v k)) {} m))
(defn rename-keys "The map with the keys that `names` has replaced by what it maps them to." [m names]
  (reduce-kv (fn [acc from to] (if (contains? m from) (assoc (dissoc acc from) to (get m from)) acc)) m names))
(defn union "The elements of any of the sets."
  ([] #{}) ([a] a) ([a b] (%into (or a #{}) b)) ([a b & more] (reduce union (union a b) more)))
(defn intersection "The elements in all of the sets."
  ([a] a)
  ([a b] (reduce (fn [acc x] (if (contains? b x) acc (disj acc x))) a a))
  ([a b & more] (reduce intersection (intersection a b) more)))
(defn difference "The elements of a that are not in b."
  ([a] a) ([a b] (reduce disj a b)) ([a b & more] (reduce difference (difference a b) more)))
(defn subset? "Whether all elements of the set a are in the set b." [a b] (every? (fn [x] (contains? b x)) a))
(defn superset? "Whether all elements of the set b are in the set a." [a b] (subset? b a))
