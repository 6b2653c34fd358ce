/* A record against its own description: each kind of field at its limits and past them, and what is said. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "amends/limits.h"
#include "domain/points.h"
#include "domain/record.h"

struct thing {
    struct am_row row;
    am_id owner, other;
    struct amends_view name, note, code, currency, lang;
    int64_t count, share, at_ms, amount, price;
    int32_t colour, size;
    bool on;
    struct amends_view hash, json;
};

static const char *const colours[] = {"red", "green", "blue", NULL};
static const char *const sizes[] = {
    "a size with a long name to fill the line", "another size with a long name",
    "a third size with a long name that fills", "a fourth size, just as long",
    "a fifth size that finds no place",         NULL};

static const struct am_field fields[] = {
    AM_FIELD(thing, owner, ID, .flags = AM_FIELD_REQUIRED, .of = "person"),
    AM_FIELD(thing, other, ID, .flags = 0),
    AM_FIELD(thing, name, TEXT, .flags = AM_FIELD_REQUIRED, .most = 5),
    AM_FIELD(thing, note, TEXT, .flags = 0),
    AM_FIELD(thing, code, TEXT, .least = 3, .most = 3),
    AM_FIELD(thing, currency, TEXT, .look = AM_TEXT_CURRENCY, .least = 3, .most = 3),
    AM_FIELD(thing, lang, TEXT, .look = AM_TEXT_LANGUAGE, .most = 35),
    AM_FIELD(thing, count, NUMBER, .flags = 0),
    AM_FIELD(thing, share, NUMBER, .least = -1, .most = 10000),
    AM_FIELD(thing, at_ms, TIME, .flags = 0),
    AM_FIELD(thing, amount, MINOR, .of = "currency"),
    AM_FIELD(thing, price, MINOR, .of = "currency"),
    AM_FIELD(thing, colour, CHOICE, .flags = AM_FIELD_REQUIRED, .choices = colours),
    AM_FIELD(thing, size, CHOICE, .choices = sizes),
    AM_FIELD(thing, on, FLAG, .flags = 0),
    AM_FIELD(thing, hash, BYTES, .most = 32),
    AM_FIELD_NAMED(thing, json, "case", JSON, .flags = 0),
};
static const struct am_record record = {.name = "thing",
                                        .plural = "things",
                                        .size = sizeof(struct thing),
                                        .fields = fields,
                                        .field_count = sizeof fields / sizeof *fields};

static struct amends_view view(const char *text)
{
    return (struct amends_view){text, strlen(text)};
}

static struct thing sound_thing(void)
{
    struct thing thing;
    am_record_empty(&record, &thing);
    thing.owner = 1;
    thing.name = view("a");
    thing.colour = 0;
    return thing;
}

static void assert_sound(const struct thing *thing)
{
    struct am_flaw flaw;
    if (!am_record_sound(&record, thing, &flaw))
        fail_msg("%s: %s", flaw.field->name, flaw.expected);
    assert_null(flaw.field);
}

static void assert_flaw(const struct thing *thing, const char *field, const char *said)
{
    struct am_flaw flaw;
    assert_false(am_record_sound(&record, thing, &flaw));
    assert_non_null(flaw.field);
    assert_string_equal(flaw.field->name, field);
    assert_string_equal(flaw.expected, said);
}

static void empty_means_nothing_said(void **state)
{
    (void)state;
    struct thing thing;
    memset(&thing, 0x55, sizeof thing);
    am_record_empty(&record, &thing);
    assert_true(thing.row.id == 0 && thing.owner == 0 && thing.count == 0 && !thing.on);
    assert_true(thing.share == -1 && thing.amount == -1 && thing.price == -1);
    assert_true(thing.colour == -1 && thing.size == -1);
    assert_null(thing.note.bytes);
}

static void what_is_required_must_be_there(void **state)
{
    (void)state;
    struct thing thing = sound_thing();
    assert_sound(&thing);
    thing.owner = 0;
    assert_flaw(&thing, "owner", "the id of a person");
    thing = sound_thing();
    thing.name = view("");
    assert_flaw(&thing, "name", "1 to 5 characters");
    thing = sound_thing();
    thing.colour = -1;
    assert_flaw(&thing, "colour", "one of red, green, blue");
}

static void ids_and_times_have_their_range(void **state)
{
    (void)state;
    struct thing thing = sound_thing();
    thing.other = (INT64_C(1) << 61) - 1;
    thing.at_ms = AM_TIME_MOST_MS;
    assert_sound(&thing);
    thing.other = INT64_C(1) << 61;
    assert_flaw(&thing, "other", "the id of a record");
    thing.other = -1;
    assert_flaw(&thing, "other", "the id of a record");
    thing.other = 0;
    thing.at_ms = AM_TIME_MOST_MS + 1;
    assert_flaw(&thing, "at_ms", "a time from 1970 to 9999");
    thing.at_ms = -1;
    assert_flaw(&thing, "at_ms", "a time from 1970 to 9999");
}

static void texts_are_counted_in_code_points(void **state)
{
    (void)state;
    struct thing thing = sound_thing();
    thing.name = view("退款退款退");
    assert_sound(&thing);
    thing.name = view("退款退款退款");
    assert_flaw(&thing, "name", "1 to 5 characters");
    thing = sound_thing();
    thing.code = view("ab");
    assert_flaw(&thing, "code", "3 characters");
    thing.code = view("abcd");
    assert_flaw(&thing, "code", "3 characters");
    thing.code = view("abc");
    assert_sound(&thing);
    char *long_text = malloc(AM_TEXT_POINTS_MOST + 1);
    memset(long_text, 'a', AM_TEXT_POINTS_MOST + 1);
    thing.note = (struct amends_view){long_text, AM_TEXT_POINTS_MOST};
    assert_sound(&thing);
    thing.note.len_bytes++;
    assert_flaw(&thing, "note", "at most 10000 characters");
    free(long_text);
}

static void what_is_not_utf8_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t len_bytes;
    } wrong[] = {
        {"a\0b", 3},
        {"\xff", 1},
        {"\x80", 1},
        {"\xc3", 1},
        {"\xc3(", 2},
        {"\xc0\x80", 2},
        {"\xc1\xbf", 2},
        {"\xe0\x80\xaf", 3},
        {"\xed\xa0\x80", 3},
        {"\xe2\x82", 2},
        {"\xf0\x80\x80\x80", 4},
        {"\xf4\x90\x80\x80", 4},
        {"\xf9\x80\x80\x80", 4},
        {"\xe2\x82\xac", 2},
        {"\xf5\x80\x80\x80", 4},
    };
    struct thing thing = sound_thing();
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        size_t points = 77;
        thing.note = (struct amends_view){wrong[i].bytes, wrong[i].len_bytes};
        assert_flaw(&thing, "note", "text in UTF-8 without U+0000");
        assert_false(am_points_count(thing.note, &points));
        assert_int_equal(points, 77);
    }
    size_t points = 0;
    assert_true(
        am_points_count(view("a\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80\xed\x9f\xbf\xf4\x8f\xbf\xbf"), &points));
    assert_int_equal(points, 6);
    thing.note = view("");
    thing.json = view("{\"a\": \"\xff\"}");
    assert_flaw(&thing, "case", "JSON in UTF-8");
}

static void numbers_have_their_limits(void **state)
{
    (void)state;
    struct thing thing = sound_thing();
    thing.count = AM_NUMBER_MOST;
    thing.share = 10000;
    assert_sound(&thing);
    thing.share = 10001;
    assert_flaw(&thing, "share", "a number from -1 to 10000");
    thing.share = -2;
    assert_flaw(&thing, "share", "a number from -1 to 10000");
    thing.share = -1;
    thing.count = -1;
    assert_flaw(&thing, "count", "a number from 0 to 9007199254740991");
    thing.count = AM_NUMBER_MOST + 1;
    assert_flaw(&thing, "count", "a number from 0 to 9007199254740991");
}

static void a_text_looks_like_what_it_is(void **state)
{
    (void)state;
    static const char *const currencies[] = {"eur", "<sc", "E R", "E1R"}, *const languages[] = {
                                                                              "e",        "en-",   "-en",
                                                                              "e1",       "en_GB", "<script>",
                                                                              "abcdefghi"};
    struct thing thing = sound_thing();
    for (size_t i = 0; i < sizeof currencies / sizeof *currencies; i++) {
        thing.currency = view(currencies[i]);
        assert_flaw(&thing, "currency", "a code of ISO 4217, \"EUR\"");
    }
    thing = sound_thing();
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) {
        thing.lang = view(languages[i]);
        assert_flaw(&thing, "lang", "a tag of BCP 47, \"fi\"");
    }
    thing.lang = view("zh-Hans-CN");
    assert_sound(&thing);
}

static void an_amount_needs_its_currency(void **state)
{
    (void)state;
    struct thing thing = sound_thing();
    thing.amount = 0;
    assert_flaw(&thing, "amount", "an amount with its currency in 'currency'");
    thing.currency = view("EUR");
    assert_sound(&thing);
    thing.amount = AMENDS_MONEY_MINOR_MAX;
    assert_sound(&thing);
    thing.amount++;
    assert_flaw(&thing, "amount", "an amount from 0 to 1000000000000 minor units");
    thing.amount = -2;
    assert_flaw(&thing, "amount", "an amount from 0 to 1000000000000 minor units");
}

static void choices_have_names(void **state)
{
    (void)state;
    const struct am_field *colour = am_record_field(&record, view("colour"));
    assert_string_equal(am_choice_name(colour, 0), "red");
    assert_string_equal(am_choice_name(colour, 2), "blue");
    assert_string_equal(am_choice_name(colour, 3), "?");
    assert_string_equal(am_choice_name(colour, -1), "?");
    assert_int_equal(am_choice_find(colour, view("green")), 1);
    assert_int_equal(am_choice_find(colour, view("gree")), -1);
    assert_int_equal(am_choice_find(colour, view("greener")), -1);
    assert_int_equal(am_choice_find(colour, view("")), -1);
    struct thing thing = sound_thing();
    thing.colour = 3;
    assert_flaw(&thing, "colour", "one of red, green, blue");
    thing = sound_thing();
    thing.size = 4;
    assert_sound(&thing);
    thing.size = -2;
    assert_false(am_record_sound(&record, &thing, &(struct am_flaw){0}));
    thing.size = 5;
    assert_flaw(&thing, "size",
                "one of a size with a long name to fill the line, another size with a long name, "
                "a third size with a long name that fills, a fourth size, just as long, ...");
}

static void bytes_have_their_length(void **state)
{
    (void)state;
    struct thing thing = sound_thing();
    thing.hash = (struct amends_view){"\0\xff 5678901234567890123456789012", 32};
    assert_sound(&thing);
    thing.hash.len_bytes = 33;
    assert_flaw(&thing, "hash", "at most 32 bytes");
}

static void fields_are_found_by_name(void **state)
{
    (void)state;
    assert_ptr_equal(am_record_field(&record, view("case")), &fields[16]);
    assert_null(am_record_field(&record, view("json")));
    assert_null(am_record_field(&record, view("cas")));
    assert_null(am_record_field(&record, view("")));
    struct thing thing = sound_thing();
    assert_ptr_equal(am_field_at(&fields[16], &thing), &thing.json);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(empty_means_nothing_said),
        cmocka_unit_test(what_is_required_must_be_there),
        cmocka_unit_test(ids_and_times_have_their_range),
        cmocka_unit_test(texts_are_counted_in_code_points),
        cmocka_unit_test(what_is_not_utf8_is_refused),
        cmocka_unit_test(numbers_have_their_limits),
        cmocka_unit_test(an_amount_needs_its_currency),
        cmocka_unit_test(a_text_looks_like_what_it_is),
        cmocka_unit_test(choices_have_names),
        cmocka_unit_test(bytes_have_their_length),
        cmocka_unit_test(fields_are_found_by_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
