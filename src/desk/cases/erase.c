/* Erasing a customer's data, and what keeps it from being erased. */
#include <stdlib.h>
#include <string.h>

#include "desk/cases/about.h"
#include "desk/cases/customers.h"
#include "desk/kit.h"
#include "domain/kinds/encounter.h"
#include "domain/kinds/help.h"
#include "domain/kinds/ledger.h"

/* What the first walk, which only looks, has seen. */
struct seen {
    am_id *ids;
    size_t count, room;
};

static bool look(struct am_doing *doing, const struct am_record *record, void *row, void *context)
{
    struct seen *seen = context;
    if ((record == &am_customer_record && ((const struct am_customer *)row)->hold) ||
        (record == &am_case_record && ((const struct am_case *)row)->hold) ||
        (record == &am_incident_record && ((const struct am_incident *)row)->hold))
        return am_refuse(doing, AM_REFUSED_STATE, "legal-hold", "a legal hold lies on a %s", record->name);
    if (record == &am_live_encounter_record && ((const struct am_live_encounter *)row)->ended_at_ms == 0)
        return am_refuse(doing, AM_REFUSED_STATE, "encounter-live", "an encounter with them goes on");
    if (seen->count == seen->room) {
        const size_t room = seen->room == 0 ? 64 : seen->room * 2;
        am_id *more = am_arena_take(doing->arena, room * sizeof *more);
        if (more == NULL)
            return am_doing_kept(doing, AM_KEPT_MEMORY);
        if (seen->count > 0)
            memcpy(more, seen->ids, seen->count * sizeof *more);
        seen->ids = more;
        seen->room = room;
    }
    seen->ids[seen->count++] = ((const struct am_row *)row)->id;
    return true;
}

static bool has_words(const struct am_record *record)
{
    for (size_t i = 0; i < record->field_count; i++)
        if ((record->fields[i].flags & AM_FIELD_PERSONAL) != 0)
            return true;
    return false;
}

static bool clear(struct am_doing *doing, const struct am_record *record, void *row, void *context)
{
    size_t *cleared = context;
    if (!has_words(record))
        return true;
    am_record_clear(record, row);
    if (record == &am_customer_record)
        ((struct am_customer *)row)->erased_at_ms = doing->now_ms;
    if (record == &am_delivery_record && ((struct am_delivery *)row)->state == AM_DELIVERY_WAITING)
        ((struct am_delivery *)row)->state = AM_DELIVERY_TOO_LATE;
    ++*cleared;
    return am_doing_change(doing, record, row, 0);
}

static int compare_ids(const void *a, const void *b)
{
    const am_id one = *(const am_id *)a, other = *(const am_id *)b;
    return (one > other) - (one < other);
}

/* Does a kept answer tell of one of the customer's records? It names it by its id, in quotes. `seen` is
 * sorted. */
static bool tells_of(struct amends_view body, const struct seen *seen)
{
    for (size_t i = 0; i + AM_ID_TEXT_LEN + 2 <= body.len_bytes; i++) {
        am_id id = 0;
        if (body.bytes[i] == '"' && body.bytes[i + AM_ID_TEXT_LEN + 1] == '"' &&
            am_id_read((struct amends_view){body.bytes + i + 1, AM_ID_TEXT_LEN}, &id) &&
            bsearch(&id, seen->ids, seen->count, sizeof id, compare_ids) != NULL)
            return true;
    }
    return false;
}

/* Answers are kept for a day, for requests that are sent twice: page by page. */
static bool clear_answers(struct am_doing *doing, const struct seen *seen, size_t *cleared)
{
    qsort(seen->ids, seen->count, sizeof *seen->ids, compare_ids);
    struct am_list list = {.most = AM_LIST_MOST};
    size_t count = 0;
    do {
        void *rows = NULL;
        if (!am_doing_kept(doing, am_tx_list(doing->tx, &am_answer_record, doing->actor->org, &list,
                                             doing->arena, &rows, &count)))
            return false;
        struct am_answer *answers = rows;
        for (size_t i = 0; i < count; i++)
            if (tells_of(answers[i].body, seen) && !clear(doing, &am_answer_record, &answers[i], cleared))
                return false;
        if (count > 0) {
            list.resume = true;
            list.after_id = list.after_by = answers[count - 1].row.id;
        }
    } while (count == AM_LIST_MOST);
    return true;
}

/* What was shared of debriefs of their encounters; what is sealed nobody can look into. */
static bool clear_shared(struct am_doing *doing, const struct seen *seen, size_t *cleared)
{
    enum { SET_MOST = 500 };
    for (size_t at = 0; at < seen->count; at += SET_MOST) {
        const struct am_where where = {.field = "encounter",
                                       .how = AM_IN,
                                       .set = seen->ids + at,
                                       .set_count =
                                           seen->count - at < SET_MOST ? seen->count - at : SET_MOST};
        void *rows = NULL;
        size_t count = 0;
        if (!am_doing_few(doing, &am_debrief_record, &where, 1, &rows, &count))
            return false;
        struct am_debrief *debriefs = rows;
        for (size_t i = 0; i < count; i++)
            if (debriefs[i].shared.len_bytes > 0 && !clear(doing, &am_debrief_record, &debriefs[i], cleared))
                return false;
    }
    return true;
}

bool am_customer_erase(struct am_doing *doing, am_id customer, size_t *cleared)
{
    struct seen seen = {0};
    struct am_customer row;
    *cleared = 0;
    return am_doing_may(doing, AM_MAY_CUSTOMER_ERASE, 0, 0) &&
           am_doing_read(doing, &am_customer_record, customer, &row) &&
           am_customer_walk(doing, customer, look, &seen) &&
           am_customer_walk(doing, customer, clear, cleared) && clear_answers(doing, &seen, cleared) &&
           clear_shared(doing, &seen, cleared) &&
           am_audit_write(doing, "customer.erased", &am_customer_record, customer,
                          am_doing_print(doing, "{\"records\":%zu}", *cleared)) &&
           am_customer_tell(doing, "customer.erased", row.site, customer);
}

bool am_hold_set(struct am_doing *doing, const struct am_record *on, am_id id, bool hold)
{
    const struct am_field *field = am_record_field(on, am_view_of("hold"));
    if (!am_doing_may(doing, AM_MAY_KEEP, 0, 0))
        return false;
    if (field == NULL)
        return am_refuse(doing, AM_REFUSED_STATE, "no-hold", "no hold is laid on a %s", on->name);
    void *row = am_arena_take(doing->arena, on->size);
    if (row == NULL)
        return am_doing_kept(doing, AM_KEPT_MEMORY);
    if (!am_doing_read(doing, on, id, row))
        return false;
    *(bool *)am_field_at(field, row) = hold;
    return am_doing_changed(doing, on, row, 0, hold ? "hold.laid" : "hold.lifted", (struct amends_view){0});
}
