# NBD servers as devices: TEST_NBD is tests/store/test_nbd.c's program.
. tests/store/expect.sh
. tests/store/serve.sh

# What is written is there, and certain; a server that is gone, or does not answer, is lost for good.
serve memory 8M
gives 'blocks' 0 '1 passed, 0 failed' "$TEST_NBD" "$url"
truncate -s 2M "$FOLDER/blocks"
serve file "$FOLDER/blocks"
gives 'blocks of a file' 0 '1 passed, 0 failed' "$TEST_NBD" "$url"
serve --filter=log memory 8M logfile="$FOLDER/log"
gives 'a server that tells what it is asked' 0 '1 passed, 0 failed' "$TEST_NBD" "$url"
is 'flushes are passed on' grep -q Flush "$FOLDER/log"
serve memory 8M
gives 'a server that dies' 0 '1 passed, 0 failed' "$TEST_NBD" "$url" gone "$(cat "$at/pid")"
serve memory 8M
gives 'a server that hangs' 0 '1 passed, 0 failed' "$TEST_NBD" "$url" hung "$(cat "$at/pid")"
stop
serve --filter=delay memory 8M wdelay=600ms
gives 'a server that is too slow' 0 '1 passed, 0 failed' "$TEST_NBD" "$url" slow
serve --filter=error memory 8M error-pwrite=ENOSPC error-pwrite-rate=100%
gives 'a server that is full' 0 '1 passed, 0 failed' "$TEST_NBD" "$url" full
counted
