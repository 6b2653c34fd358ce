#include "faces/json/answer.h"

#include <string.h>

void am_answer_error(struct am_writer *writer, const char *key, struct amends_view name, uint64_t line,
                     const struct am_fault *fault)
{
    am_writer_open(writer, '{');
    if (name.bytes) {
        am_writer_key(writer, key);
        am_writer_view(writer, name);
    }
    am_writer_key(writer, "error");
    am_writer_open(writer, '{');
    am_writer_key(writer, "line");
    am_writer_number(writer, (int64_t)line);
    am_writer_key(writer, "field");
    am_writer_string(writer, fault->field);
    am_writer_key(writer, "message");
    am_writer_string(writer, fault->message);
    am_writer_close(writer, '}');
    am_writer_close(writer, '}');
}

static void write_id(struct am_writer *writer, struct amends_view id)
{
    if (!id.bytes)
        return;
    am_writer_key(writer, "id");
    am_writer_view(writer, id);
}

static void write_lang(struct am_writer *writer, const amends_engine *engine, int lang)
{
    am_writer_key(writer, "lang");
    am_writer_string(writer, lang < 0 ? "und" : amends_engine_language_code(engine, lang));
}

static void write_span(struct am_writer *writer, struct amends_span span)
{
    am_writer_key(writer, "start");
    am_writer_number(writer, span.start);
    am_writer_key(writer, "end");
    am_writer_number(writer, span.end);
}

/* The names of the bits that are set, as an array. */
static void write_set(struct am_writer *writer, const char *key, uint32_t bits, int count,
                      const char *(*name)(int))
{
    am_writer_key(writer, key);
    am_writer_open(writer, '[');
    for (int i = 0; i < count; i++)
        if (bits & AMENDS_BIT(i))
            am_writer_name(writer, name(i));
    am_writer_close(writer, ']');
}

static const char *source_name(int number)
{
    static const char *const names[] = {"D0", "D1", "D2", "D3", "D4", "ours"};
    return names[number];
}

static void write_sources(struct am_writer *writer, uint32_t sources)
{
    write_set(writer, "sources", sources, 6, source_name);
}

/* How probable each signal is, and that the anger is at least 1, 2, 3. */
static void write_scores(struct am_writer *writer, const struct amends_reading *reading)
{
    am_writer_key(writer, "scores");
    am_writer_open(writer, '{');
    for (int i = 0; i < AMENDS_SIGNAL_COUNT; i++) {
        am_writer_key(writer, amends_signal_name(i));
        am_writer_permille(writer, reading->sure[i]);
    }
    am_writer_close(writer, '}');
    am_writer_key(writer, "anger_scores");
    am_writer_open(writer, '[');
    for (int i = 0; i < 3; i++)
        am_writer_permille(writer, reading->sure_anger[i]);
    am_writer_close(writer, ']');
}

void am_answer_signals(struct am_writer *writer, const amends_engine *engine, struct amends_view id,
                       const struct amends_reading *reading)
{
    am_writer_open(writer, '{');
    write_id(writer, id);
    write_lang(writer, engine, reading->lang);
    am_writer_key(writer, "anger");
    am_writer_number(writer, reading->anger);
    write_set(writer, "signals", reading->signals, AMENDS_SIGNAL_COUNT, amends_signal_name);
    am_writer_key(writer, "evidence");
    am_writer_open(writer, '[');
    for (unsigned i = 0; i < reading->evidence_count; i++) {
        const struct amends_evidence *evidence = &reading->evidence[i];
        am_writer_open(writer, '{');
        am_writer_key(writer, "signal");
        am_writer_name(writer, amends_signal_name(evidence->signal));
        write_span(writer, evidence->span);
        am_writer_key(writer, "rule");
        am_writer_view(writer, amends_rule_id(engine, evidence->lang, evidence->rule));
        am_writer_close(writer, '}');
    }
    am_writer_close(writer, ']');
    if (reading->learned)
        write_scores(writer, reading);
    am_writer_close(writer, '}');
}

static void write_finding(struct am_writer *writer, const amends_engine *engine, int lang, int ui_lang,
                          const struct amends_found *found)
{
    struct amends_finding_text text = {0};
    const bool explained =
        amends_finding_explain(engine, lang, found, ui_lang < 0 ? lang : ui_lang, &text) == AMENDS_OK;
    am_writer_open(writer, '{');
    am_writer_key(writer, "finding");
    am_writer_name(writer, amends_finding_name(found->finding));
    write_span(writer, found->span);
    am_writer_key(writer, "message");
    am_writer_view(writer, text.message);
    am_writer_key(writer, "reason");
    am_writer_view(writer, text.reason);
    am_writer_key(writer, "suggestion");
    am_writer_view(writer, text.suggestion);
    am_writer_key(writer, "rule");
    am_writer_view(writer, amends_rule_id(engine, lang, found->rule));
    write_sources(writer, explained ? text.sources : 0);
    am_writer_close(writer, '}');
}

static void write_findings(struct am_writer *writer, const amends_engine *engine, int lang, int ui_lang,
                           const struct amends_found *found, unsigned count)
{
    am_writer_key(writer, "findings");
    am_writer_open(writer, '[');
    for (unsigned i = 0; i < count; i++)
        write_finding(writer, engine, lang, ui_lang, &found[i]);
    am_writer_close(writer, ']');
}

static void write_moves(struct am_writer *writer, const struct amends_reviewed *reviewed)
{
    am_writer_key(writer, "moves");
    am_writer_open(writer, '[');
    for (unsigned i = 0; i < reviewed->moved_count; i++) {
        am_writer_open(writer, '{');
        am_writer_key(writer, "move");
        am_writer_name(writer, amends_move_name(reviewed->moved[i].move));
        write_span(writer, reviewed->moved[i].span);
        am_writer_close(writer, '}');
    }
    am_writer_close(writer, ']');
}

void am_answer_review(struct am_writer *writer, const amends_engine *engine, struct amends_view id,
                      int ui_lang, const struct amends_reviewed *reviewed)
{
    am_writer_open(writer, '{');
    write_id(writer, id);
    write_lang(writer, engine, reviewed->lang);
    write_findings(writer, engine, reviewed->lang, ui_lang, reviewed->found, reviewed->found_count);
    write_moves(writer, reviewed);
    am_writer_close(writer, '}');
}

void am_slot_fill(struct am_writer *out, struct amends_view phrase, const char *emergency_number,
                  struct amends_view number_word)
{
    static const char slot[] = "{emergency_number}";
    const size_t slot_len = sizeof slot - 1;
    size_t done = 0;
    for (size_t i = 0; i + slot_len <= phrase.len_bytes; i++) {
        if (memcmp(phrase.bytes + i, slot, slot_len) != 0)
            continue;
        am_writer_raw(out, phrase.bytes + done, i - done);
        if (emergency_number[0])
            am_writer_plain(out, emergency_number);
        else
            am_writer_raw(out, number_word.bytes, number_word.len_bytes);
        done = i + slot_len;
        i = done - 1;
    }
    if (phrase.len_bytes > done)
        am_writer_raw(out, phrase.bytes + done, phrase.len_bytes - done);
}

static void write_phrase(struct am_writer *writer, const amends_engine *engine,
                         const struct am_card_frame *frame, int lang, uint32_t phrase)
{
    struct am_writer text = {0};
    am_slot_fill(&text, amends_phrase_text(engine, lang, phrase), frame->emergency_number,
                 frame->number_word);
    am_writer_view(writer, (struct amends_view){text.bytes ? text.bytes : "", text.len_bytes});
    writer->failed |= text.failed;
    am_writer_dispose(&text);
}

const char *am_why_field(const struct amends_why *why)
{
    if (why->kind == AMENDS_REASON_STATE)
        return "state";
    /* Anger read in a text is evidence like a signal; seen without words it is an observation. */
    if (why->kind == AMENDS_REASON_OBSERVED && !why->has_span)
        return "observed";
    return "signal";
}

const char *am_why_name(const struct amends_why *why)
{
    if (why->kind == AMENDS_REASON_STATE)
        return amends_state_name(why->code);
    if (why->code >= AMENDS_CODE_OBSERVED)
        return amends_observation_name(why->code - AMENDS_CODE_OBSERVED);
    return why->kind == AMENDS_REASON_SIGNAL ? amends_signal_name(why->code)
                                             : amends_observation_name(why->code);
}

static void write_acts(struct am_writer *writer, const struct amends_card *card)
{
    am_writer_key(writer, "acts");
    am_writer_open(writer, '[');
    for (unsigned i = 0; i < card->act_count; i++)
        am_writer_name(writer, amends_act_name(card->acts[i]));
    am_writer_close(writer, ']');
    am_writer_key(writer, "escalate");
    am_writer_name(writer, amends_level_name(card->escalate));
}

static void write_why(struct am_writer *writer, const struct amends_card *card)
{
    am_writer_key(writer, "why");
    am_writer_open(writer, '[');
    for (unsigned i = 0; i < card->act_count; i++) {
        const struct amends_why *why = &card->why[i];
        am_writer_open(writer, '{');
        am_writer_key(writer, "act");
        am_writer_name(writer, amends_act_name(why->act));
        am_writer_key(writer, am_why_field(why));
        am_writer_string(writer, am_why_name(why));
        if (why->has_span)
            write_span(writer, why->span);
        write_sources(writer, why->sources);
        am_writer_close(writer, '}');
    }
    am_writer_close(writer, ']');
}

void am_answer_card(struct am_writer *writer, const amends_engine *engine, const struct am_card_frame *frame,
                    const struct amends_card *card)
{
    am_writer_open(writer, '{');
    am_writer_key(writer, "encounter");
    am_writer_view(writer, frame->encounter);
    am_writer_key(writer, "n");
    am_writer_number(writer, card->n);
    write_acts(writer, card);
    am_writer_key(writer, "say");
    am_writer_open(writer, '[');
    for (unsigned i = 0; i < card->say_count; i++) {
        am_writer_open(writer, '{');
        am_writer_key(writer, "act");
        am_writer_name(writer, amends_act_name(card->say[i].act));
        am_writer_key(writer, "text");
        write_phrase(writer, engine, frame, card->lang, card->say[i].phrase);
        am_writer_close(writer, '}');
    }
    am_writer_close(writer, ']');
    write_set(writer, "avoid", card->avoid, AMENDS_FINDING_COUNT, amends_finding_name);
    am_writer_key(writer, "heat");
    am_writer_permille(writer, card->heat_permille);
    write_why(writer, card);
    write_set(writer, "signals", card->signals, AMENDS_SIGNAL_COUNT, amends_signal_name);
    am_writer_key(writer, "anger");
    am_writer_number(writer, card->anger);
    am_writer_key(writer, "reiteration");
    am_writer_number(writer, card->reiteration);
    write_findings(writer, engine, card->findings_lang, frame->ui_lang, card->findings, card->finding_count);
    if (frame->is_start) {
        am_writer_key(writer, "contract");
        am_writer_number(writer, AM_CONTRACT_VERSION);
        am_writer_key(writer, "playbook");
        am_writer_view(writer, amends_engine_playbook_version(engine));
    }
    am_writer_close(writer, '}');
}

/* The one sentence to take instead: of the first finding, or the phrase for the act that is missing. */
static void write_suggestion(struct am_writer *writer, const amends_engine *engine,
                             const struct am_card_frame *frame, const struct amends_guarded *guarded)
{
    am_writer_key(writer, "suggestion");
    struct amends_finding_text text = {0};
    const struct amends_reviewed *review = &guarded->review;
    if (guarded->suggestion_phrase != UINT32_MAX) {
        write_phrase(writer, engine, frame, guarded->suggestion_lang, guarded->suggestion_phrase);
        return;
    }
    if (review->found_count > 0)
        amends_finding_explain(engine, review->lang, &review->found[0], review->lang, &text);
    if (text.suggestion.len_bytes > 0)
        am_writer_view(writer, text.suggestion);
    else
        am_writer_null(writer);
}

void am_answer_guard(struct am_writer *writer, const amends_engine *engine, struct amends_view id,
                     const struct am_card_frame *frame, const struct amends_guarded *guarded)
{
    const struct amends_reviewed *review = &guarded->review;
    am_writer_open(writer, '{');
    write_id(writer, id);
    am_writer_key(writer, "verdict");
    am_writer_name(writer, amends_verdict_name(guarded->verdict));
    write_findings(writer, engine, review->lang, frame->ui_lang, review->found, review->found_count);
    write_moves(writer, review);
    write_acts(writer, &guarded->card);
    am_writer_key(writer, "heat");
    am_writer_permille(writer, guarded->card.heat_permille);
    write_suggestion(writer, engine, frame, guarded);
    am_writer_close(writer, '}');
}
