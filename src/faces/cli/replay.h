/*
 * `amends replay FILE`: a transcript in, the same with the advice after each turn out.
 */
#ifndef AM_REPLAY_H
#define AM_REPLAY_H

#include "faces/cli/program.h"

int am_replay_run(struct am_program *program);

#endif
