#include "faces/http/recordjson.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "domain/kinds/all.h"
#include "domain/kinds/case.h"
#include "faces/json/fields.h"
#include "faces/json/sound.h"

/* One of each kind, and of each flag. */
struct thing {
    struct am_row row;
    am_id owner;
    struct amends_view title, currency, secret, bytes, about;
    int64_t count, due_at_ms, price_minor, percent_bp;
    int32_t colour;
    bool open;
    am_id ours, fixed;
};

static const char *const colours[] = {"red", "green", NULL};
static const struct am_field fields[] = {
    AM_FIELD(thing, owner, ID, .of = "person"),
    AM_FIELD(thing, title, TEXT, .flags = AM_FIELD_REQUIRED, .most = 5),
    AM_FIELD(thing, currency, TEXT, .most = 3),
    AM_FIELD(thing, secret, TEXT, .flags = AM_FIELD_SECRET),
    AM_FIELD(thing, bytes, BYTES, .flags = 0),
    AM_FIELD(thing, about, JSON, .flags = 0),
    AM_FIELD(thing, count, NUMBER, .least = -3, .most = 10),
    AM_FIELD(thing, due_at_ms, TIME, .flags = 0),
    AM_FIELD(thing, price_minor, MINOR, .of = "currency"),
    AM_FIELD(thing, percent_bp, NUMBER, .least = -1, .most = 10000),
    AM_FIELD(thing, colour, CHOICE, .choices = colours),
    AM_FIELD(thing, open, FLAG, .flags = 0),
    AM_FIELD(thing, ours, ID, .flags = AM_FIELD_OURS | AM_FIELD_REQUIRED),
    AM_FIELD(thing, fixed, ID, .flags = AM_FIELD_FIXED),
};
static const struct am_record record = {.name = "thing",
                                        .plural = "things",
                                        .size = sizeof(struct thing),
                                        .fields = fields,
                                        .field_count = sizeof fields / sizeof *fields};

static struct am_arena arena;
static json_t *body;

/* Reads a body as the server does. */
static bool take(const char *text, bool making, struct thing *row, struct am_call_out *out)
{
    struct am_fault fault = {0};
    json_decref(body);
    body = am_line_parse((struct amends_view){text, strlen(text)}, &fault);
    assert_non_null(body);
    memset(out, 0, sizeof *out);
    return am_record_read(&record, body, making, &arena, row, out);
}

static void faulty(const char *text, bool making, const char *field)
{
    struct am_call_out out;
    struct thing row;
    am_record_empty(&record, &row);
    row.title = (struct amends_view){"x", 1};
    assert_false(take(text, making, &row, &out));
    assert_int_equal(out.problem.status, 400);
    assert_string_equal(out.problem.field, field);
    assert_true(out.problem.expected[0] != 0);
}

/* As text it is the same value. */
static void same_as_text(const json_t *json, const struct thing *row)
{
    struct am_writer text = {0};
    am_record_text(&text, &record, row);
    assert_false(text.failed);
    json_t *read = json_loadb(text.bytes, text.len_bytes, 0, NULL);
    assert_true(json_equal(read, (json_t *)(uintptr_t)json));
    json_decref(read);
    am_writer_dispose(&text);
}

static void test_what_is_json(void **state)
{
    static const char *const good[] = {"null",
                                       " -0.5e+3 ",
                                       "[]",
                                       "{}",
                                       "[[{\"a\": [1, true]}], \"\\u00e4\\\"\"]",
                                       "\"\"",
                                       "0",
                                       "[1,2 ]",
                                       "{ \"a\" :1, \"b\":{}}"};
    static const char *const bad[] = {"",           "01",     "1.",  "+1",     "[1,]",    "{\"a\"}",
                                      "{\"a\":1,}", "[1}",    "nul", "\"\n\"", "\"\\x\"", "\"\\u00g0\"",
                                      "[1] 2",      "{1: 2}", "\"a", "[",      "{a: 1}",  "1e"};
    char deep[2 * AM_JSON_DEPTH_MOST + 2];
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(am_json_sound((struct amends_view){good[i], strlen(good[i])}));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(am_json_sound((struct amends_view){bad[i], strlen(bad[i])}));
    memset(deep, '[', sizeof deep / 2);
    memset(deep + sizeof deep / 2, ']', sizeof deep / 2);
    assert_false(am_json_sound((struct amends_view){deep, sizeof deep}));
    assert_true(am_json_sound((struct amends_view){deep + 1, sizeof deep - 2}));
    assert_false(am_json_sound((struct amends_view){NULL, 0}));
}

static void test_in_and_out(void **state)
{
    static const char text[] =
        "{\"title\": \"\u00e4\u00e4kk\u00f6\", \"currency\": \"KWD\", \"price\": 1.005, \"count\": -3, "
        "\"percent\": 12.5, "
        "\"due_at\": \"2026-01-31T10:00:00Z\", \"colour\": \"green\", \"open\": true, \"owner\": "
        "\"0000000000001\", \"fixed\": \"000000000000z\", \"about\": {\"a\": [1, 2.5]}}";
    struct am_call_out out;
    struct thing row;
    (void)state;
    assert_true(take(text, true, &row, &out));
    assert_int_equal(row.price_minor, 1005);
    assert_int_equal(row.percent_bp, 1250);
    assert_int_equal(row.count, -3);
    assert_int_equal(row.colour, 1);
    assert_int_equal(row.owner, 1);
    row.row.id = 5;
    row.row.version = 3;
    row.row.created_at_ms = 1;
    row.secret = (struct amends_view){"hidden", 6};
    json_t *json = am_record_json(&record, &row);
    char *shown = json_dumps(json, JSON_COMPACT | JSON_REAL_PRECISION(15));
    assert_string_equal(shown,
                        "{\"id\":\"0000000000005\",\"created_at\":\"1970-01-01T00:00:00.001Z\",\"version\":3,"
                        "\"owner\":\"0000000000001\",\"title\":\"\u00e4\u00e4kk\u00f6\",\"currency\":\"KWD\","
                        "\"about\":{\"a\":[1,2.5]},\"count\":-3,\"due_at\":\"2026-01-31T10:00:00.000Z\","
                        "\"price\":1.005,\"percent\":12.5,\"colour\":\"green\",\"open\":true,\"ours\":null,"
                        "\"fixed\":\"000000000000z\"}");
    same_as_text(json, &row);
    row.about = (struct amends_view){"{", 1};
    json_object_set_new(json, "about", json_null());
    same_as_text(json, &row);
    free(shown);
    json_decref(json);
}

static void test_none_is_null_both_ways(void **state)
{
    struct am_call_out out;
    struct thing row;
    (void)state;
    assert_true(take("{\"title\": \"a\"}", true, &row, &out));
    assert_int_equal(row.price_minor, -1);
    assert_int_equal(row.colour, -1);
    assert_int_equal(row.percent_bp, -1);
    row.title = (struct amends_view){"a", 1}; /* as read from storage: the body's texts are gone */
    row.currency = (struct amends_view){"EUR", 3};
    row.price_minor = 5;
    row.colour = 0;
    row.due_at_ms = 9;
    assert_true(
        take("{\"price\": null, \"colour\": null, \"due_at\": null, \"owner\": null}", false, &row, &out));
    assert_int_equal(row.price_minor, -1);
    assert_int_equal(row.colour, -1);
    assert_int_equal(row.due_at_ms, 0);
    assert_memory_equal(row.title.bytes, "a", 1); /* what is not named stays */
    json_t *json = am_record_json(&record, &row);
    assert_true(json_is_null(json_object_get(json, "price")));
    assert_true(json_is_null(json_object_get(json, "colour")));
    assert_null(json_object_get(json, "secret"));
    assert_null(json_object_get(json, "bytes"));
    json_decref(json);
}

static void test_faults(void **state)
{
    (void)state;
    faulty("{}", true, "title");
    faulty("{\"title\": null}", true, "title");
    faulty("{\"title\": \"\"}", true, "title");
    faulty("{\"title\": \"sixsix\"}", true, "title");
    faulty("{\"title\": 1}", true, "title");
    faulty("{\"title\": \"a\", \"what\": 1}", true, "what");
    faulty("{\"title\": \"a\", \"secret\": \"s\"}", true, "secret");
    faulty("{\"title\": \"a\", \"bytes\": \"s\"}", true, "bytes");
    faulty("{\"title\": \"a\", \"ours\": \"0000000000001\"}", true, "ours");
    faulty("{\"title\": \"a\", \"due_at_ms\": 5}", true, "due_at_ms");
    faulty("{\"title\": \"a\", \"count\": 11}", true, "count");
    faulty("{\"title\": \"a\", \"count\": 1.5}", true, "count");
    faulty("{\"title\": \"a\", \"count\": 1e300}", true, "count");
    faulty("{\"title\": \"a\", \"price\": 1}", true, "price");
    faulty("{\"title\": \"a\", \"price\": 1.001, \"currency\": \"EUR\"}", true, "price");
    faulty("{\"title\": \"a\", \"price\": 0.1, \"currency\": \"JPY\"}", true, "price");
    faulty("{\"title\": \"a\", \"price\": -1, \"currency\": \"EUR\"}", true, "price");
    faulty("{\"title\": \"a\", \"percent\": 100.001}", true, "percent");
    faulty("{\"title\": \"a\", \"percent\": 101}", true, "percent");
    faulty("{\"title\": \"a\", \"colour\": \"blue\"}", true, "colour");
    faulty("{\"title\": \"a\", \"open\": 1}", true, "open");
    faulty("{\"title\": \"a\", \"owner\": \"1\"}", true, "owner");
    faulty("{\"fixed\": \"0000000000001\"}", false, "fixed");
    faulty("{\"title\": \"\"}", false, "title");
}

/* No record of the desk shows a secret, and all can be shown and described. */
static void test_all_records(void **state)
{
    static union {
        struct am_row row;
        char room[4096];
    } room;
    size_t count;
    const struct am_record *const *records = am_records(&count);
    (void)state;
    for (size_t i = 0; i < count; i++) {
        assert_true(records[i]->size <= sizeof room);
        am_record_empty(records[i], &room);
        json_t *json = am_record_json(records[i], &room);
        assert_non_null(json);
        size_t shown = 3;
        for (size_t j = 0; j < records[i]->field_count; j++) {
            const struct am_field *field = &records[i]->fields[j];
            const bool hidden = field->kind == AM_FIELD_BYTES || field->flags & AM_FIELD_SECRET;
            assert_int_equal(am_field_goes_out(field), !hidden);
            shown += !hidden;
        }
        assert_int_equal(json_object_size(json), shown); /* no two fields share a name outside */
        json_decref(json);
    }
}

static int end(void **state)
{
    (void)state;
    json_decref(body);
    am_arena_dispose(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_what_is_json), cmocka_unit_test(test_in_and_out),
                                       cmocka_unit_test(test_none_is_null_both_ways),
                                       cmocka_unit_test(test_faults), cmocka_unit_test(test_all_records)};
    return cmocka_run_group_tests(tests, NULL, end);
}
