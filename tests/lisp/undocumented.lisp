;; Names of the core that documented.lisp must find wanting: test-lisp-documented runs it behind this.
(in-ns 'lith.core)
(def planted-value 1)
(defn planted-function [x] x)
(def ^{:doc "Has no argument lists."} planted-bare (fn [] nil))
(def ^{:doc "Takes two arguments." :arglists ([x])} planted-wrong (fn ([x] x) ([x y] y)))
(in-ns 'user)
