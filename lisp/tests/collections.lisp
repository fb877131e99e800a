;; tests
;; Vectors, maps, sets, lists: access, change, equality, printing.
[1 2 3] =>> "[1 2 3]"
(vector) => []
(vec '(1 2)) => [1 2]
(vec nil) => []
(conj [1] 2 3) => [1 2 3]
(conj nil 1) => '(1)
(conj '(1) 2) =>> "(2 1)"
(conj {:a 1} [:b 2]) => {:a 1 :b 2}
(conj {:a 1} {:b 2}) => {:a 1 :b 2}
(conj {:a 1} 5) =>! "expected a map or a vector"
(conj #{1} 1 2) => #{1 2}
(conj 5 1) =>! "expected a collection"
(nth [1 2 3] 1) => 2
(nth [1 2 3] 3) =>! "index 3 is out of bounds"
(nth [1 2 3] 3 :none) => :none
(nth '(1 2 3) 2) => 3
(nth (map inc [1 2 3]) 2) => 4
(nth (map inc [1 2 3]) 10000000000 :none) => :none
(nth '(1) 1000000000) =>! "index 1000000000 is out of bounds"
(nth (map inc [1]) -1000000000) =>! "index -1000000000 is out of bounds"
(nth "abc" 1) => \b
(nth nil 3) => nil
(nth [1] -1) =>! "out of bounds"
(nth [1] :a) =>! "expected an integer"
([1 2 3] 0) => 1
([1 2 3] 5) =>! "out of bounds"
(get [1 2] 1) => 2
(get [1 2] 9) => nil
(get nil :a) => nil
(get {:a 1} :b 5) => 5
({:a 1} :a) => 1
({:a 1} :b 2) => 2
(:a {:a 1}) => 1
(:a nil 3) => 3
('a {'a 1}) => 1
(#{1 2} 2) => 2
(#{1 2} 3) => nil
(#{nil} nil :none) => nil
(contains? #{nil} nil) => true
(assoc [1 2] 0 :x) => [:x 2]
(assoc [1 2] 2 3) => [1 2 3]
(assoc [1 2] 5 3) =>! "out of range"
(assoc nil :a 1) => {:a 1}
(assoc {} :a 1 :b 2) => {:a 1 :b 2}
(assoc {} :a) =>! "wrong number of arguments"
(assoc {} :a 1 :b) =>! "has no value"
(dissoc {:a 1 :b 2} :a) => {:b 2}
(dissoc {:a 1} :x) => {:a 1}
(dissoc nil :x) => nil
(disj #{1 2} 1) => #{2}
(peek [1 2]) => 2
(peek '(1 2)) => 1
(peek []) => nil
(pop [1 2]) => [1]
(pop []) =>! "the vector is empty"
(pop '(1 2)) => '(2)
(count nil) => 0
(count [1 2]) => 2
(count "añb") => 3
(count {:a 1}) => 1
(count 5) =>! "expected a collection"
(subvec [0 1 2 3 4] 1 3) => [1 2]
(subvec [0 1 2] 1) => [1 2]
(subvec [0 1 2] 2 1) =>! "out of range"
;; large vectors: every size near the edges of the tree
(every? (fn [n] (= (reduce conj [] (range n)) (range n))) [0 1 31 32 33 63 64 65 1023 1024 1025 1056 1057 1088 1089]) => true
(every? (fn [n] (= (vec (range n)) (reduce conj [] (range n)))) [1 32 33 1056 1057 2000]) => true
(let [v (vec (range 33000))] [(nth v 0) (nth v 31) (nth v 32) (nth v 1024) (nth v 32767) (nth v 32768) (nth v 32999)]) => [0 31 32 1024 32767 32768 32999]
(let [v (vec (range 2000)) w (reduce (fn [v i] (assoc v i (- i))) v (range 0 2000 7))] [(count w) (reduce + v) (nth w 7) (nth w 8) (nth w 1995)]) => [2000 1999000 -7 8 -1995]
(loop [v (vec (range 1100)) n 1100] (if (= n 0) v (if (= (peek v) (dec n)) (recur (pop v) (dec n)) [:wrong n]))) => []
(let [v (vec (range 1057))] (= (conj (pop (pop v)) :x) (conj (vec (range 1055)) :x))) => true
;; maps
{:a 1} =>> "{:a 1}"
{:a 1, :b 2} =>> "{:a 1, :b 2}"
(= {:a 1 :b 2} {:b 2 :a 1}) => true
(= {:a 1} {:a 2}) => false
(= {:a nil} {:b nil}) => false
(hash-map :a 1) => {:a 1}
(hash-map :a) =>! "has no value"
(let [m (reduce (fn [m i] (assoc m i (* i i))) {} (range 1000))] [(count m) (get m 0) (get m 999) (get m 1000) (reduce + (keys m))]) => [1000 0 998001 nil 499500]
(let [m (reduce (fn [m i] (assoc m (str "k" i) i)) {} (range 500))] (= m (reduce (fn [m i] (assoc m (str "k" i) i)) {} (reverse (range 500))))) => true
(let [m (reduce (fn [m i] (assoc m i i)) {} (range 300)) n (reduce dissoc m (range 5 300))] [(count n) (= n {0 0 1 1 2 2 3 3 4 4}) (= {0 0 1 1 2 2 3 3 4 4} n)]) => [5 true true]
(reduce dissoc (zipmap (range 100) (range 100)) (range 100)) => {}
(let [m {[1 2] :v '(3) :l {:a 1} :m #{1} :s "x" :str 1.5 :d 4294967296 :i}] (mapv m ['(1 2) [3] {:a 1} #{1} "x" 1.5 4294967296])) => [:v :l :m :s :str :d :i]
(get (assoc {} nil 1 false 2) nil) => 1
(find {:a nil} :a) => [:a nil]
(find {:a nil} :b) => nil
(keys {}) => nil
(vals {:a 1}) => [1]
(merge {:a 1} nil {:b 2}) => {:a 1 :b 2}
(merge nil nil) => nil
(merge-with + {:a 1 :b 2} {:a 3}) => {:a 4 :b 2}
(select-keys {:a 1 :b 2 :c nil} [:a :c :d]) => {:a 1 :c nil}
(zipmap [:a :b] [1 2 3]) => {:a 1 :b 2}
(get-in {:a {:b [1 2]}} [:a :b 1]) => 2
(get-in {:a 1} [:x :y] :none) => :none
(assoc-in {} [:a :b] 1) => {:a {:b 1}}
(update {:a 1} :a inc) => {:a 2}
(update {:a 1} :a + 10 20) => {:a 31}
(update-in {:a {:b 1}} [:a :b] * 5) => {:a {:b 5}}
(update-vals {:a 1} inc) => {:a 2}
(update-keys {:a 1} name) => {"a" 1}
(reduce-kv (fn [a k v] (+ a k v)) 0 {1 2 3 4}) => 10
(reduce-kv (fn [a i v] (+ a (* i v))) 0 [5 6 7]) => 20
(group-by even? [1 2 3 4]) => {false [1 3] true [2 4]}
(frequencies "abca") => {\a 2 \b 1 \c 1}
(map-invert {:a 1}) => {1 :a}
(rename-keys {:a 1} {:a :b}) => {:b 1}
(into {} [[:a 1] [:b 2]]) => {:a 1 :b 2}
(into [] '(1 2)) => [1 2]
(into '() [1 2]) => '(2 1)
(into #{} [1 1 2]) => #{1 2}
(into [1] [2]) => [1 2]
(meta (into ^{:x 1} [] [1])) => {:x 1}
;; sets
(set [1 2 2]) => #{1 2}
(= #{1 2 3} #{3 2 1}) => true
(= #{1} [1]) => false
(union #{1} #{2} #{3}) => #{1 2 3}
(intersection #{1 2 3} #{2 3 4}) => #{2 3}
(difference #{1 2 3} #{2}) => #{1 3}
(subset? #{1} #{1 2}) => true
(superset? #{1} #{1 2}) => false
(count (set (range 1000))) => 1000
;; equality and hashes over kinds
(= [1 2] '(1 2)) => true
(= [1 2] (map identity [1 2])) => true
(= [] ()) => true
(= [] nil) => false
(= [] {}) => false
(= "a" \a) => false
(= 'a 'a) => true
(= :a 'a) => false
(= [1 [2 #{3}]] (list 1 (list 2 #{3}))) => true
(= (hash [1 2]) (hash '(1 2)) (hash (map identity [1 2]))) => true
(= (hash ()) (hash [])) => true
(= (hash {:a 1 :b 2}) (hash {:b 2 :a 1})) => true
(= ^{:a 1} [1] [1]) => true
(= 1 1 1) => true
(= 1 1 2) => false
(not= 1 2) => true
(compare [1 2] [1 3]) => -1
(compare "a" "b") => -1
(compare :a :b) => -1
(compare nil 1) => -1
(compare 1 "a") =>! "cannot compare"
(sort [3 1 2]) => [1 2 3]
(sort []) => []
(sort > [1 3 2]) => [3 2 1]
(sort ["b" "a"]) => ["a" "b"]
(sort-by first [[2 :a] [1 :b] [2 :c] [1 :d]]) => [[1 :b] [1 :d] [2 :a] [2 :c]]
(sort-by count > ["a" "ccc" "bb"]) => ["ccc" "bb" "a"]
(let [v (mapv (fn [i] (rem (* i 7919) 1009)) (range 1000))] (apply < (sort (distinct v)))) => true
(empty [1 2]) => []
(empty {:a 1}) => {}
(empty? []) => true
(empty? "a") => false
(not-empty []) => nil
(every? map? [{} {:a 1}]) => true
(list? '(1)) => true
(list? [1]) => false
(seq? (map inc [])) => true
(coll? "a") => false
(sequential? [1]) => true
(associative? {}) => true
(identical? [] []) => false
(let [x [1]] (identical? x x)) => true
(meta ^:private []) => {:private true}
(meta (with-meta [1] {:a 1})) => {:a 1}
(meta (vary-meta ^{:a 1} {} assoc :b 2)) => {:a 1 :b 2}
(with-meta 5 {}) =>! "can have metadata"
(meta '^{:x 1} s) => {:x 1}
(= 's '^{:x 1} s) => true
