#include "faces/json/coachwords.h"

#include <stdio.h>
#include <string.h>

#include "engine/engine.h"
#include "faces/json/answer.h"
#include "faces/json/request.h"

/* ---- Reading. */

static bool keep(struct am_arena *arena, struct amends_view *text)
{
    *text = am_arena_copy(arena, *text);
    return !arena->failed;
}

static void tell(struct am_coach_fault *out, const struct am_fault *fault)
{
    *out = (struct am_coach_fault){0};
    snprintf(out->field, sizeof out->field, "%s", fault->field);
    snprintf(out->message, sizeof out->message, "%.*s", (int)sizeof out->message - 1, fault->message);
}

static bool read_event(void *context, struct am_arena *arena, struct amends_view json, const char *currency,
                       struct amends_event *event, struct am_coach_fault *fault)
{
    const amends_engine *engine = context;
    struct am_fault own = {0};

    if (json.len_bytes == 0)
        json.bytes = "";

    json_t *line = am_line_parse(json, &own);
    struct am_event_request request = {0};
    bool done = false;

    /* The request names its encounter; here it is known. */
    if (line && json_object_set_new(line, "encounter", json_string("-")) == 0) {
        struct am_object object = {.json = line, .fault = &own};

        done = am_request_event(engine, &object, currency, &request);
    }
    if (done) {
        *event = request.event;
        done = keep(arena, &event->text) && keep(arena, &event->speaker) && keep(arena, &event->to);
    }
    json_decref(line);
    if (!done)
        tell(fault, &own);
    return done;
}

/* ---- Writing. */

static struct amends_view finish(struct am_arena *arena, struct am_writer *writer)
{
    struct amends_view view = {writer->bytes, writer->len_bytes};

    view = writer->failed ? (struct amends_view){NULL, 0} : am_arena_copy(arena, view);
    am_writer_dispose(writer);
    return view;
}

static void write_lang(struct am_writer *writer, const amends_engine *engine, const char *key, int lang)
{
    if (lang < 0)
        return;
    am_writer_key(writer, key);
    am_writer_string(writer, amends_engine_language_code(engine, lang));
}

static void write_flag(struct am_writer *writer, const char *key, bool flag)
{
    am_writer_key(writer, key);
    am_writer_bool(writer, flag);
}

static void write_authority(struct am_writer *writer, const char *key,
                            const struct amends_authority *authority)
{
    const int64_t amounts[] = {authority->refund_minor, authority->voucher_minor, authority->free_item_minor};

    am_writer_key(writer, key);
    am_writer_open(writer, '{');
    if (authority->currency[0]) {
        am_writer_key(writer, "currency");
        am_writer_string(writer, authority->currency);
    }
    if (authority->all)
        write_flag(writer, "all", true);
    for (int remedy = 0; remedy < AMENDS_REMEDY_COUNT; remedy++) {
        bool named = (authority->named & AMENDS_BIT(remedy)) != 0;

        if (remedy >= AMENDS_REMEDY_EXCHANGE) {
            if (named)
                write_flag(writer, amends_remedy_name(remedy),
                           (authority->granted & AMENDS_BIT(remedy)) != 0);
            continue;
        }
        /* An authority made of grants names no amounts. */
        if (!named && (remedy == AMENDS_REMEDY_DISCOUNT ? authority->discount_bp == 0 : amounts[remedy] == 0))
            continue;
        am_writer_key(writer, amends_remedy_name(remedy));
        if (remedy == AMENDS_REMEDY_DISCOUNT)
            am_writer_decimal(writer, authority->discount_bp, 2);
        else
            am_writer_decimal(
                writer, amounts[remedy] < AMENDS_MONEY_MINOR_MAX ? amounts[remedy] : AMENDS_MONEY_MINOR_MAX,
                amends_currency_digits(authority->currency));
    }
    am_writer_close(writer, '}');
}

static void write_start(struct am_writer *writer, const amends_engine *engine,
                        const struct amends_start *start)
{
    am_writer_key(writer, "start");
    am_writer_open(writer, '{');
    write_lang(writer, engine, "lang", start->lang);
    write_lang(writer, engine, "ui_lang", start->ui_lang);
    am_writer_key(writer, "channel");
    am_writer_name(writer, amends_channel_name(start->channel));
    if (start->formal)
        write_flag(writer, "formal", true);
    write_flag(writer, "security_on_site", start->security_on_site);
    write_flag(writer, "supervisor", start->supervisor);
    write_flag(writer, "colleague", start->colleague);
    if (start->emergency_number[0]) {
        am_writer_key(writer, "emergency_number");
        am_writer_string(writer, start->emergency_number);
    }
    write_authority(writer, "authority", &start->authority);
    if (start->supervisor_authority_named)
        write_authority(writer, "supervisor_authority", &start->supervisor_authority);
    am_writer_close(writer, '}');
}

static struct amends_view write_event(void *context, struct am_arena *arena, const struct amends_event *event)
{
    struct am_writer writer = {0};

    am_writer_open(&writer, '{');
    switch (event->kind) {
    case AMENDS_EVENT_START:
        write_start(&writer, context, &event->start);
        break;
    case AMENDS_EVENT_AUTHORITY:
        write_authority(&writer, "authority", &event->gave);
        break;
    case AMENDS_EVENT_OUTCOME:
        am_writer_key(&writer, "outcome");
        am_writer_name(&writer, amends_outcome_name(event->code));
        break;
    case AMENDS_EVENT_DID:
        am_writer_key(&writer, "did");
        am_writer_name(&writer, amends_act_name(event->code));
        break;
    case AMENDS_EVENT_OBSERVED:
        am_writer_key(&writer, "observed");
        am_writer_name(&writer, event->code >= AMENDS_CODE_OBSERVED
                                    ? amends_observation_name(event->code - AMENDS_CODE_OBSERVED)
                                    : amends_signal_name(event->code));
        break;
    default:
        writer.failed = true;
        break;
    }
    am_writer_close(&writer, '}');
    return finish(arena, &writer);
}

static struct amends_view write_card(void *context, struct am_arena *arena,
                                     const struct am_coach_frame *frame, const struct amends_card *card)
{
    const amends_engine *engine = context;
    struct am_writer writer = {0};
    int ui_lang = frame->start->ui_lang >= 0 ? frame->start->ui_lang : card->lang;
    struct am_card_frame own = {.encounter = frame->encounter,
                                .is_start = frame->is_start,
                                .ui_lang = ui_lang,
                                .emergency_number = frame->start->emergency_number,
                                .number_word = {"emergency number", sizeof "emergency number" - 1}};
    struct amends_view word = {NULL, 0};

    if (card->lang >= 0)
        word = am_playbook_word(&engine->playbook, card->lang, "screen.emergency_number");
    if (word.len_bytes > 0)
        own.number_word = word;

    am_answer_card(&writer, engine, &own, card);
    return finish(arena, &writer);
}

struct am_coach_words am_coachwords(const amends_engine *engine)
{
    return (struct am_coach_words){.context = (void *)(uintptr_t)engine,
                                   .read_event = read_event,
                                   .write_event = write_event,
                                   .write_card = write_card};
}
