;; tests
;; Host files, readers of lines, and what the session keeps. Run in a folder that has build/, or with a path to write.
(def path (or (first *command-line-args*) "build/outside.txt"))
(spit path "one\ntwo\r\n\nf\u00fcr") => nil
(slurp path) => "one\ntwo\r\n\nf\u00fcr"
(with-open [r (reader path)] (doall (line-seq r))) => ["one" "two" "" "f\u00fcr"]
(with-open [r (reader path)] [(read-line r) (slurp r) (read-line r)]) => ["one" "two\r\n\nf\u00fcr" nil]
(spit path 12) => nil
(spit path "\n:end" :append true) => nil
(slurp path) => "12\n:end"
(spit path "") => nil
(slurp path) => ""
(with-open [r (reader path)] (read-line r)) => nil
(def long-text (apply str (repeat 3000 "0123456789\u20ac")))
(do (spit path long-text) (= long-text (slurp path))) => true
(count (with-open [r (reader path)] (read-line r))) => 33000
(spit path (apply str (map (fn [i] (str "line " i "\n")) (range 500)))) => nil
(with-open [r (reader path)] (last (line-seq r))) => "line 499"
(with-open [r (reader path)] (count (line-seq r))) => 500

;; Lines that come in many pieces, ends of lines that two pieces share, lines by several processes, and what they cost.
(def thousand (apply str (repeat 1000 "x")))
(defn xs [n] (str (apply str (repeat (quot n 1000) thousand)) (subs thousand 0 (rem n 1000))))
(let [lengths [1022 1023 1024 1025 0 2046 3000 1 5000]]
  (spit path (apply str (map (fn [n] (str (xs n) "\r\n")) lengths)))
  (= lengths (with-open [r (reader path)] (doall (map count (line-seq r)))))) => true
(do (spit path (str (xs 3000) "\n" (xs 2000) "\n\n" (xs 2500)))
  (with-open [r (reader path)] (map count [(read-line r) (slurp r)]))) => [3000 4502]
(with-open [r (reader path)] (sort (map deref (doall (map (fn [_] (spawn (fn [] (count (read-line r))))) (range 5)))))) => [0 0 2000 2500 3000]
(let [cells (fn [n]
              (spit path (str (xs n) "\nend"))
              (let [before (:cells-made (stats))]
                [(with-open [r (reader path)] (doall (map count (line-seq r)))) (- (:cells-made (stats)) before)]))
      [short few] (cells 20000) [long many] (cells 80000)]
  [short long (< many (* 6 few))]) => ['(20000 3) '(80000 3) true]
(def chunk (xs 50000))
(do (spit path "") (dotimes [_ 23] (spit path chunk :append true)) (spit path "\nafter" :append true)) => nil
(with-open [r (reader path)] (read-line r)) =>! "a text is too long"
(with-open [r (reader path)] (try (read-line r) (catch :bounds e nil)) (last (line-seq r))) => "after"
(do (spit path "") (dotimes [_ 21] (spit path chunk :append true)))
(with-open [r (reader path)] [(try (read-line r) (catch :bounds e :too-long)) (< (count (read-line r)) 2000) (read-line r)]) => [:too-long true nil]

;; errors
(slurp "build/no such file") =>! "build/no such file: No such file or directory"
(try (slurp "build/no such file") (catch :file e (ex-type e))) => :file
(slurp "build") =>! "build: Is a directory"
(slurp nil) =>! "open: expected a string, got nil"
(spit "build/no/such/folder" 1) =>! "No such file or directory"
(reader :x) =>! "open: expected a string, got :x"
(reader (apply str (repeat 2000 "x"))) =>! "too long"
(reader "a\u0000b") =>! "a file name with a character of code 0"
(let [r (reader path)] (close r) (close r)) =>! "the file is closed"
(let [r (reader path)] (close r) (read-line r)) =>! "the file is closed"
(close *in*) =>! "expected"

;; texts evaluated form by form
(spit path "(def a 1) ; first\n(def b\n  [a \"x\\ny\"]) b") => nil
(load-file path) => [1 "x\ny"]
(spit path (str "(def c 0)" (apply str (repeat 500 " (def c (+ c 1)) ; a comment\n")) "'(" (apply str (repeat 2000 "abc ")) ")")) => nil
(count (load-file path)) => 2000
c => 500
(do (spit path "(inc 1)\n  (+ 1") (load-file path)) =>! ":2:3: this form is not closed"
(do (spit path "(inc 1)\n )") (load-file path)) =>! "txt:2:2: unexpected closing bracket"
(do (spit path "##In") (load-file path)) =>! "## must be followed by"
(do (spit path "\\newlinx") (load-file path)) =>! "unknown character name"
(do (spit path "") (load-file path)) => nil
(do (spit path "; nothing") (load-file path)) => nil
(do (spit path "(def d 5) d;end") (load-file path)) => 5
(do (spit path "(def d 5) \n12") (load-file path)) => 12
(load-file "build/no such file") =>! "No such file"

;; the session
[*1 *2 *3 *e] => [nil nil nil nil]
(exit 256) =>! "exit"
(exit :a) =>! "exit"
