/*
 * The four filters of CONTRACT.md: JSON Lines in, one answer per line out. The loop is shared; each filter
 * answers one parsed line.
 */
#ifndef AM_FILTER_H
#define AM_FILTER_H

#include "faces/cli/program.h"
#include "faces/json/fields.h"

struct am_filter {
    const char *key; /* the field that names what is answered: "id" or "encounter" */
    /* Writes the answer, or records a fault and gives false. */
    bool (*answer)(void *context, const struct am_object *line, struct am_writer *out);
    /* May be NULL. Answers a line without parsing it, where that is possible; false: `answer` is asked. */
    bool (*answer_plain)(void *context, struct amends_view line, struct am_writer *out);
    void *context;
};

/* Standard input to standard output until its end; gives the exit status. */
int am_filter_run(const struct am_filter *filter);

/* Records a status of the library as the fault of a field. */
void am_fault_status(struct am_fault *fault, const char *field, enum amends_status status);

/* The subcommands. */
int am_signals_run(struct am_program *program);
int am_review_run(struct am_program *program);
int am_coach_run(struct am_program *program);
int am_guard_run(struct am_program *program);

#endif
