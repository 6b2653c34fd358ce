/* The verbs on many records: lists, counts, sums, removal. */
#include <stdio.h>
#include <string.h>

#include "store/tx.h"

enum { SET_MOST = 1024, REMOVE_AT_ONCE = 256, BRANCHES_MOST = 64, REST_MOST = 15 };

/* What every record has beside its fields. */
static const struct am_field head_fields[] = {
    {.name = "id", .kind = AM_FIELD_ID},
    {.name = "version", .kind = AM_FIELD_NUMBER},
    {.name = "created_at_ms", .kind = AM_FIELD_TIME},
};

static const struct am_field *field_of(const struct am_record *record, const char *name)
{
    for (size_t i = 0; i < sizeof head_fields / sizeof *head_fields; i++)
        if (strcmp(head_fields[i].name, name) == 0)
            return &head_fields[i];
    for (size_t i = 0; i < record->field_count; i++)
        if (strcmp(record->fields[i].name, name) == 0)
            return &record->fields[i];
    return NULL;
}

static bool is_view(const struct am_field *field)
{
    return field->kind == AM_FIELD_TEXT || field->kind == AM_FIELD_JSON || field->kind == AM_FIELD_BYTES;
}

static const struct am_field *number_field(const struct am_record *record, const char *name)
{
    const struct am_field *field = field_of(record, name);
    return field && !is_view(field) ? field : NULL;
}

/* Sets are filled up to a power of two with their last value, so that there are few different texts. */
static size_t places(size_t set_count)
{
    size_t count = 1;
    while (count < set_count)
        count *= 2;
    return count;
}

static void write_set(struct am_text *text, size_t set_count, unsigned *next)
{
    if (set_count == 0) {
        am_text_add(text, " AND 1 = 0");
        return;
    }
    am_text_add(text, " IN (");
    for (size_t i = 0, count = places(set_count); i < count; i++)
        am_text_print(text, i ? ",$%u" : "$%u", (*next)++);
    am_text_add(text, ")");
}

static void write_column(struct am_text *text, const char *table, const char *name)
{
    if (table) {
        am_text_add(text, table);
        am_text_add(text, ".");
    }
    am_text_name(text, name);
}

static bool write_condition(struct am_tx *tx, const struct am_record *record, const char *table,
                            const struct am_where *where, unsigned *next)
{
    static const char *const how[] = {
        [AM_IS] = " = ", [AM_IS_NOT] = " IS DISTINCT FROM ", [AM_BELOW] = " < ", [AM_FROM] = " >= "};
    const struct am_field *field = field_of(record, where->field);
    if (!field || (where->how == AM_IN && (is_view(field) || where->set_count > SET_MOST)))
        return false;
    if (where->how == AM_IN && where->set_count == 0) {
        write_set(&tx->text, 0, next);
        return true;
    }
    am_text_add(&tx->text, " AND ");
    write_column(&tx->text, table, where->field);
    if (where->how == AM_IN)
        write_set(&tx->text, where->set_count, next);
    else if (is_view(field) && !where->text.bytes)
        am_text_add(&tx->text, where->how == AM_IS_NOT ? " IS NOT NULL" : " IS NULL");
    else
        am_text_print(&tx->text, "%s$%u", how[where->how], (*next)++);
    return true;
}

bool am_where_write(struct am_tx *tx, const struct am_record *record, const char *table,
                    const struct am_where *where, size_t where_count, unsigned *next)
{
    for (size_t i = 0; i < where_count; i++)
        if (!write_condition(tx, record, table, &where[i], next))
            return false;
    return true;
}

void am_where_bind(struct am_query *query, const struct am_record *record, const struct am_where *where,
                   size_t where_count, unsigned *next)
{
    for (size_t i = 0; i < where_count; i++) {
        const struct am_field *field = field_of(record, where[i].field);
        if (where[i].how == AM_IN) {
            for (size_t j = 0; where[i].set_count && j < places(where[i].set_count); j++)
                am_query_bind_number(query, (*next)++,
                                     where[i].set[j < where[i].set_count ? j : where[i].set_count - 1]);
        } else if (!is_view(field)) {
            am_query_bind_number(query, (*next)++, where[i].number);
        } else if (where[i].text.bytes) {
            if (field->kind == AM_FIELD_BYTES)
                am_query_bind_bytes(query, (*next)++, where[i].text);
            else
                am_query_bind_text(query, (*next)++, where[i].text);
        }
    }
}

/* Conditions that could not be asked in the same way on both engines. */
static bool texts_storable(const struct am_record *record, const struct am_where *where, size_t where_count)
{
    for (size_t i = 0; i < where_count; i++) {
        const struct am_field *field = field_of(record, where[i].field);
        if (field && is_view(field) && field->kind != AM_FIELD_BYTES && !am_text_storable(where[i].text))
            return false;
    }
    return true;
}

/* Puts a statement together up to its conditions: `what` is what it does, "SELECT …" or "DELETE". */
static bool write_start(struct am_tx *tx, const struct am_record *record, const char *what,
                        const struct am_where *where, size_t where_count, unsigned *next)
{
    am_text_clear(&tx->text);
    am_text_add(&tx->text, what);
    am_text_add(&tx->text, " FROM ");
    am_text_name(&tx->text, record->plural);
    am_text_add(&tx->text, " WHERE \"org\" = $1");
    *next = 2;
    return texts_storable(record, where, where_count) &&
           am_where_write(tx, record, NULL, where, where_count, next);
}

/* The query whose text was put together, with the organisation bound. */
static enum am_kept begin(struct am_tx *tx, am_id org, struct am_query **query)
{
    if (tx->text.failed)
        return am_tx_note(tx, AM_KEPT_MEMORY);
    enum am_kept kept = am_tx_query(tx, tx->text.bytes, query);
    if (kept == AM_KEPT_OK)
        am_query_bind_number(*query, 1, org);
    return kept;
}

static enum am_kept ask(struct am_tx *tx, const struct am_record *record, am_id org,
                        const struct am_where *where, size_t where_count, struct am_query **query,
                        unsigned *next)
{
    enum am_kept kept = begin(tx, org, query);
    if (kept != AM_KEPT_OK)
        return kept;
    *next = 2;
    am_where_bind(*query, record, where, where_count, next);
    return AM_KEPT_OK;
}

static void write_order(struct am_tx *tx, const struct am_list *list, unsigned *next)
{
    const char *by = list->by && strcmp(list->by, "id") != 0 ? list->by : NULL;
    const char *direction = list->descending ? " DESC" : "";
    if (list->resume && by) {
        am_text_add(&tx->text, " AND (");
        am_text_name(&tx->text, by);
        am_text_print(&tx->text, ",\"id\") %s ($%u,$%u)", list->descending ? "<" : ">", *next, *next + 1);
        *next += 2;
    } else if (list->resume) {
        am_text_print(&tx->text, " AND \"id\" %s $%u", list->descending ? "<" : ">", (*next)++);
    }
    am_text_add(&tx->text, " ORDER BY ");
    if (by) {
        am_text_name(&tx->text, by);
        am_text_print(&tx->text, "%s,", direction);
    }
    am_text_print(&tx->text, "\"id\"%s LIMIT $%u", direction, (*next)++);
}

/* A list whose records may have one of some values (those of three sites) is put together of one list for
 * each value: an index gives each in its order, and no more is read than is shown. As one, an engine would
 * read and sort all that there are. */
struct spread {
    const char *field;
    int64_t values[BRANCHES_MOST];
    size_t count;                    /* 0: it is no such list */
    struct am_where rest[REST_MOST]; /* the other conditions */
    size_t rest_count;
};

static void add_value(struct spread *spread, int64_t value, bool *room)
{
    for (size_t i = 0; i < spread->count; i++)
        if (spread->values[i] == value)
            return;
    *room = *room && spread->count < BRANCHES_MOST;
    if (*room)
        spread->values[spread->count++] = value;
}

static bool spread_out(const struct am_list *list, struct spread *spread)
{
    bool room = list->where_count <= REST_MOST;
    *spread = (struct spread){0};
    for (size_t i = 0; room && i < list->where_count; i++) {
        const struct am_where *where = &list->where[i];
        if (where->how != AM_IN || where->set_count < 2) {
            spread->rest[spread->rest_count++] = *where;
            continue;
        }
        room = spread->count == 0;
        spread->field = where->field;
        for (size_t j = 0; room && j < where->set_count; j++)
            add_value(spread, where->set[j], &room);
    }
    return room && spread->count > 0;
}

static bool write_one(struct am_tx *tx, const struct am_shape *shape, const struct am_list *list,
                      unsigned *next)
{
    am_text_add(&tx->text, "SELECT ");
    am_text_add(&tx->text, shape->columns);
    am_text_add(&tx->text, " FROM ");
    am_text_name(&tx->text, shape->record->plural);
    am_text_add(&tx->text, " WHERE \"org\" = $1");
    return texts_storable(shape->record, list->where, list->where_count) &&
           am_where_write(tx, shape->record, NULL, list->where, list->where_count, next);
}

/* Parameters: the organisation, the values, then as one list has them. */
static bool write_spread(struct am_tx *tx, const struct am_shape *shape, const struct am_list *list,
                         const struct spread *spread)
{
    struct am_list branch = *list;
    unsigned next = 0;
    branch.where = spread->rest;
    branch.where_count = spread->rest_count;
    if (!number_field(shape->record, spread->field))
        return false;
    am_text_add(&tx->text, "SELECT * FROM (");
    for (unsigned i = 0; i < spread->count; i++) {
        next = 2 + (unsigned)spread->count;
        am_text_add(&tx->text, i ? " UNION ALL SELECT * FROM (" : "SELECT * FROM (");
        if (!write_one(tx, shape, &branch, &next))
            return false;
        am_text_add(&tx->text, " AND ");
        am_text_name(&tx->text, spread->field);
        am_text_print(&tx->text, " = $%u", 2 + i);
        write_order(tx, &branch, &next);
        am_text_print(&tx->text, ") AS b%u", i);
    }
    branch.resume = false;
    next--;
    am_text_add(&tx->text, ") AS u");
    write_order(tx, &branch, &next);
    return true;
}

enum am_kept am_tx_list(struct am_tx *tx, const struct am_record *record, am_id org,
                        const struct am_list *list, struct am_arena *arena, void **rows, size_t *count)
{
    const struct am_shape *shape;
    enum am_kept kept = am_tx_shape(tx, record, &shape);
    if (kept != AM_KEPT_OK)
        return kept;
    unsigned next = 2;
    const char *by = list->by ? list->by : "id";
    if (!number_field(record, by) || list->most < 1 || list->most > AM_LIST_MOST)
        return AM_KEPT_REFUSED;
    struct spread spread;
    const bool spreads = spread_out(list, &spread);
    am_text_clear(&tx->text);
    if (spreads ? !write_spread(tx, shape, list, &spread) : !write_one(tx, shape, list, &next))
        return AM_KEPT_REFUSED;
    if (!spreads)
        write_order(tx, list, &next);
    struct am_query *query;
    kept = begin(tx, org, &query);
    if (kept != AM_KEPT_OK)
        return kept;
    next = 2;
    for (size_t i = 0; spreads && i < spread.count; i++)
        am_query_bind_number(query, next++, spread.values[i]);
    am_where_bind(query, record, spreads ? spread.rest : list->where,
                  spreads ? spread.rest_count : list->where_count, &next);
    if (list->resume && strcmp(by, "id") != 0)
        am_query_bind_number(query, next++, list->after_by);
    if (list->resume)
        am_query_bind_number(query, next++, list->after_id);
    am_query_bind_number(query, next, list->most);
    return am_tx_note(tx, am_read_rows(query, record, org, list->most, arena, rows, count));
}

/* One number that a SELECT gives. */
static enum am_kept ask_number(struct am_tx *tx, const struct am_record *record, am_id org, const char *what,
                               const struct am_where *where, size_t where_count, int64_t *number)
{
    unsigned next;
    struct am_query *query;
    if (tx->broken != AM_KEPT_OK)
        return tx->broken;
    if (!write_start(tx, record, what, where, where_count, &next))
        return AM_KEPT_REFUSED;
    enum am_kept kept = ask(tx, record, org, where, where_count, &query, &next);
    if (kept != AM_KEPT_OK)
        return kept;
    bool row;
    kept = am_query_step(query, &row);
    if (kept == AM_KEPT_OK)
        *number = row ? am_query_number(query, 0) : 0;
    am_query_done(query);
    return am_tx_note(tx, kept);
}

enum am_kept am_tx_count(struct am_tx *tx, const struct am_record *record, am_id org,
                         const struct am_where *where, size_t where_count, int64_t *count)
{
    return ask_number(tx, record, org, "SELECT COUNT(*)", where, where_count, count);
}

enum am_kept am_tx_sum(struct am_tx *tx, const struct am_record *record, am_id org,
                       const struct am_where *where, size_t where_count, const char *field, int64_t *sum)
{
    char what[256];
    const struct am_field *summed = number_field(record, field);
    if (!summed || strlen(field) > 60)
        return AM_KEPT_REFUSED;
    /* -1 is how an amount says that there is none. */
    snprintf(what, sizeof what,
             summed->kind == AM_FIELD_MINOR
                 ? "SELECT CAST(COALESCE(SUM(CASE WHEN \"%s\" = -1 THEN 0 ELSE \"%s\" END), 0) AS BIGINT)"
                 : "SELECT CAST(COALESCE(SUM(\"%s\"), 0) AS BIGINT)",
             field, field);
    return ask_number(tx, record, org, what, where, where_count, sum);
}

/* Takes the words of what is about to go out of the search table: some records at a time, in order of id. */
static enum am_kept forget_words(struct am_tx *tx, const struct am_shape *shape, am_id org,
                                 const struct am_where *where, size_t where_count)
{
    struct am_list list = {.where = where, .where_count = where_count, .most = REMOVE_AT_ONCE};
    enum am_kept kept;
    size_t count;
    do {
        struct am_arena arena = {0};
        void *rows;
        kept = am_tx_list(tx, shape->record, org, &list, &arena, &rows, &count);
        for (size_t i = 0; kept == AM_KEPT_OK && i < count; i++) {
            void *row = (char *)rows + i * shape->record->size;
            list.after_id = ((struct am_row *)row)->id;
            kept = am_index_write(tx, shape, row, NULL);
        }
        list.resume = true;
        am_arena_dispose(&arena);
    } while (kept == AM_KEPT_OK && count == REMOVE_AT_ONCE);
    return kept;
}

enum am_kept am_tx_remove(struct am_tx *tx, const struct am_record *record, am_id org,
                          const struct am_where *where, size_t where_count, int64_t *count)
{
    const struct am_shape *shape;
    enum am_kept kept = am_tx_shape(tx, record, &shape);
    if (kept != AM_KEPT_OK)
        return kept;
    if (!tx->writes)
        return AM_KEPT_READONLY;
    kept = shape->kind ? forget_words(tx, shape, org, where, where_count) : AM_KEPT_OK;
    if (kept != AM_KEPT_OK)
        return kept;
    unsigned next;
    struct am_query *query;
    if (!write_start(tx, record, "DELETE", where, where_count, &next))
        return AM_KEPT_REFUSED;
    kept = ask(tx, record, org, where, where_count, &query, &next);
    if (kept != AM_KEPT_OK)
        return kept;
    kept = am_tx_note(tx, am_query_run(query));
    if (kept == AM_KEPT_OK)
        *count = query->changed;
    tx->wrote = tx->wrote || query->changed > 0;
    return kept;
}
