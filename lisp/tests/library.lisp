;; tests
;; Transducers, predicates, numbers, volatiles, delays, multimethods: what the other files do not have.
;; transducers
(into [] (map-indexed vector) [:a :b]) => [[0 :a] [1 :b]]
(into [] (keep-indexed (fn [i x] (when (odd? i) x))) [:a :b :c :d]) => [:b :d]
(into [] (filter odd?) [1 2 3]) => [1 3]
(into [] (remove odd?) [1 2 3]) => [2]
(into [] (keep (fn [x] (when (odd? x) (- x)))) [1 2 3]) => [-1 -3]
(into [] (take 2) [1 2 3]) => [1 2]
(into [] (take 0) [1 2 3]) => []
(into [] (take-while odd?) [1 3 4 5]) => [1 3]
(into [] (drop 2) [1 2 3 4]) => [3 4]
(into [] (drop 0) [1]) => [1]
(into [] (drop-while odd?) [1 3 4 5]) => [4 5]
(into [] (take-nth 2) [1 2 3 4 5]) => [1 3 5]
(into [] (distinct) [1 2 1 3 2]) => [1 2 3]
(into [] (dedupe) [1 1 2 2 1]) => [1 2 1]
(into [] (interpose 0) [1 2 3]) => [1 0 2 0 3]
(into [] (partition-all 2) [1 2 3]) => [[1 2] [3]]
(into [] (partition-all 2) []) => []
(into [] (partition-by odd?) [1 3 2 5]) => [[1 3] [2] [5]]
(into [] (comp (partition-all 2) (take 1)) (range)) => [[0 1]]
(into [] cat [[1 2] [3] nil [4]]) => [1 2 3 4]
(into [] (comp cat (take 3)) [[1 2] [3 4] [5]]) => [1 2 3]
(into [] (replace {1 :one}) [1 2]) => [:one 2]
(into [] (mapcat (fn [x] [x x])) [1 2]) => [1 1 2 2]
(into [] (comp (map inc) (filter odd?) (take 2)) (range)) => [1 3]
(transduce (map inc) + [1 2 3]) => 9
(transduce (map inc) conj [] [1 2]) => [2 3]
(transduce (filter odd?) (completing + str) 0 [1 2 3]) => "4"
(transduce cat (completing conj) [] [[1] [2]]) => [1 2]
((completing conj) [1]) => [1]
(sequence (take 2) [1 2 3]) => '(1 2)
(sequence nil) => ()
(sequence [1 2]) => '(1 2)
(reduced? (reduced 1)) => true
(reduced? 1) => false
(unreduced (reduced 1)) => 1
(unreduced 2) => 2
@(reduced 3) => 3
;; predicates
(any? nil) => true
(true? true) => true
(true? 1) => false
(false? false) => true
(false? nil) => false
(nil? nil) => true
(nil? false) => false
(some? nil) => false
(some? false) => true
(boolean nil) => false
(boolean 0) => true
(set? #{}) => true
(set? {}) => false
(vector? []) => true
(vector? '()) => false
(counted? [1]) => true
(counted? (map inc [1])) => false
(seqable? "a") => true
(seqable? nil) => true
(seqable? 5) => false
(map-entry? (first {:a 1})) => true
(map-entry? 5) => false
(ident? 'a) => true
(ident? "a") => false
(simple-ident? :a) => true
(simple-ident? :a/b) => false
(qualified-ident? :a/b) => true
(qualified-ident? 'a) => false
(qualified-keyword? :a/b) => true
(qualified-keyword? 'a/b) => false
(simple-symbol? 'a) => true
(simple-symbol? 'a/b) => false
(special-symbol? 'if) => true
(special-symbol? 'inc) => false
(neg-int? -1) => true
(neg-int? -1.0) => false
(pos-int? 1) => true
(nat-int? 0) => true
(float? 1.5) => true
(float? 1) => false
(distinct? 1 2 3) => true
(distinct? 1 2 1) => false
(distinct? 1) => true
((every-pred pos? even?) 2 4) => true
((every-pred pos? even?) 2 3) => false
((every-pred pos?)) => true
((some-fn :a :b) {:b 1}) => 1
((some-fn pos? even?) -1 -3) => nil
(atom? (atom 1)) => true
(atom? 1) => false
(continuation? (prompt :a (fn [] (control :a identity)))) => true
(continuation? inc) => false
((comparator <) 1 2) => -1
((comparator <) 2 2) => 0
(rand-int 0) => 0
;; numbers
(bit-and-not 7 2) => 5
(long 2.9) => 2
(long \a) => 97
(ceil 1.2) => 2.0
(floor -1.2) => -2.0
(parse-boolean "true") => true
(parse-boolean "false") => false
(parse-boolean "yes") => nil
(contains? #{1 2 3} (rand-nth [1 2 3])) => true
(rand-nth []) =>! "out of bounds"
(sort (comparator (fn [a b] (> a b))) [1 3 2]) => '(3 2 1)
;; sequences
(ffirst [[1 2] [3]]) => 1
(ffirst nil) => nil
(fnext [1 2]) => 2
(fnext [1]) => nil
(nnext [1 2 3]) => '(3)
(nnext [1 2]) => nil
(nfirst [[1 2] 3]) => '(2)
(filterv odd? [1 2 3]) => [1 3]
(vector? (filterv odd? [])) => true
(dorun (map inc [1 2])) => nil
(let [a (atom 0)] (dorun (map (fn [x] (swap! a + x)) [1 2 3])) @a) => 6
(lazy-cat [1] nil [2 3]) => '(1 2 3)
(take 2 (lazy-cat [1 2] (throw (ex-info "not looked at" nil)))) => '(1 2)
(hash-set 1 2 1) => #{1 2}
(hash-set) => #{}
(val (first {:a 1})) => 1
(key (first {:a 1})) => :a
(list? (apply list (range 3))) => true
(let [a (atom 0)] (first (partition 2 (map (fn [x] (swap! a inc) x) (range 10)))) @a) => 2
(take 5 (mapcat (fn [x] (if (even? x) [] [x x])) (range))) => '(1 1 3 3 5)
(mapcat identity [nil [] [1] nil]) => '(1)
(mapcat identity nil) => ()
(for [x [1 2 3] :while (< x 3) y [:a :b] :when (not= [x y] [1 :b])] [x y]) => '([1 :a] [2 :a] [2 :b])
(for [x (range 3) :let [y (* x x)] :when (pos? y)] y) => '(1 4)
(for [[a b] [[1 2] [3 4]]] (+ a b)) => '(3 7)
(take 2 (for [x (range) y [x]] y)) => '(0 1)
(partition 3 3 [:x] [1 2 3 4]) => '((1 2 3) (4 :x))
(partition 2 []) => ()
(sort-by - [1 3 2]) => '(3 2 1)
(sort-by :a > [{:a 1} {:a 2}]) => '({:a 2} {:a 1})
(sort-by first (map vector (cycle [1 0]) (range 6))) => '([0 1] [0 3] [0 5] [1 0] [1 2] [1 4])
(sort [:b :a nil]) => '(nil :a :b)
(sort [1 "a"]) =>! "cannot compare"
(sort nil) => ()
(sort < []) => ()
(every? (fn [n] (let [v (mapv (fn [i] (rem (* i 7919) 1009)) (range n))] (= (sort v) (sort < v) (sort compare v)))) (range 40)) => true
;; views of vectors, strings and ranges, walked over the ends of their chunks
(every? (fn [n] (let [v (vec (range n))] (and (= v (seq v) (map identity v) (reduce conj [] v)) (= n (count (or (next (cons 0 v)) ())))))) (range 1 40)) => true
(every? (fn [n] (= n (count (rest (range (inc n)))) (count (drop 1 (vec (range (inc n))))))) (range 40)) => true
(every? (fn [n] (let [s (apply str (repeat n "ñ"))] (= n (count (seq s)) (count (map identity s))))) (range 1 40)) => true
(count (rest (range 100000))) => 99999
(count (nthnext (vec (range 100)) 90)) => 10
(rest (range 5 -15 -7)) => '(-2 -9)
(take 4 (rest (range 0 nil 5))) => '(5 10 15 20)
(first (drop 20 (range 536870892 nil 1))) =>! "beyond 30 bits"
(last (take 19 (range 536870892 nil 1))) => 536870910
;; case, condp, letfn
(mapv (fn [x] (case x 0 :a 1 :b 2 :c 3 :d 4 :e 5 :f (6 7) :g :other)) [0 3 5 6 7 8 nil]) => [:a :d :f :g :g :other :other]
(mapv (fn [x] (case x "a" 1 :b 2 c 3 \d 4 nil 5 [1 x] 6 (7 8.5) 7 0)) ["a" :b 'c \d nil '[1 x] 8.5 false]) => [1 2 3 4 5 6 7 0]
(case 9 1 1 2 2 3 3 4 4 5 5) =>! "case: no clause for 9"
(case 1 1 :a 1 :b) =>! "a constant occurs twice"
(case (throw (ex-info "once" nil)) 1 1) =>! "once"
(let [n (atom 0)] (case (swap! n inc) 1 :a 2 :b 3 :c 4 :d 5 :e) @n) => 1
(condp some [1 2 3] #{9} :>> inc #{2} :>> inc :none) => 3
(condp = 5 1 :a) =>! "condp: no clause for 5"
(letfn [(f ([] (f 1)) ([a] (f a 2)) ([a b & c] [a b c]))] [(f) (f 5) (f 1 2 3 4)]) => [[1 2 nil] [5 2 nil] [1 2 '(3 4)]]
(letfn [(f [[a b]] (+ a b))] (f [1 2])) => 3
;; places for values
@(volatile! 1) => 1
(volatile? (volatile! 1)) => true
(volatile? 1) => false
(let [v (volatile! 1)] [(vreset! v 5) (vswap! v + 1 2) @v]) => [5 8 8]
(let [n (atom 0) d (delay (swap! n inc))] [(realized? d) @d @d (realized? d) (force d) @n]) => [false 1 1 true 1 1]
@(delay nil) => nil
(delay? (delay 1)) => true
(delay? 1) => false
(force 5) => 5
(pr-str (delay 1)) => "#<delay>"
@(delay (throw (ex-info "late" nil))) =>! "late"
(realized? 5) => true
;; multimethods
(defmulti area "Of a shape." :shape)
(defmethod area :square [{:keys [side]}] (* side side))
(defmethod area :rectangle [{:keys [a b]}] (* a b))
(map area [{:shape :square :side 3} {:shape :rectangle :a 2 :b 3}]) => '(9 6)
(area {:shape :circle}) =>! "no method for :circle"
(defmethod area :default [_] :unknown)
(area {:shape :circle}) => :unknown
(sort (keys (methods area))) => '(:default :rectangle :square)
((get-method area :square) {:side 2}) => 4
(do (remove-method area :default) (get-method area :circle)) => nil
(do (defmulti area :other) (area {:shape :square :side 1})) => 1
(defmulti sum (fn ([a] :one) ([a b] :two)))
(defmethod sum :one [a] a)
(defmethod sum :two [a b] (+ a b))
[(sum 1) (sum 1 2)] => [1 3]
;; output
(with-out-str (printf "%d-%s" 1 "a")) => "1-a"
(prn-str [1 "a"] \b) => "[1 \"a\"] \\b\n"
(println-str "a" 1) => "a 1\n"
(flush) => nil
(starts-with? (with-out-str (time (+ 1 1))) "cycles: ") => true
(let [r (atom 0)] (with-out-str (reset! r (time 5))) @r) => 5
(let [a (cycles)] (< a (cycles))) => true
(gc) => nil
(fn? read-line) => true
(fn? run-tests) => true
;; errors
(ex-type (try (first 5) (catch :default e e))) => :type
(ex-type 5) => nil
(ex-message 5) => nil
(ex-data (ex-info "m" {:a 1})) => {:a 1}
(ex-cause (ex-info "m" nil :why)) => :why
