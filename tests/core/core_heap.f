-f rtl/core/core.f
-f rtl/heap/heap.f
tests/core/core_heap.v
