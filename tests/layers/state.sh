# sh state.sh TABLE NM FOLDER...: holds the static data of the objects in the folders, named by their sources' paths,
# against TABLE. Prints what the table does not have, what it has that is not there, and how many there were. An object
# whose source is gone, as it stays in a folder that was built before, does not count.
table=$1 nm=$2
shift 2
for folder; do
    find "$folder" -name '*.o' | while read -r object; do
        source=${object#"$folder"/}
        source=${source%.o}.c
        [ ! -f "$source" ] && [ ! -f "$folder/$source" ] || echo "$object"
    done | xargs "$nm" -A | sed "s,^$folder/,,"
done | awk -F '[: ]+' -v table="$table" '
    BEGIN {
        while ((getline line < table) > 0) {
            if (line !~ /^(processor|machine|scratch) [^ ]+: /) continue
            n = split(line, part, /[: ]+/)
            for (i = 3; i <= n; i++) known[part[2] " " part[i]] = 1
        }
    }
    $(NF - 1) ~ /^[dDbBsSgGC]$/ && $1 ~ /^(lisp|kernel|firmware|link)\// {
        file = $1
        sub(/\.o$/, "", file)
        name = $NF
        sub(/\.[0-9]+$/, "", name) # of a function, or of one that was made of it
        seen[file " " name] = 1
    }
    END {
        for (at in seen) {
            if (at in known) { passed++; continue }
            split(at, part, " ")
            printf "%s.c: %s is not in %s: what each processor has is in struct processor\n", part[1], part[2], table
            failed++
        }
        for (at in known) if (!(at in seen)) { printf "%s: %s is not there\n", table, at; failed++ }
        printf "%d passed, %d failed\n", passed, failed
        exit failed != 0
    }'
