/* What a failure of PostgreSQL comes to. For src/store/postgres alone. */
#ifndef AM_POSTGRES_STATE_H
#define AM_POSTGRES_STATE_H

#include "domain/port.h"

/* By its SQLSTATE. *again: it passes by itself, the same transaction may succeed; *lost: the connection is of
 * no use any more. */
enum am_kept am_postgres_kept(const char *state, bool *again, bool *lost);

#endif
