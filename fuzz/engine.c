#include "fuzz/engine.h"

#include <stdlib.h>

#include "amends/malloc.h"

/* The fuzzer calls one function over and over in one thread, so the engine is kept between the calls. */
struct fuzz_engine *fuzz_engine(void)
{
    static struct fuzz_engine fuzz;
    static const struct amends_allocator allocator = AMENDS_MALLOC;

    if (fuzz.engine == NULL &&
        (amends_engine_new(&allocator, amends_builtin_image(), &fuzz.engine) != AMENDS_OK ||
         amends_workspace_new(fuzz.engine, &allocator, 0, &fuzz.workspace) != AMENDS_OK))
        abort();
    return &fuzz;
}
