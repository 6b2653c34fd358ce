#include "faces/cli/cardview.h"

#include <stdio.h>
#include <string.h>

#include "engine/coach/facts.h"
#include "faces/json/utf8.h"

/* Below NARROW columns an instruction stands under the act's name instead of beside it. */
enum { LABEL_COLUMNS = 14, NAME_COLUMNS = 20, MARGIN = 2, BODY = MARGIN + LABEL_COLUMNS, NARROW = 76 };
enum { AVOID_SHOWN = 3, QUOTED_CODES = 36 };
static const struct amends_view nothing = {"", 0};

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

/* How a language quotes and lists; as English does, where its playbook does not say. */
static struct amends_view mark(const struct view *view, int lang, const char *path, const char *otherwise)
{
    struct amends_view known = {NULL, 0};
    if (lang >= 0)
        known = am_playbook_word(&view->program->playbook, lang, path);
    return known.len_bytes > 0 ? known : (struct amends_view){otherwise, strlen(otherwise)};
}

static void write_quoted(const struct view *view, struct am_writer *out, int lang, struct amends_view text)
{
    const struct amends_view open = mark(view, lang, "screen.quote_open", "“");
    const struct amends_view close = mark(view, lang, "screen.quote_close", "”");
    am_writer_raw(out, open.bytes, open.len_bytes);
    am_writer_raw(out, text.bytes, text.len_bytes);
    am_writer_raw(out, close.bytes, close.len_bytes);
}

static struct amends_view comma(const struct view *view)
{
    return mark(view, view->ui_lang, "screen.comma", ", ");
}

/* Puts what was written into the paragraph. */
static void flow_writer(struct am_flow *flow, enum am_style style, struct am_writer *text)
{
    if (text->bytes)
        am_flow_put(flow, style, (struct amends_view){text->bytes, text->len_bytes});
    am_writer_dispose(text);
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
    const bool to = event->speaker.len_bytes == 0 && event->to.len_bytes > 0;
    const struct amends_view person = to ? event->to : event->speaker;
    if (person.len_bytes > 0 && !view->step->alone) {
        am_screen_plain(view->screen, style, to ? " → " : " ");
        am_screen_put(view->screen, style, person);
        width += (to ? 3 : 1) + am_text_width(person);
    }
    unsigned pad = width < LABEL_COLUMNS + MARGIN ? LABEL_COLUMNS + MARGIN - width : 1;
    am_screen_pad(view->screen, pad);
    am_screen_wrap(view->screen, AM_STYLE_PLAIN, width + pad, event->text);
}

/* "[…]" with names of what happened, and to which of several customers. */
static void event_note(const struct view *view, struct amends_view first, struct amends_view second)
{
    const struct amends_view person = view->step->request.event.speaker;
    am_screen_plain(view->screen, AM_STYLE_WARM, "[");
    if (person.len_bytes > 0 && !view->step->alone) {
        am_screen_put(view->screen, AM_STYLE_WARM, word(view, "screen.customer"));
        am_screen_plain(view->screen, AM_STYLE_WARM, " ");
        am_screen_put(view->screen, AM_STYLE_WARM, person);
        am_screen_plain(view->screen, AM_STYLE_WARM, ": ");
    }
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
        event_note(&view, name(&view, "states", "given"), nothing);
        break;
    case AMENDS_EVENT_AUTHORITY:
        event_note(&view, name(&view, "states", "changed"), nothing);
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
    struct am_flow flow = {view->screen, BODY + 12, BODY + 12};
    if (card->signals != 0 || card->reiteration > 0)
        am_screen_pad(view->screen, 2);
    unsigned shown = 0;
    for (int i = 0; i < AMENDS_SIGNAL_COUNT; i++) {
        if (!(card->signals & AMENDS_BIT(i)))
            continue;
        struct amends_view text = am_cardview_seen(view->program, view->ui_lang, i);
        if (shown++)
            am_flow_put(&flow, AM_STYLE_PLAIN, comma(view));
        am_flow_keep(&flow, am_text_width(text));
        am_flow_put(&flow, AM_STYLE_PLAIN, text);
    }
    if (card->reiteration > 0) {
        struct amends_view again = word(view, "screen.again");
        char text[128];
        snprintf(text, sizeof text, "%s%.*s ×%u", shown ? " · " : "", (int)again.len_bytes, again.bytes,
                 card->reiteration);
        am_flow_keep(&flow, am_text_width((struct amends_view){text, strlen(text)}));
        am_flow_plain(&flow, AM_STYLE_WARM, text);
    }
    newline(view);
}

static void help_line(const struct view *view)
{
    const struct amends_card *card = &view->step->card;
    if (card->escalate == AMENDS_LEVEL_NONE)
        return;
    label(view, word(view, "screen.help"));
    const enum am_style style = card->escalate >= AMENDS_LEVEL_SECURITY ? AM_STYLE_ALARM : AM_STYLE_WARM;
    am_screen_plain(view->screen, style, "▲ ");
    am_screen_put(view->screen, style, name(view, "levels", amends_level_name(card->escalate)));
    am_screen_plain(view->screen, style, " ");
    newline(view);
}

/* Text with the emergency number put in. */
static void slot_text(const struct view *view, struct am_writer *out, struct amends_view text, int lang)
{
    am_slot_fill(out, text, view->step->frame.emergency_number,
                 am_program_word(view->program, lang, "screen.emergency_number"));
}

/* What is said in the customer's language, between its marks of quotation. */
static void quoted_text(const struct view *view, enum am_style style, struct amends_view text, int lang)
{
    struct am_writer filled = {0}, quoted = {0};
    struct am_flow flow = {view->screen, BODY, BODY};
    slot_text(view, &filled, text, lang);
    if (filled.bytes)
        write_quoted(view, &quoted, lang, (struct amends_view){filled.bytes, filled.len_bytes});
    flow_writer(&flow, style, &quoted);
    am_writer_dispose(&filled);
    newline(view);
}

/* How wide the column of names is on this card: the widest that is not too wide. */
static unsigned name_columns(const struct view *view)
{
    const struct amends_card *card = &view->step->card;
    const unsigned quarter = view->screen->columns / 4,
                   most = quarter > NAME_COLUMNS ? quarter : NAME_COLUMNS;
    unsigned widest = 0;
    for (unsigned i = 0; i < card->act_count; i++) {
        const unsigned width = am_text_width(name(view, "acts", amends_act_name(card->acts[i])));
        if (width > widest && width <= most)
            widest = width;
    }
    return widest;
}

/* The first act stands out: three seconds are enough to find it. */
static void do_line(const struct view *view, unsigned i, unsigned columns)
{
    const int act = view->step->card.acts[i];
    const struct amends_view text = name(view, "acts", amends_act_name(act));
    const unsigned width = am_text_width(text);
    const bool beside = view->screen->columns >= NARROW;
    int channel = view->program->channel;
    if (channel < 0)
        channel = view->step->encounter->channel;
    label(view, i == 0 ? word(view, "screen.do") : nothing);
    am_screen_plain(view->screen, AM_STYLE_BOLD, i == 0 ? "▶ " : "  ");
    am_screen_put(view->screen, i == 0 ? AM_STYLE_FIRST : AM_STYLE_BOLD, text);
    const struct amends_view instruction =
        amends_act_instruction(view->program->engine, view->ui_lang, act, channel);
    if (instruction.len_bytes > 0) {
        struct am_flow flow = {view->screen, BODY + 4, BODY + 4};
        if (beside)
            flow.from = flow.at = BODY + 2 + columns + 2;
        if (beside && width <= columns) {
            am_screen_pad(view->screen, columns - width + 2);
        } else {
            newline(view);
            am_screen_pad(view->screen, flow.from);
        }
        struct am_writer filled = {0};
        slot_text(view, &filled, instruction, view->ui_lang);
        flow_writer(&flow, i == 0 ? AM_STYLE_PLAIN : AM_STYLE_DIM, &filled);
    }
    newline(view);
}

static void do_lines(const struct view *view)
{
    const unsigned columns = name_columns(view);
    for (unsigned i = 0; i < view->step->card.act_count; i++)
        do_line(view, i, columns);
}

static void say_lines(const struct view *view)
{
    const struct amends_card *card = &view->step->card;
    for (unsigned i = 0; i < card->say_count; i++) {
        label(view, i == 0 ? word(view, "screen.say") : nothing);
        quoted_text(view, AM_STYLE_GOOD,
                    amends_phrase_text(view->program->engine, card->lang, card->say[i].phrase), card->lang);
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

/* The words that are the evidence, quoted; long ones to their beginning. */
static void write_evidence(const struct view *view, struct am_writer *out, struct amends_span span, int lang)
{
    struct amends_view text = view->step->request.event.text;
    struct am_writer shortened = {0};
    if (view->step->request.event.kind != AMENDS_EVENT_SAID)
        return; /* a card that is shown again, by undo for instance */
    const bool is_long = span.end - span.start > QUOTED_CODES;
    if (is_long)
        span.end = span.start + QUOTED_CODES;
    text = spanned(text, span);
    for (; is_long && text.len_bytes > 0 && text.bytes[text.len_bytes - 1] == ' '; text.len_bytes--)
        ;
    am_writer_raw(&shortened, text.bytes, text.len_bytes);
    if (is_long)
        am_writer_plain(&shortened, "…");
    if (shortened.bytes)
        write_quoted(view, out, lang, (struct amends_view){shortened.bytes, shortened.len_bytes});
    am_writer_dispose(&shortened);
}

static void why_reason(const struct view *view, struct am_flow *flow, const struct amends_why *why)
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
    am_flow_put(flow, AM_STYLE_PLAIN, text);
    if (!why->has_span || view->step->request.event.kind != AMENDS_EVENT_SAID)
        return;
    struct am_writer evidence = {0};
    am_writer_plain(&evidence, " ");
    write_evidence(view, &evidence, why->span, view->step->card.lang);
    flow_writer(flow, AM_STYLE_DIM, &evidence);
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
    bool first = true;
    for (unsigned i = 0; i < card->act_count; i++) {
        bool told = false;
        for (unsigned k = 0; k < i && !told; k++)
            told = same_reason(&card->why[k], &card->why[i]);
        if (told)
            continue;
        label(view, first ? word(view, "screen.why") : nothing);
        first = false;
        struct am_flow flow = {view->screen, BODY, BODY};
        why_reason(view, &flow, &card->why[i]);
        struct am_writer acts = {0};
        for (unsigned k = i; k < card->act_count; k++) {
            if (!same_reason(&card->why[k], &card->why[i]))
                continue;
            const struct amends_view act = name(view, "acts", amends_act_name(card->why[k].act));
            const struct amends_view before = acts.bytes ? comma(view) : (struct amends_view){" → ", 5};
            am_writer_raw(&acts, before.bytes, before.len_bytes);
            am_writer_raw(&acts, act.bytes, act.len_bytes);
        }
        flow_writer(&flow, AM_STYLE_DIM, &acts);
        newline(view);
    }
}

/* What to steer clear of: what belongs to this moment first, at most a few, so that they are read. */
static void avoid_line(const struct view *view)
{
    const struct amends_card *card = &view->step->card;
    if (card->avoid == 0)
        return;
    label(view, word(view, "screen.avoid"));
    static const uint8_t order[] = {AMENDS_FINDING_UNAUTHORISED_OFFER,
                                    AMENDS_FINDING_UNAUTHORISED_PROMISE,
                                    AMENDS_FINDING_AGAINST_CUSTOMER,
                                    AMENDS_FINDING_POLICY_BRUSHOFF,
                                    AMENDS_FINDING_HOSTILE,
                                    AMENDS_FINDING_NON_APOLOGY,
                                    AMENDS_FINDING_BLAMES_CUSTOMER,
                                    AMENDS_FINDING_DISMISSIVE};
    struct am_flow flow = {view->screen, BODY, BODY};
    unsigned shown = 0;
    for (size_t i = 0; i < sizeof order && shown < AVOID_SHOWN; i++) {
        if (!(card->avoid & AMENDS_BIT(order[i])))
            continue;
        const struct amends_view text = name(view, "findings", amends_finding_name(order[i]));
        if (shown++)
            am_flow_put(&flow, AM_STYLE_PLAIN, comma(view));
        am_flow_keep(&flow, am_text_width(text));
        am_flow_put(&flow, AM_STYLE_PLAIN, text);
    }
    newline(view);
}

static void finding_lines(const struct view *view)
{
    const struct amends_card *card = &view->step->card;
    for (unsigned i = 0; i < card->finding_count; i++) {
        const struct amends_found *found = &card->findings[i];
        struct amends_finding_text text = {0};
        if (amends_finding_explain(view->program->engine, card->findings_lang, found, view->ui_lang, &text) !=
            AMENDS_OK)
            continue;
        label(view, word(view, "screen.heard"));
        struct amends_view what = name(view, "findings", amends_finding_name(found->finding));
        struct am_flow flow = {view->screen, BODY, BODY};
        struct am_writer evidence = {0};
        am_flow_put(&flow, AM_STYLE_HOT, what);
        am_writer_plain(&evidence, " ");
        write_evidence(view, &evidence, found->span, card->findings_lang);
        flow_writer(&flow, AM_STYLE_DIM, &evidence);
        newline(view);
        am_screen_pad(view->screen, BODY);
        am_screen_wrap(view->screen, AM_STYLE_PLAIN, BODY, text.message);
        newline(view);
        if (text.suggestion.len_bytes == 0)
            continue;
        label(view, word(view, "screen.better"));
        quoted_text(view, AM_STYLE_GOOD, text.suggestion, card->findings_lang);
    }
}

/* What is to be done stands first; how it was understood, and why, below. */
void am_cardview_card(struct am_screen *screen, const struct am_program *program, const struct am_step *step)
{
    const struct view view = make_view(screen, program, step);
    finding_lines(&view);
    help_line(&view);
    do_lines(&view);
    say_lines(&view);
    heat_line(&view);
    why_lines(&view);
    avoid_line(&view);
}
