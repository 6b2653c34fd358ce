/* The verbs: the same on both engines. */
#include "store/store_testing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ORG = 7, OTHER = 8 };

static am_store *store;

/* ---- the schema */

static void schema_is_brought_up_to_date(void **state)
{
    (void)state;
    const char *url = testing_database();
    am_store *empty;
    char trouble[AM_STORE_TROUBLE_LEN];
    struct am_store_schema schema;
    unsigned applied;
    assert_int_equal(am_store_open(url, NULL, &empty, trouble), AM_KEPT_OK);
    assert_int_equal(am_store_pending(empty, &schema), AM_KEPT_OK);
    assert_int_equal(schema.applied, 0);
    assert_true(schema.pending >= 2);
    unsigned all = schema.pending;
    assert_int_equal(am_store_migrate(empty, NOW_MS, &applied), AM_KEPT_OK);
    assert_int_equal(applied, all);
    assert_int_equal(am_store_pending(empty, &schema), AM_KEPT_OK);
    assert_int_equal(schema.applied, all);
    assert_int_equal(schema.pending, 0);
    assert_false(schema.newer || schema.differs);
    assert_int_equal(am_store_migrate(empty, NOW_MS, &applied), AM_KEPT_OK);
    assert_int_equal(applied, 0);
    assert_int_equal(am_store_ping(empty), AM_KEPT_OK);

    assert_int_equal(testing_sql(url, "UPDATE migrations SET hash = 'x' WHERE number = 1"), AM_KEPT_OK);
    assert_int_equal(am_store_pending(empty, &schema), AM_KEPT_OK);
    assert_true(schema.differs);
    assert_int_equal(am_store_migrate(empty, NOW_MS, &applied), AM_KEPT_DAMAGED);
    assert_int_equal(testing_sql(url, "INSERT INTO migrations VALUES (9999, 'later', 'x', 1)"), AM_KEPT_OK);
    assert_int_equal(am_store_pending(empty, &schema), AM_KEPT_OK);
    assert_true(schema.newer);
    am_store_close(empty);
}

static void fill_field(const struct am_field *field, void *row, int64_t salt, char *text)
{
    void *at = am_field_at(field, row);
    switch (field->kind) {
    case AM_FIELD_TEXT:
    case AM_FIELD_JSON:
    case AM_FIELD_BYTES:
        snprintf(text, 32, "%s %d €", field->kind == AM_FIELD_BYTES ? "\xff\x01" : "ä", (int)salt);
        *(struct amends_view *)at = view_of(text);
        break;
    case AM_FIELD_FLAG:
        *(bool *)at = true;
        break;
    case AM_FIELD_CHOICE:
        *(int32_t *)at = (int32_t)salt;
        break;
    default:
        *(int64_t *)at = INT64_MAX - salt;
    }
}

static bool same_field(const struct am_field *field, const void *a, const void *b)
{
    const void *left = am_field_of(field, a), *right = am_field_of(field, b);
    switch (field->kind) {
    case AM_FIELD_TEXT:
    case AM_FIELD_JSON:
    case AM_FIELD_BYTES: {
        struct amends_view one = *(const struct amends_view *)left, two = *(const struct amends_view *)right;
        return one.len_bytes == two.len_bytes && !one.bytes == !two.bytes &&
               (one.len_bytes == 0 || memcmp(one.bytes, two.bytes, one.len_bytes) == 0);
    }
    case AM_FIELD_FLAG:
        return *(const bool *)left == *(const bool *)right;
    case AM_FIELD_CHOICE:
        return *(const int32_t *)left == *(const int32_t *)right;
    default:
        return *(const int64_t *)left == *(const int64_t *)right;
    }
}

/* Adds a record, reads it back, and compares all. */
static void goes_there_and_back(const struct am_record *record, const void *row)
{
    struct verb add = {.record = record, .row = (void *)row};
    struct verb read = {
        .record = record, .org = ORG, .id = ((const struct am_row *)row)->id, .row = calloc(1, record->size)};
    enum am_kept kept = am_store_write(store, job_add, &add);
    if (kept != AM_KEPT_OK)
        fail_msg("%s: %s", record->name, am_kept_name(kept));
    assert_int_equal(am_store_read(store, job_read, &read), AM_KEPT_OK);
    const struct am_row *head = read.row;
    assert_int_equal(head->org, ORG);
    assert_int_equal(head->id, ((const struct am_row *)row)->id);
    assert_int_equal(head->version, 1);
    assert_int_equal(head->created_at_ms, NOW_MS);
    for (size_t i = 0; i < record->field_count; i++)
        if (!same_field(&record->fields[i], row, read.row))
            fail_msg("%s.%s came back as something else", record->name, record->fields[i].name);
    am_arena_dispose(&read.arena);
    free(read.row);
}

static void every_field_has_its_column(void **state)
{
    (void)state;
    size_t count;
    const struct am_record *const *records = am_records(&count);
    assert_true(count > 20);
    for (size_t i = 0; i < count; i++) {
        const struct am_record *record = records[i];
        char(*texts)[32] = calloc(record->field_count, sizeof *texts);
        struct am_row *full = calloc(1, record->size), *empty = calloc(1, record->size);
        *full = (struct am_row){.org = ORG, .id = 1, .created_at_ms = NOW_MS};
        *empty = (struct am_row){.org = ORG, .id = 2, .created_at_ms = NOW_MS};
        for (size_t j = 0; j < record->field_count; j++)
            fill_field(&record->fields[j], full, (int64_t)j, texts[j]);
        goes_there_and_back(record, full);
        goes_there_and_back(record, empty);
        free(full);
        free(empty);
        free(texts);
    }
}

/* ---- one record */

static void a_change_needs_the_version(void **state)
{
    (void)state;
    struct am_case case_ = case_of(ORG, 1, "Broken kettle"), read = {0}, stale;
    struct verb verb = {.record = &am_case_record, .row = &case_, .org = ORG, .id = 1};
    assert_int_equal(am_store_write(store, job_add, &verb), AM_KEPT_OK);
    stale = case_;
    case_.subject = view_of("Kettle replaced");
    case_.state = AM_CASE_RESPONDED;
    assert_int_equal(am_store_write(store, job_change, &verb), AM_KEPT_OK);
    assert_int_equal(case_.row.version, 2);
    verb.row = &stale;
    assert_int_equal(am_store_write(store, job_change, &verb), AM_KEPT_CHANGED);
    assert_int_equal(stale.row.version, 1);
    verb.row = &read;
    assert_int_equal(am_store_read(store, job_read, &verb), AM_KEPT_OK);
    assert_view(read.subject, "Kettle replaced");
    assert_int_equal(read.state, AM_CASE_RESPONDED);
    assert_int_equal(read.row.version, 2);
    assert_int_equal(read.row.created_at_ms, NOW_MS + 1);
    assert_null(read.wants.bytes);
    am_arena_dispose(&verb.arena);

    struct am_case none = case_of(ORG, 99, "never added");
    verb.row = &none;
    none.row.version = 1;
    assert_int_equal(am_store_write(store, job_change, &verb), AM_KEPT_NONE);
    verb.id = 99;
    assert_int_equal(am_store_read(store, job_read, &verb), AM_KEPT_NONE);
}

static void a_read_does_not_write(void **state)
{
    (void)state;
    struct am_case case_ = case_of(ORG, 1, "x");
    struct verb verb = {.record = &am_case_record, .row = &case_, .org = ORG, .name = "case"};
    assert_int_equal(am_store_read(store, job_add, &verb), AM_KEPT_READONLY);
    assert_int_equal(am_store_read(store, job_change, &verb), AM_KEPT_READONLY);
    assert_int_equal(am_store_read(store, job_remove, &verb), AM_KEPT_READONLY);
    assert_int_equal(am_store_read(store, job_next, &verb), AM_KEPT_READONLY);
    assert_int_equal(count_cases(store, ORG), 0);
}

static void what_is_only_added_is_not_changed(void **state)
{
    (void)state;
    struct am_audit entry;
    am_record_empty(&am_audit_record, &entry);
    entry.row = (struct am_row){.org = ORG, .id = 1};
    entry.number = 1;
    struct verb verb = {.record = &am_audit_record, .row = &entry};
    assert_int_equal(am_store_write(store, job_add, &verb), AM_KEPT_OK);
    assert_int_equal(am_store_write(store, job_change, &verb), AM_KEPT_READONLY);
}

static void texts_are_utf8_without_nul(void **state)
{
    (void)state;
    static const struct amends_view bad[] = {
        {"a\0b", 3}, {"\xc3", 1}, {"\xc0\x80", 2}, {"\xed\xa0\x80", 3}, {"\xf5\x80\x80\x80", 4}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct am_case case_ = case_of(ORG, 1, NULL);
        case_.happened = bad[i];
        assert_int_equal(add_case(store, case_), AM_KEPT_REFUSED);
    }
    assert_int_equal(count_cases(store, ORG), 0);
    assert_int_equal(add_case(store, case_of(ORG, 1, "\xf0\x9f\x98\xa0 é 退款")), AM_KEPT_OK);
}

/* ---- what may be there only once */

static enum am_kept add_event(am_id id, am_id encounter, const char *key, int64_t number)
{
    struct am_encounter_event event;
    am_record_empty(&am_encounter_event_record, &event);
    event.row = (struct am_row){.org = ORG, .id = id};
    event.encounter = encounter;
    event.key = view_of(key);
    event.number = number;
    struct verb verb = {.record = &am_encounter_event_record, .row = &event};
    return am_store_write(store, job_add, &verb);
}

static enum am_kept add_person(am_id org, am_id id, const char *login)
{
    struct am_person person;
    am_record_empty(&am_person_record, &person);
    person.row = (struct am_row){.org = org, .id = id};
    person.login = view_of(login);
    struct verb verb = {.record = &am_person_record, .row = &person};
    return am_store_write(store, job_add, &verb);
}

static void twice_is_told(void **state)
{
    (void)state;
    assert_int_equal(add_case(store, case_of(ORG, 1, "one")), AM_KEPT_OK);
    assert_int_equal(add_case(store, case_of(ORG, 1, "again")), AM_KEPT_TWICE);
    struct am_case same_number = case_of(ORG, 2, "two");
    same_number.number = 1;
    assert_int_equal(add_case(store, same_number), AM_KEPT_TWICE);
    assert_int_equal(add_case(store, case_of(OTHER, 1, "elsewhere")), AM_KEPT_OK);
    assert_int_equal(add_event(1, 5, "a", 1), AM_KEPT_OK);
    assert_int_equal(add_event(2, 5, "a", 2), AM_KEPT_TWICE);
    assert_int_equal(add_event(2, 5, "b", 1), AM_KEPT_TWICE);
    assert_int_equal(add_event(2, 6, "a", 1), AM_KEPT_OK);
    assert_int_equal(add_person(ORG, 1, "anna"), AM_KEPT_OK);
    assert_int_equal(add_person(ORG, 2, "anna"), AM_KEPT_TWICE);
    assert_int_equal(add_person(OTHER, 2, "anna"), AM_KEPT_OK);
    assert_int_equal(add_person(ORG, 3, NULL), AM_KEPT_OK);
    assert_int_equal(add_person(ORG, 4, NULL), AM_KEPT_OK);
}

/* A job that goes on after it was told "twice", by adding and by changing. */
static enum am_kept go_on(struct am_tx *tx, void *context)
{
    struct am_case one = case_of(ORG, 1, "one"), two = case_of(ORG, 2, "two"),
                   three = case_of(ORG, 3, "three");
    (void)context;
    if (am_tx_add(tx, &am_case_record, &one) != AM_KEPT_OK ||
        am_tx_add(tx, &am_case_record, &two) != AM_KEPT_OK)
        return AM_KEPT_REFUSED;
    if (am_tx_add(tx, &am_case_record, &one) != AM_KEPT_TWICE)
        return AM_KEPT_REFUSED;
    two.number = 1;
    if (am_tx_change(tx, &am_case_record, &two) != AM_KEPT_TWICE)
        return AM_KEPT_REFUSED;
    two.number = 22;
    if (am_tx_change(tx, &am_case_record, &two) != AM_KEPT_OK)
        return AM_KEPT_REFUSED;
    return am_tx_add(tx, &am_case_record, &three);
}

static void twice_is_no_end(void **state)
{
    (void)state;
    assert_int_equal(am_store_write(store, go_on, NULL), AM_KEPT_OK);
    assert_int_equal(count_cases(store, ORG), 3);
}

/* ---- many records */

static void add_some(am_id org, unsigned count)
{
    for (unsigned i = 1; i <= count; i++) {
        struct am_case case_ = case_of(org, i, "some");
        case_.site = i % 2 + 1;
        case_.respond_by_ms = 1000 + (int64_t)(i * 7 % 10);
        case_.state = (int32_t)(i % 4);
        if (i % 5 == 0)
            case_.wants = view_of("a refund");
        assert_int_equal(add_case(store, case_), AM_KEPT_OK);
    }
}

static size_t list(struct verb *verb)
{
    am_arena_dispose(&verb->arena);
    verb->record = &am_case_record;
    verb->org = ORG;
    assert_int_equal(am_store_read(store, job_list, verb), AM_KEPT_OK);
    return verb->count;
}

static const struct am_case *row_of(const struct verb *verb, size_t i)
{
    return (const struct am_case *)verb->rows + i;
}

static void lists_have_conditions(void **state)
{
    (void)state;
    add_some(ORG, 40);
    const am_id set[] = {1, 2, 3, 400}, sites[] = {1};
    const struct {
        struct am_where where[2];
        size_t conditions, found;
    } cases[] = {
        {.conditions = 0, .found = 40},
        {{{.field = "site", .how = AM_IS, .number = 2}}, 1, 20},
        {{{.field = "site", .how = AM_IS_NOT, .number = 2},
          {.field = "number", .how = AM_BELOW, .number = 11}},
         2,
         5},
        {{{.field = "id", .how = AM_IN, .set = set, .set_count = 4}}, 1, 3},
        {{{.field = "id", .how = AM_IN, .set = set, .set_count = 4},
          {.field = "site", .how = AM_IN, .set = sites, .set_count = 1}},
         2,
         1},
        {{{.field = "id", .how = AM_IN, .set_count = 0}}, 1, 0},
        {{{.field = "created_at_ms", .how = AM_FROM, .number = NOW_MS + 39}}, 1, 2},
        {{{.field = "wants", .how = AM_IS, .text = {"a refund", 8}}}, 1, 8},
        {{{.field = "wants", .how = AM_IS_NOT, .text = {"a refund", 8}}}, 1, 32},
        {{{.field = "wants", .how = AM_IS}}, 1, 32},
        {{{.field = "wants", .how = AM_IS_NOT}}, 1, 8},
        {{{.field = "hold", .how = AM_IS, .number = 1}}, 1, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct verb verb = {
            .list = {.where = cases[i].where, .where_count = cases[i].conditions, .most = 100}};
        assert_int_equal(list(&verb), cases[i].found);
        struct verb count = {.record = &am_case_record,
                             .org = ORG,
                             .where = cases[i].where,
                             .where_count = cases[i].conditions};
        assert_int_equal(am_store_read(store, job_count, &count), AM_KEPT_OK);
        assert_int_equal(count.number, cases[i].found);
        am_arena_dispose(&verb.arena);
    }
}

static void lists_refuse_what_is_no_field(void **state)
{
    (void)state;
    const struct am_where bad = {.field = "nothing\" OR 1=1 --", .how = AM_IS};
    struct verb verb = {
        .record = &am_case_record, .org = ORG, .list = {.where = &bad, .where_count = 1, .most = 1}};
    assert_int_equal(am_store_read(store, job_list, &verb), AM_KEPT_REFUSED);
    verb.list = (struct am_list){.by = "subject", .most = 1};
    assert_int_equal(am_store_read(store, job_list, &verb), AM_KEPT_REFUSED);
    verb.list = (struct am_list){.most = 0};
    assert_int_equal(am_store_read(store, job_list, &verb), AM_KEPT_REFUSED);
    verb.list = (struct am_list){.most = AM_LIST_MOST + 1};
    assert_int_equal(am_store_read(store, job_list, &verb), AM_KEPT_REFUSED);
    verb.name = "subject";
    assert_int_equal(am_store_read(store, job_sum, &verb), AM_KEPT_REFUSED);
}

/* Walks a list in pages of three: every record once, in order. */
static void walk(const char *by, bool descending)
{
    struct verb verb = {.list = {.by = by, .descending = descending, .most = 3}};
    int64_t last_by = descending ? INT64_MAX : 0, seen = 0, sum = 0;
    am_id last_id = descending ? INT64_MAX : 0;
    while (list(&verb) > 0) {
        for (size_t i = 0; i < verb.count; i++) {
            const struct am_case *row = row_of(&verb, i);
            int64_t at = by ? row->respond_by_ms : row->row.id;
            bool behind = at == last_by ? (descending ? row->row.id < last_id : row->row.id > last_id)
                                        : (descending ? at < last_by : at > last_by);
            assert_true(behind);
            last_by = at;
            last_id = row->row.id;
            sum += row->row.id;
            seen++;
        }
        verb.list.resume = true;
        verb.list.after_by = last_by;
        verb.list.after_id = last_id;
    }
    am_arena_dispose(&verb.arena);
    assert_int_equal(seen, 40);
    assert_int_equal(sum, 40 * 41 / 2);
}

static void lists_have_an_order_and_go_on(void **state)
{
    (void)state;
    add_some(ORG, 40);
    walk(NULL, false);
    walk(NULL, true);
    walk("respond_by_ms", false);
    walk("respond_by_ms", true);
}

static void sums_leave_out_what_is_no_amount(void **state)
{
    (void)state;
    for (int i = 1; i <= 4; i++) {
        struct am_remedy remedy;
        am_record_empty(&am_remedy_record, &remedy);
        remedy.row = (struct am_row){.org = i == 4 ? OTHER : ORG, .id = i};
        remedy.amount_minor = i == 3 ? -1 : 100 * i;
        struct verb add = {.record = &am_remedy_record, .row = &remedy};
        assert_int_equal(am_store_write(store, job_add, &add), AM_KEPT_OK);
    }
    struct verb sum = {.record = &am_remedy_record, .org = ORG, .name = "amount_minor"};
    assert_int_equal(am_store_read(store, job_sum, &sum), AM_KEPT_OK);
    assert_int_equal(sum.number, 300);
    const struct am_where none = {.field = "id", .how = AM_IS, .number = 77};
    sum.where = &none;
    sum.where_count = 1;
    assert_int_equal(am_store_read(store, job_sum, &sum), AM_KEPT_OK);
    assert_int_equal(sum.number, 0);
}

static void removal_takes_what_is_named(void **state)
{
    (void)state;
    add_some(ORG, 20);
    add_some(OTHER, 5);
    const struct am_where low = {.field = "number", .how = AM_BELOW, .number = 6};
    struct verb remove = {.record = &am_case_record, .org = ORG, .where = &low, .where_count = 1};
    assert_int_equal(am_store_write(store, job_remove, &remove), AM_KEPT_OK);
    assert_int_equal(remove.number, 5);
    assert_int_equal(count_cases(store, ORG), 15);
    assert_int_equal(count_cases(store, OTHER), 5);
}

/* ---- other organisations */

static void another_organisation_is_not_seen(void **state)
{
    (void)state;
    struct am_case theirs = case_of(OTHER, 1, "their secret"), read;
    assert_int_equal(add_case(store, theirs), AM_KEPT_OK);
    struct verb verb = {
        .record = &am_case_record, .org = ORG, .id = 1, .row = &read, .name = "secret", .list = {.most = 10}};
    assert_int_equal(am_store_read(store, job_read, &verb), AM_KEPT_NONE);
    assert_int_equal(am_store_read(store, job_list, &verb), AM_KEPT_OK);
    assert_int_equal(verb.count, 0);
    assert_int_equal(am_store_read(store, job_search, &verb), AM_KEPT_OK);
    assert_int_equal(verb.count, 0);
    assert_int_equal(count_cases(store, ORG), 0);
    theirs.row.org = ORG;
    theirs.row.version = 1;
    verb.row = &theirs;
    assert_int_equal(am_store_write(store, job_change, &verb), AM_KEPT_NONE);
    assert_int_equal(am_store_write(store, job_remove, &verb), AM_KEPT_OK);
    assert_int_equal(verb.number, 0);
    assert_int_equal(count_cases(store, OTHER), 1);
}

#define CASE(name) STORE_TEST(name, testing_set_up, &store)

int main(int argc, char *argv[])
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(schema_is_brought_up_to_date),
        CASE(every_field_has_its_column),
        CASE(a_change_needs_the_version),
        CASE(a_read_does_not_write),
        CASE(what_is_only_added_is_not_changed),
        CASE(texts_are_utf8_without_nul),
        CASE(twice_is_told),
        CASE(twice_is_no_end),
        CASE(lists_have_conditions),
        CASE(lists_refuse_what_is_no_field),
        CASE(lists_have_an_order_and_go_on),
        CASE(sums_leave_out_what_is_no_amount),
        CASE(removal_takes_what_is_named),
        CASE(another_organisation_is_not_seen),
    };
    return testing_run(argc, argv, tests);
}
