;; Text by a pattern, as java.util.Formatter makes it.

(defn %fill "s n times." [n s]
  (loop [out "" s s n n]
    (if (pos? n) (recur (if (odd? n) (str out s) out) (if (> n 1) (str s s) s) (quot n 2)) out)))
(def %digit-values (zipmap "0123456789" (range)))
(def %format-flags (set "-#+ 0,(<"))
;; The flags that each kind of conversion takes.
(def %conversion-flags
  {\s "-<" \b "-<" \c "-<" \d "-+ 0,(<" \x "-#0<" \o "-#0<" \f "-#+ 0,(<" \e "-#+ 0(<" \g "-+ 0,(<" \% "-" \n ""})
;; [the number at the start of s, nil if there are no digits, and what follows]; beyond all limits it is :large.
(defn %leading-number [s]
  (loop [n nil s s]
    (if-let [digit (when s (get %digit-values (first s)))]
      (recur (cond (nil? n) digit (or (= n :large) (> n 214748363)) :large :else (+ (* 10 n) digit)) (next s))
      [n s])))
;; A conversion: the index of its argument (nil: the next, \<: the same again), flags, width and digits behind the point
;; (nil if there are none), its letter and that in lower case. `fail` throws an error about it, of the texts given.
(defn %check-conversion [{:keys [index flags width precision letter kind]} fail]
  (let [has (fn [flag] (includes? flags flag))
        allowed (get %conversion-flags kind)]
    (when-not allowed (throw (ex-info (str "format: unknown directive %" letter) nil)))
    (when (or (= index :large) (= width :large) (= precision :large)) (fail "a number is too large"))
    (when (seq flags)
      (when-let [wrong (first (remove (fn [flag] (includes? allowed flag)) flags))]
        (fail "the flag " wrong " does not go with %" letter))
      (when-not (apply distinct? flags) (fail "a flag stands twice"))
      (when (and (has "-") (has "0")) (fail "the flags - and 0 exclude each other"))
      (when (and (has "+") (has " ")) (fail "the flags + and space exclude each other"))
      (when (and (nil? width) (or (has "-") (has "0"))) (fail "a width is missing")))
    (when (and precision (not (contains? #{\s \b \f \e \g} kind))) (fail "%" letter " takes no precision"))
    (when (and width (= kind \n)) (fail "%n takes no width"))))
;; The conversion behind a %, checked, and what follows.
(defn %conversion [start]
  (let [[n s] (%leading-number start)
        index (when (= \$ (first s)) n)
        s (if index (next s) (seq start))
        [flags s] (loop [flags "" s s]
                    (let [c (first s)] (if (contains? %format-flags c) (recur (str flags c) (next s)) [flags s])))
        [width s] (%leading-number s)
        [precision more] (if (= \. (first s)) (%leading-number (next s)) nil)
        s (if precision more s)
        letter (first s)
        fail (fn [& why]
               (throw (ex-info (apply str "format: %" (join (take (- (count start) (count (next s))) start)) ": " why)
                               nil)))
        c {:index (if (includes? flags "<") \< index) :flags flags :width width :precision precision :letter letter
           :kind (if (contains? #{\S \B \C \X \E \G} letter) (lower-case letter) letter) :fail fail}]
    (when (nil? s) (fail "the letter of a conversion is missing at the end"))
    (%check-conversion c fail)
    [c (next s)]))

(defn %justify [s {:keys [width flags]}]
  (let [fill (%fill (- (or width 0) (count s)) " ")] (if (includes? flags "-") (str s fill) (str fill s))))
;; The text of a number without its sign as the flags want it, `prefix` (a sign or what shows a radix) in front.
(defn %with-zeros [prefix body suffix {:keys [width flags]}]
  (str prefix
       (if (includes? flags "0") (%fill (- width (count prefix) (count body) (count suffix)) "0") "") body suffix))
(defn %with-sign [negative body {:keys [flags] :as c}]
  (let [brackets (and negative (includes? flags "("))]
    (%with-zeros (cond brackets "(" negative "-" (includes? flags "+") "+" (includes? flags " ") " " :else "")
                 body (if brackets ")" "") c)))
(defn %thousands [digits {:keys [flags]}]
  (if (includes? flags ",")
    (let [n (count digits) lead (rem n 3)]
      (join "," (concat (if (pos? lead) [(subs digits 0 lead)] [])
                        (map (fn [i] (subs digits i (+ i 3))) (range lead n 3)))))
    digits))
;; An integer's 64 bits as digits of so many bits each.
(defn %unsigned [n bits]
  (loop [n n out ()]
    (let [out (cons (nth "0123456789abcdef" (bit-and n (dec (bit-shift-left 1 bits)))) out)
          n (unsigned-bit-shift-right n bits)]
      (if (= n 0) (join out) (recur n out)))))

;; Of the text of a finite double without sign, its digits (the fewest that read back) and where the point is: the value
;; is 0.digits times ten to that.
(defn %decimal [text]
  (let [e (index-of text "E") mantissa (if e (subs text 0 e) text) point (index-of mantissa ".")
        all (str (subs mantissa 0 point) (subs mantissa (inc point)))
        digits (join (drop-while #{\0} all))
        used (count (drop-while #{\0} (reverse digits)))]
    [(subs digits 0 used) (+ point (if e (parse-long (subs text (inc e))) 0) (- (count digits) (count all)))]))
;; The same with so many digits at most: half and more is rounded up.
(defn %rounded [[digits point :as d] most]
  (cond (>= most (count digits)) d
        (neg? most) ["" point]
        :else (let [n (+ (parse-long (str "0" (subs digits 0 most))) (if (< (int (nth digits most)) (int \5)) 0 1))
                    s (if (= n 0) "" (str n)) carried (> (count s) most)]
                [(if carried "1" s) (if carried (inc point) point)])))
(defn %point [whole fraction {:keys [flags] :as c}]
  (str (%thousands whole c) (if (or (not= "" fraction) (includes? flags "#")) "." "") fraction))
(defn %fixed [[_ point :as d] precision c]
  (let [[digits point] (%rounded d (+ point precision))
        scaled (if (= "" digits) "" (str digits (%fill (- (+ point precision) (count digits)) "0")))
        s (str (%fill (- (inc precision) (count scaled)) "0") scaled)
        split (- (count s) precision)]
    (%point (subs s 0 split) (subs s split) c)))
(defn %scientific [d precision c]
  (let [[digits point] (%rounded d (inc precision))
        s (str digits (%fill (- (inc precision) (count digits)) "0"))
        e (if (= "" digits) 0 (dec point)) size (str (abs e))]
    (str (%point (subs s 0 1) (subs s 1) c) "e" (if (neg? e) "-" "+") (%fill (- 2 (count size)) "0") size)))
(defn %general [d precision c]
  (let [precision (max 1 precision) [digits point] (%rounded d precision)]
    (cond (= "" digits) (%fixed d (dec precision) c)
          (and (> point -4) (<= point precision)) (%fixed d (- precision point) c)
          :else (%scientific d (dec precision) c))))
(defn %format-double [k x {:keys [precision flags] :as c}]
  (let [text (pr-str x) negative (or (starts-with? text "-") (= text "##-Inf"))
        unfilled (assoc c :flags (join (remove #{\0} flags)))]
    (cond (= text "##NaN") "NaN"
          (starts-with? text "##") (%with-sign negative "Infinity" unfilled)
          :else (%with-sign negative
                  ((case k \f %fixed \e %scientific \g %general)
                   (%decimal (if negative (subs text 1) text)) (or precision 6) c)
                  c))))
(defn %format-one [{:keys [flags precision letter kind] :as c} x]
  (let [wrong (fn [what] (throw (ex-info (str "format: %" letter " takes " what ", got " (pr-str x)) nil)))
        cut (fn [s] (if (and precision (< precision (count s))) (subs s 0 precision) s))
        integer (fn [] (if (integer? x) x (wrong "an integer")))
        s (cond
            (= kind \b) (cut (if x "true" "false"))
            (nil? x) (cut "null")
            (= kind \s) (cut (str x))
            (= kind \d) (let [s (str (integer)) negative (starts-with? s "-")]
                          (%with-sign negative (%thousands (if negative (subs s 1) s) c) c))
            (= kind \c) (cond (char? x) (str x) (integer? x) (str (char x)) :else (wrong "a character"))
            (= kind \x) (%with-zeros (if (includes? flags "#") "0x" "") (%unsigned (integer) 4) "" c)
            (= kind \o) (%with-zeros (if (includes? flags "#") "0" "") (%unsigned (integer) 3) "" c)
            :else (if (double? x) (%format-double kind x c) (wrong "a double")))]
    (%justify (if (= kind letter) s (upper-case s)) c)))
(defn format
  "The pattern with its conversions %[index$][flags][width][.precision]letter replaced by the texts of the arguments:
%s any value, %d %o %x an integer, %f %e %g a double, %c a character, %b a truth, %% and %n. As java.util.Formatter."
  [pattern & args]
  (let [args (vec args)]
    ;; ordinary: the arguments taken in their order so far; last: the index of the last one taken
    (loop [s (seq pattern) ordinary 0 last -1 out ()]
      (cond
        (nil? s) (join (reverse out))
        (not= (first s) \%) (recur (next s) ordinary last (cons (first s) out))
        :else
        (let [[{:keys [index kind] :as c} s] (%conversion (next s))]
          (if (contains? #{\% \n} kind)
            (recur s ordinary last (cons (%justify (if (= kind \n) "\n" "%") c) out))
            (let [at (cond (nil? index) ordinary (= index \<) last :else (dec index))]
              (when-not (< -1 at (count args)) ((:fail c) "too few arguments"))
              (recur s (if index ordinary (inc ordinary)) at (cons (%format-one c (nth args at)) out)))))))))
