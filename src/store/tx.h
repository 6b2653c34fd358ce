/*
 * What the verbs share: a connection in use, the SQL of a record, growing text. For src/store alone.
 */
#ifndef AM_STORE_TX_H
#define AM_STORE_TX_H

#include "store/sql.h"

/* Text that grows; `failed`: memory ran out, and what came later is missing. */
struct am_text {
    char *bytes; /* with a NUL behind it; NULL: empty */
    size_t len_bytes, room_bytes;
    bool failed;
};

void am_text_clear(struct am_text *text);
void am_text_dispose(struct am_text *text);
void am_text_add(struct am_text *text, const char *piece);
void am_text_add_view(struct am_text *text, struct amends_view piece);
__attribute__((format(printf, 2, 3))) void am_text_print(struct am_text *text, const char *format, ...);
/* An identifier in double quotes: many a field is called like a word of SQL. */
void am_text_name(struct am_text *text, const char *name);

/* The SQL of a record, built when it is first used, kept as long as the store. */
struct am_shape {
    struct am_shape *next;
    const struct am_record *record;
    char *columns; /* "id","version","created_at_ms", then the fields in their order */
    char *read;    /* $1 org, $2 id */
    char *add;     /* $1 org, $2 id, $3 version, $4 created_at_ms, then the fields */
    char *change;  /* $1 org, $2 id, $3 version, then the fields */
    bool single;   /* something beside its key may be there only once */
    unsigned kind; /* among those that can be searched, from 1; 0: it cannot */
};

enum { AM_ROW_COLUMNS = 3 }; /* before the fields in what a SELECT gives */

/* Where the shapes are kept; made for any number of threads. */
struct am_shapes;
struct am_shapes *am_shapes_new(void); /* NULL: no memory */
void am_shapes_free(struct am_shapes *shapes);
/* NULL where memory runs out. Thread-safe. */
const struct am_shape *am_shape_of(struct am_shapes *shapes, const struct am_record *record);

enum { AM_HELD_MOST = 16, AM_HELD_NAME_LEN = 16, AM_HELD_LEFT_LEN = 32 };

/* A counter whose row this transaction has locked. */
struct am_held_counter {
    am_id org;
    int64_t value;
    int64_t left_at; /* the number that `left` came with */
    unsigned left_len;
    bool unwritten; /* the row has a smaller number */
    char name[AM_HELD_NAME_LEN];
    char left[AM_HELD_LEFT_LEN];
};

struct am_held {
    bool holds; /* false: whoever runs the transaction does not write them before its commit */
    unsigned count;
    struct am_held_counter counters[AM_HELD_MOST];
};

struct am_tx {
    struct am_sql *sql;
    struct am_shapes *shapes;
    bool writes;
    bool wrote;                       /* something was added, changed or removed since the job began */
    enum am_kept broken;              /* not OK: the transaction is lost, every verb answers this */
    struct am_text text;              /* of the statement that is put together now */
    struct am_held held, held_before; /* now, and when the job began */
};

/* A transaction begins; `holds`: am_held_write is called before its commit. */
void am_held_begin(struct am_tx *tx, bool holds);
/* A job begins in its savepoint; the savepoint was taken back, with the locks that came with it. */
void am_held_begin_job(struct am_tx *tx);
void am_held_take_back_job(struct am_tx *tx);
/* Writes the counters that went on. */
enum am_kept am_held_write(struct am_tx *tx);
/* Holds no counter of an organisation any more, whatever it had come to. */
void am_held_drop(struct am_tx *tx, am_id org);

/* Gives `kept` back; what is no ordinary answer (OK, NONE, CHANGED, TWICE, REFUSED) breaks the transaction.
 */
static inline enum am_kept am_tx_note(struct am_tx *tx, enum am_kept kept)
{
    switch (kept) {
    case AM_KEPT_OK:
    case AM_KEPT_NONE:
    case AM_KEPT_CHANGED:
    case AM_KEPT_TWICE:
    case AM_KEPT_REFUSED:
        break;
    default:
        tx->broken = kept;
    }
    return kept;
}

/* The shape and the query for a text, or the reason why there is none. */
enum am_kept am_tx_shape(struct am_tx *tx, const struct am_record *record, const struct am_shape **shape);
enum am_kept am_tx_query(struct am_tx *tx, const char *text, struct am_query **query);

/* Puts all fields of a row to the parameters from `first` on. REFUSED: a text is no UTF-8, or has a NUL. */
enum am_kept am_bind_fields(struct am_query *query, unsigned first, const struct am_record *record,
                            const void *row);

/* Reads the columns of am_shape.columns. */
enum am_kept am_read_columns(struct am_query *query, const struct am_record *record, am_id org,
                             struct am_arena *arena, void *row);

/* Reads the rows that a query gives, at most `most`, into an array of the arena. */
enum am_kept am_read_rows(struct am_query *query, const struct am_record *record, am_id org, unsigned most,
                          struct am_arena *arena, void **rows, size_t *count);

/* Adds ` AND …` for each condition to tx->text; the parameters count from `*next`, which moves on. False: a
 * condition names no field, or has too many values. */
bool am_where_write(struct am_tx *tx, const struct am_record *record, const char *table,
                    const struct am_where *where, size_t where_count, unsigned *next);
/* Binds them in the same order. */
void am_where_bind(struct am_query *query, const struct am_record *record, const struct am_where *where,
                   size_t where_count, unsigned *next);

/* The words of a record in the search table. `before` NULL: it is new; `after` NULL: it goes. Only what
 * differs is written. Nothing for records that cannot be searched. */
enum am_kept am_index_write(struct am_tx *tx, const struct am_shape *shape, const void *before,
                            const void *after);

/* True for UTF-8 without NUL, and for {NULL, 0}. */
bool am_text_storable(struct amends_view text);

#endif
