#include "faces/http/writing.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "domain/kinds/ledger.h"
#include "faces/http/limits.h"
#include "faces/http/serving.h"

struct writing {
    const struct am_call_in *in;
    am_job job;
    am_write_answer *answer;
    void *context;
    struct am_call_out *out;
    bool keyed;
    unsigned char hash[crypto_hash_sha256_BYTES];
};

/* What makes two requests the same: method, route, ids and body. */
static void hash_request(struct writing *writing)
{
    const struct am_call_in *in = writing->in;
    const char *path = in->route->path;
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    crypto_hash_sha256_update(&state, (const unsigned char *)&in->route->method, sizeof in->route->method);
    crypto_hash_sha256_update(&state, (const unsigned char *)path, strlen(path) + 1);
    crypto_hash_sha256_update(&state, (const unsigned char *)in->ids, sizeof in->ids);
    crypto_hash_sha256_update(&state, (const unsigned char *)&in->if_match, sizeof in->if_match);
    crypto_hash_sha256_update(&state, (const unsigned char *)in->bytes.bytes, in->bytes.len_bytes);
    crypto_hash_sha256_final(&state, writing->hash);
}

static void forget_answer(struct am_call_out *out)
{
    json_decref(out->json);
    *out = (struct am_call_out){0};
}

/* The answer that is kept under the key, newest first; *found false where there is none that still counts. */
static enum am_kept find_kept(struct am_tx *tx, const struct writing *writing, struct am_answer *kept_answer,
                              bool *found)
{
    const struct am_call_in *in = writing->in;
    const struct am_where where[] = {{.field = "person", .how = AM_IS, .number = in->actor->person},
                                     {.field = "key", .how = AM_IS, .text = in->key}};
    const struct am_list list = {.where = where, .where_count = 2, .descending = true, .most = 1};
    void *rows = NULL;
    size_t count = 0;
    const enum am_kept kept =
        am_tx_list(tx, &am_answer_record, in->actor->org, &list, in->arena, &rows, &count);
    *found = kept == AM_KEPT_OK && count > 0 && ((struct am_answer *)rows)->ends_at_ms > in->now_ms;
    if (*found)
        *kept_answer = *(struct am_answer *)rows;
    else if (count > 0) /* one whose time is over makes room */
        return am_tx_remove(tx, &am_answer_record, in->actor->org, where, 2, &(int64_t){0});
    return kept;
}

/* Body, version and place of the answer, as one JSON value; put together and taken apart here alone. */
static enum am_kept replay(const struct writing *writing, const struct am_answer *answer)
{
    struct am_call_out *out = writing->out;
    if (answer->request_hash.len_bytes != sizeof writing->hash ||
        memcmp(answer->request_hash.bytes, writing->hash, sizeof writing->hash) != 0) {
        am_problem_set(out, 422, "key-used", "This Idempotency-Key was used for another request",
                       "the same key with another method, path or body");
        return AM_KEPT_REFUSED;
    }
    json_t *kept = json_loadb(answer->body.bytes ? answer->body.bytes : "", answer->body.len_bytes, 0, NULL);
    const char *location = json_string_value(json_object_get(kept, "location"));
    out->status = (int)answer->status;
    out->version = json_integer_value(json_object_get(kept, "version"));
    out->replayed = true;
    if (location)
        strncpy(out->location, location, sizeof out->location - 1);
    out->json = json_incref(json_object_get(kept, "body"));
    json_decref(kept);
    return AM_KEPT_OK;
}

static enum am_kept keep(struct am_tx *tx, const struct writing *writing)
{
    const struct am_call_in *in = writing->in;
    const struct am_call_out *out = writing->out;
    const size_t flags = JSON_COMPACT | JSON_REAL_PRECISION(15);
    struct am_answer row;
    json_t *body = json_pack("{s:I, s:s}", "version", (json_int_t)out->version, "location", out->location);
    if (body && out->json)
        json_object_set(body, "body", out->json);
    const size_t len = json_dumpb(body, NULL, 0, flags);
    char *text = len > 0 && len <= AM_HTTP_ANSWER_KEPT_BYTES ? am_arena_take(in->arena, len) : NULL;
    if (text)
        json_dumpb(body, text, len, flags);
    json_decref(body);
    if (len == 0 || (len <= AM_HTTP_ANSWER_KEPT_BYTES && !text))
        return AM_KEPT_MEMORY;
    am_record_empty(&am_answer_record, &row);
    row.row =
        (struct am_row){.org = in->actor->org, .id = am_server_id(in->server), .created_at_ms = in->now_ms};
    row.person = in->actor->person;
    row.key = in->key;
    row.request_hash = (struct amends_view){(const char *)writing->hash, sizeof writing->hash};
    row.body = text ? (struct amends_view){text, len} : (struct amends_view){"{}", 2};
    row.status = out->status ? out->status : out->json ? in->route->status ? in->route->status : 200 : 204;
    row.ends_at_ms = in->now_ms + AM_HTTP_ANSWER_KEPT_MS;
    return am_tx_add(tx, &am_answer_record, &row);
}

static enum am_kept write_job(struct am_tx *tx, void *context)
{
    struct writing *writing = context;
    struct am_answer answer;
    bool found = false;
    forget_answer(writing->out);
    if (writing->keyed) {
        const enum am_kept looked = find_kept(tx, writing, &answer, &found);
        if (looked != AM_KEPT_OK)
            return looked;
        if (found)
            return replay(writing, &answer);
    }
    const enum am_kept kept = writing->job(tx, writing->context);
    if (kept != AM_KEPT_OK)
        return kept;
    if (!writing->keyed)
        return writing->out->problem.status != 0 ? AM_KEPT_REFUSED : AM_KEPT_OK;
    if (writing->answer)
        writing->answer(writing->context, writing->out);
    return writing->out->problem.status != 0 ? AM_KEPT_REFUSED : keep(tx, writing);
}

bool am_call_keyed(const struct am_call_in *in)
{
    return in->key.len_bytes > 0 && in->actor && in->actor->person && !in->route->no_idempotency;
}

enum am_kept am_call_write(const struct am_call_in *in, am_job job, am_write_answer *answer, void *context,
                           struct am_call_out *out)
{
    struct writing writing = {in, job, answer, context, out, false, {0}};
    writing.keyed = am_call_keyed(in);
    if (writing.keyed)
        hash_request(&writing);
    const enum am_kept kept = am_store_write(in->server->settings.store, write_job, &writing);
    if (kept != AM_KEPT_OK && kept != AM_KEPT_REFUSED)
        forget_answer(out);
    /* Only an answer that is kept has to be written in the transaction: the writer is one for all. */
    if (kept == AM_KEPT_OK && !writing.keyed && answer)
        answer(context, out);
    else
        am_problem_of_kept(out, kept);
    return kept;
}
