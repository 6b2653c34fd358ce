/* The hand-over in three lines, in four languages. */
#include "domain/rules/test.h"

#include <stdbool.h>
#include <stdio.h>

#include "amends/labels.h"
#include "domain/rules/handover.h"
#include "domain/rules/handover_texts.h"

static const struct am_handover_gift gifts[] = {
    {.is = AM_GIFT_WANTED,
     .remedy = AMENDS_REMEDY_REFUND,
     .amount_minor = 4550,
     .percent_bp = -1,
     .currency = "EUR"},
    {.is = AM_GIFT_REFUSED,
     .remedy = AMENDS_REMEDY_VOUCHER,
     .amount_minor = 2000,
     .percent_bp = -1,
     .currency = "EUR"},
    {.is = AM_GIFT_GIVEN, .remedy = AMENDS_REMEDY_DISCOUNT, .amount_minor = -1, .percent_bp = 1250},
    {.is = AM_GIFT_OFFERED, .remedy = AMENDS_REMEDY_EXCHANGE, .amount_minor = -1, .percent_bp = -1},
    {.is = AM_GIFT_OWED_GIVEN,
     .remedy = AMENDS_REMEDY_REFUND,
     .amount_minor = 300,
     .percent_bp = -1,
     .currency = "SEK"},
};

static struct am_handover_facts facts(void)
{
    return (struct am_handover_facts){
        .matter = VIEW("The coat tore\non the first day."),
        .signals = AMENDS_BIT(AMENDS_SIGNAL_COMPLAINT) | AMENDS_BIT(AMENDS_SIGNAL_ASK_SUPERVISOR),
        .acts = AMENDS_BIT(AMENDS_ACT_APOLOGISE) | AMENDS_BIT(AMENDS_ACT_EMPATHISE_MORE),
        .anger = 2,
        .reiterations = 2,
        .warnings = 1,
        .gifts = gifts,
        .gift_count = COUNT(gifts),
    };
}

static void reads(const struct am_handover_facts *of, struct amends_view lang, const char *expected)
{
    struct am_handover handover = am_handover_make(of);
    char text[AM_HANDOVER_ROOM];
    size_t len = am_handover_write(&handover, of, lang, text, sizeof text);

    assert_string_equal(text, expected);
    assert_int_equal(len, strlen(expected));
}

static void it_reads_well_in_four_languages(void **state)
{
    struct am_handover_facts of = facts();

    (void)state;
    reads(&of, VIEW("en"),
          "What happened: “The coat tore on the first day.”; has said so 3 times already; angry.\n"
          "Said and offered: apologised; showed understanding; asked for respect (1×); offered a voucher "
          "(€20), which they turned down; gave a discount (12.50%); offered an exchange; gave a refund "
          "(3\u00a0SEK), which was theirs by right.\n"
          "They want: a refund (€45.50); to speak with a supervisor.");
    reads(&of, VIEW("zh"),
          "顾客情况：“The coat tore on the first day.”；已经说了3遍；很生气。\n"
          "已做处理：已道歉；已表示理解；已提醒对方注意言行（1次）；已提出代金券20欧元，对方不接受；已给予折"
          "扣12.50%；"
          "已提出换货；已归还顾客应得的款项（退款3\u00a0SEK）。\n"
          "顾客诉求：退款45.50欧元；要找主管谈。");
    reads(
        &of, VIEW("fi"),
        "Mitä tapahtui: ”The coat tore on the first day.”; on joutunut kertomaan asian jo 3 kertaa; "
        "vihainen.\n"
        "Sanottu ja tarjottu: pahoiteltu; osoitettu ymmärrystä; pyydetty asiallista käytöstä (1×); tarjottu "
        "lahjakortti (20\u00a0€), ei kelvannut; annettu alennus (12,50\u00a0%); tarjottu tuotteen vaihto; "
        "annettu rahat takaisin (3\u00a0kr) – kuului asiakkaalle.\n"
        "Asiakkaan toive: rahat takaisin (45,50\u00a0€); puhua esihenkilön kanssa.");
    reads(&of, VIEW("ru"),
          "Что произошло: «The coat tore on the first day.»; говорит об этом уже 3-й раз; злится.\n"
          "Что сказали и предложили: извинились; проявили понимание; попросили вести себя уважительно (1×); "
          "предложили подарочный сертификат (20\u00a0€), клиенту не подошло; предоставили скидку "
          "(12,50\u00a0%); предложили обмен; предоставили возврат денег (3\u00a0SEK): это полагалось клиенту "
          "по "
          "праву.\n"
          "Клиент хочет: возврат денег (45,50\u00a0€); поговорить с руководителем.");
}

/* Approved and not given yet: whoever takes over may give it at once. What they asked for, where nothing
 * reads as a remedy, stands in their own words. */
static void what_is_approved_and_asked_for_is_told(void **state)
{
    const struct am_handover_gift granted = {.is = AM_GIFT_APPROVED,
                                             .remedy = AMENDS_REMEDY_REFUND,
                                             .amount_minor = 4000,
                                             .percent_bp = -1,
                                             .currency = "EUR"};
    const struct am_handover_facts of = {.signals = AMENDS_BIT(AMENDS_SIGNAL_DEMAND),
                                         .demand = VIEW("Bring it home to me by Friday!"),
                                         .gifts = &granted,
                                         .gift_count = 1};

    (void)state;
    reads(
        &of, VIEW("en"),
        "What happened: not known yet.\nSaid and offered: may give a refund (€40): approved, not given yet.\n"
        "They want: “Bring it home to me by Friday!”.");
    reads(&of, VIEW("zh"),
          "顾客情况：尚不清楚。\n已做处理：退款40欧元已获批准，尚未给予。\n顾客诉求：“Bring it home to me by "
          "Friday!”。");
    reads(
        &of, VIEW("fi"),
        "Mitä tapahtui: ei vielä tiedossa.\nSanottu ja tarjottu: rahat takaisin (40\u00a0€): lupa saatu, ei "
        "vielä annettu.\nAsiakkaan toive: ”Bring it home to me by Friday!”.");
    reads(&of, VIEW("ru"),
          "Что произошло: пока неизвестно.\nЧто сказали и предложили: получили разрешение на возврат денег "
          "(40\u00a0€), ещё не предоставили.\nКлиент хочет: «Bring it home to me by Friday!».");
}

/* What they got they want no more; less than that they still want. */
static void what_was_given_is_wanted_no_more(void **state)
{
    struct am_handover_gift both[] = {{.is = AM_GIFT_WANTED,
                                       .remedy = AMENDS_REMEDY_REFUND,
                                       .amount_minor = 4500,
                                       .percent_bp = -1,
                                       .currency = "EUR"},
                                      {.is = AM_GIFT_GIVEN,
                                       .remedy = AMENDS_REMEDY_REFUND,
                                       .amount_minor = 4499,
                                       .percent_bp = -1,
                                       .currency = "EUR"}};
    const struct am_handover_facts of = {.matter = VIEW("late"), .gifts = both, .gift_count = 2};

    (void)state;
    reads(&of, VIEW("en"),
          "What happened: “late”.\nSaid and offered: gave a refund (€44.99).\nThey want: a refund (€45).");
    both[1].amount_minor = 4500;
    reads(&of, VIEW("en"),
          "What happened: “late”.\nSaid and offered: gave a refund (€45).\n"
          "They want: nothing beyond what they were given.");
    both[1].remedy = AMENDS_REMEDY_VOUCHER;
    reads(&of, VIEW("en"),
          "What happened: “late”.\nSaid and offered: gave a voucher (€45).\nThey want: a refund (€45).");
}

static void nothing_known_is_said_too(void **state)
{
    struct am_handover_facts of = {.anger = 0};

    (void)state;
    reads(&of, VIEW("en"),
          "What happened: not known yet.\nSaid and offered: nothing offered yet.\nThey want: not said yet, "
          "please ask.");
    reads(&of, VIEW("sv"),
          "What happened: not known yet.\nSaid and offered: nothing offered yet.\nThey want: not said yet, "
          "please ask.");
    of.signals = AMENDS_BIT(AMENDS_SIGNAL_DEMAND) | AMENDS_BIT(AMENDS_SIGNAL_COMPLAINT);
    reads(&of, VIEW("en"),
          "What happened: a complaint.\nSaid and offered: nothing offered yet.\nThey want: to have it put "
          "right.");
    of.settled = true;
    of.signals = AMENDS_BIT(AMENDS_SIGNAL_CALMING);
    reads(&of, VIEW("en"),
          "What happened: calmer now.\nSaid and offered: nothing offered yet.\nThey want: nothing more, it "
          "is settled.");
}

static void of_many_gifts_the_latest_are_told(void **state)
{
    struct am_handover_gift many[10];
    struct am_handover_facts of = {.matter = VIEW("  late \n"), .gifts = many, .gift_count = 10};

    (void)state;
    for (int32_t i = 0; i < 10; i++)
        many[i] = (struct am_handover_gift){.is = AM_GIFT_GIVEN,
                                            .remedy = AMENDS_REMEDY_VOUCHER,
                                            .amount_minor = i,
                                            .percent_bp = -1,
                                            .currency = "JPY"};
    reads(&of, VIEW("fi"),
          "Mitä tapahtui: ”late”.\nSanottu ja tarjottu: annettu lahjakortti (2\u00a0JPY); annettu "
          "lahjakortti (3\u00a0JPY); annettu lahjakortti (4\u00a0JPY); annettu lahjakortti (5\u00a0JPY); "
          "annettu "
          "lahjakortti (6\u00a0JPY); annettu lahjakortti (7\u00a0JPY); annettu lahjakortti (8\u00a0JPY); "
          "annettu "
          "lahjakortti (9\u00a0JPY).\nAsiakkaan toive: ei ole vielä kertonut, kysy.");
    of.gift_count = 1;
    of.reiterations = 500;
    reads(
        &of, VIEW("zh"),
        "顾客情况：“late”；已经说了99遍。\n已做处理：已给予代金券0日元。\n顾客诉求：尚未说明，请询问顾客。");
}

static void a_piece_without_room_is_left_out_alone(void **state)
{
    struct am_handover_facts of = {.matter = VIEW("Much too long for the little room that there is here."),
                                   .anger = 2};
    struct am_handover handover = am_handover_make(&of);
    char text[60];

    (void)state;
    am_handover_write(&handover, &of, VIEW("en"), text, sizeof text);
    assert_string_equal(text, "What happened: angry.\nSaid and offered: .\nThey want: .");
}

static void danger_comes_first_and_calm_is_not_claimed(void **state)
{
    struct am_handover_facts of = facts();
    struct am_handover handover;

    (void)state;
    of.danger = true;
    of.anger = 1;
    of.signals |= AMENDS_BIT(AMENDS_SIGNAL_THREAT) | AMENDS_BIT(AMENDS_SIGNAL_CALMING);
    handover = am_handover_make(&of);
    assert_int_equal(handover.items[AM_HANDOVER_HAPPENED][0].key, AM_HANDOVER_DANGER);
    for (unsigned i = 0; i < handover.counts[AM_HANDOVER_HAPPENED]; i++)
        assert_int_not_equal(handover.items[AM_HANDOVER_HAPPENED][i].key, AM_HANDOVER_CALMED);
}

static void every_text_is_there_with_its_parameters(void **state)
{
    static const char *const marks[] = {"%n", "%g", "%t"};

    (void)state;
    for (size_t lang = 0; lang < AM_HANDOVER_LANGS; lang++) {
        const struct am_handover_texts *texts = &am_handover_texts[lang];

        for (int key = 0; key < AM_HANDOVER_KEY_COUNT; key++) {
            assert_non_null(texts->items[key]);
            for (size_t i = 0; i < COUNT(marks); i++)
                assert_int_equal(strstr(texts->items[key], marks[i]) != NULL,
                                 strstr(am_handover_texts[0].items[key], marks[i]) != NULL);
            assert_string_not_equal(am_handover_key_name(key), "?");
        }
        for (int remedy = 0; remedy < AMENDS_REMEDY_COUNT; remedy++)
            assert_non_null(texts->remedies[remedy]);
        for (int line = 0; line < AM_HANDOVER_LINES; line++)
            assert_non_null(texts->lines[line]);
        for (size_t other = 0; other < lang; other++)
            assert_string_not_equal(am_handover_texts[other].items[AM_HANDOVER_ANGRY],
                                    texts->items[AM_HANDOVER_ANGRY]);
    }
    assert_string_equal(am_handover_key_name(AM_HANDOVER_KEY_COUNT), "?");
}

static bool is_utf8(const char *text)
{
    const unsigned char *at = (const unsigned char *)text;

    while (*at != 0) {
        int more = *at < 0x80 ? 0 : *at >= 0xf0 ? 3 : *at >= 0xe0 ? 2 : *at >= 0xc2 ? 1 : -1;

        if (more < 0)
            return false;
        for (at++; more > 0; more--, at++) {
            if ((*at & 0xc0) != 0x80)
                return false;
        }
    }
    return true;
}

/* In any room: sound text that ends in time and with a whole sentence. */
static void no_room_cuts_a_word(void **state)
{
    struct am_handover_facts of = facts();
    struct am_handover handover;
    const struct amends_view langs[] = {VIEW("en"), VIEW("zh"), VIEW("fi"), VIEW("ru")};
    char text[1024];

    (void)state;
    of.matter = VIEW("外套第一天就破了。");
    handover = am_handover_make(&of);
    for (size_t lang = 0; lang < COUNT(langs); lang++) {
        for (size_t room = 0; room < 1000; room++) {
            memset(text, 'x', sizeof text);
            size_t len = am_handover_write(&handover, &of, langs[lang], text, room);

            assert_true(len == 0 || len < room);
            assert_int_equal(text[room], 'x');
            if (room > 0) {
                assert_int_equal(strlen(text), len);
                assert_true(is_utf8(text));
                assert_true(len == 0 || strchr(".\xa0\x82", text[len - 1]) != NULL);
            }
        }
    }
}

static void a_long_matter_is_shortened(void **state)
{
    char matter[4000], text[AM_HANDOVER_ROOM];
    struct am_handover_facts of = {.matter = {matter, 0}};

    (void)state;
    for (size_t i = 0; i < 1000; i++, of.matter.len_bytes += 2)
        memcpy(matter + of.matter.len_bytes, "ä", 2);
    struct am_handover handover = am_handover_make(&of);
    am_handover_write(&handover, &of, VIEW("en"), text, sizeof text);
    assert_non_null(strstr(text, "ä…”"));
    assert_int_equal(strstr(text, "…") - strstr(text, "ä"), 2 * AM_HANDOVER_MATTER_POINTS);
}

/* Any facts: three lines, each with something, and all of it finds room. */
static void whatever_happened_there_are_three_lines(void **state)
{
    uint64_t seed = 41;

    (void)state;
    for (int round = 0; round < 3000; round++) {
        struct am_handover_gift many[40];
        struct am_handover_facts of = {.signals = test_random(&seed),
                                       .observed = test_random(&seed),
                                       .acts = test_random(&seed),
                                       .anger = (int32_t)(test_random(&seed) % 6) - 1,
                                       .reiterations = test_random(&seed) % 200,
                                       .warnings = test_random(&seed) % 3,
                                       .danger = test_random(&seed) % 2,
                                       .gifts = many,
                                       .gift_count = test_random(&seed) % 41};
        char text[AM_HANDOVER_ROOM];
        unsigned lines = 1;

        for (size_t i = 0; i < 40; i++)
            many[i] = (struct am_handover_gift){.is = (enum am_handover_gift_is)(test_random(&seed) % 7),
                                                .remedy = (int32_t)(test_random(&seed) % 12) - 1,
                                                .amount_minor =
                                                    test_random(&seed) % 2 ? -1 : (int64_t)test_random(&seed),
                                                .percent_bp = (int64_t)(test_random(&seed) % 10000) - 1,
                                                .currency = "JPY"};
        struct am_handover handover = am_handover_make(&of);
        am_handover_write(&handover, &of, VIEW("ru"), text, sizeof text);
        for (int line = 0; line < AM_HANDOVER_LINES; line++)
            assert_in_range(handover.counts[line], 1, AM_HANDOVER_ITEMS);
        for (const char *at = text; *at != '\0'; at++)
            lines += *at == '\n';
        assert_int_equal(lines, 3);
        assert_true(strlen(text) < AM_HANDOVER_ROOM - 1000);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_reads_well_in_four_languages),
        cmocka_unit_test(what_is_approved_and_asked_for_is_told),
        cmocka_unit_test(what_was_given_is_wanted_no_more),
        cmocka_unit_test(nothing_known_is_said_too),
        cmocka_unit_test(of_many_gifts_the_latest_are_told),
        cmocka_unit_test(a_piece_without_room_is_left_out_alone),
        cmocka_unit_test(danger_comes_first_and_calm_is_not_claimed),
        cmocka_unit_test(every_text_is_there_with_its_parameters),
        cmocka_unit_test(no_room_cuts_a_word),
        cmocka_unit_test(a_long_matter_is_shortened),
        cmocka_unit_test(whatever_happened_there_are_three_lines),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
