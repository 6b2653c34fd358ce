/*
 * The engine for a browser or Node.js: functions that take and give pointers into linear memory, and bytes of
 * amends/wire.h. No imports at all. web/amends.mjs speaks CONTRACT.md on top of it.
 */
#include "faces/wasm/exports.h"

#include <stdlib.h>
#include <string.h>

#include "amends/malloc.h"
#include "amends/wire.h"
#include "engine/bytes.h"
#include "engine/engine.h"

static const struct amends_allocator from_malloc = AMENDS_MALLOC;

/* One loaded engine with its workspace, and the place for answers. */
struct session {
    amends_engine *engine;
    amends_workspace *workspace;
    unsigned char answer[AMENDS_WIRE_READING_BYTES_MAX];
};

void *wasm_allocate(size_t size)
{
    return malloc(size); /* not cleared: a playbook's image has millions of bytes, and its host writes each */
}

void wasm_release(void *memory)
{
    free(memory);
}

struct session *wasm_open(const void *image, size_t len_bytes)
{
    struct session *session = calloc(1, sizeof *session);

    if (session != NULL &&
        amends_engine_new(&from_malloc, (struct amends_view){image, len_bytes}, &session->engine) ==
            AMENDS_OK &&
        amends_workspace_new(session->engine, &from_malloc, 0, &session->workspace) == AMENDS_OK)
        return session;
    wasm_close(session);
    return NULL;
}

void wasm_close(struct session *session)
{
    if (session == NULL)
        return;
    amends_workspace_free(session->workspace);
    amends_engine_free(session->engine);
    free(session);
}

const unsigned char *wasm_answer(const struct session *session)
{
    return session->answer;
}

amends_encounter *wasm_encounter(void)
{
    return calloc(1, amends_encounter_size());
}

int wasm_step(struct session *session, amends_encounter *encounter, const void *bytes, size_t len_bytes)
{
    struct amends_event event;
    struct amends_card card;
    size_t answer_bytes;
    enum amends_status status = amends_event_decode(bytes, len_bytes, &event);

    if (status == AMENDS_OK)
        status = amends_coach_step(session->engine, session->workspace, encounter, &event, &card);
    if (status == AMENDS_OK)
        status = amends_card_encode(&card, session->answer, sizeof session->answer, &answer_bytes);
    return status == AMENDS_OK ? (int)answer_bytes : -(int)status;
}

int wasm_read(struct session *session, const char *text, size_t len_bytes, int lang, int channel)
{
    const struct amends_read_options options = {.lang = lang, .channel = channel};
    struct amends_reading reading;
    size_t answer_bytes;
    enum amends_status status = amends_read(session->engine, session->workspace,
                                            (struct amends_view){text, len_bytes}, &options, &reading);

    if (status == AMENDS_OK)
        status = amends_reading_encode(&reading, session->answer, sizeof session->answer, &answer_bytes);
    return status == AMENDS_OK ? (int)answer_bytes : -(int)status;
}

/* A reply's bytes: string text, u8 whether a customer's text follows, string customer, authority, i8 lang, i8
 * channel. */
int wasm_review(struct session *session, const void *bytes, size_t len_bytes)
{
    struct am_reader reader = {bytes, len_bytes, 0, false};
    struct amends_authority authority;
    struct amends_reviewed reviewed;
    struct amends_reply reply = {.authority = &authority};
    size_t answer_bytes;

    reply.text = am_read_view(&reader);

    bool has_customer = am_read_bool(&reader);
    struct amends_view customer = am_read_view(&reader);

    am_read_authority(&reader, &authority);
    reply.lang = (int)am_read_signed(&reader, 1);
    reply.channel = (int)am_read_signed(&reader, 1);
    if (reader.failed || reader.at != len_bytes)
        return -AMENDS_E_STATE;
    if (has_customer)
        reply.customer = customer;

    enum amends_status status = amends_review(session->engine, session->workspace, &reply, &reviewed);

    if (status == AMENDS_OK)
        status = amends_reviewed_encode(&reviewed, session->answer, sizeof session->answer, &answer_bytes);
    return status == AMENDS_OK ? (int)answer_bytes : -(int)status;
}

int wasm_save(const amends_encounter *encounter, void *bytes, size_t size)
{
    size_t len_bytes;
    enum amends_status status = amends_encounter_save(encounter, bytes, size, &len_bytes);

    return status == AMENDS_OK ? (int)len_bytes : -(int)status;
}

int wasm_restore(amends_encounter *encounter, const void *bytes, size_t len_bytes)
{
    return -(int)amends_encounter_restore(encounter, bytes, len_bytes);
}

size_t wasm_saved_max(void)
{
    return amends_encounter_saved_max();
}

const char *wasm_language(const struct session *session, int lang)
{
    return amends_engine_language_code(session->engine, lang);
}

static int answer_views(struct session *session, const struct amends_view *views, int count)
{
    struct am_writer writer = {session->answer, sizeof session->answer, 0, false};

    for (int i = 0; i < count; i++) {
        am_write(&writer, views[i].len_bytes, 4);
        am_write_bytes(&writer, views[i].bytes, views[i].len_bytes);
    }
    return writer.failed ? -AMENDS_E_SPACE : (int)writer.at;
}

int wasm_phrase(struct session *session, int lang, unsigned phrase)
{
    struct amends_view text = amends_phrase_text(session->engine, lang, phrase);

    return answer_views(session, &text, 1);
}

int wasm_instruction(struct session *session, int ui_lang, int act, int channel)
{
    struct amends_view text = amends_act_instruction(session->engine, ui_lang, act, channel);

    return answer_views(session, &text, 1);
}

int wasm_word(struct session *session, int lang, const char *path)
{
    struct amends_view word = am_playbook_word(&session->engine->playbook, lang, path);

    return answer_views(session, &word, 1);
}

int wasm_rule(struct session *session, int lang, unsigned rule)
{
    struct amends_view id = amends_rule_id(session->engine, lang, rule);

    return answer_views(session, &id, 1);
}

int wasm_finding(struct session *session, int lang, unsigned finding, unsigned rule, int ui_lang)
{
    const struct amends_found found = {.finding = (uint8_t)finding, .rule = (uint16_t)rule};
    struct amends_finding_text text;
    enum amends_status status = amends_finding_explain(session->engine, lang, &found, ui_lang, &text);

    if (status != AMENDS_OK)
        return -(int)status;

    const int len =
        answer_views(session, (const struct amends_view[]){text.message, text.reason, text.suggestion}, 3);

    if (len < 0 || (size_t)len + 1 > sizeof session->answer)
        return -AMENDS_E_SPACE;
    session->answer[len] = (unsigned char)text.sources;
    return len + 1;
}

/* Names of labels by list (0 signal, 1 observation, 2 act, 3 finding, 4 move, 5 level, 6 channel, 7 outcome,
 * 8 remedy, 9 state, 10 role, 11 status); "?" past the end, so a host can read whole lists. */
const char *wasm_label(int list, int number)
{
    static const char *(*const names[])(int) = {
        amends_signal_name, amends_observation_name, amends_act_name,     amends_finding_name,
        amends_move_name,   amends_level_name,       amends_channel_name, amends_outcome_name,
        amends_remedy_name, amends_state_name,       amends_role_name};

    if (list == (int)(sizeof names / sizeof *names))
        return amends_status_name((enum amends_status)number);
    return list >= 0 && list < (int)(sizeof names / sizeof *names) ? names[list](number) : "?";
}
