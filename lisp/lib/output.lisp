;; Writing values.

;; nil, or an atom with the texts written so far, newest first, while with-out-str gathers them.
(def ^:dynamic *out*
  "Where printing goes: nil for the output of the program, or the atom in which with-out-str gathers it."
  nil)
(defn %out [s] (if (nil? *out*) (%write 1 s) (do (swap! *out* conj s) nil)))
(defn print "Writes the values for people." [& xs] (%out (apply print-str xs)))
(defn println "Writes the values for people, and a new line." [& xs] (%out (apply print-str xs)) (%out "\n"))
(defn pr "Writes the values so that they can be read back." [& xs] (%out (apply pr-str xs)))
(defn prn "Writes the values so that they can be read back, and a new line."
  [& xs] (%out (apply pr-str xs)) (%out "\n"))
(defn printf "Writes the text that format gives." [pattern & args] (%out (apply format pattern args)))
(defn newline "Writes a new line." [] (%out "\n"))
(defn prn-str "What prn would write, as a string." [& xs] (str (apply pr-str xs) "\n"))
(defn println-str "What println would write, as a string." [& xs] (str (apply print-str xs) "\n"))
(defmacro with-out-str "What the body writes, as a string." [& body]
  `(let [texts# (atom ())]
     (binding [*out* texts#] ~@body)
     (apply str (reverse (deref texts#)))))
(defmacro time "The value of x; writes the cycles it took." [x]
  `(let [start# (cycles) value# ~x] (println (str "cycles: " (- (cycles) start#))) value#))
