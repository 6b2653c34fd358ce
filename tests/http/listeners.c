/*
 * Routes for the tests and figures of live events: people with a token each, notices of any kind, the sweep.
 */
#include "domain/kinds/people.h"
#include "tests/http/listeners.h"

#include <stdio.h>
#include <string.h>

#include "desk/doing.h"
#include "faces/http/auth/credential.h"
#include "faces/http/live/live.h"
#include "faces/http/serving.h"

static am_id id_of(const struct am_call_in *in, const char *name)
{
    am_id id = 0;
    const char *text = json_string_value(json_object_get(in->body, name));
    if (text)
        am_id_read((struct amends_view){text, strlen(text)}, &id);
    return id;
}

static struct amends_view view(const char *text)
{
    return (struct amends_view){text, strlen(text)};
}

/* Numbers of a request are decimals to the reader. */
static int64_t number_of(const struct am_call_in *in, const char *name)
{
    return (int64_t)json_number_value(json_object_get(in->body, name));
}

struct hiring {
    const struct am_call_in *in;
    am_id org, site, person, token;
    struct am_credential credential;
    char login[64];
};

/* A person with one role and a token; in an organisation of their own where the body says "elsewhere". */
static enum am_kept hire(struct am_tx *tx, void *context)
{
    struct hiring *hiring = context;
    struct am_server *server = hiring->in->server;
    const am_id org = hiring->org;
    const int64_t now_ms = hiring->in->now_ms;
    struct am_person person;
    struct am_membership membership = {
        {org, am_server_id(server), 0, now_ms}, hiring->person, hiring->site, 0};
    struct am_api_token token = {{org, hiring->token, 0, now_ms}, .person = hiring->person, .name = view("test")};
    am_record_empty(&am_person_record, &person);
    person.row = (struct am_row){org, hiring->person, 0, now_ms};
    person.name = person.login = view(hiring->login);
    person.active = true;
    membership.role = (int32_t)number_of(hiring->in, "role");
    token.token_hash = (struct amends_view){(const char *)hiring->credential.hash, AM_SECRET_HASH_BYTES};
    token.scopes = view("open encounter case approval call promise refusal incident customer person audit");
    token.ends_at_ms = now_ms + INT64_C(86400000);
    enum am_kept kept = AM_KEPT_OK;
    if (org != hiring->in->actor->org) {
        struct am_organisation organisation;
        am_record_empty(&am_organisation_record, &organisation);
        organisation.row = (struct am_row){org, org, 0, now_ms};
        organisation.name = view("Elsewhere");
        organisation.currency = view("EUR");
        organisation.lang = view("fi");
        organisation.zone = view("Europe/Helsinki");
        kept = am_tx_add(tx, &am_organisation_record, &organisation);
    }
    if (kept == AM_KEPT_OK)
        kept = am_tx_add(tx, &am_person_record, &person);
    if (kept == AM_KEPT_OK)
        kept = am_tx_add(tx, &am_membership_record, &membership);
    return kept == AM_KEPT_OK ? am_tx_add(tx, &am_token_record, &token) : kept;
}

static void post_listener(const struct am_call_in *in, struct am_call_out *out)
{
    struct hiring hiring = {.in = in, .org = in->actor->org, .site = id_of(in, "site")};
    char text[sizeof AM_TOKEN_PREFIX + AM_CREDENTIAL_LEN] = AM_TOKEN_PREFIX;
    char person[AM_ID_TEXT_LEN + 1], token[AM_ID_TEXT_LEN + 1];
    if (json_is_true(json_object_get(in->body, "elsewhere")))
        hiring.org = am_server_id(in->server);
    hiring.person = am_server_id(in->server);
    hiring.token = am_server_id(in->server);
    am_id_write(hiring.person, person);
    am_id_write(hiring.token, token);
    snprintf(hiring.login, sizeof hiring.login, "p%s", person);
    am_credential_make(hiring.org, hiring.token, &hiring.credential);
    am_credential_write(&hiring.credential, text + sizeof AM_TOKEN_PREFIX - 1);
    if (am_problem_of_kept(out, am_store_write(in->server->settings.store, hire, &hiring)))
        out->json = json_pack("{s:s, s:s, s:s}", "person", person, "token", text, "token_id", token);
}

static enum am_kept end_roles(struct am_tx *tx, void *context)
{
    const struct am_call_in *in = context;
    int64_t count = 0;
    const struct am_where of_person = {.field = "person", .how = AM_IS, .number = in->ids[0]};
    return am_tx_remove(tx, &am_membership_record, in->actor->org, &of_person, 1, &count);
}

static void delete_roles(const struct am_call_in *in, struct am_call_out *out)
{
    am_problem_of_kept(out, am_store_write(in->server->settings.store, end_roles, (void *)(uintptr_t)in));
}

static uint32_t no_chance(void *context)
{
    return (uint32_t)am_server_id(context);
}

/* The body: kind, site, permission, only_for, count; ages_ms: so old they are. */
static enum am_kept notify(struct am_tx *tx, void *context)
{
    const struct am_call_in *in = context;
    const int64_t count = number_of(in, "count");
    const char *kind = json_string_value(json_object_get(in->body, "kind"));
    struct am_doing doing = {.tx = tx,
                             .arena = in->arena,
                             .actor = in->actor,
                             .now_ms = in->now_ms - number_of(in, "age_ms"),
                             .random = no_chance,
                             .random_context = in->server};
    for (int64_t i = 0; i < (count > 0 ? count : 1); i++)
        if (!am_notice_write(&doing, kind ? kind : "test", id_of(in, "site"),
                             (enum am_permission)number_of(in, "permission"), id_of(in, "subject"),
                             id_of(in, "only_for")))
            return am_doing_end(&doing);
    return AM_KEPT_OK;
}

static void post_notice(const struct am_call_in *in, struct am_call_out *out)
{
    am_problem_of_kept(out, am_store_write(in->server->settings.store, notify, (void *)(uintptr_t)in));
}

static void post_sweep(const struct am_call_in *in, struct am_call_out *out)
{
    int64_t count = 0;
    if (am_problem_of_kept(out,
                           am_live_sweep(in->server->settings.store, in->actor->org, in->now_ms, &count)))
        out->json = json_pack("{s:I}", "count", (json_int_t)count);
}

static void get_permissions(const struct am_call_in *in, struct am_call_out *out)
{
    (void)in;
    out->json = json_object();
    for (int i = 0; i < AM_PERMISSION_COUNT; i++)
        json_object_set_new(out->json, am_permission_name((enum am_permission)i), json_integer(i));
}

#define TEST(method_, path_, handle_)                                                                        \
    .method = method_, .path = path_, .door = AM_DOOR_PERSON, .permission = AM_MAY_OPEN, .handle = handle_,  \
    .summary = path_, .no_idempotency = true

const struct am_route listener_routes[] = {
    {TEST(AM_POST, "/v1/test/listeners", post_listener), .brings = AM_BRINGS_OBJECT, .status = 200},
    {TEST(AM_DELETE, "/v1/test/listeners/{id}", delete_roles)},
    {TEST(AM_POST, "/v1/test/notices", post_notice), .brings = AM_BRINGS_OBJECT},
    {TEST(AM_POST, "/v1/test/sweep", post_sweep), .brings = AM_BRINGS_OBJECT, .status = 200},
    {.path = "/v1/test/permissions", .handle = get_permissions, .summary = "permissions"},
    {.path = NULL}};
