#include "faces/http/auth/demo.h"

#include <arpa/inet.h>
#include <sodium.h>
#include <string.h>

#include "desk/people/people.h"
#include "domain/kinds/names.h"
#include "faces/http/auth/known.h"
#include "faces/http/auth/password.h"
#include "faces/http/auth/person.h"
#include "faces/http/auth/setup.h"
#include "faces/http/auth/signin.h"
#include "faces/http/modules.h"
#include "faces/http/paging.h"
#include "faces/http/recordjson.h"
#include "faces/http/verbs.h"

/* ---- what is told and asked */

enum { REQUIRED = AM_FIELD_REQUIRED };

#define BODY(kind, about_)                                                                                   \
    static const struct am_record kind##_record = {.name = #kind,                                            \
                                                   .about = about_,                                          \
                                                   .size = sizeof(struct kind),                              \
                                                   .fields = kind##_fields,                                  \
                                                   .field_count =                                            \
                                                       sizeof kind##_fields / sizeof *kind##_fields}

/* Somebody of the demo shop. */
struct demo_person {
    struct am_row row; /* for the cursor */
    struct amends_view name, site;
    int32_t role;
};
static const struct am_field demo_person_fields[] = {
    {.name = "id",
     .kind = AM_FIELD_ID,
     .offset = offsetof(struct demo_person, row.id),
     .of = "person",
     .flags = REQUIRED,
     .about = "Who"},
    AM_FIELD(demo_person, name, TEXT, .flags = REQUIRED, .most = 100, .about = "What they are called"),
    AM_FIELD(demo_person, role, CHOICE, .flags = REQUIRED, .choices = am_role_names,
             .about = "What they are: the highest of their roles"),
    AM_FIELD(demo_person, site, TEXT, .flags = 0, .most = 200,
             .about = "What the site is called where they are that; none: everywhere"),
};
BODY(demo_person, "Somebody of the demo shop, whose place one can take");

struct demo_sign_in {
    am_id person;
};
static const struct am_field demo_sign_in_fields[] = {
    AM_FIELD(demo_sign_in, person, ID, .flags = REQUIRED, .of = "person", .about = "Whose place one takes"),
};
BODY(demo_sign_in, "Looking at the demo shop as somebody else");

struct demo_thrown {
    struct amends_view link;
};
static const struct am_field demo_thrown_fields[] = {
    AM_FIELD(demo_thrown, link, TEXT, .flags = REQUIRED,
             .about = "Where one's own business is set up, on this server: a path with a one-time secret"),
};
BODY(demo_thrown, "The demo shop is gone");

/* ---- whether there is a demo shop for this caller */

/* Is this Host, with or without a port, a name of the machine for itself? Another may be a website's that
 * leads a browser here. */
static bool is_own_name(const char *host)
{
    char name[INET_ADDRSTRLEN];
    struct in_addr address;
    const size_t len = host[0] == '[' ? strcspn(host, "]") + 1 : strcspn(host, ":");
    if (len == 0 || len >= sizeof name)
        return false;
    memcpy(name, host, len);
    name[len] = 0;
    return strcmp(name, "localhost") == 0 || strcmp(name, "[::1]") == 0 ||
           (inet_pton(AF_INET, name, &address) == 1 && ntohl(address.s_addr) >> 24 == IN_LOOPBACKNET);
}

/* Does somebody at the server's own machine ask? What has a URL of its own stands behind something that
 * others reach. ::1 is told by its network (exchange.c). */
static bool is_here(const struct am_call_in *in)
{
    static const char four[] = "::ffff:127.", six[] = "::";
    const char *host = in->header(in->request, "Host");
    const struct amends_view from = in->address;
    const bool near = (from.len_bytes >= sizeof four && memcmp(from.bytes, four, sizeof four - 1) == 0) ||
                      (from.len_bytes == sizeof six - 1 && memcmp(from.bytes, six, sizeof six - 1) == 0);
    return near && !in->server->settings.url && host && is_own_name(host);
}

enum am_kept am_demo_is(struct am_tx *tx, am_id org, struct am_arena *arena, bool *is)
{
    struct am_organisation organisation = {0};
    const enum am_kept kept = am_tx_read(tx, &am_organisation_record, org, org, arena, &organisation);
    *is = kept == AM_KEPT_OK && organisation.demo;
    return kept == AM_KEPT_NONE ? AM_KEPT_OK : kept;
}

/* Everybody of the demo shop, as they are told; nobody where this is none. */
struct looking {
    const struct am_call_in *in;
    struct demo_person *people;
    size_t count;
};

/* Their highest role, and where they have it. */
static enum am_kept find_role(struct am_tx *tx, const struct looking *looking, struct demo_person *person)
{
    const struct am_call_in *in = looking->in;
    const am_id org = in->server->settings.org;
    const struct am_where of = {.field = "person", .how = AM_IS, .number = person->row.id};
    const struct am_list list = {.where = &of, .where_count = 1, .most = AM_LIST_MOST};
    void *rows = NULL;
    size_t count = 0;
    am_id site_id = 0;
    enum am_kept kept = am_tx_list(tx, &am_membership_record, org, &list, in->arena, &rows, &count);
    const struct am_membership *memberships = rows;
    count = am_memberships_now(rows, kept == AM_KEPT_OK ? count : 0, in->now_ms);
    person->role = -1;
    for (size_t i = 0; i < count; i++)
        if (memberships[i].role > person->role) {
            person->role = memberships[i].role;
            site_id = memberships[i].site;
        }
    if (kept != AM_KEPT_OK || site_id == 0)
        return kept;
    struct am_site site = {0};
    kept = am_tx_read(tx, &am_site_record, org, site_id, in->arena, &site);
    person->site = site.name;
    return kept;
}

static enum am_kept look(struct am_tx *tx, void *context)
{
    struct looking *looking = context;
    const struct am_call_in *in = looking->in;
    const struct am_where active = {.field = "active", .how = AM_IS, .number = 1};
    const struct am_list list = {.where = &active, .where_count = 1, .most = AM_LIST_MOST};
    void *rows = NULL;
    size_t count = 0;
    bool is = false;
    looking->count = 0;
    enum am_kept kept = am_demo_is(tx, in->server->settings.org, in->arena, &is);
    if (kept == AM_KEPT_OK && is)
        kept = am_tx_list(tx, &am_person_record, in->server->settings.org, &list, in->arena, &rows, &count);
    const struct am_person *people = rows;
    looking->people = am_arena_take(in->arena, (count + 1) * sizeof *looking->people);
    if (!looking->people)
        return AM_KEPT_MEMORY;
    for (size_t i = 0; i < count && kept == AM_KEPT_OK; i++) {
        struct demo_person *person = &looking->people[looking->count];
        *person = (struct demo_person){.row = people[i].row, .name = people[i].name};
        kept = find_role(tx, looking, person);
        looking->count += person->role >= 0;
    }
    return kept;
}

/* A business that is no demo shop has nothing of all this. */
static void refuse(struct am_call_out *out)
{
    am_problem_set(out, 404, "not-found", "There is no such thing here",
                   "this is no demo shop, or you are not at its machine");
}

/* ---- the routes */

static void get_demo(const struct am_call_in *in, struct am_call_out *out)
{
    struct looking looking = {.in = in};
    struct am_list list = {0};
    if (!am_paging_begin(in, &list, out) ||
        (is_here(in) && !am_problem_of_kept(out, am_store_read(in->server->settings.store, look, &looking))))
        return;
    size_t from = 0;
    while (list.resume && from < looking.count && looking.people[from].row.id <= list.after_id)
        from++;
    const size_t rest = looking.count - from, count = rest < list.most ? rest : list.most;
    am_paging_answer(in, &demo_person_record, &list, count > 0 ? looking.people + from : NULL, count, 0, out);
}

struct taking {
    const struct am_call_in *in;
    am_id id;
    struct am_person person;
    bool found;
};

static enum am_kept take_place(struct am_tx *tx, void *context)
{
    struct taking *taking = context;
    const struct am_call_in *in = taking->in;
    bool is = false;
    taking->found = false;
    enum am_kept kept = am_demo_is(tx, in->server->settings.org, in->arena, &is);
    if (kept != AM_KEPT_OK || !is)
        return kept;
    kept =
        am_tx_read(tx, &am_person_record, in->server->settings.org, taking->id, in->arena, &taking->person);
    taking->found = kept == AM_KEPT_OK && taking->person.active;
    return kept == AM_KEPT_NONE ? AM_KEPT_OK : kept;
}

static void post_demo_session(const struct am_call_in *in, struct am_call_out *out)
{
    struct demo_sign_in body;
    if (!is_here(in)) {
        refuse(out);
        return;
    }
    if (!am_body_read(in, &body, out))
        return;
    struct taking taking = {.in = in, .id = body.person};
    if (!am_problem_of_kept(out, am_store_read(in->server->settings.store, take_place, &taking)))
        return;
    if (!taking.found) {
        refuse(out);
        return;
    }
    /* The password is known: what is sealed with it can be looked at too. */
    const struct amends_view password = {AM_DEMO_PASSWORD, sizeof AM_DEMO_PASSWORD - 1};
    unsigned char key[AM_DEBRIEF_KEY_BYTES];
    const bool has_key = am_debriefs_key_open(in->server, password, taking.person.debrief_seal, key);
    const struct am_session_wish wish = {.org = taking.person.row.org,
                                         .person = taking.person.row.id,
                                         .debrief_key = has_key ? key : NULL,
                                         .about = in->header(in->request, "User-Agent")};
    am_session_open(in, &taking.person, &wish, out);
    sodium_memzero(key, sizeof key);
}

static bool throw_away(struct am_doing *doing, void *context)
{
    (void)context;
    return am_organisation_throw_away(doing);
}

static void delete_demo(const struct am_call_in *in, struct am_call_out *out)
{
    const char *link = am_setup_link(in->server->setup);
    const struct demo_thrown thrown = {{link, strlen(link)}};
    if (!is_here(in) || in->actor->org != in->server->settings.org) {
        refuse(out);
        return;
    }
    const bool done = am_call_do(in, throw_away, NULL, NULL, out);
    am_known_forget(in->server->known);
    if (!done)
        return;
    out->status = 200;
    out->json = am_record_json(&demo_thrown_record, &thrown);
    out->set_cookie[0] = am_cookie_set(in, AM_COOKIE_SESSION, NULL);
    out->set_cookie[1] = am_cookie_set(in, AM_COOKIE_DEVICE, NULL);
}

const struct am_route am_demo_routes[] = {
    {.method = AM_GET,
     .path = "/v1/demo",
     .handle = get_demo,
     .gives = &demo_person_record,
     .gives_list = true,
     .summary = "Whose place one can take in the demo shop, at its own machine; elsewhere nobody's"},
    {.method = AM_POST,
     .path = "/v1/demo/session",
     .handle = post_demo_session,
     .takes = &demo_sign_in_record,
     .no_idempotency = true,
     .status = 201,
     .summary = "Look at the demo shop as somebody of it, at its own machine; 404 in any other business"},
    {.method = AM_DELETE,
     .path = "/v1/demo",
     .door = AM_DOOR_PERSON,
     .permission = AM_MAY_OPEN,
     .handle = delete_demo,
     .gives = &demo_thrown_record,
     .no_idempotency = true,
     .full_sign_in = true,
     .summary = "Throw the demo shop away with all that is in it, at its own machine; 404 in any other "
                "business"},
    {.path = NULL}};
