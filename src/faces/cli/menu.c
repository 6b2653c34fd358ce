#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "faces/cli/session.h"

enum { ITEM_MARGIN = 5 };

struct am_key am_session_key(struct am_session *session)
{
    enum { READABLE = 110 };
    const struct am_key key = am_terminal_key(&session->terminal);
    const unsigned columns = session->terminal.columns;
    session->screen.columns = columns < READABLE ? columns : READABLE;
    return key;
}

void am_session_flush(struct am_session *session)
{
    size_t done = 0;
    while (done < session->out.len_bytes) {
        ssize_t put = write(STDOUT_FILENO, session->out.bytes + done, session->out.len_bytes - done);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0) {
            session->leave = true;
            session->status = AM_EXIT_OUTPUT;
            break;
        }
        done += (size_t)put;
    }
    am_writer_reset(&session->out);
}

struct amends_view am_session_word(const struct am_session *session, const char *path)
{
    return am_program_word(session->program, session->ui_lang, path);
}

void am_session_tell(struct am_session *session, enum am_style style, const char *path)
{
    am_screen_put(&session->screen, style, am_session_word(session, path));
    am_writer_raw(&session->out, "\n", 1);
}

bool am_session_ends(struct am_session *session, struct am_key key)
{
    if (key.kind == AM_KEY_SIGNAL)
        session->status = AM_EXIT_SIGNAL + (int)key.code;
    else if (key.kind == AM_KEY_CONTROL && key.code == 'c')
        session->status = AM_EXIT_OK;
    else if (key.kind != AM_KEY_CLOSED)
        return false;
    session->leave = true;
    return true;
}

static void show_item(struct am_screen *screen, const struct am_item *item)
{
    am_screen_plain(screen, AM_STYLE_PLAIN, "  ");
    am_screen_put(screen, AM_STYLE_BOLD, (struct amends_view){&item->key, 1});
    am_screen_plain(screen, AM_STYLE_PLAIN, "  ");
    am_screen_wrap(screen, AM_STYLE_PLAIN, ITEM_MARGIN, item->text);
}

/* Few items stand below each other, many in as many columns as fit. */
static void show_items(struct am_session *session, const char *title_path, const struct am_item *items,
                       unsigned count)
{
    struct am_screen *screen = &session->screen;
    unsigned width = 0;
    for (unsigned i = 0; i < count; i++)
        width = am_text_width(items[i].text) > width ? am_text_width(items[i].text) : width;
    width += ITEM_MARGIN + 1;
    unsigned columns = screen->columns / width;
    columns = count <= 9 || columns == 0 ? 1 : columns;
    unsigned rows = (count + columns - 1) / columns;
    am_writer_raw(&session->out, "\r\033[K\n", 5);
    am_session_tell(session, AM_STYLE_BOLD, title_path);
    for (unsigned row = 0; row < rows; row++) {
        for (unsigned i = row; i < count; i += rows) {
            show_item(screen, &items[i]);
            if (i + rows < count)
                am_screen_pad(screen, width - ITEM_MARGIN - am_text_width(items[i].text));
        }
        am_writer_raw(&session->out, "\n", 1);
    }
    am_screen_plain(screen, AM_STYLE_DIM, "  Esc ");
    am_screen_put(screen, AM_STYLE_DIM, am_session_word(session, "screen.key_back"));
    am_writer_raw(&session->out, "\n", 1);
    am_session_flush(session);
}

int am_session_choose(struct am_session *session, const char *title_path, const struct am_item *items,
                      unsigned count)
{
    show_items(session, title_path, items, count);
    while (!session->leave) {
        struct am_key key = am_session_key(session);
        if (am_session_ends(session, key) || key.kind == AM_KEY_ESCAPE)
            return -1;
        for (unsigned i = 0; key.kind == AM_KEY_CODE && i < count; i++)
            if (key.code == (unsigned char)items[i].key)
                return (int)i;
    }
    return -1;
}
