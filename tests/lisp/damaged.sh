# sh damaged.sh LISP_HOST IMAGE SCRATCH: the host program refuses damaged images by one line that names them, and starts
# from the whole one.
host=$1 image=$2 damaged=$3
. tests/count.sh

# WHAT is to be said of the file.
refused() {
    said=$($host --image "$damaged" -e '(println 1)' 2>&1)
    [ $? = 2 ] && [ "$said" = "lisp-host: $damaged: $1" ] && count "$2" yes || count "$2: $said" no
}

[ "$($host --image "$image" -e '(println 1)')" = 1 ] && count whole yes || count 'the whole image is refused' no
# The words of the cells; documentation follows.
bytes=$(($(od -An -tu4 -j 12 -N 4 "$image") * 4))
for at in 5 11 15 27 31 32 40 $((bytes / 2)) $((bytes - 5)) $((bytes - 1)); do
    cp "$image" "$damaged"
    byte=$(od -An -tu1 -j "$at" -N 1 "$image")
    printf "\\$(printf %o $((byte ^ 64)))" | dd of="$damaged" bs=1 seek="$at" conv=notrunc 2> /dev/null
    case $at in
    5) refused 'an image of another version' "byte $at" ;;
    *) refused 'a damaged image' "byte $at" ;;
    esac
done
for size in 8 20 31 32 1000 $((bytes - 4)); do
    head -c "$size" "$image" > "$damaged"
    refused 'a damaged image' "$size bytes"
done
echo '(println 1)' > "$damaged"
refused 'not an image' 'a text'
: > "$damaged"
refused 'not an image' 'nothing'
counted
