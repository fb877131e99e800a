# awk -v picolibc=FOLDER -v made=FOLDER/ -v first=FOLDER: reads the commands that make would run (make -n -B V=1) and writes for each C file of ours
# "FILE FLAGS": what it is first compiled with, as far as that says what the file means; on the host headers in FOLDER come
# before the system's. For tools/lint/analyse.
function take(file) {
    if (file in flags_of) return
    flags_of[file] = (compiler ~ /riscv/ ? " --target=riscv32-unknown-elf" : " -isystem " first) flags
    order[++files] = file
}

# A command may go on in the next line.
{ command = command $0 }
sub(/\\$/, " ", command) { next }
{
    n = split(command, words, /[ \t]+/)
    command = compiler = flags = ""
    sources = 0
    for (i = 1; i <= n + 1; i++) {
        word = words[i]
        if (i > n || word ~ /^(&&|\|\||;)$/) {
            while (sources > 0) take(source[sources--])
            compiler = flags = ""
        } else if (word ~ /(^|\/|-)(gcc|cc|clang)(-[0-9]+)?$/) compiler = word
        else if (compiler == "") continue
        else if (word == "-isystem") flags = flags " " word " " words[++i]
        else if (word ~ /^--specs=picolibc/) flags = flags " -isystem " picolibc "/include"
        else if (word ~ /^-(-target|I|D|std|march|mabi|ffreestanding)/) flags = flags " " word
        else if (word ~ /^[a-z][^ ]*\.c$/ && index(word, made) != 1) source[++sources] = word
    }
}
END { for (i = 1; i <= files; i++) print order[i] flags_of[order[i]] }
