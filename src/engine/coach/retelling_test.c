/*
 * A matter is known again when it is told again, in the same words or others, in every language; what is
 * another matter, an answer or a thank-you is not (hard rule 5). Through the library, over the built-in
 * playbook.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "amends/malloc.h"
#include "engine/coach/encounter.h"
#include "engine/engine.h"

static amends_engine *engine;
static amends_workspace *workspace;

static const struct amends_allocator allocator = AMENDS_MALLOC;

struct told {
    const char *lang, *first, *staff, *later;
};

static const struct told again[] = {
    /* In other words. */
    {"en", "My parcel has been lost for three weeks.", "I'm sorry, I'll look into it.",
     "Where is my package? It's missing and nobody cares!"},
    {"en", "This kettle is broken and I want my money back.", "I'm sorry about that.",
     "It doesn't matter what you say, give me a refund for the faulty kettle!"},
    {"en", "You charged me 45 euros for nothing.", "I'm sorry about that.",
     "Forty-five euros! That is outrageous, this bill is a joke."},
    {"zh", "我的快递三个星期还没到！", "很抱歉。", "包裹到底丢到哪儿去了，还没送来，气死我了！"},
    {"zh", "这个水壶坏了，我要退款。", "很抱歉给您添麻烦。", "我说了水壶是坏的，把钱退给我！"},
    {"fi", "Paketti on ollut kadoksissa kolme viikkoa.", "Olen pahoillani.",
     "Missä se minun lähetys on, se on hukassa ja olen vihainen!"},
    {"fi", "Vedenkeitin on rikki, haluan rahat takaisin.", "Olen pahoillani.",
     "Palauttakaa rahat siitä rikkinäisestä keittimestä, tämä on törkeää!"},
    {"ru", "Посылка потерялась, жду уже три недели.", "Простите, пожалуйста.",
     "Где моя бандероль, куда вы её потеряли, это безобразие!"},
    {"ru", "Чайник сломан, верните деньги.", "Простите, пожалуйста.",
     "Я требую возврат за сломанный чайник, это возмутительно!"},
    /* In other forms of the same words. */
    {"en", "The washing machine leaks on the kitchen floor.", "I'm sorry to hear that.",
     "The washing machines you sell are leaking and the kitchen is flooded, I'm furious!"},
    {"fi", "Pesukone vuotaa keittiön lattialle.", "Olen pahoillani.",
     "Pesukoneesta vuosi taas vettä keittiöön, olen raivoissani!"},
    {"ru", "Стиральная машина течёт на кухне.", "Простите, пожалуйста.",
     "Стиральную машину опять залило, на кухню натекло, я в ярости!"},
    /* Word for word, with no sense that is known. */
    {"en", "Somebody painted the wardrobe turquoise.", "I see.", "Somebody painted the wardrobe turquoise."},
    /* An angry answer is more than that. */
    {"en", "The washing machine leaks.", "I'm sorry. Where does it leak?",
     "Are you deaf, the bloody washing machine leaks, this is outrageous!!"},
    /* They say so themselves. */
    {"en", "The heating in my room does not work.", "I'm sorry to hear that.",
     "I already told you, the heating is not working!"},
    {"fi", "Huoneeni lämmitys ei toimi.", "Olen pahoillani.", "Minähän sanoin jo, lämmitys ei toimi!"},
};

static const struct told not_again[] = {
    /* Another matter. */
    {"en", "My parcel has been lost for three weeks.", "I'm sorry, I'll look into it.",
     "And the waiter was rude to my wife."},
    {"zh", "我的快递三个星期还没到！", "很抱歉。", "还有，你们餐厅的汤是凉的。"},
    {"fi", "Paketti on ollut kadoksissa kolme viikkoa.", "Olen pahoillani.",
     "Ja kampaaja leikkasi hiukseni vinoon."},
    {"ru", "Посылка потерялась, жду уже три недели.", "Простите, пожалуйста.",
     "А ещё у вас в ресторане суп холодный."},
    /* The answer to our question. */
    {"en", "The washing machine leaks.", "I'm sorry. Where does it leak?",
     "It leaks under the door of the machine."},
    {"fi", "Pesukone vuotaa.", "Olen pahoillani. Mistä kohdasta se vuotaa?", "Kone vuotaa luukun alta."},
    {"ru", "Стиральная машина течёт.", "Простите. Откуда она течёт?", "Машина течёт снизу, из-под дверцы."},
    {"zh", "洗衣机漏水。", "对不起。是哪里漏水？", "洗衣机门下面漏水。"},
    /* They accept, or part. */
    {"en", "My parcel has been lost for three weeks.", "I'm sorry, I have found your parcel.",
     "Thank you for finding my parcel."},
    {"fi", "Paketti on ollut kadoksissa kolme viikkoa.", "Olen pahoillani, löysin paketin.",
     "Kiitos kun löysit paketin."},
};

static struct amends_view view(const char *text)
{
    return (struct amends_view){text, strlen(text)};
}

static void say(struct amends_encounter *encounter, int role, const char *text, struct amends_card *card)
{
    const struct amends_event event = {.kind = AMENDS_EVENT_SAID, .role = (uint8_t)role, .text = view(text)};

    assert_int_equal(amends_coach_step(engine, workspace, encounter, &event, card), AMENDS_OK);
}

static void begin(struct amends_encounter *encounter, const char *lang)
{
    struct amends_event event = {.kind = AMENDS_EVENT_START};
    struct amends_card card;

    memset(encounter, 0, sizeof *encounter);
    amends_start_defaults(&event.start);
    event.start.lang = (int8_t)amends_engine_language_find(engine, view(lang));
    assert_true(event.start.lang >= 0);
    assert_int_equal(amends_coach_step(engine, workspace, encounter, &event, &card), AMENDS_OK);
}

/* How often the last text raised the empathy. */
static unsigned heard(const struct told *told)
{
    struct amends_encounter encounter;
    struct amends_card card;

    begin(&encounter, told->lang);
    say(&encounter, AMENDS_ROLE_CUSTOMER, told->first, &card);
    assert_int_equal(card.reiteration, 0);
    say(&encounter, AMENDS_ROLE_STAFF, told->staff, &card);
    say(&encounter, AMENDS_ROLE_CUSTOMER, told->later, &card);
    return encounter.now.shown.reiteration ? card.reiteration : 0;
}

static void told_again_in_any_words(void **state)
{
    unsigned wrong = 0;

    (void)state;
    for (size_t i = 0; i < sizeof again / sizeof again[0]; i++)
        if (heard(&again[i]) != 1) {
            print_message("not known again: %s / %s\n", again[i].first, again[i].later);
            wrong++;
        }
    assert_int_equal(wrong, 0);
}

static void not_told_again(void **state)
{
    unsigned wrong = 0;

    (void)state;
    for (size_t i = 0; i < sizeof not_again / sizeof not_again[0]; i++)
        if (heard(&not_again[i]) != 0) {
            print_message("taken for the same: %s / %s\n", not_again[i].first, not_again[i].later);
            wrong++;
        }
    assert_int_equal(wrong, 0);
}

/* To the supervisor, or by another customer, it is told for the first time. */
static void a_new_listener_or_speaker(void **state)
{
    static const char text[] = "My parcel has been lost for three weeks!";
    struct amends_event arrives = {.kind = AMENDS_EVENT_OBSERVED,
                                   .code = AMENDS_CODE_OBSERVED + AMENDS_OBSERVED_SUPERVISOR_ARRIVED};
    struct amends_event other = {.kind = AMENDS_EVENT_SAID, .text = view(text), .speaker = view("b")};
    struct amends_encounter encounter;
    struct amends_card card;

    (void)state;
    begin(&encounter, "en");
    say(&encounter, AMENDS_ROLE_CUSTOMER, text, &card);
    assert_int_equal(amends_coach_step(engine, workspace, &encounter, &other, &card), AMENDS_OK);
    assert_int_equal(card.reiteration, 0);
    assert_int_equal(amends_coach_step(engine, workspace, &encounter, &arrives, &card), AMENDS_OK);
    say(&encounter, AMENDS_ROLE_CUSTOMER, text, &card);
    assert_int_equal(card.reiteration, 0);
    say(&encounter, AMENDS_ROLE_CUSTOMER, text, &card);
    assert_int_equal(card.reiteration, 1);
}

/* What was told survives saving; overruled, it was never told. */
static void remembered_and_forgotten(void **state)
{
    static unsigned char bytes[1 << 15];
    static const struct am_sketch none;
    struct amends_encounter encounter, restored;
    struct amends_event overrule = {.kind = AMENDS_EVENT_OVERRULE_SIGNAL, .code = AMENDS_SIGNAL_COMPLAINT};
    struct amends_card card;
    size_t length;

    (void)state;
    begin(&encounter, "en");
    say(&encounter, AMENDS_ROLE_CUSTOMER, again[2].first, &card);
    assert_true(encounter.now.memory[0][0].content.senses != 0);
    assert_int_equal(encounter.now.memory[0][0].content.number_count, 1);
    assert_int_equal(amends_encounter_save(&encounter, bytes, sizeof bytes, &length), AMENDS_OK);
    assert_int_equal(amends_encounter_restore(&restored, bytes, length), AMENDS_OK);
    assert_memory_equal(&restored.now.memory, &encounter.now.memory, sizeof encounter.now.memory);
    assert_int_equal(amends_coach_step(engine, workspace, &encounter, &overrule, &card), AMENDS_OK);
    assert_memory_equal(&encounter.now.memory[0][0], &none, sizeof none);
}

static void shared_things_count_once(void **state)
{
    struct am_retelling retelling = {.again = 4, .most = 2, .points = {2, 3, 5, 7}};
    struct am_content now = {
        .senses = 7, .remedies = 1, .stems = {1, 4, 9}, .numbers = {6}, .stem_count = 3, .number_count = 1};
    struct am_content told = {
        .senses = 5, .stems = {1, 9}, .numbers = {8, 6}, .stem_count = 2, .number_count = 2};
    struct am_shared shared = {0};

    (void)state;
    am_content_share(&shared, &now, &told);
    assert_int_equal(am_content_points(&retelling, &shared), 2 * 2 + 3 + 5);
    am_content_share(&shared, &now, &told); /* told twice, shared once */
    assert_int_equal(am_content_points(&retelling, &shared), 2 * 2 + 3 + 5);
    am_content_share(&shared, &now, &now); /* of words, two count */
    assert_int_equal(am_content_points(&retelling, &shared), 2 * 2 + 2 * 3 + 5 + 7);
    assert_true(am_content_any(&told));
    assert_false(am_content_any(&(struct am_content){0}));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(told_again_in_any_words),   cmocka_unit_test(not_told_again),
        cmocka_unit_test(a_new_listener_or_speaker), cmocka_unit_test(remembered_and_forgotten),
        cmocka_unit_test(shared_things_count_once),
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
