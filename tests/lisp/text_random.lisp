;; Calls the library's functions with random texts and writes what they give, which must be UTF-8: tests/lisp/utf8.sh
;; checks that. In front stand (def seed N) and (def rounds N). All functions are called that the library has, and all
;; primitives; what arguments a function takes is found out by trying.

(def state (atom (inc (mod seed 2147483646))))
(defn random [n] (rem (quot (swap! state (fn [x] (rem (* x 48271) 2147483647))) 7) n))
(defn one-of [v] (nth v (random (count v))))

;; ---- arguments ----

;; White space, neighbours of white space, characters whose last byte is one of white space in Latin-1, the first and last
;; characters of each length, what the language gives a meaning.
(def borders
  (vec (map int (str "\t\n\u000b\f\r\u001c\u001f \u0085\u00a0\u1680\u2000\u2007\u2008\u200a\u200b\u2028\u2029\u202f\u205f\u3000"
                     "\u00c5\u00e0\u0120\u4e20\u2020\u0000\u007f\u0080\u07ff\u0800\ud7ff\ue000\ufeff\ufffd\uffff\u10000\u1f600\u10ffff"
                     "\u00df\u00ff\u0130\u03a3\u03c2\u0345\"\\/%$#:;,()[]{}'`~@^&|*+?.-0aZ"))))
(defn code []
  (case (random 8)
    (0 1 2) (one-of borders)
    (3 4) (+ 32 (random 95))
    5 (+ 128 (random 0x780))
    6 (let [c (random 0x10000)] (if (< 0xd7ff c 0xe000) 0xfffd c))
    (+ 0x10000 (random 0x100000))))
(defn short-text [] (apply str (repeatedly (random 10) (fn [] (char (code))))))
;; More than a cell of a string holds, with characters across the border of its two cells.
(defn long-text []
  (let [filling (one-of ["a" "\u00e9" "\u3000" "\u1f600"]) bytes (get {"a" 1 "\u00e9" 2 "\u3000" 3} filling 4)]
    (str (loop [s filling n (quot 16380 bytes)] (if (< (count s) n) (recur (str s s) n) (subs s 0 (- n (random 3)))))
         (short-text) (short-text))))
(defn keyed [] (one-of [keyword symbol]))
(def patterns [#"." #"[^a]" #"\s+" #"(.)(.)?" #"(.+)(.)" #"\u00e0|\u0120" #"\b" #"" #"(?<=.)" #"(?m)$" #"[\u00a0-\u3000]+" #"(?i)\u00e9|Z" #"\W"])
(def functions [str first identity upper-case count trim reverse-string name seq keyword (fn [x] (str x "\u00e0")) (constantly "\u3000")])
(declare argument)
(def kinds
  {:text short-text
   :format (fn [] (str (one-of ["%s" "%S" "%.1s" "%5.2s" "%-4s" "%c" "%3C" "%2$s" "%,d" "%x"]) (short-text)))
   :readable (fn [] (let [s (pr-str [(short-text) (char (code)) (keyword (short-text))])] (subs s 0 (random (inc (count s))))))
   :character (fn [] (char (code)))
   :index (fn [] (random 8))
   :number (fn [] (one-of [-1 0 255 65536 1.5 55296 1114111]))
   :name (fn [] ((keyed) (short-text)))
   :qualified (fn [] ((keyed) (short-text) (short-text)))
   :regex (fn [] (if (pos? (random 4)) (one-of patterns) (re-pattern (short-text))))
   :texts (fn [] ((one-of [vec set seq]) (repeatedly (random 4) short-text)))
   :map (fn [] (zipmap (repeatedly 3 (fn [] (argument (one-of [:text :character :name])))) (repeatedly 3 short-text)))
   :function (fn [] (one-of functions))
   :nothing (fn [] nil)
   :atom (fn [] (atom (short-text)))
   :long long-text})
(defn argument [kind] ((get kinds kind)))
(def likely [:text :text :text :text :character :index :index :regex :texts :function :format :readable :name :qualified :map
             :number :nothing :atom])

;; ---- functions ----

;; What talks to the host and to other processes, ends this one, or changes the machine or this program; what looks into
;; cells of the evaluator without asking what they are, and is hidden from programs on the machine.
(def excluded
  '#{%hook %program %set-bound %write end exit fork send spawn pmap monitor interrupt wait-for receive sleep yield request close
     load-file reader read-line line-seq slurp spit run-tests gc in-ns %refer alias refer require use intern %intern
     alter-var-root var-set alter-meta! reset-meta! %set-var-meta set-macro! time shift* prompt control
     cycles now stats %stat rand rand-int rand-nth shuffle eval load-string macroexpand macroexpand-1 macroexpand-all %compile
     %lazy-set %lazy-release %delay})
;; Primitives are no cells: they have no metadata.
(defn primitive? [f] (try (do (with-meta f {}) false) (catch :default e true)))
(def all
  (vec (sort-by first
         (for [ns (all-ns) :when (not= 'user (ns-name ns)) [s v] (ns-interns ns)
               :when (and (bound? v) (not (:macro (meta v))) (not (contains? excluded s)))
               :let [f (deref v)]
               :when (and (fn? f) (or (primitive? f) (not (starts-with? (name s) "%"))))]
           [(str (ns-name ns) "/" s) f]))))

;; Of each function, by its index: the kinds of arguments it took, and the numbers of arguments that it does not take.
(def taken (atom {}))
(def refused (atom {}))
(def givers (atom [])) ; functions that gave texts
(def texts (atom 0))

(defn new-kinds [i]
  (let [n (inc (random 4))]
    (if (contains? (get (deref refused) i) n) [(one-of likely)] (vec (repeatedly n (fn [] (one-of likely)))))))
;; Kinds that the function took before, maybe with another one in place of one or behind all; or new ones.
(defn some-kinds [i]
  (let [known (get (deref taken) i) way (random 8)]
    (cond (or (nil? known) (< way 2)) (new-kinds i)
          (< way 4) (let [kinds (one-of known)] (assoc kinds (random (inc (count kinds))) (one-of likely)))
          :else (one-of known))))
(defn remember [i kinds gave]
  (let [known (get (deref taken) i [])]
    (when (and (< (count known) 12) (not (some #{kinds} known))) (swap! taken assoc i (conj known kinds)))
    (when (and gave (not (some #{i} (deref givers)))) (swap! givers conj i))))
(defn refuse [i kinds e]
  (when (and (error? e) (ends-with? (str (ex-message e)) (str "wrong number of arguments: " (count kinds))))
    (swap! refused update i (fnil conj #{}) (count kinds))))

;; ---- what they give ----

(defn show-text [s] (swap! texts inc) (print s) (print " "))
(defn show [x depth]
  (cond
    (string? x) (show-text x)
    (char? x) (show-text (str x))
    (or (symbol? x) (keyword? x)) (do (show-text (pr-str x)) (show (name x) 0) (show (namespace x) 0))
    (error? x) (do (show (ex-message x) depth) (show (ex-data x) depth))
    (or (atom? x) (reduced? x)) (when (pos? depth) (show (deref x) (dec depth)))
    (coll? x) (when (pos? depth) (doseq [y (take 12 x)] (show y (dec depth))))
    :else (do (print (pr-str x)) (print (str x)))))
(defn call [i long]
  (let [[name f] (nth all i) kinds (some-kinds i) before (deref texts)]
    (println (str "\n; " name))
    (try (do (show (apply f (map argument (if long (assoc kinds (random (count kinds)) :long) kinds))) 4)
             (remember i kinds (< before (deref texts))))
      (catch :default e (do (refuse i kinds e) (show e 3))))))
;; What chance finds in some runs only: repetitions that give back what they have taken, before longer characters.
(doseq [s ["\u00e9" "\u20ac" "\u00e9\u20ac"] n (range 1 5)]
  (let [text (apply str (repeat n s))]
    (doseq [pattern [".*(.)" "(.*)(.+)" ".+?(.)" "[^a]*([^b])"]] (show (re-find (re-pattern pattern) text) 2))))
(dotimes [round rounds]
  (call (if (and (seq (deref givers)) (pos? (random 3))) (one-of (deref givers)) (random (count all)))
        (= 0 (mod (inc round) 100))))
(println (str "\n; end: " (count all) " functions, " (count (deref givers)) " gave texts, " (deref texts) " texts"))
