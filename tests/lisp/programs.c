/* Random programs (programs.h). */
#include "programs.h"
#include <ctype.h>
#include <lith/cell.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define WORDS_MAX 60000
#define PROGRAM_MAX 4000

static char *words[WORDS_MAX];
static char program[PROGRAM_MAX + 100];
static size_t word_count, program_length;
static uint64_t state;

uint64_t programs_seed(uint64_t seed) {
    if (!seed) seed = (uint64_t)time(NULL);
    printf("seed %llu\n", (unsigned long long)seed);
    fflush(stdout);
    state = seed * 0x9e3779b97f4a7c15u | 1;
    return seed;
}

uint32_t random_below(uint32_t n) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (uint32_t)(state >> 20) % n;
}

/* ---- of words ---- */

/* The machine's hooks are the one thing that programs could break the machine with. */
static bool harmless(const char *word) { return strcmp(word, "%hook") != 0 && strcmp(word, "read-line") != 0; }

static void add_words(char *text) {
    for (char *p = text; *p && word_count < WORDS_MAX;) {
        size_t n = strcspn(p, " \n()[]{}");
        if (n == 0) {
            n = 1;
        }
        char *word = strndup(p, n);
        if (isspace((unsigned char)*word) || !harmless(word))
            free(word);
        else
            words[word_count++] = word;
        p += n;
    }
}

void programs_read(const char *path) {
    FILE *f = fopen(path, "rb");
    static char text[1 << 20];
    if (!f) {
        fprintf(stderr, "cannot read %s\n", path);
        exit(2);
    }
    text[fread(text, 1, sizeof text - 1, f)] = 0;
    fclose(f);
    add_words(text);
}

static bool is_bracket(const char *word) { return strchr("()[]{}", *word) != NULL; }

/* A form of the files from a random bracket on, some of whose words are others; now and then one is cut or doubled. */
const char *program_of_words(void) {
    size_t n = 0;
    for (uint32_t forms = 1 + random_below(4); forms; forms--) {
        size_t at = random_below((uint32_t)word_count), depth = 0, start;
        uint32_t rate = 3 + random_below(40), damage = 20 + random_below(400);
        while (at < word_count && *words[at] != '(') at++;
        for (start = at; at < word_count && at < start + 300; at++) {
            const char *w = words[at], *other = words[random_below((uint32_t)word_count)];
            bool opens = strchr("([{", *w) != NULL;
            if (random_below(rate) == 0 && !is_bracket(w) && !is_bracket(other)) w = other;
            if (n + strlen(w) + 2 > PROGRAM_MAX) break;
            if (random_below(damage)) n += (size_t)sprintf(program + n, "%s ", w);
            if (is_bracket(words[at])) depth += opens ? 1 : (size_t)-1;
            if (depth == 0) break;
        }
    }
    program[n] = 0;
    return program;
}

/* ---- for ever ---- */

/* In the templates # stands for a number up to 16384, and S M T for a sequence, a map and a text. */
static const char *const sequences[] = {
    "(range #)",
    "(vec (range #))",
    "(doall (map inc (range #)))",
    "(map str (range #))",
    "(repeat # nil)",
    "(repeat # \"\")",
    "(cycle [1 2 3])",
    "(iterate inc 0)",
    "(let [c (atom nil) s (lazy-seq (cons 1 (deref c)))] (reset! c s) (first s) (rest s) s)",
    "(let [c (atom nil) s (cons 1 (cons 2 (lazy-seq (deref c))))] (reset! c s) s)",
    "(let [c (atom nil) s (lazy-seq (deref c))] (reset! c s) s)",
    "(let [c (atom nil) s (lazy-seq (map inc (deref c)))] (reset! c s) s)",
    "(let [f (fn f [n] (lazy-seq (if (= n 0) nil (f (dec n)))))] (f #))",
    "(reduce (fn [a _] (lazy-seq a)) [1] (range #))",
    "(let [f (fn f [n s] (if (= n 0) s (let [l (lazy-seq (f (dec n) s))] (seq l) l)))] (f # nil))",
    "(reduce (fn [a _] [a]) 1 (range 90))",
    "(reduce (fn [a _] (list a a)) 1 (range 12))",
    "(seq M)",
    "(seq T)",
    "(sort (map (fn [x] (mod (* x 7919) 1000)) (range #)))",
    "(map (fn [x] [x x x]) (range #))",
};
static const char *const maps[] = {
    "(zipmap (range #) (range #))",
    "(zipmap (map str (range #)) (range #))",
    "(into {} (map (fn [x] [(fn [] x) x]) (range 60)))",
    "(reduce (fn [m x] (assoc m [x x] {x x})) {} (range 300))",
    "(frequencies (take # (cycle \"abcdef\")))",
};
static const char *const texts[] = {
    "(apply str (repeat # \"ab \"))",   "(apply str (repeat # \"a\"))",
    "(apply str (repeat # \"é語 \"))",  "(apply str (repeat # \" \"))",
    "(apply str (repeat 20000 \"a\"))", "(pr-str (range #))",
    "(apply str (repeat # \"\\n;x\"))", "(str \"[\" (apply str (repeat # \"x 1.5e300 :k \\\"s\\\" \")) \"]\")",
};
static const char *const operations[] = {
    "(count S)",
    "(hash S)",
    "(= S S)",
    "(= [S] [S])",
    "(pr-str S)",
    "(str S)",
    "(vec S)",
    "(sort S)",
    "(reverse S)",
    "(set S)",
    "(into [] S)",
    "(into #{} S)",
    "(apply + S)",
    "(apply < S)",
    "(apply str S)",
    "(apply list S)",
    "(apply hash-map S)",
    "(apply conj [] S)",
    "(apply dissoc M S)",
    "(apply assoc {} S)",
    "(apply disj (set (range 9)) S)",
    "(nth S 99999999)",
    "(last S)",
    "(reduce + S)",
    "(compare (vec S) (vec S))",
    "(subvec (vec (range #)) 1)",
    "(doall (take # S))",
    "(doall (concat S S))",
    "(doall (interleave S S))",
    "(distinct S)",
    "(doall (map vector S S))",
    "(join \",\" S)",
    "(seq (lazy-cat S S))",
    "(println (take # S))",
    "(hash M)",
    "(= M M)",
    "(keys M)",
    "(vals M)",
    "(merge M M)",
    "(conj M M)",
    "(pr-str M)",
    "(seq M)",
    "(get {M 1} M)",
    "(count T)",
    "(hash T)",
    "(= T T)",
    "(compare T (str T \"x\"))",
    "(index-of T \"aaaaaaaab\")",
    "(last-index-of T \"a\")",
    "(starts-with? T T)",
    "(ends-with? (str \"x\" T) T)",
    "(replace T \"a\" \"bcd\")",
    "(split T \" \")",
    "(split T \"a\")",
    "(trim T)",
    "(upper-case T)",
    "(subs T 1 (dec (count T)))",
    "(nth T (dec (count T)))",
    "(keyword T)",
    "(symbol T T)",
    "(println T)",
    "(re-seq #\"[a-c]+\" T)",
    "(re-find #\"(a|b|c| )*x\" T)",
    "(re-matches #\"(?:a*)*b\" T)",
    "(re-find #\"(?=(a|b)*)[^a]x\" T)",
    "(re-find #\"(?>(?:a|b| )*)x\" T)",
    "(re-find #\"(a*)\\\\1x\" T)",
    "(re-find #\"(?<=a{0,200})x\" T)",
    "(re-pattern (apply str (repeat # \"a{0}\")))",
    "(re-pattern (apply str (repeat # \"(?i)\")))",
    "(re-pattern (apply str \"(?x)\" (repeat # \" \")))",
    "(re-pattern (apply str (concat (repeat 60 \"(?:\") [\"a{30}\"] (repeat 60 \")?\"))))",
    "(read-string T)",
    "(read-string (str T \" 1\"))",
    "(read-string (pr-str T))",
    "(read-string (pr-str M))",
    "(read-string (str \"#{\" (join \" \" (range #)) \"}\"))",
    "(eval (cons 'do (take # S)))",
    "(eval (list 'quote (take # S)))",
    "(eval (list 'let* [] (list 'loop* ['x (list 'quote M)] 'x)))",
    "(eval (apply list 'do (repeat 300 '(fn* [x] (if x (+ x 1) 2)))))",
    "(reset (first [(shift k (k (k 1)))]))",
    "((fn f [n] (if (= n 0) 0 (inc (f (dec n))))) #)",
    "(doall (pmap inc (range 9)))",
    "(deref (spawn (fn [] S)))",
    "(let [p (spawn (fn [] (count S)))] (send p 1) (deref p))",
    "(sleep 5)",
    "(receive 5 1)",
    "(gc)",
    "(format \"%s %s\" T M)",
    "(parse-double \"123456789012345678901234567890e-300\")",
    "(str 5e-324 1e308 1.7976931348623157e308)",
    "(throw (ex-info T {:m M :s (take 9 S)}))",
};

static void put(const char *text) {
    size_t n = strlen(text);
    if (program_length + n >= PROGRAM_MAX) return;
    memcpy(program + program_length, text, n + 1);
    program_length += n;
}

#define ONE_OF(list) (list)[random_below(sizeof(list) / sizeof *(list))]

/* `data`: whether S M T are the large values, which a program has once under a name, or stand for those names. */
static void expand(const char *template, bool data) {
    for (const char *p = template; *p; p++) {
        char one[2] = {*p, 0}, number[12];
        bool inner = (p == template || strchr(" ([{", p[-1])) && (!p[1] || strchr(" )]}", p[1]));
        if (*p == '#' && inner) {
            snprintf(number, sizeof number, "%u", 1u << random_below(15));
            put(number);
        } else if (*p && strchr("SMT", *p) && inner && data) {
            expand(*p == 'S' ? ONE_OF(sequences) : *p == 'M' ? ONE_OF(maps) : ONE_OF(texts), true);
        } else if (*p && strchr("SMT", *p) && inner) {
            put(*p == 'S' ? (random_below(2) ? "s1" : "s2") : *p == 'M' ? "m" : "t");
        } else {
            put(one);
        }
    }
}

static void operation(int catches) {
    switch (catches ? random_below(6) : 5) {
    case 0:
        put("(try ");
        operation(catches);
        put(" (catch :default e ");
        operation(catches);
        put("))");
        break;
    case 1:
        put("(try ");
        operation(catches);
        put(" (finally ");
        expand(ONE_OF(operations), false);
        put("))");
        break;
    case 2:
        put("(try ");
        operation(catches);
        put(" (catch :interrupt e ");
        expand(ONE_OF(operations), false);
        put("))");
        break;
    default:
        expand(ONE_OF(operations), false);
    }
}

const char *program_for_ever(int catches) {
    program_length = 0;
    put("(def s1 ");
    expand("S", true);
    put(")\n(def s2 ");
    expand("S", true);
    put(")\n(def m ");
    expand("M", true);
    put(")\n(def t ");
    expand("T", true);
    put(")\n(loop [] (count " PROGRAMS_SEQUENCE ")");
    for (uint32_t n = 1 + random_below(2); n; n--) {
        put(" (try ");
        operation(catches);
        put(" (catch :default e nil))");
    }
    put(" (recur))");
    return program;
}
