/*
 * The storage that the desk's verbs need, as verbs over records (record.h). src/store fulfils it twice, on
 * SQLite and on PostgreSQL, with the same behaviour.
 *
 * A read sees what was committed. A write is a job: it runs inside a transaction, alone on this process'
 * writer, and is answered when it is on disk. Every verb names the organisation; there is none that crosses
 * two.
 */
#ifndef AM_PORT_H
#define AM_PORT_H

#include "domain/arena.h"
#include "domain/record.h"

enum am_kept {
    AM_KEPT_OK,
    AM_KEPT_NONE,     /* there is no such record in this organisation */
    AM_KEPT_CHANGED,  /* somebody changed it since this version */
    AM_KEPT_TWICE,    /* one with this key is there already */
    AM_KEPT_REFUSED,  /* the job itself said no: its reason is in its context. Of a verb: what it was asked
                       * cannot be done: no such field, a text that is no UTF-8 or has a NUL */
    AM_KEPT_FULL,     /* no space on the disk */
    AM_KEPT_READONLY, /* the file system or the database takes no writes */
    AM_KEPT_AWAY,     /* the database cannot be reached; nothing was written. Where it went in the middle of a
                       * commit and does not come back within seconds, that is not known: the same write is to
                       * be asked for again with its key */
    AM_KEPT_DAMAGED,  /* what is stored cannot be read */
    AM_KEPT_MEMORY    /* memory ran out */
};

/* Its name for logs ("changed"), static. */
const char *am_kept_name(enum am_kept kept);

/* A connection in use: inside a job it writes, otherwise it reads. Owned by the store. */
struct am_tx;

/* One condition of a list. The field is one of the record's, or "id", "created_at_ms". */
struct am_where {
    const char *field;
    enum am_where_how { AM_IS, AM_IS_NOT, AM_BELOW, AM_FROM, AM_IN } how;
    int64_t number;          /* fields that are numbers, ids, times, choices, flags */
    struct amends_view text; /* TEXT */
    const int64_t *set;      /* AM_IN */
    size_t set_count;
};

/* A list: all conditions hold; in the order of `by` (NULL: id), descending or not; from the place behind
 * `after`. */
struct am_list {
    const struct am_where *where;
    size_t where_count;
    const char *by;
    bool descending;
    bool resume; /* begin behind the record with these two */
    int64_t after_by;
    am_id after_id;
    unsigned most; /* 1 to AM_LIST_MOST */
};
enum { AM_LIST_MOST = 1000 };

/* Reads one. `row` is a structure of the record's size; its texts live in `arena`. OK, NONE, AWAY, DAMAGED,
 * MEMORY. */
enum am_kept am_tx_read(struct am_tx *tx, const struct am_record *record, am_id org, am_id id,
                        struct am_arena *arena, void *row);

/* Reads up to list->most into one array from `arena`. */
enum am_kept am_tx_list(struct am_tx *tx, const struct am_record *record, am_id org,
                        const struct am_list *list, struct am_arena *arena, void **rows, size_t *count);

/* How many there are. */
enum am_kept am_tx_count(struct am_tx *tx, const struct am_record *record, am_id org,
                         const struct am_where *where, size_t where_count, int64_t *count);

/* The sum of a NUMBER or MINOR field over all that the conditions name; 0 where there is none. */
enum am_kept am_tx_sum(struct am_tx *tx, const struct am_record *record, am_id org,
                       const struct am_where *where, size_t where_count, const char *field, int64_t *sum);

/* Adds one; org, id and created_at_ms are set by the caller, version becomes 1. Only inside a job. TWICE
 * where the key or something that must be single is there. */
enum am_kept am_tx_add(struct am_tx *tx, const struct am_record *record, void *row);

/* Writes all fields of one where its version is still row->version, which then counts one up. Only inside a
 * job. NONE, CHANGED. Never for append_only records. */
enum am_kept am_tx_change(struct am_tx *tx, const struct am_record *record, void *row);

/* am_tx_add for one whose id is new and whose key nobody else has, such as the next number of a counter: it
 * may be sent with what comes next. Where it is there after all, the transaction is lost and its jobs are run
 * again. Only inside a job. */
enum am_kept am_tx_append(struct am_tx *tx, const struct am_record *record, void *row);

/* am_tx_change and am_tx_add together, in one way to the database and back. CHANGED: the first is not there
 * in its version; TWICE: the second is there already. The other one may be written then, so that the job has
 * to answer anything but OK. REFUSED: records that are searched, or of which something to change is single.
 * Only inside a job. */
enum am_kept am_tx_change_and_add(struct am_tx *tx, const struct am_record *changed, void *change,
                                  const struct am_record *added, void *addition);

/* Removes those that the conditions name, and tells how many: for erasing and retention. Only inside a job.
 */
enum am_kept am_tx_remove(struct am_tx *tx, const struct am_record *record, am_id org,
                          const struct am_where *where, size_t where_count, int64_t *count);

/* Removes all that there is of an organisation: its records, what finds them, its counters but `spared`
 * (NULL: all of them). Only inside a job. */
enum am_kept am_tx_clear(struct am_tx *tx, am_id org, const char *spared);

/* The next number of a named counter of this organisation, from 1 (case numbers, the audit log). Holds it
 * until the end of the job, so that numbers have no gaps and no two jobs get the same. */
enum am_kept am_tx_next(struct am_tx *tx, am_id org, const char *counter, int64_t *number);

/* Leaves at most 32 bytes with the number that this job just took, for who takes the next one in the same
 * transaction and so needs not read what was stored with it. Nothing counts on it: it may not be kept. */
void am_tx_leave(struct am_tx *tx, am_id org, const char *counter, struct amends_view bytes);
/* What was left with the number before the one that was just taken; empty: nothing. */
struct amends_view am_tx_left(struct am_tx *tx, am_id org, const char *counter, struct am_arena *arena);

/* Records whose PERSONAL and other texts hold every word of `words`, newest first; in Chinese too. Where all
 * words are common or few of what has them meets the conditions, it stops after AM_SEARCH_LOOKS records of
 * the rarest word, whatever it found: then *looked_to is the record up to which it looked, behind which it
 * goes on (list->after_id); 0: there is nothing behind what it gives. */
enum am_kept am_tx_search(struct am_tx *tx, const struct am_record *record, am_id org,
                          struct amends_view words, const struct am_list *list, struct am_arena *arena,
                          void **rows, size_t *count, am_id *looked_to);
enum { AM_SEARCH_LOOKS = 500 };

/* ---- the store */

typedef struct am_store am_store;

/* A job: OK commits what it did; anything else takes it back and is what am_store_write answers. It may be
 * run again from the beginning (after a lost connection), so it changes nothing but its context's results. */
typedef enum am_kept (*am_job)(struct am_tx *tx, void *context);

/* Runs a job on the writer, waits until it is on disk. Any thread, but not from inside a job: a job works
 * with its am_tx alone. */
enum am_kept am_store_write(am_store *store, am_job job, void *context);

/* Runs a job that only reads, on a connection of the pool, in one snapshot. Any thread. */
enum am_kept am_store_read(am_store *store, am_job job, void *context);

#endif
