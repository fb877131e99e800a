(def loaded 3)
(defn load-twice [] (* 2 loaded))
(load-twice)
