#include "faces/json/plain.h"

#include <string.h>

#include "amends/labels.h"
#include "amends/limits.h"

enum { KEYS_MAX = 24, DIGITS_MAX = 15, LIST_DEPTH_MAX = 2 };

struct cursor {
    const char *at, *end;
};

/* A string between its quotes, as it stands in the line. */
struct text {
    struct amends_view raw;
    bool escaped, wide; /* it has a backslash; it has more than ASCII */
};

static void skip_blanks(struct cursor *cursor)
{
    while (cursor->at < cursor->end && (*cursor->at == ' ' || *cursor->at == '\t'))
        cursor->at++;
}

static bool take(struct cursor *cursor, char byte)
{
    skip_blanks(cursor);
    if (cursor->at == cursor->end || *cursor->at != byte)
        return false;
    cursor->at++;
    return true;
}

static bool read_string(struct cursor *cursor, struct text *out)
{
    if (!take(cursor, '"'))
        return false;
    *out = (struct text){.raw = {cursor->at, 0}};
    for (const char *at = cursor->at; at < cursor->end; at++) {
        const unsigned char byte = (unsigned char)*at;
        if (byte == '"') {
            out->raw.len_bytes = (size_t)(at - cursor->at);
            cursor->at = at + 1;
            return true;
        }
        if (byte < 0x20)
            return false;
        out->wide |= byte >= 0x80;
        if (byte == '\\') {
            out->escaped = true;
            if (++at == cursor->end || !memchr("\"\\/bfnrt", *at, 8))
                return false;
        }
    }
    return false;
}

static unsigned read_digits(struct cursor *cursor)
{
    unsigned count = 0;
    for (; cursor->at < cursor->end && *cursor->at >= '0' && *cursor->at <= '9'; cursor->at++)
        count++;
    return count;
}

static bool read_number(struct cursor *cursor)
{
    if (*cursor->at == '-')
        cursor->at++;
    const bool zero = cursor->at < cursor->end && *cursor->at == '0';
    const unsigned whole = read_digits(cursor);
    if (whole == 0 || whole > DIGITS_MAX || (zero && whole > 1))
        return false;
    if (cursor->at < cursor->end && *cursor->at == '.') {
        cursor->at++;
        const unsigned digits = read_digits(cursor);
        if (digits == 0 || digits > DIGITS_MAX)
            return false;
    }
    return cursor->at < cursor->end && !memchr("eE+-.", *cursor->at, 5);
}

static bool read_word(struct cursor *cursor)
{
    static const char *const words[] = {"true", "false", "null"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        const size_t len_bytes = strlen(words[i]);
        if ((size_t)(cursor->end - cursor->at) > len_bytes && memcmp(cursor->at, words[i], len_bytes) == 0) {
            cursor->at += len_bytes;
            return true;
        }
    }
    return false;
}

/* Passes over a value that nobody asks for. */
static bool skip_value(struct cursor *cursor, unsigned depth)
{
    struct text text;
    skip_blanks(cursor);
    if (cursor->at == cursor->end)
        return false;
    if (*cursor->at == '"')
        return read_string(cursor, &text) && !text.wide;
    if (*cursor->at == '-' || (*cursor->at >= '0' && *cursor->at <= '9'))
        return read_number(cursor);
    if (*cursor->at != '[' || depth == LIST_DEPTH_MAX)
        return read_word(cursor);
    cursor->at++;
    if (take(cursor, ']'))
        return true;
    do {
        if (!skip_value(cursor, depth + 1))
            return false;
    } while (take(cursor, ','));
    return take(cursor, ']');
}

/* The text with its escapes resolved, in the scratch. */
static struct amends_view unescape(struct amends_view raw, struct am_writer *scratch)
{
    static const char from[] = "bfnrt", to[] = "\b\f\n\r\t";
    size_t done = 0;
    am_writer_reset(scratch);
    for (size_t i = 0; i < raw.len_bytes; i++) {
        if (raw.bytes[i] != '\\')
            continue;
        const char *named = strchr(from, raw.bytes[i + 1]);
        am_writer_raw(scratch, raw.bytes + done, i - done);
        am_writer_raw(scratch, named ? &to[named - from] : &raw.bytes[i + 1], 1);
        done = ++i + 1;
    }
    am_writer_raw(scratch, raw.bytes + done, raw.len_bytes - done);
    return (struct amends_view){scratch->bytes, scratch->len_bytes};
}

enum field { FIELD_ID, FIELD_TEXT, FIELD_LANG, FIELD_CHANNEL, FIELDS };

static int field_of(struct amends_view key)
{
    static const char *const names[FIELDS] = {"id", "text", "lang", "channel"};
    for (int i = 0; i < FIELDS; i++)
        if (strlen(names[i]) == key.len_bytes && memcmp(names[i], key.bytes, key.len_bytes) == 0)
            return i;
    return -1;
}

static bool is_new(const struct amends_view *keys, unsigned count, struct amends_view key)
{
    for (unsigned i = 0; i < count; i++)
        if (keys[i].len_bytes == key.len_bytes && memcmp(keys[i].bytes, key.bytes, key.len_bytes) == 0)
            return false;
    return true;
}

/* The fields' values; a field that is not there keeps a raw view of NULL. */
static bool read_fields(struct cursor *cursor, struct text fields[FIELDS])
{
    struct amends_view keys[KEYS_MAX];
    unsigned count = 0;
    if (!take(cursor, '{'))
        return false;
    do {
        struct text key;
        if (count == KEYS_MAX || !read_string(cursor, &key) || key.escaped || key.wide ||
            !is_new(keys, count, key.raw) || !take(cursor, ':'))
            return false;
        keys[count++] = key.raw;
        const int field = field_of(key.raw);
        if (field < 0 ? !skip_value(cursor, 0)
                      : !read_string(cursor, &fields[field]) ||
                            (field != FIELD_TEXT && (fields[field].escaped || fields[field].wide)))
            return false;
    } while (take(cursor, ','));
    if (!take(cursor, '}'))
        return false;
    skip_blanks(cursor);
    return cursor->at == cursor->end;
}

bool am_plain_signals(const amends_engine *engine, struct amends_view line, struct am_writer *scratch,
                      struct am_signals_request *out)
{
    struct cursor cursor = {line.bytes, line.bytes + line.len_bytes};
    struct text fields[FIELDS] = {{.raw = {NULL, 0}}};
    if (line.len_bytes > AMENDS_LINE_BYTES_MAX || !read_fields(&cursor, fields) ||
        !fields[FIELD_TEXT].raw.bytes || fields[FIELD_ID].raw.len_bytes > AMENDS_ID_BYTES_MAX ||
        fields[FIELD_LANG].raw.len_bytes > AMENDS_ID_BYTES_MAX)
        return false;
    *out = (struct am_signals_request){
        .id = fields[FIELD_ID].raw, .text = fields[FIELD_TEXT].raw, .options = {-1, -1}};
    if (fields[FIELD_TEXT].escaped)
        out->text = unescape(out->text, scratch);
    const struct amends_view lang = fields[FIELD_LANG].raw, channel = fields[FIELD_CHANNEL].raw;
    if (channel.bytes)
        out->options.channel = amends_channel_find(channel.bytes, channel.len_bytes);
    return !scratch->failed && out->text.len_bytes <= AMENDS_TEXT_BYTES_MAX &&
           (!channel.bytes || out->options.channel >= 0) &&
           (!lang.bytes || am_request_language_find(engine, lang, &out->options.lang));
}
