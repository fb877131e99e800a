;; Memory runs out in several ways, each of which is an error that can be caught; then all goes on as before, and what
;; filled the memory is free. At last beside another process, so that frames are sealed while memory fills.

(defn work "Something that needs memory again." []
  (= (range 2000) (reverse (reverse (range 2000)))))

;; The form where a hundred registers stand ready that nothing has been put into: they may not hold what was there.
(defmacro among-registers [form]
  `(if (= 1 (count "ab")) (list ~@(repeat 100 '(str 1))) ~form))

(defn used "The words of the heap in use when all garbage has been collected." []
  (among-registers (do (gc) (:words-used (stats)))))

(defn exhausted "Whether calling f runs out of memory, and work goes well after that, nothing being held any more." [f]
  (let [before (used)]
    (and (= :caught (try (f) :ended (catch :memory e :caught)))
         (< (- (used) before) 1000)
         (= :caught (try (f) :ended (catch :memory e :caught)))
         (work))))

(defn nested [n] (inc (nested (inc n))))
(defn chain [x] (recur [x]))

(def checks
  {"a list" (fn [] (loop [l ()] (recur (cons 1 l))))
   "a lazy sequence that is held" (fn [] (let [s (map inc (range))] [(reduce + s) s]))
   "a vector" (fn [] (loop [v [] i 0] (recur (conj v i) (inc i))))
   "a map" (fn [] (loop [m {} i 0] (recur (assoc m i (str i)) (inc i))))
   "a set of strings" (fn [] (loop [s #{} i 0] (recur (conj s (str "element " i)) (inc i))))
   "long strings" (fn [] (loop [l () i 0] (recur (cons (apply str (repeat 500 "element ")) l) (inc i))))
   "nested calls" (fn [] (nested 0))
   "nested vectors" (fn [] (chain nil))
   "memory in an atom" (fn [] (let [a (atom nil)] (loop [] (swap! a (fn [x] (vector x x))) (recur))))
   "what passes a finally" (fn [] (try (loop [l ()] (recur (cons 1 l))) (finally (work))))
   "an error handed on" (fn [] (try (loop [l ()] (recur (cons 1 l))) (catch :memory e (throw e))))
   "a process that waits for us" (fn [] (deref (spawn (fn [] (loop [l ()] (recur (cons 1 l)))))))})

(defn all []
  (doseq [[name f] checks] (assert (exhausted f) name)))

(all)
(def over (atom false))
(def other (spawn (fn [] (loop [i 0] (if @over i (recur (inc i)))))))
(all)
(reset! over true)
