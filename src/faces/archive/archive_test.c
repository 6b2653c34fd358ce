/* Round trips of a whole shop, on the engine that is tested and over to SQLite and back. */
#include "store/store_testing.h"

#include <dirent.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "amends/malloc.h"
#include "desk/doing.h"
#include "domain/kinds/all.h"
#include "faces/archive/archive.h"
#include "faces/json/coachwords.h"
#include "faces/serve/demo/demo.h"
#include "store/whole.h"

enum { PATH_LEN = 512 };

static struct {
    int folders;
} testing_names;

static const char *path_in(const char *name)
{
    static char path[PATH_LEN];
    snprintf(path, sizeof path, "%s/%s", testing_folder(), name);
    return path;
}

static char *fresh_name(const char *what)
{
    char name[64];
    snprintf(name, sizeof name, "%s-%d", what, ++testing_names.folders);
    return strdup(path_in(name));
}

/* A store with the demo shop in this language. */
static am_store *open_shop(const char *url, const char *lang)
{
    const struct amends_allocator allocator = AMENDS_MALLOC;
    amends_engine *engine;
    amends_workspace *workspace;
    char trouble[AM_DEMO_TROUBLE_LEN];
    am_store *store = testing_open(url, NULL);
    assert_int_equal(amends_engine_new(&allocator, amends_builtin_image(), &engine), AMENDS_OK);
    assert_int_equal(amends_workspace_new(engine, &allocator, 0, &workspace), AMENDS_OK);
    const struct am_coach_words words = am_coachwords(engine);
    const struct am_coach coach = {engine, workspace, &words};
    struct am_demo_settings settings = {.words = am_demo_words(lang),
                                        .coach = &coach,
                                        .now_ms = INT64_C(1795350896007),
                                        .password_hash = view_of("$argon2id$of-the-demo")};
    for (int i = 0; i < AM_DEMO_PEOPLE; i++)
        settings.debrief_seals[i] = (struct amends_view){"\0\1\2\377", 4};
    if (am_demo_make(store, &settings, trouble) != AM_KEPT_OK)
        fail_msg("%s", trouble);
    amends_workspace_free(workspace);
    amends_engine_free(engine);
    return store;
}

static am_store *open_empty(const char *url)
{
    return testing_open(url, NULL);
}

static struct am_archive_told write_to(am_store *store, const char *folder)
{
    struct am_archive_told told;
    if (am_archive_write(store, folder, 1000, &told) != AM_KEPT_OK)
        fail_msg("%s", told.trouble);
    return told;
}

static char *read_whole(const char *folder, const char *name, size_t *len)
{
    char path[2 * PATH_LEN];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    char *bytes = calloc(1, 1 << 20);
    *len = fread(bytes, 1, (1 << 20) - 1, file);
    fclose(file);
    return bytes;
}

static void assert_same_file(const char *one, const char *other, const char *name)
{
    size_t len, other_len;
    char *bytes = read_whole(one, name, &len), *other_bytes = read_whole(other, name, &other_len);
    assert_int_equal(len, other_len);
    assert_memory_equal(bytes, other_bytes, len);
    free(bytes);
    free(other_bytes);
}

static void there_and_back(void **state)
{
    static const char *const langs[] = {"en", "fi", "ru", "zh"};
    (void)state;
    for (size_t i = 0; i < 4; i++) {
        struct am_archive_told told;
        char *first = fresh_name("first"), *second = fresh_name("second"), *other = fresh_name("sqlite.db");
        am_store *store = open_shop(testing_database(), langs[i]);
        const struct am_archive_told written = write_to(store, first);
        assert_true(written.rows > 200);
        assert_int_equal(written.organisations, 1);
        am_store_close(store);
        /* Over to SQLite, and from there to the engine that is tested. */
        am_store *lite = open_empty(other);
        if (am_archive_read(lite, first, &told) != AM_KEPT_OK)
            fail_msg("%s", told.trouble);
        assert_int_equal(told.rows, written.rows);
        assert_false(told.without_secrets);
        write_to(lite, second);
        am_store_close(lite);
        assert_same_file(first, second, "manifest.json");
        assert_same_file(first, second, "audit.jsonl");
        assert_same_file(first, second, "secrets/people.jsonl");
        store = open_empty(testing_database());
        if (am_archive_read(store, second, &told) != AM_KEPT_OK)
            fail_msg("%s", told.trouble);
        am_store_close(store);
        free(first);
        free(second);
        free(other);
    }
}

static enum am_kept next_number(struct am_tx *tx, void *context)
{
    am_id *orgs = NULL;
    size_t count = 0;
    struct am_arena arena = {0};
    enum am_kept kept = am_tx_organisations(tx, &arena, &orgs, &count);
    if (kept == AM_KEPT_OK)
        kept = am_tx_next(tx, orgs[0], "case", context);
    am_arena_dispose(&arena);
    return kept;
}

static enum am_kept verify(struct am_tx *tx, void *context)
{
    am_id *orgs = NULL;
    size_t count = 0;
    struct am_arena arena = {0};
    enum am_kept kept = am_tx_organisations(tx, &arena, &orgs, &count);
    if (kept == AM_KEPT_OK)
        kept = am_audit_verify(tx, orgs[0], context);
    am_arena_dispose(&arena);
    return kept;
}

static void what_is_read_goes_on(void **state)
{
    (void)state;
    int64_t number = 0;
    struct am_archive_told told;
    struct am_audit_verdict verdict;
    char *folder = fresh_name("archive");
    am_store *store = open_shop(testing_database(), "en");
    write_to(store, folder);
    am_store_close(store);
    store = open_empty(testing_database());
    assert_int_equal(am_archive_read(store, folder, &told), AM_KEPT_OK);
    /* Counters go on, and the audit log's chain holds. */
    assert_int_equal(am_store_write(store, next_number, &number), AM_KEPT_OK);
    assert_int_equal(number, AM_DEMO_CASES + 1);
    assert_int_equal(am_store_read(store, verify, &verdict), AM_KEPT_OK);
    assert_int_equal(verdict.fault, AM_AUDIT_SOUND);
    assert_true(verdict.entries > 90);
    /* Not a second time. */
    assert_int_equal(am_archive_read(store, folder, &told), AM_KEPT_REFUSED);
    assert_non_null(strstr(told.trouble, "not empty"));
    am_store_close(store);
    free(folder);
}

static void verify_finds_a_changed_byte(void **state)
{
    (void)state;
    struct am_audit_verdict verdict;
    const char *url = testing_database();
    am_store *store = open_shop(url, "en");
    am_store_close(store);
    assert_int_equal(testing_sql(url, "UPDATE \"audit\" SET \"action\" = 'case.opene' WHERE \"number\" = 40"),
                     AM_KEPT_OK);
    store = testing_open(url, NULL);
    assert_int_equal(am_store_read(store, verify, &verdict), AM_KEPT_OK);
    assert_int_equal(verdict.fault, AM_AUDIT_HASH);
    assert_int_equal(verdict.number, 40);
    am_store_close(store);
    assert_int_equal(testing_sql(url, "DELETE FROM \"audit\" WHERE \"number\" = 20"), AM_KEPT_OK);
    store = testing_open(url, NULL);
    assert_int_equal(am_store_read(store, verify, &verdict), AM_KEPT_OK);
    assert_int_equal(verdict.fault, AM_AUDIT_GAP);
    assert_int_equal(verdict.number, 20);
    am_store_close(store);
}

/* ---- archives that are not right */

static void write_whole(const char *folder, const char *name, const char *bytes, size_t len)
{
    char path[2 * PATH_LEN];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, len, file), len);
    fclose(file);
}

static void sum(const char *bytes, size_t len, char hash[65])
{
    unsigned char digest[32];
    crypto_hash_sha256(digest, (const unsigned char *)bytes, len);
    sodium_bin2hex(hash, 65, digest, sizeof digest);
}

/* Replaces one text by another of the same length in a file, and its hash in the manifest. */
static void forge(const char *folder, const char *name, const char *from, const char *to)
{
    size_t len, manifest_len;
    char before[65], after[65];
    char *bytes = read_whole(folder, name, &len),
         *manifest = read_whole(folder, "manifest.json", &manifest_len);
    sum(bytes, len, before);
    char *at = strstr(bytes, from);
    assert_non_null(at);
    assert_int_equal(strlen(from), strlen(to));
    memcpy(at, to, strlen(to));
    sum(bytes, len, after);
    char *hash = strstr(manifest, before);
    assert_non_null(hash);
    memcpy(hash, after, 64);
    write_whole(folder, name, bytes, len);
    write_whole(folder, "manifest.json", manifest, manifest_len);
    free(bytes);
    free(manifest);
}

static enum am_kept count_orgs(struct am_tx *tx, void *context)
{
    am_id *orgs = NULL;
    struct am_arena arena = {0};
    enum am_kept kept = am_tx_organisations(tx, &arena, &orgs, context);
    am_arena_dispose(&arena);
    return kept;
}

/* It is refused with these words, and nothing of it is there. */
static void assert_refused(const char *folder, const char *says)
{
    struct am_archive_told told;
    size_t orgs = 1;
    am_store *store = open_empty(testing_database());
    const enum am_kept kept = am_archive_read(store, folder, &told);
    if (kept != AM_KEPT_REFUSED || !strstr(told.trouble, says))
        fail_msg("%s: %s, expected: %s", am_kept_name(kept), told.trouble, says);
    assert_int_equal(am_store_read(store, count_orgs, &orgs), AM_KEPT_OK);
    assert_int_equal(orgs, 0);
    am_store_close(store);
}

static void archives_that_are_not_right(void **state)
{
    static const struct {
        const char *file, *from, *to, *says;
    } forged[] = {
        {"people.jsonl", "\"active\":true", "\"active\":1234", "people.jsonl:1: active: true or false"},
        {"cases.jsonl", "\"state\":\"closed\"", "\"state\":\"clozed\"",
         "cases.jsonl:1: state: one of its choices"},
        {"cases.jsonl", "\"subject\"", "\"subjekt\"", "subjekt: a field of this kind"},
        {"cases.jsonl", "\"number\":2,", "\"number\":1,", "cases.jsonl:2: this record is there already"},
        {"cases.jsonl", "{\"org\"", "{\"orf\"", "orf: a field of this kind"},
        {"sites.jsonl", "\"version\":1", "\"version\":0", "version: a whole number from 1"},
        {"sites.jsonl", "}\n{", "}\n[", "sites.jsonl:2: "},
        {"sites.jsonl", "\"currency\":\"GBP\"", "\"currency\":\"\"   ", "sites.jsonl:1: "},
        {"secrets/people.jsonl", "\"debrief_seal\":\"AA", "\"debrief_seal\":\"!A", "debrief_seal: base 64"},
        {"secrets/people.jsonl", "\"id\":\"0", "\"id\":\"1",
         "secrets/people.jsonl:1: the secrets of the same record"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof forged / sizeof *forged; i++) {
        char *folder = fresh_name("forged");
        am_store *store = open_shop(path_in("shop.db"), "en");
        write_to(store, folder);
        am_store_close(store);
        unlink(path_in("shop.db"));
        forge(folder, forged[i].file, forged[i].from, forged[i].to);
        assert_refused(folder, forged[i].says);
        free(folder);
    }
}

static void a_changed_byte_a_missing_file(void **state)
{
    (void)state;
    size_t len;
    char *folder = fresh_name("changed"), name[2 * PATH_LEN];
    am_store *store = open_shop(path_in("byte.db"), "en");
    write_to(store, folder);
    struct am_archive_told told;
    assert_int_equal(am_archive_write(store, folder, 1, &told), AM_KEPT_TWICE);
    am_store_close(store);
    char *bytes = read_whole(folder, "audit.jsonl", &len);
    bytes[len / 2] ^= 1;
    write_whole(folder, "audit.jsonl", bytes, len);
    assert_refused(folder, "audit.jsonl: was changed");
    bytes[len / 2] ^= 1;
    write_whole(folder, "audit.jsonl", bytes, len);
    free(bytes);
    bytes = read_whole(folder, "manifest.json", &len);
    write_whole(folder, "manifest.json", bytes, len / 2);
    assert_refused(folder, "manifest.json:");
    write_whole(folder, "manifest.json", "{}", 2);
    assert_refused(folder, "amends-archive was expected");
    write_whole(folder, "manifest.json", bytes, len);
    free(bytes);
    snprintf(name, sizeof name, "%s/sites.jsonl", folder);
    unlink(name);
    assert_refused(folder, "sites.jsonl: No such file");
    assert_refused("/nowhere", "/nowhere/manifest.json:1");
    free(folder);
}

static void without_secrets(void **state)
{
    (void)state;
    char *folder = fresh_name("open"), name[2 * PATH_LEN];
    struct am_archive_told told;
    am_store *store = open_shop(path_in("open.db"), "en");
    write_to(store, folder);
    am_store_close(store);
    static const char *const kinds[] = {"answers", "debriefs", "deliveries", "devices",
                                        "events",  "people",   "sessions",   "tokens"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        snprintf(name, sizeof name, "%s/secrets/%s.jsonl", folder, kinds[i]);
        unlink(name);
    }
    store = open_empty(testing_database());
    if (am_archive_read(store, folder, &told) != AM_KEPT_OK)
        fail_msg("%s", told.trouble);
    assert_true(told.without_secrets);
    am_store_close(store);
    free(folder);
}

/* ---- SQLite's file */

static void copies_of_a_file(void **state)
{
    (void)state;
    char trouble[AM_STORE_TROUBLE_LEN];
    char *path = fresh_name("live.db"), *copy = fresh_name("copy.db");
    struct am_audit_verdict verdict;
    int64_t number;
    am_store *store = open_shop(path, "en");
    assert_int_equal(am_sqlite_copy(path, copy, trouble), AM_KEPT_OK);
    assert_int_equal(am_store_write(store, next_number, &number), AM_KEPT_OK); /* it goes on */
    assert_int_equal(am_sqlite_copy(path, copy, trouble), AM_KEPT_TWICE);
    am_store_close(store);
    assert_int_equal(am_sqlite_check(copy, trouble), AM_KEPT_OK);
    struct stat about;
    assert_int_equal(stat(copy, &about), 0);
    assert_int_equal(about.st_mode & 077, 0);
    store = testing_open(copy, NULL);
    assert_int_equal(am_store_read(store, verify, &verdict), AM_KEPT_OK);
    assert_int_equal(verdict.fault, AM_AUDIT_SOUND);
    am_store_close(store);
    /* Damage in the middle is found. */
    FILE *file = fopen(copy, "r+");
    for (long at = 4096; at < 400000; at += 4096) {
        fseek(file, at, SEEK_SET);
        fputs("damage", file);
    }
    fclose(file);
    assert_int_equal(am_sqlite_check(copy, trouble), AM_KEPT_DAMAGED);
    assert_int_equal(am_sqlite_copy(copy, path_in("never.db"), trouble), AM_KEPT_DAMAGED);
    assert_int_not_equal(access(path_in("never.db"), F_OK), 0);
    assert_int_equal(am_sqlite_check(path_in("nothing.db"), trouble), AM_KEPT_NONE);
    assert_null(am_sqlite_path("postgresql:///x"));
    assert_string_equal(am_sqlite_path("sqlite:/a/b"), "/a/b");
    free(path);
    free(copy);
}

/* Every kind of record survives with every field filled. */
static void every_field(void **state)
{
    (void)state;
    size_t count;
    const struct am_record *const *records = am_records(&count);
    for (size_t i = 0; i < count; i++) {
        struct am_arena arena = {0};
        char *row = calloc(1, records[i]->size), *again = calloc(1, records[i]->size);
        char expected[AM_ARCHIVE_EXPECTED_LEN];
        *(struct am_row *)row = (struct am_row){7, 8, 9, 10};
        for (size_t k = 0; k < records[i]->field_count; k++) {
            const struct am_field *field = &records[i]->fields[k];
            void *at = am_field_at(field, row);
            if (field->kind == AM_FIELD_TEXT || field->kind == AM_FIELD_JSON || field->kind == AM_FIELD_BYTES)
                *(struct amends_view *)at = view_of("\"ä\"");
            else if (field->kind == AM_FIELD_FLAG)
                *(bool *)at = true;
            else if (field->kind == AM_FIELD_CHOICE)
                *(int32_t *)at = 1;
            else
                *(int64_t *)at = 12345;
        }
        for (enum am_archive_part part = AM_ARCHIVE_OPEN; part <= AM_ARCHIVE_SECRETS; part++) {
            json_t *line = am_archive_line(records[i], row, part);
            if (!am_archive_take(records[i], line, part, &arena, again, expected))
                fail_msg("%s: %s", records[i]->name, expected);
            json_t *twice = am_archive_line(records[i], again, part);
            assert_true(json_equal(line, twice));
            assert_int_equal(part == AM_ARCHIVE_SECRETS && !am_archive_has(records[i], part),
                             part == AM_ARCHIVE_SECRETS && json_object_size(line) == 2);
            json_decref(line);
            json_decref(twice);
        }
        free(row);
        free(again);
        am_arena_dispose(&arena);
    }
}

int main(int argc, char *argv[])
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(there_and_back),
        cmocka_unit_test(what_is_read_goes_on),
        cmocka_unit_test(verify_finds_a_changed_byte),
        cmocka_unit_test(archives_that_are_not_right),
        cmocka_unit_test(a_changed_byte_a_missing_file),
        cmocka_unit_test(without_secrets),
        cmocka_unit_test(copies_of_a_file),
        cmocka_unit_test(every_field),
    };
    return sodium_init() < 0 ? 77 : testing_run(argc, argv, tests);
}
