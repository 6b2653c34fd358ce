/* A device joins: somebody who may set up devices makes a code, the device gives it back. The code is kept as
 * a hash in the row of the device that will be: it is good once, for ten minutes, for any process, and taken
 * back with it. */
#include "faces/http/join/join.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "faces/http/auth/known.h"
#include "faces/http/auth/person.h"
#include "faces/http/auth/session.h"
#include "faces/http/auth/throttle.h"
#include "faces/http/join/qr.h"
#include "faces/http/modules.h"
#include "faces/http/recordjson.h"

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
enum { HASH_BYTES = 32, IMAGE_TEXT_MOST = 65536 };

/* ---- what is asked and answered */

struct join_answer {
    am_id device;
    struct amends_view code, address, desk, print, svg, png;
    int64_t ends_at_ms;
};
static const struct am_field answer_fields[] = {
    AM_FIELD(join_answer, device, ID, .of = "device",
             .about = "The device that will be; taken back as any device"),
    AM_FIELD(join_answer, code, TEXT, .most = 16, .about = "To be typed in, told once"),
    AM_FIELD(join_answer, ends_at_ms, TIME, .about = "Until when it is good"),
    AM_FIELD(join_answer, address, TEXT, .most = AM_JOIN_ADDRESS_LEN,
             .about = "What the QR code holds: the page with which a device joins, and the code behind #"),
    AM_FIELD(join_answer, desk, TEXT, .most = AM_JOIN_ADDRESS_LEN, .about = "Where the desk is"),
    AM_FIELD(join_answer, print, TEXT, .most = 95,
             .about = "SHA-256 of the certificate that devices are to trust; empty: they trust it already"),
    AM_FIELD(join_answer, svg, TEXT, .most = IMAGE_TEXT_MOST, .about = "The QR code as an SVG image"),
    AM_FIELD(join_answer, png, TEXT, .most = IMAGE_TEXT_MOST,
             .about = "The QR code as a PNG image, in base64"),
};
static const struct am_record answer_record = {.name = "join_answer",
                                               .about = "A code with which one device joins, once",
                                               .size = sizeof(struct join_answer),
                                               .fields = answer_fields,
                                               .field_count = sizeof answer_fields / sizeof *answer_fields};

struct join_body {
    am_id organisation;
    struct amends_view code;
};
static const struct am_field body_fields[] = {
    AM_FIELD(join_body, organisation, ID, .of = "organisation",
             .about = "Where the server has several; none: its own"),
    AM_FIELD(join_body, code, TEXT, .flags = AM_FIELD_REQUIRED, .most = 16,
             .about = "As it was told; letters of any size, blanks and hyphens do not count"),
};
static const struct am_record body_record = {.name = "join_request",
                                             .about = "A device that joins",
                                             .size = sizeof(struct join_body),
                                             .fields = body_fields,
                                             .field_count = sizeof body_fields / sizeof *body_fields};

/* ---- the code */

static void make_code(char code[AM_JOIN_CODE_LEN + 1])
{
    for (size_t i = 0; i < AM_JOIN_CODE_LEN; i++)
        code[i] = alphabet[randombytes_uniform(sizeof alphabet - 1)];
    code[AM_JOIN_CODE_LEN] = 0;
}

/* As it was made, out of what somebody typed. */
static bool read_code(struct amends_view typed, char code[AM_JOIN_CODE_LEN + 1])
{
    size_t len = 0;
    for (size_t i = 0; i < typed.len_bytes; i++) {
        char c = typed.bytes[i];
        if (c == ' ' || c == '-')
            continue;
        c = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
        c = c == 'O' ? '0' : c == 'I' || c == 'L' ? '1' : c;
        if (len == AM_JOIN_CODE_LEN || c == 0 || !strchr(alphabet, c))
            return false;
        code[len++] = c;
    }
    code[len] = 0;
    return len == AM_JOIN_CODE_LEN;
}

/* Forty bits are few: the hash needs the server's key too, so whoever reads the database finds no code. */
static void hash_code(const struct am_server *server, am_id org, const char code[AM_JOIN_CODE_LEN],
                      unsigned char hash[HASH_BYTES])
{
    static const unsigned char purpose[] = "amends.join";
    crypto_generichash_state state;
    const unsigned char *key = server->settings.key;
    crypto_generichash_init(&state, key, key ? 32 : 0, HASH_BYTES);
    crypto_generichash_update(&state, purpose, sizeof purpose - 1);
    crypto_generichash_update(&state, (const unsigned char *)&org, sizeof org);
    crypto_generichash_update(&state, (const unsigned char *)code, AM_JOIN_CODE_LEN);
    crypto_generichash_final(&state, hash, HASH_BYTES);
}

/* ---- making one */

/* Where devices find the desk; without a network of its own, as its settings say. */
static void find_place(const struct am_call_in *in, struct am_join_place *place)
{
    const struct am_server *server = in->server;
    char *desk = am_arena_take(in->arena, AM_JOIN_ADDRESS_LEN);
    if (server->settings.join && server->settings.join(server->settings.join_context, in->arena, place))
        return;
    const char *address = server->settings.address ? server->settings.address : "127.0.0.1";
    if (strcmp(address, "::") == 0 || strcmp(address, "0.0.0.0") == 0)
        address = "localhost";
    const bool six = strchr(address, ':') != NULL;
    if (desk && server->settings.url)
        snprintf(desk, AM_JOIN_ADDRESS_LEN, "%.200s", server->settings.url);
    else if (desk)
        snprintf(desk, AM_JOIN_ADDRESS_LEN, "%s://%s%s%s:%u", server->secure ? "https" : "http",
                 six ? "[" : "", address, six ? "]" : "", server->port);
    *place = (struct am_join_place){.desk = desk ? desk : ""};
}

struct making {
    const struct am_call_in *in;
    struct am_call_out *out;
    struct am_device row;
};

/* Codes that nobody used are not devices, and not kept as such; there are not many that are good at once. */
static enum am_kept clear_old(struct am_tx *tx, const struct making *making)
{
    const struct am_call_in *in = making->in;
    const struct am_where waiting[] = {{.field = "joins_until_ms", .how = AM_FROM, .number = 1},
                                       {.field = "revoked", .how = AM_IS, .number = 0}};
    const struct am_list list = {.where = waiting, .where_count = 2, .most = AM_LIST_MOST};
    void *rows = NULL;
    size_t count = 0, good = 0;
    enum am_kept kept = am_tx_list(tx, &am_device_record, in->actor->org, &list, in->arena, &rows, &count);
    struct am_device *devices = rows;
    for (size_t i = 0; kept == AM_KEPT_OK && i < count; i++) {
        good += devices[i].joins_until_ms > in->now_ms;
        if (devices[i].joins_until_ms > in->now_ms)
            continue;
        devices[i].revoked = true;
        kept = am_tx_change(tx, &am_device_record, &devices[i]);
    }
    if (kept != AM_KEPT_OK || good < AM_JOIN_PENDING_MOST)
        return kept;
    am_problem_set(making->out, 409, "codes-waiting", "Too many codes wait to be used",
                   "%d are good now: use them, take them back as devices, or wait until they end",
                   AM_JOIN_PENDING_MOST);
    return AM_KEPT_REFUSED;
}

static enum am_kept make_job(struct am_tx *tx, void *context)
{
    struct making *making = context;
    const struct am_call_in *in = making->in;
    struct am_device row = making->row;
    struct am_site site;
    enum am_kept kept = am_tx_read(tx, &am_site_record, in->actor->org, row.site, in->arena, &site);
    if (kept == AM_KEPT_OK)
        kept = clear_old(tx, making);
    if (kept == AM_KEPT_OK)
        kept = am_tx_add(tx, &am_device_record, &row);
    return kept == AM_KEPT_OK ? am_audit_note(tx, in, NULL, "device.code_made", &am_device_record, row.row.id)
                              : kept;
}

static struct amends_view view_of(const char *text)
{
    return (struct amends_view){text ? text : "", text ? strlen(text) : 0};
}

static const char *base64_of(struct am_arena *arena, struct amends_view bytes)
{
    const size_t room = sodium_base64_ENCODED_LEN(bytes.len_bytes, sodium_base64_VARIANT_ORIGINAL);
    char *text = bytes.bytes ? am_arena_take(arena, room) : NULL;
    return text ? sodium_bin2base64(text, room, (const unsigned char *)bytes.bytes, bytes.len_bytes,
                                    sodium_base64_VARIANT_ORIGINAL)
                : NULL;
}

/* The code is told with a hyphen in its middle; in the address it is as short as can be. */
static void answer_with(const struct am_call_in *in, const struct am_device *row, const char *code,
                        struct am_call_out *out)
{
    char told[AM_JOIN_CODE_LEN + 2],
        org[AM_ID_TEXT_LEN + 2] = "", *address = am_arena_take(in->arena, AM_JOIN_ADDRESS_LEN);
    struct am_join_place place = {.desk = NULL};
    find_place(in, &place);
    if (in->actor->org != in->server->settings.org) {
        org[0] = '.';
        am_id_write(in->actor->org, org + 1);
    }
    snprintf(told, sizeof told, "%.4s-%s", code, code + 4);
    if (address)
        snprintf(address, AM_JOIN_ADDRESS_LEN, "%.200s/%s#%s%s", place.page ? place.page : place.desk,
                 place.page ? "" : "join", code, org);
    const char *svg = address ? am_qr_svg(address, in->arena) : NULL;
    const char *png = address ? base64_of(in->arena, am_qr_png(address, in->arena)) : NULL;
    const struct join_answer answer = {.device = row->row.id,
                                       .code = view_of(told),
                                       .ends_at_ms = row->joins_until_ms,
                                       .address = view_of(address),
                                       .desk = view_of(place.desk),
                                       .print = view_of(place.page ? place.ca_print : ""),
                                       .svg = view_of(svg),
                                       .png = view_of(png)};
    if (!svg || !png)
        am_problem_of_kept(out, AM_KEPT_MEMORY);
    else
        out->json = am_record_json(&answer_record, &answer);
    sodium_memzero(told, sizeof told);
}

static void post_join(const struct am_call_in *in, struct am_call_out *out)
{
    struct making making = {.in = in, .out = out};
    char code[AM_JOIN_CODE_LEN + 1];
    unsigned char hash[HASH_BYTES];
    struct am_device *row = &making.row;
    if (!am_body_read(in, row, out))
        return;
    if (!am_actor_may(in->actor, AM_MAY_SITE_ADMINISTER, row->site, 0)) {
        am_problem_set(out, 403, "not-permitted", "You may not do this",
                       "devices of this site are not yours to set up");
        return;
    }
    make_code(code);
    hash_code(in->server, in->actor->org, code, hash);
    row->row =
        (struct am_row){.org = in->actor->org, .id = am_server_id(in->server), .created_at_ms = in->now_ms};
    row->token_hash = am_arena_copy(in->arena, (struct amends_view){(const char *)hash, sizeof hash});
    row->enrolled_by = in->actor->person;
    row->seen_at_ms = in->now_ms;
    row->joins_until_ms = in->now_ms + AM_JOIN_CODE_MS;
    const enum am_kept kept = am_store_write(in->server->settings.store, make_job, &making);
    if (kept == AM_KEPT_OK)
        answer_with(in, row, code, out);
    else if (out->problem.status == 0)
        am_problem_of_kept(out, kept);
    sodium_memzero(code, sizeof code);
}

/* ---- giving it back */

struct taking {
    const struct am_call_in *in;
    am_id org;
    unsigned char hash[HASH_BYTES];
    struct am_credential credential;
    struct am_device row;
    bool found;
};

/* Whoever made the code may still do so. */
static enum am_kept maker_may(struct am_tx *tx, const struct taking *taking, const struct am_device *device,
                              bool *may)
{
    struct am_arena *arena = taking->in->arena;
    struct am_person person;
    void *rows = NULL;
    size_t count = 0;
    int64_t people = 0;
    const struct am_where of = {.field = "person", .how = AM_IS, .number = device->enrolled_by};
    const struct am_where active = {.field = "active", .how = AM_IS, .number = 1};
    const struct am_list list = {.where = &of, .where_count = 1, .most = AM_LIST_MOST};
    *may = false;
    enum am_kept kept = am_tx_read(tx, &am_person_record, taking->org, device->enrolled_by, arena, &person);
    if (kept != AM_KEPT_OK || !person.active)
        return kept == AM_KEPT_NONE ? AM_KEPT_OK : kept;
    kept = am_tx_list(tx, &am_membership_record, taking->org, &list, arena, &rows, &count);
    if (kept == AM_KEPT_OK)
        kept = am_tx_count(tx, &am_person_record, taking->org, &active, 1, &people);
    const struct am_actor actor = {.org = taking->org,
                                   .person = person.row.id,
                                   .memberships = rows,
                                   .membership_count = count,
                                   .alone = people == 1};
    *may = kept == AM_KEPT_OK && am_actor_may(&actor, AM_MAY_SITE_ADMINISTER, device->site, 0);
    return kept;
}

static enum am_kept take_job(struct am_tx *tx, void *context)
{
    struct taking *taking = context;
    const struct am_call_in *in = taking->in;
    const struct am_where good[] = {{.field = "joins_until_ms", .how = AM_FROM, .number = in->now_ms + 1},
                                    {.field = "revoked", .how = AM_IS, .number = 0}};
    const struct am_list list = {.where = good, .where_count = 2, .most = AM_LIST_MOST};
    void *rows = NULL;
    size_t count = 0;
    bool may = false;
    taking->found = false;
    enum am_kept kept = am_tx_list(tx, &am_device_record, taking->org, &list, in->arena, &rows, &count);
    const struct am_device *devices = rows, *device = NULL;
    for (size_t i = 0; kept == AM_KEPT_OK && i < count; i++)
        if (devices[i].token_hash.len_bytes == HASH_BYTES &&
            sodium_memcmp(devices[i].token_hash.bytes, taking->hash, HASH_BYTES) == 0)
            device = &devices[i];
    if (device)
        kept = maker_may(tx, taking, device, &may);
    if (kept != AM_KEPT_OK || !may)
        return kept;
    taking->row = *device;
    am_credential_make(taking->org, device->row.id, &taking->credential);
    taking->row.token_hash =
        am_arena_copy(in->arena, (struct amends_view){(const char *)taking->credential.hash,
                                                      sizeof taking->credential.hash});
    taking->row.joins_until_ms = 0;
    taking->row.seen_at_ms = in->now_ms;
    taking->found = true;
    kept = am_tx_change(tx, &am_device_record, &taking->row);
    const struct am_actor actor = {.org = taking->org, .device = device->row.id};
    return kept == AM_KEPT_OK
               ? am_audit_note(tx, in, &actor, "device.joined", &am_device_record, device->row.id)
               : kept;
}

static void post_device(const struct am_call_in *in, struct am_call_out *out)
{
    struct join_body body;
    char code[AM_JOIN_CODE_LEN + 1];
    static const char account[] = "join";
    const struct amends_view name = {account, sizeof account - 1};
    if (!am_body_read(in, &body, out))
        return;
    /* Codes are too many to be guessed: the address alone waits, so that nobody can shut the door for others.
     */
    const am_id org = body.organisation ? body.organisation : in->server->settings.org;
    struct taking taking = {.in = in, .org = org};
    if (!am_may_try(in, org, (struct amends_view){NULL, 0}, out))
        return;
    if (read_code(body.code, code)) {
        hash_code(in->server, org, code, taking.hash);
        const enum am_kept kept = am_store_write(in->server->settings.store, take_job, &taking);
        if (!am_problem_of_kept(out, kept))
            return;
    }
    if (!taking.found) {
        am_throttle_failed(in->server->throttle, org, name, in->address, am_clock_ms());
        am_problem_set(out, 401, "join-code", "This code is not good",
                       "it was used already, has expired, was taken back or was mistyped");
        return;
    }
    am_known_forget(in->server->known);
    out->json = am_record_json(&am_device_record, &taking.row);
    out->set_cookie[0] = am_cookie_set(in, AM_COOKIE_DEVICE, &taking.credential);
    am_credential_wipe(&taking.credential);
}

static void get_page(const struct am_call_in *in, struct am_call_out *out)
{
    const enum am_join_lang lang =
        am_join_lang_of(in->parameter(in->request, "lang"), in->header(in->request, "Accept-Language"));
    const char *page = am_join_sign_page(lang, in->arena);
    out->content_policy = am_join_sign_policy(in->arena);
    if (!page || !out->content_policy) {
        am_problem_of_kept(out, AM_KEPT_MEMORY);
        return;
    }
    out->bytes = view_of(page);
    out->content_type = "text/html; charset=utf-8";
}

const struct am_route am_join_routes[] = {
    {.method = AM_POST,
     .path = "/v1/joins",
     .door = AM_DOOR_PERSON,
     .permission = AM_MAY_SITE_ADMINISTER,
     .handle = post_join,
     .takes = &am_device_record,
     .gives = &answer_record,
     .status = 201,
     .conflict = "Too many codes wait to be used",
     .no_idempotency = true,
     .full_sign_in = true,
     .summary =
         "Make a code, and its QR code, with which another device joins as a shared device of a site: good "
         "once, for ten minutes"},
    {.method = AM_POST,
     .path = "/v1/device",
     .handle = post_device,
     .throttled = true,
     .takes = &body_record,
     .gives = &am_device_record,
     .status = 201,
     .no_idempotency = true,
     .summary = "Join: this browser becomes the device that the code was made for"},
    {.method = AM_GET,
     .path = "/join",
     .handle = get_page,
     .media = "text/html",
     .summary = "The page on which a device joins, with the code behind #"},
    {.path = NULL}};
