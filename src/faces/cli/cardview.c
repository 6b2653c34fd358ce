#include "faces/cli/cardview.h"

#include <stdio.h>
#include <string.h>

#include "engine/coach/facts.h"
#include "faces/json/utf8.h"

enum { LABEL_COLUMNS = 14, NAME_COLUMNS = 20, MARGIN = 2 };

struct view {
    struct am_screen *screen;
    const struct am_program *program;
    const struct am_step *step;
    int ui_lang;
};

static struct view make_view(struct am_screen *screen, const struct am_program *program,
                             const struct am_step *step)
{
    return (struct view){screen, program, step, step->frame.ui_lang};
}

static struct amends_view word(const struct view *view, const char *path)
{
    return am_program_word(view->program, view->ui_lang, path);
}

static struct amends_view name(const struct view *view, const char *list, const char *label)
{
    return am_program_name(view->program, view->ui_lang, list, label);
}

static void newline(const struct view *view)
{
    am_writer_raw(view->screen->out, "\n", 1);
}

/* The label of a block in its column; "" continues the block above. */
static void label(const struct view *view, struct amends_view text)
{
    am_screen_pad(view->screen, MARGIN);
    am_screen_put(view->screen, AM_STYLE_DIM, text);
    unsigned width = am_text_width(text);
    am_screen_pad(view->screen, width < LABEL_COLUMNS ? LABEL_COLUMNS - width : 1);
}

struct amends_view am_cardview_seen(const struct am_program *program, int ui_lang, int code)
{
    if (code >= AMENDS_CODE_OBSERVED)
        return am_program_name(program, ui_lang, "observations",
                               amends_observation_name(code - AMENDS_CODE_OBSERVED));
    return am_program_name(program, ui_lang, "signals", amends_signal_name(code));
}

static void event_said(const struct view *view, const struct amends_event *event)
{
    char path[48];
    snprintf(path, sizeof path, "screen.%s", amends_role_name(event->role));
    const bool customer = event->role == AMENDS_ROLE_CUSTOMER || event->role == AMENDS_ROLE_BYSTANDER;
    const enum am_style style = customer ? AM_STYLE_CUSTOMER : AM_STYLE_STAFF;
    struct amends_view who = word(view, path);
    am_screen_put(view->screen, style, who);
    unsigned width = am_text_width(who);
    if (event->speaker.len_bytes > 0) {
        am_screen_plain(view->screen, style, " ");
        am_screen_put(view->screen, style, event->speaker);
        width += 1 + am_text_width(event->speaker);
    }
    unsigned pad = width < LABEL_COLUMNS + MARGIN ? LABEL_COLUMNS + MARGIN - width : 1;
    am_screen_pad(view->screen, pad);
    am_screen_wrap(view->screen, AM_STYLE_PLAIN, width + pad, event->text);
}

/* "[…]" with names of what happened. */
static void event_note(const struct view *view, struct amends_view first, struct amends_view second)
{
    am_screen_plain(view->screen, AM_STYLE_WARM, "[");
    am_screen_put(view->screen, AM_STYLE_WARM, first);
    if (second.len_bytes > 0) {
        am_screen_plain(view->screen, AM_STYLE_WARM, ": ");
        am_screen_put(view->screen, AM_STYLE_WARM, second);
    }
    am_screen_plain(view->screen, AM_STYLE_WARM, "]");
}

void am_cardview_event(struct am_screen *screen, const struct am_program *program, const struct am_step *step)
{
    const struct view view = make_view(screen, program, step);
    const struct amends_event *event = &step->request.event;
    const struct amends_view nothing = {"", 0};
    char path[48];
    switch (event->kind) {
    case AMENDS_EVENT_SAID:
        event_said(&view, event);
        break;
    case AMENDS_EVENT_START:
        snprintf(path, sizeof path, "screen.%s", amends_channel_name(event->start.channel));
        event_note(&view, word(&view, path), nothing);
        break;
    case AMENDS_EVENT_OBSERVED:
        event_note(&view, am_cardview_seen(program, view.ui_lang, event->code), nothing);
        break;
    case AMENDS_EVENT_DID:
        event_note(&view, word(&view, "screen.staff"), name(&view, "acts", amends_act_name(event->code)));
        break;
    case AMENDS_EVENT_OVERRULE_SIGNAL:
        event_note(&view, word(&view, "screen.key_overrule"),
                   am_cardview_seen(program, view.ui_lang, event->code));
        break;
    case AMENDS_EVENT_OVERRULE_ACT:
        event_note(&view, word(&view, "screen.key_overrule"),
                   name(&view, "acts", amends_act_name(event->code)));
        break;
    case AMENDS_EVENT_UNDO:
        event_note(&view, word(&view, "screen.undone"), nothing);
        break;
    case AMENDS_EVENT_OUTCOME:
        event_note(&view, word(&view, "screen.key_outcome"),
                   name(&view, "outcomes", amends_outcome_name(event->code)));
        break;
    case AMENDS_EVENT_GAVE:
    case AMENDS_EVENT_AUTHORITY:
        event_note(&view, (struct amends_view){step->request.field, strlen(step->request.field)}, nothing);
        break;
    }
    newline(&view);
}

/* How heated it is as a bar, with what was noticed beside it. */
static void heat_line(const struct view *view)
{
    const struct amends_card *card = &view->step->card;
    enum am_style style = AM_STYLE_GOOD;
    if (card->heat_permille >= 350)
        style = AM_STYLE_WARM;
    if (card->heat_permille >= 650)
        style = AM_STYLE_HOT;
    label(view, word(view, "screen.heat"));
    for (unsigned i = 0; i < 10; i++)
        am_screen_plain(view->screen, i * 100 + 50 <= card->heat_permille ? style : AM_STYLE_DIM,
                        i * 100 + 50 <= card->heat_permille ? "█" : "░");
    unsigned shown = 0;
    for (int i = 0; i < AMENDS_SIGNAL_COUNT; i++) {
        if (!(card->signals & AMENDS_BIT(i)))
            continue;
        am_screen_plain(view->screen, AM_STYLE_PLAIN, shown++ ? ", " : "  ");
        am_screen_put(view->screen, AM_STYLE_PLAIN, am_cardview_seen(view->program, view->ui_lang, i));
    }
    if (card->reiteration > 0) {
        char count[16];
        snprintf(count, sizeof count, " ×%u", card->reiteration);
        am_screen_plain(view->screen, AM_STYLE_WARM, shown ? " · " : "  ");
        am_screen_put(view->screen, AM_STYLE_WARM, word(view, "screen.again"));
        am_screen_plain(view->screen, AM_STYLE_WARM, count);
    }
    newline(view);
}

static void help_line(const struct view *view)
{
    const struct amends_card *card = &view->step->card;
    if (card->escalate == AMENDS_LEVEL_NONE)
        return;
    label(view, word(view, "screen.help"));
    am_screen_plain(view->screen, AM_STYLE_ALARM, " ");
    am_screen_put(view->screen, AM_STYLE_ALARM, name(view, "levels", amends_level_name(card->escalate)));
    am_screen_plain(view->screen, AM_STYLE_ALARM, " ");
    newline(view);
}

/* Text with the emergency number put in, wrapped. */
static void slot_text(const struct view *view, enum am_style style, unsigned from, const char *before,
                      struct amends_view text, const char *after, int lang)
{
    struct am_writer filled = {0};
    am_writer_plain(&filled, before);
    am_slot_fill(&filled, text, view->step->frame.emergency_number,
                 am_program_word(view->program, lang, "screen.emergency_number"));
    am_writer_plain(&filled, after);
    if (filled.bytes)
        am_screen_wrap(view->screen, style, from, (struct amends_view){filled.bytes, filled.len_bytes});
    am_writer_dispose(&filled);
}

static void do_lines(const struct view *view)
{
    const struct amends_card *card = &view->step->card;
    const struct amends_view nothing = {"", 0};
    for (unsigned i = 0; i < card->act_count; i++) {
        label(view, i == 0 ? word(view, "screen.do") : nothing);
        struct amends_view act = name(view, "acts", amends_act_name(card->acts[i]));
        am_screen_put(view->screen, AM_STYLE_BOLD, act);
        unsigned width = am_text_width(act);
        unsigned pad = width + 2 <= NAME_COLUMNS ? NAME_COLUMNS - width : 2;
        int channel = view->program->channel;
        if (channel < 0)
            channel = view->step->encounter->channel;
        struct amends_view instruction =
            amends_act_instruction(view->program->engine, view->ui_lang, card->acts[i], channel);
        if (instruction.len_bytes > 0) {
            am_screen_pad(view->screen, pad);
            slot_text(view, AM_STYLE_PLAIN, MARGIN + LABEL_COLUMNS + width + pad, "", instruction, "",
                      view->ui_lang);
        }
        newline(view);
    }
}

static void say_lines(const struct view *view)
{
    const struct amends_card *card = &view->step->card;
    const struct amends_view nothing = {"", 0};
    for (unsigned i = 0; i < card->say_count; i++) {
        label(view, i == 0 ? word(view, "screen.say") : nothing);
        slot_text(view, AM_STYLE_GOOD, MARGIN + LABEL_COLUMNS, "“",
                  amends_phrase_text(view->program->engine, card->lang, card->say[i].phrase), "”",
                  card->lang);
        newline(view);
    }
}

/* The part of the event's text that a span stands for. */
static struct amends_view spanned(struct amends_view text, struct amends_span span)
{
    size_t at = 0, start = 0;
    unsigned len, count = 0;
    for (; at < text.len_bytes && count < span.end; at += len, count++) {
        if (count == span.start)
            start = at;
        am_utf8_at(text, at, &len);
    }
    return (struct amends_view){text.bytes + start, at > start ? at - start : 0};
}

/* What a reason that lies in the state is called: a name of its own, else that of the signal or observation
 * of the same name, else the coach's plain English. */
static struct amends_view state_name(const struct view *view, int code)
{
    static const char *const paths[] = {"names.states.", "names.signals.", "names.observations.",
                                        "screen.state_"};
    const char *fact = am_fact_name(code), *text = amends_state_name(code);
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        char path[96];
        snprintf(path, sizeof path, "%s%s", paths[i], fact);
        struct amends_view known = am_playbook_word(&view->program->playbook, view->ui_lang, path);
        if (known.len_bytes > 0)
            return known;
    }
    return (struct amends_view){text, strlen(text)};
}

static void why_reason(const struct view *view, const struct amends_why *why)
{
    const char *reason = am_why_name(why);
    const char *list = strcmp(am_why_field(why), "signal") == 0 ? "signals" : "observations";
    struct amends_view text;
    if (why->kind == AMENDS_REASON_STATE)
        text = state_name(view, why->code);
    else if (strcmp(reason, "anger") == 0)
        text = word(view, "screen.anger");
    else
        text = name(view, list, reason);
    am_screen_put(view->screen, AM_STYLE_PLAIN, text);
    const struct amends_event *event = &view->step->request.event;
    if (!why->has_span || event->kind != AMENDS_EVENT_SAID)
        return;
    text = spanned(event->text, why->span);
    am_screen_plain(view->screen, AM_STYLE_DIM, " “");
    am_screen_put(view->screen, AM_STYLE_DIM, text);
    am_screen_plain(view->screen, AM_STYLE_DIM, "”");
}

static bool same_reason(const struct amends_why *a, const struct amends_why *b)
{
    return a->kind == b->kind && a->code == b->code && a->has_span == b->has_span &&
           (!a->has_span || (a->span.start == b->span.start && a->span.end == b->span.end));
}

/* Each reason once, with the acts it is the reason for. */
static void why_lines(const struct view *view)
{
    const struct amends_card *card = &view->step->card;
    const struct amends_view nothing = {"", 0};
    bool first = true;
    for (unsigned i = 0; i < card->act_count; i++) {
        bool told = false;
        for (unsigned k = 0; k < i && !told; k++)
            told = same_reason(&card->why[k], &card->why[i]);
        if (told)
            continue;
        label(view, first ? word(view, "screen.why") : nothing);
        first = false;
        why_reason(view, &card->why[i]);
        unsigned shown = 0;
        for (unsigned k = i; k < card->act_count; k++) {
            if (!same_reason(&card->why[k], &card->why[i]))
                continue;
            am_screen_plain(view->screen, AM_STYLE_DIM, shown++ ? ", " : " → ");
            am_screen_put(view->screen, AM_STYLE_DIM, name(view, "acts", amends_act_name(card->why[k].act)));
        }
        newline(view);
    }
}

static void avoid_line(const struct view *view)
{
    const struct amends_card *card = &view->step->card;
    if (card->avoid == 0)
        return;
    label(view, word(view, "screen.avoid"));
    unsigned shown = 0;
    for (int i = 0; i < AMENDS_FINDING_COUNT; i++) {
        if (!(card->avoid & AMENDS_BIT(i)))
            continue;
        if (shown++)
            am_screen_plain(view->screen, AM_STYLE_PLAIN, ", ");
        am_screen_put(view->screen, AM_STYLE_PLAIN, name(view, "findings", amends_finding_name(i)));
    }
    newline(view);
}

static void finding_lines(const struct view *view)
{
    const struct amends_card *card = &view->step->card;
    for (unsigned i = 0; i < card->finding_count; i++) {
        const struct amends_found *found = &card->findings[i];
        struct amends_finding_text text = {0};
        if (amends_finding_explain(view->program->engine, card->findings_lang, found->rule, view->ui_lang,
                                   &text) != AMENDS_OK)
            continue;
        label(view, word(view, "screen.heard"));
        struct amends_view what = name(view, "findings", amends_finding_name(found->finding));
        am_screen_put(view->screen, AM_STYLE_HOT, what);
        am_screen_plain(view->screen, AM_STYLE_DIM, " “");
        am_screen_put(view->screen, AM_STYLE_DIM, spanned(view->step->request.event.text, found->span));
        am_screen_plain(view->screen, AM_STYLE_DIM, "”");
        newline(view);
        am_screen_pad(view->screen, MARGIN + LABEL_COLUMNS);
        am_screen_wrap(view->screen, AM_STYLE_PLAIN, MARGIN + LABEL_COLUMNS, text.message);
        newline(view);
        if (text.suggestion.len_bytes == 0)
            continue;
        label(view, word(view, "screen.better"));
        slot_text(view, AM_STYLE_GOOD, MARGIN + LABEL_COLUMNS, "“", text.suggestion, "”",
                  card->findings_lang);
        newline(view);
    }
}

void am_cardview_card(struct am_screen *screen, const struct am_program *program, const struct am_step *step)
{
    const struct view view = make_view(screen, program, step);
    finding_lines(&view);
    heat_line(&view);
    help_line(&view);
    do_lines(&view);
    say_lines(&view);
    why_lines(&view);
    avoid_line(&view);
}
