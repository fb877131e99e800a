;; tests
;; On a machine with a new store.
(def first-number (commit!))
(integer? first-number) => true
(defdurable counter (atom 0))
(def names {:a 1})
(dotimes [i 5] (swap! counter inc))
(def five (tag! "five"))
(> five first-number) => true
(swap! counter + 10) => 15
(def names {:a 2})
(sync) => nil
(= five (get (tags) "five")) => true
(as-of "five" counter) => 5
(as-of five counter) => 5
(as-of five names) => {:a 1}
(as-of (commit!) names) => {:a 2}
(as-of first-number counter) => nil
(as-of "six" counter) =>! "there is no commit with the tag"
(as-of 1000000 counter) =>! "there is no commit 1000000"
(restore! 1000000) =>! "there is no commit 1000000"
(restore! "six") =>! "there is no commit with the tag"
(count (history 2)) => 2
(apply > (map :commit (history))) => true
(some (fn [c] (when (= "five" (:tag c)) (:commit c))) (history)) => five
(:commit (last (history))) => 1
(every? (fn [c] (pos? (:cells c))) (take 1 (reverse (history)))) => true
(> (:time (first (history 1))) 1700000000000) => true
(pos? (:segments (store-stats))) => true
(= (:commits (store-stats)) (:commit (first (history 1)))) => true
;; Values that share parts, wide and deep ones, and each kind of them, as they were.
(def kinds [nil true \a 1 -7 1.5 1234567890123456789 "text" (apply str (repeat 5000 "long ")) :key 'symbol
            '(1 2 3) [1 [2]] {:a {:b 1}} #{1 2} (range 3) #"re+" (vec (range 2000))])
(def kinds-text (pr-str kinds))
(def deep (reduce (fn [l i] (list i l)) nil (range 3000)))
(def shared (let [part (vec (range 40))] [part part [part]]))
(def kinds-number (commit!))
(= kinds-text (pr-str (as-of kinds-number kinds))) => true
(= deep (as-of kinds-number deep)) => true
(let [[a b [c]] (as-of kinds-number shared)] (and (identical? a b) (identical? a c))) => true
(identical? shared (as-of kinds-number shared)) => true
;; A process that asks has its commit, others go on.
(def done (atom 0))
(def askers (doall (map (fn [i] (spawn (fn [] (swap! done inc) (commit!)))) (range 5))))
(apply <= (map deref askers)) => true
(as-of @(last askers) done) => 5
;; A process that waits for the outside while commits are made, with what its requests have to remember.
(let [p (spawn (fn [] (dotimes [i 60] (slurp "tests/store/store.lisp")) :done))] (dotimes [i 5] (commit!)) @p) => :done
;; One atom within another is what the outer one held.
(def outer (atom (atom 1)))
(def itself (atom nil))
(do (reset! itself itself) (atom? (as-of (commit!) itself))) => true
(atom? (as-of (commit!) outer)) => true
