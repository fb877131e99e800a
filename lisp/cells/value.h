/* Lisp values: one word each, told apart by kind (docs/lisp.md, "Values"). */
#ifndef LISP_CELLS_VALUE_H
#define LISP_CELLS_VALUE_H

#include <lith/cell.h>
#include <stddef.h>

typedef ref val;

/* Immediates: type 0 is nil. */
#define FALSE IMMEDIATE(1, 0)
#define TRUE IMMEDIATE(1, 1)
#define CHARACTER(c) IMMEDIATE(2, c)
#define EMPTY IMMEDIATE(3, 0)   /* the list () */
#define UNBOUND IMMEDIATE(4, 0) /* what the atom of a var without value holds */
#define ABSENT IMMEDIATE(4, 1)  /* "not found", never seen by programs */
#define UNMADE IMMEDIATE(4, 2)  /* an answer that its process is to make (kernel/process/process.h) */
/* A primitive as a value: the index of its first arity in the table of primitives. */
#define PRIMITIVE(first) IMMEDIATE(5, first)

static inline val boolean(bool b) { return b ? TRUE : FALSE; }
/* false and nil differ in one bit, so one mask tests both. */
static inline bool truthy(val v) { return ((uint32_t)(uintptr_t)v & ~4u) != 2; }
static inline bool is_char(val v) { return ((uint32_t)(uintptr_t)v & 0xff) == (2 << 2 | 2); }
static inline uint32_t char_value(val v) { return (uint32_t)(uintptr_t)v >> 8; }
static inline bool is_primitive(val v) { return ((uint32_t)(uintptr_t)v & 0xff) == (5 << 2 | 2); }
static inline uint32_t primitive_index(val v) { return (uint32_t)(uintptr_t)v >> 8; }
static inline uint32_t word_of(val v) { return (uint32_t)(uintptr_t)v; }

/* KIND_BOX cells: their first field tells what they are; the names of the others are below. */
#define BOX_TYPE 0
#define BOX_ERROR fixnum(0)     /* {., message, data, cause, trace, type} */
#define BOX_VSEQ fixnum(1)      /* {., vector, index}: elements from index on; never empty */
#define BOX_SSEQ fixnum(2)      /* {., string, byte index}: characters from there on; never empty */
#define BOX_STRING fixnum(3)    /* {., length in bytes, tuple of chunks}: a string longer than a cell */
#define BOX_REDUCED fixnum(4)   /* {., value} */
#define BOX_NAMESPACE fixnum(5) /* {., name, atom of map symbol -> var, atom of map alias -> namespace} */
#define BOX_RANGE fixnum(6)     /* {., start, end or nil, step}: fixnums; never empty */
#define BOX_TAGGED fixnum(7)    /* {., tag, form}: #tag form */
#define BOX_DELAY fixnum(8)     /* {., lazy sequence of the one value} */
#define BOX_RAISE fixnum(9)     /* {., error}: an answer that is thrown (kernel/process/process.h) */
#define BOX_REGEX fixnum(10)    /* {., source, program, number of groups} (regex.h) */
#define BOX_MESSAGE fixnum(11)  /* {., message}: in a mailbox or on its way (kernel/process/process.h) */

#define ERROR_MESSAGE 1 /* a string */
#define ERROR_DATA 2    /* any value, nil: none */
#define ERROR_CAUSE 3   /* the error behind it, or nil */
#define ERROR_TRACE                                                                                                    \
    4                /* a list of vectors of TRACE_FIELDS, innermost first; nil: there is to be one, but is not yet    \
                      */
#define ERROR_TYPE 5 /* a keyword */
#define ERROR_WORDS 6

#define TRACE_NAME 0 /* of the function, a symbol or nil */
#define TRACE_FILE 1
#define TRACE_LINE 2
#define TRACE_COLUMN 3
#define TRACE_FIELDS 4

#define VIEW_WHOLE 1 /* BOX_VSEQ, BOX_SSEQ: the vector or string, and from where on */
#define VIEW_INDEX 2

#define STRING_BYTES 1 /* BOX_STRING */
#define STRING_CHUNKS 2

#define REDUCED_VALUE 1

#define NAMESPACE_NAME 1
#define NAMESPACE_VARS 2
#define NAMESPACE_ALIASES 3

#define RANGE_START 1
#define RANGE_END 2
#define RANGE_STEP 3

#define TAGGED_TAG 1
#define TAGGED_FORM 2

#define DELAY_LAZY 1

#define RAISE_ERROR 1

#define MESSAGE_VALUE 1

#define REGEX_SOURCE 1
#define REGEX_PROGRAM 2
#define REGEX_GROUPS 3

static inline val tagged(val tag, val form) {
    val v = cell_new(KIND_BOX, 3);
    cell_seti(v, BOX_TYPE, BOX_TAGGED);
    cell_seti(v, TAGGED_TAG, tag);
    cell_seti(v, TAGGED_FORM, form);
    return cell_seal(v);
}

static inline bool is_kind(val v, uint32_t kind) { return cell_kind(v) == kind; }
static inline bool is_box(val v, val type) { return cell_kind(v) == KIND_BOX && cell_geti(v, BOX_TYPE) == type; }
static inline bool is_regex(val v) { return is_box(v, BOX_REGEX); }
static inline val regex_source(val regex) { return cell_geti(regex, REGEX_SOURCE); }

/* A cons made by the reader has a third word, its place: line * 1024 + column; one with metadata has that there. */
#define CONS_META 2
#define PLACE_COLUMN_MAX 1023
static inline int32_t place_line(uint32_t place) { return (int32_t)(place / (PLACE_COLUMN_MAX + 1)); }
static inline int32_t place_column(uint32_t place) { return (int32_t)(place & PLACE_COLUMN_MAX); }

/* Vectors: {count, shift, root, tail, meta}. */
#define VECTOR_COUNT 0
#define VECTOR_SHIFT 1
#define VECTOR_ROOT 2
#define VECTOR_TAIL 3
#define VECTOR_META 4
#define VECTOR_WORDS 5

/* Maps: {count, root, meta}; sets: {map, meta}. */
#define MAP_COUNT 0
#define MAP_ROOT 1
#define MAP_META 2
#define MAP_WORDS 3
#define SET_MAP 0
#define SET_META 1

/* Symbols and keywords: {namespace string or nil, name string, hash}, a symbol with metadata has a fourth word. */
#define SYMBOL_NS 0
#define SYMBOL_NAME 1
#define SYMBOL_HASH 2
#define SYMBOL_META 3
#define SYMBOL_WORDS 4

/* Functions: {code, constants, captured..., metadata if it has any}. The code says how many are captured; constant 0 is
 * what is known about the function: its name, a symbol or nil, or a tuple of name, file, handlers and places. */
#define FN_CODE 0
#define FN_CONSTS 1
#define FN_CAPTURED 2
#define CONST_INFO 0
static inline val fn_info(val fn) { return cell_geti(cell_geti(fn, FN_CONSTS), CONST_INFO); }

#define INFO_NAME 0     /* symbol or nil */
#define INFO_FILE 1     /* string */
#define INFO_HANDLERS 2 /* nil or a raw cell: words from | to << 16, pc | register << 16 */
#define INFO_PLACES 3   /* nil or a raw cell: words pc, line * 1024 + column, ascending in pc */
static inline val fn_name(val fn) {
    val info = fn_info(fn);
    return is_kind(info, KIND_TUPLE) ? cell_geti(info, INFO_NAME) : info;
}
/* The handlers or places of a function. */
static inline val fn_table(val fn, uint32_t which) {
    val info = fn_info(fn);
    return is_kind(info, KIND_TUPLE) ? cell_get(info, which) : NIL;
}

/* Vars: {atom of the value, name symbol, namespace, atom of the metadata}; in an image the last is a fixnum: flags |
 * where in the image's documentation the metadata stands as text, 0: nowhere. */
#define VAR_ATOM 0
#define VAR_NAME 1
#define VAR_NS 2
#define VAR_META 3
#define VAR_MACRO 1
#define VAR_PRIVATE 2
#define VAR_DYNAMIC 4
#define VAR_TEXT_SHIFT 3

/* Processes, which are the kernel's: the field that the language knows, a number that tells them apart. */
#define PROCESS_NUMBER 0
static inline bool is_process(val v) { return is_kind(v, KIND_PROCESS); }

/* Lazy sequences: {atom, meta}; the atom holds a function of no arguments until that has been called, the calling
 * process meanwhile, then a sequence. */
#define LAZY_ATOM 0
#define LAZY_META 1

/* Continuations: {innermost frame cell, the one where it ends, not part of it} (continuation.h). */
#define CONT_INNERMOST 0
#define CONT_END 1

#endif
