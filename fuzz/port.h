/*
 * A storage for fuzzing in place of src/store: it fulfils domain/port.h out of nothing. What is asked for by
 * id is made up from the record's table (three ids of four are there), lists hold two such rows, writes
 * succeed. The same input always sees the same, and no run leaves anything to the next.
 */
#ifndef FUZZ_PORT_H
#define FUZZ_PORT_H

#include "domain/port.h"

/* The store that these functions take: nothing is in it. */
am_store *fuzz_store(void);

/* A sound row of this kind. Texts are static or from the arena. */
void fuzz_row(const struct am_record *record, am_id org, am_id id, struct am_arena *arena, void *row);

#endif
