#include "faces/http/auth/session.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "faces/http/auth/password.h"
#include "faces/http/limits.h"

static struct amends_view keep(struct am_arena *arena, const void *bytes, size_t len_bytes)
{
    return am_arena_copy(arena, (struct amends_view){bytes, len_bytes});
}

/* Up to `most` bytes of a text, cut between characters. */
static struct amends_view shorten(const char *text, size_t most)
{
    size_t len = text ? strlen(text) : 0;
    if (len > most)
        for (len = most; len > 0 && ((unsigned char)text[len] & 0xc0) == 0x80;)
            len--;
    return (struct amends_view){text, len};
}

static int64_t session_ms(const struct am_call_in *in)
{
    const unsigned days = in->server->settings.session_days;
    return days ? days * INT64_C(86400000) : AM_SESSION_MS;
}

bool am_session_make(const struct am_call_in *in, const struct am_session_wish *wish, struct am_session *row,
                     struct am_credential *credential)
{
    enum { ABOUT_BYTES_MOST = 200 };
    unsigned char csrf[32], key[32];
    char text[AM_CSRF_LEN + 1];
    am_record_empty(&am_session_record, row);
    row->row = (struct am_row){.org = wish->org, .id = am_server_id(in->server), .created_at_ms = in->now_ms};
    am_credential_make(wish->org, row->row.id, credential);
    randombytes_buf(csrf, sizeof csrf);
    sodium_bin2base64(text, sizeof text, csrf, sizeof csrf, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    row->person = wish->person;
    row->device = wish->device;
    row->by_pin = wish->by_pin;
    row->seen_at_ms = in->now_ms;
    row->ends_at_ms = in->now_ms + (wish->by_pin ? AM_PIN_SESSION_MS : session_ms(in));
    row->token_hash = keep(in->arena, credential->hash, sizeof credential->hash);
    row->csrf = keep(in->arena, text, AM_CSRF_LEN);
    const struct amends_view about = shorten(wish->about, ABOUT_BYTES_MOST);
    row->about = keep(in->arena, about.bytes, about.len_bytes);
    if (wish->debrief_key) {
        am_credential_key(credential, "debrief", key);
        const bool sealed =
            am_seal(key, wish->debrief_key, AM_DEBRIEF_KEY_BYTES, in->arena, &row->debrief_key);
        sodium_memzero(key, sizeof key);
        if (!sealed)
            return false;
    }
    return row->token_hash.bytes && row->csrf.bytes && !in->arena->failed;
}

int64_t am_session_over_ms(const struct am_session *session)
{
    const int64_t idle_ms =
        session->seen_at_ms + (session->by_pin ? AM_PIN_SESSION_IDLE_MS : AM_SESSION_IDLE_MS);
    return idle_ms < session->ends_at_ms ? idle_ms : session->ends_at_ms;
}

/* With TLS the names say that the cookie came over TLS, from this host: browsers hold them to it. */
static const char *name_of(const struct am_call_in *in, enum am_cookie cookie)
{
    static const char *const names[2][2] = {{"amends-session", "amends-device"},
                                            {"__Host-amends-session", "__Host-amends-device"}};
    return names[in->server->secure][cookie];
}

const char *am_cookie_set(const struct am_call_in *in, enum am_cookie cookie,
                          const struct am_credential *credential)
{
    enum { ROOM = 256 };
    char value[AM_CREDENTIAL_LEN + 1] = "", *text = am_arena_take(in->arena, ROOM);
    if (!text)
        return NULL;
    int64_t age_ms = cookie == AM_COOKIE_DEVICE ? AM_DEVICE_MS : session_ms(in);
    if (credential)
        am_credential_write(credential, value);
    else
        age_ms = 0;
    snprintf(text, ROOM, "%s=%s; Path=/; HttpOnly; SameSite=Strict; Max-Age=%lld%s", name_of(in, cookie),
             value, (long long)(age_ms / 1000), in->server->secure ? "; Secure" : "");
    sodium_memzero(value, sizeof value);
    return text;
}

bool am_cookie_get(const struct am_call_in *in, enum am_cookie cookie, struct am_credential *out)
{
    const char *name = name_of(in, cookie), *at = in->header(in->request, "Cookie");
    const size_t name_len = strlen(name);
    while (at && *at) {
        at += strspn(at, " ;");
        const size_t len = strcspn(at, ";");
        if (len > name_len && memcmp(at, name, name_len) == 0 && at[name_len] == '=')
            return am_credential_read((struct amends_view){at + name_len + 1, len - name_len - 1}, out);
        at += len;
    }
    return false;
}
