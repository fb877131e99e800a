;; tests of processes on the machine itself: the timer that switches them, and the core asleep
(def busy (spawn (fn [] (loop [n 0] (if (receive 0) n (recur (inc n)))))))
(defn tak [x y z] (if (not (< y x)) z (tak (tak (dec x) y z) (tak (dec y) z x) (tak (dec z) x y))))
(map deref [(spawn tak 8 4 2) (spawn tak 9 6 3) (spawn (fn [] (reduce + (range 300))))]) => [3 6 44850]
(def ^:dynamic *level* 1)
(defn level-after [n] (dotimes [_ n] *level*) *level*)
(let [ps (doall (map (fn [i] (binding [*level* i] (spawn level-after 300))) (range 6)))] (map deref ps)) => (range 6)
(let [a (atom 0) ps (doall (map (fn [_] (spawn (fn [] (dotimes [_ 200] (swap! a inc))))) (range 4)))] (run! deref ps) @a) => 800
(process-status busy) => :ready
(do (send busy :stop) (< 10 @busy)) => true
(let [a (cycles)] (sleep 2) (let [took (- (cycles) a)] (< 99999 took 130000))) => true
(receive 1 :none) => :none
(let [me (self) child (fork)] (if child [(receive) @child] (do (send me :child) (end :done)))) => [:child :done]
(let [forever (spawn (fn [] (loop [] (recur))))] (sleep 1) (interrupt forever) (try @forever (catch :interrupt e :stopped))) => :stopped
