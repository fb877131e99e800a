;; tests of programs that can never go on: what waits in the foreground is told so
(receive) =>! "deadlock: the program waits for something that no process can do"
@(spawn receive) =>! "deadlock"
(try (receive) (catch :deadlock e (ex-type e))) => :deadlock
;; One that waits for a time, or for something that sleeps, is not one of these.
(receive 5 :none) => :none
@(spawn (fn [] (sleep 5) 1)) => 1
(let [a (spawn (fn [] (send (receive) :never))) b (spawn (fn [] (send (receive) :never)))] (wait-for a 5 :none)) => :none
