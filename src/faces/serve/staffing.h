/*
 * The commands that bring people in without a browser: `person add`, `person password`, and the demo shop.
 */
#ifndef AM_STAFFING_H
#define AM_STAFFING_H

#include "faces/serve/opening.h"

int am_person_run(struct am_program *program);
int am_demo_run(struct am_program *program);

#endif
