#include "faces/serve/staffing.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "desk/kit.h"
#include "domain/kinds/names.h"
#include "faces/http/auth/password.h"
#include "faces/http/serving.h"
#include "faces/json/coachwords.h"
#include "faces/serve/demo/demo.h"
#include "store/whole.h"

/* Hashing wants the server's lock: here there is no server, and nobody else. */
struct hashing {
    struct am_server *server;
};

static bool hashing_begin(struct hashing *hashing)
{
    hashing->server = sodium_init() < 0 ? NULL : calloc(1, sizeof *hashing->server);
    return hashing->server && pthread_mutex_init(&hashing->server->hashing, NULL) == 0;
}

static void hashing_end(struct hashing *hashing)
{
    if (hashing->server)
        pthread_mutex_destroy(&hashing->server->hashing);
    free(hashing->server);
}

static uint32_t random_bits(void *context)
{
    (void)context;
    return randombytes_random();
}

/* ---- people */

struct staffing {
    struct am_arena arena;
    am_id org;
    const struct am_options *options;
    struct amends_view hash, seal;
    struct am_person person;
    struct am_membership membership;
    struct am_refused refused;
    char reason[200];
};

/* Says why not; the job answers REFUSED. */
static enum am_kept no(struct staffing *staffing, const char *reason)
{
    snprintf(staffing->reason, sizeof staffing->reason, "%s", reason);
    return AM_KEPT_REFUSED;
}

static enum am_kept find_organisation(struct am_tx *tx, struct staffing *staffing)
{
    am_id *orgs = NULL;
    size_t count = 0;
    const enum am_kept kept = am_tx_organisations(tx, &staffing->arena, &orgs, &count);
    if (kept != AM_KEPT_OK)
        return kept;
    if (count != 1)
        return no(staffing, count == 0
                                ? "there is no organisation yet: open the owner's link first (amends serve)"
                                : "there are several organisations: use the API");
    staffing->org = orgs[0];
    return AM_KEPT_OK;
}

static enum am_kept find_one(struct am_tx *tx, struct staffing *staffing, const struct am_record *record,
                             const char *field, const char *text, void *row)
{
    const struct am_where where = {.field = field, .how = AM_IS, .text = am_view_of(text)};
    const struct am_list list = {.where = &where, .where_count = 1, .most = 2};
    void *rows = NULL;
    size_t count = 0;
    const enum am_kept kept = am_tx_list(tx, record, staffing->org, &list, &staffing->arena, &rows, &count);
    if (kept == AM_KEPT_OK && count != 1) {
        snprintf(staffing->reason, sizeof staffing->reason, "%s: %s %s with this %s", text,
                 count == 0 ? "there is no" : "there is more than one", record->name, field);
        return AM_KEPT_REFUSED;
    }
    if (kept == AM_KEPT_OK)
        memcpy(row, rows, record->size);
    return kept;
}

/* Whoever may start this program on this machine may do everything: the desk itself does it. */
static struct am_doing doing_of(struct am_tx *tx, struct staffing *staffing, const struct am_actor *actor)
{
    return (struct am_doing){.tx = tx,
                             .arena = &staffing->arena,
                             .actor = actor,
                             .now_ms = am_system_now_ms(),
                             .random = random_bits};
}

static enum am_kept end_of(struct am_doing *doing, struct staffing *staffing, bool done)
{
    if (done)
        return AM_KEPT_OK;
    snprintf(staffing->reason, sizeof staffing->reason, "%s%s%.100s %.60s",
             doing->refused.flaw.field ? doing->refused.flaw.field->name : "",
             doing->refused.flaw.field ? ": expected: " : "", doing->refused.flaw.expected,
             doing->refused.detail);
    return am_doing_end(doing);
}

/* As am_person_add, which is for somebody who may: here nobody is signed in, and the log says so. */
static bool add_both(struct am_doing *doing, struct am_person *person, struct am_membership *membership)
{
    for (size_t i = 0; i < person->login.len_bytes; i++)
        if ((unsigned char)person->login.bytes[i] <= ' ')
            return am_refuse_field(doing, &am_person_record, "login", "a name without blanks");
    am_doing_begin_row(doing, &person->row);
    am_doing_begin_row(doing, &membership->row);
    membership->person = person->row.id;
    person->active = true;
    return am_doing_add(doing, &am_person_record, person) &&
           am_audit_write(doing, "person.added", &am_person_record, person->row.id,
                          (struct amends_view){0}) &&
           am_doing_add(doing, &am_membership_record, membership) &&
           am_audit_write(doing, "membership.added", &am_membership_record, person->row.id,
                          am_doing_print(doing, "{\"role\":%d}", (int)membership->role));
}

static enum am_kept add_job(struct am_tx *tx, void *context)
{
    struct staffing *staffing = context;
    const struct am_options *options = staffing->options;
    struct am_site site = {0};
    enum am_kept kept = find_organisation(tx, staffing);
    if (kept == AM_KEPT_OK && options->site)
        kept = find_one(tx, staffing, &am_site_record, "name", options->site, &site);
    if (kept != AM_KEPT_OK)
        return kept;
    const struct am_actor desk = {.org = staffing->org}; /* person 0: the desk itself */
    struct am_doing doing = doing_of(tx, staffing, &desk);
    am_record_empty(&am_person_record, &staffing->person);
    am_record_empty(&am_membership_record, &staffing->membership);
    staffing->person.name = am_view_of(options->name);
    staffing->person.login = am_view_of(options->login);
    staffing->person.lang = am_view_of(options->lang ? options->lang : "");
    staffing->person.password_hash = staffing->hash;
    staffing->person.debrief_seal = staffing->seal;
    staffing->person.must_change_password = true;
    staffing->membership.site = site.row.id;
    staffing->membership.role =
        am_choice_find(am_record_field(&am_membership_record, am_view_of("role")), am_view_of(options->role));
    return end_of(&doing, staffing, add_both(&doing, &staffing->person, &staffing->membership));
}

/* Ends all sessions of a person. */
static bool shut_sessions(struct am_doing *doing, am_id person)
{
    const struct am_where where = {.field = "person", .how = AM_IS, .number = person};
    int64_t count = 0;
    return am_doing_kept(doing,
                         am_tx_remove(doing->tx, &am_session_record, doing->actor->org, &where, 1, &count));
}

static enum am_kept password_job(struct am_tx *tx, void *context)
{
    struct staffing *staffing = context;
    enum am_kept kept = find_organisation(tx, staffing);
    if (kept == AM_KEPT_OK)
        kept =
            find_one(tx, staffing, &am_person_record, "login", staffing->options->login, &staffing->person);
    if (kept != AM_KEPT_OK)
        return kept;
    const struct am_actor desk = {.org = staffing->org}; /* person 0: the desk itself */
    struct am_doing doing = doing_of(tx, staffing, &desk);
    staffing->person.password_hash = staffing->hash;
    staffing->person.debrief_seal = staffing->seal;
    staffing->person.must_change_password = true;
    staffing->person.totp_secret = (struct amends_view){NULL, 0}; /* it may be lost with the password */
    const bool done = am_doing_change(&doing, &am_person_record, &staffing->person, 0) &&
                      shut_sessions(&doing, staffing->person.row.id) &&
                      am_audit_write(&doing, "person.password_reset", &am_person_record,
                                     staffing->person.row.id, (struct amends_view){0});
    return end_of(&doing, staffing, done);
}

/* Invents a password, makes its hash and the key of the debriefs. */
static bool invent(struct staffing *staffing, struct amends_view *password)
{
    struct hashing hashing = {0};
    unsigned char key[AM_DEBRIEF_KEY_BYTES];
    const bool done = hashing_begin(&hashing) && am_password_invent(&staffing->arena, password) &&
                      am_password_hash(hashing.server, *password, &staffing->arena, &staffing->hash) &&
                      am_debriefs_key_make(hashing.server, *password, &staffing->arena, key, &staffing->seal);
    sodium_memzero(key, sizeof key);
    hashing_end(&hashing);
    return done;
}

static int person_usage(const struct am_options *options, bool adds)
{
    if (!options->login || (adds && (!options->name || !options->role))) {
        am_complain("person: %s expected; see amends person --help",
                    adds ? "--login, --name and --role were" : "--login was");
        return AM_EXIT_USAGE;
    }
    if (adds && am_choice_find(am_record_field(&am_membership_record, am_view_of("role")),
                               am_view_of(options->role)) < 0) {
        am_complain("--role %s: associate, supervisor, manager or administrator was expected", options->role);
        return AM_EXIT_USAGE;
    }
    return AM_EXIT_OK;
}

int am_person_run(struct am_program *program)
{
    const struct am_options *options = &program->options;
    struct am_opening opening = {0};
    struct staffing staffing = {.options = options};
    struct amends_view password = {0};
    const bool adds = options->operand_count == 1 && strcmp(options->operands[0], "add") == 0;
    if (!adds && !(options->operand_count == 1 && strcmp(options->operands[0], "password") == 0)) {
        am_complain("person: add or password was expected; see amends person --help");
        return AM_EXIT_USAGE;
    }
    int status = person_usage(options, adds);
    if (status == AM_EXIT_OK)
        status = am_opening_settings(program, &opening);
    if (status == AM_EXIT_OK)
        status = am_opening_store(&opening, NULL);
    if (status == AM_EXIT_OK)
        status = am_opening_tables(&opening, false);
    if (status == AM_EXIT_OK && !invent(&staffing, &password))
        status = AM_EXIT_SYSTEM;
    if (status == AM_EXIT_OK) {
        const enum am_kept kept = am_store_write(opening.store, adds ? add_job : password_job, &staffing);
        if (kept == AM_KEPT_REFUSED || kept == AM_KEPT_TWICE) {
            am_complain("%s%s", kept == AM_KEPT_TWICE ? "somebody has this login: " : "",
                        kept == AM_KEPT_TWICE ? options->login : staffing.reason);
            status = AM_EXIT_STORE;
        } else {
            status = am_opening_kept(&opening, kept, "the person was not written");
        }
    }
    if (status == AM_EXIT_OK)
        printf("login:    %s\npassword: %.*s\nIt has to be changed at the first sign-in.\n%s", options->login,
               (int)password.len_bytes, password.bytes,
               adds ? ""
                    : "An authenticator has to be set up anew; debriefs until now can be read no more.\n");
    am_arena_dispose(&staffing.arena);
    am_opening_close(&opening);
    return status == AM_EXIT_OK ? am_output_finish(status) : status;
}

/* ---- the demo shop */

static bool fill_demo(struct am_opening *opening, struct am_demo_settings *settings)
{
    const struct amends_view password = am_view_of(AM_DEMO_PASSWORD);
    struct hashing hashing = {0};
    bool done = hashing_begin(&hashing) &&
                am_password_hash(hashing.server, password, &opening->arena, &settings->password_hash);
    for (int i = 0; done && i < AM_DEMO_PEOPLE; i++) {
        unsigned char key[AM_DEBRIEF_KEY_BYTES];
        done =
            am_debriefs_key_make(hashing.server, password, &opening->arena, key, &settings->debrief_seals[i]);
    }
    hashing_end(&hashing);
    return done;
}

static void tell_people(const struct am_demo_words *words)
{
    static const char *const what[AM_DEMO_PEOPLE] = {"manager, administrator",
                                                     "supervisor",
                                                     "supervisor",
                                                     "associate",
                                                     "associate",
                                                     "associate",
                                                     "associate",
                                                     "associate"};
    printf("%s: two sites, eight people, two weeks of cases.\nSign in as:\n", words->organisation);
    for (int i = 0; i < AM_DEMO_PEOPLE; i++)
        printf("  %-10s %s\n", words->people[i].login, what[i]);
    printf("with the password: %s\n", AM_DEMO_PASSWORD);
}

int am_demo_run(struct am_program *program)
{
    struct am_opening opening = {0};
    char trouble[AM_DEMO_TROUBLE_LEN];
    const char *lang = program->options.lang ? program->options.lang : "en";
    const struct am_coach_words coach_words = am_coachwords(program->engine);
    const struct am_coach coach = {program->engine, program->workspace, &coach_words};
    struct am_demo_settings settings = {
        .words = am_demo_words(lang), .coach = &coach, .now_ms = am_system_now_ms()};
    if (!settings.words) {
        am_complain("--lang %s: en, fi, ru or zh was expected", lang);
        return AM_EXIT_USAGE;
    }
    int status = am_opening_settings(program, &opening);
    if (status == AM_EXIT_OK)
        status = am_opening_store(&opening, NULL);
    if (status == AM_EXIT_OK)
        status = am_opening_tables(&opening, true);
    if (status == AM_EXIT_OK && !fill_demo(&opening, &settings))
        status = AM_EXIT_SYSTEM;
    if (status == AM_EXIT_OK && am_demo_make(opening.store, &settings, trouble) != AM_KEPT_OK) {
        am_complain("demo: %s", trouble);
        status = AM_EXIT_STORE;
    }
    if (status == AM_EXIT_OK)
        tell_people(settings.words);
    am_opening_close(&opening);
    return status == AM_EXIT_OK ? am_output_finish(status) : status;
}
