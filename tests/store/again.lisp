;; tests
;; Behind tests/store/store.lisp, on a machine that was started anew from its store.
(= kinds-text (pr-str kinds)) => true
(let [[a b [c]] shared] (and (identical? a b) (identical? a c))) => true
(identical? shared (as-of kinds-number shared)) => true
(loop [l deep i 2999] (cond (nil? l) i (= i (first l)) (recur (second l) (dec i)) :else :wrong)) => -1
@counter => 15
(do (defdurable counter (atom 0)) @counter) => 15
(as-of "five" counter) => 5
(do (gc) (gc) (= kinds-text (pr-str kinds))) => true
(:doc (meta #'commit!)) => "Has all that is defined, all atoms and all processes on the store; the number of the commit."
(every? process? askers) => true
(apply <= (map deref askers)) => true
