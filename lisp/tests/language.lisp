;; tests
;; Special forms, functions, destructuring, macros, state, errors, namespaces.
(if nil 1 2) => 2
(if () 1 2) => 1
(if false 1) => nil
(do) => nil
(do 1 2) => 2
(let [] 5) => 5
(let [x 1 y (+ x 1) x 10] [x y]) => [10 2]
(let [[a [b] & c :as all] [1 [2] 3 4]] [a b c all]) => [1 2 '(3 4) [1 [2] 3 4]]
(let [[a b] nil] [a b]) => [nil nil]
(let [{:keys [a b] :or {b 5} :as m} {:a 1}] [a b m]) => [1 5 {:a 1}]
(let [{x :a {y :b} :c} {:a 1 :c {:b 2}}] [x y]) => [1 2]
(let [{:strs [a] :syms [b]} {"a" 1 'b 2}] [a b]) => [1 2]
(let [{:keys [:k a/b]} {:k 1 :a/b 2}] [k b]) => [1 2]
(let [{:n/keys [x]} {:n/x 3}] x) => 3
((fn [& {:keys [a]}] a) :a 1) => 1
((fn [[a b] {c :c}] [a b c]) [1 2] {:c 3}) => [1 2 3]
(loop [i 0 acc []] (if (< i 3) (recur (inc i) (conj acc i)) acc)) => [0 1 2]
(loop [[x & xs] [1 2 3] sum 0] (if x (recur xs (+ sum x)) sum)) => 6
(loop [i 5] (if (pos? i) (recur (identity (dec i))) i)) => 0
(loop [a 1 b 2 n 0] (if (< n 3) (recur b a (inc n)) [a b])) => [2 1]
(loop [fs [] i 0] (if (< i 3) (recur (conj fs (fn [] i)) (inc i)) (mapv (fn [f] (f)) fs))) => [0 1 2]
((fn f [n] (if (zero? n) 1 (* n (f (dec n))))) 10) => 3628800
((fn ([] 0) ([a] 1) ([a b & c] (+ 2 (count c)))) 1 2 3) => 3
(map (fn ([] 0) ([a] [:one a])) [1]) => '([:one 1])
((fn [a & b] b) 1) => nil
((fn [x] (if (> x 3) x (recur (inc x)))) 0) => 4
((fn [& xs] (if (next xs) (recur (rest xs)) xs)) 1 2 3) => '(3)
(let [x 1] ((fn [] ((fn [] (+ x 1)))))) => 2
(let [f (fn [x] (fn [y] (fn [z] [x y z])))] (((f 1) 2) 3)) => [1 2 3]
(letfn [(ev [n] (if (zero? n) true (od (dec n)))) (od [n] (if (zero? n) false (ev (dec n))))] [(ev 10) (od 10)]) => [true false]
((fn [a]) 1) => nil
((fn [a] a)) =>! "wrong number of arguments: 0"
(first) =>! "wrong number of arguments"
(5 1) =>! "expected a function, got 5"
(nil) =>! "expected a function, got nil"
undefined-thing =>! "unable to resolve symbol: undefined-thing"
(let [1 2] 3) =>! "not a binding form"
(let [a] 3) =>! "pairs"
(recur 1) =>! "wrong number of values"
(+ 1 (loop [] (+ 1 (recur)))) =>! "not in tail position"
(fn [& a b] 1) =>! "& must be followed"
(fn 5) =>! "parameters"
(if) =>! "if takes"
(declare later)
later =>! "is unbound"
(defn uses-later [] (later))
(defn later [] :now)
(uses-later) => :now
(def ^{:doc "a number"} documented 5)
(:doc (meta #'documented)) => "a number"
(defn with-doc "says" {:added 1} ([a] a) ([a b] b))
(select-keys (meta #'with-doc) [:doc :arglists :added]) => {:doc "says" :arglists '([a] [a b]) :added 1}
(do (defonce once 1) (defonce once 2) once) => 1
;; conditionals
(when true 1 2) => 2
(when-not true 1) => nil
(if-not false 1 2) => 1
(cond false 1 nil 2) => nil
(cond false 1 :else 3) => 3
(and) => true
(and 1 2) => 2
(and 1 nil 2) => nil
(or) => nil
(or nil false 3) => 3
(or nil false) => false
(if-let [x 5] x :none) => 5
(if-let [[a] nil] a :none) => :none
(when-let [x nil] 1) => nil
(if-some [x false] [x] :none) => [false]
(when-some [x nil] 1) => nil
(when-first [x [1 2]] x) => 1
(case 1 1 :one 2 :two) => :one
(case 'b (a b) :ab :other) => :ab
(case "x" "x" 1) => 1
(case [1 2] [1 2] :v) => :v
(case 5 1 1 :none) => :none
(case 5 1 1) =>! "no clause for 5"
(condp = 2 1 :a 2 :b) => :b
(condp < 5 10 :x :y) => :y
(-> 5 inc (- 2)) => 4
(->> [1 2] (map inc) (reduce +)) => 5
(as-> 1 x (+ x 1) [x x]) => [2 2]
(some-> {:a {:b 1}} :a :b inc) => 2
(some-> {:a nil} :a :b inc) => nil
(some->> [1] (map inc) first) => 2
(cond-> 1 true inc false (* 100)) => 2
(cond->> [1] true (map inc)) => '(2)
(let [a (atom 0)] (while (< @a 3) (swap! a inc)) @a) => 3
(let [a (atom [])] (doto a (swap! conj 1) (swap! conj 2)) @a) => [1 2]
;; functions on functions
((comp inc inc) 1) => 3
((comp) 1) => 1
((comp str + inc) 1) => "2"
((partial + 1 2) 3) => 6
((complement even?) 1) => true
((constantly 5) 1 2) => 5
((juxt inc dec) 5) => [6 4]
((fnil inc 0) nil) => 1
(trampoline (fn f [n] (if (zero? n) :done (fn [] (f (dec n))))) 100) => :done
(let [n (atom 0) f (memoize (fn [x] (swap! n inc) (* x x)))] [(f 2) (f 2) @n]) => [4 4 1]
(let [n (atom 0) d (delay (swap! n inc))] [(force d) (force d) @n]) => [1 1 1]
(ifn? :a) => true
(fn? inc) => true
(fn? :a) => false
(identity nil) => nil
;; macros
(defmacro unless [c & body] `(if ~c nil (do ~@body)))
(unless false 1 2) => 2
(defmacro twice [x] `(let [v# ~x] [v# v#]))
(let [n (atom 0)] (twice (swap! n inc))) => [1 1]
(let [v 5] (twice v)) => [5 5]
`(1 ~(+ 1 1) ~@[3 4]) => '(1 2 3 4)
`[1 ~@[2 3]] => [1 2 3]
`{:a ~(+ 1 1)} => {:a 2}
`#{~(+ 1 1)} => #{2}
`inc => 'lith.core/inc
`foo => 'user/foo
`if => 'if
`() => ()
(map meta [`^:a [1] `^{:a ~(+ 1 2)} x `^:b (1 2)]) => [{:a true} {:a 3} {:b true}]
``a => ''user/a
(let [x 1] (eval `(let [~'y 5] `[x ~~'y ~~x]))) => '[user/x 5 1]
(= `x# `x#) => false
(let [[a b] `[x# x#]] (= a b)) => true
~x =>! "~ outside a syntax quote"
(inc ~@x) =>! "~@ outside a syntax quote"
(eval (list 'unquote-splicing 1)) =>! "~@ outside a syntax quote"
(eval (list 'unquote 1)) =>! "~ outside a syntax quote"
`~@[1] =>! "~@ outside a list"
;; what the reader makes of a form does not depend on the names of locals
(let [fn 1 deref 2 quote 3 var 4] [(#(inc %) 5) @(atom 6) 'a (var? #'inc)]) => [6 6 'a true]
(let [if 1 do 2 let* 3] (if if (do do) let*)) => 2
(macroexpand-1 '(when a b)) => '(if a (do b))
(macroexpand '(when-not a b)) => '(if a nil (do b))
(let [when (fn [x] [:local x])] (when 5)) => [:local 5]
(eval '(+ 1 2)) => 3
(eval (list 'let ['x 1] 'x)) => 1
(defmulti area :shape)
(defmethod area :square [{:keys [side]}] (* side side))
(defmethod area :default [_] 0)
(map area [{:shape :square :side 3} {:shape :x}]) => '(9 0)
;; state
(let [a (atom 1)] [(deref a) (reset! a 2) @a (swap! a + 1 2) (compare-and-set! a 5 6) (compare-and-set! a 5 7) @a]) => [1 2 2 5 true false 6]
(swap-vals! (atom 1) inc) => [1 2]
(reset-vals! (atom 1) 5) => [1 5]
(reset! (atom-view (atom 1)) 2) =>! "sealed"
@(atom-view (atom 1)) => 1
(deref 5) =>! "expected an atom"
(def ^:dynamic *level* 1)
(defn level [] *level*)
[(binding [*level* 2] (level)) (level)] => [2 1]
(do (try (binding [*level* 3] (throw (ex-info "x" {}))) (catch :default e nil)) *level*) => 1
(alter-var-root #'*level* + 10) => 11
;; errors
(try 1 (finally 2)) => 1
(try (throw (ex-info "m" {:a 1})) (catch Exception e [(ex-message e) (ex-data e)])) => ["m" {:a 1}]
(try (throw 5) (catch :default e e)) => 5
(try (first 5) (catch :type e (:type e))) => :type
(try (try (first 5) (catch :arity e 1)) (catch :type e 2)) => 2
(try (try (throw (ex-info "in" {})) (finally nil)) (catch :default e (ex-message e))) => "in"
(try (try (throw (ex-info "a" {})) (catch :default e (throw (ex-info "b" {} e)))) (catch :default e (ex-message (ex-cause e)))) => "a"
(let [log (atom [])] (try (try (swap! log conj 1) (throw (ex-info "x" {})) (finally (swap! log conj 2))) (catch :default e (swap! log conj 3)) (finally (swap! log conj 4))) @log) => [1 2 3 4]
(let [log (atom [])] (try (try (throw (ex-info "x" {})) (catch :default e (throw (ex-info "y" {}))) (finally (swap! log conj :f))) (catch :default e (swap! log conj (ex-message e)))) @log) => [:f "y"]
(loop [i 0 n 0] (if (< i 5) (recur (inc i) (+ n (try (if (odd? i) (throw (ex-info "" {})) 1) (catch :default e 10)))) n)) => 23
(defn thrower [] (first 5))
(let [t (try (thrower) (catch :default e (ex-trace e)))] (take 1 (map (fn [[f file]] f) t))) => '(thrower)
(assert (= 1 2)) =>! "assertion failed: (= 1 2)"
(throw (ex-info "plain" nil)) =>! "plain"
(error? (ex-info "" nil)) => true
(nth [] 0) =>! "nth: index 0 is out of bounds"
(try (throw nil) (catch :default e [:caught e])) => [:caught nil]
;; continuations
(reset 5) => 5
(+ 1 (reset (+ 10 (shift k 5)))) => 6
(+ 1 (reset (+ 10 (shift k (k 5))))) => 16
(reset (+ 10 (shift k (+ (k 1) (k 2))))) => 23
(let [k (reset (+ 1 (shift k k)))] [(k 1) (k 2) (k (k 3))]) => [2 3 5]
(reset (let [x (shift k (map k [1 2 3]))] (* x x))) => '(1 4 9)
(defn generate [f] (reset (f (fn [x] (shift k (cons x (lazy-seq (k nil)))))) nil))
(generate (fn [yield] (yield 1) (yield 2) (doseq [x [3 4]] (yield x)))) => '(1 2 3 4)
(take 3 (generate (fn [yield] (loop [n 0] (yield n) (recur (inc n)))))) => '(0 1 2)
;; what is left of a generator does not grow
(count (take 2000 (generate (fn [yield] (loop [n 0] (yield n) (recur (inc n))))))) => 2000
(defn amb-tree [f] (reset [(f (fn [xs] (shift k (vec (mapcat k xs)))))]))
(amb-tree (fn [amb] (let [a (amb [1 2 3]) b (amb [4 5])] (* a b)))) => [4 5 8 10 12 15]
(reset (try (shift k (k 1)) (finally 2))) => 1
(reset (try (+ 1 (shift k (try (k :a) (catch :default e :outer)))) (catch :default e :inner))) => :inner
(let [k (reset (try (shift k k) (catch :default e [:caught (ex-message e)])))] [(k 1) (k 2)]) => [1 2]
(prompt :a (fn [] (+ 1 (prompt :b (fn [] (+ 10 (control :a (fn [k] (k 100))))))))) => 111
(prompt :a (fn [] (control :b identity))) =>! "no prompt has the tag :b"
(shift k 1) =>! "no prompt"
(let [deep (fn deep [n] (if (zero? n) (shift k (+ (k 1) (k 2))) (inc (deep (dec n)))))] (reset (deep 5000))) => 10003
;; depth
(defn deep [n] (if (zero? n) 0 (inc (deep (dec n)))))
(deep 100000) => 100000
(deep 1000) => 1000
(count (pr-str (reduce (fn [a _] [a]) [] (range 100)))) => 202
(pr-str (reduce (fn [a _] [a]) [] (range 8000))) =>! "nested too deeply"
(= (reduce (fn [a _] [a]) [] (range 8000)) (reduce (fn [a _] [a]) [] (range 8000))) =>! "nested too deeply"
(read-string (apply str (repeat 8000 "("))) =>! "nested too deeply"
(eval (reduce (fn [a _] (list 'inc a)) 0 (range 8000))) =>! "too"
(reduce + (map inc (range 200000))) => 20000100000
;; namespaces
(namespace `here) => "user"
(ns other)
(def x 5)
(defn get-x [] x)
(ns user (:require [other :as o :refer [get-x]]))
(namespace `here) => "user"
[o/x other/x (get-x) ::o/k] => [5 5 5 :other/k]
(require 'nowhere) =>! "there is no namespace nowhere"
(def first 5)
first => 5
(lith.core/first [1]) => 1

;; Primitives as values: called, applied, started again while they wait for lazy sequences.
(fn? inc) => true
(ifn? count) => true
(= inc inc) => true
(= inc dec) => false
(pr-str count) => "#<fn count>"
(map count [(map inc [1 2]) (filter odd? [1 2 3])]) => [2 2]
(let [f str] (f (map inc [1 2]) (map dec [1 2]))) => "(2 3)(0 1)"
(apply str "a" (map inc [1 2 3])) => "a234"
(apply = [(map inc [1 2]) (filter even? [2 3])]) => false
(apply str (map (fn [n] (map inc (range n))) (range 12))) =>> "\"()(1)(1 2)(1 2 3)(1 2 3 4)(1 2 3 4 5)(1 2 3 4 5 6)(1 2 3 4 5 6 7)(1 2 3 4 5 6 7 8)(1 2 3 4 5 6 7 8 9)(1 2 3 4 5 6 7 8 9 10)(1 2 3 4 5 6 7 8 9 10 11)\""
(apply count [[1] [2]]) =>! "wrong number of arguments: 2"
(apply inc (range)) =>! "wrong number of arguments"
((fn [f] (f)) inc) =>! "wrong number of arguments: 0"
(prompt :a (fn [] (+ 1 (control :a fn?)))) => false
(%prompt :a (fn [] (+ 1 (%control :a inc)))) =>! "expected a number"
(let [m (atom {count 1 inc 2})] (get (deref m) inc)) => 2
(meta (with-meta (let [x 1 y 2] (fn [] [x y])) {:a 1})) => {:a 1}
((with-meta (let [x 1 y 2] (fn [] [x y])) {:a 1})) => [1 2]
(meta (with-meta (with-meta (let [x 1] (fn [] x)) {:a 1}) nil)) => nil

;; nested deeply
(read-string (apply str (repeat 8000 "#?("))) =>! "nested too deeply"
(let [s (str (apply str (repeat 100 "#{")) (apply str (repeat 100 "}")))] (= s (pr-str (read-string s)))) => true
(let [deep (fn [] (reduce (fn [a _] #{a}) 1 (range 100)))] (= (deep) (deep))) => true
(count (eval (reduce (fn [a _] #{a}) 1 (range 100)))) => 1
(eval (reduce (fn [a _] [a]) 1 (range 8000))) =>! "nested too deeply"
