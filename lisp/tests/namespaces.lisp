;; tests
;; Namespaces, vars, and Clojure's namespaces beside the core.
(ns-name (find-ns 'lith.core)) => 'lith.core
(find-ns 'no.such) => nil
(the-ns 'no.such) =>! "there is no namespace no.such"
(ns-name (the-ns 'user)) => 'user
(every? (fn [n] (some (fn [ns] (= n (ns-name ns))) (all-ns))) '[user lith.core clojure.string clojure.set]) => true
(in-ns 5) =>! "expected a symbol"
(ns shapes "Of figures." (:require [clojure.string :as s]))
(def side 3)
(defn- hidden [] :hidden)
(defn shout [t] (s/upper-case t))
(defn inc [x] [:shapes x])
(inc 1) => [:shapes 1]
(lith.core/inc 1) => 2
(ns user)
(inc 1) => 2
(shapes/shout "a") => "A"
shapes/side => 3
shapes/none =>! "unable to resolve symbol"
(set (keys (ns-publics 'shapes))) => '#{side shout inc}
(contains? (ns-interns 'shapes) 'hidden) => true
(contains? (ns-map 'shapes) 'side) => true
(ns-publics 'no.such) =>! "there is no namespace no.such"
(var? (ns-resolve 'shapes 'side)) => true
(ns-resolve 'shapes 'none) => nil
(resolve 'none) => nil
(find-var 'shapes/side) => #'shapes/side
(do (require '[shapes :as sh]) (eval 'sh/side)) => 3
(do (require '[shapes :refer [side]]) (eval 'side)) => 3
(require '[shapes :refer [none]]) =>! "refer: shapes has no none"
(require 'no.such) =>! "require: there is no namespace no.such"
(ns other (:use shapes))
(shout "b") => "B"
(inc 2) => [:shapes 2]
(ns another (:refer-clojure :exclude [inc]) (:require [shapes :refer :all]))
(inc 3) => [:shapes 3]
(ns third)
(do (refer 'shapes :only '[side shout] :rename '{side edge} :exclude '[shout]) (eval '[edge (resolve 'shout)])) => [3 nil]
(do (use '[shapes :only [shout]]) (eval '(shout "c"))) => "C"
(refer-clojure) => nil
(do (alias 'figures 'shapes) (eval 'figures/side)) => 3
(alias 'x 'no.such) =>! "there is no namespace no.such"
(ns user)
;; vars
(def counter 1)
(var? #'counter) => true
(bound? #'counter) => true
(declare unbound-yet)
(bound? #'unbound-yet) => false
(var-get #'counter) => 1
(do (var-set #'counter 5) counter) => 5
(alter-var-root #'counter inc) => 6
(do (reset-meta! #'counter {:a 1}) (meta #'counter)) => {:a 1}
(alter-meta! #'counter assoc :b 2) => {:a 1 :b 2}
(do (intern 'user 'interned 7) (eval 'interned)) => 7
(bound? (intern 'user 'interned-only)) => false
(do (intern 'shapes 'corners 4) [(eval 'shapes/corners) (eval '(namespace `here))]) => [4 "user"]
(do (defn plus-macro [a b] (list '+ a b)) (set-macro! #'plus-macro) (eval '(plus-macro 1 2))) => 3
(with-redefs [counter 0] counter) => 0
counter => 6
(load-string "(def loaded 1) (+ loaded 1)") => 2
(load-string "(+ 1") =>! "not closed"
(macroexpand-all '(when a (when b c))) => '(if a (do (if b (do c))))
(syntax-quote (a ~(+ 1 1))) => '(user/a 2)
(prompt :p (fn [] (+ 1 (shift* :p (fn [k] (k (k 1))))))) => 3
;; clojure.string
(require '[clojure.string :as str])
(clojure.string/replace "a-b-c" "-" "+") => "a+b+c"
(clojure.string/replace "abc" \b "") => "ac"
(clojure.string/replace 5 "a" "b") =>! "expected a string"
(clojure.string/replace-first "a-b-c" "-" "+") => "a+b-c"
(clojure.string/replace-first "abc" "x" "y") => "abc"
(clojure.string/replace-first "abc" \b \x) => "axc"
(clojure.string/reverse "añb") => "bña"
(clojure.string/reverse "") => ""
(clojure.string/split "a,b,c" ",") => ["a" "b" "c"]
(clojure.string/split "a,b,c" "," 2) => ["a" "b,c"]
(clojure.string/split "a,b,," ",") => ["a" "b"]
(clojure.string/split "a,b,," "," -1) => ["a" "b" "" ""]
(clojure.string/split "a,b" "," 0) => ["a" "b"]
(clojure.string/split "a" \, 5) => ["a"]
(str/join ", " [1 2]) => "1, 2"
(str/trim " a ") => "a"
(str/upper-case "a") => "A"
(str/blank? "") => true
(str/none "a") =>! "unable to resolve symbol"
;; clojure.set
(clojure.set/select odd? #{1 2 3}) => #{1 3}
(clojure.set/project #{{:a 1 :b 2} {:a 1 :b 3}} [:a]) => #{{:a 1}}
(clojure.set/rename #{{:a 1}} {:a :x}) => #{{:x 1}}
(clojure.set/index #{{:a 1 :b 2} {:a 1 :b 3}} [:a]) => {{:a 1} #{{:a 1 :b 2} {:a 1 :b 3}}}
(clojure.set/join #{{:a 1 :b 2} {:a 2 :b 3}} #{{:b 2 :c 5}}) => #{{:a 1 :b 2 :c 5}}
(clojure.set/join #{{:a 1}} #{{:b 1 :c 2}} {:a :b}) => #{{:a 1 :b 1 :c 2}}
(clojure.set/union #{1} #{2}) => #{1 2}
(clojure.set/map-invert {:a 1}) => {1 :a}
;; clojure.walk, clojure.edn
(clojure.walk/keywordize-keys {"a" [{"b" 1}] 2 3}) => {:a [{:b 1}] 2 3}
(clojure.walk/stringify-keys {:a {:b/c 1}}) => {"a" {"b/c" 1}}
(clojure.walk/postwalk-replace {:a 1} [:a {:b :a}]) => [1 {:b 1}]
(clojure.walk/prewalk-replace {:a [:b] :b 2} [:a]) => [[2]]
(clojure.walk/postwalk identity [1]) => [1]
(clojure.edn/read-string "{:a 1}") => {:a 1}
;; The core is also known by its name in Clojure.
(clojure.core/inc 1) => 2
`clojure.core/inc => 'lith.core/inc
(identical? (find-ns 'clojure.core) (find-ns 'lith.core)) => true
(do (require '[clojure.core :as c]) (c/dec 1)) => 0
