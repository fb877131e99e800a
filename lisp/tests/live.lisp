;; tests
;; A collection forgets the registers that nothing reads any more, and only those: `gc` stands at each place where a
;; value waits in one to be read by the next instruction, on another way, or by a handler.
(defn v [& xs] (vec (map inc xs)))
(defn g [x] (gc) x)
(defn half [n] (/ n 2))

(let [x (v 1)] (gc) x) => [2]
(let [x (v 1) y (v 2)] [(g x) y x]) => [[2] [3] [2]]
(let [x (half 3) y (half 5)] (+ (g x) y)) => 4.0
(let [x (half 3) y (half 5)] (gc) (+ x y)) => 4.0
(let [x (half 3) y (half 5)] (gc) (- x y)) => -1.0
(let [x (half 3) y (half 5)] (gc) (* x y)) => 3.75
(let [x (half 3)] (gc) (inc x)) => 2.5
(let [x (half 3) y (half 5)] (gc) (if (< x y) :less :more)) => :less
(let [x (half 3) y (half 5)] (gc) (if (<= y x) :less :more)) => :more
(let [x (half 3) y (half 3)] (gc) (if (== x y) :same :other)) => :same
(let [x (v 3) y (v 3)] (gc) (if (= x y) :same :other)) => :same
(let [x (v 3) y x] (gc) (if (identical? x y) :same :other)) => :same
(let [x (half 3)] (gc) (if (< x 1) :less :more)) => :more
(let [x (half 3)] (gc) (if (> x 1) :more :less)) => :more
(let [x (half 4)] (gc) (if (== x 2) :same :other)) => :same
(let [x (v 3)] (gc) (if x :some :none)) => :some
(let [x (v 3)] (gc) (if (not x) :none :some)) => :some
(let [x (v 3)] (gc) (if (nil? x) :none :some)) => :some
(let [x (v 1)] (if (g true) [x] x)) => [[2]]
(let [x (v 1)] (if (g false) [x] x)) => [2]
(let [x (v 1) y (v 2)] (cond (g false) x (g nil) y :else [x y])) => [[2] [3]]

(let [x (v 1)] (gc) (first x)) => 2
(let [x (v 1 2)] (gc) (rest x)) => '(3)
(let [x (v 1 2)] (gc) (next x)) => '(3)
(let [x (v 1)] (gc) (seq x)) => '(2)
(let [x (v 1) y (v 2)] (gc) (cons x y)) => '([2] 3)
(let [x (v 1) y (map inc [2])] (cons (g x) (g y))) => '([2] 3)
(let [x (v 1)] [(g x) (g (v 2)) (gc) (g x)]) => [[2] [3] nil [2]]
(let [x (v 1)] (list (g (v 5)) (g (v 6)) x)) => '([6] [7] [2])
(let [x (v 1)] {(g (v 5)) (g (v 6)) (g x) x}) => {[6] [7] [2] [2]}
(let [x (v 1)] #{(g (v 5)) (g (v 6)) (g x)}) => #{[6] [7] [2]}
(assoc (g {}) (g (v 1)) (g (v 2))) => {[2] [3]}
(subs (g (str "ab" "cd")) (g 1) (g 3)) => "bc"
(let [m (hash-map (v 1) 2)] (m (g (v 1)))) => 2
(let [f (fn [a b c] [a b c])] (f (g (v 1)) (g (v 2)) (g (v 3)))) => [[2] [3] [4]]
((fn [a & more] (gc) [a more]) (g (v 1)) (g (v 2)) (g (v 3))) => [[2] '([3] [4])]
(apply (fn [a b c] (gc) [a b c]) (g (v 1)) (g (list (v 2) (v 3)))) => [[2] [3] [4]]
(let [x (v 1) y (v 2) f (fn [] (gc) [x y])] (gc) (f)) => [[2] [3]]
(let [x (v 1)] (loop [i 0 l ()] (if (< i 3) (recur (inc i) (cons (g x) l)) l))) => '([2] [2] [2])
(let [x (v 1)] (loop [i 0] (gc) (if (< i 3) (recur (inc i)) x))) => [2]
(loop [a (v 1) b (v 2) i 0] (gc) (if (< i 3) (recur b a (inc i)) [a b])) => [[3] [2]]
(defn down [n x] (if (= n 0) (g [x]) (let [r (down (dec n) x)] (conj r x))))
(down 3 (v 1)) => [[2] [2] [2] [2]]
(count (down 2000 (v 1))) => 2001

;; Only a handler reads it, in this function or in one that called it.
(let [x (v 1)] (try (gc) (throw (ex-info "a" {})) (catch :default e [x (ex-message e)]))) => [[2] "a"]
(let [x (v 1)] (try (g 1) (nth [] (g 7)) (catch :default e x))) => [2]
(let [x (v 1)] (try (try (throw (ex-info (str (g "a")) {})) (finally (gc))) (catch :default e [x (ex-message e)]))) => [[2] "a"]
(let [x (v 1) seen (atom nil)] [(try (g (v 2)) (finally (gc) (reset! seen x))) @seen]) => [[3] [2]]
(let [x (v 1)] (try (try (g (throw (ex-info "a" {}))) (catch :default e (gc) (throw e))) (catch :default e (gc) x))) => [2]
(defn fails [x] (gc) (throw (ex-info "no" {:x x})))
(let [x (v 1)] (try (fails (v 2)) (catch :default e (gc) [x (ex-data e)]))) => [[2] {:x [3]}]

;; What the machine itself reads of the activations.
(def ^:dynamic *d* nil)
(let [x (v 1)] [(binding [*d* (v 2)] (gc) [(g *d*) x]) (g *d*)]) => [[[3] [2]] nil]
(let [x (v 1)] (try (binding [*d* (v 2)] (gc) (throw (ex-info "a" {}))) (catch :default e [x (g *d*)]))) => [[2] nil]
(let [x (v 1) l (lazy-seq (gc) (list x (v 2)))] [(first l) (g (second l)) x]) => [[2] [3] [2]]
(let [x (v 1)] (= (map (fn [a] (gc) [a x]) (range 3)) (list [0 [2]] [1 [2]] [2 [2]]))) => true
(let [x (v 1)] (count (filter (fn [a] (gc) (= a x)) (list (v 1) (v 2) (v 1))))) => 2
(let [x (v 1)] (+ 1 (reset (gc) (+ 10 (shift k (gc) (+ (k 1) (g (k 2)) (first x))))))) => 26
(sort-by (fn [p] (gc) (first p)) [(v 3) (v 1) (v 2)]) => '([2] [3] [4])
(let [a (atom (v 1)) x (v 2)] (swap! a (fn [o n] (gc) [o n]) (g x)) [@a x]) => [[[2] [3]] [3]]
