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

bool am_session_event(struct am_session *session, const struct amends_event *event, const char *field)
{
    struct am_step step = {.request = {{session->name, strlen(session->name)}, field, *event}};
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
    return false;
}

void am_session_begin(struct am_session *session)
{
    struct amends_event event = {.kind = AMENDS_EVENT_START};
    amends_start_defaults(&event.start);
    event.start.lang = (int8_t)session->lang;
    event.start.ui_lang = (int8_t)session->ui_lang;
    if (session->channel >= 0)
        event.start.channel = (uint8_t)session->channel;
    snprintf(session->name, sizeof session->name, "coach-%u", ++session->number);
    session->role = AMENDS_ROLE_CUSTOMER;
    am_session_event(session, &event, "start");
}

static void observe(struct am_session *session, int code)
{
    const struct amends_event event = {.kind = AMENDS_EVENT_OBSERVED, .code = code};
    am_session_event(session, &event, "observed");
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
    const struct amends_event event = {.kind = AMENDS_EVENT_DID,
                                       .code = session->card.acts[(unsigned)chosen - taps]};
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
    if (am_session_event(session, &event, "outcome"))
        am_session_tell(session, AM_STYLE_DIM, "screen.ended");
}

static void hint(struct am_session *session, const char *key, const char *path)
{
    struct am_screen *screen = &session->screen;
    am_screen_plain(screen, AM_STYLE_BOLD, key);
    am_screen_plain(screen, AM_STYLE_DIM, " ");
    am_screen_put(screen, AM_STYLE_DIM, am_session_word(session, path));
    am_screen_plain(screen, AM_STYLE_DIM, "   ");
}

/* The keys, in two lines and one for the taps. */
static void show_keys(struct am_session *session)
{
    am_session_tell(session, AM_STYLE_DIM, "screen.type_here");
    hint(session, "Tab", "screen.key_speaker");
    hint(session, "/", "screen.key_seen");
    hint(session, "Ctrl-Z", "screen.key_undo");
    hint(session, "Ctrl-X", "screen.key_overrule");
    hint(session, "Ctrl-O", "screen.key_outcome");
    am_writer_raw(&session->out, "\n", 1);
    hint(session, "Ctrl-N", "screen.begin_again");
    hint(session, "F1", "screen.key_help");
    hint(session, "Ctrl-D", "screen.key_quit");
    am_writer_raw(&session->out, "\n", 1);
    for (unsigned i = 0; i < FUNCTION_COUNT; i++) {
        char key[8];
        snprintf(key, sizeof key, "F%u ", i + FUNCTION_FIRST);
        am_screen_plain(&session->screen, AM_STYLE_BOLD, key);
        am_screen_put(&session->screen, AM_STYLE_DIM,
                      am_cardview_seen(session->program, session->ui_lang, function_taps[i]));
        am_screen_plain(&session->screen, AM_STYLE_PLAIN, "  ");
    }
    am_writer_raw(&session->out, "\n\n", 2);
}

static void draw_prompt(struct am_session *session)
{
    char path[48], move[32];
    struct am_screen *screen = &session->screen;
    snprintf(path, sizeof path, "screen.%s", amends_role_name(session->role));
    struct amends_view who = am_session_word(session, path);
    unsigned used = am_text_width(who) + 3, first, end, column;
    screen->columns = session->terminal.columns;
    unsigned room = screen->columns > used + 12 ? screen->columns - used - 1 : 12;
    am_line_window(&session->line, room, &first, &end, &column);
    am_writer_raw(&session->out, "\r\033[K", 4);
    am_screen_put(screen, session->role == AMENDS_ROLE_CUSTOMER ? AM_STYLE_CUSTOMER : AM_STYLE_STAFF, who);
    am_screen_plain(screen, AM_STYLE_DIM, " › ");
    struct am_line shown = {.len = end - first};
    memcpy(shown.codes, session->line.codes + first, shown.len * sizeof *shown.codes);
    size_t len = am_line_text(&shown, session->text, sizeof session->text);
    am_screen_put(screen, AM_STYLE_PLAIN, (struct amends_view){session->text, len});
    snprintf(move, sizeof move, "\r\033[%uC", used + column);
    am_writer_plain(&session->out, move);
    am_session_flush(session);
}

static void send_line(struct am_session *session)
{
    struct amends_event event = {.kind = AMENDS_EVENT_SAID, .role = session->role};
    size_t len = am_line_text(&session->line, session->text, sizeof session->text);
    am_line_clear(&session->line);
    if (len == 0)
        return;
    event.text = (struct amends_view){session->text, len};
    am_session_event(session, &event, "from");
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

static void take_key(struct am_session *session, struct am_key key)
{
    if (key.kind == AM_KEY_CODE && key.code == '/' && session->line.len == 0)
        choose_seen(session);
    else if (key.kind == AM_KEY_CODE && !am_line_insert(&session->line, key.code))
        am_writer_raw(&session->out, "\a", 1);
    else if (key.kind == AM_KEY_ENTER)
        send_line(session);
    else if (key.kind == AM_KEY_TAB)
        session->role = (uint8_t)((session->role + 1) % AMENDS_ROLE_COUNT);
    else if (key.kind == AM_KEY_CONTROL)
        control_key(session, (char)key.code);
    else if (key.kind == AM_KEY_FUNCTION)
        function_key(session, key.code);
    else if (key.kind != AM_KEY_CODE)
        edit_key(session, key.kind);
}

void am_session_run(struct am_session *session)
{
    show_keys(session);
    while (!session->leave) {
        draw_prompt(session);
        struct am_key key = am_terminal_key(&session->terminal);
        if (!am_session_ends(session, key))
            take_key(session, key);
    }
}
