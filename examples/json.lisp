;; Reads JSON and prints it with indentation and sorted keys.
;;
;;   lith run json.lisp [FILE]       the file, or standard input
;;
;; JSON becomes plain values: objects are maps with strings as keys, arrays are vectors, null is nil. The reader works on
;; a sequence of characters; each function takes the sequence at some place and returns [value, sequence after it].

(ns json (:require [clojure.string :as str]))

(defn fail
  "Throws an error about the place where the characters `s` of a text of n characters begin."
  [message s]
  (throw (ex-info (str message (if (seq s) (str " before " (pr-str (apply str (take 12 s)))) " at the end of the text"))
                  {:left (count s)})))

(defn skip-space [s] (if (contains? #{\space \newline \return \tab} (first s)) (recur (next s)) s))

(defn expect "The characters after c, which must come first." [s c]
  (if (= c (first s)) (next s) (fail (str "expected " (pr-str c)) s)))

(declare read-value)

;; ---- reading ----

(defn read-hex "The number that four hexadecimal digits are." [s]
  (let [digits (map (fn [c] (str/index-of "0123456789abcdef" (str/lower-case (str c)))) (take 4 s))]
    (if (and (= 4 (count digits)) (every? some? digits))
      [(reduce (fn [n d] (+ (* 16 n) d)) 0 digits) (nthnext s 4)]
      (fail "expected four hexadecimal digits" s))))

(defn read-code "The character of \\uXXXX; two surrogates in a row are one character." [s]
  (let [[high s] (read-hex s)]
    (if (and (<= 0xd800 high 0xdbff) (= \\ (first s)) (= \u (second s)))
      (let [[low s] (read-hex (nnext s))]
        [(char (+ 0x10000 (* 0x400 (- high 0xd800)) (- low 0xdc00))) s])
      [(char high) s])))

(def escapes {\" \" \\ \\ \/ \/ \b \backspace \f \formfeed \n \newline \r \return \t \tab})

(defn read-string-literal [s]
  (loop [s (expect s \") text ()]
    (let [c (first s)]
      (cond
        (nil? s) (fail "a string is not closed" s)
        (= c \") [(apply str (reverse text)) (next s)]
        (not= c \\) (recur (next s) (cons c text))
        (= \u (second s)) (let [[c s] (read-code (nnext s))] (recur s (cons c text)))
        (contains? escapes (second s)) (recur (nnext s) (cons (escapes (second s)) text))
        :else (fail "unknown escape" s)))))

(defn read-number [s]
  (let [[digits after] (split-with (set "+-0123456789.eE") s)
        text (apply str digits)
        n (or (parse-long text) (parse-double text))]
    (if n [n after] (fail "expected a value" s))))

(defn read-word [s word value]
  (if (= (seq word) (seq (take (count word) s))) [value (nthnext s (count word))] (fail "expected a value" s)))

(defn read-items
  "The values up to the closing bracket, separated by commas; read-item reads one."
  [s closing read-item]
  (let [s (skip-space s)]
    (if (= closing (first s))
      [[] (next s)]
      (loop [s s items []]
        (let [[item s] (read-item s)
              s (skip-space s)
              items (conj items item)]
          (if (= \, (first s)) (recur (next s) items) [items (expect s closing)]))))))

(defn read-pair [s]
  (let [[k s] (read-string-literal (skip-space s))
        [v s] (read-value (expect (skip-space s) \:))]
    [[k v] s]))

(defn read-value [s]
  (let [s (skip-space s)]
    (case (first s)
      \{ (let [[pairs s] (read-items (next s) \} read-pair)] [(into {} pairs) s])
      \[ (read-items (next s) \] read-value)
      \" (read-string-literal s)
      \t (read-word s "true" true)
      \f (read-word s "false" false)
      \n (read-word s "null" nil)
      (read-number s))))

(defn read-json "The value of a text that is JSON." [text]
  (let [[value s] (read-value (seq text))]
    (if-let [more (skip-space s)] (fail "something follows the value" more) value)))

;; ---- printing ----

(def escaped (into {\\ "\\\\" \" "\\\""} (map (fn [[letter c]] [c (str "\\" letter)]) (dissoc escapes \" \\ \/))))

(defn quoted [text] (str \" (str/escape text escaped) \"))

(defn lines
  "The printed value as a sequence of lines: `before` stands in front of the first, `after` behind the last."
  [value indent before after]
  (let [inner (str indent "  ")
        block (fn [open items print-item close]
                (let [n (count items)]
                  (concat [(str before open)]
                          (mapcat (fn [item i] (print-item item (if (= i n) "" ","))) items (rest (range)))
                          [(str indent close after)])))]
    (cond
      (and (coll? value) (empty? value)) [(str before (if (map? value) "{}" "[]") after)]
      (map? value) (block "{" (sort-by key value)
                          (fn [[k v] comma] (lines v inner (str inner (quoted k) ": ") comma)) "}")
      (coll? value) (block "[" value (fn [v comma] (lines v inner inner comma)) "]")
      :else [(str before (cond (nil? value) "null" (string? value) (quoted value) :else (str value)) after)])))

(defn print-json [value] (run! println (lines value "" "" "")))

(let [[file] *command-line-args*
      text (if file (slurp file) (str/join "\n" (line-seq *in*)))]
  (print-json (try (read-json text)
                (catch Exception e
                  (let [place (- (count text) (:left (ex-data e) 0))
                        before (str/split-lines (str (subs text 0 place) "."))]
                    (throw (ex-info (str "line " (count before) ", column " (count (last before)) ": " (ex-message e))
                                    nil)))))))
