/* The kinds of requests about the store (docs/requests.md): K(name, arguments, function) for each. */
#ifndef KERNEL_STORE_KINDS_H
#define KERNEL_STORE_KINDS_H

#define STORE_KINDS(K)                                                                                                 \
    K("commit", "", r_commit)                                                                                          \
    K("tag", "s", r_tag)                                                                                               \
    K("tags", "", r_tags)                                                                                              \
    K("restore", "i", r_restore)                                                                                       \
    K("as-of", "ia?x", r_as_of)                                                                                        \
    K("history", "n?I", r_history)                                                                                     \
    K("store-stats", "", r_stats)

#endif
