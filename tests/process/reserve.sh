# sh reserve.sh FOLDER SIZES LITH [OPTION...]: whether a prompt can be used, and memory be had again, when something holds
# all of it: sessions in heaps of these sizes ("256K 4800K"). The programs that fill it make no garbage, so that they use
# the last word.
folder=$1 sizes=$2
shift 2
lith=$*
. tests/count.sh
mkdir -p "$folder" || exit 1

# session NAME EXPECTED FORM...: the forms' values, each with a | behind it; the error of exhausted memory is "full".
session() {
    name=$1 expected=$2
    shift 2
    printf '%s\n' "$@" > "$folder/forms"
    # shellcheck disable=SC2086 # with its options
    timeout 600 $lith --heap "$size" < "$folder/forms" > "$folder/out" 2>&1
    status=$?
    got=$(sed '/^  /d; s/^[^ ]*: out of memory$/full/' "$folder/out" | tr '\n' '|')
    [ $status -le 1 ] && [ "$got" = "$expected" ] && right=yes || right=no
    count "$size, $name: status $status, $got instead of $expected" $right
}

works='(count (vec (range 1000)))'
fill='(loop [] (swap! a conj 1) (recur))'
again="(defn again [] $fill)"
for size in $sizes; do
    session 'an atom, made empty' "#'user/a|full|2|true|2|true|nil|3|1000|" \
        '(def a (atom nil))' "$fill" '(+ 1 1)' '(< 1000 (count @a))' '(+ 1 1)' '(pos? (count @a))' '(reset! a nil)' '(+ 1 2)' "$works"
    session 'an atom, its var defined anew' "#'user/a|full|2|#'user/f|4|#'user/a|3|1000|" \
        '(def a (atom nil))' "$fill" '(+ 1 1)' '(defn f [x] (inc x))' '(f 3)' '(def a nil)' '(+ 1 2)' "$works"
    session 'large cells' "#'user/a|full|2|true|nil|1000|" \
        '(def a (atom nil))' '(loop [] (swap! a conj (vec (range 1000))) (recur))' '(+ 1 1)' '(pos? (count @a))' \
        '(reset! a nil)' "$works"
    session 'texts' "#'user/a|full|2|true|nil|1000|" \
        '(def a (atom nil))' '(loop [] (swap! a conj (apply str (range 500))) (recur))' '(+ 1 1)' '(pos? (count @a))' \
        '(reset! a nil)' "$works"
    # With a line for each piece of the smallest reserve, two, or for some more.
    [ "$size" = 256K ] && third='' fulls='full|2|full|2|' || third='(again)
(+ 1 1)' fulls='full|2|full|2|full|2|'
    session 'some times without letting go, then again' "#'user/a|#'user/again|${fulls}nil|2|full|2|nil|1000|" \
        '(def a (atom nil))' "$again" '(again)' '(+ 1 1)' '(again)' '(+ 1 1)' "$third" '(reset! a nil)' '(+ 1 1)' '(again)' \
        '(+ 1 1)' '(reset! a nil)' "$works"
    session 'more often than there are pieces, letting go' "#'user/a|#'user/again|nil|2|full|2|nil|1000|" \
        '(def a (atom nil))' "$again" '(dotimes [_ 40] (try (again) (catch :memory e (reset! a nil))))' '(+ 1 1)' '(again)' \
        '(+ 1 1)' '(reset! a nil)' "$works"
    lines='' answers='' asking='' errors=''
    for _ in 1 2 3 4 5 6 7 8 9 10 11; do
        lines="$lines(again)
(reset! a nil)
" answers="${answers}full|nil|" asking="$asking(do (reset! a nil) (gc) (again))
" errors="${errors}full|"
    done
    session 'more lines than pieces, letting go' "#'user/a|#'user/again|${answers}full|2|full|2|nil|1000|" \
        '(def a (atom nil))' "$again" "$lines(again)" '(+ 1 1)' '(again)' '(+ 1 1)' '(reset! a nil)' "$works"
    # Only the collection that the program asks for finds memory free.
    session 'more lines than pieces, with (gc)' "#'user/a|#'user/again|${errors}2|nil|1000|" \
        '(def a (atom nil))' "$again" "$asking(+ 1 1)" '(reset! a nil)' "$works"
    # Some is let go first, less than brings the reserve back: that puts the low-water mark so low that the program passes it
    # only when memory is full again. The end of the collection it asks for is the last chance to make the reserve anew.
    lines='' answers=''
    for _ in 1 2 3 4; do
        lines="$lines(do (swap! a nthnext 300) nil)
(+ 1 1)
(do (reset! a nil) (gc) (again))
" answers="${answers}nil|2|full|"
    done
    session 'with (gc), below a low mark' "#'user/a|#'user/again|full|${answers}2|nil|1000|" \
        '(def a (atom nil))' "$again" '(again)' "$lines(+ 1 1)" '(reset! a nil)' "$works"
    # One evaluation that is thrown the error as often as it can get it does not use what later ones need.
    session 'one that catches it over and over' "#'user/a|#'user/again|full|2|true|nil|1000|" \
        '(def a (atom nil))' "$again" \
        '(do (dotimes [_ 40] (try (again) (catch :memory e nil))) (loop [] (swap! a conj 1) (recur)))' '(+ 1 1)' '(pos? (count @a))' \
        '(reset! a nil)' "$works"
    session 'errors' "#'user/a|full|input:1:1: mine {}|input:1:1: unable to resolve symbol: undefined|:caught|2|nil|1000|" \
        '(def a (atom nil))' "$fill" '(throw (ex-info "mine" {}))' '(undefined 1)' \
        '(try (vec (range 100000000)) (catch :memory e :caught))' '(+ 1 1)' '(reset! a nil)' "$works"
    session 'vars' "full|2|5|#'user/a|2|" \
        '(loop [i 0] (eval (list (quote def) (symbol (str "v" i)) i)) (recur (inc i)))' '(+ 1 1)' 'v5' '(def a nil)' '(+ 1 1)'
    session 'names' "#'user/a|full|2|nil|2|" \
        '(def a (atom nil))' '(loop [i 0] (swap! a conj (keyword (str "k" i))) (recur (inc i)))' '(+ 1 1)' '(reset! a nil)' '(+ 1 1)'
    session 'a mailbox' "#'user/p|full|2|:waiting|true|2|1000|" \
        '(def p (spawn (fn [] (sleep 100000000))))' '(loop [] (send p [1 2 3]) (recur))' '(+ 1 1)' '(process-status p)' '(interrupt p)' \
        '(+ 1 1)' "$works"
    session 'a lazy sequence' "#'user/s|full|2|#'user/s|2|1000|" \
        '(def s (map inc (range)))' '(count s)' '(+ 1 1)' '(def s nil)' '(+ 1 1)' "$works"
    session 'a continuation of deep recursion' "#'user/k|#'user/down|full|2|nil|1000|" \
        '(def k (atom nil))' '(defn down [n] (if (= n 500) (shift j (do (swap! k conj j) (j 1))) (inc (down (inc n)))))' \
        '(loop [] (reset (down 0)) (recur))' '(+ 1 1)' '(reset! k nil)' "$works"
    # The process that fills it gets the error, and so does who waits for its value.
    session 'a process' "#'user/a|#'user/p|full|full|2|:failed|true|nil|1000|" \
        '(def a (atom nil))' "(def p (spawn (fn [] $fill)))" '(wait-for p)' '(+ 1 1)' '(process-status p)' '(pos? (count @a))' \
        '(reset! a nil)' "$works"

    session 'a process that goes on to hold it' "#'user/a|#'user/p|:waiting|2|true|2|true|2|1000|" \
        '(def a (atom nil))' "(def p (spawn (fn [] (try $fill (catch :memory e (let [held @a] (reset! a nil) (receive) (count held)))))))" \
        '(do (wait-for p 100000 nil) (process-status p))' '(+ 1 1)' '(nil? @a)' '(+ 1 1)' '(interrupt p)' '(+ 1 1)' "$works"
    session 'beside another process' "#'user/a|#'user/n|#'user/p|full|2|true|:waiting|2|nil|true|1000|" \
        '(def a (atom nil))' '(def n (atom 0))' \
        '(def p (spawn (fn [] (loop [] (try (swap! n inc) (sleep 1) (catch :memory e nil)) (recur)))))' "$fill" '(+ 1 1)' \
        '(let [b @n] (sleep 50) (< b @n))' '(process-status p)' '(+ 1 1)' '(reset! a nil)' '(let [b @n] (sleep 50) (< b @n))' "$works"

    # A program is one evaluation, whose share of the smallest reserve is one piece: there it fills memory once.
    [ "$size" = 256K ] && once_more='' told='' || once_more='(try (fill) (catch :memory e (println :again)))' told=':again|'
    cat > "$folder/program.lisp" <<END
(def a (atom nil))
(defn fill [] (loop [] (swap! a conj 1) (recur)))
(try (fill) (catch :memory e (println :caught (ex-message e))))
(println (pos? (count @a)) (reduce + (map inc (range 10))))
$once_more
(reset! a nil)
(println (count (vec (range 1000))))
;; Of two, one fills memory; the other gets the error at most, and goes on.
(def n (atom 0))
(def counter (spawn (fn [] (loop [] (if (= :end (try (swap! n inc) (receive 1) (catch :memory e nil))) :ended (recur))))))
(def filler (spawn (fn [] (try (fill) (catch :memory e :filled)))))
(println (try @filler (catch :memory e (ex-message e))))
(let [before @n] (sleep 50) (println (< before @n)))
(send counter :end)
(println @counter)
END
    # shellcheck disable=SC2086 # with its options
    got=$(timeout 600 $lith --heap "$size" run "$folder/program.lisp" 2>&1 | tr '\n' '|')
    [ "$got" = ":caught out of memory|true 55|${told}1000|:filled|true|:ended|" ] && right=yes || right=no
    count "$size, a program: $got" $right
done
# There handles run out before words do.
size=24M
session 'handles' "#'user/a|full|2|#'user/f|4|true|nil|1000|" \
    '(def a (atom nil))' "$fill" '(+ 1 1)' '(defn f [x] (inc x))' '(f 3)' '(< 1000 (count @a))' '(reset! a nil)' "$works"
counted
