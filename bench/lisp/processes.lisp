;; Processes: one spawned and waited for, a fork whose new half ends at once, a message there and back.
(def times 200)

(defmacro per-time "Cycles of the body, on average." [& body]
  `(let [start# (cycles)] (dotimes [i# times] ~@body) (/ (- (cycles) start#) (double times))))

(println "spawn.cycles" (per-time (deref (spawn (fn [] 1)))))

(println "fork.cycles" (per-time (if-let [other (fork)] (deref other) (end 1))))

(let [echo (spawn (fn [] (loop [] (let [[from message] (receive)] (send from message) (recur)))))
      me (self)]
  (println "message.cycles" (per-time (send echo [me :ping]) (receive))))
