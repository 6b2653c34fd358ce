#include "faces/http/app.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "faces/http/serving.h"
#include "faces/web/pack.h"

static const char forever[] = "public, max-age=31536000, immutable";
static const char engine_path[] = "/app/engine.json";

/* Of the page and of its workers: their own files, this server, WebAssembly; nothing written into the page.
 */
static const char policy[] =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'";

void am_app_image_name(struct amends_view image, char name[AM_APP_IMAGE_ROOM])
{
    unsigned char hash[crypto_generichash_BYTES_MIN];
    char text[2 * sizeof hash + 1];
    crypto_generichash(hash, sizeof hash, (const unsigned char *)image.bytes, image.len_bytes, NULL, 0);
    snprintf(name, AM_APP_IMAGE_ROOM, "/app/playbook-%.16s.img",
             sodium_bin2hex(text, sizeof text, hash, sizeof hash));
}

static const struct am_web_file *file_of(const struct am_server *server, const char *path)
{
    return server->settings.web ? am_web_find(server->settings.web, path) : NULL;
}

bool am_app_has(const struct am_server *server, const char *path)
{
    return strcmp(path, "/") == 0 || strcmp(path, engine_path) == 0 ||
           strcmp(path, server->image_path) == 0 || file_of(server, path);
}

/* ---- what the browser has, and what it takes */

/* The length of a list's element and of the blanks before it. */
static size_t element(const char *at, size_t *blanks)
{
    *blanks = strspn(at, " \t,");
    return strcspn(at + *blanks, ",");
}

static bool takes_gzip(const char *accepted)
{
    size_t blanks;
    for (size_t len; accepted && (len = element(accepted, &blanks)) > 0; accepted += blanks + len) {
        const char *name = accepted + blanks;
        const size_t name_len = strcspn(name, " \t;,");
        const char *weight = memchr(name, '=', len);
        if ((name_len == 4 && strncasecmp(name, "gzip", 4) == 0) || (name_len == 1 && *name == '*'))
            return !weight || strspn(weight + 1, "0.") < (size_t)(name + len - weight - 1);
    }
    return false;
}

/* Whether the browser has what is called so: its copy may be either form. */
static bool has_it(const char *etags, const char *etag)
{
    return etags && (strstr(etags, etag) || strcmp(etags, "*") == 0);
}

static void tell_cached(const struct am_call_in *in, const char *hash, bool packed, bool immutable,
                        struct am_call_out *out)
{
    snprintf(out->etag, sizeof out->etag, "\"%.40s%s\"", hash, packed ? "-gzip" : "");
    out->cache = immutable ? forever : "no-cache";
    if (has_it(in->header(in->request, "If-None-Match"), out->etag)) {
        out->status = 304;
        out->bytes = (struct amends_view){NULL, 0};
    }
}

/* ---- what is answered */

static void give_file(const struct am_call_in *in, const struct am_web_file *file, struct am_call_out *out)
{
    const bool packed = file->gzip && takes_gzip(in->header(in->request, "Accept-Encoding"));
    out->content_policy = policy;
    out->content_type = file->type;
    out->encodings = file->gzip;
    out->encoding = packed ? "gzip" : NULL;
    out->bytes = (struct amends_view){file->bytes, file->len_bytes};
    tell_cached(in, file->hash, packed, file->immutable, out);
    if (out->status == 304 || !file->gzip || packed)
        return;
    char *plain = am_arena_take(in->arena, file->plain_bytes);
    if (plain && am_web_unpack(file, plain))
        out->bytes = (struct amends_view){plain, file->plain_bytes};
    else
        am_problem_of_kept(out, AM_KEPT_MEMORY);
}

/* What the app loads to coach by itself. */
static void tell_engine(const struct am_server *server, struct am_call_out *out)
{
    const struct amends_view version = amends_engine_playbook_version(server->settings.engine);
    out->cache = "no-cache";
    out->json = json_pack("{s:s?, s:s, s:s%, s:I}", "wasm",
                          server->settings.web ? server->settings.web->engine : NULL, "image",
                          server->image_path, "playbook", version.bytes, version.len_bytes, "bytes",
                          (json_int_t)server->settings.image.len_bytes);
    if (!out->json)
        am_problem_of_kept(out, AM_KEPT_MEMORY);
}

static void tell_without(struct am_call_out *out)
{
    static const char text[] = "Amends runs, and was built without its app: there is nothing to see here, "
                               "the API stands below /v1.\n"
                               "To have the app, build it where Node.js is, after `npm ci --prefix web`.\n";
    out->content_type = "text/plain; charset=utf-8";
    out->cache = "no-cache";
    out->bytes = (struct amends_view){text, sizeof text - 1};
}

static void get_app(const struct am_call_in *in, struct am_call_out *out)
{
    const struct am_server *server = in->server;
    const struct am_web_file *file = file_of(server, in->path);
    if (strcmp(in->path, engine_path) == 0) {
        tell_engine(server, out);
    } else if (strcmp(in->path, server->image_path) == 0) {
        out->content_type = "application/octet-stream";
        out->bytes = server->settings.image;
        tell_cached(in, strchr(in->path, '-') + 1, false, true, out);
    } else if (file) {
        give_file(in, file, out);
    } else {
        tell_without(out);
    }
}

const struct am_route am_app_route = {.method = AM_GET,
                                      .path = "app",
                                      .handle = get_app,
                                      .summary = "The app",
                                      .quick = true,
                                      .storeless = true};
