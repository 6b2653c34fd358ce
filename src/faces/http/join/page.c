/* The pages with which a device joins. */
#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "faces/http/join/join.h"

enum { PAGE_ROOM = 32768, POLICY_ROOM = 400, HASH_TEXT = 64 };

static const char style[] =
    "*{box-sizing:border-box}"
    "body{margin:0 auto;padding:1.25rem 1rem 3rem;max-width:38rem;font:1.0625rem/1.5 system-ui,sans-serif;"
    "color:#1c2321;background:#fff;overflow-wrap:break-word}"
    "h1{font-size:1.6rem;line-height:1.2;margin:0 0 .5rem}h2{font-size:1.2rem;margin:2rem 0 .5rem}"
    "p{margin:.5rem 0}ol{padding-left:1.4rem;margin:.5rem 0}li{margin:.6rem 0}"
    "details{border:1px solid #8a9691;border-radius:.5rem;margin:.6rem 0;padding:0 .9rem}"
    "summary{font-weight:600;padding:.75rem 0;cursor:pointer}"
    ".go,button{display:block;width:100%;padding:.85rem 1rem;margin:.6rem 0;border:0;border-radius:.5rem;"
    "font:inherit;font-weight:600;text-align:center;text-decoration:none;color:#fff;background:#0b5d4b;"
    "cursor:pointer}"
    ".get{background:#fff;color:#0b5d4b;border:2px solid #0b5d4b}"
    "code{display:block;font-size:.875rem;font-family:ui-monospace,monospace;overflow-wrap:anywhere;"
    "background:#eef2f0;color:#1c2321;border-radius:.4rem;padding:.6rem .75rem}"
    "input{display:block;width:100%;padding:.7rem;margin:.3rem 0 "
    ".8rem;font:inherit;font-size:1.4rem;letter-spacing:.1em;"
    "text-transform:uppercase;border:1px solid #5f6b66;border-radius:.5rem;color:inherit;background:inherit}"
    ".small{font-size:.9375rem;color:#46514c}nav{margin-top:2.5rem;display:flex;flex-wrap:wrap;gap:.25rem "
    "1.25rem}"
    "nav a{padding:.6rem 0;color:#0b5d4b}#told{font-weight:600}[hidden]{display:none}"
    ":focus-visible{outline:3px solid #d98200;outline-offset:2px}"
    "@media(prefers-color-scheme:dark){body{color:#e8eeeb;background:#141a18}.get,nav a{color:#7fd8c0}"
    ".get{background:#141a18;border-color:#7fd8c0}.go:not(.get),button{color:#06231c;background:#7fd8c0}"
    "code{background:#222b28;color:#e8eeeb}.small{color:#b7c2bd}}";

/* What stands behind # is not sent over the network: a code, or the owner's secret, goes on to the desk over
 * TLS. */
static const char trust_script[] =
    "'use strict';const h=location.hash.slice(1),go=document.getElementById('go'),"
    "s=/^\\?lang=\\w+$/.test(location.search)?location.search:'';go.href=go.dataset.desk+'/join'+s;"
    "if(/^setup\\.[\\w-]+$/.test(h))go.href=go.dataset.desk+'/setup#'+h.slice(6);"
    "else if(/^[\\w.-]+$/.test(h)){go.hash=h;document.getElementById('typed').hidden=true}"
    "for(const a of document.querySelectorAll('nav a'))a.hash=location.hash;"
    "if(/Macintosh/.test(navigator.userAgent)&&navigator.maxTouchPoints>1){"
    "for(const d of document.querySelectorAll('details'))d.open=d.id==='iphone'}";

static const char sign_script[] =
    "'use strict';const f=document.querySelector('form'),i=f.code,t=document.getElementById('told'),"
    "[code,organisation]=location.hash.slice(1).split('.');"
    "for(const a of document.querySelectorAll('nav a'))a.hash=location.hash;"
    "if(code){i.value=code;history.replaceState(null,'',location.pathname+location.search)}"
    "f.onsubmit=async e=>{e.preventDefault();t.textContent='';const "
    "b=f.querySelector('button');b.disabled=true;"
    "try{const r=await fetch('/v1/device',{method:'POST',headers:{'Content-Type':'application/json'},"
    "body:JSON.stringify(organisation?{code:i.value,organisation}:{code:i.value})});"
    "if(r.status===201){const d=await r.json();f.hidden=true;document.getElementById('lead').hidden=true;"
    "t.textContent=f.dataset.done.replace('{name}',()=>d.name);document.getElementById('on').hidden=false}"
    "else t.textContent=r.status===429?f.dataset.wait:r.status<500?f.dataset.wrong:f.dataset.away}"
    "catch{t.textContent=f.dataset.away}b.disabled=false}";

/* ---- writing */

struct page {
    char *text;
    size_t len;
    const char *name; /* what {name} stands for; NULL: it stays */
};

static void put_bytes(struct page *page, const char *bytes, size_t len)
{
    if (page->len + len >= PAGE_ROOM)
        return;
    memcpy(page->text + page->len, bytes, len);
    page->len += len;
}

static void put(struct page *page, const char *text)
{
    put_bytes(page, text, strlen(text));
}

/* What is no HTML, as HTML. */
static void put_plain(struct page *page, const char *text)
{
    static const char name[] = "{name}";
    for (; *text; text++) {
        if (page->name && strncmp(text, name, sizeof name - 1) == 0) {
            const char *own = page->name;
            page->name = NULL;
            put_plain(page, own);
            page->name = own;
            text += sizeof name - 2;
            continue;
        }
        switch (*text) {
        case '<':
            put(page, "&lt;");
            break;
        case '&':
            put(page, "&amp;");
            break;
        case '"':
            put(page, "&quot;");
            break;
        default:
            put_bytes(page, text, 1);
        }
    }
}

/* Parts of HTML and, after each but the last, a plain text: a NULL part ends. */
static void put_all(struct page *page, ...)
{
    va_list parts;
    va_start(parts, page);
    bool plain = false;
    for (const char *part = va_arg(parts, const char *); part; part = va_arg(parts, const char *)) {
        if (plain)
            put_plain(page, part);
        else
            put(page, part);
        plain = !plain;
    }
    va_end(parts);
}

static bool begin(struct page *page, struct am_arena *arena, enum am_join_lang lang, const char *title)
{
    page->text = am_arena_take(arena, PAGE_ROOM);
    if (!page->text)
        return false;
    put_all(page, "<!doctype html><html lang=\"", am_join_lang_code(lang),
            "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
            "content=\"width=device-width,initial-scale=1\">"
            "<meta name=\"color-scheme\" content=\"light dark\"><title>",
            title, "</title><style>", NULL);
    put(page, style);
    put_all(page, "</style></head><body><main><h1>", title, "</h1>", NULL);
    return true;
}

static const char *end(struct page *page, enum am_join_lang lang, const char *script)
{
    put(page, "</main><nav>");
    for (int other = 0; other < AM_JOIN_LANG_COUNT; other++) {
        const char *code = am_join_lang_code((enum am_join_lang)other);
        if (other != (int)lang)
            put_all(page, "<a href=\"?lang=", code, "\" hreflang=\"", code, "\" lang=\"", code, "\">",
                    am_join_lang_name((enum am_join_lang)other), "</a>", NULL);
    }
    put(page, "</nav><script>");
    put(page, script);
    put(page, "</script></body></html>");
    return page->text;
}

/* ---- the page that installs trust */

enum am_join_system am_join_system_of(const char *user_agent)
{
    static const char *const apple[] = {"iPhone", "iPad", "iPod"}, *const android[] = {"Android",
                                                                                       "HarmonyOS"};
    for (size_t i = 0; user_agent && i < sizeof apple / sizeof *apple; i++)
        if (strstr(user_agent, apple[i]))
            return AM_JOIN_ON_IPHONE;
    for (size_t i = 0; user_agent && i < sizeof android / sizeof *android; i++)
        if (strstr(user_agent, android[i]))
            return AM_JOIN_ON_ANDROID;
    return AM_JOIN_ON_COMPUTER;
}

/* The desk under the host that the page was asked for, where its certificate is good for that. */
static void desk_for(const struct am_join_place *place, const char *host, char desk[AM_JOIN_ADDRESS_LEN])
{
    const bool six = host && host[0] == '[';
    const char *name = six ? host + 1 : host;
    const size_t len = !host ? 0 : strcspn(name, six ? "]" : ":");
    for (size_t i = 0; len > 0 && i < place->name_count; i++) {
        if (strlen(place->names[i]) != len || strncmp(place->names[i], name, len) != 0)
            continue;
        snprintf(desk, AM_JOIN_ADDRESS_LEN, "https://%s%.*s%s:%u", six ? "[" : "", (int)len, name,
                 six ? "]" : "", place->desk_port);
        return;
    }
    snprintf(desk, AM_JOIN_ADDRESS_LEN, "%s", place->desk);
}

static void put_systems(struct page *page, enum am_join_lang lang, enum am_join_system system)
{
    static const char *const opened[2] = {"", " open"};
#define WORD(word) am_join_word(lang, AM_JOIN_##word)
    put_all(page, "<details id=\"iphone\"", "", opened[system == AM_JOIN_ON_IPHONE], "", "><summary>",
            WORD(IPHONE), "</summary><ol><li>", WORD(IPHONE_1),
            "<a class=\"go get\" href=\"/amends.mobileconfig\">", WORD(IPHONE_GET), "</a></li><li>",
            WORD(IPHONE_2), "</li><li>", WORD(IPHONE_3), "</li></ol></details>", NULL);
    put_all(page, "<details id=\"android\"", "", opened[system == AM_JOIN_ON_ANDROID], "", "><summary>",
            WORD(ANDROID), "</summary><ol><li>", WORD(ANDROID_1),
            "<a class=\"go get\" href=\"/amends-ca.crt\">", WORD(CERTIFICATE_GET), "</a></li><li>",
            WORD(ANDROID_2), "</li><li>", WORD(ANDROID_3), "</li><li>", WORD(ANDROID_4),
            "</li></ol></details>", NULL);
    put_all(page, "<details id=\"computer\"", "", opened[system == AM_JOIN_ON_COMPUTER], "", "><summary>",
            WORD(COMPUTER), "</summary><ol><li>", WORD(COMPUTER_1),
            "<a class=\"go get\" href=\"/amends-ca.crt\">", WORD(CERTIFICATE_GET), "</a></li></ol><p>",
            WORD(WINDOWS), "</p><p>", WORD(MAC), "</p><p>", WORD(LINUX),
            " <a href=\"/amends-ca.pem\">PEM</a></p></details>", NULL);
#undef WORD
}

const char *am_join_trust_page(const struct am_join_place *place, const char *host, enum am_join_lang lang,
                               enum am_join_system system, struct am_arena *arena)
{
    struct page page = {.name = place->ca_name};
    char desk[AM_JOIN_ADDRESS_LEN];
    if (!begin(&page, arena, lang, am_join_word(lang, AM_JOIN_TITLE)))
        return NULL;
    desk_for(place, host, desk);
    put_all(&page, "<p>", am_join_word(lang, AM_JOIN_LEAD), "</p><h2>", am_join_word(lang, AM_JOIN_TRUST),
            "</h2>", NULL);
    put_systems(&page, lang, system);
    put_all(&page, "<p class=\"small\">", am_join_word(lang, AM_JOIN_ONLY_HERE), "</p><p class=\"small\">",
            am_join_word(lang, AM_JOIN_PRINT), "</p><code>", place->ca_print, "</code><h2>",
            am_join_word(lang, AM_JOIN_OPEN), "</h2><a class=\"go\" id=\"go\" data-desk=\"", desk,
            "\" href=\"", desk, "/join\">", am_join_word(lang, AM_JOIN_OPEN_GO), "</a><p id=\"typed\">",
            am_join_word(lang, AM_JOIN_CODE_THERE), "</p><p class=\"small\">",
            am_join_word(lang, AM_JOIN_WARNED), "</p>", NULL);
    return end(&page, lang, trust_script);
}

/* ---- the page that takes the code */

const char *am_join_sign_page(enum am_join_lang lang, struct am_arena *arena)
{
    struct page page = {.name = NULL};
    if (!begin(&page, arena, lang, am_join_word(lang, AM_JOIN_SIGN_TITLE)))
        return NULL;
    put_all(
        &page, "<p id=\"lead\">", am_join_word(lang, AM_JOIN_SIGN_LEAD), "</p><form data-done=\"",
        am_join_word(lang, AM_JOIN_SIGN_DONE), "\" data-wrong=\"", am_join_word(lang, AM_JOIN_SIGN_WRONG),
        "\" data-wait=\"", am_join_word(lang, AM_JOIN_SIGN_WAIT), "\" data-away=\"",
        am_join_word(lang, AM_JOIN_SIGN_AWAY), "\"><label>", am_join_word(lang, AM_JOIN_SIGN_CODE),
        "<input name=\"code\" required maxlength=\"12\" autocomplete=\"off\" autocapitalize=\"characters\" "
        "spellcheck=\"false\"></label><button>",
        am_join_word(lang, AM_JOIN_SIGN_GO),
        "</button></form><p id=\"told\" role=\"status\"></p><a class=\"go\" id=\"on\" href=\"/\" hidden>",
        am_join_word(lang, AM_JOIN_OPEN_GO), "</a>", NULL);
    return end(&page, lang, sign_script);
}

/* ---- policies */

static void hash_of(const char *text, size_t len, char out[HASH_TEXT])
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(hash, (const unsigned char *)text, len);
    sodium_bin2base64(out, HASH_TEXT, hash, sizeof hash, sodium_base64_VARIANT_ORIGINAL);
}

static const char *policy(struct am_arena *arena, const char *script, size_t script_len, const char *more)
{
    char of_style[HASH_TEXT], of_script[HASH_TEXT], *text = am_arena_take(arena, POLICY_ROOM);
    hash_of(style, sizeof style - 1, of_style);
    hash_of(script, script_len, of_script);
    if (text)
        snprintf(text, POLICY_ROOM,
                 "default-src 'none'; style-src 'sha256-%s'; script-src 'sha256-%s'; %sbase-uri 'none'; "
                 "form-action "
                 "'none'; frame-ancestors 'none'",
                 of_style, of_script, more);
    return text;
}

const char *am_join_trust_policy(struct am_arena *arena)
{
    return policy(arena, trust_script, sizeof trust_script - 1, "");
}

const char *am_join_sign_policy(struct am_arena *arena)
{
    return policy(arena, sign_script, sizeof sign_script - 1, "connect-src 'self'; ");
}

/* ---- Apple's profile */

/* Out of the authority, so that one that is installed again takes the place of the first. */
static void uuid_of(const struct am_join_place *place, const char *purpose, char text[37])
{
    unsigned char hash[16];
    crypto_generichash(hash, sizeof hash, (const unsigned char *)place->ca_der.bytes, place->ca_der.len_bytes,
                       (const unsigned char *)purpose, 16);
    hash[6] = (hash[6] & 0x0f) | 0x80; /* version 8: of one's own making */
    hash[8] = (hash[8] & 0x3f) | 0x80;
    for (size_t i = 0, at = 0; i < sizeof hash; i++)
        at += (size_t)snprintf(text + at, 37 - at, i == 4 || i == 6 || i == 8 || i == 10 ? "-%02X" : "%02X",
                               hash[i]);
}

const char *am_join_profile(const struct am_join_place *place, struct am_arena *arena)
{
    char whole[37], part[37];
    struct page page = {.text = am_arena_take(arena, PAGE_ROOM)};
    const size_t room = sodium_base64_ENCODED_LEN(place->ca_der.len_bytes, sodium_base64_VARIANT_ORIGINAL);
    char *der = am_arena_take(arena, room);
    if (!page.text || !der)
        return NULL;
    sodium_bin2base64(der, room, (const unsigned char *)place->ca_der.bytes, place->ca_der.len_bytes,
                      sodium_base64_VARIANT_ORIGINAL);
    uuid_of(place, "amends.profile..", whole);
    uuid_of(place, "amends.authority", part);
    put_all(
        &page,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" "
        "\"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n<plist version=\"1.0\"><dict>"
        "<key>PayloadContent</key><array><dict><key>PayloadCertificateFileName</key><string>amends-ca.crt</"
        "string>"
        "<key>PayloadContent</key><data>",
        der, "</data><key>PayloadDisplayName</key><string>", place->ca_name,
        "</string><key>PayloadIdentifier</key><string>amends.authority.", part,
        "</string><key>PayloadType</key><string>com.apple.security.root</string><key>PayloadUUID</"
        "key><string>",
        part, "</string><key>PayloadVersion</key><integer>1</integer></dict></array>", NULL);
    put_all(&page, "<key>PayloadDisplayName</key><string>", place->ca_name,
            "</string><key>PayloadIdentifier</key><string>amends.profile.", whole,
            "</string><key>PayloadRemovalDisallowed</key><false/><key>PayloadType</"
            "key><string>Configuration</string>"
            "<key>PayloadUUID</key><string>",
            whole, "</string><key>PayloadVersion</key><integer>1</integer></dict></plist>\n", NULL);
    return page.text;
}
