/* The interpreter: carries out byte code (code.h). */
#ifndef LISP_INTERPRETER_INTERPRET_H
#define LISP_INTERPRETER_INTERPRET_H

#include "lisp/interpreter/vm.h"

/* Runs from vm.base and vm.pc on until the last activation returns (VM_DONE, vm.signal is its value) or the process is
 * switched out (VM_SWITCHED). What is thrown, or is to be realised, leaves it by longjmp (vm.c), vm.pc being behind the
 * instruction. */
enum vm_outcome interpret(void);

#endif
