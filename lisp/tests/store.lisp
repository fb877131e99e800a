;; tests
;; A machine without a store says so. With one: tests/store/store.lisp.
(defmacro why [form] `(try ~form (catch :store e# (ex-message e#))))
(def none "there is no store: start lith with --store")
(= none (why (commit!))) => true
(= none (why (sync))) => true
(= none (why (tag! "a"))) => true
(= none (why (tags))) => true
(= none (why (history))) => true
(= none (why (history 3))) => true
(= none (why (as-of 1 why))) => true
(= none (why (as-of "a" why))) => true
(= none (why (restore! 1))) => true
(= none (why (restore! "a"))) => true
(= none (why (store-stats))) => true
(defdurable a-name (atom 1)) => #'user/a-name
(do (swap! a-name inc) (defdurable a-name (atom 1)) @a-name) => 2
(commit! 1) =>! "wrong number of arguments"
(tag! :a) =>! "a string"
(restore! :a) =>! "an integer"
