/* The tables of all kinds of records: complete, in their structures, and careful with what customers say. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "amends/labels.h"
#include "domain/kinds/all.h"
#include "domain/kinds/authority.h"
#include "domain/kinds/case.h"
#include "domain/kinds/encounter.h"
#include "domain/kinds/help.h"
#include "domain/kinds/ledger.h"
#include "domain/kinds/names.h"
#include "domain/kinds/people.h"
#include "domain/permission.h"

static const char *folder; /* where the headers of the kinds are */

static struct amends_view view(const char *text)
{
    return (struct amends_view){text, strlen(text)};
}

typedef void each_field(const struct am_record *record, const struct am_field *field);

static void for_each_field(each_field *check)
{
    size_t count = 0;
    const struct am_record *const *records = am_records(&count);
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < records[i]->field_count; j++)
            check(records[i], &records[i]->fields[j]);
}

#define assert_field(holds, record, field)                                                                   \
    do {                                                                                                     \
        if (!(holds))                                                                                        \
            fail_msg("%s.%s: not %s", (record)->name, (field)->name, #holds);                                \
    } while (0)

static bool is_name(const char *name)
{
    if (!islower((unsigned char)*name))
        return false;
    for (; *name != '\0'; name++)
        if (!islower((unsigned char)*name) && !isdigit((unsigned char)*name) && *name != '_')
            return false;
    return name[-1] != '_';
}

/* "promise.what" among them? */
static bool among(const char *const *names, const struct am_record *record, const struct am_field *field)
{
    char name[128];
    snprintf(name, sizeof name, "%s.%s", record->name, field->name);
    for (; *names != NULL; names++)
        if (strcmp(*names, name) == 0)
            return true;
    return false;
}

/* Each name of such a list is a field there is: no exception outlives its field. */
static void assert_all_exist(const char *const *names)
{
    for (; *names != NULL; names++) {
        const char *dot = strchr(*names, '.');
        const struct am_record *record =
            am_record_named((struct amends_view){*names, (size_t)(dot - *names)});
        if (record == NULL || am_record_field(record, view(dot + 1)) == NULL)
            fail_msg("there is no %s", *names);
    }
}

/* ---- the C structures */

static size_t size_of(enum am_field_kind kind)
{
    switch (kind) {
    case AM_FIELD_TEXT:
    case AM_FIELD_BYTES:
    case AM_FIELD_JSON:
        return sizeof(struct amends_view);
    case AM_FIELD_FLAG:
        return sizeof(bool);
    case AM_FIELD_CHOICE:
        return sizeof(int32_t);
    case AM_FIELD_ID:
    case AM_FIELD_NUMBER:
    case AM_FIELD_TIME:
    case AM_FIELD_MINOR:
        return sizeof(int64_t);
    }
    return 0;
}

static void every_byte_belongs_to_one_field(void **state)
{
    (void)state;
    size_t count = 0;
    const struct am_record *const *records = am_records(&count);
    for (size_t i = 0; i < count; i++) {
        const struct am_record *record = records[i];
        unsigned char *taken = calloc(1, record->size);
        memset(taken, 1, sizeof(struct am_row));
        for (size_t j = 0; j < record->field_count; j++) {
            const struct am_field *field = &record->fields[j];
            const size_t size = size_of(field->kind);
            assert_field(size > 0 && field->offset >= sizeof(struct am_row), record, field);
            assert_field(field->offset + size <= record->size, record, field);
            for (size_t at = field->offset; at < field->offset + size; at++) {
                assert_field(taken[at] == 0, record, field);
                taken[at] = 1;
            }
        }
        free(taken);
    }
}

/* The structures as their headers have them. */
static const struct {
    const char *file, *structure;
    const struct am_record *record;
} structures[] = {
    {"people.h", "am_organisation", &am_organisation_record},
    {"people.h", "am_site", &am_site_record},
    {"people.h", "am_person", &am_person_record},
    {"people.h", "am_membership", &am_membership_record},
    {"people.h", "am_device", &am_device_record},
    {"people.h", "am_session", &am_session_record},
    {"people.h", "am_api_token", &am_token_record},
    {"authority.h", "am_grant", &am_grant_record},
    {"case.h", "am_customer", &am_customer_record},
    {"encounter.h", "am_live_encounter", &am_live_encounter_record},
    {"encounter.h", "am_encounter_event", &am_encounter_event_record},
    {"encounter.h", "am_presence", &am_presence_record},
    {"case.h", "am_case", &am_case_record},
    {"case.h", "am_approval", &am_approval_record},
    {"case.h", "am_remedy", &am_remedy_record},
    {"case.h", "am_promise", &am_promise_record},
    {"case.h", "am_warning", &am_warning_record},
    {"case.h", "am_refusal", &am_refusal_record},
    {"case.h", "am_incident", &am_incident_record},
    {"help.h", "am_call", &am_call_record},
    {"help.h", "am_way", &am_way_record},
    {"help.h", "am_delivery", &am_delivery_record},
    {"help.h", "am_screens", &am_screens_record},
    {"ledger.h", "am_audit", &am_audit_record},
    {"ledger.h", "am_notice", &am_notice_record},
    {"ledger.h", "am_answer", &am_answer_record},
    {"ledger.h", "am_debrief", &am_debrief_record},
    {"ledger.h", "am_met", &am_met_record},
    {"people.h", "am_break", &am_break_record},
};
enum { STRUCTURE_COUNT = sizeof structures / sizeof *structures };

/* The header without its comments. */
static void read_header(const char *name, char *text, size_t size)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    const size_t len = fread(text, 1, size - 1, file);
    fclose(file);
    assert_true(len < size - 1);
    text[len] = '\0';
    char *open = strstr(text, "/*");
    while (open != NULL) {
        char *close = strstr(open, "*/");
        assert_non_null(close);
        memmove(open, close + 2, strlen(close + 2) + 1);
        open = strstr(open, "/*");
    }
}

/* Which C type a field of this kind has, as an index into `types`. */
static size_t type_of(enum am_field_kind kind)
{
    switch (kind) {
    case AM_FIELD_TEXT:
    case AM_FIELD_BYTES:
    case AM_FIELD_JSON:
        return 0;
    case AM_FIELD_ID:
        return 1;
    case AM_FIELD_NUMBER:
    case AM_FIELD_TIME:
    case AM_FIELD_MINOR:
        return 2;
    case AM_FIELD_CHOICE:
        return 3;
    case AM_FIELD_FLAG:
        return 4;
    }
    return 5;
}

/* Checks that the members are the record's fields, one for one, in their order, and of their types. */
static void check_members(char *body, const struct am_record *record)
{
    static const char *const types[] = {"struct amends_view", "am_id", "int64_t", "int32_t", "bool"};
    size_t found = 0;
    for (char *line = strtok(body, ";"); line != NULL; line = strtok(NULL, ";")) {
        line += strspn(line, " \n");
        if (*line == '\0' || strcmp(line, "struct am_row row") == 0)
            continue;
        size_t type = 0;
        while (type < 5 && strncmp(line, types[type], strlen(types[type])) != 0)
            type++;
        assert_true(type < 5);
        for (char *at = line + strlen(types[type]); *at != '\0'; found++) {
            at += strspn(at, " \n,");
            const size_t len = strcspn(at, " \n,");
            const size_t name_len = len > 0 && at[len - 1] == '_' ? len - 1 : len;
            if (found >= record->field_count || strlen(record->fields[found].name) != name_len ||
                memcmp(record->fields[found].name, at, name_len) != 0)
                fail_msg("%s: the structure has %.*s", record->name, (int)len, at);
            assert_field(type_of(record->fields[found].kind) == type, record, &record->fields[found]);
            at += len;
        }
    }
    assert_int_equal(found, record->field_count);
}

static void every_member_is_a_field(void **state)
{
    (void)state;
    static char text[65536];
    size_t count = 0;
    const struct am_record *const *records = am_records(&count);
    assert_int_equal(count, STRUCTURE_COUNT);
    for (size_t i = 0; i < STRUCTURE_COUNT; i++) {
        char head[80];
        assert_ptr_equal(structures[i].record, records[i]);
        read_header(structures[i].file, text, sizeof text);
        snprintf(head, sizeof head, "struct %s {", structures[i].structure);
        char *body = strstr(text, head);
        assert_non_null(body);
        body += strlen(head);
        char *end = strchr(body, '}');
        assert_non_null(end);
        *end = '\0';
        check_members(body, structures[i].record);
    }
}

/* ---- names */

static void check_name(const struct am_record *record, const struct am_field *field)
{
    static const char *const taken[] = {"org", "id", "version", "created_at_ms", "row"};
    assert_field(is_name(field->name), record, field);
    for (size_t i = 0; i < 5; i++)
        assert_field(strcmp(field->name, taken[i]) != 0, record, field);
    assert_field(am_record_field(record, view(field->name)) == field, record, field);
    const size_t len = strlen(field->name);
    assert_field((field->kind == AM_FIELD_TIME) == (len > 3 && strcmp(field->name + len - 3, "_ms") == 0),
                 record, field);
    assert_field(field->about != NULL && strlen(field->about) >= 3 && strlen(field->about) <= 120, record,
                 field);
    assert_field(isupper((unsigned char)field->about[0]) || strncmp(field->about, "SHA", 3) == 0, record,
                 field);
    assert_field(strchr(field->about, '\n') == NULL, record, field);
}

static void names_are_single(void **state)
{
    (void)state;
    for_each_field(check_name);
    size_t count = 0;
    const struct am_record *const *records = am_records(&count);
    for (size_t i = 0; i < count; i++) {
        assert_true(is_name(records[i]->name) && is_name(records[i]->plural));
        assert_true(strlen(records[i]->about) > 10);
        assert_ptr_equal(am_record_named(view(records[i]->name)), records[i]);
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(records[i]->plural, records[j]->plural);
    }
    assert_null(am_record_named(view("promis")));
    assert_null(am_record_named(view("")));
}

/* ---- what fields say of themselves */

static size_t place_of(const struct am_record *record)
{
    size_t count = 0, place = 0;
    const struct am_record *const *records = am_records(&count);
    while (place < count && records[place] != record)
        place++;
    return place;
}

static const char *const any_kind[] = {"audit.subject", "notice.subject", "delivery.subject", NULL};

static void check_reference(const struct am_record *record, const struct am_field *field)
{
    if (field->kind == AM_FIELD_ID) {
        assert_field((field->of == NULL) == among(any_kind, record, field), record, field);
        if (field->of == NULL)
            return;
        const struct am_record *named = am_record_named(view(field->of));
        assert_field(named != NULL, record, field);
        const bool back = record == &am_live_encounter_record && strcmp(field->name, "case") == 0;
        assert_field((place_of(named) <= place_of(record)) != back, record, field);
    } else if (field->kind == AM_FIELD_MINOR) {
        const struct am_field *currency = am_record_field(record, view(field->of));
        assert_field(currency != NULL && currency->kind == AM_FIELD_TEXT, record, field);
        assert_field(currency->least == 3 && currency->most == 3, record, field);
    } else {
        assert_field(field->of == NULL, record, field);
    }
}

static void what_is_named_is_there_and_before(void **state)
{
    (void)state;
    assert_all_exist(any_kind);
    for_each_field(check_reference);
}

static void check_choices(const struct am_record *record, const struct am_field *field)
{
    assert_field((field->kind == AM_FIELD_CHOICE) == (field->choices != NULL), record, field);
    if (field->choices == NULL)
        return;
    int32_t count = 0;
    while (count < 100 && field->choices[count] != NULL)
        count++;
    assert_field(count >= 2 && count < 100, record, field);
    for (int32_t i = 0; i < count; i++) {
        const bool permission = field->choices == am_permission_names;
        assert_field(permission || is_name(field->choices[i]), record, field);
        assert_field(am_choice_find(field, view(field->choices[i])) == i, record, field);
    }
    assert_field(am_field_most(field) == count - 1, record, field);
}

static void choices_are_those_of_the_enums(void **state)
{
    (void)state;
    for_each_field(check_choices);
    static const struct {
        const struct am_record *record;
        const char *field;
        int32_t count;
        const char *last;
    } expected[] = {
        {&am_organisation_record, "trade", AM_TRADE_COUNT, "public_office"},
        {&am_site_record, "trade", AM_TRADE_COUNT, "public_office"},
        {&am_person_record, "absent", AM_ABSENT_OFF + 1, "off"},
        {&am_membership_record, "role", AM_ROLE_COUNT, "administrator"},
        {&am_grant_record, "to", AM_GRANT_TO_SITE + 1, "site"},
        {&am_grant_record, "role", AM_ROLE_COUNT, "administrator"},
        {&am_grant_record, "remedy", AMENDS_REMEDY_COUNT, "refreshment"},
        {&am_live_encounter_record, "channel", AMENDS_CHANNEL_COUNT, "social"},
        {&am_live_encounter_record, "outcome", AMENDS_OUTCOME_COUNT, "removed"},
        {&am_live_encounter_record, "escalate", AMENDS_LEVEL_COUNT, "emergency"},
        {&am_case_record, "state", AM_CASE_CLOSED + 1, "closed"},
        {&am_case_record, "outcome", AMENDS_OUTCOME_COUNT, "removed"},
        {&am_remedy_record, "remedy", AMENDS_REMEDY_COUNT, "refreshment"},
        {&am_approval_record, "remedy", AMENDS_REMEDY_COUNT, "refreshment"},
        {&am_approval_record, "state", AM_APPROVAL_WITHDRAWN + 1, "withdrawn"},
        {&am_approval_record, "level", AM_ROLE_COUNT, "administrator"},
        {&am_promise_record, "state", AM_PROMISE_BROKEN + 1, "broken"},
        {&am_incident_record, "harm", AM_HARM_SERIOUS + 1, "serious"},
        {&am_call_record, "whom", AMENDS_LEVEL_COUNT, "emergency"},
        {&am_call_record, "state", AM_CALL_ENDED + 1, "ended"},
        {&am_delivery_record, "way", AM_WAY_COMMAND + 1, "command"},
        {&am_delivery_record, "state", AM_DELIVERY_TOO_LATE + 1, "too_late"},
        {&am_way_record, "way", AM_WAY_COMMAND + 1, "command"},
        {&am_way_record, "level", AMENDS_LEVEL_COUNT, "emergency"},
        {&am_notice_record, "permission", AM_PERMISSION_COUNT, "keep"},
        {&am_met_record, "signal", AMENDS_SIGNAL_COUNT, "calming"},
    };
    size_t choices = 0, count = 0;
    const struct am_record *const *records = am_records(&count);
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < records[i]->field_count; j++)
            choices += records[i]->fields[j].kind == AM_FIELD_CHOICE;
    assert_int_equal(choices, sizeof expected / sizeof *expected);
    for (size_t i = 0; i < choices; i++) {
        const struct am_field *field = am_record_field(expected[i].record, view(expected[i].field));
        assert_int_equal(am_field_most(field), expected[i].count - 1);
        assert_string_equal(am_choice_name(field, expected[i].count - 1), expected[i].last);
    }
    assert_string_equal(am_trade_name(AM_TRADE_WEB_SHOP), "web_shop");
    assert_string_equal(am_trade_name(AM_TRADE_COUNT), "?");
    assert_string_equal(am_trade_name(-1), "?");
    assert_int_equal(am_trade_find(view("web_shop")), AM_TRADE_WEB_SHOP);
    assert_int_equal(am_trade_find(view("web")), -1);
}

static void check_limits(const struct am_record *record, const struct am_field *field)
{
    const bool text = field->kind == AM_FIELD_TEXT;
    assert_field(field->most == 0 || field->most >= field->least, record, field);
    assert_field(!text || (field->most > 0 && field->least >= 0), record, field);
    assert_field(field->least == 0 || text || field->kind == AM_FIELD_NUMBER, record, field);
    assert_field(field->kind != AM_FIELD_NUMBER || field->least >= -1, record, field);
    /* Numbers and flags are always there. */
    const bool always = field->kind == AM_FIELD_NUMBER || field->kind == AM_FIELD_FLAG;
    assert_field(!always || (field->flags & AM_FIELD_REQUIRED) == 0, record, field);
}

static void limits_make_sense(void **state)
{
    (void)state;
    for_each_field(check_limits);
}

/* ---- care */

/* Texts that hold no customer's words: what staff, their devices and the desk say of themselves. Every other
 * text is PERSONAL. */
static const char *const not_personal[] = {
    "organisation.name",
    "organisation.currency",
    "organisation.lang",
    "organisation.zone",
    "organisation.retention",
    "site.name",
    "site.lang",
    "site.currency",
    "site.zone",
    "site.emergency_number",
    "site.telephone",
    "site.hours",
    "site.retention",
    "person.name",
    "person.login",
    "person.lang",
    "person.password_hash",
    "person.pin_hash",
    "person.totp_secret",
    "person.email",
    "person.telephone",
    "person.debrief_seal",
    "device.name",
    "device.token_hash",
    "session.token_hash",
    "session.csrf",
    "session.debrief_key",
    "session.about",
    "token.name",
    "token.token_hash",
    "token.scopes",
    "grant.currency",
    "customer.currency",
    "encounter.lang",
    "encounter.start",
    "event.key",
    "approval.currency",
    "remedy.currency",
    "delivery.address",
    "way.address",
    "way.to",
    "way.about",
    "way.secret",
    "screens.people",
    "audit.action",
    "audit.subject_kind",
    "audit.detail",
    "audit.before",
    "audit.hash",
    "notice.kind",
    "answer.key",
    "answer.request_hash",
    "debrief.sealed", /* nobody but its author can tell */
    NULL,
};

static void check_care(const struct am_record *record, const struct am_field *field)
{
    const bool words =
        field->kind == AM_FIELD_TEXT || field->kind == AM_FIELD_JSON || field->kind == AM_FIELD_BYTES;
    const bool personal = (field->flags & AM_FIELD_PERSONAL) != 0;
    assert_field(personal == (words && !among(not_personal, record, field)), record, field);
    const bool secret = (field->flags & AM_FIELD_SECRET) != 0, ours = (field->flags & AM_FIELD_OURS) != 0;
    assert_field(!secret || ours, record, field);
    assert_field(field->kind != AM_FIELD_BYTES || ours, record, field);
    assert_field(!record->append_only || (field->flags & AM_FIELD_FIXED) != 0, record, field);
    assert_field(!record->append_only || !personal, record, field);
}

static void customers_words_are_marked(void **state)
{
    (void)state;
    assert_all_exist(not_personal);
    for_each_field(check_care);
}

static void secrets_are_marked(void **state)
{
    (void)state;
    static const char *const secret[] = {"password_hash", "pin_hash",   "totp_secret",
                                         "debrief_seal",  "token_hash", "csrf",
                                         "sealed",        "state",      "debrief_key"};
    size_t count = 0, found = 0;
    const struct am_record *const *records = am_records(&count);
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < sizeof secret / sizeof *secret; j++) {
            const struct am_field *field = am_record_field(records[i], view(secret[j]));
            if (field == NULL || field->kind == AM_FIELD_CHOICE)
                continue;
            assert_field((field->flags & AM_FIELD_SECRET) != 0, records[i], field);
            found++;
        }
    assert_int_equal(found, 11);
}

/* ---- whole records */

static void a_promise_is_checked(void **state)
{
    (void)state;
    struct am_promise promise;
    struct am_flaw flaw;
    am_record_empty(&am_promise_record, &promise);
    assert_false(am_record_sound(&am_promise_record, &promise, &flaw));
    assert_string_equal(flaw.field->name, "site");
    promise.site = 1;
    promise.owner = 2;
    promise.what = view("Ring back about the charger");
    promise.state = AM_PROMISE_OPEN;
    assert_true(am_record_sound(&am_promise_record, &promise, &flaw));
    promise.state = AM_PROMISE_BROKEN + 1;
    assert_false(am_record_sound(&am_promise_record, &promise, &flaw));
    assert_string_equal(flaw.expected, "one of open, kept, broken");
    promise.state = AM_PROMISE_KEPT;
    promise.what = view(AM_ERASED_TEXT); /* what erasing leaves is sound */
    assert_true(am_record_sound(&am_promise_record, &promise, &flaw));
}

static void an_erased_customer_is_sound(void **state)
{
    (void)state;
    struct am_customer customer;
    struct am_flaw flaw;
    am_record_empty(&am_customer_record, &customer);
    assert_true(customer.yearly_minor == -1 && customer.visits_yearly == -1);
    assert_true(am_record_sound(&am_customer_record, &customer, &flaw));
    customer.yearly_minor = 120000;
    assert_false(am_record_sound(&am_customer_record, &customer, &flaw));
    assert_string_equal(flaw.field->name, "yearly_minor");
    customer.currency = view("EUR");
    assert_true(am_record_sound(&am_customer_record, &customer, &flaw));
}

int main(int argc, char **argv)
{
    assert_int_equal(argc, 2);
    folder = argv[1];
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_byte_belongs_to_one_field),
        cmocka_unit_test(every_member_is_a_field),
        cmocka_unit_test(names_are_single),
        cmocka_unit_test(what_is_named_is_there_and_before),
        cmocka_unit_test(choices_are_those_of_the_enums),
        cmocka_unit_test(limits_make_sense),
        cmocka_unit_test(customers_words_are_marked),
        cmocka_unit_test(secrets_are_marked),
        cmocka_unit_test(a_promise_is_checked),
        cmocka_unit_test(an_erased_customer_is_sound),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
