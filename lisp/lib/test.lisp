;; Files of tests, known by their first line ";; tests". They hold forms that are evaluated, and checks:
;;   form => value      the values are equal
;;   form =>> "text"    the value prints as this text
;;   form =>! "text"    evaluating throws, and the message has this text in it
;; Printed last: "N passed, N failed".

(def %test-counts (atom [0 0]))

(defn %test-report [ok place & texts]
  (swap! %test-counts (fn [[p f]] (if ok [(inc p) f] [p (inc f)])))
  (when-not ok (%write 1 (str place ": " (apply str texts) "\n"))))

;; With `whole` the value is printed too, so that an error in a lazy part shows.
(defn %test-value [form file whole]
  (try (let [v (%eval form file)] (when whole (pr-str v)) [:value v]) (catch :default e [:error e])))

(defn %test-message [e] (if (error? e) (str (ex-message e)) (pr-str e)))

(defn %test-check [arrow form expected file place]
  (let [[state v] (%test-value form file (= arrow '=>!))]
    (cond
      (= arrow '=>!)
      (%test-report (and (= state :error) (includes? (%test-message v) expected)) place
                    (pr-str form) " should throw " (pr-str expected) ", gave "
                    (if (= state :error) (pr-str (%test-message v)) (pr-str v)))
      (= state :error)
      (%test-report false place (pr-str form) " threw " (%test-message v))
      (= arrow '=>>)
      (%test-report (= (pr-str v) expected) place (pr-str form) " printed " (pr-str v) ", not " expected)
      :else
      (let [wanted (%eval expected file)]
        (%test-report (= v wanted) place (pr-str form) " is " (pr-str v) ", not " (pr-str wanted))))))

(defn run-tests "Runs the text of a test file." [text file]
  (reset! %test-counts [0 0])
  (loop [r (%read-in file text 0 1 1 true)]
    (when r
      (let [[form at line column] r
            [arrow at2 line2 column2 _ arrow-column :as r2] (%read-in file text at line column true)]
        (if (and r2 (contains? '#{=> =>> =>!} arrow))
          (let [r3 (%read-in file text at2 line2 column2 true)]
            (when-not r3
              (throw (%error (str file ":" line2 ":" arrow-column ": what should come behind " arrow " is missing")
                             nil nil :incomplete)))
            (%test-check arrow form (nth r3 0) file (str file ":" line))
            (recur (%read-in file text (nth r3 1) (nth r3 2) (nth r3 3) true)))
          (do (%eval form file) (recur r2))))))
  (let [[passed failed] (deref %test-counts)]
    (%write 1 (str file ": " passed " passed, " failed " failed\n"))
    (when (pos? failed) (throw (ex-info (str failed " tests failed") nil)))))
(%hook 5 (fn [args] (run-tests (nth args 0) (nth args 1))))
