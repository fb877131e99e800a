;; Carries out what tests/lisp/doubles.c writes, a line each: an operation and its operands; prints each result, or
;; `error`. The results of operations that need one are 1 and 0 for true and false.
(defn truth [test] (fn [& xs] (if (apply test xs) 1 0)))
(def operations
  {"+" + "-" - "*" * "/" / "quot" quot "rem" rem "mod" mod "inc" inc "dec" dec "max" max "min" min "abs" abs
   "floor" floor "ceil" ceil "round" round "sqrt" sqrt "int" int "double" double "compare" compare
   "<" (truth <) "<=" (truth <=) ">" (truth >) ">=" (truth >=) "==" (truth ==) "=" (truth =)
   "zero?" (truth zero?) "pos?" (truth pos?) "neg?" (truth neg?) "NaN?" (truth NaN?) "infinite?" (truth infinite?)
   "and" bit-and "or" bit-or "xor" bit-xor "not" bit-not "shl" bit-shift-left "shr" bit-shift-right
   "ushr" unsigned-bit-shift-right "bit" (truth bit-test)
   "read" identity "parse" identity "long" parse-long})
(defn carry-out [line]
  (let [[operation & operands] (split line #" ")]
    (try (apply (get operations operation)
           (map (case operation "parse" parse-double "long" identity read-string) operands))
      (catch :arithmetic e "error")
      (catch :overflow e "error"))))
(doseq [line (line-seq *in*)] (println (carry-out line)))
