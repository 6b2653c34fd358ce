#include "faces/cli/screen.h"

#include <string.h>

#include "faces/json/utf8.h"

struct range {
    uint32_t first, last;
};

static bool within(const struct range *ranges, size_t count, uint32_t code)
{
    for (size_t i = 0; i < count; i++)
        if (code >= ranges[i].first && code <= ranges[i].last)
            return true;
    return false;
}

unsigned am_code_width(uint32_t code)
{
    static const struct range none[] = {{0x0300, 0x036f}, {0x0483, 0x0489}, {0x1ab0, 0x1aff},
                                        {0x1dc0, 0x1dff}, {0x200b, 0x200f}, {0x202a, 0x202e},
                                        {0x2060, 0x2064}, {0x20d0, 0x20ff}, {0xfe00, 0xfe0f},
                                        {0xfe20, 0xfe2f}, {0xfeff, 0xfeff}, {0xe0100, 0xe01ef}};
    static const struct range wide[] = {
        {0x1100, 0x115f},   {0x231a, 0x231b},   {0x23e9, 0x23ec},   {0x2614, 0x2615},   {0x26a1, 0x26a1},
        {0x2705, 0x2705},   {0x274c, 0x274e},   {0x2753, 0x2757},   {0x2b50, 0x2b50},   {0x2e80, 0x303e},
        {0x3041, 0x33ff},   {0x3400, 0x4dbf},   {0x4e00, 0x9fff},   {0xa000, 0xa4cf},   {0xac00, 0xd7a3},
        {0xf900, 0xfaff},   {0xfe30, 0xfe6f},   {0xff01, 0xff60},   {0xffe0, 0xffe6},   {0x1f004, 0x1f004},
        {0x1f300, 0x1f64f}, {0x1f680, 0x1f6ff}, {0x1f900, 0x1f9ff}, {0x1fa70, 0x1faff}, {0x20000, 0x3fffd}};
    if (code < 0x300)
        return 1;
    if (within(none, sizeof none / sizeof *none, code))
        return 0;
    return within(wide, sizeof wide / sizeof *wide, code) ? 2 : 1;
}

unsigned am_text_width(struct amends_view text)
{
    unsigned width = 0, len;
    for (size_t i = 0; i < text.len_bytes; i += len)
        width += am_code_width(am_utf8_at(text, i, &len));
    return width;
}

static void begin(struct am_screen *screen, enum am_style style)
{
    static const char *const codes[] = {"",           "\033[1m",    "\033[2m",   "\033[32m",
                                        "\033[33m",   "\033[1;31m", "\033[1;7m", "\033[1;97;41m",
                                        "\033[1;36m", "\033[1;34m"};
    if (screen->colour)
        am_writer_plain(screen->out, codes[style]);
}

static void end(struct am_screen *screen, enum am_style style)
{
    if (screen->colour && style != AM_STYLE_PLAIN)
        am_writer_plain(screen->out, "\033[0m");
}

static bool is_control(uint32_t code)
{
    return code < 0x20 || (code >= 0x7f && code < 0xa0) || (code >= 0x202a && code <= 0x202e) ||
           (code >= 0x2066 && code <= 0x2069);
}

/* The sign of ASCII, as wide, that stands for one that is not; 0 where there is none. */
static char ascii_sign(uint32_t code)
{
    static const struct {
        uint32_t code;
        char sign;
    } signs[] = {{0x2588, '#'}, {0x2591, '.'}, {0x25b6, '>'},  {0x25b2, '!'},  {0x2192, '>'},
                 {0x203a, '>'}, {0x201c, '"'}, {0x201d, '"'},  {0xab, '"'},    {0xbb, '"'},
                 {0xd7, 'x'},   {0xb7, '-'},   {0x2019, '\''}, {0x2018, '\''}, {0x2026, '~'}};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (signs[i].code == code)
            return signs[i].sign;
    return 0;
}

static void put_clean(struct am_screen *screen, struct amends_view text)
{
    unsigned len;
    for (size_t i = 0; i < text.len_bytes; i += len) {
        uint32_t code = am_utf8_at(text, i, &len);
        const char sign = screen->ascii_signs ? ascii_sign(code) : 0;
        if (sign)
            am_writer_raw(screen->out, &sign, 1);
        else if (is_control(code))
            am_writer_raw(screen->out, " ", 1);
        else
            am_writer_raw(screen->out, text.bytes + i, len);
    }
}

void am_screen_put(struct am_screen *screen, enum am_style style, struct amends_view text)
{
    if (text.len_bytes == 0)
        return;
    begin(screen, style);
    put_clean(screen, text);
    end(screen, style);
}

void am_screen_plain(struct am_screen *screen, enum am_style style, const char *text)
{
    am_screen_put(screen, style, (struct amends_view){text, strlen(text)});
}

void am_screen_pad(struct am_screen *screen, unsigned columns)
{
    for (; columns > 0; columns--)
        am_writer_raw(screen->out, " ", 1);
}

/* Marks that never begin a line. */
static bool is_closing(uint32_t code)
{
    static const struct range closing[] = {{0x2019, 0x2019}, {0x201d, 0x201d}, {0x2026, 0x2026},
                                           {0x3001, 0x3002}, {0x300b, 0x300b}, {0x300d, 0x300d},
                                           {0xff01, 0xff01}, {0xff09, 0xff09}, {0xff0c, 0xff0c},
                                           {0xff1a, 0xff1b}, {0xff1f, 0xff1f}};
    return within(closing, sizeof closing / sizeof *closing, code);
}

/* Where the line that begins at `from` ends, and where the next begins; `from` where not even a word fits. */
static size_t break_line(struct amends_view text, size_t from, unsigned room, size_t *next)
{
    unsigned width = 0, len;
    size_t fit = from, after = from, fit_before = from;
    for (size_t i = from; i < text.len_bytes; i += len) {
        uint32_t code = am_utf8_at(text, i, &len);
        width += am_code_width(code);
        if (fit == i && is_closing(code) && fit_before > from)
            fit = after = fit_before;
        if (width > room && !(code == ' ' && fit < i)) {
            *next = after;
            return fit;
        }
        if (code == ' ') {
            fit = i;
            after = i + len;
        } else if (am_code_width(code) == 2) {
            fit_before = fit;
            fit = after = i + len;
        }
    }
    *next = text.len_bytes;
    return text.len_bytes;
}

/* Where a word that is longer than a line is cut: at least one character. */
static size_t cut_word(struct amends_view text, size_t from, unsigned room)
{
    unsigned width = 0, len;
    size_t i = from;
    for (; i < text.len_bytes; i += len) {
        width += am_code_width(am_utf8_at(text, i, &len));
        if (width > room && i > from)
            break;
    }
    return i;
}

static void flow_newline(struct am_flow *flow)
{
    am_writer_raw(flow->screen->out, "\n", 1);
    am_screen_pad(flow->screen, flow->from);
    flow->at = flow->from;
}

static unsigned flow_end(const struct am_flow *flow)
{
    const unsigned least = flow->from + 12;
    return flow->screen->columns > least ? flow->screen->columns : least;
}

void am_flow_keep(struct am_flow *flow, unsigned columns)
{
    if (flow->at > flow->from && flow->at + columns > flow_end(flow))
        flow_newline(flow);
}

void am_flow_put(struct am_flow *flow, enum am_style style, struct amends_view text)
{
    for (size_t at = 0; at < text.len_bytes;) {
        while (flow->at == flow->from && at < text.len_bytes && text.bytes[at] == ' ')
            at++;
        const unsigned end = flow_end(flow), room = end > flow->at ? end - flow->at : 0;
        size_t next, stop = break_line(text, at, room, &next);
        if (stop == at && at < text.len_bytes && flow->at > flow->from) {
            flow_newline(flow);
            continue;
        }
        if (stop == at)
            stop = next = cut_word(text, at, room);
        const struct amends_view part = {text.bytes + at, stop - at};
        am_screen_put(flow->screen, style, part);
        flow->at += am_text_width(part);
        at = next;
        if (at < text.len_bytes)
            flow_newline(flow);
    }
}

void am_flow_plain(struct am_flow *flow, enum am_style style, const char *text)
{
    am_flow_put(flow, style, (struct amends_view){text, strlen(text)});
}

void am_screen_wrap(struct am_screen *screen, enum am_style style, unsigned from, struct amends_view text)
{
    struct am_flow flow = {screen, from, from};
    am_flow_put(&flow, style, text);
}
