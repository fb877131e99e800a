rtl/heap/lith_heap_hcache.v
rtl/heap/lith_heap_ccache.v
rtl/heap/lith_heap_rootq.v
rtl/heap/lith_heap_stats.v
rtl/heap/lith_heap_mem.v
rtl/heap/lith_heap_mutator.v
rtl/heap/lith_heap_collector.v
rtl/heap/lith_heap.v
