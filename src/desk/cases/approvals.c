#include "desk/cases/approvals.h"

#include "desk/cases/matter.h"
#include "desk/kit.h"
#include "desk/people/authority.h"
#include "desk/people/clock.h"

enum { LATER_MIN = AM_APPROVAL_LATER_MS / 60000 };

/* Everything that the rules want to know about one approval. */
struct asking {
    struct am_place place;
    struct am_matter matter;
    struct am_approver *people;
    size_t count;
    struct am_approval_given given;
    struct am_reachable when;
    int64_t answer_ms; /* what an answer's time is */
};

/* How long a level has: a customer who waits has no four hours. */
static int64_t wait_of(struct am_doing *doing, const struct am_place *place, bool live)
{
    struct am_clock clock;
    if (live)
        return AM_APPROVAL_LIVE_MS;
    am_clock_of_site(&place->site, doing->arena, &clock);
    return am_hours_add(&clock.hours, &clock.zone, doing->now_ms, LATER_MIN) - doing->now_ms;
}

/* wait_ms 0: as the matter has it. */
static bool read_asking(struct am_doing *doing, const struct am_approval *row, int64_t wait_ms,
                        struct asking *asking)
{
    if (!am_place_find(doing, &am_approval_record, row->encounter, row->case_, &asking->place) ||
        !am_matter_read(doing, asking->place.encounter.row.id, asking->place.case_.row.id, &asking->matter))
        return false;
    asking->when.live = asking->place.encounter.row.id != 0 && asking->place.encounter.ended_at_ms == 0;
    asking->when.wait_ms = wait_ms > 0 ? wait_ms : wait_of(doing, &asking->place, asking->when.live);
    asking->given = (struct am_approval_given){asking->matter.given, asking->matter.given_count};
    const struct am_account account = am_matter_account(&asking->matter, row->owed);
    asking->answer_ms = am_account_answer_ms(&account, doing->now_ms);
    return am_approvers_read(doing, &asking->place.site, &asking->when, &asking->people, &asking->count);
}

/* Where nobody who is signed in could, the others are asked too, for one of them may sign in. *again: they
 * are among the people now. */
static bool widen(struct am_doing *doing, struct asking *asking, bool *again)
{
    *again = asking->when.live;
    asking->when.live = false;
    return !*again ||
           am_approvers_read(doing, &asking->place.site, &asking->when, &asking->people, &asking->count);
}

/* Tells those who are asked now. */
static bool tell_asked(struct am_doing *doing, const struct am_approval *row, const struct asking *asking)
{
    size_t *asked = am_arena_take(doing->arena, (asking->count + 1) * sizeof *asked);
    if (asked == NULL)
        return am_doing_kept(doing, AM_KEPT_MEMORY);
    const size_t count = am_approval_asked(row, asking->people, asking->count, &asking->given, asked);
    for (size_t i = 0; i < count; i++)
        if (!am_notice_write(doing, "approval.asked", row->site, AM_MAY_APPROVAL_ANSWER, row->row.id,
                             asking->people[asked[i]].person))
            return false;
    return true;
}

/* Tells who asked, and those who see the site that it waits no more. */
static bool tell_end(struct am_doing *doing, const struct am_approval *row)
{
    return am_notice_write(doing, "approval.answered", row->site, AM_MAY_APPROVAL_ASK, row->row.id,
                           row->asked_by) &&
           am_notice_write(doing, "approval.settled", row->site, AM_MAY_APPROVAL_ANSWER, row->row.id, 0);
}

static bool authority_changed(struct am_doing *doing, const struct am_hooks *hooks,
                              const struct am_approval *row)
{
    return row->state != AM_APPROVAL_GRANTED || row->encounter == 0 || hooks == NULL ||
           hooks->authority_changed == NULL || hooks->authority_changed(doing, row->encounter);
}

static struct amends_view detail_of(struct am_doing *doing, const struct am_approval *row)
{
    return am_doing_print(
        doing, "{\"state\":%d,\"remedy\":%d,\"minor\":%lld,\"bp\":%lld,\"level\":%d,\"owed\":%s}",
        (int)row->state, (int)row->remedy,
        (long long)(row->state == AM_APPROVAL_GRANTED ? row->granted_minor : row->asked_minor),
        (long long)(row->state == AM_APPROVAL_GRANTED ? row->granted_percent_bp : row->asked_percent_bp),
        (int)row->level, row->owed ? "true" : "false");
}

/* Asked already and not answered: a second question would only confuse who answers. */
static bool not_twice(struct am_doing *doing, const struct asking *asking, const struct am_approval *row)
{
    for (size_t i = 0; i < asking->matter.approval_count; i++) {
        const struct am_approval *one = &asking->matter.approvals[i];
        if (one->state == AM_APPROVAL_ASKED && one->remedy == row->remedy && one->owed == row->owed &&
            one->asked_by == row->asked_by)
            return am_refuse(doing, AM_REFUSED_STATE, "asked-already",
                             "this was asked and is not answered yet: withdraw it first");
    }
    return true;
}

static bool fill(struct am_doing *doing, const struct asking *asking, struct am_approval *row)
{
    if (row->site != 0 && row->site != asking->place.site.row.id)
        return am_refuse_field(doing, &am_approval_record, "site", "the encounter's or the case's site");
    row->site = asking->place.site.row.id;
    row->encounter = asking->place.encounter.row.id;
    row->case_ = asking->place.case_.row.id;
    row->asked_by = doing->actor->person;
    row->level = AM_ROLE_SUPERVISOR;
    row->whole = false;
    row->answer = (struct amends_view){0};
    if (row->currency.len_bytes == 0)
        row->currency = asking->place.site.currency;
    if (!am_view_same(row->currency, asking->place.site.currency))
        return am_refuse_field(doing, &am_approval_record, "currency", "the site's currency");
    am_doing_begin_row(doing, &row->row);
    return true;
}

static enum am_approval_begun begin(struct am_approval *row, const struct amends_authority *own,
                                    const struct asking *asking)
{
    return am_approval_begin(row, own, asking->people, asking->count, &asking->given, asking->answer_ms,
                             asking->when.wait_ms);
}

bool am_approval_ask(struct am_doing *doing, const struct am_hooks *hooks, struct am_approval *row,
                     int64_t wait_ms, enum am_approval_begun *begun)
{
    struct asking asking = {0};
    struct amends_authority own;
    struct am_flaw flaw;
    bool again = false;
    if (!read_asking(doing, row, wait_ms, &asking) ||
        !am_doing_may(doing, AM_MAY_APPROVAL_ASK, asking.place.site.row.id, doing->actor->person) ||
        !fill(doing, &asking, row))
        return false;
    row->state = AM_APPROVAL_ASKED;
    if (!am_record_sound(&am_approval_record, row, &flaw))
        return am_refuse_field(doing, &am_approval_record, flaw.field->name, flaw.expected);
    if (!not_twice(doing, &asking, row) ||
        !am_matter_authority(doing, row->asked_by, &asking.place.site, &asking.matter, &own))
        return false;
    *begun = begin(row, &own, &asking);
    if (*begun == AM_APPROVAL_NOBODY && !widen(doing, &asking, &again))
        return false;
    if (again)
        *begun = begin(row, &own, &asking);
    if (!am_doing_added(doing, &am_approval_record, row, "approval.asked", detail_of(doing, row)))
        return false;
    if (*begun == AM_APPROVAL_TO_ASK)
        return tell_asked(doing, row, &asking);
    return tell_end(doing, row) && authority_changed(doing, hooks, row);
}

/* Why an answer does not hold. */
static bool refuse_answer(struct am_doing *doing, enum am_approval_said said, const struct am_approval *row)
{
    static const char *const names[] = {"asked", "granted", "declined", "lapsed", "withdrawn"};
    struct am_person first = {0};
    switch (said) {
    case AM_APPROVAL_ANSWERED:
        if (!am_doing_read(doing, &am_person_record, row->answered_by, &first))
            return false;
        return am_refuse(doing, AM_REFUSED_STATE, "answered", "%.*s answered first: %s",
                         (int)first.name.len_bytes, first.name.bytes, names[row->state]);
    case AM_APPROVAL_GONE:
        return am_refuse(doing, AM_REFUSED_STATE, "gone", "it is %s", names[row->state]);
    case AM_APPROVAL_BEYOND:
        return am_refuse(doing, AM_REFUSED_AUTHORITY, "over-authority",
                         "it is more than you may grant yourself");
    case AM_APPROVAL_OWN:
        return am_refuse(doing, AM_REFUSED_FORBIDDEN, "own-question", "nobody answers what they asked");
    case AM_APPROVAL_NO_AMOUNT:
        return am_refuse_field(doing, &am_approval_record, "granted_minor", "how much is granted");
    case AM_APPROVAL_TAKEN:
    case AM_APPROVAL_AGAIN:
    case AM_APPROVAL_SAID_COUNT:
        break;
    }
    return am_refuse(doing, AM_REFUSED_STATE, "gone", "it cannot be answered");
}

static const struct am_approver *myself(const struct asking *asking, am_id person)
{
    for (size_t i = 0; i < asking->count; i++)
        if (asking->people[i].person == person)
            return &asking->people[i];
    return NULL;
}

/* Answers what was read. *said: what the rules say to it. */
static bool say(struct am_doing *doing, const struct am_approval_answer *answer, struct am_approval *row,
                enum am_approval_said *said)
{
    struct asking asking = {0};
    const struct am_approver nobody = {.person = doing->actor->person, .role = AM_ROLE_ASSOCIATE};
    if (!read_asking(doing, row, 0, &asking))
        return false;
    const struct am_approver *who = myself(&asking, doing->actor->person);
    *said = am_approval_say(row, who != NULL ? who : &nobody, answer, &asking.given, asking.answer_ms);
    if (*said == AM_APPROVAL_AGAIN)
        return true;
    if (*said != AM_APPROVAL_TAKEN)
        return refuse_answer(doing, *said, row);
    return am_doing_change(doing, &am_approval_record, row, 0);
}

bool am_approval_answer(struct am_doing *doing, const struct am_hooks *hooks, am_id id,
                        const struct am_approval_answer *answer, struct am_approval *row)
{
    enum am_approval_said said = AM_APPROVAL_GONE;
    if (!am_doing_read(doing, &am_approval_record, id, row) ||
        !am_doing_may(doing, AM_MAY_APPROVAL_ANSWER, row->site, 0))
        return false;
    bool done = say(doing, answer, row, &said);
    if (!done && doing->refused.kind == AM_REFUSED_CHANGED) {
        /* Somebody answered between the reading and the writing, in another process: say who. */
        doing->refused = (struct am_refused){0};
        done = am_doing_read(doing, &am_approval_record, id, row) && say(doing, answer, row, &said);
    }
    if (!done || said == AM_APPROVAL_AGAIN)
        return done;
    return am_audit_write(doing, answer->grant ? "approval.granted" : "approval.declined",
                          &am_approval_record, id, detail_of(doing, row)) &&
           tell_end(doing, row) && authority_changed(doing, hooks, row);
}

bool am_approval_is_for(struct am_doing *doing, const struct am_approval *row, bool *is)
{
    struct asking asking = {0};
    *is = false;
    if (row->state != AM_APPROVAL_ASKED || !am_actor_may(doing->actor, AM_MAY_APPROVAL_ANSWER, row->site, 0))
        return true;
    if (!read_asking(doing, row, 0, &asking)) {
        if (doing->refused.kind == AM_REFUSED_STORAGE)
            return false;
        doing->refused = (struct am_refused){0}; /* what it was asked for is gone */
        return true;
    }
    const struct am_approver *who = myself(&asking, doing->actor->person);
    *is = who != NULL && am_approval_could(row, who, &asking.given);
    return true;
}

bool am_approval_take_back(struct am_doing *doing, am_id id, struct am_approval *row)
{
    if (!am_doing_read(doing, &am_approval_record, id, row))
        return false;
    const enum am_approval_said said = am_approval_withdraw(row, doing->actor->person, doing->now_ms);
    if (said == AM_APPROVAL_AGAIN)
        return true;
    if (said == AM_APPROVAL_BEYOND)
        return am_refuse(doing, AM_REFUSED_FORBIDDEN, "not-theirs", "only who asked takes it back");
    if (said != AM_APPROVAL_TAKEN)
        return refuse_answer(doing, said, row);
    return am_doing_changed(doing, &am_approval_record, row, 0, "approval.withdrawn",
                            (struct amends_view){0}) &&
           am_notice_write(doing, "approval.settled", row->site, AM_MAY_APPROVAL_ANSWER, row->row.id, 0);
}

/* What it was asked for is gone: nobody needs an answer. */
static bool lapse(struct am_doing *doing, struct am_approval *row)
{
    doing->refused = (struct am_refused){0};
    row->state = AM_APPROVAL_LAPSED;
    row->answered_at_ms = doing->now_ms;
    return am_doing_changed(doing, &am_approval_record, row, 0, "approval.lapsed", detail_of(doing, row));
}

static enum am_approval_ticked tick(const struct am_doing *doing, struct am_approval *row,
                                    const struct asking *asking)
{
    return am_approval_tick(row, asking->people, asking->count, &asking->given, doing->now_ms,
                            asking->when.wait_ms);
}

static bool move_up(struct am_doing *doing, struct am_approval *row)
{
    struct asking asking = {0};
    bool again = false;
    if (!read_asking(doing, row, 0, &asking))
        return doing->refused.kind != AM_REFUSED_STORAGE && lapse(doing, row);
    struct am_approval before = *row;
    enum am_approval_ticked ticked = tick(doing, row, &asking);
    if (ticked == AM_APPROVAL_AT_END && !widen(doing, &asking, &again))
        return false;
    if (again) {
        *row = before;
        ticked = tick(doing, row, &asking);
    }
    if (ticked == AM_APPROVAL_WAITS)
        return true;
    if (!am_doing_changed(doing, &am_approval_record, row, 0,
                          ticked == AM_APPROVAL_HIGHER ? "approval.higher" : "approval.lapsed",
                          detail_of(doing, row)))
        return false;
    return ticked == AM_APPROVAL_HIGHER ? tell_asked(doing, row, &asking) : tell_end(doing, row);
}

static bool move_up_all(struct am_doing *doing, const struct am_where *where, size_t where_count,
                        unsigned most, size_t *moved)
{
    const struct am_list list = {.where = where, .where_count = where_count, .by = "due_at_ms", .most = most};
    void *rows = NULL;
    *moved = 0;
    if (!am_doing_kept(doing, am_tx_list(doing->tx, &am_approval_record, doing->actor->org, &list,
                                         doing->arena, &rows, moved)))
        return false;
    struct am_approval *due = rows;
    for (size_t i = 0; i < *moved; i++)
        if (!move_up(doing, &due[i]))
            return false;
    return true;
}

bool am_approvals_due(struct am_doing *doing, unsigned most, size_t *moved)
{
    const struct am_where due[] = {{.field = "state", .how = AM_IS, .number = AM_APPROVAL_ASKED},
                                   {.field = "due_at_ms", .how = AM_BELOW, .number = doing->now_ms + 1}};
    /* Asked at a time that is still to come: the clock was set back, and their deadlines are too far ahead.
     */
    const struct am_where ahead[] = {{.field = "state", .how = AM_IS, .number = AM_APPROVAL_ASKED},
                                     {.field = "created_at_ms", .how = AM_FROM, .number = doing->now_ms + 1}};
    size_t looked_at;
    return move_up_all(doing, due, 2, most, moved) && move_up_all(doing, ahead, 2, most, &looked_at);
}
