/* The hand-over's three lines, from what was said and done. What was overruled or undone is not in them. */
#include <string.h>

#include "amends/reading.h"
#include "amends/review.h"
#include "desk/encounter/inside.h"
#include "desk/encounter/kept.h"
#include "desk/kit.h"
#include "desk/people/authority.h"
#include "domain/rules/handover.h"

enum { GIFTS_MOST = 64 };

/* What one event adds. */
struct part {
    uint32_t signals, observed, acts;
    bool customer; /* the customer said it */
    bool reiterated;
    bool accepts;
    int32_t anger;   /* -1: it says nothing of that */
    uint32_t forgot; /* bits that an overrule took away, and from which event */
    size_t forgot_of;
};

struct telling {
    struct am_run *run;
    struct part *parts;
    struct am_handover_facts facts;
    struct am_handover_gift gifts[GIFTS_MOST];
};

static uint32_t acts_of_moves(uint32_t moves)
{
    static const struct {
        int move, act;
    } pairs[] = {{AMENDS_MOVE_APOLOGISES, AMENDS_ACT_APOLOGISE},
                 {AMENDS_MOVE_EMPATHISES, AMENDS_ACT_EMPATHISE},
                 {AMENDS_MOVE_ASKS, AMENDS_ACT_ASK},
                 {AMENDS_MOVE_EXPLAINS, AMENDS_ACT_EXPLAIN},
                 {AMENDS_MOVE_OFFERS_SOLUTION, AMENDS_ACT_OFFER_ALTERNATIVES},
                 {AMENDS_MOVE_CHECKS_FIRST, AMENDS_ACT_CHECK_FIRST},
                 {AMENDS_MOVE_SETS_BOUNDARY, AMENDS_ACT_SET_BOUNDARY},
                 {AMENDS_MOVE_ENDS_SERVICE, AMENDS_ACT_END_SERVICE},
                 {AMENDS_MOVE_COMMITS_FOLLOW_UP, AMENDS_ACT_FOLLOW_UP}};
    uint32_t acts = 0;

    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (moves & AMENDS_BIT(pairs[i].move))
            acts |= AMENDS_BIT(pairs[i].act);
    return acts;
}

/* ---- One event. */

static void hear_staff(struct telling *telling, const struct amends_event *event, struct part *part)
{
    const struct am_coach *coach = telling->run->doing->coach;
    const struct amends_reply reply = {
        .text = event->text, .lang = telling->run->start.lang, .channel = telling->run->start.channel};
    struct amends_reviewed reviewed;

    if (amends_review(coach->engine, coach->workspace, &reply, &reviewed) == AMENDS_OK)
        part->acts = acts_of_moves(reviewed.moves);
}

static bool same_wish(const struct am_handover_gift *a, const struct am_handover_gift *b)
{
    return a->is == b->is && a->remedy == b->remedy && a->amount_minor == b->amount_minor &&
           a->percent_bp == b->percent_bp && memcmp(a->currency, b->currency, sizeof a->currency) == 0;
}

static void want(struct telling *telling, const struct amends_offer *offer)
{
    struct am_handover_gift gift = {.is = AM_GIFT_WANTED,
                                    .remedy = offer->remedy,
                                    .amount_minor = offer->amount_minor,
                                    .percent_bp = offer->percent_bp};

    memcpy(gift.currency, offer->currency, sizeof gift.currency);
    if (gift.amount_minor >= 0 && gift.currency[0] == 0)
        memcpy(gift.currency, telling->run->start.authority.currency, sizeof gift.currency);
    for (size_t i = 0; i < telling->facts.gift_count; i++)
        if (same_wish(&telling->gifts[i], &gift))
            return; /* said again is no second wish */
    if (telling->facts.gift_count < GIFTS_MOST)
        telling->gifts[telling->facts.gift_count++] = gift;
}

static void hear_customer(struct telling *telling, const struct am_taken *taken, struct part *part)
{
    const struct am_coach *coach = telling->run->doing->coach;
    const struct amends_read_options options = {telling->run->start.lang, telling->run->start.channel, 1};
    struct amends_reading reading;

    part->customer = true;
    part->signals = taken->signals;
    if (amends_read(coach->engine, coach->workspace, taken->event.text, &options, &reading) != AMENDS_OK)
        return;
    part->anger = reading.anger;
    /* "Give me my money, or …" accepts nothing. */
    part->accepts = (reading.marks & AMENDS_BIT(AMENDS_MARK_ACCEPTS)) != 0 && reading.anger < 2 &&
                    (part->signals & (AMENDS_BIT(AMENDS_SIGNAL_DEMAND) | AMENDS_BIT(AMENDS_SIGNAL_THREAT) |
                                      AMENDS_BIT(AMENDS_SIGNAL_INSULT))) == 0;
    for (unsigned i = 0; i < reading.demand_count; i++)
        want(telling, &reading.demands[i]);
}

/* The latest event that shows it is forgotten to have. */
static void forget(struct telling *telling, size_t at, int code)
{
    bool observed = code >= AMENDS_CODE_OBSERVED;
    uint32_t bit = AMENDS_BIT(observed ? code - AMENDS_CODE_OBSERVED : code);

    for (size_t i = at; i-- > 0;) {
        struct part *part = &telling->parts[i];
        uint32_t *bits = observed ? &part->observed : &part->signals;

        if (!(*bits & bit))
            continue;
        *bits &= ~bit;
        telling->parts[at].forgot = (uint32_t)code + 1;
        telling->parts[at].forgot_of = i;
        return;
    }
}

static void undo(struct telling *telling, size_t last)
{
    struct part *part = &telling->parts[last];

    if (part->forgot != 0) {
        int code = (int)part->forgot - 1;
        struct part *other = &telling->parts[part->forgot_of];

        if (code >= AMENDS_CODE_OBSERVED)
            other->observed |= AMENDS_BIT(code - AMENDS_CODE_OBSERVED);
        else
            other->signals |= AMENDS_BIT(code);
    }
    *part = (struct part){.anger = -1};
}

static void hear(struct telling *telling, size_t at)
{
    const struct am_taken *taken = &telling->run->events[at];
    const struct amends_event *event = &taken->event;
    struct part *part = &telling->parts[at];
    bool staff = event->role == AMENDS_ROLE_STAFF || event->role == AMENDS_ROLE_SUPERVISOR;

    if (event->kind == AMENDS_EVENT_SAID && staff)
        hear_staff(telling, event, part);
    else if (event->kind == AMENDS_EVENT_SAID)
        hear_customer(telling, taken, part);
    else if (event->kind == AMENDS_EVENT_DID)
        part->acts = AMENDS_BIT(event->code);
    else if (event->kind == AMENDS_EVENT_OVERRULE_SIGNAL)
        forget(telling, at, event->code);
    else if (event->kind == AMENDS_EVENT_OBSERVED && event->code >= AMENDS_CODE_OBSERVED)
        part->observed = AMENDS_BIT(event->code - AMENDS_CODE_OBSERVED);
    else if (event->kind == AMENDS_EVENT_OBSERVED)
        part->signals = AMENDS_BIT(event->code);
}

/* ---- All of them. */

static void gather(struct telling *telling)
{
    struct am_handover_facts *facts = &telling->facts;
    const struct am_run *run = telling->run;
    uint32_t matter = AMENDS_BIT(AMENDS_SIGNAL_COMPLAINT) | AMENDS_BIT(AMENDS_SIGNAL_DEMAND);

    for (size_t i = 0; i < run->count; i++) {
        const struct part *part = &telling->parts[i];

        facts->signals |= part->signals;
        facts->observed |= part->observed;
        facts->acts |= part->acts;
        facts->warnings += (part->acts & AMENDS_BIT(AMENDS_ACT_SET_BOUNDARY)) != 0;
        facts->reiterations +=
            (part->observed & AMENDS_BIT(AMENDS_OBSERVED_REPEATS)) != 0 || part->reiterated;
        if (part->anger >= 0)
            facts->anger = part->anger;
        if (part->customer)
            facts->settled = part->accepts;
        if (part->customer && facts->matter.len_bytes == 0 && part->signals & matter)
            facts->matter = run->events[i].event.text;
        else if (part->customer && part->signals & AMENDS_BIT(AMENDS_SIGNAL_DEMAND))
            facts->demand = run->events[i].event.text;
    }
    for (size_t i = 0; i < run->count && facts->matter.len_bytes == 0; i++)
        if (telling->parts[i].customer)
            facts->matter = run->events[i].event.text;
    facts->danger = amends_encounter_danger(run->state);
}

static void add_gift(struct telling *telling, const struct am_handover_gift *gift,
                     struct amends_view currency)
{
    struct am_handover_gift *place = &telling->gifts[telling->facts.gift_count];

    if (telling->facts.gift_count == GIFTS_MOST)
        return;
    *place = *gift;
    if (currency.len_bytes == 3)
        memcpy(place->currency, currency.bytes, 3);
    telling->facts.gift_count++;
}

static bool taken_back(const struct am_matter *matter, const struct am_remedy *remedy)
{
    bool back = remedy->takes_back != 0;

    for (size_t i = 0; i < matter->given_count; i++)
        back = back || matter->given[i].takes_back == remedy->row.id;
    return back;
}

/* Was anything given that stands on it? What one may give oneself needs no telling. */
static bool is_used(const struct am_matter *matter, const struct am_approval *approval)
{
    bool used = approval->answered_by == approval->asked_by;

    for (size_t i = 0; i < matter->given_count; i++)
        used = used || matter->given[i].approval == approval->row.id;
    return used;
}

static bool add_given(struct telling *telling)
{
    const struct am_live_encounter *encounter = telling->run->encounter;
    struct am_matter matter;

    if (!am_matter_read(telling->run->doing, encounter->row.id, encounter->case_, &matter))
        return false;
    for (size_t i = 0; i < matter.given_count; i++) {
        const struct am_remedy *remedy = &matter.given[i];
        const struct am_handover_gift gift = {.is = remedy->owed ? AM_GIFT_OWED_GIVEN : AM_GIFT_GIVEN,
                                              .remedy = remedy->remedy,
                                              .amount_minor = remedy->amount_minor,
                                              .percent_bp = remedy->percent_bp};

        if (!taken_back(&matter, remedy))
            add_gift(telling, &gift, remedy->currency);
    }
    for (size_t i = 0; i < matter.approval_count; i++) {
        const struct am_approval *approval = &matter.approvals[i];
        const bool asked = approval->state == AM_APPROVAL_ASKED;
        const struct am_handover_gift gift = {
            .is = asked ? AM_GIFT_APPROVAL_ASKED : AM_GIFT_APPROVED,
            .remedy = approval->remedy,
            .amount_minor = asked ? approval->asked_minor : approval->granted_minor,
            .percent_bp = asked ? approval->asked_percent_bp : approval->granted_percent_bp};

        if (asked || (approval->state == AM_APPROVAL_GRANTED && !is_used(&matter, approval)))
            add_gift(telling, &gift, approval->currency);
    }
    return true;
}

static bool hear_all(struct telling *telling)
{
    struct am_run *run = telling->run;
    size_t last = run->count;

    telling->parts = am_arena_take(run->doing->arena, (run->count + 1) * sizeof *telling->parts);
    if (!telling->parts)
        return am_doing_kept(run->doing, AM_KEPT_MEMORY);
    for (size_t i = 0; i < run->count; i++) {
        telling->parts[i].anger = -1;
        if (run->events[i].refused)
            continue;
        if (run->events[i].event.kind == AMENDS_EVENT_UNDO) {
            if (last < run->count)
                undo(telling, last);
            last = run->count;
            continue;
        }
        telling->parts[i].reiterated = run->events[i].reiteration > (i ? run->events[i - 1].reiteration : 0);
        hear(telling, i);
        last = i;
    }
    return true;
}

bool am_run_all(struct am_run *run, struct am_doing *doing, struct am_live_encounter *encounter)
{
    struct am_encounter_event *rows;
    size_t count;

    if (!am_run_begin(run, doing, encounter) || !am_events_all(doing, encounter->row.id, &rows, &count))
        return false;
    run->events = am_arena_take(doing->arena, (count + 1) * sizeof *run->events);
    if (!run->events)
        return am_doing_kept(doing, AM_KEPT_MEMORY);
    run->count = count;
    run->whole = true;
    for (size_t i = 0; i < count; i++)
        run->events[i].row = rows[i];
    return am_run_step(run, 0);
}

/* The reader's language, where it is spoken here; otherwise that of who serves. */
static bool lang_of(const struct am_run *run, const char **lang)
{
    struct am_doing *doing = run->doing;
    struct am_person reader = {0};
    int found = run->start.ui_lang;
    enum am_kept kept = AM_KEPT_NONE;

    if (doing->actor->person != 0)
        kept = am_tx_read(doing->tx, &am_person_record, doing->actor->org, doing->actor->person, doing->arena,
                          &reader);
    if (kept != AM_KEPT_NONE && !am_doing_kept(doing, kept))
        return false;
    for (unsigned i = 0; i < amends_engine_language_count(doing->coach->engine); i++)
        if (am_view_same(reader.lang, am_view_of(amends_engine_language_code(doing->coach->engine, (int)i))))
            found = (int)i;
    *lang = amends_engine_language_code(doing->coach->engine, found);
    return true;
}

bool am_encounter_lines(struct am_doing *doing, const struct am_live_encounter *encounter,
                        struct amends_view *lines)
{
    struct am_live_encounter copy = *encounter;
    struct am_run run;
    struct telling telling = {.run = &run};
    char *text = am_arena_take(doing->arena, AM_HANDOVER_ROOM);

    if (!text)
        return am_doing_kept(doing, AM_KEPT_MEMORY);
    if (!am_run_all(&run, doing, &copy) || !hear_all(&telling) || !add_given(&telling))
        return false;
    telling.facts.gifts = telling.gifts;
    gather(&telling);

    struct am_handover handover = am_handover_make(&telling.facts);
    const char *lang = "";

    if (!lang_of(&run, &lang))
        return false;

    size_t len_bytes = am_handover_write(&handover, &telling.facts, am_view_of(lang), text, AM_HANDOVER_ROOM);

    *lines = (struct amends_view){text, len_bytes};
    return true;
}
