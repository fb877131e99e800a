;; Processes: functions that run beside each other, sharing all values and atoms. What they ask of the kernel is listed
;; in docs/requests.md.

(defn request "Asks the kernel: (request :kind argument...), see docs/requests.md."
  ([kind] (%request kind))
  ([kind a] (%request kind a))
  ([kind a b] (%request kind a b))
  ([kind a b c] (%request kind a b c))
  ([kind a b c d] (%request kind a b c d)))

(defn spawn "A new process that calls f with the arguments; @process waits for its value." [f & args]
  (%request :spawn f args))
(defn fork "Two processes go on from here: the value is the new process in the one, nil in the new one." []
  (%request :fork))
(defn self "The process that asks." [] (%request :self))
(defn send "Puts a message into the mailbox of a process; the message." [p message] (%request :send p message))
(defn receive "The oldest message of this process, waiting for one; after ms milliseconds without any, `otherwise`."
  ([] (%request :receive))
  ([ms] (%request :receive ms))
  ([ms otherwise] (%request :receive ms otherwise)))
(defn yield "Lets the other processes run first." [] (%request :yield))
(defn sleep "Waits for ms milliseconds." [ms] (%request :sleep ms))
(defn end "Ends this process, with a value." ([] (%request :end)) ([value] (%request :end value)))
(defn wait-for
  "Waits until the process has ended: its value, or its error is thrown. After ms milliseconds: `otherwise`."
  ([p] (deref p))
  ([p ms otherwise] (if (%request :join p ms) (deref p) otherwise)))
(defn interrupt "Has the process stopped at its next call, loop or request, by an error of type :interrupt."
  [p] (%request :interrupt p))
(defn process-status "What the process does: :running, :ready, :waiting, :done or :failed." [p] (%request :status p))
(defn monitor "Has the message [:exit p value] or [:error p error] sent to this process when p ends." [p]
  (let [me (self)]
    (spawn (fn [] (send me (try [:exit p (deref p)] (catch :default e [:error p e])))))))
(defn now "Milliseconds since the machine was started." [] (%request :time))
(defn stats "A map of counters: the heap's and the processes'." [] (%request :stat))

(defmacro future "A process that computes the body; @ waits for its value." [& body]
  `(spawn (fn [] ~@body)))
(defn pmap "As map, each element by a process of its own." [f coll]
  (map deref (doall (map (fn [x] (spawn f x)) coll))))
