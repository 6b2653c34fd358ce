#include "faces/http/auth/gate.h"

#include <sodium.h>
#include <string.h>
#include <strings.h>

#include "faces/http/auth/authenticator.h"
#include "faces/http/auth/credential.h"
#include "faces/http/auth/known.h"
#include "faces/http/auth/password.h"
#include "faces/http/auth/session.h"
#include "faces/http/serving.h"

enum how { BY_NOTHING, BY_TOKEN, BY_SESSION, BY_DEVICE };

/* What the request shows. */
static enum how shown(const struct am_call_in *in, struct am_credential *credential)
{
    const char *header = in->header(in->request, "Authorization");
    if (in->route->door == AM_DOOR_DEVICE)
        return am_cookie_get(in, AM_COOKIE_DEVICE, credential) ? BY_DEVICE : BY_NOTHING;
    if (header) {
        static const char scheme[] = "Bearer " AM_TOKEN_PREFIX;
        const size_t len = sizeof scheme - 1;
        if (strncasecmp(header, "Bearer ", 7) != 0 || strncmp(header, scheme, len) != 0)
            return BY_NOTHING;
        const struct amends_view text = {header + len, strlen(header + len)};
        return am_credential_read(text, credential) ? BY_TOKEN : BY_NOTHING;
    }
    return am_cookie_get(in, AM_COOKIE_SESSION, credential) ? BY_SESSION : BY_NOTHING;
}

/* What looking somebody up needs. */
struct looking {
    const struct am_call_in *in;
    const struct am_credential *credential;
    enum how how;
    struct am_caller *caller;
    struct am_session session; /* BY_SESSION */
    bool again;                /* the credential was shown earlier: only its id is known */
    bool found;
};

static bool has_factor(const struct looking *looking, const struct am_person *person)
{
    struct am_authenticator authenticator = {0};
    const bool has =
        am_authenticator_open(looking->in->server->settings.key, person->totp_secret, &authenticator) &&
        authenticator.confirmed;
    sodium_memzero(&authenticator, sizeof authenticator);
    return has;
}

static enum am_kept read_person(struct am_tx *tx, struct looking *looking, am_id id,
                                struct amends_view scopes)
{
    const am_id org = looking->credential->org;
    struct am_arena *arena = looking->in->arena;
    struct am_person person;
    void *rows = NULL;
    size_t count = 0;
    int64_t people = 0;
    enum am_kept kept = am_tx_read(tx, &am_person_record, org, id, arena, &person);
    if (kept != AM_KEPT_OK || !person.active)
        return kept;
    const struct am_where of_person = {.field = "person", .how = AM_IS, .number = id};
    const struct am_where active = {.field = "active", .how = AM_IS, .number = 1};
    const struct am_list list = {.where = &of_person, .where_count = 1, .most = AM_LIST_MOST};
    kept = am_tx_list(tx, &am_membership_record, org, &list, arena, &rows, &count);
    count = am_memberships_now(rows, kept == AM_KEPT_OK ? count : 0, looking->in->now_ms);
    if (kept == AM_KEPT_OK)
        kept = am_tx_count(tx, &am_person_record, org, &active, 1, &people);
    if (kept != AM_KEPT_OK)
        return kept;
    struct am_caller *caller = looking->caller;
    if (!am_caller_furnish(caller, rows, count, scopes))
        return AM_KEPT_MEMORY;
    caller->actor.org = org;
    caller->actor.person = id;
    caller->actor.alone = people == 1;
    caller->must_change = person.must_change_password;
    caller->has_factor = has_factor(looking, &person);
    looking->found = true;
    return AM_KEPT_OK;
}

static enum am_kept device_stands(struct am_tx *tx, struct looking *looking, am_id id, bool *stands)
{
    struct am_device device;
    *stands = true;
    if (id == 0)
        return AM_KEPT_OK;
    const enum am_kept kept =
        am_tx_read(tx, &am_device_record, looking->credential->org, id, looking->in->arena, &device);
    *stands = kept == AM_KEPT_OK && !device.revoked;
    return kept;
}

static bool is_shown(const struct looking *looking, struct amends_view stored_hash)
{
    return looking->again || am_credential_is(looking->credential, stored_hash);
}

static enum am_kept by_session(struct am_tx *tx, struct looking *looking)
{
    struct am_session *session = &looking->session;
    const struct am_credential *credential = looking->credential;
    struct am_caller *caller = looking->caller;
    unsigned char key[32];
    bool stands = false;
    enum am_kept kept =
        am_tx_read(tx, &am_session_record, credential->org, credential->id, looking->in->arena, session);
    if (kept != AM_KEPT_OK || !is_shown(looking, session->token_hash) || session->revoked ||
        am_session_over_ms(session) <= looking->in->now_ms)
        return kept;
    kept = device_stands(tx, looking, session->device, &stands);
    if (kept == AM_KEPT_OK && stands)
        kept = read_person(tx, looking, session->person, (struct amends_view){NULL, 0});
    if (!looking->found || session->csrf.len_bytes != AM_CSRF_LEN)
        return kept;
    caller->by_cookie = true;
    caller->actor.session = session->row.id;
    caller->actor.device = session->device;
    caller->actor.by_pin = session->by_pin;
    memcpy(caller->csrf, session->csrf.bytes, AM_CSRF_LEN);
    am_credential_key(credential, "debrief", key);
    caller->has_debrief_key = am_unseal(key, session->debrief_key, caller->debrief_key, AM_DEBRIEF_KEY_BYTES);
    sodium_memzero(key, sizeof key);
    return kept;
}

static enum am_kept by_token(struct am_tx *tx, struct looking *looking)
{
    struct am_api_token token;
    const struct am_credential *credential = looking->credential;
    const enum am_kept kept =
        am_tx_read(tx, &am_token_record, credential->org, credential->id, looking->in->arena, &token);
    if (kept != AM_KEPT_OK || !is_shown(looking, token.token_hash) || token.revoked ||
        (token.ends_at_ms != 0 && token.ends_at_ms <= looking->in->now_ms))
        return kept;
    looking->caller->token = token.row.id;
    const struct amends_view scopes = token.scopes.bytes ? token.scopes : (struct amends_view){"", 0};
    return read_person(tx, looking, token.person, scopes);
}

static enum am_kept by_device(struct am_tx *tx, struct looking *looking)
{
    struct am_device device;
    const struct am_credential *credential = looking->credential;
    const enum am_kept kept =
        am_tx_read(tx, &am_device_record, credential->org, credential->id, looking->in->arena, &device);
    if (kept != AM_KEPT_OK || device.revoked || !am_credential_is(credential, device.token_hash))
        return kept;
    looking->caller->actor.org = credential->org;
    looking->caller->actor.device = device.row.id;
    looking->found = true;
    return AM_KEPT_OK;
}

bool am_must_have_factor(const struct am_server *server, const struct am_actor *actor)
{
    return server->settings.second_factor &&
           am_actor_reach(actor, AM_MAY_PERSON_ADMINISTER) != AM_REACH_NEVER;
}

static enum am_kept look(struct am_tx *tx, void *context)
{
    struct looking *looking = context;
    looking->found = false;
    const enum am_kept kept = looking->how == BY_TOKEN     ? by_token(tx, looking)
                              : looking->how == BY_SESSION ? by_session(tx, looking)
                                                           : by_device(tx, looking);
    looking->caller->must_enrol =
        !looking->caller->has_factor && am_must_have_factor(looking->in->server, &looking->caller->actor);
    return kept == AM_KEPT_NONE ? AM_KEPT_OK : kept;
}

/* Notes now and then that the session is in use. That it cannot be noted stops nobody. */
static enum am_kept note_seen(struct am_tx *tx, void *context)
{
    const struct looking *looking = context;
    struct am_session session;
    const struct am_credential *credential = looking->credential;
    enum am_kept kept =
        am_tx_read(tx, &am_session_record, credential->org, credential->id, looking->in->arena, &session);
    if (kept != AM_KEPT_OK)
        return kept;
    session.seen_at_ms = looking->in->now_ms;
    return am_tx_change(tx, &am_session_record, &session);
}

static bool refuse(struct am_call_out *out)
{
    am_problem_set(out, 401, "sign-in", "Please sign in",
                   "no session, token or device that is known was shown");
    return false;
}

/* What holds beyond being known: the CSRF token, a password to be changed, what a PIN or a token may not. */
static bool may_enter(const struct am_call_in *in, const struct am_caller *caller, struct am_call_out *out)
{
    const struct am_route *route = in->route;
    if (route->door == AM_DOOR_DEVICE)
        return true;
    if (caller->by_cookie && route->method != AM_GET) {
        const char *csrf = in->header(in->request, "X-CSRF-Token");
        if (!csrf || strlen(csrf) != AM_CSRF_LEN || sodium_memcmp(csrf, caller->csrf, AM_CSRF_LEN) != 0) {
            am_problem_set(out, 403, "csrf", "The request does not come from the app",
                           "X-CSRF-Token as the sign-in gave it was expected");
            return false;
        }
    }
    if (caller->must_change && !route->unready) {
        am_problem_set(out, 403, "must-change-password", "The password must be changed first",
                       "only the password can be changed until then");
        return false;
    }
    if (caller->must_enrol && !route->unready && !route->enrols) {
        am_problem_set(out, 403, "second-factor", "An authenticator must be set up first",
                       "who may administer signs in with a code too: POST /v1/me/totp begins");
        return false;
    }
    if (route->full_sign_in && (caller->actor.by_pin || caller->token)) {
        am_problem_set(out, 403, "full-sign-in", "This needs a sign-in with the password",
                       "neither a PIN nor a token is enough here");
        return false;
    }
    if (am_actor_reach(&caller->actor, route->permission) != AM_REACH_NEVER)
        return true;
    am_problem_set(out, 403, "not-permitted", "You may not do this", "this needs the permission %s",
                   am_permission_name(route->permission));
    return false;
}

bool am_gate_pass(const struct am_call_in *in, struct am_caller *caller, struct am_call_out *out)
{
    struct am_server *server = in->server;
    struct am_credential credential;
    if (!server->settings.store && !in->route->storeless)
        return am_problem_of_kept(out, AM_KEPT_AWAY);
    if (in->route->door == AM_DOOR_PUBLIC)
        return true;
    struct looking looking = {.in = in, .credential = &credential, .caller = caller};
    looking.how = shown(in, &credential);
    if (looking.how == BY_NOTHING)
        return refuse(out);
    if (looking.how != BY_DEVICE && am_known_find(server->known, credential.hash, am_clock_ms(), caller))
        return may_enter(in, caller, out);
    const uint64_t state = am_known_state(server->known);
    const enum am_kept kept = am_store_read(server->settings.store, look, &looking);
    if (!am_problem_of_kept(out, kept))
        return false;
    if (!looking.found)
        return refuse(out);
    if (looking.how == BY_SESSION && in->now_ms - looking.session.seen_at_ms > AM_SEEN_MS)
        am_store_write(server->settings.store, note_seen, &looking);
    if (looking.how != BY_DEVICE)
        am_known_keep(server->known, state, credential.hash, am_clock_ms(), caller);
    am_credential_wipe(&credential);
    return may_enter(in, caller, out);
}

bool am_gate_recall(const struct am_call_in *in, struct am_caller *caller, struct am_call_out *out)
{
    struct am_credential credential;
    struct am_call_out ignored = {0};
    (void)out;
    if (in->route->door != AM_DOOR_PERSON || shown(in, &credential) == BY_NOTHING ||
        !am_known_find(in->server->known, credential.hash, am_clock_ms(), caller))
        return false;
    if (may_enter(in, caller, &ignored))
        return true;
    am_caller_forget(caller);
    return false;
}

enum am_kept am_gate_again(struct am_tx *tx, struct am_server *server, struct am_arena *arena,
                           const struct am_caller *caller, struct am_caller *fresh, bool *stands)
{
    const struct am_credential credential = {.org = caller->actor.org,
                                             .id = caller->token ? caller->token : caller->actor.session};
    const struct am_call_in in = {.server = server, .arena = arena, .now_ms = am_server_now_ms(server)};
    struct looking looking = {.in = &in,
                              .credential = &credential,
                              .how = caller->token ? BY_TOKEN : BY_SESSION,
                              .caller = fresh,
                              .again = true};
    const enum am_kept kept = look(tx, &looking);
    *stands = kept == AM_KEPT_OK && looking.found && !fresh->must_change && !fresh->must_enrol;
    return kept;
}
