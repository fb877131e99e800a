;; Compiles programs ahead of time (ahead.h). Forms about namespaces, definitions of macros, and the first definition of
;; each function are evaluated here; the others become functions for the machine to call in turn.
(ns lith.ahead)

(def spaces
  '#{in-ns require refer use alias refer-clojure lith.core/in-ns lith.core/require lith.core/refer lith.core/use
     lith.core/alias lith.core/refer-clojure})
(def defined (atom #{}))
(defn function? [form]
  (and (= (first form) 'def) (seq? (last form)) (contains? '#{fn* fn lith.core/fn} (first (last form)))))
(defn macro? [form] (and (= (first form) 'def) (:macro (meta (second form)))))
;; A function declared before it is defined has no value until then.
(defn declared? [form] (and (seq? form) (= (first form) 'def) (= 2 (count form))))
(defn here? [form]
  (and (seq? form)
       (or (contains? spaces (first form)) (macro? form)
           (and (function? form) (not (contains? (deref defined) (resolve (second form))))))))

(defn call-of "A function that evaluates the form." [form file] (%compile (%expand form #{}) file))
(defn add "The functions with those of one more form." [out form file]
  (let [form (macroexpand form)]
    (if (and (seq? form) (= (first form) 'do))
      (reduce (fn [out form] (add out form file)) out (rest form))
      (let [call (call-of form file)]
        (when (declared? form) (swap! defined conj (resolve (second form))))
        (if (here? form)
          (let [v (call)] (when (var? v) (swap! defined conj v)) out)
          (conj out call))))))

(defn read-next [text file [_ at line column]]
  (try (%read text at line column)
    (catch :default e (throw (%error (str file ":" (ex-message e)) (ex-data e) nil (ex-type e))))))
(defn add-all [text file]
  (loop [r (read-next text file [nil 0 1 1]) out []]
    (if r
      (let [more (add out (first r) file)] (recur (read-next text file r) more))
      out)))

;; ---- files of tests ----

(def counts (atom [0 0 0]))
(defn count-one [i] (swap! counts (fn [c] (assoc c i (inc (nth c i))))))
;; What the machine leaves out, or has no memory for, is not held against it.
(defn attempt [f]
  (try [:value (f)]
    (catch :default e [(if (contains? #{:missing :memory :depth} (ex-type e)) :missing :error) e])))
(defn message [e] (if (error? e) (str (ex-message e)) (pr-str e)))
(defn holds? [arrow state v expected]
  (cond (= arrow '=>!) (and (= state :error) (includes? (message v) expected))
        (= state :error) false
        (= arrow '=>>) (= (pr-str v) expected)
        :else (= v expected)))
(defn check [place arrow form expected]
  (let [[state v] (attempt form) [state2 w] (attempt expected)]
    (cond (or (= state :missing) (= state2 :missing)) (count-one 2)
          (holds? arrow state v w) (count-one 0)
          :else (do (count-one 1)
                    (println place "gave" (if (= state :error) (message v) (pr-str v)) "not" (pr-str w))))))
(defn report [file part]
  (let [[passed failed missing] (deref counts)]
    (println (str file " part " part ": " passed " passed, " failed " failed") (str "(" missing " left out)"))
    (when (pos? failed) (throw (ex-info "tests failed" nil)))))

;; Checks about doubles, the metadata of names, and the identity of equal constants (an image has them once) are left
;; out; so are those that cannot be compiled.
(defn other? [form]
  (cond (double? form) true
        (symbol? form) (contains? '#{meta identical?} form)
        (map? form) (some (fn [e] (or (other? (key e)) (other? (val e)))) form)
        (coll? form) (some other? form)))
(defn check-call [[form _ line] arrow expected file]
  (when-not (or (other? form) (other? expected))
    (try (call-of (list 'lith.ahead/check (str file ":" line) (list 'quote arrow) (list 'fn [] form)
                        (list 'fn [] expected)) file)
      (catch :default e nil))))
(defn add-tests [text file part parts]
  (loop [r (read-next text file [nil 0 1 1]) n 0 out []]
    (if (nil? r)
      (conj out (fn [] (report file part)))
      (let [r2 (read-next text file r)]
        (if (and r2 (contains? '#{=> =>> =>!} (first r2)))
          (let [r3 (read-next text file r2)
                call (when (= part (rem n parts)) (check-call [(first r) 0 (nth r 2)] (first r2) (first r3) file))]
            (recur (read-next text file r3) (inc n) (if call (conj out call) out)))
          (recur r2 n (into out (map (fn [call] (fn [] (attempt call))) (add [] (first r) file)))))))))

;; The function that the machine calls; print: it prints the values.
(defn program [[text file print part parts]]
  (let [calls (binding [%file file]
                (in-ns 'user)
                (seq (if (starts-with? text ";; tests") (add-tests text file part parts) (add-all text file))))]
    (if print
      (fn [] (loop [s calls] (if s (do (prn ((first s))) (recur (next s))) nil)))
      (fn [] (loop [s calls] (if s (do ((first s)) (recur (next s))) nil))))))
(%hook 6 program)
(in-ns 'user)
