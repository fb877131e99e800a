;; The names that programs may use of the library: those of lith.core as they are, others with their namespace.
(doseq [ns (all-ns)
        :when (not= 'user (ns-name ns))
        s (keys (ns-publics ns))
        :when (not (starts-with? (name s) "%"))]
  (println (if (= 'lith.core (ns-name ns)) (str s) (str (ns-name ns) "/" s))))
