#include "desk/cases/about.h"

#include <string.h>

#include "desk/kit.h"
#include "domain/kinds/all.h"
#include "domain/kinds/encounter.h"
#include "domain/kinds/help.h"
#include "domain/kinds/ledger.h"

/* The ids found so far, of all kinds. */
struct found {
    am_id *ids;
    size_t count, room;
};

static bool has(const struct found *found, am_id id)
{
    for (size_t i = 0; i < found->count; i++)
        if (found->ids[i] == id)
            return true;
    return false;
}

static bool note(struct am_doing *doing, struct found *found, am_id id)
{
    if (found->count == found->room) {
        const size_t room = found->room == 0 ? 64 : found->room * 2;
        am_id *more = am_arena_take(doing->arena, room * sizeof *more);
        if (more == NULL)
            return am_doing_kept(doing, AM_KEPT_MEMORY);
        if (found->count > 0)
            memcpy(more, found->ids, found->count * sizeof *more);
        found->ids = more;
        found->room = room;
    }
    found->ids[found->count++] = id;
    return true;
}

/* Kinds whose records belong to who or what they name, in an order in which each stands behind those. An
 * encounter comes of its customer, and once more of a case of theirs. */
static const struct am_record *const belonging[] = {
    &am_live_encounter_record, &am_case_record,     &am_live_encounter_record, &am_encounter_event_record,
    &am_presence_record,       &am_approval_record, &am_remedy_record,         &am_promise_record,
    &am_warning_record,        &am_refusal_record,  &am_incident_record,       &am_call_record,
    &am_delivery_record};

/* Does the field name something that a customer's record may be? A delivery's subject may be anything. */
static bool leads(const struct am_record *record, const struct am_field *field)
{
    if (field->kind != AM_FIELD_ID)
        return false;
    if (field->of == NULL)
        return record == &am_delivery_record;
    static const char *const owners[] = {"customer", "encounter", "case", "call"};
    for (size_t i = 0; i < sizeof owners / sizeof *owners; i++)
        if (strcmp(field->of, owners[i]) == 0)
            return true;
    return false;
}

enum { SET_MOST = 500 };

struct walk {
    am_id customer;
    struct found found;
    am_about_visit *visit;
    void *context;
};

/* Does it name another customer? Then it is theirs, wherever it stands. */
static bool of_another(const struct am_record *record, const void *row, am_id customer)
{
    const struct am_field *field = am_record_field(record, am_view_of("customer"));
    const am_id named = field != NULL ? *(const am_id *)am_field_of(field, row) : 0;
    return named != 0 && named != customer;
}

static bool visit_rows(struct am_doing *doing, const struct am_record *record, char *rows, size_t count,
                       struct walk *walk)
{
    for (size_t i = 0; i < count; i++) {
        void *row = rows + i * record->size;
        const am_id id = ((const struct am_row *)row)->id;
        if (has(&walk->found, id) || of_another(record, row, walk->customer))
            continue;
        if (!note(doing, &walk->found, id) || !walk->visit(doing, record, row, walk->context))
            return false;
    }
    return true;
}

/* The records of one kind that name any of those found before. */
static bool walk_field(struct am_doing *doing, const struct am_record *record, const struct am_field *field,
                       struct walk *walk)
{
    const size_t known = walk->found.count;
    for (size_t at = 0; at < known; at += SET_MOST) {
        const struct am_where where = {.field = field->name,
                                       .how = AM_IN,
                                       .set = walk->found.ids + at,
                                       .set_count = known - at < SET_MOST ? known - at : SET_MOST};
        void *rows = NULL;
        size_t count = 0;
        if (!am_doing_few(doing, record, &where, 1, &rows, &count) ||
            !visit_rows(doing, record, rows, count, walk))
            return false;
    }
    return true;
}

static bool walk_all(struct am_doing *doing, am_id customer, struct walk *walk)
{
    struct am_customer *own = am_arena_take(doing->arena, sizeof *own);
    if (own == NULL)
        return am_doing_kept(doing, AM_KEPT_MEMORY);
    if (!am_doing_read(doing, &am_customer_record, customer, own) || !note(doing, &walk->found, customer) ||
        !walk->visit(doing, &am_customer_record, own, walk->context))
        return false;
    for (size_t i = 0; i < sizeof belonging / sizeof *belonging; i++)
        for (size_t k = 0; k < belonging[i]->field_count; k++)
            if (leads(belonging[i], &belonging[i]->fields[k]) &&
                !walk_field(doing, belonging[i], &belonging[i]->fields[k], walk))
                return false;
    return true;
}

bool am_customer_walk(struct am_doing *doing, am_id customer, am_about_visit *visit, void *context)
{
    struct walk walk = {.customer = customer, .visit = visit, .context = context};
    return walk_all(doing, customer, &walk);
}

/* Leaves fields with one of these flags empty; times, ids and numbers stay. */
static void blank(const struct am_record *record, void *row, unsigned flags)
{
    for (size_t i = 0; i < record->field_count; i++) {
        const struct am_field *field = &record->fields[i];
        if ((field->flags & flags) != 0 &&
            (field->kind == AM_FIELD_TEXT || field->kind == AM_FIELD_BYTES || field->kind == AM_FIELD_JSON))
            *(struct amends_view *)am_field_at(field, row) = (struct amends_view){0};
    }
}

struct outward {
    am_about_visit *visit;
    void *context;
    unsigned flags;
};

static bool give_out(struct am_doing *doing, const struct am_record *record, void *row, void *context)
{
    const struct outward *outward = context;
    blank(record, row, outward->flags);
    return outward->visit(doing, record, row, outward->context);
}

bool am_customer_export(struct am_doing *doing, am_id customer, am_about_visit *visit, void *context)
{
    struct outward outward = {visit, context, AM_FIELD_SECRET};
    return am_doing_may(doing, AM_MAY_CUSTOMER_ERASE, 0, 0) &&
           am_customer_walk(doing, customer, give_out, &outward) &&
           am_audit_write(doing, "customer.exported", &am_customer_record, customer, (struct amends_view){0});
}

/* ---- Members of staff. */

static bool names_person(const struct am_field *field)
{
    return field->kind == AM_FIELD_ID && field->of != NULL && strcmp(field->of, "person") == 0;
}

/* Was the record given already, for a field before this one? */
static bool given_before(const struct am_record *record, const struct am_field *field, const void *row,
                         am_id person)
{
    for (const struct am_field *one = record->fields; one < field; one++)
        if (names_person(one) && *(const am_id *)am_field_of(one, row) == person)
            return true;
    return false;
}

/* The records that name a person in this field, page by page: there may be many. */
static bool walk_naming(struct am_doing *doing, const struct am_record *record, const struct am_field *field,
                        am_id person, struct outward *outward)
{
    const struct am_where where = {.field = field->name, .how = AM_IS, .number = person};
    struct am_list list = {.where = &where, .where_count = 1, .most = AM_LIST_MOST};
    size_t count = 0;
    bool sound = true;
    do {
        struct am_arena page = {0};
        void *rows = NULL;
        sound = am_doing_kept(doing,
                              am_tx_list(doing->tx, record, doing->actor->org, &list, &page, &rows, &count));
        for (size_t i = 0; sound && i < count; i++) {
            void *row = (char *)rows + i * record->size;
            list.resume = true;
            list.after_id = list.after_by = ((const struct am_row *)row)->id;
            sound = given_before(record, field, row, person) || give_out(doing, record, row, outward);
        }
        am_arena_dispose(&page);
    } while (sound && count == AM_LIST_MOST);
    return sound;
}

static bool walk_person(struct am_doing *doing, am_id person, struct outward *outward)
{
    const bool own = person == doing->actor->person;
    size_t kinds = 0;
    const struct am_record *const *all = am_records(&kinds);
    for (size_t i = 0; i < kinds; i++)
        for (size_t k = 0; k < all[i]->field_count && (own || all[i] != &am_debrief_record); k++)
            if (names_person(&all[i]->fields[k]) &&
                !walk_naming(doing, all[i], &all[i]->fields[k], person, outward))
                return false;
    return true;
}

bool am_person_walk(struct am_doing *doing, am_id person, am_about_visit *visit, void *context)
{
    struct outward outward = {visit, context, AM_FIELD_SECRET | AM_FIELD_PERSONAL};
    struct am_person own;
    if (person != doing->actor->person && !am_doing_may(doing, AM_MAY_PERSON_ADMINISTER, 0, 0))
        return false;
    return am_doing_read(doing, &am_person_record, person, &own) &&
           give_out(doing, &am_person_record, &own, &outward) && walk_person(doing, person, &outward);
}
