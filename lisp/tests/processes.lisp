;; tests of processes: spawn, messages, fork, bindings of dynamic vars, lazy sequences forced by several, interrupts

;; ---- spawn and the value of a process ----
@(spawn + 1 2) => 3
@(spawn (fn [] (* 6 7))) => 42
@(spawn :a {:a 1}) => 1
(deref (spawn (fn [& xs] xs) 1 2 3)) => '(1 2 3)
(wait-for (spawn inc 1)) => 2
(let [p (spawn (fn [] (sleep 1000)))] [(wait-for p 2 :late) (process? p)]) => [:late true]
(wait-for (spawn inc 1) 1000 :late) => 2
(wait-for (spawn (fn [] (sleep 1) nil)) 1000 :late) => nil
(wait-for (spawn (fn [] (sleep 1) (throw (ex-info "planned" nil)))) 1000 :late) =>! "planned"
(process? (self)) => true
(process? 1) => false
(= (self) (self)) => true
(let [p (self)] (= p @(spawn self))) => false
(let [p (spawn self)] (= p @p)) => true
(process-number 1) =>! "process-number: expected a process, got 1"
(< (process-number (self)) (process-number (spawn inc 1))) => true
(starts-with? (pr-str (self)) "#<process ") => true
(get {(self) 1} (self)) => 1
(spawn 1) =>! "spawn: expected a function, got 1"
@(future 1 2) => 2
(pmap inc [1 2 3]) => '(2 3 4)
(map deref (doall (map (fn [i] (spawn (fn [] (reduce + (range i))))) (range 20)))) => (map (fn [i] (reduce + (range i))) (range 20))
(process-status (self)) => :running
(let [p (spawn inc 1)] @p [(process-status p) (realized? p)]) => [:done true]
(defn until-waiting [p] (while (not= :waiting (process-status p)) (yield)))
(let [p (spawn receive)] (until-waiting p) [(process-status p) (realized? p)]) => [:waiting false]

;; ---- messages ----
(do (send (self) :a) (send (self) :b) (send (self) nil) [(receive) (receive) (receive)]) => [:a :b nil]
(receive 0) => nil
(receive 0 :none) => :none
(receive 3 :none) => :none
(send 1 2) =>! "send: expected a process, got 1"
(receive :soon) =>! "receive: expected an integer from 0 to 536870911, got :soon"
(def echo (spawn (fn [] (loop [] (let [[from x] (receive)] (send from [:echo x]) (recur))))))
(do (send echo [(self) 1]) (receive)) => [:echo 1]
(do (dotimes [i 50] (send echo [(self) i])) (mapv (fn [_] (second (receive))) (range 50))) => (vec (range 50))
;; A ring of processes that pass a number on.
(defn pass [next] (loop [] (let [n (receive)] (send next (if (pos? n) (dec n) n)) (when (pos? n) (recur)))))
(let [ring (reduce (fn [next _] (spawn pass next)) (self) (range 10))]
  (send ring 100)
  (receive)) => 90
;; One that was sent to in vain.
(let [p (spawn inc 1)] @p (send p :late)) => :late
(do (let [me (self)] (spawn (fn [] (sleep 2) (send me :in-time)))) (receive 1000 :none)) => :in-time
(do (let [me (self)] (doseq [i [30 10 20]] (spawn (fn [] (sleep i) (send me i))))) [(receive) (receive) (receive)]) => [10 20 30]

;; ---- fork ----
(let [me (self) child (fork)]
  (if child
    [:parent (receive) @child]
    (do (send me :from-child) (end :child-done)))) => [:parent :from-child :child-done]
;; In the middle of a computation: what was computed before is shared.
(let [counter (atom 0) me (self)
      v (reduce (fn [acc i] (swap! counter inc) (if (= i 5) (if (fork) (conj acc :old) (conj acc :new)) (conj acc i)))
                [] (range 8))]
  (if (= me (self)) [(= (nth v 5) :old) (let [other (receive)] (dissoc (frequencies other) 0 1 2 3 4 6 7))]
    (do (send me v) (end)))) => [true {:new 1}]
(defn deep [n] (if (= n 0) (if (fork) 0 1000000) (inc (deep (dec n)))))
(let [me (self) n (deep 3000)]
  (if (= me (self)) [n (receive)] (do (send me n) (end)))) => [3000 1003000]

;; ---- the end of a process ----
@(spawn (fn [] (end :x) :y)) => :x
@(spawn (fn [] (try (end :x) (catch :default e :caught)))) => :x
(let [done (atom nil)] [@(spawn (fn [] (try (end :x) (finally (reset! done true))))) @done]) => [:x true]
@(spawn (fn [] (throw (ex-info "wrong" {:a 1})))) =>! "wrong"
(let [p (spawn (fn [] (throw (ex-info "known" {}))))] [(try @p (catch :default e (ex-message e))) (process-status p)]) => ["known" :failed]
(let [p (spawn (fn [] 7))] (monitor p) (let [[what who v] (receive)] [what (= who p) v])) => [:exit true 7]
(let [p (spawn (fn [] (nth [] 3)))] (monitor p) (let [[what who e] (receive)] [what (= who p) (ex-type e)])) => [:error true :bounds]
(deref (self)) =>! "a process cannot wait for its own end"
(exit 1000) =>! "exit: expected a status from 0 to 255"

;; ---- requests ----
(request :self) => (self)
(request :nonsense) =>! "there is no request :nonsense"
(request :send) =>! "request send: wrong number of arguments: 0"
(request :send (self) 1 2) =>! "request send: wrong number of arguments: 3"
(request :sleep -1) =>! "sleep: expected an integer from 0 to 536870911, got -1"
(request :join 5) =>! "join: expected a process, got 5"
(let [a (now)] (sleep 5) (<= 5 (- (now) a))) => true
(yield) => nil
(sleep 0) => nil
(let [a (stats) p @(spawn inc 1) b (stats)] (< (:processes-ended a) (:processes-ended b))) => true
(< 0 (:cells-made (stats))) => true

;; ---- a process that computes for ever does not stop the others ----
(def busy (spawn (fn [] (loop [] (recur)))))
(reduce + (range 100)) => 4950
@(spawn (fn [] (reduce + (range 100)))) => 4950
(def calls (spawn (fn [] ((fn again [n] (when n (again (inc n)) (again n))) 0))))
(do (sleep 3) (process-status calls)) => :ready
(do (interrupt calls) (interrupt busy)) => true
(try @busy (catch :interrupt e (ex-type e))) => :interrupt
(process-status busy) => :failed
(interrupt busy) => false
(let [p (spawn receive)] (until-waiting p) (interrupt p) (try @p (catch :interrupt e :stopped))) => :stopped
(let [p (spawn (fn [] (try (sleep 100000) (finally (send echo [(self) 1])))))] (until-waiting p) (interrupt p) (try @p (catch :interrupt e :stopped))) => :stopped
;; An index beyond small integers is gone to, however long that takes.
(let [p (spawn (fn [] (nth (cycle [1]) 1000000000)))] (sleep 1) (interrupt p) (try @p (catch :interrupt e :stopped))) => :stopped
(try (interrupt (self)) (catch :interrupt e :me)) => :me

;; ---- atoms shared by processes ----
(let [a (atom 0)
      ps (doall (map (fn [_] (spawn (fn [] (dotimes [i 300] (swap! a inc))))) (range 8)))]
  (run! deref ps)
  @a) => 2400
(let [accounts (mapv (fn [_] (atom 100)) (range 5))
      move (fn [from to] (swap! from dec) (swap! to inc))
      ps (doall (map (fn [k] (spawn (fn [] (dotimes [i 200] (move (nth accounts (mod (+ i k) 5)) (nth accounts (mod (* i 3) 5))))))) (range 5)))]
  (run! deref ps)
  (reduce + (map deref accounts))) => 500
(let [m (memoize (fn [x] (* x x)))] (pmap m [1 2 3 2 1])) => '(1 4 9 4 1)

;; ---- dynamic vars: each process has its own values ----
(def ^:dynamic *level* 1)
(defn level [] *level*)
(binding [*level* 2] @(spawn level)) => 2
(let [p (binding [*level* 3] (spawn (fn [] (receive) (level))))] (binding [*level* 4] (send p :go) [(level) @p])) => [4 3]
(let [ps (doall (map (fn [i] (spawn (fn [] (binding [*level* i] (dotimes [_ 200] (level)) (level))))) (range 10)))] (map deref ps)) => (range 10)
(binding [*level* 5] [(try (binding [*level* 6] (throw 1)) (catch :default e (level))) (level)]) => [5 5]
[(level) (deref #'*level*) (binding [*level* 7] (deref #'*level*)) (binding [*level* 7] (#'level))] => [1 1 7 7]
(binding [level 5] 1) =>! "binding: level is not dynamic"
;; Continuations: leaving and entering what has bound a var.
(binding [*level* 2] (reset (binding [*level* 3] (shift k (level))))) => 2
(def kept (atom nil))
(binding [*level* 8] [(reset (binding [*level* 9] [(level) (shift k (do (reset! kept k) (level))) (level)])) (level)]) => [8 8]
(binding [*level* 10] [(@kept :again) (level)]) => [[9 :again 9] 10]
(binding [*level* 2] (let [c (fork)] (if c [(level) @c] (end (binding [*level* 3] (level)))))) => [2 3]
;; Output that is gathered.
(with-out-str (print 1) @(spawn (fn [] (print 2))) (print 3)) => "123"
(let [ps (doall (map (fn [i] (spawn (fn [] (with-out-str (dotimes [_ 50] (print i)))))) (range 5)))] (map deref ps)) => (map (fn [i] (apply str (repeat 50 i))) (range 5))
(let [texts (atom ())] (binding [*out* texts] (print 1) @(spawn (fn [] (print 2)))) @texts) => '("2" "1")
;; Namespaces: a process begins in that of its maker, and changes its own only.
(do @(spawn (fn [] (in-ns 'elsewhere))) (ns-name (find-ns 'user))) => 'user

;; ---- lazy sequences ----
(let [n (atom 0) s (map (fn [x] (swap! n inc) (sleep 1) x) (range 10))
      ps (doall (map (fn [_] (spawn (fn [] (reduce + s)))) (range 4)))]
  [(mapv deref ps) @n]) => [[45 45 45 45] 10]
(let [n (atom 0) s (map (fn [x] (swap! n inc) (dotimes [i 500] (inc i)) x) (range 10))
      ps (doall (map (fn [_] (spawn (fn [] (count s)))) (range 4)))]
  [(mapv deref ps) @n]) => [[10 10 10 10] 10]
(let [n (atom 0) d (delay (swap! n inc) (sleep 2) @n) ps (doall (map (fn [_] (spawn (fn [] @d))) (range 4)))] (map deref ps)) => '(1 1 1 1)
;; One that fails, or whose process is stopped, can be tried again.
(let [fail (atom true) s (lazy-seq (if @fail (throw (ex-info "not yet" nil)) [1]))]
  [(try (doall s) (catch :default e (ex-message e))) (do (reset! fail false) (vec s))]) => ["not yet" [1]]
(let [s (map (fn [x] (receive) x) [1 2]) p (spawn (fn [] (doall s)))]
  (until-waiting p) (interrupt p) (send (self) 1) (send (self) 2) (vec s)) => [1 2]
(let [s (lazy-seq (cons (shift k (k 1)) nil))] (reset (vec s))) => [1]
(let [kept (atom nil) s (lazy-seq (cons (shift k (do (reset! kept k) :left)) nil))] [(reset (vec s)) (do (reset (@kept 5)) (vec s))]) => [:left [5]]
(def itself (lazy-seq (cons (first itself) nil)))
(first itself) =>! "needs itself"
(def delayed (delay (inc @delayed)))
@delayed =>! "a delay needs its own value"
(force delayed) =>! "a delay needs its own value"
(let [d (atom nil)] (reset! d (delay (let [p (spawn (fn [] @@d))] (sleep 1) (interrupt p) 3))) @@d) => 3
;; One that is a circle, or whose elements depend on it before there are any, is empty (the answers are Clojure's).
(def circle (lazy-seq circle))
[(first circle) (seq circle) (rest circle) (count circle) (= circle []) (pr-str circle)] => [nil nil () 0 true "()"]
(declare c2 c3 c4)
(def c1 (lazy-seq c2)) (def c2 (lazy-seq c3)) (def c3 (lazy-seq c4)) (def c4 (lazy-seq c2))
(map seq [c3 c1 c2 c4]) => '(nil nil nil nil)
(def by-map (lazy-seq (map inc by-map)))
(def by-filter (lazy-seq (filter odd? by-filter)))
(def by-concat (lazy-seq (concat by-concat [1])))
(def by-cat (lazy-cat by-cat [1]))
(def by-nothing (lazy-cat nil by-nothing))
(def by-rest (lazy-seq (rest (cons 1 by-rest))))
(def by-apply (lazy-seq (apply concat [by-apply])))
[(seq by-map) (seq by-filter) (seq by-concat) (seq by-cat) (seq by-nothing) (seq by-rest) (seq by-apply)] => [nil nil '(1) '(1) nil nil nil]
(def by-seq (lazy-seq (seq by-seq)))
(seq by-seq) =>! "needs itself"
(def with-head (cons 1 (lazy-seq (rest with-head))))
(take 3 with-head) => '(1)
(def ones (lazy-seq (cons 1 ones)))
(take 3 ones) => '(1 1 1)
(def with-data (lazy-seq with-data))
[(first (with-meta with-data {:a 1})) (meta (with-meta with-data {:a 1})) (seq with-data)] => [nil {:a 1} nil]
(let [ps (doall (map (fn [_] (spawn (fn [] (seq (let [c (atom nil) s (lazy-seq (lazy-seq (do (sleep 1) @c)))] (reset! c s) s))))) (range 4)))] (map deref ps)) => '(nil nil nil nil)
(let [c (atom nil) s (lazy-seq (do (fork) @c))] (reset! c s) (let [me (self) v (seq s)] (if (= me (self)) v (end)))) => nil
(defn skipping [n] (lazy-seq (if (= n 0) nil (skipping (dec n)))))
(seq (skipping 5000)) => nil
(def to-itself #'to-itself)
(to-itself 1) =>! "to-itself is unbound"
(apply to-itself [1]) =>! "to-itself is unbound"
(prompt :t (fn [] (control :t inc))) =>! "expected a number"
(let [s (map (fn [x] (if (= x 2) (do (fork) x) x)) [1 2 3]) me (self) v (vec s)] (if (= me (self)) (do (receive 10) v) (end))) => [1 2 3]

;; ---- many ----
(let [ps (doall (map (fn [i] (spawn (fn [] (receive)))) (range 1000)))]
  (doseq [[i p] (map-indexed vector ps)] (send p i))
  (reduce + (map deref ps))) => 499500
(let [ps (doall (map (fn [i] (spawn (fn [] (sleep (mod (* i 7) 50)) i))) (range 300)))] (reduce + (map deref ps))) => 44850

;; A message on its way to a process that is interrupted before it runs stays in the mailbox, in front of later ones. (Where
;; it runs between the calls, it has the message, and is interrupted later or not at all.)
(defn interrupted-receiver [& time]
  (let [p (spawn (fn [] (let [a (try (apply receive time) (catch :interrupt e :stopped))] [a (receive 9 nil) (receive 9 nil)])))]
    (until-waiting p) (send p 1) (send p 2) (interrupt p) (interrupt p)
    (try @p (catch :interrupt e :ended))))
(contains? #{[:stopped 1 2] [1 2 nil] :ended} (interrupted-receiver)) => true
(contains? #{[:stopped 1 2] [1 2 nil] :ended} (interrupted-receiver 9 1)) => true
;; One message alone is the answer of the process, and comes to its mailbox; several are in their order.
(let [p (spawn (fn [] (let [a (try (receive) (catch :interrupt e :stopped))] [a (receive 9 nil) (receive 9 nil)])))]
  (until-waiting p) (send p 1) (interrupt p) (send p 2)
  (contains? #{[:stopped 1 2] [1 2 nil] :ended} (try @p (catch :interrupt e :ended)))) => true
(let [p (spawn (fn [] [(receive) (receive) (receive) (receive 0 :none)]))]
  (until-waiting p) (doseq [i [1 2 3]] (send p i)) @p) => [1 2 3 :none]
