/* The tree: what analysis makes of a form, and what code is made from (docs/lisp.md, "The tree").
 *
 * A node is a sealed tuple, so a tree is a value like others: it holds no addresses of C, and may be printed or sent.
 *
 *     | kind | place | fields ... |          place: of the form in its source, line * 1024 + column, 0 if not known
 *
 * (fn* [n] (if (< n 2) n (f n))) becomes, without the places:
 *
 *     FN name -, captures -
 *      |
 *     ARITY 1 argument, 1 local
 *      |
 *     IF --------------+-----------------+
 *      |               |                 |
 *     INTRINSIC <      LOCAL 0           CALL ----+
 *      |        |                        |        |
 *     LOCAL 0  CONSTANT 2                GLOBAL f LOCAL 0
 *
 * The locals of an arity are numbered: its parameters from 0 on, then each binding has the first number that is free
 * where it stands, so a number is used again when its binding has ended. One node may stand in several places. */
#ifndef LISP_COMPILER_TREE_H
#define LISP_COMPILER_TREE_H

#include "lisp/cells/value.h"

#define TREE_KIND 0
#define TREE_PLACE 1
#define TREE_FIELDS 2

/* clang-format off */
/* Each kind with its fields, for printing: n a node, - a node or nil, v a value, l the number of a local, i another
 * number, p the index of a primitive, t that of an intrinsic, s a sequence of nodes (a list or nil), ... further
 * nodes. */
#define TREE_NODES(NODE)                                                                                               \
    NODE(CONSTANT, "v")                                                                                                \
    NODE(LOCAL, "l")                                                                                                   \
    NODE(CAPTURED, "i")     /* the captured value of that index */                                                     \
    NODE(ITSELF, "")        /* the running function */                                                                 \
    NODE(GLOBAL, "v")       /* the value of a var */                                                                   \
    NODE(DYNAMIC, "v")      /* the value that a dynamic var has in the running process */                              \
    NODE(DEF, "vn")                                                                                                    \
    NODE(DO, "...")         /* two nodes or more: the value is that of the last */                                     \
    NODE(IF, "nnn")                                                                                                    \
    NODE(LET, "l...")       /* the first local, the values of it and the next ones, the body */                        \
    NODE(LOOP, "lv...")     /* the same, with a list of the locals that nothing reads any more when the loop begins */ \
    NODE(RECUR, "...")      /* new values for the locals of the innermost LOOP or ARITY, which begins again */         \
    NODE(FN, "vs...")       /* its name or nil; what it captures, nodes of the function around it; its arities in      \
                               order of their arguments */                                                             \
    NODE(ARITY, "iiin")     /* fixed arguments; 1 if a list of the others follows; locals at most; the body */         \
    NODE(TRY, "nl--")       /* the body, the local of what is caught, what handles it, what is done in any case */     \
    NODE(THROW, "n")                                                                                                   \
    NODE(INTRINSIC, "t...") /* the call of a primitive that has instructions of its own (intrinsic.h) */               \
    NODE(PRIMITIVE, "p...") /* the call of another */                                                                  \
    NODE(CALL, "...")       /* callee and arguments */                                                                 \
    NODE(APPLY, "...")      /* the same, the last argument being a sequence of arguments */                            \
    NODE(REQUEST, "...")    /* the kind of a request to the kernel and its arguments */                                \
    NODE(CONTROL, "nn")     /* the tag of a prompt, the function to be called there with the continuation */           \
    NODE(LIST, "...")                                                                                                  \
    NODE(VECTOR, "...")                                                                                                \
    NODE(MAP, "...")        /* keys and values in turn */                                                              \
    NODE(SET, "...")
/* clang-format on */

enum tree_kind {
#define TREE_KIND_ENUM(name, fields) TREE_##name,
    TREE_NODES(TREE_KIND_ENUM)
#undef TREE_KIND_ENUM
        TREE_KIND_COUNT
};

/* The fields by name. Those from ..._NODES, ..._VALUES, ..._ARGUMENTS or ..._ARITIES on are as many as there are. */
enum { TREE_CONSTANT_VALUE = TREE_FIELDS, TREE_CONSTANT_END };
enum { TREE_LOCAL_NUMBER = TREE_FIELDS, TREE_LOCAL_END };
enum { TREE_CAPTURED_INDEX = TREE_FIELDS, TREE_CAPTURED_END };
enum { TREE_ITSELF_END = TREE_FIELDS };
enum { TREE_GLOBAL_VAR = TREE_FIELDS, TREE_GLOBAL_END };
enum { TREE_DEF_VAR = TREE_FIELDS, TREE_DEF_VALUE, TREE_DEF_END };
enum { TREE_DO_NODES = TREE_FIELDS };
enum { TREE_IF_TEST = TREE_FIELDS, TREE_IF_THEN, TREE_IF_ELSE, TREE_IF_END };
enum { TREE_LET_LOCAL = TREE_FIELDS, TREE_LET_VALUES };
enum { TREE_LOOP_LOCAL = TREE_FIELDS, TREE_LOOP_DEAD, TREE_LOOP_VALUES };
enum { TREE_RECUR_VALUES = TREE_FIELDS };
enum { TREE_FN_NAME = TREE_FIELDS, TREE_FN_CAPTURES, TREE_FN_ARITIES };
enum { TREE_ARITY_FIXED = TREE_FIELDS, TREE_ARITY_VARIADIC, TREE_ARITY_LOCALS, TREE_ARITY_BODY, TREE_ARITY_END };
enum { TREE_TRY_BODY = TREE_FIELDS, TREE_TRY_LOCAL, TREE_TRY_CATCH, TREE_TRY_FINALLY, TREE_TRY_END };
enum { TREE_THROW_VALUE = TREE_FIELDS, TREE_THROW_END };
enum { TREE_PRIMITIVE_INDEX = TREE_FIELDS, TREE_PRIMITIVE_ARGUMENTS }; /* INTRINSIC as well */
enum { TREE_CALL_NODES = TREE_FIELDS };                                /* APPLY and REQUEST as well */
enum { TREE_CONTROL_TAG = TREE_FIELDS, TREE_CONTROL_FUNCTION, TREE_CONTROL_END };
enum { TREE_LITERAL_NODES = TREE_FIELDS }; /* of LIST, VECTOR, MAP and SET */

static inline enum tree_kind tree_kind(val node) { return (enum tree_kind)fixnum_value(cell_geti(node, TREE_KIND)); }
/* The last field: the body of a LET or LOOP. */
static inline uint32_t tree_last(val node) { return cell_len(node) - 1; }
static inline int32_t tree_place(val node) { return fixnum_value(cell_geti(node, TREE_PLACE)); }
/* A field that is a number. */
static inline uint32_t tree_number(val node, uint32_t field) { return (uint32_t)fixnum_value(cell_get(node, field)); }

#endif
