/* The key with which a device seals what it keeps for a person: nobody else is told it, and it is the same
 * each time, so that the person can open it again after signing in anew. It is not stored anywhere: it comes
 * from the server's key file. */
#include <sodium.h>
#include <string.h>

#include "faces/http/modules.h"
#include "faces/http/recordjson.h"
#include "faces/http/serving.h"

enum { SEALING_BYTES = 32 };

struct sealing_answer {
    struct amends_view key;
};
static const struct am_field answer_fields[] = {
    AM_FIELD(sealing_answer, key, TEXT, .flags = AM_FIELD_REQUIRED, .most = 44,
             .about = "32 bytes in base64, the same each time; a person's own, for AES-256"),
};
static const struct am_record answer_record = {
    .name = "sealing_key",
    .about = "What a device seals with that keeps something for a person",
    .size = sizeof(struct sealing_answer),
    .fields = answer_fields,
    .field_count = sizeof answer_fields / sizeof *answer_fields};

static void derive(const struct am_server *server, const struct am_actor *actor,
                   unsigned char key[SEALING_BYTES])
{
    static const unsigned char purpose[] = "amends.sealing";
    crypto_generichash_state state;
    crypto_generichash_init(&state, server->settings.key, server->settings.key ? 32 : 0, SEALING_BYTES);
    crypto_generichash_update(&state, purpose, sizeof purpose - 1);
    crypto_generichash_update(&state, (const unsigned char *)&actor->org, sizeof actor->org);
    crypto_generichash_update(&state, (const unsigned char *)&actor->person, sizeof actor->person);
    crypto_generichash_final(&state, key, SEALING_BYTES);
    sodium_memzero(&state, sizeof state);
}

static void get_key(const struct am_call_in *in, struct am_call_out *out)
{
    enum { TEXT_ROOM = sodium_base64_ENCODED_LEN(SEALING_BYTES, sodium_base64_VARIANT_ORIGINAL) };
    unsigned char key[SEALING_BYTES];
    char text[TEXT_ROOM];
    if (!in->csrf) {
        am_problem_set(out, 403, "not-permitted", "You may not do this",
                       "it is for people who are signed in, by password or PIN, and not for tokens");
        return;
    }
    derive(in->server, in->actor, key);
    sodium_bin2base64(text, sizeof text, key, sizeof key, sodium_base64_VARIANT_ORIGINAL);
    const struct sealing_answer answer = {.key = {text, strlen(text)}};
    out->json = am_record_json(&answer_record, &answer);
    sodium_memzero(key, sizeof key);
    sodium_memzero(text, sizeof text);
}

const struct am_route am_sealing_routes[] = {
    {.method = AM_GET,
     .path = "/v1/me/sealing-key",
     .door = AM_DOOR_PERSON,
     .permission = AM_MAY_OPEN,
     .handle = get_key,
     .gives = &answer_record,
     .summary = "The key with which a device seals what it keeps for oneself"},
    {.path = NULL}};
