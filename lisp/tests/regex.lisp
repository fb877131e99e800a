;; tests
;; Regular expressions: the literal, what matches, what the library does with them, what is wrong.
#"a+" =>> "#\"a+\""
(str #"a\"b\d") => "a\\\"b\\d"
(pr-str (re-pattern "a\"b")) => "#\"a\\\"b\""
(= #"a" #"a") => true
(= #"a" #"b") => false
(= #"a" "a") => false
(get {#"a" 1} (re-pattern "a")) => 1
(re-pattern #"x") => #"x"
(read-string "#\"\\d\\\"\"") => #"\d\""
;; literals, quantifiers
(re-find #"b" "abc") => "b"
(re-find #"x" "abc") => nil
(re-find #"" "abc") => ""
(re-matches #"" "") => ""
(re-find #"a*" "aaab") => "aaa"
(re-find #"a+?" "aaab") => "a"
(re-find #"a*?b" "aaab") => "aaab"
(re-find #"ab?c" "ac abc") => "ac"
(re-find #"a??b" "ab") => "ab"
(re-find #"a{2}" "aaaa") => "aa"
(re-find #"a{2,3}" "aaaa") => "aaa"
(re-find #"a{2,}" "aaaa") => "aaaa"
(re-find #"a{2,3}?" "aaaa") => "aa"
(re-find #"a{0}b" "aab") => "b"
(re-matches #"(ab){2,3}" "ababab") => ["ababab" "ab"]
(re-matches #"(ab){2,3}" "abababab") => nil
(re-matches #"(?:ab){0,2}" "abab") => "abab"
(re-matches #"(?:ab){0,2}c" "c") => "c"
(re-matches #"a*a" "aaaa") => "aaaa"
(re-matches #"a*+a" "aaaa") => nil
(re-matches #"(?>a|ab)c" "abc") => nil
(re-matches #"(?:a|ab)c" "abc") => "abc"
(re-matches #"(a*)*" "aaa") => ["aaa" ""]
(re-matches #"(a*)+b" "aab") => ["aab" ""]
(re-matches #"(a|b*)*c" "abbac") => ["abbac" ""]
(re-matches #"(?:a?){3}a{3}" "aaa") => "aaa"
(re-find #"é+" "caféé!") => "éé"
(re-find #"(é|f)+é" "cafééé") => ["fééé" "é"]
(re-find #"λ.*" "a λόγος") => "λόγος"
;; alternatives, groups
(re-find #"cat|dog" "hotdog") => "dog"
(re-seq #"a|b|c" "xaybzc") => '("a" "b" "c")
(re-find #"(a)|(b)" "b") => ["b" nil "b"]
(re-find #"(\w+)@(\w+)\.com" "mail bob@example.com now") => ["bob@example.com" "bob" "example"]
(re-find #"(?<year>\d{4})-(?<month>\d\d)" "on 2024-05-06") => ["2024-05" "2024" "05"]
(re-matches #"(?:(a)|b)*" "ab") => ["ab" "a"]
(re-find #"(a)(b)?" "ac") => ["a" "a" nil]
(re-matches #"((a)(b(c)))" "abc") => ["abc" "abc" "a" "bc" "c"]
(re-matches #"(.)(.)\2\1" "abba") => ["abba" "a" "b"]
(re-find #"(?<q>['\"]).*?\k<q>" "say 'a\"b' now") => ["'a\"b'" "'"]
(re-matches #"(?i)(a)\1" "aA") => ["aA" "a"]
(re-matches #"(a)\10" "aa0") => ["aa0" "a"]
(re-matches #"|a" "a") => "a"
(re-matches #"(?:(a|\1b)c?)*" "acabc") => ["acabc" "ab"]
(re-find #"(b|\1){2}" "ab") => nil
(re-find #"(a|b){0}+b{0}c" "abc") => ["c" nil]
;; classes
(re-find #"[a-c]+" "xxabcabcd") => "abcabc"
(re-find #"[^a-c]+" "abxyc") => "xy"
(re-find #"[-a]+" "b-a-") => "-a-"
(re-find #"[a-]+" "b-a-") => "-a-"
(re-find #"[]x]+" "a]x") => "]x"
(re-find #"[^]]+" "]ab]") => "ab"
(re-find #"[\d.]+" "v1.25b") => "1.25"
(re-find #"[^\W_]+" "_ab1_") => "ab1"
(re-find #"[\]\\]+" "a\\]b") => "\\]"
(re-find #"[ä-ü]+" "aäöüz") => "äöü"
(re-seq #"\d+" "1 22 333") => '("1" "22" "333")
(re-seq #"\D+" "1a2bc") => '("a" "bc")
(re-seq #"\w+" "one_1, two!") => '("one_1" "two")
(re-seq #"\W+" "a, b") => '(", ")
(re-seq #"\s" "a\tb\nc d") => '("\t" "\n" " ")
(re-find #"\S+" "  ab ") => "ab"
(re-find #"\h\v" "a \n") => " \n"
(re-find #"\H\V" " ab") => "ab"
(re-find #"\p{Upper}\p{Lower}+" "say Hello") => "Hello"
(re-find #"\P{Alpha}+" "ab12cd") => "12"
(re-find #"[\p{Punct}\p{Digit}]+" "ab!1?c") => "!1?"
(re-find #"." "\n") => nil
(re-find #"(?s)." "\n") => "\n"
(re-find #"(?s:.)." "\nab") => "\na"
;; escapes
(re-find #"\t\n\r\f\a\e" "\t\n\r\f\u0007\u001b") => "\t\n\r\f\u0007\u001b"
(re-find #"\x41\u0042\x{43}\0104" "ABCD") => "ABCD"
(re-find #"\cA" "\u0001") => "\u0001"
(re-find #"\.\*\(\[\{\\" ".*([{\\") => ".*([{\\"
(re-find #"\Qa.b\E+" "xa.bbb") => "a.bbb"
(re-find #"\Q[(" "x[(y") => "[("
(re-find #"a\Q\Eb" "ab") => "ab"
;; assertions
(re-seq #"^a" "aaa") => '("a")
(re-seq #"(?m)^\w" "ab\ncd\r\nef") => '("a" "c" "e")
(re-seq #"(?m)\w$" "ab\ncd\r\nef") => '("b" "d" "f")
(re-find #"b$" "ab\n") => "b"
(re-find #"b$" "ab\r\n") => "b"
(re-find #"b$" "ab\n\n") => nil
(re-find #"b\z" "ab\n") => nil
(re-find #"b\Z" "ab\n") => "b"
(re-find #"\Ab" "ab") => nil
(re-seq #"\b\w" "ab cd") => '("a" "c")
(re-seq #"\w\b" "ab cd") => '("b" "d")
(re-seq #"\B\w" "abc d") => '("b" "c")
(re-find #"\w+(?=!)" "ab cd!") => "cd"
(re-find #"\b\w+\b(?!!)" "ab! cd") => "cd"
(re-find #"(?<=\$)\d+" "5 $42") => "42"
(re-find #"(?<!\$)\b\d+" "$42 51") => "51"
(re-find #"(?<=a|bc)x" "bx bcx") => "x"
(re-find #"(?<=(é{1,3}))x" "ééx") => ["x" "é"]
(re-find #"(?=(a+))a" "aab") => ["a" "aa"]
(re-find #"(?!(a)b)a." "abac") => ["ac" nil]
(re-matches #"(?:(?=(a))a|b)+" "ab") => ["ab" "a"]
(re-matches #"(?:(?:(?=(a))|(?=b)).)+c" "abc") => ["abc" "a"]
;; flags
(re-find #"(?i)hello" "say HeLLo") => "HeLLo"
(re-find #"(?i)[a-c]+" "xABcz") => "ABc"
(re-find #"(?i)ÄÖ" "äö") => "äö"
(re-find #"a(?i)b(?-i)c" "aBC aBc") => "aBc"
(re-find #"a(?i:b)c" "aBC aBc") => "aBc"
(re-find #"(a(?i)b)c" "aBC aBc") => ["aBc" "aB"]
(re-find #"(?x) a b # a comment
          c" "abc") => "abc"
(re-find #"(?im)^b" "a\nB") => "B"
;; all matches
(re-seq #"x" "abc") => nil
(re-seq #"a*" "baac") => '("" "aa" "" "")
(re-seq #"(\w)(\d)" "a1 b2") => '(["a1" "a" "1"] ["b2" "b" "2"])
(take 3 (re-seq #"." (apply str (repeat 1000 "xy")))) => '("x" "y" "x")
(let [m (re-matcher #"\d" "1a2")] [(re-find m) (re-groups m) (re-find m) (re-find m) (re-find m)]) => ["1" "1" "2" nil nil]
(let [m (re-matcher #"(\d)a" "1a2a")] (re-find m) (re-find m) (re-groups m)) => ["2a" "2"]
(re-groups (re-matcher #"a" "a")) =>! "there is no match"
;; splitting
(split "a1b22c" #"\d+") => ["a" "b" "c"]
(split "a,b,,c,," #",") => ["a" "b" "" "c"]
(split ",a" #",") => ["" "a"]
(split "abc" #"") => ["a" "b" "c"]
(split "" #",") => [""]
(split ",," #",") => []
(split ",," ",") => []
(split "a b c" #" " 2) => ["a" "b c"]
(split "a b c " #" " -1) => ["a" "b" "c" ""]
(split "a b c " #" " 9) => ["a" "b" "c" ""]
(split "a b c " #" " 0) => ["a" "b" "c"]
(split "a.b.c" "." 2) => ["a" "b.c"]
(split "a\\Eb\\Ec" "\\E" -1) => ["a" "b" "c"]
(clojure.string/split "a  b" #"\s+") => ["a" "b"]
(split "häßlich öde" #"\s") => ["häßlich" "öde"]
(split 5 #"a") =>! "expected a string"
;; replacing
(clojure.string/replace "a1b2" #"\d" "#") => "a#b#"
(clojure.string/replace "John Smith" #"(\w+) (\w+)" "$2, $1") => "Smith, John"
(clojure.string/replace "abc" #"b" "[$0]") => "a[b]c"
(clojure.string/replace "abc" #"(b)" "$11") => "ab1c"
(clojure.string/replace "abc" #"b" "\\$\\\\") => "a$\\c"
(clojure.string/replace "abc" #"(x)?b" "<$1>") => "a<>c"
(clojure.string/replace "a1b22" #"\d+" (fn [d] (str (inc (parse-long d))))) => "a2b23"
(clojure.string/replace "k=v" #"(\w)=(\w)" (fn [[_ k v]] (str v "=" k))) => "v=k"
(clojure.string/replace "abc" #"" "-") => "-a-b-c-"
(clojure.string/replace "vowels" #"[aeiou]" {"o" "0" "e" "3"}) => "v0w3ls"
(clojure.string/replace "abc" #"b" "$1") =>! "there is no group 1"
(clojure.string/replace "abc" #"b" "$x") =>! "$ stands alone"
(clojure.string/replace-first "a1b2" #"\d" "#") => "a#b2"
(clojure.string/replace-first "ab" #"x" "#") => "ab"
(clojure.string/replace "abc" #"b" (clojure.string/re-quote-replacement "$0\\")) => "a$0\\c"
;; what is wrong
(read-string "#\"a(b\"") =>! "1:1: this regular expression is wrong at byte 3: a ) is missing"
(read-string "#\"abc") =>! "1:1: this regular expression is not closed"
(re-pattern "a)") =>! "the regular expression \"a)\" is wrong at byte 1: a ) without a ("
(re-pattern "*a") =>! "nothing to repeat"
(re-pattern "a**") =>! "nothing to repeat"
(re-pattern "a{") =>! "a number is missing"
(re-pattern "a{2") =>! "a } is missing"
(re-pattern "a{3,2}") =>! "not in order"
(re-pattern "a{99999}") =>! "too large"
(re-pattern "(a{100}){100}") =>! "too long"
(re-pattern "[a") =>! "a ] is missing"
(re-pattern "[z-a]") =>! "not in order"
(re-pattern "[a[b]]") =>! "must have a backslash"
(re-pattern "[a&&b]") =>! "not supported"
(re-pattern "\\y") =>! "unknown escape"
(re-pattern "\\") =>! "a backslash at the end"
(re-pattern "\\x4") =>! "too few digits"
(re-pattern "\\2(a)") =>! "no group of that number"
(re-pattern "\\k<a>") =>! "no group of that name"
(re-pattern "(?<a>x)(?<a>y)") =>! "two groups have the same name"
(re-pattern "\\p{Foo}") =>! "unknown name of a class"
(re-pattern "(?z)") =>! "unknown flag"
(re-pattern "(?") =>! "a ) is missing"
(re-pattern "(?<=a*)b") =>! "no longest match"
(re-pattern (apply str (repeat 32 "(a)"))) =>! "too many groups"
(re-pattern (apply str (repeat 9000 "(?:"))) =>! "nested too deeply"
(re-pattern 5) =>! "expected a string"
(re-find "a" "a") =>! "expected a regular expression"
(re-find #"a" :a) =>! "expected a string"
(re-find #"a" nil) =>! "expected a string"
;; long texts, many steps
(count (re-seq #"\w+" (apply str (repeat 3000 "word ")))) => 3000
(count (re-find #"(?:ab)*" (apply str (repeat 2000 "ab")))) => 4000
(count (re-matches #"[\s\S]*?c" (str (apply str (repeat 9000 "ab")) "c"))) => 18001
(re-matches #"(a+)+b" "aaaaaaaaaaaa") => nil
(let [f (fn [s] (re-find #"^(\d+)-(\d+)$" s))] [(f "1-2") (f "33-44") (f "x")]) => [["1-2" "1" "2"] ["33-44" "33" "44"] nil]
