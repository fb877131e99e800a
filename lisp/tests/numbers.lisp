;; tests
;; Numbers: integers of 30 and 64 bits, doubles, their reading and printing.
(+) => 0
(+ 1) => 1
(+ 1 2) => 3
(+ 1 2 3 4) => 10
(apply + (range 101)) => 5050
(- 5) => -5
(- 5 2 1) => 2
(*) => 1
(* 2 3 4) => 24
(/ 6 3) => 2
(/ 1 2) => 0.5
(/ 4) => 0.25
(+ 536870911 1) => 536870912
(- -536870912 1) => -536870913
(* 65536 65536) => 4294967296
(+ 9223372036854775807 0) => 9223372036854775807
(+ 9223372036854775807 1) =>! "integer overflow"
(- -9223372036854775808 1) =>! "integer overflow"
(* 4294967296 4294967296) =>! "integer overflow"
(- -9223372036854775808) =>! "integer overflow"
(quot -9223372036854775808 -1) =>! "integer overflow"
(- 536870912 1) => 536870911
(= (- 4294967296 4294967295) 1) => true
(quot 7 2) => 3
(quot -7 2) => -3
(rem -7 2) => -1
(mod -7 2) => 1
(mod 7 -2) => -1
(mod 6 3) => 0
(mod 5.5 2) => 1.5
(quot 1 0) =>! "divide by zero"
(/ 1 0) =>! "divide by zero"
(rem 1 0) =>! "divide by zero"
(/ 1 0.0) => ##Inf
(/ -1 0.0) => ##-Inf
(= ##NaN ##NaN) => false
(NaN? (- ##Inf ##Inf)) => true
(infinite? ##Inf) => true
(infinite? ##NaN) => false
(inc 1) => 2
(dec 1) => 0
(inc 1.5) => 2.5
(inc "a") =>! "expected a number"
(+ 1 :a) =>! "expected a number"
(< 1 2 3) => true
(< 1 3 2) => false
(< 1) => true
(> 3 2 1) => true
(<= 1 1 2) => true
(>= 2 2 1) => true
(< 1 1.5) => true
(<= 1 ##NaN) => false
(>= 1 ##NaN) => false
(let [n ##NaN] (if (not (< n 1)) :no :yes)) => :no
(< 1 nil) =>! "expected a number"
(== 1 1.0) => true
(= 1 1.0) => false
(= 0.0 -0.0) => true
(let [a 4294967296 b 4294967296] (= a b)) => true
(let [f (fn [x] (if (< x 10) :small :large))] [(f 3) (f 10) (f 4294967296) (f -1.5)]) => [:small :large :large :small]
(let [f (fn [x] (if (> x -3) 1 2))] [(f -3) (f -2) (f -4)]) => [2 1 2]
(let [f (fn [x] (if (= x 5) 1 2))] [(f 5) (f 5.0) (f nil)]) => [1 2 2]
(let [f (fn [x] (<= x 5))] [(f 5) (f 6)]) => [true false]
(zero? 0) => true
(zero? 0.0) => true
(pos? 1) => true
(neg? -0.5) => true
(even? 4) => true
(odd? -3) => true
(even? 1.0) =>! "expected an integer"
(max 1 3 2) => 3
(min 1 3 2) => 1
(max 1 2.5) => 2.5
(abs -5) => 5
(bit-and 12 10) => 8
(bit-or 12 10) => 14
(bit-xor 12 10) => 6
(bit-not 0) => -1
(bit-shift-left 1 40) => 1099511627776
(bit-shift-right -8 1) => -4
(unsigned-bit-shift-right -1 60) => 15
(bit-test 5 2) => true
(bit-set 0 3) => 8
(bit-clear 15 0) => 14
(bit-flip 5 0) => 4
(int 3.99) => 3
(int -3.99) => -3
(int \A) => 65
(int 1e30) =>! "out of range"
(double 3) => 3.0
(round 2.5) => 3
(floor 2.7) => 2.0
(sqrt 16) => 4.0
(number? 1) => true
(integer? 1.0) => false
(int? 4294967296) => true
(double? 1.0) => true
(nat-int? 0) => true
(pos-int? 0) => false
1.0 =>> "1.0"
0.1 =>> "0.1"
(+ 0.1 0.2) =>> "0.30000000000000004"
1e21 =>> "1.0E21"
1440530024798645.25 =>> "1.4405300247986452E15"
123456.789 =>> "123456.789"
1e7 =>> "1.0E7"
9999999.0 =>> "9999999.0"
0.001 =>> "0.001"
0.0001 =>> "1.0E-4"
5e-324 =>> "5.0E-324"
1.7976931348623157e308 =>> "1.7976931348623157E308"
-0.0 =>> "-0.0"
1e400 =>> "##Inf"
1e-400 =>> "0.0"
2.2250738585072011e-308 =>> "2.225073858507201E-308"
0x1F => 31
-0xff => -255
017 => 15
2r1010 => 10
36rZZ => 1295
42N => 42
-9223372036854775808 =>> "-9223372036854775808"
(read-string "9223372036854775808") =>! "beyond 64 bits"
(read-string "1x") =>! "invalid number"
(read-string "1/2") =>! "ratios"
(read-string "09") =>! "invalid number"
(parse-long "42") => 42
(parse-long "-7") => -7
(parse-long "4 2") => nil
(parse-long "") => nil
(parse-long "9223372036854775807") => 9223372036854775807
(parse-long "9223372036854775808") => nil
(parse-double "1.5e3") => 1500.0
(parse-double "abc") => nil
(parse-double "1\u00002") => nil
(compare 1 2) => -1
(compare 2.5 1) => 1
(hash 1) => (hash 1)
(= (hash 0.0) (hash -0.0)) => true
(let [r (rand-int 10)] (and (<= 0 r) (< r 10))) => true
(let [r (rand)] (and (<= 0 r) (< r 1))) => true
