/* Sessions, devices and tokens: listed, made, taken back. */
#include <string.h>

#include "faces/http/auth/known.h"
#include "faces/http/auth/person.h"
#include "faces/http/auth/session.h"
#include "faces/http/modules.h"
#include "faces/http/paging.h"
#include "faces/http/recordjson.h"

/* ---- lists: one's own, of what still holds */

static void list_own(const struct am_call_in *in, const struct am_record *record, struct am_call_out *out)
{
    const struct am_where where[] = {{.field = "person", .how = AM_IS, .number = in->actor->person},
                                     {.field = "revoked", .how = AM_IS, .number = 0}};
    struct am_list list = {.where = where, .where_count = 2, .descending = true};
    am_paging_list(in, record, &list, out);
}

static void get_sessions(const struct am_call_in *in, struct am_call_out *out)
{
    list_own(in, &am_session_record, out);
}

static void get_tokens(const struct am_call_in *in, struct am_call_out *out)
{
    list_own(in, &am_token_record, out);
}

static void get_devices(const struct am_call_in *in, struct am_call_out *out)
{
    size_t count = 0;
    bool all = false;
    const am_id *sites = am_actor_sites(in->actor, AM_MAY_SITE_ADMINISTER, in->arena, &count, &all);
    const struct am_where where[] = {{.field = "revoked", .how = AM_IS, .number = 0},
                                     {.field = "site", .how = AM_IN, .set = sites, .set_count = count}};
    struct am_list list = {.where = where, .where_count = all ? 1 : 2, .descending = true};
    am_paging_list(in, &am_device_record, &list, out);
}

/* ---- taking back */

struct revoking {
    const struct am_call_in *in;
    struct am_call_out *out;
    const struct am_record *record; /* a session, a token, a device */
    const char *action;
};

static void *place_of(const struct am_record *record, const char *field, void *row)
{
    const struct am_field *found = am_record_field(record, (struct amends_view){field, strlen(field)});
    return found ? (void *)(uintptr_t)am_field_of(found, row) : NULL;
}

/* A person's: theirs, or who administers people; otherwise it is not found. A device: who sets up its site.
 */
static enum am_kept may_revoke(const struct revoking *revoking, void *row)
{
    const struct am_actor *actor = revoking->in->actor;
    const am_id *person = place_of(revoking->record, "person", row);
    if (person)
        return *person == actor->person || am_actor_may(actor, AM_MAY_PERSON_ADMINISTER, 0, 0) ? AM_KEPT_OK
                                                                                               : AM_KEPT_NONE;
    if (am_actor_may(actor, AM_MAY_SITE_ADMINISTER, *(const am_id *)place_of(revoking->record, "site", row),
                     0))
        return AM_KEPT_OK;
    am_problem_set(revoking->out, 403, "not-permitted", "You may not do this", "it is another site's device");
    return AM_KEPT_REFUSED;
}

static enum am_kept revoke_job(struct am_tx *tx, void *context)
{
    const struct revoking *revoking = context;
    const struct am_call_in *in = revoking->in;
    void *row = am_arena_take(in->arena, revoking->record->size);
    if (!row)
        return AM_KEPT_MEMORY;
    enum am_kept kept = am_tx_read(tx, revoking->record, in->actor->org, in->ids[0], in->arena, row);
    if (kept == AM_KEPT_OK)
        kept = may_revoke(revoking, row);
    if (kept != AM_KEPT_OK)
        return kept;
    *(bool *)place_of(revoking->record, "revoked", row) = true;
    kept = am_tx_change(tx, revoking->record, row);
    return kept == AM_KEPT_OK ? am_audit_note(tx, in, NULL, revoking->action, revoking->record, in->ids[0])
                              : kept;
}

static void revoke(const struct am_call_in *in, const struct am_record *record, const char *action,
                   struct am_call_out *out)
{
    struct revoking revoking = {in, out, record, action};
    const enum am_kept kept = am_store_write(in->server->settings.store, revoke_job, &revoking);
    am_known_forget(in->server->known);
    am_problem_of_kept(out, kept);
}

static void delete_session(const struct am_call_in *in, struct am_call_out *out)
{
    revoke(in, &am_session_record, "session.revoked", out);
}

static void delete_token(const struct am_call_in *in, struct am_call_out *out)
{
    revoke(in, &am_token_record, "token.revoked", out);
}

static void delete_device(const struct am_call_in *in, struct am_call_out *out)
{
    revoke(in, &am_device_record, "device.revoked", out);
}

/* ---- making */

/* A row to be added, of whatever kind. */
struct adding {
    const struct am_call_in *in;
    const struct am_record *record;
    void *row;
    am_id site; /* must be there; 0: none is named */
    const char *action;
};

static enum am_kept add_job(struct am_tx *tx, void *context)
{
    const struct adding *adding = context;
    const struct am_call_in *in = adding->in;
    struct am_site site;
    enum am_kept kept = AM_KEPT_OK;
    if (adding->site)
        kept = am_tx_read(tx, &am_site_record, in->actor->org, adding->site, in->arena, &site);
    if (kept == AM_KEPT_OK)
        kept = am_tx_add(tx, adding->record, adding->row);
    const struct am_row *head = adding->row;
    return kept == AM_KEPT_OK ? am_audit_note(tx, in, NULL, adding->action, adding->record, head->id) : kept;
}

static void post_device(const struct am_call_in *in, struct am_call_out *out)
{
    struct am_device row;
    struct am_credential credential;
    if (!am_body_read(in, &row, out))
        return;
    if (!am_actor_may(in->actor, AM_MAY_SITE_ADMINISTER, row.site, 0)) {
        am_problem_set(out, 403, "not-permitted", "You may not do this",
                       "devices of this site are not yours to set up");
        return;
    }
    row.row =
        (struct am_row){.org = in->actor->org, .id = am_server_id(in->server), .created_at_ms = in->now_ms};
    am_credential_make(in->actor->org, row.row.id, &credential);
    row.token_hash =
        am_arena_copy(in->arena, (struct amends_view){(const char *)credential.hash, sizeof credential.hash});
    row.enrolled_by = in->actor->person;
    row.seen_at_ms = in->now_ms;
    struct adding adding = {in, &am_device_record, &row, row.site, "device.enrolled"};
    if (am_problem_of_kept(out, am_store_write(in->server->settings.store, add_job, &adding))) {
        out->json = am_record_json(&am_device_record, &row);
        out->set_cookie[0] = am_cookie_set(in, AM_COOKIE_DEVICE, &credential);
    }
    am_credential_wipe(&credential);
}

static bool is_scope(struct amends_view word)
{
    for (int i = 0; i < AM_PERMISSION_COUNT; i++) {
        const char *name = am_permission_name((enum am_permission)i);
        if (strncmp(name, word.bytes, word.len_bytes) == 0 &&
            (name[word.len_bytes] == 0 || name[word.len_bytes] == '.'))
            return true;
    }
    return false;
}

static bool scopes_known(struct amends_view scopes)
{
    size_t words = 0;
    for (size_t i = 0; i < scopes.len_bytes;) {
        size_t end = i;
        while (end < scopes.len_bytes && scopes.bytes[end] != ' ')
            end++;
        if (end > i && !is_scope((struct amends_view){scopes.bytes + i, end - i}))
            return false;
        words += end > i;
        i = end + 1;
    }
    return words > 0;
}

static void post_token(const struct am_call_in *in, struct am_call_out *out)
{
    struct am_api_token row;
    struct am_credential credential;
    char text[sizeof AM_TOKEN_PREFIX + AM_CREDENTIAL_LEN] = AM_TOKEN_PREFIX;
    if (!am_body_read(in, &row, out))
        return;
    if (!scopes_known(row.scopes)) {
        am_problem_field(out, 400, "scopes",
                         "names of permissions with blanks between, such as \"open case.see\"");
        return;
    }
    row.row =
        (struct am_row){.org = in->actor->org, .id = am_server_id(in->server), .created_at_ms = in->now_ms};
    am_credential_make(in->actor->org, row.row.id, &credential);
    row.token_hash =
        am_arena_copy(in->arena, (struct amends_view){(const char *)credential.hash, sizeof credential.hash});
    row.person = in->actor->person;
    struct adding adding = {in, &am_token_record, &row, 0, "token.made"};
    if (am_problem_of_kept(out, am_store_write(in->server->settings.store, add_job, &adding))) {
        am_credential_write(&credential, text + sizeof AM_TOKEN_PREFIX - 1);
        out->json = am_record_json(&am_token_record, &row);
        json_object_set_new(out->json, "token", json_string(text));
    }
    am_credential_wipe(&credential);
}

#define OWN(method_, path_, handle_, summary_)                                                               \
    .method = method_, .path = path_, .door = AM_DOOR_PERSON, .permission = AM_MAY_OPEN, .handle = handle_,  \
    .summary = summary_
#define SITE(method_, path_, handle_, summary_)                                                              \
    .method = method_, .path = path_, .door = AM_DOOR_PERSON, .permission = AM_MAY_SITE_ADMINISTER,          \
    .handle = handle_, .summary = summary_

const struct am_route am_access_routes[] = {
    {OWN(AM_GET, "/v1/sessions", get_sessions, "Where one is signed in"), .gives = &am_session_record,
     .gives_list = true},
    {OWN(AM_DELETE, "/v1/sessions/{id}", delete_session,
         "End a session: one's own, or as administrator anybody's"),
     .no_idempotency = true},
    {OWN(AM_GET, "/v1/tokens", get_tokens, "One's API tokens"), .gives = &am_token_record,
     .gives_list = true},
    {OWN(AM_POST, "/v1/tokens", post_token,
         "Make a token for a program; it is told once, as `token`, and sent as Authorization: Bearer"),
     .takes = &am_token_record, .gives = &am_token_record, .status = 201, .no_idempotency = true,
     .full_sign_in = true},
    {OWN(AM_DELETE, "/v1/tokens/{id}", delete_token, "Take a token back"), .no_idempotency = true},
    {SITE(AM_GET, "/v1/devices", get_devices, "Shared devices of the sites one administers"),
     .gives = &am_device_record, .gives_list = true},
    {SITE(AM_POST, "/v1/devices", post_device, "Enrol this browser as a shared device of a site"),
     .takes = &am_device_record, .gives = &am_device_record, .status = 201, .no_idempotency = true,
     .full_sign_in = true},
    {SITE(AM_DELETE, "/v1/devices/{id}", delete_device, "Let a device in no more; its sessions end"),
     .no_idempotency = true},
    {.path = NULL}};
