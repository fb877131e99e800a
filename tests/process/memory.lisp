;; tests that processes leave no garbage that the collector cannot take, and that many fit
(defn used [] (gc) (gc) (:words-used (stats)))
(defn little [before after] (if (< (- after before) 1000) :little (- after before)))
(defn spawn-many [n] (dotimes [i n] (deref (spawn inc i))))
(spawn-many 1000)
(let [before (used)] (spawn-many 100000) (little before (used))) => :little
(let [s (stats)] (- (:processes-made s) (:processes-ended s))) => 1
;; Those that wait for ever, and nobody knows any more.
(let [before (used)] (dotimes [i 10000] (spawn receive) (when (zero? (mod i 50)) (yield))) (yield) (little before (used))) => :little
;; Deadlines that were not needed.
(let [before (used) echo (spawn (fn [me] (dotimes [_ 5000] (send me (receive 100000000)))) (self))]
  (dotimes [i 5000] (send echo i) (receive 100000000))
  (little before (used))) => :little
;; Forks, and messages that nobody takes.
(let [before (used)] (dotimes [i 2000] (let [child (fork)] (if child (deref child) (end i)))) (little before (used))) => :little
(let [before (used)] (dotimes [i 2000] (let [p (spawn inc 1)] (send p [i]) (send p (vec (range 20))))) (yield) (little before (used))) => :little
;; A thousand at once.
(def before (used))
(def ps (vec (doall (map (fn [i] (spawn (fn [] (let [x (receive)] (* x x))))) (range 1000)))))
(yield)
(count (filter (fn [p] (= :waiting (process-status p))) ps)) => 1000
(< (- (used) before) 60000) => true
(doseq [[i p] (map-indexed vector ps)] (send p i)) => nil
(reduce + (map deref ps)) => 332833500
