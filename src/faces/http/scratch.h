/*
 * What the engine needs for one request at a time: a workspace and buffers, lent and given back, so that
 * there are as many as were ever needed at once. Any thread.
 */
#ifndef AM_SCRATCH_H
#define AM_SCRATCH_H

#include "amends/guard.h"
#include "faces/json/writer.h"

struct am_scratch;

/* One of them. */
struct am_bench {
    struct am_bench *next;
    amends_workspace *workspace;
    struct am_writer out, plain;
    struct amends_message *messages; /* AMENDS_MESSAGES_MAX, made when first asked for */
    amends_encounter *encounter;     /* so */
};

/* The engine and its image are borrowed; NULL: there is none. NULL when memory runs out. */
struct am_scratch *am_scratch_new(const amends_engine *engine, struct amends_view image);
void am_scratch_free(struct am_scratch *scratch);

/* NULL when memory runs out. Give it back with am_scratch_give. */
struct am_bench *am_scratch_lend(struct am_scratch *scratch);
void am_scratch_give(struct am_scratch *scratch, struct am_bench *bench);

/* What stands for the emergency number in this language where it is not known. Lives with the image. */
struct amends_view am_scratch_number_word(const struct am_scratch *scratch, int lang);

#endif
