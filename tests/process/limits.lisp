;; What processes ask of the kernel, a function for each kind: `limits` calls them while memory is short. Each gives true,
;; or, when memory runs out somewhere in it, an error of type :memory. All that are waited for give their errors on.
;; What a case that has run out of memory leaves behind ends by itself, since a program that is not alone is at no deadlock.
(def text (apply str (repeat 260 "0123456789\n")))
(def path "limits.txt")
(spit path text)
(def code "limits-code.lisp")
(spit code "(def loaded 3)\n(defn load-twice [] (* 2 loaded))\n(load-twice)\n")

(def ^:dynamic *level* 1)
(defn for-long [] (dotimes [_ 100000] nil))
(defn counted [] (map (fn [x] (* x x)) (range 20)))

(def cases
  [["read a file" (fn [] (= text (slurp path)))]
   ["write a file" (fn [] (let [p (str "limits-" (process-number (self)) ".txt")] (spit p text) (spit p "end" :append true) (= (+ 3 (count text)) (count (slurp p)))))]
   ["lines of a file" (fn [] (with-open [r (reader code)] (= 3 (count (line-seq r)))))]
   ["no such file" (fn [] (try (slurp "no such file") (catch :file e (ends-with? (ex-message e) "No such file or directory"))))]
   ["a folder" (fn [] (try (slurp ".") (catch :file e true)))]
   ["an unknown mode" (fn [] (try (request :open path "x") (catch :file e true)))]
   ["a closed file" (fn [] (let [r (reader path)] (close r) (try (read-line r) (catch :file e true))))]
   ["closed twice" (fn [] (let [r (reader path)] (close r) (try (close r) (catch :file e true))))]
   ["a full disk" (fn [] (try (spit "/dev/full" text) (catch :file e true)))]
   ["files at once" (fn [] (every? true? (map deref (doall (map (fn [_] (spawn (fn [] (= text (slurp path))))) (range 3))))))]
   ["a line of input" (fn [] (= "one" (read-line)))]
   ["all input" (fn [] (= ["one" "two" "three"] (doall (line-seq *in*))))]
   ["readers of input" (fn [] (= #{"one" "two" "three"} (set (map deref (doall (map (fn [_] (spawn read-line)) (range 3)))))))]
   ["input while others work" (fn [] (let [p (spawn read-line)] (yield) (and (= text (slurp path)) (= "one" @p))))]
   ["load a file" (fn [] (= 6 (load-file code)))]
   ["spawn" (fn [] (= 5 @(spawn + 2 3)))]
   ["spawn many" (fn [] (= (range 1 21) (pmap inc (range 20))))]
   ["bindings" (fn [] (= 2 (binding [*level* 2] @(future *level*))))]
   ["fork" (fn [] (let [child (fork)] (if child (= :child @child) (end :child))))]
   ["send and receive" (fn [] (let [p (spawn (fn [] [(receive) (receive)]))] (send p 1) (send p 2) (= [1 2] @p)))]
   ["send to one that waits" (fn [] (let [p (spawn (fn [] [(receive) (receive)]))] (yield) (send p 1) (send p 2) (send p 3) (= [1 2] @p)))]
   ["receive in time" (fn [] (let [p (spawn (fn [] (receive 1000 :late)))] (yield) (send p 1) (= 1 @p)))]
   ["receive too late" (fn [] (= :late (receive 1 :late)))]
   ["sleep" (fn [] (nil? (sleep 2)))]
   ["many that sleep" (fn [] (let [ps (doall (map (fn [i] (spawn (fn [] (sleep (rem (* i 7) 20)) i))) (range 30)))] (= (range 30) (map deref ps))))]
   ["deadlines not needed" (fn [] (let [p (spawn (fn [] (loop [n 0] (if (= 1 (receive 100000 :late)) (recur (inc n)) n))))] (dotimes [_ 40] (send p 1) (yield)) (send p :end) (= 40 @p)))]
   ["join" (fn [] (let [p (spawn (fn [] (sleep 3) 1))] (and (contains? #{:late 1} (wait-for p 1 :late)) (= 1 @p))))]
   ["many that join" (fn [] (let [p (spawn (fn [] (sleep 3) 1)) ps (doall (map (fn [_] (spawn (fn [] @p))) (range 5)))] (= 5 (reduce + (map deref ps)))))]
   ["interrupt" (fn [] (let [p (spawn for-long)] (yield) (interrupt p) (try @p (catch :interrupt e true))))]
   ["interrupt one that sleeps" (fn [] (let [p (spawn sleep 100000)] (yield) (interrupt p) (try @p (catch :interrupt e true))))]
   ["interrupt one with a message" (fn [] (let [p (spawn (fn [] (try (receive) (catch :interrupt e [(receive) (receive)]))))] (yield) (send p 1) (send p 2) (interrupt p) (= [1 2] @p)))]
   ["interrupt one that reads" (fn [] (let [p (spawn (fn [] (slurp path)))] (yield) (interrupt p) (try (= text @p) (catch :interrupt e true))))]
   ["output" (fn [] (println text) (= "a1" (with-out-str (print "a" ) (print 1))))]
   ["an error in the background" (fn [] (let [p (spawn (fn [] (throw (ex-info "planned" {:a [1 "b" :c]}))))] (try @p (catch :default e (if (= :memory (ex-type e)) (throw e) (= {:a [1 "b" :c]} (ex-data e)))))))]
   ["monitor" (fn [] (let [p (spawn inc 1)] @(monitor p) (let [[what who x] (receive 1000 nil)] (if (= :memory (ex-type x)) (throw x) (= [:exit p 2] [what who x])))))]
   ["a sequence of two" (fn [] (let [s (map (fn [x] (yield) (inc x)) (range 5)) p (spawn (fn [] (reduce + s)))] (and (= 15 (reduce + s)) (= 15 @p))))]
   ["exit" (fn [] (try (exit 3) (catch :exit e (= 3 (ex-data e)))))]
   ["exit elsewhere" (fn [] (let [p (spawn exit 3)] (try @p (sleep 10) (catch :exit e true))))]
   ["deadlock" (fn [] (try (receive) (catch :deadlock e true)))]
   ["what is known" (fn [] (let [p (spawn inc 1)] (and (map? (stats)) (integer? (now)) (keyword? (process-status p)) (= 2 @p) (= :done (process-status p)) (process? (self)))))]])

;; Afterwards all must go well.
(defn healthy [] (and (= 2 @(spawn inc 1)) (= text (slurp path)) (nil? (sleep 1)) (= :late (receive 1 :late)) (= (range 20) (map dec (pmap inc (range 20))))))
;; Several kinds at once, chosen at random: true, or the names of those that gave something else. Without those whose
;; values then depend on the others.
(def mixed (vec (remove (fn [[name f]] (contains? #{"all input" "readers of input" "a line of input" "input while others work" "exit" "exit elsewhere" "deadlock" "interrupt one with a message" "a closed file" "closed twice"} name)) cases)))
(def chosen (atom nil))
(defn choose [] (reset! chosen (doall (map (fn [_] (rand-nth mixed)) (range 6)))))
(defn together []
  (let [ps (doall (map (fn [[name f]] (spawn (fn [] (if (f) nil name)))) @chosen))
        wrong (doall (keep (fn [p] (try @p (catch :memory e nil) (catch :interrupt e nil))) ps))]
    (or (empty? wrong) wrong)))
