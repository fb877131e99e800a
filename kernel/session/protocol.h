/* What kernel and host tell each other (docs/lith.md, "Session"). Messages on the streams CONTROL and FILE:
 *
 *   | type u8 | length of the payload u16, little-endian | payload |
 *
 * Texts are UTF-8 without a terminating 0 unless it is noted. */
#ifndef KERNEL_SESSION_PROTOCOL_H
#define KERNEL_SESSION_PROTOCOL_H

#define SESSION_VERSION 1

#define MESSAGE_HEADER 3u
#define MESSAGE_MAX 1024u /* bytes of payload at most */

/* CONTROL, host to machine. */
#define MESSAGE_EVAL 1u      /* evaluate the forms of the file on PROGRAM, and print the value of each */
#define MESSAGE_RUN 2u       /* run the second one; the first is: name 0 argument 0 argument 0 ... full stop */
#define MESSAGE_EVAL_ALL 4u  /* as MESSAGE_EVAL, but no more will come: a form that is not complete is an error */
#define MESSAGE_INTERRUPT 3u /* what runs stops with an error of type :interrupt */
#define MESSAGE_CLOCK 5u     /* the time: u64, milliseconds since 1970 */
#define MESSAGE_CLOSE 6u     /* the machine will be switched off: what has changed is committed and the store closed */

/* CONTROL, machine to host. */
#define MESSAGE_HELLO 16u  /* the kernel is ready: struct session_hello, five u32 */
#define MESSAGE_RESULT 17u /* a command is done: a RESULT_ byte, then the name of the current namespace */
#define MESSAGE_INPUT 18u  /* somebody waits for STDIO: send what there is, or its end */
#define MESSAGE_EXIT 19u   /* the session is over; payload: the exit status, one byte */

#define RESULT_VALUE 0u
#define RESULT_ERROR 1u       /* reported on STDERR */
#define RESULT_MORE 2u        /* the text ends within a form; nothing of it was evaluated */
#define RESULT_INTERRUPTED 3u /* RESULT_ERROR after MESSAGE_INTERRUPT */

/* The payload of HELLO, u32 each. */
#define HELLO_VERSION 0u /* SESSION_VERSION */
#define HELLO_MACHINE 1u /* the system register */
#define HELLO_HEAP 2u    /* words of heap */
#define HELLO_LIVE 3u    /* of which the system itself takes so many */
#define HELLO_CYCLES 4u  /* since reset */
#define HELLO_WORDS 5u

/* FILE: requests of the machine, answered by the host in their order. */
#define FILE_OPEN 1u  /* mode byte, path: answered by a file number, one byte */
#define FILE_READ 2u  /* file number, most bytes u16: answered by the next bytes; none at the end of the file */
#define FILE_WRITE 3u /* file number, bytes: answered by nothing */
#define FILE_CLOSE 4u /* file number: answered by nothing */
#define FILE_KEEP 5u  /* file number, of mode W or A: closing it is to keep what was written; answered by nothing */

/* Modes: to read; to write anew, to write behind what is there; the same two, but a plain file gets all that is
 * written, by FILE_KEEP and FILE_CLOSE, or stays as it was. */
#define MODE_READ 'r'
#define MODE_WRITE 'w'
#define MODE_APPEND 'a'
#define MODE_WRITE_WHOLE 'W'
#define MODE_APPEND_WHOLE 'A'

#define FILE_DONE 16u   /* the answer */
#define FILE_FAILED 17u /* the answer is a text that says why, with the name of the file if it is open */

#endif
