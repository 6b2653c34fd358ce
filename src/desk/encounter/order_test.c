/* The same events give the same cards in whatever order they arrive: random streams, split between two
 * devices, repeated and reordered, beside the same ones told one after the other. */
#include "desk/encounter/shop_test.h"

#include <stdio.h>
#include <stdlib.h>

enum { STREAMS = 60, EVENTS_MOST = 24 };

static const char *const pool[] = {
    "{\"from\": \"customer\", \"text\": \"This toaster is broken again, the third time!\"}",
    "{\"from\": \"customer\", \"text\": \"I want my money back now.\"}",
    "{\"from\": \"customer\", \"text\": \"You are an idiot.\"}",
    "{\"from\": \"customer\", \"text\": \"You stupid cow, shut up.\", \"speaker\": \"b\"}",
    "{\"from\": \"customer\", \"text\": \"I am sorry, I should not have said that.\"}",
    "{\"from\": \"customer\", \"text\": \"I will wait outside and break your legs.\", \"speaker\": \"b\"}",
    "{\"from\": \"customer\", \"text\": \"Thank you, that is kind.\"}",
    "{\"from\": \"staff\", \"text\": \"I am so sorry about this. What happened?\"}",
    "{\"from\": \"staff\", \"text\": \"I want to help, and I need us to speak respectfully.\"}",
    "{\"from\": \"staff\", \"text\": \"Please calm down, it is our policy.\"}",
    "{\"observed\": \"raised_voice\"}",
    "{\"observed\": \"violence\"}",
    "{\"observed\": \"danger_cleared\"}",
    "{\"observed\": \"scene\"}",
    "{\"observed\": \"supervisor_arrived\"}",
    "{\"observed\": \"left\"}",
    "{\"did\": \"set_boundary\"}",
    "{\"did\": \"set_boundary\", \"to\": \"b\"}",
    "{\"did\": \"apologise\"}",
    "{\"gave\": {\"refund\": 5}}",
    "{\"gave\": {\"currency\": \"EUR\", \"voucher\": 7.5}}",
    "{\"overrule\": \"insult\"}",
    "{\"overrule\": \"violence\"}",
    "{\"overrule\": \"call_security\"}",
    "{\"undo\": true}",
    "{\"undo\": true}",
    "{\"outcome\": \"partly\"}",
};

struct stream {
    struct am_event_in events[EVENTS_MOST];
    char keys[EVENTS_MOST][24];
    enum testing_who who[EVENTS_MOST];
    size_t count;
};

static struct shop shop;
static uint32_t seed;

static uint32_t draw(uint32_t below)
{
    seed = seed * UINT32_C(1664525) + UINT32_C(1013904223);
    return (seed >> 8) % below;
}

static struct stream make_stream(void)
{
    struct stream stream = {.count = 4 + draw(EVENTS_MOST - 3)};
    int64_t at_ms = NOON_MS;

    for (size_t i = 0; i < stream.count; i++) {
        snprintf(stream.keys[i], sizeof stream.keys[i], "k%zu", i);
        at_ms += 1 + draw(5000);
        stream.events[i].at_ms = at_ms;
        stream.events[i].event = view_of(pool[draw(sizeof pool / sizeof *pool)]);
        stream.who[i] = draw(2) ? ANNA : BORIS;
    }
    return stream;
}

static am_id begin(void)
{
    shop.now_ms = NOON_MS;
    am_id id = shop_encounter(&shop, ANNA, 0).encounter.row.id;
    shop.now_ms = NOON_MS + 3600000;
    return id;
}

static void send(struct stream *stream, am_id id, enum testing_who who, const size_t *which, size_t count)
{
    struct am_event_in events[EVENTS_MOST];
    struct am_events_out out;

    shop.now_ms++; /* ids of one millisecond are few */
    for (size_t i = 0; i < count; i++) {
        events[i] = stream->events[which[i]];
        events[i].key = view_of(stream->keys[which[i]]);
    }
    const struct am_events_in in = {.encounter = id, .events = events, .count = count};
    if (count > 0 && shop_take(&shop, who, &in, &out) != AM_KEPT_OK)
        fail_msg("%s", shop.refused.detail);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(out.answers[i].event.at_ms, events[i].at_ms);
}

static am_id in_order(struct stream *stream)
{
    am_id id = begin();

    for (size_t i = 0; i < stream->count; i++)
        send(stream, id, stream->who[i], &i, 1);
    return id;
}

static void shuffle(size_t *places, size_t count)
{
    for (size_t i = count; i > 1; i--) {
        size_t other = draw((uint32_t)i), kept = places[i - 1];

        places[i - 1] = places[other];
        places[other] = kept;
    }
}

/* Each device sends its own, in pieces and in any order; some pieces come twice. */
static am_id out_of_order(struct stream *stream)
{
    am_id id = begin();
    size_t places[EVENTS_MOST];

    for (size_t i = 0; i < stream->count; i++)
        places[i] = i;
    shuffle(places, stream->count);
    for (size_t from = 0; from < stream->count;) {
        size_t piece[EVENTS_MOST], count = 0, most = 1 + draw(5);
        enum testing_who who = stream->who[places[from]];

        while (from < stream->count && count < most && stream->who[places[from]] == who)
            piece[count++] = places[from++];
        send(stream, id, who, piece, count);
        if (draw(3) == 0)
            send(stream, id, who, piece, count);
    }
    return id;
}

/* ---- Comparing. */

static bool read_events(struct am_doing *doing, void *context);

struct seen {
    am_id id;
    struct am_encounter_event *events;
    size_t count;
    struct am_live_encounter encounter;
    size_t met[WHO_COUNT][AMENDS_SIGNAL_COUNT];
    size_t warned[2]; /* that stand: without a name, of "b" */
    int64_t given[AMENDS_REMEDY_COUNT];
};

static bool read_events(struct am_doing *doing, void *context)
{
    struct seen *seen = context;
    const struct am_where where = {.field = "encounter", .how = AM_IS, .number = seen->id};
    const struct am_list list = {.where = &where, .where_count = 1, .by = "number", .most = AM_LIST_MOST};
    void *rows = NULL;
    size_t count;

    if (!am_doing_kept(doing, am_tx_list(doing->tx, &am_encounter_event_record, doing->actor->org, &list,
                                         doing->arena, &rows, &seen->count)))
        return false;
    seen->events = rows;
    am_doing_kept(doing,
                  am_tx_list(doing->tx, &am_met_record, doing->actor->org,
                             &(struct am_list){.where = &where, .where_count = 1, .most = AM_LIST_MOST},
                             doing->arena, &rows, &count));
    for (size_t i = 0; i < count; i++)
        for (int who = 0; who < WHO_COUNT; who++)
            seen->met[who][((struct am_met *)rows)[i].signal] +=
                ((struct am_met *)rows)[i].person == shop.people[who];
    am_doing_kept(doing,
                  am_tx_list(doing->tx, &am_warning_record, doing->actor->org,
                             &(struct am_list){.where = &where, .where_count = 1, .most = AM_LIST_MOST},
                             doing->arena, &rows, &count));
    for (size_t i = 0; i < count; i++)
        if (!((struct am_warning *)rows)[i].taken_back)
            seen->warned[((struct am_warning *)rows)[i].speaker.len_bytes > 0]++;
    am_doing_kept(doing,
                  am_tx_list(doing->tx, &am_remedy_record, doing->actor->org,
                             &(struct am_list){.where = &where, .where_count = 1, .most = AM_LIST_MOST},
                             doing->arena, &rows, &count));
    for (size_t i = 0; i < count; i++) {
        const struct am_remedy *remedy = &((struct am_remedy *)rows)[i];

        seen->given[remedy->remedy] += remedy->takes_back ? -remedy->amount_minor : remedy->amount_minor;
    }
    return am_doing_read(doing, &am_live_encounter_record, seen->id, &seen->encounter);
}

static struct seen look(am_id id)
{
    struct seen seen = {.id = id};

    assert_int_equal(shop_do(&shop, ANNA, read_events, &seen), AM_KEPT_OK);
    return seen;
}

/* The card without the name of its encounter, which is another. */
static struct amends_view rest_of(struct amends_view card)
{
    const char *at = memchr(card.bytes, ',', card.len_bytes);
    bool named = card.len_bytes > 12 && memcmp(card.bytes, "{\"encounter\"", 12) == 0;

    return named ? (struct amends_view){at, card.len_bytes - (size_t)(at - card.bytes)} : card;
}

static void assert_same_view(struct amends_view a, struct amends_view b)
{
    assert_int_equal(a.len_bytes, b.len_bytes);
    assert_memory_equal(a.bytes, b.bytes, a.len_bytes);
}

static void assert_alike(am_id one, am_id other)
{
    struct seen a = look(one), b = look(other);

    assert_int_equal(a.count, b.count);
    for (size_t i = 0; i < a.count; i++) {
        assert_int_equal(a.events[i].number, (int64_t)i + 1);
        assert_int_equal(b.events[i].number, (int64_t)i + 1);
        assert_same_view(a.events[i].key, b.events[i].key);
        assert_same_view(a.events[i].event, b.events[i].event);
        assert_int_equal(a.events[i].at_ms, b.events[i].at_ms);
        assert_int_equal(a.events[i].person, b.events[i].person);
        assert_same_view(rest_of(a.events[i].card), rest_of(b.events[i].card));
        assert_same_view(a.events[i].state, b.events[i].state);
    }
    assert_int_equal(a.encounter.last_number, b.encounter.last_number);
    assert_int_equal(a.encounter.heat_permille, b.encounter.heat_permille);
    assert_int_equal(a.encounter.escalate, b.encounter.escalate);
    assert_int_equal(a.encounter.danger, b.encounter.danger);
    assert_int_equal(a.encounter.outcome, b.encounter.outcome);
    assert_int_equal(a.encounter.ended_at_ms, b.encounter.ended_at_ms);
    assert_memory_equal(a.met, b.met, sizeof a.met);
    assert_memory_equal(a.warned, b.warned, sizeof a.warned);
    assert_memory_equal(a.given, b.given, sizeof a.given);
}

static void any_order_gives_the_same(void **state)
{
    (void)state;
    size_t late = 0;

    shop_open(&shop);
    shop_grant(&shop, ANNA, 1200);
    for (uint32_t i = 0; i < STREAMS; i++) {
        seed = 1000 + i;
        struct stream stream = make_stream();
        am_id one = in_order(&stream), other = out_of_order(&stream);
        struct seen seen = look(other);

        for (size_t j = 0; j < seen.count; j++)
            late += seen.events[j].late;
        assert_alike(one, other);
        am_arena_dispose(&shop.arena);
    }
    print_message("%d streams, %zu events put in late\n", STREAMS, late);
    assert_true(late > STREAMS);
    assert_int_equal(shop_verify(&shop).fault, AM_AUDIT_SOUND);
    shop_close(&shop);
}

int main(int argc, char *argv[])
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(any_order_gives_the_same)};
    return testing_run(argc, argv, tests);
}
