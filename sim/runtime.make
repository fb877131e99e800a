# Read after a makefile of Verilator: its runtime as a library.
runtime: $(VK_GLOBAL_OBJS)
	ar rcs libruntime.a $^
