#include "faces/cli/program.h"

#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "amends/malloc.h"
#include "faces/cli/overlay.h"

void am_complain(const char *message, ...)
{
    va_list arguments;
    va_start(arguments, message);
    fputs("amends: ", stderr);
    vfprintf(stderr, message, arguments);
    fputc('\n', stderr);
    va_end(arguments);
}

static bool find_language(const struct am_program *program, const char *option, const char *code, int *out)
{
    *out = -1;
    if (!code)
        return true;
    *out = amends_engine_language_find(program->engine, (struct amends_view){code, strlen(code)});
    if (*out >= 0)
        return true;
    am_complain("%s %s: no such language in the playbook", option, code);
    return false;
}

static bool use_colour(enum am_colour wish)
{
    const char *none = getenv("NO_COLOR");
    const char *terminal = getenv("TERM");
    if (wish != AM_COLOUR_AUTO)
        return wish == AM_COLOUR_ALWAYS;
    return isatty(STDOUT_FILENO) && !(none && none[0]) && terminal && strcmp(terminal, "dumb") != 0;
}

/* Whether the environment names a set of characters for the terminal that is not UTF-8. Where it names none,
 * as in many containers, the terminal is taken for one of today's. */
static bool other_charset(void)
{
    static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    const char *value = NULL;
    for (size_t i = 0; i < sizeof names / sizeof *names && !(value && value[0]); i++)
        value = getenv(names[i]);
    const char *charset = value ? strchr(value, '.') : NULL;
    return charset && strncasecmp(charset, ".utf", 4) != 0 && isatty(STDOUT_FILENO);
}

int am_program_open(struct am_program *program)
{
    const struct amends_allocator allocator = AMENDS_MALLOC;
    struct amends_view image = amends_builtin_image();
    if (program->options.playbook) {
        int status = am_overlay_compile(program->options.playbook, false, &program->overlaid);
        if (status != AM_EXIT_OK)
            return status;
        image = (struct amends_view){(const char *)program->overlaid.bytes, program->overlaid.len_bytes};
    }
    program->image = image;
    enum amends_status status = am_playbook_open(&program->playbook, image);
    if (status == AMENDS_OK)
        status = amends_engine_new(&allocator, image, &program->engine);
    if (status == AMENDS_OK)
        status = amends_workspace_new(program->engine, &allocator, 0, &program->workspace);
    if (status != AMENDS_OK) {
        am_complain("%s", amends_status_text(status));
        return status == AMENDS_E_MEMORY ? AM_EXIT_SYSTEM : AM_EXIT_PLAYBOOK;
    }
    if (!find_language(program, "--lang", program->options.lang, &program->lang) ||
        !find_language(program, "--ui-lang", program->options.ui_lang, &program->ui_lang))
        return AM_EXIT_USAGE;
    const char *channel = program->options.channel;
    program->channel = channel ? amends_channel_find(channel, strlen(channel)) : -1;
    if (channel && program->channel < 0) {
        am_complain("--channel %s: counter, phone, chat, email or social was expected", channel);
        return AM_EXIT_USAGE;
    }
    program->colour = use_colour(program->options.colour);
    program->ascii_signs = other_charset();
    return AM_EXIT_OK;
}

void am_program_close(struct am_program *program)
{
    amends_workspace_free(program->workspace);
    amends_engine_free(program->engine);
    am_buffer_dispose(&program->overlaid);
}

struct amends_view am_program_word(const struct am_program *program, int ui_lang, const char *path)
{
    struct amends_view word = {NULL, 0};
    if (ui_lang >= 0)
        word = am_playbook_word(&program->playbook, ui_lang, path);
    if (word.len_bytes > 0)
        return word;
    const char *last = strrchr(path, '.');
    last = last ? last + 1 : path;
    return (struct amends_view){last, strlen(last)};
}

struct amends_view am_program_name(const struct am_program *program, int ui_lang, const char *list,
                                   const char *label)
{
    char path[96];
    snprintf(path, sizeof path, "names.%s.%s", list, label);
    struct amends_view word = {NULL, 0};
    if (ui_lang >= 0)
        word = am_playbook_word(&program->playbook, ui_lang, path);
    return word.len_bytes > 0 ? word : (struct amends_view){label, strlen(label)};
}

enum { EXIT_CLOSED_PIPE = AM_EXIT_SIGNAL + SIGPIPE };

static int output_failed(int error)
{
    if (error == EPIPE)
        return EXIT_CLOSED_PIPE;
    am_complain("the output cannot be written: %s", error ? strerror(error) : "an earlier write failed");
    return AM_EXIT_OUTPUT;
}

int am_output_write(struct am_writer *writer)
{
    if (writer->failed)
        return output_failed(ENOMEM);
    if (fwrite(writer->bytes, 1, writer->len_bytes, stdout) != writer->len_bytes)
        return output_failed(errno);
    return AM_EXIT_OK;
}

int am_output_finish(int status)
{
    if (status == AM_EXIT_OUTPUT || status == EXIT_CLOSED_PIPE)
        return status; /* told already */
    if (ferror(stdout))
        return output_failed(0);
    return fflush(stdout) == 0 ? status : output_failed(errno);
}
