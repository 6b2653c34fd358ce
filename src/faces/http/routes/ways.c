/* What a site has to reach somebody with, beside open screens. */
#include <sodium.h>
#include <string.h>

#include "desk/help.h"
#include "desk/kit.h"
#include "faces/http/auth/password.h"
#include "faces/http/routes/table.h"

enum { KEY_BYTES = 32, KEY_TEXT_LEN = 6 + 44 };

/* What a webhook's messages are signed with, shown once. */
struct signing {
    struct amends_view secret;
};
static const struct am_field signing_fields[] = {
    AM_FIELD(signing, secret, TEXT, .most = KEY_TEXT_LEN,
             .about = "What its messages are signed with, as Standard Webhooks has it; shown this once"),
};
BODY(signing, "way_signing", "The secret of a webhook");
static const struct am_part signing_parts[] = {
    {"signing", &signing_record, false, "The secret of a webhook; null for other ways"}, {.name = NULL}};

/* A new secret, sealed for the record, and as it is shown. */
static bool make_secret(struct am_doing *doing, struct am_work *work, struct amends_view *sealed)
{
    unsigned char key[KEY_BYTES];
    struct signing *signing = am_arena_take(doing->arena, sizeof *signing);
    char *text = am_arena_take(doing->arena, KEY_TEXT_LEN + 1);
    if (!signing || !text)
        return am_doing_kept(doing, AM_KEPT_MEMORY);
    randombytes_buf(key, sizeof key);
    memcpy(text, "whsec_", 6);
    sodium_bin2base64(text + 6, KEY_TEXT_LEN + 1 - 6, key, sizeof key, sodium_base64_VARIANT_ORIGINAL);
    const bool made = am_seal(work->in->server->settings.key, key, sizeof key, doing->arena, sealed);
    sodium_memzero(key, sizeof key);
    if (!made)
        return am_doing_kept(doing, AM_KEPT_MEMORY);
    signing->secret = am_view_of(text);
    am_work_part(work, 0, signing, 1);
    return true;
}

static bool add_way(struct am_doing *doing, struct am_work *work)
{
    struct am_way *row = work->row;
    struct am_help_setup setup;
    *row = *(const struct am_way *)work->body;
    am_help_setup_of(work, doing, &setup);
    return (row->way != AM_WAY_WEBHOOK || make_secret(doing, work, &row->secret)) &&
           am_way_add(doing, &setup, row);
}

static bool change_way(struct am_doing *doing, struct am_work *work)
{
    struct am_help_setup setup;
    am_help_setup_of(work, doing, &setup);
    return am_way_change(doing, work->in->ids[0], work->body, work->in->if_match, &setup, work->row);
}

static bool renew_secret(struct am_doing *doing, struct am_work *work)
{
    struct amends_view sealed = {NULL, 0};
    return make_secret(doing, work, &sealed) && am_way_secret(doing, work->in->ids[0], sealed, work->row);
}

static bool remove_way(struct am_doing *doing, struct am_work *work)
{
    work->no_row = true;
    return am_way_remove(doing, work->in->ids[0]);
}

static bool try_way(struct am_doing *doing, struct am_work *work)
{
    struct am_help_setup setup;
    am_help_setup_of(work, doing, &setup);
    return am_way_try(doing, work->in->ids[0], &setup, work->row);
}

static bool read_way(struct am_doing *doing, struct am_work *work)
{
    const struct am_where where = {.field = "subject", .how = AM_IS, .number = work->in->ids[0]};
    void *rows = NULL;
    size_t count = 0;
    if (!am_work_see(doing, work, &am_way_record, work->in->ids[0], work->row) ||
        !am_doing_few(doing, &am_delivery_record, &where, 1, &rows, &count))
        return false;
    am_work_part(work, 0, rows, count);
    return true;
}

static const struct am_part trial_parts[] = {
    {"trials", &am_delivery_record, true, "How each trial of it fared"}, {.name = NULL}};
static const struct am_filter way_filters[] = {{"site", "site", false, "Of this site"}, {.name = NULL}};

const struct am_route am_way_routes[] = {
    {LIST("/v1/ways", SITE_ADMINISTER, "What sites have to reach somebody with"), .gives = &am_way_record,
     .filters = way_filters},
    {READ("/v1/ways/{id}", SITE_ADMINISTER, "A way to reach somebody"), .gives = &am_way_record,
     .act = read_way, .parts = trial_parts},
    {WRITE(AM_POST, "/v1/ways", SITE_ADMINISTER, add_way, "Add a way to reach somebody"),
     .takes = &am_way_record, .gives = &am_way_record, .parts = signing_parts, .status = 201,
     .no_idempotency = true, .conflict = "The site has as many as it may"},
    {EDIT("/v1/ways/{id}", SITE_ADMINISTER, change_way, am_way_record, "Edit a way to reach somebody")},
    {WRITE(AM_DELETE, "/v1/ways/{id}", SITE_ADMINISTER, remove_way, "Take a way to reach somebody away")},
    {WRITE(AM_POST, "/v1/ways/{id}/secret", SITE_ADMINISTER, renew_secret, "Give a webhook a new secret"),
     .gives = &am_way_record, .parts = signing_parts, .no_idempotency = true, .conflict = "It is no webhook"},
    {WRITE(AM_POST, "/v1/ways/{id}/try", SITE_ADMINISTER, try_way, "Try a way: nobody is called"),
     .gives = &am_delivery_record, .status = 202},
    {.path = NULL}};
