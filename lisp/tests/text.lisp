;; tests
;; Strings, characters, symbols, keywords, the reader and the printer.
"a\"b\\\n" =>> "\"a\\\"b\\\\\\n\""
(str) => ""
(str nil) => ""
(str 1 "a" :b nil \c 'd) => "1a:bcd"
(str [1 "a" \b]) => "[1 \"a\" \\b]"
(pr-str "a" \b nil) => "\"a\" \\b nil"
(print-str "a" \b [\c]) => "a b [c]"
(count "héllo") => 5
(nth "héllo" 1) => \é
(subs "hello" 1 3) => "el"
(subs "héllo" 2) => "llo"
(subs "abc" 4) =>! "out of bounds"
(subs "abc" 2 1) =>! "out of bounds"
(join ", " [1 2 3]) => "1, 2, 3"
(join [1 2]) => "12"
(split "a,b,,c,," ",") => ["a" "b" "" "c"]
(split "abc" "") => ["a" "b" "c"]
(split "" ",") => [""]
(split-lines "a\r\nb\nc") => ["a" "b" "c"]
(upper-case "aé") => "AÉ"
(lower-case "ABC") => "abc"
(capitalize "hELLO") => "Hello"
(trim "  a b \n") => "a b"
(triml " a ") => "a "
(trimr " a ") => " a"
[(trim "voilà") (trimr "Ġ ") (trim "丠a丠") (triml "\u3000à")] => ["voilà" "Ġ" "丠a丠" "à"]
;; white space is Character/isWhitespace
(def spaces (apply str (map char [9 10 11 12 13 28 29 30 31 32 0x1680 0x2000 0x2001 0x2002 0x2003 0x2004 0x2005 0x2006 0x2008 0x2009 0x200a 0x2028 0x2029 0x205f 0x3000])))
(= spaces (apply str (filter whitespace? (map char (concat (range 0x3100) (range 0xfe00 0x10000)))))) => true
(map (fn [f] (f (str spaces "a" spaces))) [trim triml trimr]) => (list "a" (str "a" spaces) (str spaces "a"))
[(blank? spaces) (trim spaces) (blank? "à") (blank? "\u00a0")] => [true "" false false]
(trim "\u00a0a\u2007\u202f") => "\u00a0a\u2007\u202f"
(read-string (str "[" (join "a" spaces) "]")) => (vec (repeat 24 (quote a)))
(mapv (fn [c] (read-string (str "[\\a" c ":k" c "1" c "]"))) (str spaces ",")) => (repeat 26 [\a :k 1])
(map name (read-all "a\u00a0b \u2007")) => ["a\u00a0b" "\u2007"]
(let [s (apply str (repeat 100 "é"))] (starts-with? (name (gensym s)) s)) => true
(trim-newline "a\r\n\n") => "a"
(blank? " \t\n") => true
(blank? nil) => true
(blank? "a") => false
(index-of "hello" "l") => 2
(index-of "hello" \l 3) => 3
(index-of "hello" "z") => nil
(index-of "éa" "a") => 1
(last-index-of "hello" "l") => 3
(includes? "hello" "ell") => true
(starts-with? "hello" "he") => true
(ends-with? "hello" "lo") => true
(ends-with? "a" "ba") => false
(replace-string "a-b-c" "-" "+") => "a+b+c"
(replace-string "aaa" "aa" "b") => "ba"
(reverse-string "abc") => "cba"
(escape "a<b" {\< "&lt;"}) => "a&lt;b"
(format "%d %s %c %% %x" 5 "x" \y 255) => "5 x y % ff"
(format "[%5d|%-5s|%05d]" 42 "ab" -42) => "[   42|ab   |-0042]"
(format "%.2f %.0f %f" 3.14159 2.5 1.5) => "3.14 3 1.500000"
(format "%.2f" -0.5) => "-0.50"
;; what java.util.Formatter gives
(format "%f %.1f %.0f|%.20f" 1e13 1e18 2.5 0.1) => "10000000000000.000000 1000000000000000000.0 3|0.10000000000000000000"
(format "%f %+.1f %(f %08.2f %E" ##NaN ##Inf ##-Inf ##-Inf ##Inf) => "NaN +Infinity (Infinity) -Infinity INFINITY"
(format "%.2f %.2f %.1f %.0f" -0.001 -0.0 0.05 0.5) => "-0.00 -0.00 0.1 1"
(format "%12.4f|%-12.3f|%012.1f|%,.2f|%(.1f|% .1f|%+.1f|%#.0f" 536539.04245 1.5 -2.25 1234567.891 -3.0 3.0 3.0 3.0) => " 536539.0425|1.500       |-000000002.3|1,234,567.89|(3.0)| 3.0|+3.0|3."
(format "%e %.3e %E %.0e %#.0e %e" 12345.678 0.0 1e-10 9.5 5.0 1e300) => "1.234568e+04 0.000e+00 1.000000E-10 1e+01 5.e+00 1.000000e+300"
(format "%g %g %g %g %.3g %G %g" 0.0001 0.00001 123456.0 9999995.0 0.0 1e-10 1.0) => "0.000100000 1.00000e-05 123456 1.00000e+07 0.00 1.00000E-10 1.00000"
(format "%d %5d %-5d| %05d %+d % d %(d %,d %,d" 1 42 42 -42 7 7 -7 -1234567 12) => "1    42 42   | -0042 +7  7 (7) -1,234,567 12"
(format "%d %x %X %o %#x %#o %08x %-8X|" -9223372036854775808 -1 255 -1 255 8 255 171) => "-9223372036854775808 ffffffffffffffff FF 1777777777777777777777 0xff 010 000000ff AB      |"
(format "%(08d %,012d %#010x" -42 1234567 255) => "(000042) 0001,234,567 0x000000ff"
(format "%s %S %.2s %5.1s| %-5s| %s %s" :a "abc" "abcdef" "xyz" "ab" nil [1 "a"]) => ":a ABC ab     x| ab   | null [1 \"a\"]"
(format "%.2s|%5.1s|%-4s|" "äöü" "丠a" "é") => "äö|    丠|é   |"
(format "%b %B %b %.2b %6b" nil 1 false true true) => "false TRUE false tr   true"
(format "%c %C %3c %-3c| %c" \a \é \b \c nil) => "a É   b c  | null"
(format "%2$s %1$s %<s %s %s" 1 2) => "2 1 1 1 2"
(format "%% %5% %-5%|%n") => "%     % %    |\n"
(format "%d %f %x %.2f %.3s" nil nil nil nil nil) => "null null null nu nul"
(format "no conversions") => "no conversions"
(format "%s" "too" "many") => "too"
(= (format "%.0f" 1e300) (apply str 1 (repeat 300 0))) => true
(count (format "%-200000s" 1)) => 200000
(format "%1100000s" 1) =>! "a text is too long"
;; where it throws
(format "%-05d" 1) =>! "format: %-05d: the flags - and 0 exclude each other"
(format "%5-d" 1) =>! "format: unknown directive %-"
(format "%-d" 1) =>! "format: %-d: a width is missing"
(format "%05s" 1) =>! "format: %05s: the flag 0 does not go with %s"
(format "%+ d" 1) =>! "format: %+ d: the flags + and space exclude each other"
(format "%--5d" 1) =>! "format: %--5d: a flag stands twice"
(format "%#d" 1) =>! "format: %#d: the flag # does not go with %d"
(format "%,x" 1) =>! "format: %,x: the flag , does not go with %x"
(format "%(x" -1) =>! "format: %(x: the flag ( does not go with %x"
(format "%+x" 1) =>! "format: %+x: the flag + does not go with %x"
(format "%,e" 1.0) =>! "format: %,e: the flag , does not go with %e"
(format "%#g" 1.0) =>! "format: %#g: the flag # does not go with %g"
(format "%#s" 1) =>! "format: %#s: the flag # does not go with %s"
(format "%.2d" 1) =>! "format: %.2d: %d takes no precision"
(format "%.2c" \a) =>! "format: %.2c: %c takes no precision"
(format "%.2%") =>! "format: %.2%: %% takes no precision"
(format "%5n") =>! "format: %5n: %n takes no width"
(format "%-n") =>! "format: %-n: the flag - does not go with %n"
(format "%+%") =>! "format: %+%: the flag + does not go with %%"
(format "%q" 1) =>! "format: unknown directive %q"
(format "%D" 1) =>! "format: unknown directive %D"
(format "%F" 1.0) =>! "format: unknown directive %F"
(format "%") =>! "format: %: the letter of a conversion is missing at the end"
(format "%5") =>! "format: %5: the letter of a conversion is missing at the end"
(format "%.d" 1) =>! "format: unknown directive %."
(format "%d" 1.5) =>! "format: %d takes an integer, got 1.5"
(format "%f" 1) =>! "format: %f takes a double, got 1"
(format "%f" "a") =>! "format: %f takes a double, got \"a\""
(format "%x" "a") =>! "format: %x takes an integer, got \"a\""
(format "%c" "a") =>! "format: %c takes a character, got \"a\""
(format "%d") =>! "format: %d: too few arguments"
(format "%2$d" 1) =>! "format: %2$d: too few arguments"
(format "%<s" 1) =>! "format: %<s: too few arguments"
(format "%99999999999d" 1) =>! "format: %99999999999d: a number is too large"
(format "%.99999999999f" 1.0) =>! "format: %.99999999999f: a number is too large"
(format "%1$-5$d" 1) =>! "format: unknown directive %$"
(format "%0$d" 1) =>! "format: %0$d: too few arguments"
;;
(apply str (reverse "héy")) => "yéh"
(seq "añ") => '(\a \ñ)
(vec "ab") => [\a \b]
(= "ab" (str "a" "b")) => true
(hash (str "a" "b")) => (hash "ab")
(char 955) => \λ
(char -1) =>! "out of range"
(int \λ) => 955
\newline =>> "\\newline"
[\space \tab \return \a \u0041 \o101] => [(char 32) (char 9) (char 13) \a \A \A]
(whitespace? \space) => true
(digit? \5) => true
(letter? \5) => false
(upper-case \a) => \A
(name :a/b) => "b"
(namespace :a/b) => "a"
(namespace :a) => nil
(name "s") => "s"
(symbol "a" "b") => 'a/b
(symbol "a/b") => 'a/b
(keyword "a") => :a
(keyword 'a/b) => :a/b
(keyword "a" "b") => :a/b
(identical? :abc (keyword "abc")) => true
(count (set (map (fn [i] (keyword (str "many" i))) (range 5000)))) => 5000
(= '/ (symbol "/")) => true
(not= (gensym) (gensym)) => true
(symbol? 'a) => true
(keyword? :a) => true
(string? "a") => true
(char? \a) => true
(boolean? false) => true
(simple-keyword? :a/b) => false
(qualified-symbol? 'a/b) => true
::here => :user/here
;; reader
'(1 ; comment
  2 #_ 3 #_(4 5) 4) => '(1 2 4)
#_ #_ 1 2 '3 => 3
'#{1 2} => #{1 2}
(quote ()) =>> "()"
'@a => '(lith.core/deref a)
''a => '(quote a)
'#'a => '(var a)
(#(+ %1 %2) 1 2) => 3
(#(* % %) 5) => 25
(#(apply + %&) 1 2 3) => 6
(#(vector %2 %3) 1 2 3) => [2 3]
#?(:clj 1 :lith 2) => 2
[1 #?(:clj 5) 2] => [1 2]
#inst "2024-01-01" =>> "#inst \"2024-01-01T00:00:00.000-00:00\""
'{:a 1, :b [x y]} => {:a 1 :b ['x 'y]}
(read-string "(a . b)") => (list 'a '. 'b)
(read-string "") => nil
(read-string "(1 2") =>! "1:1: this form is not closed"
(read-string "\n  (a\n \"b") =>! "3:2: this string is not closed"
(read-string ")") =>! "read-string:1:1: unexpected closing bracket"
(read-string "[1 2)") =>! "read-string:1:5: unexpected ): what begins at 1:1 is not closed"
(read-string "(let [a 1\n  (f a)\n  b)") =>! "3:4: unexpected ): what begins at 1:6 is not closed"
(read-string "#{1 (2}") =>! "1:7: unexpected }: what begins at 1:5 is not closed"
(read-string "(a ')") =>! "1:5: unexpected closing bracket"
(read-all "1\n #") =>! "read-all:2:2: a form is missing"
(read-string "{:a}") =>! "even number"
(read-string "{:a 1 :a 2}") =>! "duplicate key"
(read-string "#{1 1}") =>! "duplicate element"
(read-string "\"\\q\"") =>! "unknown escape"
(read-string "\\foo") =>! "unknown character"
(read-string "#(#(1))") =>! "#() within #()"
(read-string "##Foo") =>! "## must be followed"
;; symbols and keywords
'[a' ->x x->y .5 *b* c? d! e# %x %& <=> a.b a:b a$b] =>> "[a' ->x x->y .5 *b* c? d! e# %x %& <=> a.b a:b a$b]"
(map (fn [s] [(namespace s) (name s)]) '[/ a/b a// a/b/c :a/b :a/b/c]) => '([nil "/"] ["a" "b"] ["a" "/"] ["a" "b/c"] ["a" "b"] ["a" "b/c"])
[:1 :1a :a:b :a' ::a ::user/b] => [(keyword "1") (keyword "1a") (keyword "a:b") (keyword "a'") :user/a :user/b]
(let [bad ["a/" "/a" "a:" "a::b" "a:/b" "a/1"]] (mapv (fn [s] (try (read-string s) (catch :reader e (ex-message e)))) bad)) => (map (fn [s] (str "read-string:1:1: invalid symbol: " s)) ["a/" "/a" "a:" "a::b" "a:/b" "a/1"])
(let [bad [":" "::" ":::a" ":a:" ":a::b" ":/a" ":a/" ":a/1"]] (mapv (fn [s] (try (read-string s) (catch :reader e (ex-message e)))) bad)) => (map (fn [s] (str "read-string:1:1: invalid keyword: " s)) [":" "::" ":::a" ":a:" ":a::b" ":/a" ":a/" ":a/1"])
(read-string (apply str (repeat 1100 "a"))) =>! "too long"
;; numbers
[0x1N 0xfF -0x10 +0X7 010 -07N 2r101 -36rZz 1N 0N +5 -0 00] => [1 255 -16 7 8 -7 5 -1295 1 0 5 0 0]
[1. 1.e3 1e3 1E+3 1e-3 -0.0 1.5M 2M 1e400 -1e400 1e-400] =>> "[1.0 1000.0 1000.0 1000.0 0.001 -0.0 1.5 2.0 ##Inf ##-Inf 0.0]"
(let [bad ["08" "0x" "0xg" "2r2" "2r" "1a" "1.2.3" "1_0" "1:" "+1a"]] (mapv (fn [s] (try (read-string s) (catch :reader e (includes? (ex-message e) (str ": " s))))) bad)) => (repeat 10 true)
(read-string " 37r1") =>! "1:2: a radix must be from 2 to 36: 37r1"
(read-string "1e") =>! "a number without exponent: 1e"
(read-string "1/2") =>! "1:1: ratios are not supported: 1/2"
(read-string "9223372036854775808") =>! "an integer beyond 64 bits: 9223372036854775808"
(read-string "-9223372036854775808") => -9223372036854775808
;; characters
[\newline \space \tab \formfeed \backspace \return \, \; \( \\ \" \é \u00e9 \o7 \o377 \u \o] =>> "[\\newline \\space \\tab \\formfeed \\backspace \\return \\, \\; \\( \\\\ \\\" \\é \\é \\u0007 \\ÿ \\u \\o]"
[\[\]] => [\[ \]]
(count (str \u1F600)) => 1
"\uD83D\uDE00" => (str \u1F600)
"\377\7" => (str \o377 \o7)
(mapv (fn [s] (try (read-string s) (catch :reader e (ex-message e)))) ["\\uD800" "\\u12" "\\o8" "\"\\uD83D\"" "\"\\uD83D\\u0041\"" "\"\\uDE00\"" "\"\\u12\"" "\"\\uD83D\\uDC0G\"" "\"\\uD83D\\uDC0\""]) => (map (fn [c] (str "read-string:1:" c ": invalid character code")) [1 1 1 2 2 2 2 2 2])
(read-string "\\o400") =>! "1:1: an octal character code is at most 377"
(read-string "\"\\400\"") =>! "1:2: an octal character code is at most 377"
(read-string "\\(a") =>! "1:1: unknown character name"
(read-string " \"a\n \\x\"") =>! "2:2: unknown escape"
(char 55296) =>! "char: 55296 is half a character of UTF-16"
;; collections
[1 #_2] => [1]
#_ #_ a b [1 #_ #_ 2 3 4] => [1 4]
{:a #_ 1 2 #_ 3} => {:a 2}
[1,,2, 3,] => [1 2 3]
(read-string "[1 {:a 1\n:a 2}]") =>! "1:4: duplicate key in a map: :a"
(read-string "#{1 2 1}") =>! "1:1: duplicate element in a set: 1"
(read-string "#{[1] (1)}") =>! "1:1: duplicate element"
(read-string "(1 #_)") =>! "1:6: unexpected closing bracket"
(mapv (fn [s] (try (read-string s) (catch :incomplete e (ex-message e)))) ["(" " [" "#{" "#(" "{:a" "#:a{" "#?(" "#?" "\"a" "\\" "'" "~@" "^:a" "^" "#'" "#^" "#_" "#a" "#:a" "(1 #_ 2"]) => (map (fn [[c m]] (str "read-string:1:" c ": " m)) [[1 "this form is not closed"] [2 "this form is not closed"] [1 "this form is not closed"] [1 "this form is not closed"] [1 "this form is not closed"] [1 "this form is not closed"] [1 "this form is not closed"] [1 "this form is not closed"] [1 "this string is not closed"] [1 "a character is missing"] [1 "a form is missing at the end of the text"] [1 "a form is missing at the end of the text"] [2 "a form is missing at the end of the text"] [1 "a form is missing at the end of the text"] [1 "a form is missing at the end of the text"] [1 "a form is missing at the end of the text"] [1 "a form is missing at the end of the text"] [1 "a form is missing at the end of the text"] [1 "a map is missing at the end of the text"] [1 "this form is not closed"]])
;; maps whose keys share a namespace
#:a{:b 1 :c/d 2 :_/e 3 "f" 4 5 6} => {:a/b 1 :c/d 2 :e 3 "f" 4 5 6}
'#:a {b 1 _/c :d} => '{a/b 1 c :d}
#::{:a 1} => {:user/a 1}
#::user{:a 1} => {:user/a 1}
(read-string "#::nowhere{:a 1}") =>! "1:1: the alias of this map is not known: nowhere"
(read-string "#:a{:b 1 :a/b 2}") =>! "1:1: duplicate key in a map: :a/b"
(read-string "#:a[1]") =>! "1:1: #: must be followed by a namespace and a map"
(read-string "#:{:a 1}") =>! "1:1: #: must be followed by a namespace"
(read-string "#:a/b{:c 1}") =>! "1:1: #: must be followed by a namespace"
;; what is read by feature
[0 #?@(:clj [5] :lith [1 2]) #?@(:clj [6]) #?@(:default ()) 3] => [0 1 2 3]
(+ #?@(:lith (1 2)) #? (:clj 7 :default 3)) => 6
#?(:clj [1/2 ::no/alias #=(f) #"(" 123456789012345678901234567890 #:a{1/2 1 1/3 1}] :lith :read) => :read
(read-string "#?@(:lith [1])") =>! "1:1: #?@ must be within a collection"
(read-string "[#?@(:lith 1)]") =>! "1:2: #?@ takes a list or vector"
(read-string "#?(:lith)") =>! "1:1: #? must have an even number of forms"
(read-string "#?(lith 1)") =>! "1:1: #? needs keywords before its forms"
(read-string "#?[:lith 1]") =>! "1:1: #? must be followed by a list"
;; metadata
(meta '^:a ^{:b 2 :a 3} x) => {:a true :b 2}
(meta '#^:a #^{:b 1} [x]) => {:a true :b 1}
(:tag (meta '^String x)) => 'String
(map meta [^{:a (+ 1 2)} [1] ^:b {:c (inc 1)} ^:d #{} ^"T" [] ^T [1]]) => '({:a 3} {:b true} {:d true} {:tag "T"} {:tag T})
(let [x 1] (meta ^{:x x} [x])) => {:x 1}
((juxt meta (fn [f] (f 1))) ^{:a 1} (fn [x] (inc x))) => [{:a 1} 2]
(meta ^:b #(inc %)) => {:b true}
(read-string "(1 ^:a 5)") =>! "1:4: only symbols and collections have metadata"
(read-string "^[a] x") =>! "1:1: metadata must be a map, keyword, symbol or string"
(try (eval (read-string "\n\n ^:a (first 5)")) (catch :type e (drop 2 (first (ex-trace e))))) => '(3 6)
;; other forms behind #
(read-string "1 #! a comment\n 2") => 1
(read-all "#! a comment\n 1 #!b") => [1]
(read-string "#=(+ 1 2)") =>! "1:1: #= is not supported: reading evaluates nothing"
(read-string (pr-str inc)) =>! "1:1: what is printed as #<...> cannot be read"
(read-string "#1 2") =>! "1:1: unknown form behind #: 1"
(read-string "# a 2") =>! "1:1: unknown form behind #"
(map pr-str [#inst "2024" #inst "2024-02-29T12:30Z" #inst "2024-01-01T00:30:01.5+01:00" #inst "2023-12-31T23:59:60.1234560-00:01"]) => ["#inst \"2024-01-01T00:00:00.000-00:00\"" "#inst \"2024-02-29T12:30:00.000-00:00\"" "#inst \"2023-12-31T23:30:01.500-00:00\"" "#inst \"2024-01-01T00:00:60.123456-00:00\""]
(= #inst "2024-03-01T00:00:00Z" #inst "2024-02-29T23:00-01:00") => true
(mapv (fn [s] (try (read-string (str "#inst " (pr-str s))) (catch :reader e :invalid))) ["" "24" "2024-13" "2024-00" "2023-02-29" "2024-01-01T24" "2024-01-01T10:60" "2024-01-01T10:00:60" "2024-01-01T10:00:00." "2024-01-01+1:00" "2024-01-01 10:00" "2024Zx" "2024\u0000" "0000+01:00" "9999-12-31T23:59-01:00"]) => (repeat 15 :invalid)
(read-string "[1\n #inst 5]") =>! "2:2: #inst takes a time as"
#uuid "F81D4FAE-7dec-11d0-a765-00a0c91e6bf6" => (parse-uuid "f81d4fae-7dec-11d0-a765-00a0c91e6bf6")
(mapv parse-uuid ["" "f81d4fae-7dec-11d0-a765-00a0c91e6bf" "f81d4fae-7dec-11d0-a765-00a0c91e6bf6a" "f81d4fae07dec011d00a765000a0c91e6bf6" "g81d4fae-7dec-11d0-a765-00a0c91e6bf6"]) => [nil nil nil nil nil]
(read-string "#uuid \"x\"") =>! "1:1: #uuid takes 32 hexadecimal digits as 8-4-4-4-12"
((juxt :tag :form tagged-literal? inst? uuid?) #a/b [1]) => ['a/b [1] true false false]
(map (juxt tagged-literal? inst? uuid?) [#inst "2024" #uuid "f81d4fae-7dec-11d0-a765-00a0c91e6bf6" 5]) => [[false true false] [false false true] [false false false]]
(= #a 1 (tagged-literal 'a 1)) => true
(tagged-literal "a" 1) =>! "tagged-literal: expected a symbol, got \"a\""
(read-string {:readers {'a inc 'b (fn [x] [:b x])} :default (fn [tag x] [tag x])} "[#a 1 (#b #a 2 #c 3) {#a 0 #inst \"2024\"}]") => [2 [[:b 3] ['c 3]] {1 #inst "2024"}]
(clojure.edn/read-string {:eof :end} "") => :end
(read-string {:eof :end} "[1 #a 2]") => [1 #a 2]
(read-string ":") =>! "invalid keyword"
(read-string "::x/y") =>! "alias"
(read-string "'") =>! "a form is missing"
(read-string "\"\\u03bb\\101\"") => "λA"
(read-all "1 [2] :a") => [1 [2] :a]
(read-string (str "\"" (apply str (repeat 20000 "ab")) "\"")) => (apply str (repeat 20000 "ab"))
(let [s (apply str (repeat 5000 "wörd "))] [(count s) (nth s 24996) (subs s 24995) (count (split s " ")) (index-of s "d " 24990)]) => [25000 \ö "wörd " 5000 24993]
(let [s (apply str (repeat 9000 "xyz"))] (and (= s (str s "")) (= (hash s) (hash (str "xyz" (subs s 3)))))) => true
;; what is printed reads back
(every? (fn [x] (= x (read-string (pr-str x))))
        [nil true false 1 -1 4294967296 1.5 -0.001 1e300 ##Inf "a\tb\u0001" \a \newline \space \λ 'a 'a/b :k :k/l () '(1 (2)) [] [1 [2]] {} {:a {1 2}} #{} #{1 #{2}} '(quote x) [nil]]) => true
(pr-str (atom 1)) => "#<atom 1>"
(pr-str first) => "#<fn first>"
(defn named-function [] 1)
(pr-str named-function) => "#<fn named-function>"
(pr-str (fn [])) => "#<fn>"
(pr-str #'named-function) => "#'user/named-function"
(pr-str (ex-info "m" {:a 1})) => "#error {:message \"m\", :data {:a 1}}"
(with-out-str (print "a" 1) (pr "b" \c) (newline) (prn [1]) (println)) => "a 1\"b\" \\c\n[1]\n\n"
(with-out-str (doc identity)) => "lith.core/identity\n([x])\nx itself.\n"
(with-out-str (doc when-some))
  => "lith.core/when-some\n([bindings & body])\nMacro\nAs when-let, but only nil counts as false.\n"
(with-out-str (doc *1)) => "lith.core/*1\nThe value that the prompt printed last.\n"
;; a primitive, and one with several arities
(with-out-str (doc first)) => "lith.core/first\n([coll])\nThe first element, nil if there is none.\n"
(:arglists (meta #'subs)) => '([s from] [s from to])
(with-out-str (doc no-such-name)) => "Nothing is known about no-such-name\n"
(loop [s "abc"] (recur (str s s))) =>! "a text is too long: more than 1048320 bytes"
(count (str (apply str (repeat 1000 "abcd")) "é")) => 4001
