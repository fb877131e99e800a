;; What programs and the prompt have to do with the outside: input, host files, texts evaluated form by form.

;; ---- readers: where lines and texts come from ----

;; A reader is {:lith/buffer (atom (offset text next pieces size)) :more more :file n}: what has been read but not taken,
;; and a function that gives the next piece of text, nil at the end. next is a delay of the next piece, so that processes
;; which want it at the same time get one piece, and all pieces in order. pieces have no end of line and come behind the
;; text, the newest first, `size` bytes in all: they are joined when their line ends, so that a line takes time by its
;; length alone. The offset, which each line changes, is the first of the list: the rest stays.
(defn %nothing-read [more] (list 0 "" (delay (more)) nil 0))
(defn %reader [more file] {:lith/buffer (atom (%nothing-read more)) :more more :file file})
(defn reader "Opens a host file for reading; to be closed." [path]
  (let [n (%request :open path "r")] (%reader (fn [] (%request :read-file n)) n)))
(defn close "Closes a reader." [r] (%request :close-file (:file r)))
(defmacro with-open "The body with a reader bound to the name, which is closed at its end." [bindings & body]
  `(let ~bindings (try ~@body (finally (close ~(first bindings))))))

(def *in* "The reader of the program's input." (%reader (fn [] (%request :input)) nil))

;; The text from the offset on and the pieces as one text; if that is too long to be one, all of it is forgotten.
(defn %unread [buffer state more pieces]
  (try (apply str (%tail (second state) (first state)) (reverse pieces))
    (catch :bounds e (compare-and-set! buffer state (%nothing-read more)) (throw e))))
;; Takes the piece in, which is the next of the state, unless another process has done so. No text has a megabyte
;; (docs/lisp.md, "Limits"): pieces of as much are not kept.
(defn %add-piece [buffer state more piece]
  (let [[at text next pieces size] state pieces (cons piece pieces) size (+ size (%bytes piece)) next (delay (more))]
    (compare-and-set! buffer state
      (if (or (%line piece 0) (>= size 1048576))
        (list 0 (%unread buffer state more pieces) next nil 0)
        (list at text next pieces size)))))
;; Several processes may take lines of one reader: each gets whole ones.
(defn %take-line [buffer more]
  (let [state (deref buffer) unread (rest state) r (%line (first unread) (first state))]
    (if r
      (if (compare-and-set! buffer state (cons (nth r 1) unread)) (nth r 0) (recur buffer more))
      (let [piece (deref (second unread))]
        (if piece
          (do (%add-piece buffer state more piece) (recur buffer more))
          (let [left (%unread buffer state more (nth unread 2))]
            (cond (not (compare-and-set! buffer state (%nothing-read more))) (recur buffer more)
                  (= left "") nil
                  :else left)))))))
(defn read-line "The next line of the input (or of a reader) without its end, nil at the end."
  ([] (read-line *in*)) ([r] (%take-line (:lith/buffer r) (:more r))))
(defn line-seq "The sequence of all lines of a reader: (line-seq *in*) are those of the input." [r]
  (lazy-seq (when-let [line (read-line r)] (cons line (line-seq r)))))

(defn %all-text [r]
  (let [buffer (:lith/buffer r) more (:more r)]
    (loop [all ()]
      (let [state (deref buffer) [at text next pieces] state piece (deref next)]
        (if (compare-and-set! buffer state (%nothing-read more))
          (let [all (into (cons (%tail text at) all) (reverse pieces))]
            (if piece (recur (cons piece all)) (apply str (reverse all))))
          (recur all))))))
(defn slurp "The whole text of a host file, or what is left of a reader's." [path]
  (if (map? path) (%all-text path) (with-open [r (reader path)] (%all-text r))))
(defn spit "Writes the text of x, all or nothing, to a host file: anew, or behind what it has (:append true)."
  [path x & {:keys [append]}]
  (let [text (str x) n (%request :open path (if append "A" "W"))]
    (try (loop [at 0] (let [next (%request :write-file n text at)] (when next (recur next))))
      (%request :keep-file n)
      (finally (%request :close-file n)))))

(defn exit "Ends the program, with a status from 0 to 255 (0), after the finally forms around."
  ([] (%request :exit)) ([status] (%request :exit status)))

;; ---- texts evaluated form by form ----

;; The value of the form that %read gave; an error that has no place gets the form's.
(defn %eval-read [r file]
  (%at file (nth r 4) (nth r 5))
  (try (%eval (nth r 0) file)
    (catch :compile e
      (if (starts-with? (ex-message e) (str file ":"))
        (throw e)
        (throw (%error (str file ":" (nth r 4) ":" (nth r 5) ": " (ex-message e)) (ex-data e) nil :compile))))))

;; The text of the pieces, the newest of which comes first; one that is too long is an error at that place.
(defn %joined [pieces file line column]
  (try (apply str (reverse pieces)) (catch :bounds e (%place-error e (str file ":" line ":" column ": ")))))
;; Evaluates the forms of a text that comes in pieces. A form that is cut off by the end of what has come is read again
;; when that has doubled; space and comments between forms are not kept.
(defn %load-pieces [more file]
  (let [read (fn [text at line column ended]
               (try (%read-in file text at line column ended) (catch :incomplete e (if ended (throw e) :more))))
        grow (fn [text line column]
               (%at file line column)
               (loop [pieces (list text) size 0]
                 (let [piece (more)]
                   (cond (nil? piece) [(%joined pieces file line column) true]
                         (< size (%bytes text)) (recur (cons piece pieces) (+ size (%bytes piece)))
                         :else [(%joined (cons piece pieces) file line column) false]))))]
    (binding [%file file]
      (loop [text "" at 0 line 1 column 1 ended false value nil]
        (let [r (read text at line column ended)]
          (cond (nil? r) value
                (= r :more) (let [[text ended] (grow (%tail text at) line column)]
                              (recur text 0 line column ended value))
                (= (count r) 3) (let [[line column in-comment] r
                                      [text ended] (grow (if in-comment ";" "") line column)]
                                  (recur text 0 line column ended value))
                :else (recur text (nth r 1) (nth r 2) (nth r 3) ended (%eval-read r file))))))))
(defn load-file "Evaluates all forms of a host file; the value of the last one." [path]
  (with-open [r (reader path)] (%load-pieces (:more r) path)))

;; ---- commands of the session ----

(def *command-line-args* "The arguments of the program as a sequence of strings; nil if there are none." nil)
(def *1 "The value that the prompt printed last." nil)
(def *2 "The value that the prompt printed before *1." nil)
(def *3 "The value that the prompt printed before *2." nil)
(def *e "What the session's last form that failed threw, nil so far if none did." nil)

;; As a value is printed; an error on the way that has no place gets that of the form, which %read gave.
(defn %print-read [value r file]
  (try (pr-str value)
    (catch :default e
      (if (and (error? e) (empty? (ex-trace e)))
        (%place-error e (str file ":" (nth r 4) ":" (nth r 5) ": "))
        (throw e)))))
(defn %session-text []
  (loop [pieces ()]
    (let [piece (%program)] (if piece (recur (cons piece pieces)) (%joined pieces "input" 1 1)))))
;; Prints the value of each form; :more if the text ends within one and is not all: nothing has been evaluated then.
(defn %session-eval [text all]
  (if (try (when-not all (read-all text)) false (catch :incomplete e true) (catch :reader e false) (catch :depth e false))
    :more
    (binding [%file "input"]
      (loop [at 0 line 1 column 1]
        (when-let [r (%read-in "input" text at line column true)]
          (let [value (%eval-read r "input")]
            (%write 1 (%print-read value r "input"))
            (%write 1 "\n")
            (reset! (%var-atom (var *3)) *2)
            (reset! (%var-atom (var *2)) *1)
            (reset! (%var-atom (var *1)) value)
            (recur (nth r 1) (nth r 2) (nth r 3))))))))
(defn %session-run [file args]
  (reset! (%var-atom (var *command-line-args*)) args)
  (let [start (%program) unread (atom true)]
    (if (and start (starts-with? start ";; tests"))
      (run-tests (str start (%session-text)) file)
      (%load-pieces (fn [] (if (deref unread) (do (reset! unread false) start) (%program))) file)))
  nil)
(defn %session-error [e] (reset! (%var-atom (var *e)) e) (throw e))
;; A command by the number of its message (kernel/session/protocol.h): EVAL, 1, and EVAL_ALL, 4, evaluate what comes on
;; the stream PROGRAM. RUN, 2, runs it; before it come its name and arguments, each with a 0 behind, and a full stop.
(%hook 6 (fn [command]
           (%at "input" 1 1)
           (try
             (if (not= command 2)
               (%session-eval (%session-text) (= command 4))
               (let [names (split (%session-text) "\u0000")]
                 (%session-run (first names) (butlast (rest names)))))
             (catch :interrupt e (%session-error e))
             (catch :default e (%session-error e)))))
