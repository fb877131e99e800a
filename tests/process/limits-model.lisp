;; The cases of limits.lisp on a machine whose memory is full. A command (step i n) or (fail i n) fills it until the error
;; has been thrown, puts n cells more into what is then left, and does case i; what filled it is let go at the end.
(defn free [] (gc) (let [s (stats)] (- (:words-limit s) (:words-used s))))
(def filler (atom nil))
(defn grow [] (swap! filler (fn [l] (cons 1 l))))
(defn fill [n]
  (try (loop [] (grow) (recur)) (catch :memory e nil))
  (dotimes [_ n] (grow)))
(defn call [i] (if (true? ((second (nth cases i)))) true :wrong))
(defn step [i n] (try (fill n) (call i) (catch :memory e true) (finally (reset! filler nil))))
;; Memory is filled to about the reserve and n cells more are left, so that the first error is thrown within the case.
(defn near [i n]
  (let [cells (quot (- (free) 1300 (* 3 n)) 3)]
    (try (dotimes [_ cells] (grow)) (call i) (catch :memory e true) (finally (reset! filler nil)))))
;; Nothing catches the error, and memory is full until a process sees that this one has ended.
(defn fail [i n]
  (let [me (self)] (spawn (fn [] (try (deref me) (catch :default e nil)) (reset! filler nil))))
  (fill n)
  (call i))
;; Most of the heap, so that filling it does not take long.
(def held (loop [l nil n (quot (- (free) 7000) 4)] (if (= n 0) l (recur (cons 1 l) (dec n)))))
(defn number-of [name] (first (keep-indexed (fn [i [n f]] (when (= n name) i)) cases)))
