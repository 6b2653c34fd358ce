/*
 * The encounter through the library, over the built-in playbook: undo, the end, money, saved states, and what
 * is proved of phrases: none offers what the authority left does not cover, and no two cards that follow each
 * other show the same.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "amends/guard.h"
#include "amends/malloc.h"
#include "engine/coach/encounter.h"
#include "engine/engine.h"

#define O(id) (AMENDS_CODE_OBSERVED + AMENDS_OBSERVED_##id)

static amends_engine *engine;
static amends_workspace *workspace;

static const struct amends_allocator allocator = AMENDS_MALLOC;

static struct amends_view view(const char *text)
{
    return (struct amends_view){text, strlen(text)};
}

static enum amends_status step(struct amends_encounter *encounter, struct amends_event event,
                               struct amends_card *card)
{
    return amends_coach_step(engine, workspace, encounter, &event, card);
}

static enum amends_status tap(struct amends_encounter *encounter, int code, struct amends_card *card)
{
    return step(encounter, (struct amends_event){.kind = AMENDS_EVENT_OBSERVED, .code = code}, card);
}

static enum amends_status customer(struct amends_encounter *encounter, const char *text,
                                   struct amends_card *card)
{
    return step(encounter, (struct amends_event){.kind = AMENDS_EVENT_SAID, .text = view(text)}, card);
}

static void begin(struct amends_encounter *encounter, const struct amends_start *start)
{
    struct amends_event event = {.kind = AMENDS_EVENT_START};
    struct amends_card card;

    memset(encounter, 0, sizeof *encounter);
    amends_start_defaults(&event.start);
    if (start != NULL)
        event.start = *start;
    assert_int_equal(step(encounter, event, &card), AMENDS_OK);
    assert_int_equal(card.n, 1);
    assert_true(card.act_count > 0);
}

static bool has(const struct amends_card *card, int act)
{
    for (unsigned i = 0; i < card->act_count; i++)
        if (card->acts[i] == act)
            return true;
    return false;
}

static void undo_brings_all_back(void **state)
{
    static const int codes[] = {AMENDS_SIGNAL_COMPLAINT,
                                AMENDS_SIGNAL_THREAT,
                                AMENDS_SIGNAL_INSULT,
                                O(REPEATS),
                                O(LEFT),
                                O(NEED_HELP),
                                O(SCENE),
                                O(CALMED),
                                AMENDS_SIGNAL_HAZARD,
                                O(SUPERVISOR_ARRIVED),
                                O(DANGER_CLEARED)};
    struct amends_encounter encounter, before;
    struct amends_card card, first;

    (void)state;
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        begin(&encounter, NULL);
        assert_int_equal(tap(&encounter, AMENDS_SIGNAL_COMPLAINT, &first), AMENDS_OK);
        before = encounter;
        assert_int_equal(tap(&encounter, codes[i], &card), AMENDS_OK);
        assert_int_equal(step(&encounter, (struct amends_event){.kind = AMENDS_EVENT_UNDO}, &card),
                         AMENDS_OK);
        assert_int_equal(card.n, 4);
        assert_int_equal(card.act_count, first.act_count);
        assert_memory_equal(card.acts, first.acts, sizeof card.acts);
        assert_int_equal(card.say_count, first.say_count);
        for (unsigned j = 0; j < card.say_count; j++)
            assert_int_equal(card.say[j].phrase, first.say[j].phrase);
        assert_memory_equal(&encounter.now.core, &before.now.core, sizeof before.now.core);
        assert_int_equal(encounter.now.log_count, before.now.log_count);
        assert_int_equal(step(&encounter, (struct amends_event){.kind = AMENDS_EVENT_UNDO}, &card),
                         AMENDS_E_NOTHING_TO_UNDO);
    }
}

static void after_the_outcome(void **state)
{
    struct amends_encounter encounter, before;
    struct amends_event end = {.kind = AMENDS_EVENT_OUTCOME, .code = AMENDS_OUTCOME_SATISFIED};
    struct amends_event start = {.kind = AMENDS_EVENT_START};
    struct amends_card card;

    (void)state;
    begin(&encounter, NULL);
    assert_int_equal(tap(&encounter, O(VIOLENCE), &card), AMENDS_OK);
    assert_int_equal(step(&encounter, end, &card), AMENDS_OK);
    assert_int_equal(card.escalate, AMENDS_LEVEL_EMERGENCY);
    before = encounter;
    assert_int_equal(customer(&encounter, "Hello?", &card), AMENDS_E_ENDED);
    assert_memory_equal(&encounter, &before, sizeof before);
    amends_start_defaults(&start.start);
    assert_int_equal(step(&encounter, start, &card), AMENDS_OK);
    assert_int_equal(card.n, 1);
    assert_int_equal(card.escalate, AMENDS_LEVEL_EMERGENCY); /* what was not cleared stays */
    assert_int_equal(tap(&encounter, O(DANGER_CLEARED), &card), AMENDS_OK);
    assert_int_equal(card.escalate, AMENDS_LEVEL_NONE);
}

static void without_a_start(void **state)
{
    struct amends_encounter encounter;
    struct amends_card card;

    (void)state;
    memset(&encounter, 0, sizeof encounter);
    assert_int_equal(tap(&encounter, AMENDS_SIGNAL_COMPLAINT, &card), AMENDS_OK);
    assert_int_equal(card.n, 1);
    assert_true(has(&card, AMENDS_ACT_APOLOGISE));
    assert_int_equal(
        step(&encounter, (struct amends_event){.kind = AMENDS_EVENT_DID, .code = AMENDS_ACT_COUNT}, &card),
        AMENDS_E_ARGUMENT);
}

/* What would be taken but not restored is refused: a discount above the price, amounts and languages that are
 * none. */
static void what_nobody_can_have_is_refused(void **state)
{
    struct amends_encounter encounter;
    struct amends_card card;
    struct amends_event start = {.kind = AMENDS_EVENT_START};
    struct amends_event gave = {.kind = AMENDS_EVENT_GAVE, .gave = {.discount_bp = 10000}};

    (void)state;
    memset(&encounter, 0, sizeof encounter);
    amends_start_defaults(&start.start);
    start.start.ui_lang = AMENDS_LANGUAGES_MAX;
    assert_int_equal(step(&encounter, start, &card), AMENDS_E_ARGUMENT);
    start.start.ui_lang = -1;
    start.start.lang = -2;
    assert_int_equal(step(&encounter, start, &card), AMENDS_E_ARGUMENT);
    start.start.lang = -1;
    start.start.supervisor_authority.refund_minor = AMENDS_MONEY_MINOR_MAX + 1;
    assert_int_equal(step(&encounter, start, &card), AMENDS_E_ARGUMENT);
    start.start.supervisor_authority.refund_minor = AMENDS_MONEY_MINOR_MAX;
    assert_int_equal(step(&encounter, start, &card), AMENDS_OK);
    assert_int_equal(step(&encounter, gave, &card), AMENDS_OK);
    gave.gave.discount_bp = 10001;
    assert_int_equal(step(&encounter, gave, &card), AMENDS_E_ARGUMENT);
    gave.kind = AMENDS_EVENT_AUTHORITY;
    assert_int_equal(step(&encounter, gave, &card), AMENDS_E_ARGUMENT);
    gave.gave.discount_bp = 0;
    memcpy(gave.gave.currency, "eur", 4);
    assert_int_equal(step(&encounter, gave, &card), AMENDS_E_ARGUMENT);
}

/* What is said has no code; a host that leaves something there can still save and restore. */
static void a_code_where_none_belongs_is_forgotten(void **state)
{
    struct amends_encounter encounter, restored;
    struct amends_card card;
    struct amends_event said = {.kind = AMENDS_EVENT_SAID, .code = 200, .text = view("It is broken.")};
    unsigned char bytes[16384];
    size_t length;

    (void)state;
    memset(&encounter, 0, sizeof encounter);
    assert_int_equal(step(&encounter, said, &card), AMENDS_OK);
    assert_int_equal(amends_encounter_save(&encounter, bytes, sizeof bytes, &length), AMENDS_OK);
    assert_int_equal(amends_encounter_restore(&restored, bytes, length), AMENDS_OK);
}

static void given_adds_up(void **state)
{
    struct amends_start start;
    struct amends_encounter encounter;
    struct amends_event gave = {.kind = AMENDS_EVENT_GAVE, .gave = {.currency = "EUR", .refund_minor = 3000}};
    struct amends_card card;

    (void)state;
    amends_start_defaults(&start);
    memcpy(start.authority.currency, "EUR", 4);
    start.authority.refund_minor = 5000;
    begin(&encounter, &start);
    assert_int_equal(step(&encounter, gave, &card), AMENDS_OK);
    assert_int_equal(am_encounter_left(&encounter, false).refund_minor, 2000);
    assert_int_equal(step(&encounter, gave, &card), AMENDS_OK);
    assert_int_equal(am_encounter_left(&encounter, false).refund_minor, 0);
    begin(&encounter, &start);
    memcpy(gave.gave.currency, "USD", 4);
    assert_int_equal(step(&encounter, gave, &card), AMENDS_OK);
    assert_int_equal(am_encounter_left(&encounter, false).refund_minor, 0);
}

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

static int random_code(uint32_t *seed)
{
    unsigned number = next_random(seed) % (AMENDS_SIGNAL_COUNT + AMENDS_OBSERVED_COUNT);

    return number < AMENDS_SIGNAL_COUNT ? (int)number
                                        : AMENDS_CODE_OBSERVED + (int)number - AMENDS_SIGNAL_COUNT;
}

static struct amends_event random_event(uint32_t *seed)
{
    struct amends_event event = {.kind = AMENDS_EVENT_OBSERVED, .code = random_code(seed)};

    switch (next_random(seed) % 12) {
    case 0:
        event.kind = AMENDS_EVENT_DID;
        event.code = (int)(next_random(seed) % AMENDS_ACT_COUNT);
        break;
    case 1:
        event.kind = AMENDS_EVENT_OVERRULE_SIGNAL;
        break;
    case 2:
        event.kind = AMENDS_EVENT_OVERRULE_ACT;
        event.code = (int)(next_random(seed) % AMENDS_ACT_COUNT);
        break;
    case 3:
        event.kind = AMENDS_EVENT_UNDO;
        break;
    case 4:
        event.kind = AMENDS_EVENT_GAVE;
        memcpy(event.gave.currency, "EUR", 4);
        event.gave.refund_minor = (int64_t)(next_random(seed) % 2000);
        break;
    case 5:
        event.speaker = view("b");
        break;
    default:
        break;
    }
    return event;
}

/* Hard rule 3 over phrases: each remedy that the phrase offers is covered by what is left. */
static void check_needs(const struct amends_encounter *encounter, const struct amends_card *card)
{
    struct amends_authority left = am_encounter_left(encounter, false);

    for (unsigned i = 0; i < card->say_count; i++) {
        struct am_phrase phrase;

        if (card->say[i].phrase >> 31)
            continue;
        am_playbook_phrase(&engine->playbook, card->lang, card->say[i].phrase, &phrase);
        for (int remedy = 0; remedy < AMENDS_REMEDY_COUNT; remedy++) {
            struct amends_offer offer = {remedy, "", -1, -1, -1};

            if ((phrase.needs & AMENDS_BIT(remedy)) == 0)
                continue;
            if (encounter->now.demanded && encounter->now.demand.remedy == remedy)
                offer = encounter->now.demand;
            assert_int_equal(amends_authority_covers(&left, &offer), AMENDS_COVER_COVERED);
        }
    }
}

static void check_rotation(const struct amends_card *last, const struct amends_card *card)
{
    for (unsigned i = 0; i < card->say_count; i++) {
        struct amends_view text = amends_phrase_text(engine, card->lang, card->say[i].phrase);

        assert_true(text.len_bytes > 0);
        for (unsigned j = 0; j < last->say_count; j++) {
            struct amends_view old = amends_phrase_text(engine, last->lang, last->say[j].phrase);

            assert_false(text.len_bytes == old.len_bytes &&
                         memcmp(text.bytes, old.bytes, old.len_bytes) == 0);
        }
    }
}

static void save_and_restore(struct amends_encounter *encounter)
{
    static unsigned char bytes[1 << 15], again[1 << 15];
    static struct amends_encounter restored;
    size_t length = 0, length_again = 0;

    assert_true(amends_encounter_saved_max() <= sizeof bytes);
    assert_int_equal(amends_encounter_save(encounter, bytes, sizeof bytes, &length), AMENDS_OK);
    assert_int_equal(length, amends_encounter_saved_max());
    assert_int_equal(amends_encounter_restore(&restored, bytes, length), AMENDS_OK);
    assert_int_equal(amends_encounter_save(&restored, again, sizeof again, &length_again), AMENDS_OK);
    assert_int_equal(length, length_again);
    assert_memory_equal(bytes, again, length);
    assert_int_equal(amends_encounter_restore(&restored, bytes, length - 1), AMENDS_E_STATE);
    assert_int_equal(amends_encounter_save(encounter, bytes, length - 1, &length_again), AMENDS_E_SPACE);
    *encounter = restored; /* and goes on from there */
}

static void random_start(uint32_t *seed, struct amends_start *start)
{
    amends_start_defaults(start);
    start->lang = (int8_t)(next_random(seed) % amends_engine_language_count(engine));
    start->channel = (uint8_t)(next_random(seed) % AMENDS_CHANNEL_COUNT);
    start->formal = next_random(seed) & 1;
    start->security_on_site = next_random(seed) & 1;
    start->supervisor = next_random(seed) & 1;
    start->colleague = next_random(seed) & 1;
    memcpy(start->authority.currency, "EUR", 4);
    switch (next_random(seed) % 4) {
    case 0:
        start->authority.all = true;
        break;
    case 1:
        start->authority.refund_minor = 5000;
        start->authority.discount_bp = 1000;
        break;
    case 2:
        start->authority.granted = start->authority.named = 0x3f0;
        start->authority.free_item_minor = 500;
        break;
    default:
        break;
    }
}

static void phrases_keep_the_rules(void **state)
{
    uint32_t seed = 20261121;

    (void)state;
    for (unsigned i = 0; i < 3000; i++) {
        struct amends_encounter encounter;
        struct amends_card card, last;
        struct amends_start start;

        random_start(&seed, &start);
        begin(&encounter, &start);
        last = encounter.now.card;
        for (unsigned j = 0; j < 30; j++) {
            struct amends_event event = random_event(&seed);

            if (step(&encounter, event, &card) != AMENDS_OK)
                continue;
            assert_true(card.act_count > 0);
            check_needs(&encounter, &card);
            if (event.kind != AMENDS_EVENT_UNDO)
                check_rotation(&last, &card);
            last = card;
            if (i % 50 == 0)
                save_and_restore(&encounter);
        }
    }
}

static void damaged_states_are_refused(void **state)
{
    static unsigned char bytes[1 << 15];
    struct amends_encounter encounter, other;
    struct amends_card card;
    uint32_t seed = 7;
    size_t length;

    (void)state;
    begin(&encounter, NULL);
    tap(&encounter, AMENDS_SIGNAL_INSULT, &card);
    assert_int_equal(amends_encounter_save(&encounter, bytes, sizeof bytes, &length), AMENDS_OK);
    bytes[0]++;
    assert_int_equal(amends_encounter_restore(&other, bytes, length), AMENDS_E_STATE);
    bytes[0]--;
    for (unsigned i = 0; i < 3000; i++) {
        size_t at = next_random(&seed) % length;
        unsigned char was = bytes[at];

        bytes[at] = (unsigned char)next_random(&seed);
        if (amends_encounter_restore(&other, bytes, length) == AMENDS_OK)
            tap(&other, random_code(&seed), &card); /* whatever was accepted can be worked with */
        bytes[at] = was;
    }
}

static void guard_agrees_with_the_coach(void **state)
{
    struct amends_start start;
    struct amends_guarded guarded;
    struct amends_message message = {.role = AMENDS_ROLE_CUSTOMER,
                                     .text = {"Thank you so much, you have been very kind.", 43}};

    (void)state;
    amends_start_defaults(&start);
    start.channel = AMENDS_CHANNEL_CHAT;
    start.lang = (int8_t)amends_engine_language_find(engine, view("en"));
    assert_int_equal(amends_guard(engine, workspace, &start, &message, 1, view("Calm down."), &guarded),
                     AMENDS_OK);
    assert_int_equal(guarded.verdict, AMENDS_VERDICT_REWRITE);
    message.text = view("I want to speak to your manager right now!");
    assert_int_equal(amends_guard(engine, workspace, &start, &message, 1, view("I am sorry."), &guarded),
                     AMENDS_OK);
    assert_int_equal(guarded.verdict, AMENDS_VERDICT_HAND_OVER);
    assert_int_equal(guarded.card.escalate, AMENDS_LEVEL_SUPERVISOR);
    assert_int_equal(amends_guard(engine, workspace, &start, NULL, 1, view(""), &guarded), AMENDS_E_ARGUMENT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(undo_brings_all_back),
        cmocka_unit_test(after_the_outcome),
        cmocka_unit_test(without_a_start),
        cmocka_unit_test(what_nobody_can_have_is_refused),
        cmocka_unit_test(a_code_where_none_belongs_is_forgotten),
        cmocka_unit_test(given_adds_up),
        cmocka_unit_test(phrases_keep_the_rules),
        cmocka_unit_test(damaged_states_are_refused),
        cmocka_unit_test(guard_agrees_with_the_coach),
    };
    int failed;

    if (amends_engine_new(&allocator, amends_builtin_image(), &engine) != AMENDS_OK ||
        amends_workspace_new(engine, &allocator, 0, &workspace) != AMENDS_OK)
        return 2;
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    amends_workspace_free(workspace);
    amends_engine_free(engine);
    return failed;
}
