;; Text by a pattern.

(defn %pad [s width left zero]
  (let [n (- width (count s)) fill (apply str (repeat n (if zero "0" " ")))]
    (cond (<= n 0) s
          left (str s fill)
          (and zero (starts-with? s "-")) (str "-" fill (subs s 1))
          :else (str fill s))))
(defn %hex [n]
  (cond
    (neg? n) (apply str (map (fn [i] (%hex (bit-and 15 (bit-shift-right n (* 4 i))))) (range 15 -1 -1)))
    (< n 16) (str (nth "0123456789abcdef" n))
    :else (str (%hex (quot n 16)) (nth "0123456789abcdef" (rem n 16)))))
(defn %fixed [x digits]
  (let [scale (reduce * (repeat digits 10)) n (round (* (abs (double x)) scale)) whole (quot n scale)]
    (str (if (and (neg? x) (pos? n)) "-" "") whole (if (pos? digits) (str "." (%pad (str
        (rem n scale)) digits false true)) ""))))
(defn format "Text with %s %d %x %f %c %% and width, - and 0 flags, .digits of %f." [pattern & args]
  (loop [s (seq pattern) args (seq args) out ()]
    (cond
      (nil? s) (apply str (reverse out))
      (not= (first s) \%) (recur (next s) args (cons (first s) out))
      :else
      (let [[flags s] (split-with #{\- \0} (next s))
            [width s] (split-with digit? s)
            dot (= \. (first s))
            [digits s] (if dot (split-with digit? (rest s)) [nil s])
            c (first s)
            number (fn [ds otherwise] (if (seq ds) (parse-long (apply str ds)) otherwise))
            x (if (or args (contains? #{\% \n} c)) (first args) (throw (ex-info "format: too few arguments" nil)))
            text (cond
                   (= c \s) (str x) (= c \c) (str x)
                   (= c \d) (if (integer? x) (str x)
                              (throw (ex-info (str "format: %d takes an integer, got " (pr-str x)) nil)))
                   (= c \x) (%hex x)
                   (= c \f) (%fixed x (number digits 6)) (= c \%) "%" (= c \n) "\n"
                   :else (throw (ex-info (str "format: unknown directive %" c) nil)))]
        (recur (next s) (if (contains? #{\% \n} c) args (next args))
               (cons (%pad text (number width 0) (some #{\-} flags) (some #{\0} flags)) out))))))
