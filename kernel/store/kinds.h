/* The kinds of requests about the store (docs/requests.md): K(name, arguments, now, parked) for each
 * (kernel/process/request.h). */
#ifndef KERNEL_STORE_KINDS_H
#define KERNEL_STORE_KINDS_H

#define STORE_KINDS(K)                                                                                                 \
    K("commit", "", r_commit, ask)                                                                                     \
    K("tag", "s", r_tag, tag)                                                                                          \
    K("tags", "", r_tags, NULL)                                                                                        \
    K("restore", "i", r_restore, restore_at)                                                                           \
    K("as-of", "ia?x", r_as_of, NULL)                                                                                  \
    K("history", "n?I", r_history, NULL)                                                                               \
    K("store-stats", "", r_stats, NULL)

#endif
