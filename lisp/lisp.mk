# The language: its C, which a kernel is built around (kernel/kernel.mk), and its library.
# The library's sources, in the order of loading.
LISP_LIB := $(patsubst %,lisp/lib/%.lisp,expand control function number reduce lazy comprehension collection order \
  state branch multimethod continuation string walk read format output ns regex namespaces process test outside store)
LISP_ROOMS := cells regex names printer reader interpreter compiler primitives image
LISP_SRC := $(wildcard $(LISP_ROOMS:%=lisp/%/*.c))

# The library's sources as C strings.
$(BUILD)/lisp/library.c: $(LISP_LIB) tools/embed/embed.sh
	@mkdir -p $(@D)
	$(call step,EMBED)sh tools/embed/embed.sh $(LISP_LIB) > $@
