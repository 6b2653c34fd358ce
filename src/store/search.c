/*
 * Search: the words of a record stand in a table of our own, alike on both engines. They are written and
 * removed with the record, in its transaction; those to remove are read from the record as it was.
 */
#include <stdio.h>
#include <string.h>

#include "store/shape.h"
#include "store/tx.h"
#include "store/words.h"

enum {
    ASKED_MOST = 12 /* words of one search; those behind narrow it no further */
};

/* All words of a record, sorted. False: no memory. */
static bool words_of(const struct am_record *record, const void *row, struct am_words *words)
{
    for (size_t i = 0; row && i < record->field_count; i++) {
        const struct am_field *field = &record->fields[i];
        if (am_field_searchable(field)) {
            struct amends_view text;
            memcpy(&text, am_field_of(field, row), sizeof text);
            if (!am_words_read(words, text, AM_WORDS_STORED))
                return false;
        } else if (am_field_numbers_record(field)) {
            char digits[24];
            int64_t number = *(const int64_t *)am_field_of(field, row);
            int len = snprintf(digits, sizeof digits, "%lld", (long long)number);
            if (number > 0 && !am_words_add(words, (struct amends_view){digits, (size_t)len}))
                return false;
        }
    }
    am_words_sort(words);
    return true;
}

/* Adds some words of a record by one statement: $1 org, $2 kind, $3 id, then the words. */
static enum am_kept add_some(struct am_tx *tx, unsigned kind, const struct am_row *head,
                             const struct am_words *words, size_t first, unsigned count)
{
    struct am_query *query;
    am_text_clear(&tx->text);
    am_text_add(&tx->text, "INSERT INTO \"search_words\" (\"org\",\"kind\",\"id\",\"word\") VALUES ");
    for (unsigned i = 0; i < count; i++)
        am_text_print(&tx->text, "%s($1,$2,$3,$%u)", i ? "," : "", i + 4);
    am_text_add(&tx->text, " ON CONFLICT DO NOTHING");
    if (tx->text.failed)
        return am_tx_note(tx, AM_KEPT_MEMORY);
    enum am_kept kept = am_tx_query(tx, tx->text.bytes, &query);
    if (kept != AM_KEPT_OK)
        return kept;
    am_query_bind_number(query, 1, head->org);
    am_query_bind_number(query, 2, kind);
    am_query_bind_number(query, 3, head->id);
    for (unsigned i = 0; i < count; i++)
        am_query_bind_text(query, i + 4, am_words_at(words, first + i));
    return am_tx_note(tx, tx->sql->driver->later(query, false));
}

/* By a few statements of fixed sizes: so there are few texts, and few of them for a record. */
static enum am_kept add_words(struct am_tx *tx, unsigned kind, const struct am_row *head,
                              const struct am_words *words)
{
    static const unsigned sizes[] = {32, 8, 4, 2, 1};
    enum am_kept kept = AM_KEPT_OK;
    for (size_t done = 0, size = 0; kept == AM_KEPT_OK && done < words->count;) {
        while (sizes[size] > words->count - done)
            size++;
        kept = add_some(tx, kind, head, words, done, sizes[size]);
        done += sizes[size];
    }
    return kept;
}

static enum am_kept remove_word(struct am_tx *tx, unsigned kind, const struct am_row *head,
                                struct amends_view word)
{
    struct am_query *query;
    enum am_kept kept = am_tx_query(tx,
                                    "DELETE FROM \"search_words\" WHERE \"org\" = $1 AND \"kind\" = $2 AND "
                                    "\"word\" = $3 AND \"id\" = $4",
                                    &query);
    if (kept != AM_KEPT_OK)
        return kept;
    am_query_bind_number(query, 1, head->org);
    am_query_bind_number(query, 2, kind);
    am_query_bind_text(query, 3, word);
    am_query_bind_number(query, 4, head->id);
    return am_tx_note(tx, tx->sql->driver->later(query, false));
}

static int compare_at(const struct am_words *a, size_t i, const struct am_words *b, size_t j)
{
    if (i == a->count || j == b->count)
        return i == a->count ? 1 : -1;
    struct amends_view left = am_words_at(a, i), right = am_words_at(b, j);
    size_t shorter = left.len_bytes < right.len_bytes ? left.len_bytes : right.len_bytes;
    int order = memcmp(left.bytes, right.bytes, shorter);
    return order ? order : (left.len_bytes > right.len_bytes) - (left.len_bytes < right.len_bytes);
}

enum am_kept am_index_write(struct am_tx *tx, const struct am_shape *shape, const void *before,
                            const void *after)
{
    if (!shape->kind)
        return AM_KEPT_OK;
    const struct am_row *head = after ? after : before;
    struct am_words old = {0}, new = {0};
    enum am_kept kept = AM_KEPT_OK;
    if (!words_of(shape->record, before, &old) || !words_of(shape->record, after, &new))
        kept = am_tx_note(tx, AM_KEPT_MEMORY);
    /* What stays is left out of the new ones. */
    size_t fresh = 0;
    for (size_t i = 0, j = 0; kept == AM_KEPT_OK && (i < old.count || j < new.count);) {
        int order = compare_at(&old, i, &new, j);
        if (order < 0)
            kept = remove_word(tx, shape->kind, head, am_words_at(&old, i));
        else if (order > 0)
            new.list[fresh++] = new.list[j];
        i += order <= 0;
        j += order >= 0;
    }
    new.count = fresh;
    if (kept == AM_KEPT_OK)
        kept = add_words(tx, shape->kind, head, &new);
    am_words_dispose(&old);
    am_words_dispose(&new);
    return kept;
}

/* ---- asking */

/* How often a word occurs from where the list begins, up to as many records as are looked at; *end: the last
 * of those, 0 where it occurs in no more. */
static enum am_kept count_word(struct am_tx *tx, unsigned kind, am_id org, struct amends_view word,
                               const struct am_list *list, int64_t *count, am_id *end)
{
    struct am_query *query;
    enum am_kept kept = am_tx_query(tx,
                                    "SELECT COUNT(*), MIN(\"id\") FROM (SELECT \"id\" FROM \"search_words\" "
                                    "WHERE \"org\" = $1 AND \"kind\" = $2 AND \"word\" = $3 AND \"id\" < $4 "
                                    "ORDER BY \"id\" DESC LIMIT $5) AS few",
                                    &query);
    if (kept != AM_KEPT_OK)
        return kept;
    am_query_bind_number(query, 1, org);
    am_query_bind_number(query, 2, kind);
    am_query_bind_text(query, 3, word);
    am_query_bind_number(query, 4, list->resume ? list->after_id : INT64_MAX);
    am_query_bind_number(query, 5, AM_SEARCH_LOOKS);
    bool row;
    kept = am_query_step(query, &row);
    *count = kept == AM_KEPT_OK && row ? am_query_number(query, 0) : 0;
    *end = *count == AM_SEARCH_LOOKS ? am_query_number(query, 1) : 0;
    am_query_done(query);
    return am_tx_note(tx, kept);
}

/* Brings the rarest word to the front, with its end. *none: one of them does not occur at all. */
static enum am_kept rarest_first(struct am_tx *tx, unsigned kind, am_id org, struct am_words *words,
                                 const struct am_list *list, am_id *end, bool *none)
{
    int64_t least = AM_SEARCH_LOOKS + 1;
    for (size_t i = 0; i < words->count; i++) {
        int64_t count;
        am_id end_of;
        enum am_kept kept = count_word(tx, kind, org, am_words_at(words, i), list, &count, &end_of);
        if (kept != AM_KEPT_OK)
            return kept;
        if (count < least) {
            struct am_word first = words->list[0];
            words->list[0] = words->list[i];
            words->list[i] = first;
            least = count;
            *end = end_of;
        }
        *none = *none || count == 0;
    }
    return AM_KEPT_OK;
}

/* The first word gives the ids in their order, down to an end; the others, and the conditions, are looked up
 * for each. */
static bool write_search(struct am_tx *tx, const struct am_shape *shape, size_t words,
                         const struct am_list *list)
{
    struct am_text *text = &tx->text;
    const struct am_record *record = shape->record;
    unsigned next = 3;
    am_text_clear(text);
    am_text_add(text, "SELECT r.\"id\",r.\"version\",r.\"created_at_ms\"");
    for (size_t i = 0; i < record->field_count; i++) {
        am_text_add(text, ",r.");
        am_text_name(text, record->fields[i].name);
    }
    am_text_add(text, " FROM \"search_words\" AS w CROSS JOIN ");
    am_text_name(text, record->plural);
    am_text_print(
        text,
        " AS r WHERE w.\"org\" = $1 AND w.\"kind\" = $2 AND w.\"word\" = $%u AND r.\"org\" = $1 AND "
        "r.\"id\" = w.\"id\" AND w.\"id\" >= $%u",
        next, next + 1);
    next += 2;
    for (size_t i = 1; i < words; i++)
        /* Not EXISTS: an engine may turn that into a join, and read all that one word has. */
        am_text_print(text,
                      " AND (SELECT 1 FROM \"search_words\" AS o WHERE o.\"org\" = $1 AND o.\"kind\" = $2 "
                      "AND o.\"word\" = $%u AND o.\"id\" = w.\"id\") = 1",
                      next++);
    if (!am_where_write(tx, record, "r", list->where, list->where_count, &next))
        return false;
    if (list->resume)
        am_text_print(text, " AND w.\"id\" < $%u", next++);
    am_text_print(text, " ORDER BY w.\"id\" DESC LIMIT $%u", next);
    return true;
}

static enum am_kept ask(struct am_tx *tx, const struct am_shape *shape, am_id org,
                        const struct am_words *words, const struct am_list *list, am_id end,
                        struct am_arena *arena, void **rows, size_t *count)
{
    struct am_query *query;
    unsigned next = 3;
    if (!write_search(tx, shape, words->count, list))
        return AM_KEPT_REFUSED;
    if (tx->text.failed)
        return am_tx_note(tx, AM_KEPT_MEMORY);
    enum am_kept kept = am_tx_query(tx, tx->text.bytes, &query);
    if (kept != AM_KEPT_OK)
        return kept;
    am_query_bind_number(query, 1, org);
    am_query_bind_number(query, 2, shape->kind);
    am_query_bind_text(query, next++, am_words_at(words, 0));
    am_query_bind_number(query, next++, end);
    for (size_t i = 1; i < words->count; i++)
        am_query_bind_text(query, next++, am_words_at(words, i));
    am_where_bind(query, shape->record, list->where, list->where_count, &next);
    if (list->resume)
        am_query_bind_number(query, next++, list->after_id);
    am_query_bind_number(query, next, list->most);
    return am_tx_note(tx, am_read_rows(query, shape->record, org, list->most, arena, rows, count));
}

/* What all words and conditions leave of the rarest word's records, as far as one search looks. */
static enum am_kept look(struct am_tx *tx, const struct am_shape *shape, am_id org, struct am_words *words,
                         const struct am_list *list, struct am_arena *arena, void **rows, size_t *count,
                         am_id *looked_to)
{
    bool none = false;
    am_id end = 0;
    enum am_kept kept = AM_KEPT_OK;
    /* One word alone is found wherever it stands. */
    if (words->count > 1 || list->where_count > 0)
        kept = rarest_first(tx, shape->kind, org, words, list, &end, &none);
    if (none)
        return kept;
    if (kept == AM_KEPT_OK)
        kept = ask(tx, shape, org, words, list, end, arena, rows, count);
    if (kept == AM_KEPT_OK && *count < list->most)
        *looked_to = end;
    return kept;
}

enum am_kept am_tx_search(struct am_tx *tx, const struct am_record *record, am_id org,
                          struct amends_view words, const struct am_list *list, struct am_arena *arena,
                          void **rows, size_t *count, am_id *looked_to)
{
    const struct am_shape *shape;
    enum am_kept kept = am_tx_shape(tx, record, &shape);
    if (kept != AM_KEPT_OK)
        return kept;
    if (!shape->kind || list->most < 1 || list->most > AM_LIST_MOST)
        return AM_KEPT_REFUSED;
    struct am_words asked = {0};
    if (!am_words_read(&asked, words, AM_WORDS_ASKED))
        kept = am_tx_note(tx, AM_KEPT_MEMORY);
    am_words_sort(&asked);
    if (asked.count > ASKED_MOST)
        asked.count = ASKED_MOST;
    if (kept == AM_KEPT_OK) {
        *rows = NULL;
        *count = 0;
        *looked_to = 0;
    }
    if (kept == AM_KEPT_OK && asked.count)
        kept = look(tx, shape, org, &asked, list, arena, rows, count, looked_to);
    am_words_dispose(&asked);
    return kept;
}
