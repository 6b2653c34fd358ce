#include "faces/cli/session.h"

#include <stdio.h>
#include <string.h>

/* Taps on one key: what is seen most. */
static const int function_taps[] = {AMENDS_CODE_OBSERVED + AMENDS_OBSERVED_RAISED_VOICE,
                                    AMENDS_CODE_OBSERVED + AMENDS_OBSERVED_REPEATS,
                                    AMENDS_SIGNAL_INSULT,
                                    AMENDS_SIGNAL_THREAT,
                                    AMENDS_CODE_OBSERVED + AMENDS_OBSERVED_VIOLENCE,
                                    AMENDS_CODE_OBSERVED + AMENDS_OBSERVED_CALMED,
                                    AMENDS_CODE_OBSERVED + AMENDS_OBSERVED_NEED_HELP,
                                    AMENDS_CODE_OBSERVED + AMENDS_OBSERVED_LEFT};
enum { FUNCTION_FIRST = 2, FUNCTION_COUNT = sizeof function_taps / sizeof *function_taps };

static void hint(struct am_session *session, struct am_flow *flow, const char *key, struct amends_view text)
{
    struct am_screen *screen = &session->screen;
    const unsigned width = (unsigned)strlen(key) + 1 + am_text_width(text);
    am_flow_keep(flow, width);
    am_screen_plain(screen, AM_STYLE_BOLD, key);
    am_screen_plain(screen, AM_STYLE_PLAIN, " ");
    am_screen_put(screen, AM_STYLE_DIM, text);
    am_screen_plain(screen, AM_STYLE_PLAIN, "   ");
    flow->at += width + 3;
}

/* After the end: the key that begins a new encounter. */
static void hint_new(struct am_session *session)
{
    struct am_flow flow = {&session->screen, 0, 0};
    hint(session, &flow, "Ctrl-N", am_session_word(session, "screen.begin_again"));
    am_writer_raw(&session->out, "\n", 1);
}

bool am_session_event(struct am_session *session, const struct amends_event *event, const char *field)
{
    struct am_step step = {.request = {{session->name, strlen(session->name)}, field, *event},
                           .alone = session->customers < 2 && !session->watching};
    struct am_fault fault = {0};
    am_writer_raw(&session->out, "\r\033[K", 4);
    if (am_coaching_event(&session->coaching, &step, &fault)) {
        session->card = step.card;
        am_cardview_event(&session->screen, session->program, &step);
        am_cardview_card(&session->screen, session->program, &step);
        am_writer_raw(&session->out, "\n", 1);
        return true;
    }
    const char *path = "screen.cannot";
    if (step.status == AMENDS_E_ENDED)
        path = "screen.ended";
    else if (step.status == AMENDS_E_NOTHING_TO_UNDO)
        path = "screen.nothing_to_undo";
    else if (step.status == AMENDS_E_TOO_LONG)
        path = "screen.too_long";
    else if (step.status == AMENDS_E_UTF8 || step.status == AMENDS_E_NUL)
        path = "screen.not_text";
    am_session_tell(session, AM_STYLE_WARM, path);
    if (step.status == AMENDS_E_ENDED)
        hint_new(session);
    return false;
}

bool am_session_start(const struct am_program *program, struct amends_event *event, json_t **json,
                      struct am_fault *fault)
{
    *json = NULL;
    *event = (struct amends_event){.kind = AMENDS_EVENT_START};
    amends_start_defaults(&event->start);
    if (!program->options.start)
        return true;
    struct am_writer line = {0};
    struct am_event_request request = {0};
    am_writer_plain(&line, "{\"encounter\": \"coach\", \"start\": ");
    am_writer_plain(&line, program->options.start);
    am_writer_plain(&line, "}");
    if (line.bytes)
        *json = am_line_parse((struct amends_view){line.bytes, line.len_bytes}, fault);
    const struct am_object object = {.json = *json, .prefix = "", .fault = fault};
    const bool right = *json && am_request_event(program->engine, &object, "", &request);
    am_writer_dispose(&line);
    if (right)
        *event = request.event;
    return right;
}

void am_session_begin(struct am_session *session)
{
    struct amends_event event;
    struct am_fault fault = {0};
    json_t *json;
    /* It was understood when the program began, so that only memory can be missing here. */
    if (!am_session_start(session->program, &event, &json, &fault))
        am_session_tell(session, AM_STYLE_WARM, "screen.cannot");
    if (event.start.lang < 0)
        event.start.lang = (int8_t)session->lang;
    if (event.start.ui_lang < 0)
        event.start.ui_lang = (int8_t)session->ui_lang;
    if (session->channel >= 0)
        event.start.channel = (uint8_t)session->channel;
    snprintf(session->name, sizeof session->name, "coach-%u", ++session->number);
    am_session_people(session, false);
    am_session_event(session, &event, "start");
    json_decref(json);
}

void am_session_people(struct am_session *session, bool unnamed_first)
{
    session->role = AMENDS_ROLE_CUSTOMER;
    session->customers = 1;
    session->customer = 0;
    session->unnamed_first = unnamed_first;
}

/* The customer that is meant, as the encounter knows them. */
static struct amends_view customer_name(struct am_session *session)
{
    if (session->customer == 0 && session->unnamed_first)
        return (struct amends_view){NULL, 0};
    snprintf(session->customer_name, sizeof session->customer_name, "%u", session->customer + 1);
    return (struct amends_view){session->customer_name, strlen(session->customer_name)};
}

static void observe(struct am_session *session, int code)
{
    const struct amends_event event = {
        .kind = AMENDS_EVENT_OBSERVED, .code = code, .speaker = customer_name(session)};
    am_session_event(session, &event, "observed");
}

/* Who speaks next: the customers in turn, then staff, supervisor, bystander. */
static void next_speaker(struct am_session *session)
{
    if (session->role == AMENDS_ROLE_CUSTOMER && session->customer + 1 < session->customers) {
        session->customer++;
        return;
    }
    session->role = (uint8_t)((session->role + 1) % AMENDS_ROLE_COUNT);
    /* What staff say is meant for the customer who spoke last; after the round the first is next. */
    if (session->role == AMENDS_ROLE_CUSTOMER)
        session->customer = 0;
}

static void add_customer(struct am_session *session)
{
    if (session->customers == AMENDS_SPEAKERS_MAX - 1) {
        am_session_tell(session, AM_STYLE_WARM, "screen.cannot");
        return;
    }
    session->role = AMENDS_ROLE_CUSTOMER;
    session->customer = session->customers++;
}

/* The menu of taps: what is seen by letter, what was done by the number of the act on the card. */
static void choose_seen(struct am_session *session)
{
    struct am_item items[AMENDS_SIGNAL_COUNT + AMENDS_OBSERVED_COUNT + AMENDS_CARD_ACTS_MAX];
    int codes[AMENDS_SIGNAL_COUNT + AMENDS_OBSERVED_COUNT];
    unsigned count = 0, taps = 0;
    for (int code = 0; code < AMENDS_CODE_OBSERVED + AMENDS_OBSERVED_COUNT; code++) {
        /* Calming is seen as `calmed`; anger is seen by its signs. */
        if (code == AMENDS_SIGNAL_CALMING || code == AMENDS_CODE_OBSERVED + AMENDS_OBSERVED_ANGER ||
            (code >= AMENDS_SIGNAL_COUNT && code < AMENDS_CODE_OBSERVED))
            continue;
        codes[taps] = code;
        items[taps].key = (char)('a' + taps);
        items[taps].text = am_cardview_seen(session->program, session->ui_lang, code);
        taps++;
    }
    count = taps;
    for (unsigned i = 0; i < session->card.act_count; i++, count++) {
        items[count].key = (char)('1' + i);
        items[count].text = am_program_name(session->program, session->ui_lang, "acts",
                                            amends_act_name(session->card.acts[i]));
    }
    int chosen = am_session_choose(session, "screen.menu_seen", items, count);
    if (chosen < 0)
        return;
    if ((unsigned)chosen < taps) {
        observe(session, codes[chosen]);
        return;
    }
    struct amends_event event = {.kind = AMENDS_EVENT_DID,
                                 .code = session->card.acts[(unsigned)chosen - taps]};
    if (session->customers > 1)
        event.to = customer_name(session);
    am_session_event(session, &event, "did");
}

/* What was read or advised last and can be said to be wrong. */
static void choose_overrule(struct am_session *session)
{
    struct am_item items[AMENDS_SIGNAL_COUNT + AMENDS_CARD_ACTS_MAX];
    struct amends_event events[AMENDS_SIGNAL_COUNT + AMENDS_CARD_ACTS_MAX];
    unsigned count = 0;
    for (int i = 0; i < AMENDS_SIGNAL_COUNT; i++) {
        if (!(session->card.signals & AMENDS_BIT(i)))
            continue;
        items[count].text = am_cardview_seen(session->program, session->ui_lang, i);
        events[count++] = (struct amends_event){.kind = AMENDS_EVENT_OVERRULE_SIGNAL, .code = i};
    }
    for (unsigned i = 0; i < session->card.act_count; i++) {
        const int act = session->card.acts[i];
        items[count].text = am_program_name(session->program, session->ui_lang, "acts", amends_act_name(act));
        events[count++] = (struct amends_event){.kind = AMENDS_EVENT_OVERRULE_ACT, .code = act};
    }
    for (unsigned i = 0; i < count; i++)
        items[i].key = (char)('a' + i);
    if (count == 0) {
        am_session_tell(session, AM_STYLE_WARM, "screen.nothing_to_overrule");
        return;
    }
    int chosen = am_session_choose(session, "screen.menu_overrule", items, count);
    if (chosen >= 0 && am_session_event(session, &events[chosen], "overrule"))
        am_session_tell(session, AM_STYLE_DIM, "screen.overruled");
}

static void choose_outcome(struct am_session *session)
{
    struct am_item items[AMENDS_OUTCOME_COUNT];
    unsigned count = 0;
    for (int i = AMENDS_OUTCOME_NONE + 1; i < AMENDS_OUTCOME_COUNT; i++, count++) {
        items[count].key = (char)('1' + count);
        items[count].text =
            am_program_name(session->program, session->ui_lang, "outcomes", amends_outcome_name(i));
    }
    int chosen = am_session_choose(session, "screen.menu_outcome", items, count);
    if (chosen < 0)
        return;
    const struct amends_event event = {.kind = AMENDS_EVENT_OUTCOME, .code = chosen + 1};
    if (am_session_event(session, &event, "outcome")) {
        am_session_tell(session, AM_STYLE_DIM, "screen.ended");
        hint_new(session);
    }
}

/* The keys, and those of the taps. */
static void show_keys(struct am_session *session)
{
    static const struct {
        const char *key, *path;
    } keys[] = {
        {"Tab", "screen.key_speaker"},    {"Ctrl-T", "screen.key_customer"}, {"/", "screen.key_seen"},
        {"Ctrl-Z", "screen.key_undo"},    {"Ctrl-X", "screen.key_overrule"}, {"Ctrl-O", "screen.key_outcome"},
        {"Ctrl-N", "screen.begin_again"}, {"F1", "screen.key_help"},         {"Ctrl-D", "screen.key_quit"}};
    struct am_flow flow = {&session->screen, 0, 0};
    am_session_tell(session, AM_STYLE_DIM, "screen.type_here");
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        hint(session, &flow, keys[i].key, am_session_word(session, keys[i].path));
    am_writer_raw(&session->out, "\n", 1);
    flow.at = 0;
    for (unsigned i = 0; i < FUNCTION_COUNT; i++) {
        char key[8];
        snprintf(key, sizeof key, "F%u", i + FUNCTION_FIRST);
        hint(session, &flow, key, am_cardview_seen(session->program, session->ui_lang, function_taps[i]));
    }
    am_writer_raw(&session->out, "\n\n", 2);
}

/* "Customer", "Customer 2", "You", "You → 2" where there are several. */
static void write_speaker(struct am_session *session, char *text, size_t size)
{
    char path[48], number[32] = "";
    snprintf(path, sizeof path, "screen.%s", amends_role_name(session->role));
    const struct amends_view who = am_session_word(session, path);
    const bool staff = session->role == AMENDS_ROLE_STAFF || session->role == AMENDS_ROLE_SUPERVISOR;
    if (session->customers > 1 && session->role != AMENDS_ROLE_BYSTANDER)
        snprintf(number, sizeof number, staff ? " → %u" : " %u", session->customer + 1);
    snprintf(text, size, "%.*s%s", (int)who.len_bytes, who.bytes, number);
}

static void draw_prompt(struct am_session *session)
{
    char who[160], move[32];
    struct am_screen *screen = &session->screen;
    write_speaker(session, who, sizeof who);
    const unsigned columns = session->terminal.columns;
    unsigned used = am_text_width((struct amends_view){who, strlen(who)}) + 3, first, end, column;
    unsigned room = columns > used + 12 ? columns - used - 1 : 12;
    am_line_window(&session->line, room, &first, &end, &column);
    am_writer_raw(&session->out, "\r\033[K", 4);
    am_screen_plain(screen, session->role == AMENDS_ROLE_CUSTOMER ? AM_STYLE_CUSTOMER : AM_STYLE_STAFF, who);
    am_screen_plain(screen, AM_STYLE_DIM, " › ");
    size_t len = am_line_text(&session->line, first, end, session->text, sizeof session->text);
    am_screen_put(screen, AM_STYLE_PLAIN, (struct amends_view){session->text, len});
    snprintf(move, sizeof move, "\r\033[%uC", used + column);
    am_writer_plain(&session->out, move);
    am_session_flush(session);
}

/* A text that is not taken stays, to be mended. */
static void send_line(struct am_session *session)
{
    struct amends_event event = {.kind = AMENDS_EVENT_SAID, .role = session->role};
    size_t len = am_line_text(&session->line, 0, session->line.len, session->text, sizeof session->text);
    if (len == 0)
        return;
    event.text = (struct amends_view){session->text, len};
    if (session->role == AMENDS_ROLE_CUSTOMER)
        event.speaker = customer_name(session);
    else if (session->role != AMENDS_ROLE_BYSTANDER && session->customers > 1)
        event.to = customer_name(session);
    if (am_session_event(session, &event, "from"))
        am_line_clear(&session->line);
}

static void undo(struct am_session *session)
{
    const struct amends_event event = {.kind = AMENDS_EVENT_UNDO};
    am_session_event(session, &event, "undo");
}

/* Ctrl with a letter. */
static void control_key(struct am_session *session, char letter)
{
    struct am_line *line = &session->line;
    const bool empty = line->len == 0;
    if (letter == 'd' && empty)
        session->leave = true;
    else if (letter == 'd')
        am_line_delete(line);
    else if (letter == 'z')
        undo(session);
    else if (letter == 'x')
        choose_overrule(session);
    else if (letter == 'o')
        choose_outcome(session);
    else if (letter == 'n')
        am_session_begin(session);
    else if (letter == 't')
        add_customer(session);
    else if (letter == 'a')
        line->cursor = 0;
    else if (letter == 'e')
        line->cursor = line->len;
    else if (letter == 'b')
        am_line_left(line);
    else if (letter == 'f')
        am_line_right(line);
    else if (letter == 'k')
        am_line_kill_end(line);
    else if (letter == 'u')
        am_line_clear(line);
    else if (letter == 'w')
        am_line_delete_word(line);
    else if (letter == 'l')
        am_writer_raw(&session->out, "\033[H\033[2J", 7);
}

/* A character typed or pasted; what does not fit is said once, and nothing that stands there is lost. */
static void insert(struct am_session *session, uint32_t code)
{
    if (am_line_insert(&session->line, code)) {
        session->overflowed = false;
        return;
    }
    am_writer_raw(&session->out, "\a", 1);
    if (session->line.len < AM_LINE_CODES_MAX || session->overflowed)
        return;
    session->overflowed = true;
    am_writer_raw(&session->out, "\r\033[K", 4);
    am_session_tell(session, AM_STYLE_WARM, "screen.too_long");
}

static void function_key(struct am_session *session, unsigned number)
{
    am_writer_raw(&session->out, "\r\033[K", 4);
    if (number == 1)
        show_keys(session);
    else if (number >= FUNCTION_FIRST && number < FUNCTION_FIRST + FUNCTION_COUNT)
        observe(session, function_taps[number - FUNCTION_FIRST]);
}

static void edit_key(struct am_session *session, enum am_key_kind kind)
{
    struct am_line *line = &session->line;
    if (kind == AM_KEY_BACKSPACE)
        am_line_backspace(line);
    else if (kind == AM_KEY_DELETE)
        am_line_delete(line);
    else if (kind == AM_KEY_LEFT)
        am_line_left(line);
    else if (kind == AM_KEY_RIGHT)
        am_line_right(line);
    else if (kind == AM_KEY_HOME)
        line->cursor = 0;
    else if (kind == AM_KEY_END)
        line->cursor = line->len;
    else if (kind == AM_KEY_ESCAPE)
        am_line_clear(line);
}

/* Inside a paste, line ends and tabs are blanks, and no key means anything. */
static void take_pasted(struct am_session *session, struct am_key key)
{
    const struct am_line *line = &session->line;
    if (key.kind == AM_KEY_CODE)
        insert(session, key.code);
    else if ((key.kind == AM_KEY_ENTER || key.kind == AM_KEY_TAB) && line->cursor > 0 &&
             line->codes[line->cursor - 1] != ' ')
        insert(session, ' ');
}

static void take_key(struct am_session *session, struct am_key key)
{
    if (key.kind == AM_KEY_PASTE_BEGIN || key.kind == AM_KEY_PASTE_END)
        session->pasting = key.kind == AM_KEY_PASTE_BEGIN;
    else if (session->pasting)
        take_pasted(session, key);
    else if (key.kind == AM_KEY_CODE && key.code == '/' && session->line.len == 0)
        choose_seen(session);
    else if (key.kind == AM_KEY_CODE)
        insert(session, key.code);
    else if (key.kind == AM_KEY_ENTER)
        send_line(session);
    else if (key.kind == AM_KEY_TAB)
        next_speaker(session);
    else if (key.kind == AM_KEY_CONTROL)
        control_key(session, (char)key.code);
    else if (key.kind == AM_KEY_FUNCTION)
        function_key(session, key.code);
    else
        edit_key(session, key.kind);
}

void am_session_run(struct am_session *session)
{
    show_keys(session);
    while (!session->leave) {
        if (!am_terminal_waiting(&session->terminal))
            draw_prompt(session);
        struct am_key key = am_session_key(session);
        if (session->pasting && key.kind == AM_KEY_CONTROL)
            continue;
        if (!am_session_ends(session, key))
            take_key(session, key);
    }
}
