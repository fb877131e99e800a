;; A bank whose accounts are atoms, with many clerks who move money between them at the same time.
;;
;;   lith run bank.lisp [CLERKS [TRANSFERS]]       so many processes, each making so many transfers
;;
;; A process may be switched out between any two steps of its program. Nothing is locked all the same: an account is
;; changed by compare-and-set!, which the heap controller does at one instant, and only if nobody else was there since.

(defn withdraw! "Takes the amount from the account, if there is so much; whether it did." [account amount]
  (loop []
    (let [balance @account]
      (cond
        (< balance amount) false
        (compare-and-set! account balance (- balance amount)) true
        :else (recur)))))

(defn deposit! [account amount] (swap! account + amount))

(defn next-random "A new number from 0 to 2^20 - 1 for each." [n] (bit-and (+ (* n 421) 2161) 1048575))

(defn clerk
  "Makes so many transfers between accounts chosen at random; how many were refused."
  [accounts seed transfers]
  (loop [n seed i 0 refused 0]
    (if (= i transfers)
      refused
      (let [a (next-random n) b (next-random a) c (next-random b)
            from (nth accounts (rem (quot a 16) (count accounts)))
            to (nth accounts (rem (quot b 16) (count accounts)))
            amount (inc (rem (quot c 16) 50))]
        (if (withdraw! from amount)
          (do (deposit! to amount) (recur c (inc i) refused))
          (recur c (inc i) (inc refused)))))))

(let [[clerks transfers] (map parse-long *command-line-args*)
      clerks (or clerks 8)
      transfers (or transfers 100)
      accounts (mapv (fn [_] (atom 100)) (range 10))
      working (mapv (fn [i] (spawn clerk accounts (* 7919 (inc i)) transfers)) (range clerks))
      refused (reduce + (map deref working))
      balances (map deref accounts)]
  (println clerks "clerks were asked for" (* clerks transfers) "transfers")
  (println "all were done or refused:" (<= 0 refused (* clerks transfers)))
  (println "the accounts hold" (reduce + balances) "of" (* 100 (count accounts)))
  (println "overdrawn accounts:" (count (filter neg? balances))))
