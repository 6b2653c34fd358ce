/* Setting up, signing in with a password or a PIN, who am I, signing out. */
#include "faces/http/auth/signin.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "desk/people/people.h"
#include "desk/people/roles.h"
#include "faces/http/auth/authenticator.h"
#include "faces/http/auth/bodies.h"
#include "faces/http/auth/gate.h"
#include "faces/http/auth/known.h"
#include "faces/http/auth/password.h"
#include "faces/http/auth/person.h"
#include "faces/http/auth/session.h"
#include "faces/http/auth/setup.h"
#include "faces/http/auth/throttle.h"
#include "faces/http/modules.h"
#include "faces/http/paging.h"
#include "faces/http/recordjson.h"
#include "faces/http/verbs.h"

/* ---- what a page is told */

static json_t *rights_json(const struct am_actor *actor)
{
    static const char *const reaches[] = {"never", "own", "site", "organisation"};
    json_t *json = json_object();
    for (int i = 0; i < AM_PERMISSION_COUNT; i++) {
        const enum am_reach reach = am_actor_reach(actor, (enum am_permission)i);
        if (reach != AM_REACH_NEVER)
            json_object_set_new(json, am_permission_name((enum am_permission)i), json_string(reaches[reach]));
    }
    return json;
}

/* Whether there is an authenticator, whether there must be, how many recovery codes are left. */
static void add_factor(json_t *json, const struct am_server *server, const struct am_actor *actor,
                       const struct am_person *person)
{
    struct am_authenticator authenticator = {0};
    const bool has = am_authenticator_open(server->settings.key, person->totp_secret, &authenticator) &&
                     authenticator.confirmed;
    json_object_set_new(json, "has_authenticator", json_boolean(has));
    json_object_set_new(json, "must_set_authenticator",
                        json_boolean(!has && am_must_have_factor(server, actor)));
    json_object_set_new(json, "recovery_codes_left",
                        json_integer(has ? (json_int_t)am_authenticator_left(&authenticator) : 0));
    sodium_memzero(&authenticator, sizeof authenticator);
}

json_t *am_session_json(const struct am_server *server, const struct am_actor *actor,
                        const struct am_person *person, const char *csrf)
{
    json_t *roles = json_array(), *json = json_object();
    for (size_t i = 0; i < actor->membership_count; i++)
        json_array_append_new(roles, am_record_json(&am_membership_record, &actor->memberships[i]));
    json_object_set_new(json, "person", am_record_json(&am_person_record, person));
    json_object_set_new(json, "memberships", roles);
    json_object_set_new(json, "permissions", rights_json(actor));
    json_object_set_new(json, "by_pin", json_boolean(actor->by_pin));
    if (actor->session) {
        char session[AM_ID_TEXT_LEN + 1];
        am_id_write(actor->session, session);
        json_object_set_new(json, "session", json_string(session));
    }
    json_object_set_new(json, "alone", json_boolean(actor->alone));
    json_object_set_new(json, "must_change_password", json_boolean(person->must_change_password));
    json_object_set_new(json, "has_pin", json_boolean(person->pin_hash.len_bytes > 0));
    add_factor(json, server, actor, person);
    if (csrf)
        json_object_set_new(json, "csrf", json_string(csrf));
    return json;
}

/* ---- a new session */

/* From a person who has shown who they are to a session. */
struct opening {
    const struct am_call_in *in;
    struct am_session session;
    struct am_credential credential;
    bool on_device; /* the browser shows the cookie of one */
    struct am_credential device;
    struct am_membership *memberships;
    size_t membership_count;
    int64_t people;
};

/* The device that this browser is enrolled as, where it stands. */
static enum am_kept find_device(struct am_tx *tx, const struct opening *opening, am_id org, am_id *out)
{
    struct am_device device;
    if (!opening->on_device || opening->device.org != org)
        return AM_KEPT_OK;
    const enum am_kept kept =
        am_tx_read(tx, &am_device_record, org, opening->device.id, opening->in->arena, &device);
    if (kept == AM_KEPT_OK && !device.revoked && am_credential_is(&opening->device, device.token_hash))
        *out = device.row.id;
    return kept == AM_KEPT_NONE ? AM_KEPT_OK : kept;
}

static enum am_kept open_job(struct am_tx *tx, void *context)
{
    struct opening *opening = context;
    const am_id org = opening->session.row.org;
    struct am_session row = opening->session;
    const struct am_where of = {.field = "person", .how = AM_IS, .number = row.person};
    const struct am_where active = {.field = "active", .how = AM_IS, .number = 1};
    const struct am_list list = {.where = &of, .where_count = 1, .most = AM_LIST_MOST};
    void *rows = NULL;
    enum am_kept kept = am_tx_list(tx, &am_membership_record, org, &list, opening->in->arena, &rows,
                                   &opening->membership_count);
    opening->memberships = rows;
    opening->membership_count =
        am_memberships_now(rows, kept == AM_KEPT_OK ? opening->membership_count : 0, opening->in->now_ms);
    if (kept == AM_KEPT_OK)
        kept = am_tx_count(tx, &am_person_record, org, &active, 1, &opening->people);
    if (kept == AM_KEPT_OK)
        kept = find_device(tx, opening, org, &row.device);
    if (kept == AM_KEPT_OK)
        kept = am_tx_add(tx, &am_session_record, &row);
    const struct am_actor actor = {.org = org,
                                   .person = row.person,
                                   .device = row.device,
                                   .memberships = opening->memberships,
                                   .membership_count = opening->membership_count};
    const char *action = row.by_pin ? "session.opened_by_pin" : "session.opened";
    if (kept == AM_KEPT_OK)
        kept = am_audit_note(tx, opening->in, &actor, action, &am_session_record, row.row.id);
    if (kept != AM_KEPT_OK)
        return kept;
    struct am_doing doing = am_doing_of(tx, opening->in, &actor);
    return am_absent_over(&doing) ? AM_KEPT_OK : am_doing_end(&doing);
}

void am_session_open(const struct am_call_in *in, const struct am_person *person,
                     const struct am_session_wish *wish, struct am_call_out *out)
{
    struct opening opening = {.in = in};
    opening.on_device = am_cookie_get(in, AM_COOKIE_DEVICE, &opening.device);
    if (!am_session_make(in, wish, &opening.session, &opening.credential)) {
        am_problem_of_kept(out, AM_KEPT_MEMORY);
        return;
    }
    if (!am_problem_of_kept(out, am_store_write(in->server->settings.store, open_job, &opening)))
        return;
    const struct am_actor actor = {.org = wish->org,
                                   .person = wish->person,
                                   .session = opening.session.row.id,
                                   .device = wish->device,
                                   .memberships = opening.memberships,
                                   .membership_count = opening.membership_count,
                                   .alone = opening.people == 1,
                                   .by_pin = wish->by_pin};
    char csrf[AM_CSRF_LEN + 1] = "";
    memcpy(csrf, opening.session.csrf.bytes, AM_CSRF_LEN);
    out->status = 201;
    out->json = am_session_json(in->server, &actor, person, csrf);
    out->set_cookie[0] = am_cookie_set(in, AM_COOKIE_SESSION, &opening.credential);
    am_credential_wipe(&opening.credential);
}

/* ---- by password */

struct finding {
    const struct am_call_in *in;
    am_id org;
    struct amends_view login;
    struct am_person person;
    bool found;
};

static enum am_kept find(struct am_tx *tx, void *context)
{
    struct finding *finding = context;
    return am_person_by_login(tx, finding->org, finding->login, finding->in->arena, &finding->person,
                              &finding->found);
}

static void refuse(const struct am_call_in *in, am_id org, struct amends_view account,
                   struct am_call_out *out)
{
    am_throttle_failed(in->server->throttle, org, account, in->address, am_clock_ms());
    am_problem_set(out, 401, "wrong", "That is not right", "the name, the password or the code is not right");
}

/* A code that is shown, taken in the transaction that notes it: so it is good once, whichever process is
 * asked.
 */
struct showing {
    const struct am_call_in *in;
    struct am_person *person; /* gets what is left of the authenticator */
    struct amends_view code, sealed;
    bool right;
};

static enum am_kept take_code(struct am_tx *tx, void *context)
{
    struct showing *showing = context;
    const struct am_call_in *in = showing->in;
    const unsigned char *key = in->server->settings.key;
    const am_id org = showing->person->row.org;
    struct am_person person;
    struct am_authenticator authenticator = {0};
    showing->right = false;
    enum am_kept kept = am_tx_read(tx, &am_person_record, org, showing->person->row.id, in->arena, &person);
    if (kept != AM_KEPT_OK || !am_authenticator_open(key, person.totp_secret, &authenticator))
        return kept;
    const unsigned left = am_authenticator_left(&authenticator);
    showing->right = am_authenticator_take(&authenticator, showing->code, am_server_now_ms(in->server));
    const bool recovered = am_authenticator_left(&authenticator) < left;
    const bool sealed = am_authenticator_seal(key, &authenticator, in->arena, &showing->sealed);
    sodium_memzero(&authenticator, sizeof authenticator);
    if (!showing->right || !sealed)
        return sealed ? AM_KEPT_OK : AM_KEPT_MEMORY;
    person.totp_secret = showing->sealed;
    kept = am_tx_change(tx, &am_person_record, &person);
    const struct am_actor actor = {.org = org, .person = person.row.id};
    return kept == AM_KEPT_OK && recovered
               ? am_audit_note(tx, in, &actor, "person.recovery_code_used", &am_person_record, person.row.id)
               : kept;
}

/* The second factor, where the person has one. */
static bool code_is_right(const struct am_call_in *in, struct am_person *person, struct amends_view code,
                          struct am_call_out *out)
{
    struct am_authenticator authenticator = {0};
    if (person->totp_secret.len_bytes == 0)
        return true;
    if (!am_authenticator_open(in->server->settings.key, person->totp_secret, &authenticator)) {
        am_problem_set(out, 500, "key-file", "The authenticator cannot be checked",
                       "the server's key file is not the one it was set up with");
        return false;
    }
    sodium_memzero(authenticator.secret, sizeof authenticator.secret);
    if (!authenticator.confirmed)
        return true;
    if (code.len_bytes == 0) {
        am_problem_set(out, 401, "code-needed", "The code of the authenticator is needed",
                       "send it, or a recovery code, as `code`");
        return false;
    }
    struct showing showing = {.in = in, .person = person, .code = code};
    if (!am_problem_of_kept(out, am_store_write(in->server->settings.store, take_code, &showing)))
        return false;
    if (showing.right)
        person->totp_secret = showing.sealed;
    else
        refuse(in, person->row.org, person->login, out);
    return showing.right;
}

static void post_session(const struct am_call_in *in, struct am_call_out *out)
{
    struct am_signin_body body;
    if (!am_body_read(in, &body, out))
        return;
    struct finding finding = {.in = in,
                              .org = body.organisation ? body.organisation : in->server->settings.org,
                              .login = body.login};
    if (!am_may_try(in, finding.org, body.login, out) ||
        !am_problem_of_kept(out, am_store_read(in->server->settings.store, find, &finding)))
        return;
    struct am_person *person = &finding.person;
    const bool known = finding.found && person->active;
    const struct amends_view hash = known ? person->password_hash : (struct amends_view){NULL, 0};
    if (!am_password_is(in->server, body.password, hash)) {
        refuse(in, finding.org, body.login, out);
        return;
    }
    if (!code_is_right(in, person, body.code, out))
        return;
    am_throttle_succeeded(in->server->throttle, finding.org, body.login);
    unsigned char key[AM_DEBRIEF_KEY_BYTES];
    const bool has_key = am_debriefs_key_open(in->server, body.password, person->debrief_seal, key);
    const struct am_session_wish wish = {.org = finding.org,
                                         .person = person->row.id,
                                         .debrief_key = has_key ? key : NULL,
                                         .about = in->header(in->request, "User-Agent")};
    am_session_open(in, person, &wish, out);
    sodium_memzero(key, sizeof key);
}

/* ---- by PIN, on an enrolled device */

/* Whoever works at the device's site. */
struct site_look {
    const struct am_call_in *in;
    am_id person; /* 0: all */
    struct am_person *people;
    size_t count;
};

static enum am_kept look_at_site(struct am_tx *tx, void *context)
{
    struct site_look *look = context;
    const struct am_call_in *in = look->in;
    struct am_device device;
    enum am_kept kept =
        am_tx_read(tx, &am_device_record, in->actor->org, in->actor->device, in->arena, &device);
    if (kept != AM_KEPT_OK)
        return kept;
    const int64_t sites[] = {0, device.site};
    const struct am_where where[] = {{.field = "site", .how = AM_IN, .set = sites, .set_count = 2},
                                     {.field = "person", .how = AM_IS, .number = look->person}};
    const struct am_list list = {.where = where, .where_count = look->person ? 2 : 1, .most = AM_LIST_MOST};
    void *rows = NULL;
    size_t count = 0;
    kept = am_tx_list(tx, &am_membership_record, in->actor->org, &list, in->arena, &rows, &count);
    const struct am_membership *memberships = rows;
    count = am_memberships_now(rows, kept == AM_KEPT_OK ? count : 0, in->now_ms);
    look->people = am_arena_take(in->arena, (count + 1) * sizeof *look->people);
    look->count = 0;
    for (size_t i = 0; kept == AM_KEPT_OK && look->people && i < count; i++) {
        bool twice = false;
        for (size_t j = 0; j < look->count; j++)
            twice |= look->people[j].row.id == memberships[i].person;
        struct am_person *person = &look->people[look->count];
        if (twice)
            continue;
        kept = am_tx_read(tx, &am_person_record, in->actor->org, memberships[i].person, in->arena, person);
        look->count += kept == AM_KEPT_OK && person->active && person->pin_hash.len_bytes > 0;
        kept = kept == AM_KEPT_NONE ? AM_KEPT_OK : kept;
    }
    return kept == AM_KEPT_OK && !look->people ? AM_KEPT_MEMORY : kept;
}

/* What a device shows of somebody before they are signed in. */
struct device_person {
    struct am_row row; /* for the cursor */
    struct amends_view name;
};
static const struct am_field device_person_fields[] = {
    {.name = "id",
     .kind = AM_FIELD_ID,
     .offset = offsetof(struct device_person, row.id),
     .of = "person",
     .flags = AM_FIELD_REQUIRED,
     .about = "Who"},
    AM_FIELD(device_person, name, TEXT, .flags = AM_FIELD_REQUIRED, .most = 100,
             .about = "What they are called"),
};
static const struct am_record device_person_record = {.name = "device_person",
                                                      .about = "Who can switch to themselves by PIN",
                                                      .size = sizeof(struct device_person),
                                                      .fields = device_person_fields,
                                                      .field_count = 2};

static int by_id(const void *left, const void *right)
{
    const am_id a = ((const struct am_person *)left)->row.id, b = ((const struct am_person *)right)->row.id;
    return (a > b) - (a < b);
}

/* Few work at one site: all are read, and the page is cut out of them. */
static void get_device_people(const struct am_call_in *in, struct am_call_out *out)
{
    struct site_look look = {.in = in};
    struct am_list list = {0};
    if (!am_paging_begin(in, &list, out) ||
        !am_problem_of_kept(out, am_store_read(in->server->settings.store, look_at_site, &look)))
        return;
    struct device_person *rows = am_arena_take(in->arena, (look.count + 1) * sizeof *rows);
    size_t count = 0;
    if (!rows) {
        am_problem_of_kept(out, AM_KEPT_MEMORY);
        return;
    }
    qsort(look.people, look.count, sizeof *look.people, by_id);
    for (size_t i = 0; i < look.count && count < list.most; i++)
        if (!list.resume || look.people[i].row.id > list.after_id)
            rows[count++] = (struct device_person){look.people[i].row, look.people[i].name};
    am_paging_answer(in, &device_person_record, &list, rows, count, 0, out);
}

static void post_pin_session(const struct am_call_in *in, struct am_call_out *out)
{
    struct am_pin_signin_body body;
    char account[8 + AM_ID_TEXT_LEN] = "pin:";
    if (!am_body_read(in, &body, out))
        return;
    am_id_write(body.person, account + 4);
    const struct amends_view name = {account, 4 + AM_ID_TEXT_LEN};
    struct site_look look = {.in = in, .person = body.person};
    if (!am_may_try(in, in->actor->org, name, out) ||
        !am_problem_of_kept(out, am_store_read(in->server->settings.store, look_at_site, &look)))
        return;
    const struct am_person *person = look.count == 1 ? look.people : NULL;
    const bool right =
        am_password_is(in->server, body.pin, person ? person->pin_hash : (struct amends_view){NULL, 0});
    if (!person || !right) {
        refuse(in, in->actor->org, name, out);
        return;
    }
    am_throttle_succeeded(in->server->throttle, in->actor->org, name);
    const struct am_session_wish wish = {.org = in->actor->org,
                                         .person = person->row.id,
                                         .device = in->actor->device,
                                         .by_pin = true,
                                         .about = in->header(in->request, "User-Agent")};
    am_session_open(in, person, &wish, out);
}

/* ---- setting up */

struct setting_up {
    const struct am_call_in *in;
    struct am_call_out *out;
    struct am_founding wish, done;
};

static enum am_kept set_up_job(struct am_tx *tx, void *context)
{
    struct setting_up *up = context;
    const struct am_call_in *in = up->in;
    const am_id org = in->server->settings.org;
    int64_t people = 0, turn = 0;
    enum am_kept kept = am_tx_next(tx, org, "setup", &turn); /* one of two at once waits here */
    if (kept == AM_KEPT_OK)
        kept = am_tx_count(tx, &am_person_record, org, NULL, 0, &people);
    if (kept != AM_KEPT_OK || people > 0)
        return kept == AM_KEPT_OK ? AM_KEPT_TWICE : kept;
    const struct am_actor nobody = {.org = org};
    struct am_doing doing = am_doing_of(tx, in, &nobody);
    up->done = up->wish;
    if (am_organisation_found(&doing, &up->done))
        return AM_KEPT_OK;
    am_problem_of_refused(up->out, &doing.refused);
    return am_doing_end(&doing);
}

static void wish_for(const struct am_call_in *in, const struct am_setup_body *body, struct am_founding *wish)
{
    am_record_empty(&am_organisation_record, &wish->organisation);
    am_record_empty(&am_site_record, &wish->site);
    am_record_empty(&am_person_record, &wish->owner);
    wish->organisation.row.id = in->server->settings.org;
    wish->organisation.name = body->organisation;
    wish->organisation.currency = body->currency;
    wish->organisation.lang = body->lang;
    wish->organisation.zone = body->zone;
    wish->organisation.trade = body->trade;
    wish->site.name = body->site;
    wish->site.emergency_number = body->emergency_number;
    wish->site.trade = body->trade;
    wish->owner.name = body->name;
    wish->owner.login = body->login;
}

static void post_setup(const struct am_call_in *in, struct am_call_out *out)
{
    struct am_setup_body body;
    static const char account[] = "setup";
    const struct amends_view name = {account, sizeof account - 1};
    unsigned char key[AM_DEBRIEF_KEY_BYTES];
    if (!am_body_read(in, &body, out) || !am_may_try(in, 0, name, out))
        return;
    if (!am_setup_is(in->server->setup, body.secret)) {
        refuse(in, 0, name, out);
        return;
    }
    struct setting_up up = {.in = in, .out = out};
    wish_for(in, &body, &up.wish);
    if (!am_password_hash(in->server, body.password, in->arena, &up.wish.owner.password_hash) ||
        !am_debriefs_key_make(in->server, body.password, in->arena, key, &up.wish.owner.debrief_seal)) {
        am_problem_of_kept(out, AM_KEPT_MEMORY);
        return;
    }
    const enum am_kept kept = am_store_write(in->server->settings.store, set_up_job, &up);
    if (kept == AM_KEPT_TWICE)
        am_problem_set(out, 409, "set-up", "This desk was set up already", "the link was used");
    else if (am_problem_of_kept(out, kept)) {
        const struct am_session_wish wish = {.org = in->server->settings.org,
                                             .person = up.done.owner.row.id,
                                             .debrief_key = key,
                                             .about = in->header(in->request, "User-Agent")};
        am_session_open(in, &up.done.owner, &wish, out);
    }
    sodium_memzero(key, sizeof key);
}

/* ---- who am I, signing out */

static void get_session(const struct am_call_in *in, struct am_call_out *out)
{
    struct am_person person;
    if (!am_person_get(in, in->actor->org, in->actor->person, &person, out))
        return;
    out->json = am_session_json(in->server, in->actor, &person, in->csrf);
}

static enum am_kept end_job(struct am_tx *tx, void *context)
{
    const struct am_call_in *in = context;
    struct am_session session;
    const enum am_kept kept =
        am_tx_read(tx, &am_session_record, in->actor->org, in->actor->session, in->arena, &session);
    if (kept != AM_KEPT_OK)
        return kept == AM_KEPT_NONE ? AM_KEPT_OK : kept;
    session.revoked = true;
    const enum am_kept changed = am_tx_change(tx, &am_session_record, &session);
    return changed == AM_KEPT_OK
               ? am_audit_note(tx, in, NULL, "session.ended", &am_session_record, session.row.id)
               : changed;
}

static void delete_session(const struct am_call_in *in, struct am_call_out *out)
{
    if (in->actor->session &&
        !am_problem_of_kept(out, am_store_write(in->server->settings.store, end_job, (void *)(uintptr_t)in)))
        return;
    am_known_forget(in->server->known);
    out->set_cookie[0] = am_cookie_set(in, AM_COOKIE_SESSION, NULL);
}

const struct am_route am_signin_routes[] = {
    {.method = AM_POST,
     .path = "/v1/setup",
     .handle = post_setup,
     .conflict = "This desk was set up already",
     .throttled = true,
     .takes = &am_setup_body_record,
     .no_idempotency = true,
     .status = 201,
     .summary = "Set the desk up, with the one-time link of the first start; signs the owner in"},
    {.method = AM_POST,
     .path = "/v1/session",
     .handle = post_session,
     .throttled = true,
     .takes = &am_signin_body_record,
     .no_idempotency = true,
     .status = 201,
     .summary = "Sign in with the password"},
    {.method = AM_GET,
     .path = "/v1/device/people",
     .door = AM_DOOR_DEVICE,
     .handle = get_device_people,
     .gives = &device_person_record,
     .gives_list = true,
     .summary = "Who can switch to themselves by PIN on this device"},
    {.method = AM_POST,
     .path = "/v1/session/pin",
     .door = AM_DOOR_DEVICE,
     .handle = post_pin_session,
     .throttled = true,
     .takes = &am_pin_signin_body_record,
     .no_idempotency = true,
     .status = 201,
     .summary = "Switch to a person by PIN, on an enrolled device"},
    {.method = AM_GET,
     .path = "/v1/session",
     .door = AM_DOOR_PERSON,
     .permission = AM_MAY_OPEN,
     .handle = get_session,
     .unready = true,
     .summary = "Who is signed in, and what they may do"},
    {.method = AM_DELETE,
     .path = "/v1/session",
     .door = AM_DOOR_PERSON,
     .permission = AM_MAY_OPEN,
     .handle = delete_session,
     .unready = true,
     .no_idempotency = true,
     .summary = "Sign out"},
    {.path = NULL}};
