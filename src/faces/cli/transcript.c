#include "faces/cli/transcript.h"

#include <stdio.h>
#include <string.h>

#include "amends/labels.h"
#include "amends/limits.h"

static struct amends_view trim(struct amends_view text)
{
    while (text.len_bytes > 0 && (text.bytes[0] == ' ' || text.bytes[0] == '\t')) {
        text.bytes++;
        text.len_bytes--;
    }
    while (text.len_bytes > 0 &&
           (text.bytes[text.len_bytes - 1] == ' ' || text.bytes[text.len_bytes - 1] == '\t'))
        text.len_bytes--;
    return text;
}

/* The word up to a blank; the rest is what follows. */
static struct amends_view first_word(struct amends_view text, struct amends_view *rest)
{
    const char *blank = memchr(text.bytes, ' ', text.len_bytes);
    size_t len = blank ? (size_t)(blank - text.bytes) : text.len_bytes;
    *rest = trim((struct amends_view){text.bytes + len, text.len_bytes - len});
    return (struct amends_view){text.bytes, len};
}

static bool is_word(struct amends_view text, const char *word)
{
    return text.len_bytes == strlen(word) && memcmp(text.bytes, word, text.len_bytes) == 0;
}

bool am_transcript_is_json(struct amends_view line)
{
    line = trim(line);
    return line.len_bytes > 0 && line.bytes[0] == '{';
}

static void begin(struct am_writer *out)
{
    am_writer_open(out, '{');
    am_writer_key(out, "encounter");
    am_writer_string(out, "transcript");
}

static void field(struct am_writer *out, const char *key, struct amends_view value)
{
    am_writer_key(out, key);
    am_writer_view(out, value);
}

/* "refund 15 EUR", "discount_percent 10", "exchange". */
static void gave(struct amends_view what, struct am_writer *out)
{
    struct amends_view amount, currency;
    struct amends_view remedy = first_word(what, &amount);
    char key[64];
    snprintf(key, sizeof key, "%.*s", (int)(remedy.len_bytes < 60 ? remedy.len_bytes : 60), remedy.bytes);
    amount = first_word(amount, &currency);
    am_writer_key(out, "gave");
    am_writer_open(out, '{');
    am_writer_key(out, key);
    if (amount.len_bytes > 0)
        am_writer_raw(out, amount.bytes, amount.len_bytes);
    else
        am_writer_bool(out, true);
    out->comma = true;
    if (currency.len_bytes > 0)
        field(out, "currency", currency);
    am_writer_close(out, '}');
}

static void bracketed(struct amends_view inside, struct am_writer *out)
{
    static const char *const verbs[] = {"did", "overrule", "outcome", "observed"};
    struct amends_view rest;
    struct amends_view verb = first_word(inside, &rest);
    begin(out);
    if (is_word(verb, "undo")) {
        am_writer_key(out, "undo");
        am_writer_bool(out, true);
    } else if (is_word(verb, "gave")) {
        gave(rest, out);
    } else {
        const char *key = "observed";
        struct amends_view value = inside;
        for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
            if (is_word(verb, verbs[i])) {
                key = verbs[i];
                value = rest;
            }
        }
        field(out, key, value);
    }
    am_writer_close(out, '}');
}

bool am_transcript_line(struct amends_view line, struct am_writer *out, struct am_fault *fault)
{
    line = trim(line);
    am_writer_reset(out);
    if (line.len_bytes == 0 || line.bytes[0] == '#')
        return true;
    if (line.bytes[0] == '[' && line.bytes[line.len_bytes - 1] == ']') {
        bracketed(trim((struct amends_view){line.bytes + 1, line.len_bytes - 2}), out);
        return true;
    }
    const char *colon = memchr(line.bytes, ':', line.len_bytes);
    struct amends_view speaker = {"", 0}, role = {"", 0};
    if (colon)
        role = first_word(trim((struct amends_view){line.bytes, (size_t)(colon - line.bytes)}), &speaker);
    if (!colon || amends_role_find(role.bytes, role.len_bytes) < 0) {
        am_fault_set(fault, "", "",
                     "customer:, staff:, supervisor: or bystander: with what was said, [what was seen], or "
                     "# a comment was expected");
        return false;
    }
    const size_t before = (size_t)(colon + 1 - line.bytes);
    begin(out);
    field(out, "from", role);
    if (speaker.len_bytes > 0)
        field(out, amends_role_find(role.bytes, role.len_bytes) == AMENDS_ROLE_CUSTOMER ? "speaker" : "to",
              speaker);
    field(out, "text", trim((struct amends_view){line.bytes + before, line.len_bytes - before}));
    am_writer_close(out, '}');
    return true;
}

void am_transcript_start(const char *lang, const char *ui_lang, const char *channel, struct am_writer *out)
{
    const char *const fields[][2] = {{"lang", lang}, {"ui_lang", ui_lang}, {"channel", channel}};
    am_writer_reset(out);
    begin(out);
    am_writer_key(out, "start");
    am_writer_open(out, '{');
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        if (!fields[i][1])
            continue;
        am_writer_key(out, fields[i][0]);
        am_writer_string(out, fields[i][1]);
    }
    am_writer_close(out, '}');
    am_writer_close(out, '}');
}
