;; Regular expressions, and what takes text or a regular expression for what it looks for.

(defn re-matches "What the regular expression makes of all of s: the text, or a vector of it and what its groups took; nil if
it does not match all of s." [re s] (nth (%match re s 0 true) 0))
(defn re-matcher "An atom with which re-find goes from match to match through s." [re s] (atom [re s 0 nil]))
(defn re-find
  "The first match in s (the next one, of a matcher): its text, or a vector of that and what its groups took; nil if
there is none."
  ([matcher]
   (let [[re s at] @matcher [value _ _ next] (when at (%match re s at false))]
     (reset! matcher [re s next value])
     value))
  ([re s] (nth (%match re s 0 false) 0)))
(defn re-groups "What the last re-find of the matcher found." [matcher]
  (or (nth @matcher 3) (throw (ex-info "re-groups: there is no match" nil))))
(defn %matches [re s at]
  (lazy-seq (when-let [m (%match re s at false)] (cons m (%matches re s (nth m 3))))))
(defn re-seq "All matches in s, one behind the other, each as re-find has it; nil if there is none." [re s]
  (seq ((fn step [at]
          (lazy-seq (when-let [m (%match re s at false)] (cons (nth m 0) (step (nth m 3)))))) 0)))

;; ---- splitting and replacing ----

(defn %as-regex [x]
  (if (%regex? x) x (re-pattern (str "\\Q" (replace-string (str x) "\\E" "\\E\\\\E\\Q") "\\E"))))
(defn %parts [s matches limit]
  (loop [parts [] from 0 matches matches]
    (let [[_ start end :as m] (when-not (= (count parts) (dec limit)) (first matches))]
      (cond (nil? m) (conj parts (%slice s from nil))
            (= end 0) (recur parts from (rest matches))
            :else (recur (conj parts (%slice s from start)) end (rest matches))))))
(defn split
  "The parts of s between the separators: matches of a regular expression, or a string or character. With a limit at most
so many, the rest being the last; empty ones at the end are left out unless the limit is not 0."
  ([s separator] (if (%regex? separator) (split s separator 0) (%split s separator)))
  ([s separator limit]
   (let [parts (%parts s (%matches (%as-regex separator) s 0) limit)]
     (if (and (= 0 limit) (next parts))
       (loop [parts parts] (if (= "" (peek parts)) (recur (pop parts)) parts))
       parts))))

;; A group's number has two digits only if there are so many groups.
(defn %group [groups digits]
  (let [g (parse-long digits) n (count groups)]
    (cond (< g n) (nth groups g)
          (and (> g 9) (< (quot g 10) n)) (str (nth groups (quot g 10)) (rem g 10))
          :else (throw (ex-info (str "replace: there is no group " digits) nil)))))
(defn %replacement [by value]
  (join (map (fn [[all escaped digits]]
               (cond escaped escaped
                     digits (%group (if (vector? value) value [value]) digits)
                     (contains? #{"$" "\\"} all)
                     (throw (ex-info (str "replace: " all " stands alone in the replacement " (pr-str by)) nil))
                     :else all))
             (re-seq #"(?s)\\(.)|\$(\d\d?)|[^\\$]+|." by))))
(defn %replace [s matches by]
  (let [f (cond (not (string? by)) by
                (re-find #"[\\$]" by) (fn [value] (%replacement by value))
                :else (constantly by))]
    (loop [parts [] from 0 matches matches]
      (if-let [[value start end] (first matches)]
        (recur (conj parts (%slice s from start) (f value)) end (rest matches))
        (join (conj parts (%slice s from nil)))))))
