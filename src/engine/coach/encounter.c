#include "engine/coach/encounter.h"

#include <string.h>

#include "engine/bytes.h"
#include "engine/coach/perceive.h"
#include "engine/engine.h"

size_t amends_encounter_size(void)
{
    return sizeof(struct amends_encounter);
}

void amends_start_defaults(struct amends_start *out)
{
    memset(out, 0, sizeof *out);
    out->lang = out->ui_lang = -1;
    out->channel = AMENDS_CHANNEL_COUNTER;
    out->supervisor = out->colleague = true;
}

struct amends_authority am_encounter_left(const struct amends_encounter *encounter, bool supervisor)
{
    const struct am_standing *now = &encounter->now;

    return amends_authority_left(supervisor ? &now->supervisor_authority : &now->authority, &now->given);
}

unsigned am_encounter_listener(const struct amends_encounter *encounter)
{
    return encounter->now.core.supervisor == AM_HELPER_HERE;
}

static uint8_t room_of(const struct amends_authority *left)
{
    if (left->all)
        return AM_ROOM_ALL;
    return left->refund_minor > 0 || left->voucher_minor > 0 || left->free_item_minor > 0 ||
                   left->discount_bp > 0 || left->granted
               ? AM_ROOM_SOME
               : AM_ROOM_NONE;
}

/* ---- People: names become places. */

static uint32_t hash_of(struct amends_view name)
{
    uint32_t hash = UINT32_C(2166136261);

    for (size_t i = 0; i < name.len_bytes; i++)
        hash = (hash ^ (unsigned char)name.bytes[i]) * UINT32_C(16777619);
    return hash ? hash : 1;
}

/* The place of a name, taken now where it is new; more than there are share the last. */
static uint8_t place_of(struct am_standing *now, struct amends_view name)
{
    uint32_t hash = hash_of(name);

    for (unsigned i = 1; i < AMENDS_SPEAKERS_MAX; i++) {
        if (now->names[i] == 0)
            now->names[i] = hash;
        if (now->names[i] == hash)
            return (uint8_t)i;
    }
    return AMENDS_SPEAKERS_MAX - 1;
}

/* Nobody was named: the one without a name, or where only named ones were met, the last of them. */
static uint8_t unnamed_place(const struct am_standing *now)
{
    if (now->core.persons[0].flags == 0 && now->core.last_speaker < AMENDS_SPEAKERS_MAX)
        return now->core.last_speaker;
    return 0;
}

int amends_encounter_place(const amends_encounter *encounter, struct amends_view speaker)
{
    if (speaker.len_bytes == 0)
        return 0;

    uint32_t hash = hash_of(speaker);

    for (unsigned i = 1; i < AMENDS_SPEAKERS_MAX; i++)
        if (encounter->now.names[i] == hash)
            return (int)i;
    return encounter->now.names[AMENDS_SPEAKERS_MAX - 1] != 0 ? AMENDS_SPEAKERS_MAX - 1 : -1;
}

unsigned amends_encounter_warned(const amends_encounter *encounter)
{
    unsigned warned = 0;

    for (unsigned i = 0; i < AMENDS_SPEAKERS_MAX; i++)
        if (encounter->now.core.persons[i].flags & AM_PERSON_WARNED)
            warned |= 1u << i;
    return warned;
}

bool amends_encounter_danger(const amends_encounter *encounter)
{
    return encounter->now.core.danger != 0;
}

/* ---- Money: what is demanded against what is left. */

static uint8_t cover_by_room(uint8_t room)
{
    if (room == AM_ROOM_ALL)
        return AMENDS_COVER_COVERED;
    return room == AM_ROOM_NONE ? AMENDS_COVER_OVER : AMENDS_COVER_UNCLEAR;
}

static bool grew(const struct amends_authority *before, const struct amends_authority *after)
{
    return (after->all && !before->all) || after->refund_minor > before->refund_minor ||
           after->voucher_minor > before->voucher_minor || after->free_item_minor > before->free_item_minor ||
           after->discount_bp > before->discount_bp || (after->granted & ~before->granted);
}

/* The demand that stands, held against an authority that changed. An approval that leaves the amount open is
 * taken for the approval of what was demanded. */
static uint8_t cover_standing(const struct am_standing *now, const struct amends_authority *before,
                              const struct amends_authority *after)
{
    uint8_t cover =
        now->demanded ? (uint8_t)amends_authority_covers(after, &now->demand) : cover_by_room(room_of(after));

    if (cover == AMENDS_COVER_UNCLEAR && grew(before, after))
        return AMENDS_COVER_COVERED;
    return cover;
}

static int64_t sum_of(int64_t a, int64_t b)
{
    return a > AMENDS_MONEY_MINOR_MAX - b ? AMENDS_MONEY_MINOR_MAX : a + b;
}

/* Adds what was given; in a currency that is not the authority's it cannot be told what is left: nothing is.
 */
static void count_given(struct am_standing *now, const struct amends_authority *gave)
{
    struct amends_authority *given = &now->given;
    bool foreign = gave->currency[0] && now->authority.currency[0] &&
                   memcmp(gave->currency, now->authority.currency, 3) != 0;
    int64_t all = AMENDS_MONEY_MINOR_MAX;

    memcpy(given->currency, now->authority.currency, sizeof given->currency);
    if (gave->refund_minor > 0)
        given->refund_minor = foreign ? all : sum_of(given->refund_minor, gave->refund_minor);
    if (gave->voucher_minor > 0)
        given->voucher_minor = foreign ? all : sum_of(given->voucher_minor, gave->voucher_minor);
    if (gave->free_item_minor > 0)
        given->free_item_minor = foreign ? all : sum_of(given->free_item_minor, gave->free_item_minor);
    given->discount_bp = gave->discount_bp > AMENDS_DISCOUNT_BP_MAX - given->discount_bp
                             ? AMENDS_DISCOUNT_BP_MAX
                             : given->discount_bp + gave->discount_bp;
    given->granted |= gave->granted;
    given->named |= gave->named;
}

/* ---- Events to percepts. */

static bool is_start(const struct amends_start *start, int languages)
{
    return start->channel < AMENDS_CHANNEL_COUNT && start->lang >= -1 && start->lang < languages &&
           start->ui_lang >= -1 && start->ui_lang < languages && am_is_authority(&start->authority) &&
           am_is_authority(&start->supervisor_authority);
}

/* What is taken can be saved and restored: nothing gets in that restoring would refuse. */
static bool in_range(const struct amends_event *event, int languages)
{
    int code = event->code;

    switch (event->kind) {
    case AMENDS_EVENT_START:
        return is_start(&event->start, languages);
    case AMENDS_EVENT_SAID:
        return event->role < AMENDS_ROLE_COUNT;
    case AMENDS_EVENT_OBSERVED:
    case AMENDS_EVENT_OVERRULE_SIGNAL:
        return (code >= 0 && code < AMENDS_SIGNAL_COUNT) ||
               (code >= AMENDS_CODE_OBSERVED && code < AMENDS_CODE_OBSERVED + AMENDS_OBSERVED_COUNT);
    case AMENDS_EVENT_DID:
    case AMENDS_EVENT_OVERRULE_ACT:
        return code >= 0 && code < AMENDS_ACT_COUNT;
    case AMENDS_EVENT_OUTCOME:
        return code > AMENDS_OUTCOME_NONE && code < AMENDS_OUTCOME_COUNT;
    case AMENDS_EVENT_GAVE:
    case AMENDS_EVENT_AUTHORITY:
        return am_is_authority(&event->gave);
    default:
        return event->kind == AMENDS_EVENT_UNDO;
    }
}

static void money_event(struct am_standing *now, const struct amends_event *event, struct am_percept *percept)
{
    struct amends_authority before = amends_authority_left(&now->authority, &now->given);

    if (event->kind == AMENDS_EVENT_GAVE)
        count_given(now, &event->gave);
    else
        now->authority = event->gave;

    struct amends_authority after = amends_authority_left(&now->authority, &now->given);

    percept->kind = event->kind == AMENDS_EVENT_GAVE ? AM_PERCEPT_GAVE : AM_PERCEPT_AUTHORITY;
    percept->cover = cover_standing(now, &before, &after);
    percept->room = room_of(&after);
}

static void whom(struct am_standing *now, const struct amends_event *event, struct am_percept *percept)
{
    percept->named = event->speaker.len_bytes > 0;
    percept->speaker = percept->named ? place_of(now, event->speaker) : unnamed_place(now);
    if (percept->kind == AM_PERCEPT_BYSTANDER)
        percept->speaker = AM_BYSTANDER;
    percept->to = event->to.len_bytes > 0 ? (int8_t)place_of(now, event->to) : -1;
}

/* The percept as far as no text is needed. */
static void percept_of(struct amends_encounter *encounter, const struct amends_event *event,
                       struct am_percept *percept)
{
    static const uint8_t by_role[] = {AM_PERCEPT_CUSTOMER, AM_PERCEPT_STAFF, AM_PERCEPT_SUPERVISOR,
                                      AM_PERCEPT_BYSTANDER};
    static const uint8_t by_kind[] = {
        [AMENDS_EVENT_OBSERVED] = AM_PERCEPT_OBSERVED,
        [AMENDS_EVENT_DID] = AM_PERCEPT_DID,
        [AMENDS_EVENT_OVERRULE_SIGNAL] = AM_PERCEPT_OVERRULE_SIGNAL,
        [AMENDS_EVENT_OVERRULE_ACT] = AM_PERCEPT_OVERRULE_ACT,
        [AMENDS_EVENT_OUTCOME] = AM_PERCEPT_OUTCOME,
    };
    struct am_standing *now = &encounter->now;
    struct amends_authority left = am_encounter_left(encounter, now->core.supervisor == AM_HELPER_HERE);

    percept->to = -1;
    percept->room = room_of(&left);
    if (event->kind == AMENDS_EVENT_GAVE || event->kind == AMENDS_EVENT_AUTHORITY) {
        money_event(now, event, percept);
        return;
    }
    percept->kind = event->kind == AMENDS_EVENT_SAID ? by_role[event->role] : by_kind[event->kind];
    /* What is said has no code: whatever stands there must not get into what is saved. */
    percept->code = event->kind == AMENDS_EVENT_SAID ? 0 : (uint8_t)event->code;
    whom(now, event, percept);
    if (percept->kind == AM_PERCEPT_OBSERVED) {
        am_percept_tap(percept);
        if (percept->signals & AMENDS_BIT(AMENDS_SIGNAL_DEMAND))
            percept->cover = cover_by_room(percept->room);
    }
    if (percept->kind == AM_PERCEPT_DID)
        am_percept_act(percept);
}

/* ---- What is remembered. */

static void remember(struct amends_encounter *encounter, const struct am_perceived *perceived)
{
    const struct am_percept *percept = &perceived->percept;
    struct am_standing *now = &encounter->now;

    if (percept->kind != AM_PERCEPT_CUSTOMER || percept->speaker >= AMENDS_SPEAKERS_MAX)
        return;
    now->topics |= percept->topics;
    if (perceived->lang >= 0)
        now->lang = perceived->lang;
    if (perceived->price.known)
        now->price = perceived->price;
    if (percept->remedies && (percept->signals & AMENDS_BIT(AMENDS_SIGNAL_DEMAND))) {
        now->demanded = (uint16_t)percept->remedies;
        now->demand = perceived->demand;
    }
    if (!am_content_any(&perceived->content) || !percept->tells)
        return;

    struct am_sketch *sketches = now->memory[percept->speaker];
    int at = 0;

    while (at < AM_SKETCHES && sketches[at].n != 0)
        at++;
    if (at == AM_SKETCHES) {
        memmove(&sketches[0], &sketches[1], (AM_SKETCHES - 1) * sizeof sketches[0]);
        at = AM_SKETCHES - 1;
    }
    memset(&sketches[at], 0, sizeof sketches[at]);
    sketches[at].n = encounter->n + 1;
    sketches[at].listener = (uint8_t)am_encounter_listener(encounter);
    sketches[at].content = perceived->content;
}

/* ---- The card. */

static void card_why(const struct am_perceived *perceived, struct amends_why *why)
{
    int at = -1;

    if (why->kind == AMENDS_REASON_SIGNAL)
        at = why->code;
    else if (why->kind == AMENDS_REASON_OBSERVED && why->code == AMENDS_OBSERVED_ANGER)
        at = AMENDS_SIGNAL_COUNT;
    if (at < 0 || at > AMENDS_SIGNAL_COUNT || (perceived->spans_known & AMENDS_BIT(at)) == 0)
        return;
    why->has_span = 1;
    why->span = perceived->spans[at];
}

static void fill_card(const amends_engine *engine, const struct am_coach_rules *rules,
                      struct amends_encounter *encounter, const struct am_perceived *perceived,
                      struct amends_card *card)
{
    struct am_standing *now = &encounter->now;
    struct am_advice advice;
    uint8_t place = now->moment.speaker < AM_PLACES ? now->moment.speaker : 0;

    am_advise(rules, &now->core, &now->shown, &now->moment, &advice);
    memset(card, 0, sizeof *card);
    card->n = encounter->n;
    card->act_count = advice.act_count;
    card->escalate = advice.escalate;
    card->avoid = advice.avoid;
    card->anger = perceived->percept.anger;
    card->signals = perceived->percept.signals;
    card->reiteration = now->core.persons[place].level;
    card->heat_permille =
        (uint16_t)(now->core.flags & AM_CORE_GONE ? 0 : am_heat_of(&now->heat, engine->playbook.heat));
    card->finding_count = perceived->finding_count;
    card->findings_lang = perceived->findings_lang;
    memcpy(card->findings, perceived->findings, sizeof card->findings);
    for (unsigned i = 0; i < advice.act_count; i++) {
        card->acts[i] = advice.acts[i];
        card->why[i].act = advice.acts[i];
        card->why[i].kind = advice.reasons[i].kind;
        card->why[i].code = advice.reasons[i].code;
        card->why[i].sources = advice.reasons[i].sources;
        card_why(perceived, &card->why[i]);
    }
    am_encounter_speak(&engine->playbook, rules, encounter, &now->card, card);
    now->card = *card;
}

/* ---- The step. */

static void begin(struct amends_encounter *encounter, const struct amends_start *start)
{
    struct am_core last = encounter->now.core;
    bool danger = encounter->started && last.danger != 0;
    struct am_standing *now = &encounter->now;

    memset(encounter, 0, sizeof *encounter);
    encounter->started = 1;
    encounter->formal = start->formal;
    encounter->lang_given = start->lang;
    encounter->ui_lang = start->ui_lang;
    memcpy(encounter->emergency_number, start->emergency_number, sizeof encounter->emergency_number);
    encounter->emergency_number[sizeof encounter->emergency_number - 1] = '\0';
    am_core_start(&now->core, start->channel, start->security_on_site, start->supervisor, start->colleague);
    if (danger)
        now->core.danger = last.danger;
    now->checkpoint = now->core;
    now->lang = start->lang;
    now->authority = start->authority;
    now->supervisor_authority = start->supervisor_authority;
    if (!start->supervisor_authority_named)
        now->supervisor_authority.all = true;
    now->shown.to = -1;
}

static bool may_follow_the_end(const struct am_core *core, const struct amends_event *event)
{
    if (event->kind == AMENDS_EVENT_START || event->kind == AMENDS_EVENT_UNDO)
        return true;
    if (event->kind == AMENDS_EVENT_OBSERVED)
        return event->code == AMENDS_CODE_OBSERVED + AMENDS_OBSERVED_DANGER_CLEARED;
    return event->kind == AMENDS_EVENT_OVERRULE_ACT && core->danger != 0 &&
           (event->code == AMENDS_ACT_CALL_SECURITY || event->code == AMENDS_ACT_CALL_EMERGENCY ||
            event->code == AMENDS_ACT_CALL_SUPERVISOR);
}

static enum amends_status undo(amends_encounter *encounter, struct amends_card *card)
{
    if (!encounter->can_undo)
        return AMENDS_E_NOTHING_TO_UNDO;
    encounter->now = encounter->before;
    encounter->can_undo = 0;
    encounter->n++;
    encounter->now.card.n = encounter->n;
    *card = encounter->now.card;
    return AMENDS_OK;
}

static enum amends_status step(const amends_engine *engine, const struct am_coach_rules *rules,
                               amends_workspace *workspace, amends_encounter *next,
                               const struct amends_event *event, struct amends_card *card)
{
    struct am_perceived perceived;
    struct am_standing before = next->now;

    memset(&perceived, 0, sizeof perceived);
    perceived.lang = perceived.findings_lang = -1;
    if (event->kind == AMENDS_EVENT_START) {
        begin(next, &event->start);
        next->n = 1;
        fill_card(engine, rules, next, &perceived, card);
        return AMENDS_OK;
    }
    percept_of(next, event, &perceived.percept);
    if (event->kind == AMENDS_EVENT_SAID) {
        enum amends_status status =
            am_perceive(engine, &rules->retelling, workspace, next, event, &perceived);

        if (status != AMENDS_OK)
            return status;
        remember(next, &perceived);
    }
    next->n++;
    if (event->kind == AMENDS_EVENT_OVERRULE_SIGNAL)
        am_standing_overrule_signal(rules, &next->now, event->code);
    else if (event->kind == AMENDS_EVENT_OVERRULE_ACT)
        am_standing_overrule_act(rules, &next->now, &perceived.percept, next->n);
    else
        am_standing_take(rules, &next->now, &perceived.percept, next->n);
    next->before = before;
    next->can_undo = 1;
    fill_card(engine, rules, next, &perceived, card);
    return AMENDS_OK;
}

enum amends_status amends_coach_step(const amends_engine *engine, amends_workspace *workspace,
                                     amends_encounter *encounter, const struct amends_event *event,
                                     struct amends_card *card)
{
    amends_encounter next;
    struct amends_card shown;
    const struct am_coach_rules *rules;

    if (engine == NULL || workspace == NULL || encounter == NULL || event == NULL || card == NULL ||
        !in_range(event, (int)engine->playbook.language_count))
        return AMENDS_E_ARGUMENT;
    rules = am_coach_rules(engine->playbook.image);
    if (rules == NULL)
        return AMENDS_E_IMAGE;
    if (event->kind == AMENDS_EVENT_START && encounter->started &&
        encounter->now.core.outcome == AMENDS_OUTCOME_NONE)
        return AMENDS_E_ARGUMENT;
    if (encounter->now.core.outcome != AMENDS_OUTCOME_NONE &&
        !may_follow_the_end(&encounter->now.core, event))
        return AMENDS_E_ENDED;
    if (event->kind == AMENDS_EVENT_UNDO)
        return undo(encounter, card);
    next = *encounter;
    if (!next.started && event->kind != AMENDS_EVENT_START) {
        struct amends_event start = {.kind = AMENDS_EVENT_START};

        amends_start_defaults(&start.start);
        step(engine, rules, workspace, &next, &start, &shown);
        next.n = 0;
    }

    enum amends_status status = step(engine, rules, workspace, &next, event, &shown);

    if (status != AMENDS_OK)
        return status;
    *encounter = next;
    *card = shown;
    return AMENDS_OK;
}

struct amends_view amends_act_instruction(const amends_engine *engine, int ui_lang, int act, int channel)
{
    return am_playbook_instruction(&engine->playbook, ui_lang, act, channel);
}
