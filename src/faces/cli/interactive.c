#include "faces/cli/interactive.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "faces/cli/input.h"
#include "faces/cli/session.h"
#include "faces/json/utf8.h"

enum { BUNDLED_MAX = 8 };

/* A file to watch: its path, what to call it. */
struct bundled {
    const char *path;
    char title[160];
};

/* A file is called by the first words that are said in it, and by its name:
 * "data/lang/zh/encounters/lost_night.jsonl" is "lost night". */
static void title_of(const char *path, const char *said, char *title, size_t size)
{
    const char *last = strrchr(path, '/');
    char name[48];
    snprintf(name, sizeof name, "%s", last ? last + 1 : path);
    char *dot = strrchr(name, '.');
    if (dot)
        *dot = 0;
    for (char *at = name; *at; at++)
        if (*at == '_' || *at == '-')
            *at = ' ';
    snprintf(title, size, said[0] ? "%s  (%s)" : "%s%s", said, name);
}

/* The beginning of a text, up to the width of a line of the menu. */
static void beginning(struct amends_view text, char *out, size_t size)
{
    enum { COLUMNS = 40 };
    unsigned width = 0, len;
    size_t end = 0;
    for (; end < text.len_bytes && end + 8 < size; end += len) {
        width += am_code_width(am_utf8_at(text, end, &len));
        if (width > COLUMNS)
            break;
    }
    snprintf(out, size, "%.*s%s", (int)end, text.bytes, end < text.len_bytes ? "…" : "");
}

/* The language that the file's first line names, -1 where it names none; and how its talk begins. */
static int look_into(const struct am_program *program, const char *path, char *said, size_t size)
{
    struct am_input input = {.fd = open(path, O_RDONLY | O_CLOEXEC), .signal_fd = -1};
    struct amends_view line, text;
    int lang = -1;
    said[0] = 0;
    if (input.fd < 0)
        return -1;
    while (said[0] == 0 && am_input_next(&input, &line) == AM_INPUT_LINE) {
        struct am_fault fault = {0};
        json_t *json = am_line_parse(line, &fault);
        struct am_object object = {.json = json, .prefix = "", .fault = &fault}, start;
        if (json && am_object_child(&object, "start", &start))
            am_request_language(program->engine, &start, "lang", &lang);
        if (json && am_object_text(&object, "text", AMENDS_TEXT_BYTES_MAX, &text))
            beginning(text, said, size);
        json_decref(json);
    }
    am_input_dispose(&input);
    close(input.fd);
    return lang;
}

static bool choose_language(struct am_session *session)
{
    struct am_item items[AMENDS_LANGUAGES_MAX];
    unsigned count = amends_engine_language_count(session->program->engine);
    session->ui_lang = session->program->ui_lang;
    session->lang = session->program->lang;
    if (session->lang < 0) {
        /* Each language calls itself by its own name. */
        char texts[AMENDS_LANGUAGES_MAX][96];
        for (unsigned i = 0; i < count; i++) {
            struct amends_view word = am_program_word(session->program, (int)i, "screen.language_name");
            snprintf(texts[i], sizeof texts[i], "%s  %.*s",
                     amends_engine_language_code(session->program->engine, (int)i), (int)word.len_bytes,
                     word.bytes);
            items[i] = (struct am_item){(char)('1' + i), {texts[i], strlen(texts[i])}};
        }
        if (session->ui_lang < 0)
            session->ui_lang = 0;
        session->lang = am_session_choose(session, "screen.menu_language", items, count < 9 ? count : 9);
        session->ui_lang = session->program->ui_lang;
    }
    if (session->ui_lang < 0)
        session->ui_lang = session->lang;
    return session->lang >= 0;
}

static bool choose_channel(struct am_session *session)
{
    struct am_item items[AMENDS_CHANNEL_COUNT];
    session->channel = session->program->channel;
    if (session->channel >= 0)
        return true;
    for (int i = 0; i < AMENDS_CHANNEL_COUNT; i++) {
        char path[48];
        snprintf(path, sizeof path, "screen.%s", amends_channel_name(i));
        items[i] = (struct am_item){(char)('1' + i), am_session_word(session, path)};
    }
    session->channel = am_session_choose(session, "screen.menu_channel", items, AMENDS_CHANNEL_COUNT);
    return session->channel >= 0;
}

/* Waits for the next turn; false where the person wants to type instead, or leaves. */
static bool wait_next(struct am_session *session)
{
    am_screen_plain(&session->screen, AM_STYLE_DIM, "  Enter ");
    am_screen_put(&session->screen, AM_STYLE_DIM, am_session_word(session, "screen.key_next"));
    am_screen_plain(&session->screen, AM_STYLE_DIM, " · Tab ");
    am_screen_put(&session->screen, AM_STYLE_DIM, am_session_word(session, "screen.key_take_over"));
    am_session_flush(session);
    while (!session->leave) {
        struct am_key key = am_session_key(session);
        if (am_session_ends(session, key))
            break;
        const bool quit = key.kind == AM_KEY_CONTROL && key.code == 'd';
        session->leave = quit;
        if (key.kind == AM_KEY_TAB || key.kind == AM_KEY_ESCAPE || quit)
            break;
        if (key.kind == AM_KEY_ENTER || key.kind == AM_KEY_CODE || key.kind == AM_KEY_RIGHT) {
            am_writer_raw(&session->out, "\r\033[K", 4);
            return true;
        }
    }
    am_writer_raw(&session->out, "\r\033[K", 4);
    return false;
}

/* One line of a bundled encounter. */
static void watch_line(struct am_session *session, struct amends_view line)
{
    struct am_fault fault = {0};
    json_t *json = am_line_parse(line, &fault);
    const struct am_object object = {.json = json, .prefix = "", .fault = &fault};
    struct am_event_request request;
    if (json && am_request_event(session->program->engine, &object, "", &request)) {
        snprintf(session->name, sizeof session->name, "watch-%.*s",
                 (int)(request.encounter.len_bytes < 32 ? request.encounter.len_bytes : 32),
                 request.encounter.bytes);
        if (request.event.kind == AMENDS_EVENT_START)
            request.event.start.ui_lang = (int8_t)session->ui_lang;
        am_session_event(session, &request.event, request.field);
    } else {
        am_screen_plain(&session->screen, AM_STYLE_WARM, fault.message);
        am_writer_raw(&session->out, "\n", 1);
    }
    json_decref(json);
}

static void watch(struct am_session *session, const char *path)
{
    struct am_input input = {.fd = open(path, O_RDONLY | O_CLOEXEC), .signal_fd = -1};
    struct amends_view line;
    if (input.fd < 0) {
        am_screen_plain(&session->screen, AM_STYLE_WARM, strerror(errno));
        am_writer_raw(&session->out, "\n", 1);
        return;
    }
    am_writer_raw(&session->out, "\n", 1);
    bool on = true;
    session->watching = true;
    while (on && am_input_next(&input, &line) == AM_INPUT_LINE) {
        watch_line(session, line);
        on = wait_next(session);
    }
    session->watching = false;
    am_session_people(session, true);
    if (on)
        am_session_tell(session, AM_STYLE_DIM, "screen.end_of_encounter");
    am_input_dispose(&input);
    close(input.fd);
}

/* Type yourself, or watch one of the files in the language that was chosen. False where the session is left.
 */
static bool begin(struct am_session *session, const struct bundled *bundled, unsigned count)
{
    struct am_item items[BUNDLED_MAX + 1];
    items[0] = (struct am_item){'1', am_session_word(session, "screen.mode_play")};
    for (unsigned i = 0; i < count; i++)
        items[i + 1] = (struct am_item){(char)('2' + i), {bundled[i].title, strlen(bundled[i].title)}};
    int chosen = count > 0 ? am_session_choose(session, "screen.menu_mode", items, count + 1) : 0;
    if (chosen < 0)
        return false;
    if (chosen > 0) {
        watch(session, bundled[chosen - 1].path);
        return !session->leave;
    }
    if (!choose_channel(session))
        return false;
    am_writer_raw(&session->out, "\n", 1);
    am_session_begin(session);
    return !session->leave;
}

static void run(struct am_session *session)
{
    struct bundled bundled[BUNDLED_MAX];
    unsigned count = 0;
    const struct am_options *options = &session->program->options;
    if (!choose_language(session))
        return;
    for (unsigned i = 0; i < options->operand_count && count < BUNDLED_MAX; i++) {
        char said[112];
        int lang = look_into(session->program, options->operands[i], said, sizeof said);
        if (lang >= 0 && lang != session->lang)
            continue;
        bundled[count].path = options->operands[i];
        title_of(options->operands[i], said, bundled[count].title, sizeof bundled[count].title);
        count++;
    }
    am_session_tell(session, AM_STYLE_DIM, "screen.private");
    if (begin(session, bundled, count))
        am_session_run(session);
}

/* Tells what is wrong with --start before anything is shown. */
static bool check_start(const struct am_program *program)
{
    struct amends_event event;
    struct am_fault fault = {0};
    json_t *json;
    const bool right = am_session_start(program, &event, &json, &fault);
    if (!right)
        am_complain("--start: %s%s%s", fault.field, fault.field[0] ? ": " : "", fault.message);
    json_decref(json);
    return right;
}

int am_interactive_run(struct am_program *program)
{
    if (!check_start(program))
        return AM_EXIT_USAGE;
    struct am_session *session = calloc(1, sizeof *session);
    if (!session) {
        am_complain("no memory");
        return AM_EXIT_SYSTEM;
    }
    session->program = program;
    session->coaching.program = program;
    session->channel = session->lang = session->ui_lang = -1;
    if (!am_terminal_open(&session->terminal)) {
        am_complain("the terminal cannot be used: %s", strerror(errno));
        am_terminal_close(&session->terminal);
        free(session);
        return AM_EXIT_SYSTEM;
    }
    session->screen = (struct am_screen){.out = &session->out,
                                         .colour = program->colour,
                                         .columns = session->terminal.columns,
                                         .ascii_signs = program->ascii_signs};
    run(session);
    if (session->status != AM_EXIT_OUTPUT && session->ui_lang >= 0) {
        am_writer_raw(&session->out, "\r\033[K", 4);
        am_session_tell(session, AM_STYLE_DIM, "screen.goodbye");
        am_session_flush(session);
    }
    am_terminal_close(&session->terminal);
    int status = session->status;
    am_coaching_dispose(&session->coaching);
    am_writer_dispose(&session->out);
    free(session);
    return status;
}
