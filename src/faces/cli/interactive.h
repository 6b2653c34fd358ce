/*
 * `amends coach` on a terminal: type what is said, one key for what is seen, undo, overrule, and the advice
 * after each.
 */
#ifndef AM_INTERACTIVE_H
#define AM_INTERACTIVE_H

#include "faces/cli/program.h"

int am_interactive_run(struct am_program *program);

#endif
