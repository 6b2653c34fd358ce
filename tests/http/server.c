/*
 * A server for the tests: on a free port, over a store of its own, with routes of the program and some of its
 * own that show what a handler may use. Prints one line of JSON ("port", "setup") and serves until its
 * standard input ends. http-server URL [CERTIFICATE KEY]
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "amends/malloc.h"
#include "desk/help.h"
#include "desk/people/people.h"
#include "domain/kinds/case.h"
#include "domain/kinds/ledger.h"
#include "faces/http/auth/password.h"
#include "faces/http/auth/setup.h"
#include "faces/http/live/live.h"
#include "faces/http/modules.h"
#include "faces/http/paging.h"
#include "faces/http/recordjson.h"
#include "faces/http/server.h"
#include "faces/http/serving.h"
#include "faces/http/verbs.h"
#include "faces/http/writing.h"
#include "faces/web/pack.h"
#include "store/store.h"
#include "tests/http/listeners.h"

/* ---- routes over one kind of record, as the desk's own are */

struct handling {
    const struct am_call_in *in;
    struct am_call_out *out;
    struct am_customer row;
};

static enum am_kept read_job(struct am_tx *tx, void *context)
{
    struct handling *handling = context;
    const struct am_call_in *in = handling->in;
    return am_tx_read(tx, &am_customer_record, in->actor->org, in->ids[0], in->arena, &handling->row);
}

static void give(void *context, struct am_call_out *out)
{
    const struct handling *handling = context;
    out->json = am_record_json(&am_customer_record, &handling->row);
    out->version = handling->row.row.version;
}

static void get_one(const struct am_call_in *in, struct am_call_out *out)
{
    struct handling handling = {.in = in};
    if (am_problem_of_kept(out, am_store_read(in->server->settings.store, read_job, &handling)))
        give(&handling, out);
}

static void get_list(const struct am_call_in *in, struct am_call_out *out)
{
    struct am_list list = {.descending = in->parameter(in->request, "newest") != NULL};
    am_paging_list(in, &am_customer_record, &list, out);
}

static void get_sites(const struct am_call_in *in, struct am_call_out *out)
{
    struct am_list list = {0};
    am_paging_list(in, &am_site_record, &list, out);
}

static void get_audit(const struct am_call_in *in, struct am_call_out *out)
{
    struct am_list list = {.by = "number"};
    am_paging_list(in, &am_audit_record, &list, out);
}

static enum am_kept add_job(struct am_tx *tx, void *context)
{
    struct handling *handling = context;
    return am_tx_add(tx, &am_customer_record, &handling->row);
}

static void post_one(const struct am_call_in *in, struct am_call_out *out)
{
    struct handling handling = {.in = in};
    if (!am_record_read(&am_customer_record, in->body, true, in->arena, &handling.row, out))
        return;
    handling.row.row =
        (struct am_row){.org = in->actor->org, .id = am_server_id(in->server), .created_at_ms = in->now_ms};
    am_call_write(in, add_job, give, &handling, out);
}

static enum am_kept edit_job(struct am_tx *tx, void *context)
{
    struct handling *handling = context;
    const struct am_call_in *in = handling->in;
    const enum am_kept kept = read_job(tx, context);
    if (kept != AM_KEPT_OK)
        return kept;
    if (handling->row.row.version != in->if_match)
        return AM_KEPT_CHANGED;
    if (!am_record_read(&am_customer_record, in->body, false, in->arena, &handling->row, handling->out))
        return AM_KEPT_REFUSED;
    return am_tx_change(tx, &am_customer_record, &handling->row);
}

static void patch_one(const struct am_call_in *in, struct am_call_out *out)
{
    struct handling handling = {.in = in, .out = out};
    am_call_write(in, edit_job, give, &handling, out);
}

/* Another organisation on the same server: whose owner must find nothing of the first. */
static bool found_other(struct am_doing *doing, void *context)
{
    return am_organisation_found(doing, context);
}

static struct amends_view text_of(const struct am_call_in *in, const char *name)
{
    const char *text = json_string_value(json_object_get(in->body, name));
    return (struct amends_view){text ? text : "", text ? strlen(text) : 0};
}

static void post_other(const struct am_call_in *in, struct am_call_out *out)
{
    struct am_founding wish;
    am_record_empty(&am_organisation_record, &wish.organisation);
    am_record_empty(&am_site_record, &wish.site);
    am_record_empty(&am_person_record, &wish.owner);
    wish.organisation.name = wish.site.name = wish.owner.name = wish.owner.login = text_of(in, "login");
    wish.organisation.currency = (struct amends_view){"EUR", 3};
    wish.organisation.lang = (struct amends_view){"en", 2};
    wish.organisation.zone = (struct amends_view){"Europe/Helsinki", 15};
    wish.organisation.trade = AM_TRADE_SALON;
    wish.site.emergency_number = (struct amends_view){"112", 3};
    wish.site.trade = AM_TRADE_SALON;
    if (!am_password_hash(in->server, text_of(in, "password"), in->arena, &wish.owner.password_hash) ||
        !am_call_do(in, found_other, NULL, &wish, out))
        return;
    char id[AM_ID_TEXT_LEN + 1];
    am_id_write(wish.organisation.row.id, id);
    out->status = 201;
    out->json = json_pack("{s:s}", "id", id);
}

/* Makes the organisation of who asks the demo shop. */
static bool make_demo(struct am_doing *doing, void *context)
{
    struct am_organisation row;
    (void)context;
    if (!am_doing_read(doing, &am_organisation_record, doing->actor->org, &row))
        return false;
    row.demo = true;
    return am_doing_change(doing, &am_organisation_record, &row, 0);
}

static void post_demo(const struct am_call_in *in, struct am_call_out *out)
{
    am_call_do(in, make_demo, NULL, NULL, out);
}

/* As long as it is told: for the tests of a clean stop. */
static void get_slow(const struct am_call_in *in, struct am_call_out *out)
{
    const char *ms = in->parameter(in->request, "ms");
    usleep((useconds_t)(ms ? atoi(ms) : 0) * 1000);
    out->json = json_pack("{s:s}", "status", "done");
}

#define CUSTOMER(method_, path_, permission_, handle_, summary_)                                             \
    .method = method_, .path = path_, .door = AM_DOOR_PERSON, .permission = AM_MAY_CUSTOMER_##permission_,   \
    .handle = handle_, .summary = summary_, .gives = &am_customer_record

static const struct am_route own_routes[] = {
    {CUSTOMER(AM_GET, "/v1/test/customers", SEE, get_list, "list"), .gives_list = true},
    {CUSTOMER(AM_POST, "/v1/test/customers", WORK, post_one, "make"), .takes = &am_customer_record,
     .status = 201},
    {CUSTOMER(AM_GET, "/v1/test/customers/{id}", SEE, get_one, "read")},
    {CUSTOMER(AM_PATCH, "/v1/test/customers/{id}", WORK, patch_one, "change"), .takes = &am_customer_record,
     .needs_version = true},
    {.method = AM_POST,
     .path = "/v1/test/organisations",
     .handle = post_other,
     .summary = "another organisation",
     .brings = AM_BRINGS_OBJECT,
     .no_idempotency = true,
     .status = 201},
    {.method = AM_POST,
     .path = "/v1/test/demo",
     .door = AM_DOOR_PERSON,
     .permission = AM_MAY_OPEN,
     .handle = post_demo,
     .summary = "this is the demo shop",
     .no_idempotency = true},
    {.path = "/v1/test/sites",
     .door = AM_DOOR_PERSON,
     .permission = AM_MAY_OPEN,
     .handle = get_sites,
     .summary = "sites",
     .gives = &am_site_record,
     .gives_list = true},
    {.path = "/v1/test/audit",
     .door = AM_DOOR_PERSON,
     .permission = AM_MAY_AUDIT_SEE,
     .handle = get_audit,
     .summary = "audit",
     .gives = &am_audit_record,
     .gives_list = true},
    {.path = "/v1/test/slow", .handle = get_slow, .summary = "slow"},
    {.path = NULL}};

/* ---- the program */

enum { FILE_ROOM = 65536 };

static const char *whole_file(const char *path, char text[FILE_ROOM])
{
    FILE *file = fopen(path, "r");
    if (!file || fread(text, 1, FILE_ROOM - 1, file) == 0) {
        fprintf(stderr, "%s cannot be read\n", path);
        exit(1);
    }
    fclose(file);
    return text;
}

static void log_line(void *context, const struct am_http_log *entry)
{
    (void)context;
    if (getenv("HTTP_LOG"))
        fprintf(stderr, "%s %s %s %d %lld us %s\n", entry->request, entry->method, entry->route,
                entry->status, (long long)entry->micros, entry->problem ? entry->problem : "");
}

/* The clock, moved by what HTTP_CLOCK_FILE holds, milliseconds. */
static int64_t now_ms(void *context)
{
    char text[32] = "";
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    FILE *file = context ? fopen(context, "r") : NULL;
    const size_t len = file ? fread(text, 1, sizeof text - 1, file) : 0;
    if (file)
        fclose(file);
    return now.tv_sec * INT64_C(1000) + now.tv_nsec / 1000000 + (len > 0 ? atoll(text) : 0);
}

/* Who has a live screen open: ids, one on a line, in the file beside that of the clock. */
static void help_setup(void *context, am_id org, struct am_arena *arena, struct am_help_setup *setup)
{
    enum { SCREENS_MOST = 16 };
    char name[512], line[64];
    am_id *ids = am_arena_take(arena, SCREENS_MOST * sizeof *ids);
    (void)org;
    snprintf(name, sizeof name, "%s.screens", (const char *)context);
    FILE *file = ids ? fopen(name, "r") : NULL;
    while (file && setup->on_screen_count < SCREENS_MOST && fgets(line, sizeof line, file))
        if (am_id_read((struct amends_view){line, strcspn(line, "\n")}, &ids[setup->on_screen_count]))
            setup->on_screen_count++;
    if (file)
        fclose(file);
    setup->on_screen = ids;
}

static am_store *open_store(const char *url, struct am_live *live)
{
    char trouble[AM_STORE_TROUBLE_LEN] = "";
    am_store *store = NULL;
    unsigned applied;
    const struct am_store_settings settings = {.committed = am_live_wake, .committed_context = live};
    if (am_store_open(url, &settings, &store, trouble) != AM_KEPT_OK ||
        am_store_migrate(store, now_ms(NULL), &applied) != AM_KEPT_OK) {
        fprintf(stderr, "%s: %s\n", url, trouble);
        exit(1);
    }
    return store;
}

static unsigned setting(const char *name)
{
    return getenv(name) ? (unsigned)atoi(getenv(name)) : 0;
}

static struct am_live *make_hub(void)
{
    const struct am_live_settings settings = {.per_person = setting("LIVE_PER_PERSON"),
                                              .poll_ms = setting("LIVE_POLL_MS"),
                                              .beat_ms = setting("LIVE_BEAT_MS"),
                                              .check_ms = setting("LIVE_CHECK_MS"),
                                              .waiting_bytes = setting("LIVE_WAITING_BYTES")};
    return am_live_new(&settings);
}

int main(int argc, char **argv)
{
    static const unsigned char key[32] = {1, 2, 3};
    static char certificate[FILE_ROOM], key_text[FILE_ROOM];
    static const struct am_route *tables[32] = {own_routes, listener_routes};
    const struct amends_allocator allocator = AMENDS_MALLOC;
    char trouble[200] = "", byte;
    amends_engine *engine = NULL;
    if (argc < 2 || amends_engine_new(&allocator, amends_builtin_image(), &engine) != AMENDS_OK)
        return 2;
    for (size_t i = 0; am_route_tables[i]; i++)
        tables[i + 2] = am_route_tables[i];
    struct am_live *live = make_hub();
    am_store *store = open_store(argv[1], live);
    const struct am_server_settings settings = {.tables = tables,
                                                .store = getenv("HTTP_NO_STORE") ? NULL : store,
                                                .org = am_id_make(INT64_C(1600000000000), 7),
                                                .key = key,
                                                .engine = engine,
                                                .image = amends_builtin_image(),
                                                .web = &am_web_pack,
                                                .now_ms = now_ms,
                                                .now_context = getenv("HTTP_CLOCK_FILE"),
                                                .log = log_line,
                                                .help = getenv("HTTP_CLOCK_FILE") ? help_setup : NULL,
                                                .help_context = getenv("HTTP_CLOCK_FILE"),
                                                .live = live,
                                                .workers = setting("HTTP_WORKERS"),
                                                .waiting_max = setting("HTTP_WAITING"),
                                                .second_factor = setting("HTTP_SECOND_FACTOR"),
                                                .connections_max = setting("HTTP_CONNECTIONS"),
                                                .tls_certificate =
                                                    argc > 3 ? whole_file(argv[2], certificate) : NULL,
                                                .tls_key = argc > 3 ? whole_file(argv[3], key_text) : NULL};
    struct am_server *server = am_server_start(&settings, trouble, sizeof trouble);
    if (!server) {
        fprintf(stderr, "%s\n", trouble);
        return 1;
    }
    const char *link = settings.store ? am_server_setup_link(server) : am_setup_link(server->setup);
    printf("{\"port\": %u, \"setup\": \"%s\"}\n", am_server_port(server), link ? link : "");
    fflush(stdout);
    while (read(STDIN_FILENO, &byte, 1) > 0) {
    }
    am_server_stop(server);
    am_store_close(store);
    am_live_free(live);
    amends_engine_free(engine);
    return 0;
}
