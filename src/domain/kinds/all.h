/*
 * All kinds of records. Whoever walks them (storage, archive, the API's description, erasing) forgets none.
 */
#ifndef AM_KINDS_ALL_H
#define AM_KINDS_ALL_H

#include "domain/record.h"

/* Every kind of record, each behind those that it names; but for records of its own kind, and for the case
 * that came of an encounter, which is named back. Static. Thread-safe. */
const struct am_record *const *am_records(size_t *count);

/* The one with this name ("promise"), NULL where there is none. Thread-safe. */
const struct am_record *am_record_named(struct amends_view name);

#endif
