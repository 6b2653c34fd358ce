/* One engine over the built-in playbook for a whole fuzzing run. */
#ifndef FUZZ_ENGINE_H
#define FUZZ_ENGINE_H

#include <stddef.h>
#include <stdint.h>

#include "amends/coach.h"

struct fuzz_engine {
    amends_engine *engine;
    amends_workspace *workspace;
};

struct fuzz_engine *fuzz_engine(void);

#endif
