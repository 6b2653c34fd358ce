#include "desk/cases/refusals.h"

#include <string.h>

#include "amends/authority.h"
#include "amends/labels.h"
#include "desk/cases/matter.h"
#include "desk/cases/promises.h"
#include "desk/kit.h"
#include "domain/kinds/encounter.h"
#include "domain/kinds/ledger.h"

static bool any(struct am_doing *doing, const struct am_record *record, const struct am_where *where,
                size_t where_count, bool *there)
{
    int64_t count = 0;
    if (!am_doing_kept(doing, am_tx_count(doing->tx, record, doing->actor->org, where, where_count, &count)))
        return false;
    *there = *there || count > 0;
    return true;
}

/* Was somebody in danger in this encounter? */
static bool danger_in(struct am_doing *doing, am_id id, bool *danger)
{
    const struct am_where incident[] = {{.field = "encounter", .how = AM_IS, .number = id},
                                        {.field = "harm", .how = AM_FROM, .number = AM_HARM_THREAT}};
    const struct am_where met[] = {{.field = "encounter", .how = AM_IS, .number = id},
                                   {.field = "signal", .how = AM_IS, .number = AMENDS_SIGNAL_THREAT}};
    struct am_live_encounter encounter;
    *danger = false;
    if (id == 0)
        return true;
    if (!am_doing_read(doing, &am_live_encounter_record, id, &encounter))
        return false;
    *danger = encounter.danger;
    return any(doing, &am_incident_record, incident, 2, danger) && any(doing, &am_met_record, met, 2, danger);
}

/* Warnings said to the customer, and those of the encounter, said to nobody else that is known. */
static bool warnings_of(struct am_doing *doing, am_id customer, am_id encounter, struct am_warning **warnings,
                        size_t *count)
{
    const struct am_where to_them = {.field = "customer", .how = AM_IS, .number = customer};
    const struct am_where in_it[] = {{.field = "encounter", .how = AM_IS, .number = encounter},
                                     {.field = "customer", .how = AM_IS, .number = 0}};
    void *known = NULL, *there = NULL;
    size_t known_count = 0, there_count = 0;
    if (!am_doing_few(doing, &am_warning_record, &to_them, 1, &known, &known_count) ||
        (encounter != 0 && !am_doing_few(doing, &am_warning_record, in_it, 2, &there, &there_count)))
        return false;
    struct am_warning *all = am_arena_take(doing->arena, (known_count + there_count + 1) * sizeof *all);
    if (all == NULL)
        return am_doing_kept(doing, AM_KEPT_MEMORY);
    for (size_t i = 0; i < known_count; i++)
        all[i] = ((struct am_warning *)known)[i];
    for (size_t i = 0; i < there_count; i++)
        all[known_count + i] = ((struct am_warning *)there)[i];
    *warnings = all;
    *count = known_count + there_count;
    return true;
}

static bool weigh(struct am_doing *doing, const struct am_refusal_question *question,
                  struct am_refusal_shown *shown)
{
    struct am_customer customer;
    struct am_warning *warnings = NULL;
    struct am_promise *promises = NULL;
    size_t warning_count = 0, promise_count = 0;
    bool danger = false;
    if (!am_doing_read(doing, &am_customer_record, question->customer, &customer) ||
        !danger_in(doing, question->encounter, &danger) ||
        !warnings_of(doing, question->customer, question->encounter, &warnings, &warning_count) ||
        !am_promises_waiting(doing, question->customer, &promises, &promise_count))
        return false;
    *shown = am_refusal_weigh(&customer, warnings, warning_count, danger, promise_count, doing->now_ms,
                              question->until_ms);
    return true;
}

bool am_refusal_look(struct am_doing *doing, const struct am_refusal_question *question,
                     struct am_refusal_shown *shown)
{
    return am_doing_may(doing, AM_MAY_REFUSAL_DECIDE, question->site, 0) && weigh(doing, question, shown);
}

/* An amount as it goes outside: a decimal with the digits of its currency; null where it is not known. */
static struct amends_view decimal(struct am_doing *doing, int64_t minor, struct amends_view currency)
{
    char code[4] = "";
    int64_t scale = 1;
    unsigned digits;
    if (minor < 0 || currency.len_bytes != 3)
        return am_view_of("null");
    memcpy(code, currency.bytes, 3);
    digits = amends_currency_digits(code);
    for (unsigned i = 0; i < digits; i++)
        scale *= 10;
    if (digits == 0)
        return am_doing_print(doing, "%lld", (long long)minor);
    return am_doing_print(doing, "%lld.%0*lld", (long long)(minor / scale), (int)digits,
                          (long long)(minor % scale));
}

static struct amends_view shown_json(struct am_doing *doing, const struct am_refusal_shown *shown,
                                     struct amends_view currency)
{
    static const char *const grounds[] = {"nothing", "warning", "danger", "both"};
    const struct amends_view cost = decimal(doing, shown->cost_minor, currency),
                             yearly = decimal(doing, shown->yearly_minor, currency);
    return am_doing_print(doing,
                          "{\"ground\":\"%s\",\"warnings\":%zu,\"apologised\":%s,\"currency\":\"%.*s\","
                          "\"cost\":%.*s,\"yearly\":%.*s,\"visits\":%lld,\"visits_yearly\":%lld,"
                          "\"promises\":%zu}",
                          grounds[shown->ground], shown->warnings, shown->apologised ? "true" : "false",
                          (int)currency.len_bytes, currency.bytes != NULL ? currency.bytes : "",
                          (int)cost.len_bytes, cost.bytes, (int)yearly.len_bytes, yearly.bytes,
                          (long long)shown->visits, (long long)shown->visits_yearly, shown->promises);
}

bool am_refusal_decide(struct am_doing *doing, am_id encounter, enum am_refusal_ground seen,
                       struct am_refusal *row)
{
    const struct am_refusal_question question = {row->customer, row->site, encounter, row->until_ms};
    struct am_refusal_shown shown;
    struct am_customer customer;
    if (!am_doing_may(doing, AM_MAY_REFUSAL_DECIDE, row->site, 0))
        return false;
    if (row->customer == 0)
        return am_refuse_field(doing, &am_refusal_record, "customer", "who is refused");
    if (!am_doing_references(doing, &am_refusal_record, row, NULL) ||
        !am_case_must_be_at(doing, &am_refusal_record, row->case_, row->site) ||
        !weigh(doing, &question, &shown))
        return false;
    if (shown.ground != seen)
        return am_refuse(doing, AM_REFUSED_STATE, "look-again",
                         "something else stands behind it than what was shown: look again, then decide");
    row->decided_by = doing->actor->person;
    row->warning = shown.warning;
    row->danger = shown.ground == AM_REFUSAL_ON_DANGER || shown.ground == AM_REFUSAL_ON_BOTH;
    row->until_ms = shown.until_ms;
    row->appeal = row->answer = (struct amends_view){0};
    row->appealed_at_ms = row->lifted_at_ms = row->answered_at_ms = 0;
    row->answered_by = 0;
    row->reason = am_view_trim(row->reason);
    if (!am_doing_read(doing, &am_customer_record, row->customer, &customer))
        return false;
    row->shown = shown_json(doing, &shown, customer.currency);
    am_doing_begin_row(doing, &row->row);
    return am_doing_added(doing, &am_refusal_record, row, "refusal.decided",
                          am_doing_print(doing, "{\"ground\":%d,\"until_ms\":%lld}", (int)shown.ground,
                                         (long long)row->until_ms)) &&
           am_notice_write(doing, "refusal.decided", row->site, AM_MAY_REFUSAL_SEE, row->row.id, 0);
}

bool am_refusal_appeal(struct am_doing *doing, am_id id, struct amends_view words, struct am_refusal *row)
{
    if (!am_doing_read(doing, &am_refusal_record, id, row) ||
        !am_doing_may(doing, AM_MAY_REFUSAL_SEE, row->site, 0))
        return false;
    if (!am_appeal_may_be_made(row, doing->now_ms))
        return am_refuse(doing, AM_REFUSED_STATE, row->appealed_at_ms != 0 ? "appealed" : "ended",
                         "it is appealed once, while it holds");
    row->appeal = am_view_trim(words);
    if (row->appeal.len_bytes == 0)
        return am_refuse_field(doing, &am_refusal_record, "appeal", "what they say against it");
    row->appealed_at_ms = doing->now_ms;
    return am_doing_changed(doing, &am_refusal_record, row, 0, "refusal.appealed", (struct amends_view){0}) &&
           am_notice_write(doing, "refusal.appealed", row->site, AM_MAY_REFUSAL_DECIDE, row->row.id, 0);
}

/* How many others could decide: active managers and supervisors of the site, and managers of any. */
static bool others_who_decide(struct am_doing *doing, const struct am_refusal *row, size_t *others)
{
    const struct am_where where = {.field = "role", .how = AM_FROM, .number = AM_ROLE_SUPERVISOR};
    void *rows = NULL;
    size_t count = 0;
    *others = 0;
    if (!am_doing_few(doing, &am_membership_record, &where, 1, &rows, &count))
        return false;
    const struct am_membership *all = rows;
    count = am_memberships_now(rows, count, doing->now_ms);
    for (size_t i = 0; i < count; i++) {
        const struct am_membership *one = &all[i];
        const struct am_actor as = {
            .org = one->row.org, .person = one->person, .memberships = one, .membership_count = 1};
        struct am_person who;
        if (one->person == row->decided_by || !am_actor_may(&as, AM_MAY_REFUSAL_DECIDE, row->site, 0))
            continue;
        if (!am_doing_read(doing, &am_person_record, one->person, &who))
            return false;
        *others += who.active;
    }
    return true;
}

static bool lift(struct am_doing *doing, struct am_refusal *row)
{
    row->lifted_at_ms = doing->now_ms;
    return am_doing_changed(doing, &am_refusal_record, row, 0, "refusal.lifted", (struct amends_view){0}) &&
           am_notice_write(doing, "refusal.lifted", row->site, AM_MAY_REFUSAL_SEE, row->row.id, 0);
}

static bool read_holding(struct am_doing *doing, am_id id, struct am_refusal *row)
{
    if (!am_doing_read(doing, &am_refusal_record, id, row) ||
        !am_doing_may(doing, AM_MAY_REFUSAL_DECIDE, row->site, 0))
        return false;
    return am_refusal_holds(row, doing->now_ms) ||
           am_refuse(doing, AM_REFUSED_STATE, "ended", "it holds no more");
}

bool am_refusal_answer(struct am_doing *doing, am_id id, bool lifts, struct amends_view words,
                       struct am_refusal *row)
{
    size_t others = 0;
    if (!read_holding(doing, id, row))
        return false;
    if (row->appealed_at_ms == 0)
        return am_refuse(doing, AM_REFUSED_STATE, "no-appeal", "nobody appealed");
    if (row->answered_at_ms != 0)
        return am_refuse(doing, AM_REFUSED_STATE, "answered", "the appeal was answered already");
    if (!others_who_decide(doing, row, &others))
        return false;
    if (!am_appeal_may_decide(row, doing->actor->person, others))
        return am_refuse(doing, AM_REFUSED_FORBIDDEN, "own-decision",
                         "another person than who refused decides the appeal");
    row->answer = am_view_trim(words);
    row->answered_by = doing->actor->person;
    row->answered_at_ms = doing->now_ms;
    if (lifts)
        return lift(doing, row);
    return am_doing_changed(doing, &am_refusal_record, row, 0, "refusal.upheld", (struct amends_view){0}) &&
           am_notice_write(doing, "refusal.upheld", row->site, AM_MAY_REFUSAL_SEE, id, 0);
}

bool am_refusal_lift(struct am_doing *doing, am_id id, struct am_refusal *row)
{
    return read_holding(doing, id, row) && lift(doing, row);
}

bool am_refusals_holding(struct am_doing *doing, am_id customer, am_id site, struct am_refusal **rows,
                         size_t *count)
{
    const struct am_where where[] = {{.field = "customer", .how = AM_IS, .number = customer},
                                     {.field = "until_ms", .how = AM_FROM, .number = doing->now_ms + 1}};
    void *found = NULL;
    size_t all = 0;
    *rows = NULL;
    *count = 0;
    if (customer == 0)
        return true;
    if (!am_doing_few(doing, &am_refusal_record, where, 2, &found, &all))
        return false;
    *rows = found;
    for (size_t i = 0; i < all; i++)
        if (am_refusal_holds(&(*rows)[i], doing->now_ms) && ((*rows)[i].site == 0 || (*rows)[i].site == site))
            (*rows)[(*count)++] = (*rows)[i];
    return true;
}
