/* One's own password, PIN and authenticator; and what an administrator resets for others. */
#include <sodium.h>
#include <string.h>

#include "faces/http/auth/authenticator.h"
#include "faces/http/auth/bodies.h"
#include "faces/http/auth/known.h"
#include "faces/http/auth/password.h"
#include "faces/http/auth/person.h"
#include "faces/http/auth/session.h"
#include "faces/http/modules.h"
#include "faces/http/recordjson.h"

/* What is to be written of a person: NULL views are left as they are. */
struct changing {
    const struct am_call_in *in;
    const char *action; /* for the audit log */
    am_id person;
    int64_t version; /* of the person that was read; 0: whichever */
    const struct amends_view *password_hash, *pin_hash, *totp_secret, *debrief_seal;
    bool set_must_change, must_change, end_sessions;
    am_id spared;                          /* the session that goes on */
    const struct amends_view *session_key; /* its debrief key, where that is new */
};

static void set(struct amends_view *at, const struct amends_view *to)
{
    if (to)
        *at = *to;
}

static enum am_kept change_job(struct am_tx *tx, void *context)
{
    const struct changing *changing = context;
    const struct am_call_in *in = changing->in;
    const am_id org = in->actor->org;
    struct am_person person;
    struct am_session session;
    enum am_kept kept = am_tx_read(tx, &am_person_record, org, changing->person, in->arena, &person);
    if (kept != AM_KEPT_OK)
        return kept;
    if (changing->version && person.row.version != changing->version)
        return AM_KEPT_CHANGED;
    set(&person.password_hash, changing->password_hash);
    set(&person.pin_hash, changing->pin_hash);
    set(&person.totp_secret, changing->totp_secret);
    set(&person.debrief_seal, changing->debrief_seal);
    if (changing->set_must_change)
        person.must_change_password = changing->must_change;
    kept = am_tx_change(tx, &am_person_record, &person);
    if (kept == AM_KEPT_OK)
        kept = am_audit_note(tx, in, NULL, changing->action, &am_person_record, changing->person);
    if (kept == AM_KEPT_OK && changing->end_sessions)
        kept = am_sessions_end(tx, org, changing->person, changing->spared, in->arena);
    if (kept != AM_KEPT_OK || !changing->session_key)
        return kept;
    kept = am_tx_read(tx, &am_session_record, org, changing->spared, in->arena, &session);
    session.debrief_key = *changing->session_key;
    return kept == AM_KEPT_OK ? am_tx_change(tx, &am_session_record, &session) : kept;
}

static bool change(const struct changing *changing, struct am_call_out *out)
{
    struct am_server *server = changing->in->server;
    const enum am_kept kept = am_store_write(server->settings.store, change_job, (void *)(uintptr_t)changing);
    am_known_forget(server->known);
    return am_problem_of_kept(out, kept);
}

/* The caller, and whether they know their password. */
static bool confirm(const struct am_call_in *in, struct amends_view password, struct am_person *person,
                    struct am_call_out *out)
{
    return am_person_get(in, in->actor->org, in->actor->person, person, out) &&
           am_password_confirmed(in, person, password, out);
}

/* ---- the password */

/* The debriefs' key goes from the old password to the new one; where there is none (after a reset), a new one
 * begins, and the session gets it. */
static bool move_key(const struct am_call_in *in, const struct am_person *person,
                     const struct am_password_body *body, struct amends_view *seal,
                     struct amends_view *session_key)
{
    unsigned char key[AM_DEBRIEF_KEY_BYTES], with[32];
    struct am_credential credential;
    bool right;
    if (person->debrief_seal.len_bytes > 0 &&
        am_debriefs_key_open(in->server, body->password, person->debrief_seal, key))
        right = am_debriefs_key_seal(in->server, body->fresh, in->arena, key, seal);
    else
        right = am_debriefs_key_make(in->server, body->fresh, in->arena, key, seal);
    if (right && am_cookie_get(in, AM_COOKIE_SESSION, &credential)) {
        am_credential_key(&credential, "debrief", with);
        right = am_seal(with, key, sizeof key, in->arena, session_key);
        am_credential_wipe(&credential);
    }
    sodium_memzero(key, sizeof key);
    sodium_memzero(with, sizeof with);
    return right;
}

static void put_password(const struct am_call_in *in, struct am_call_out *out)
{
    struct am_password_body body;
    struct am_person person;
    struct amends_view hash, seal, session_key = {NULL, 0};
    if (!am_body_read(in, &body, out) || !confirm(in, body.password, &person, out))
        return;
    if (body.password.len_bytes == body.fresh.len_bytes &&
        memcmp(body.password.bytes, body.fresh.bytes, body.fresh.len_bytes) == 0) {
        am_problem_field(out, 400, "new", "another password than the one until now");
        return;
    }
    if (!am_password_hash(in->server, body.fresh, in->arena, &hash) ||
        !move_key(in, &person, &body, &seal, &session_key)) {
        am_problem_of_kept(out, AM_KEPT_MEMORY);
        return;
    }
    const struct changing changing = {.in = in,
                                      .action = "person.password_changed",
                                      .person = person.row.id,
                                      .version = person.row.version,
                                      .password_hash = &hash,
                                      .debrief_seal = &seal,
                                      .set_must_change = true,
                                      .end_sessions = true,
                                      .spared = in->actor->session,
                                      .session_key = session_key.bytes ? &session_key : NULL};
    change(&changing, out);
}

static void post_reset(const struct am_call_in *in, struct am_call_out *out)
{
    struct am_person person;
    struct am_reset_answer answer = {0};
    struct amends_view hash;
    const struct amends_view none = {NULL, 0};
    if (!am_person_get(in, in->actor->org, in->ids[0], &person, out))
        return;
    if (!am_password_invent(in->arena, &answer.password) ||
        !am_password_hash(in->server, answer.password, in->arena, &hash)) {
        am_problem_of_kept(out, AM_KEPT_MEMORY);
        return;
    }
    answer.debriefs_lost = person.debrief_seal.len_bytes > 0;
    const struct changing changing = {.in = in,
                                      .action = "person.password_reset",
                                      .person = person.row.id,
                                      .version = person.row.version,
                                      .password_hash = &hash,
                                      .debrief_seal = &none,
                                      .set_must_change = true,
                                      .must_change = true,
                                      .end_sessions = true};
    if (change(&changing, out))
        out->json = am_record_json(&am_reset_answer_record, &answer);
}

/* ---- the PIN */

static void put_pin(const struct am_call_in *in, struct am_call_out *out)
{
    struct am_pin_body body;
    struct am_person person;
    struct amends_view hash = {NULL, 0};
    if (!am_body_read(in, &body, out))
        return;
    for (size_t i = 0; i < body.pin.len_bytes; i++) {
        if (body.pin.bytes[i] < '0' || body.pin.bytes[i] > '9') {
            am_problem_field(out, 400, "pin", "4 to 12 digits");
            return;
        }
    }
    if (!confirm(in, body.password, &person, out))
        return;
    if (body.pin.len_bytes > 0 && !am_password_hash(in->server, body.pin, in->arena, &hash)) {
        am_problem_of_kept(out, AM_KEPT_MEMORY);
        return;
    }
    const struct changing changing = {.in = in,
                                      .action = "person.pin_set",
                                      .person = person.row.id,
                                      .version = person.row.version,
                                      .pin_hash = &hash};
    change(&changing, out);
}

/* ---- the authenticator */

static bool has_key_file(const struct am_call_in *in, struct am_call_out *out)
{
    if (in->server->settings.key)
        return true;
    am_problem_set(out, 503, "key-file", "The server has no key file",
                   "an authenticator cannot be kept without");
    return false;
}

/* Seals it, writes it, wipes it. */
static bool store_totp(const struct am_call_in *in, const struct am_person *person, const char *action,
                       struct am_authenticator *authenticator, struct am_call_out *out)
{
    struct amends_view sealed;
    const bool made = am_authenticator_seal(in->server->settings.key, authenticator, in->arena, &sealed);
    sodium_memzero(authenticator, sizeof *authenticator);
    const struct changing changing = {.in = in,
                                      .action = action,
                                      .person = person->row.id,
                                      .version = person->row.version,
                                      .totp_secret = &sealed};
    return made ? change(&changing, out) : am_problem_of_kept(out, AM_KEPT_MEMORY);
}

static void post_totp(const struct am_call_in *in, struct am_call_out *out)
{
    struct am_confirm_body body;
    struct am_person person;
    struct am_totp_answer answer = {0};
    struct am_authenticator authenticator;
    if (!has_key_file(in, out) || !am_body_read(in, &body, out) || !confirm(in, body.password, &person, out))
        return;
    am_authenticator_make(&authenticator);
    if (!am_totp_tell(authenticator.secret, (struct amends_view){"Amends", 6}, person.login, in->arena,
                      &answer.secret, &answer.address))
        am_problem_of_kept(out, AM_KEPT_MEMORY);
    else if (store_totp(in, &person, "person.authenticator_begun", &authenticator, out))
        out->json = am_record_json(&am_totp_answer_record, &answer);
}

/* New recovery codes into it, stored and told. */
static void renew(const struct am_call_in *in, const struct am_person *person, const char *action,
                  struct am_authenticator *authenticator, struct am_call_out *out)
{
    struct am_recovery_answer answer = {0};
    if (!am_authenticator_renew(authenticator, in->arena, &answer.recovery_codes))
        am_problem_of_kept(out, AM_KEPT_MEMORY);
    else if (store_totp(in, person, action, authenticator, out))
        out->json = am_record_json(&am_recovery_answer_record, &answer);
}

static void no_authenticator(struct am_call_out *out)
{
    am_problem_set(out, 409, "no-authenticator", "There is no authenticator", "begin with POST /v1/me/totp");
}

static void put_totp(const struct am_call_in *in, struct am_call_out *out)
{
    struct am_code_body body;
    struct am_person person;
    struct am_authenticator authenticator;
    if (!has_key_file(in, out) || !am_body_read(in, &body, out) ||
        !am_person_get(in, in->actor->org, in->actor->person, &person, out))
        return;
    if (!am_authenticator_open(in->server->settings.key, person.totp_secret, &authenticator)) {
        no_authenticator(out);
        return;
    }
    if (!am_authenticator_take(&authenticator, body.code, in->now_ms)) {
        am_problem_field(out, 400, "code", "the six digits that the authenticator shows now");
        sodium_memzero(&authenticator, sizeof authenticator);
        return;
    }
    authenticator.confirmed = true;
    renew(in, &person, "person.authenticator_set", &authenticator, out);
}

static void post_totp_codes(const struct am_call_in *in, struct am_call_out *out)
{
    struct am_confirm_body body;
    struct am_person person;
    struct am_authenticator authenticator;
    if (!has_key_file(in, out) || !am_body_read(in, &body, out) || !confirm(in, body.password, &person, out))
        return;
    if (am_authenticator_open(in->server->settings.key, person.totp_secret, &authenticator) &&
        authenticator.confirmed)
        renew(in, &person, "person.recovery_codes_made", &authenticator, out);
    else
        no_authenticator(out);
}

static void post_totp_removal(const struct am_call_in *in, struct am_call_out *out)
{
    struct am_confirm_body body;
    struct am_person person;
    const struct amends_view none = {NULL, 0};
    if (!am_body_read(in, &body, out) || !confirm(in, body.password, &person, out))
        return;
    const struct changing changing = {.in = in,
                                      .action = "person.authenticator_removed",
                                      .person = person.row.id,
                                      .version = person.row.version,
                                      .totp_secret = &none};
    change(&changing, out);
}

static void delete_totp_of(const struct am_call_in *in, struct am_call_out *out)
{
    const struct amends_view none = {NULL, 0};
    const struct changing changing = {.in = in,
                                      .action = "person.authenticator_taken",
                                      .person = in->ids[0],
                                      .totp_secret = &none,
                                      .end_sessions = true,
                                      .spared = in->actor->session};
    change(&changing, out);
}

#define OWN(method_, path_, handle_, takes_, summary_)                                                       \
    .method = method_, .path = path_, .door = AM_DOOR_PERSON, .permission = AM_MAY_OPEN, .handle = handle_,  \
    .takes = takes_, .no_idempotency = true, .full_sign_in = true, .summary = summary_

const struct am_route am_account_routes[] = {
    {OWN(AM_PUT, "/v1/me/password", put_password, &am_password_body_record,
         "Change one's password; ends one's other sessions"),
     .throttled = true, .unready = true},
    {OWN(AM_PUT, "/v1/me/pin", put_pin, &am_pin_body_record, "Set or remove one's PIN for shared devices"),
     .throttled = true},
    {OWN(AM_POST, "/v1/me/totp", post_totp, &am_confirm_body_record,
         "Begin with an authenticator: its secret is told once"),
     .throttled = true, .gives = &am_totp_answer_record, .enrols = true},
    {OWN(AM_PUT, "/v1/me/totp", put_totp, &am_code_body_record,
         "Confirm the authenticator with a code: it is asked for from now on. Tells recovery codes"),
     .gives = &am_recovery_answer_record, .enrols = true, .conflict = "There is no authenticator"},
    {OWN(AM_POST, "/v1/me/totp/recovery-codes", post_totp_codes, &am_confirm_body_record,
         "New recovery codes; those before are good no more"),
     .throttled = true, .gives = &am_recovery_answer_record, .conflict = "There is no authenticator"},
    {OWN(AM_POST, "/v1/me/totp/removal", post_totp_removal, &am_confirm_body_record,
         "Go without an authenticator"),
     .throttled = true},
    {.method = AM_POST,
     .path = "/v1/people/{id}/password-reset",
     .door = AM_DOOR_PERSON,
     .permission = AM_MAY_PERSON_ADMINISTER,
     .handle = post_reset,
     .gives = &am_reset_answer_record,
     .no_idempotency = true,
     .full_sign_in = true,
     .summary = "Set a new password for somebody, which they must change; their debriefs are lost"},
    {.method = AM_DELETE,
     .path = "/v1/people/{id}/totp",
     .door = AM_DOOR_PERSON,
     .permission = AM_MAY_PERSON_ADMINISTER,
     .handle = delete_totp_of,
     .no_idempotency = true,
     .full_sign_in = true,
     .summary = "Take somebody's lost authenticator away; ends their sessions"},
    {.path = NULL}};
