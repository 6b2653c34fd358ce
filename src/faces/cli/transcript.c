#include "faces/cli/transcript.h"

#include <stdio.h>
#include <string.h>

#include "amends/labels.h"
#include "amends/limits.h"
#include "faces/json/utf8.h"

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
static bool gave(struct amends_view what, struct am_writer *out)
{
    struct amends_view amount, currency;
    struct amends_view remedy = first_word(what, &amount);
    if (amends_remedy_find(remedy.bytes, remedy.len_bytes) < 0)
        return false;
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
    return true;
}

static bool bracketed(struct amends_view inside, struct am_writer *out)
{
    static const char *const verbs[] = {"did", "overrule", "outcome", "observed"};
    struct amends_view rest;
    struct amends_view verb = first_word(inside, &rest);
    begin(out);
    if (is_word(verb, "undo")) {
        am_writer_key(out, "undo");
        am_writer_bool(out, true);
    } else if (is_word(verb, "gave")) {
        if (!gave(rest, out))
            return false;
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
    return true;
}

/* Small letters of the alphabets that the languages of the playbook write names of roles in. */
static uint32_t small(uint32_t code)
{
    const bool capital =
        (code >= 'A' && code <= 'Z') || (code >= 0xc0 && code <= 0xde) || (code >= 0x410 && code <= 0x42f);
    return capital ? code + 0x20 : code;
}

static bool same_word(struct amends_view a, struct amends_view b)
{
    size_t i = 0, k = 0;
    unsigned a_len, b_len;
    for (; i < a.len_bytes && k < b.len_bytes; i += a_len, k += b_len)
        if (small(am_utf8_at(a, i, &a_len)) != small(am_utf8_at(b, k, &b_len)))
            return false;
    return i == a.len_bytes && k == b.len_bytes;
}

/* The role by its name in the contract, or by a word of the screen in any language; -1 where it is neither.
 */
static int find_role(const struct am_playbook *playbook, struct amends_view word)
{
    const int known = amends_role_find(word.bytes, word.len_bytes);
    if (known >= 0 || !playbook)
        return known;
    for (unsigned lang = 0; lang < playbook->language_count; lang++) {
        for (int role = 0; role < AMENDS_ROLE_COUNT; role++) {
            char path[48];
            snprintf(path, sizeof path, "screen.%s", amends_role_name(role));
            if (same_word(word, am_playbook_word(playbook, (int)lang, path)))
                return role;
        }
    }
    return -1;
}

/* What stands before the colon, narrow or wide, and what behind it; false where there is none. */
static bool split_at_colon(struct amends_view line, struct amends_view *before, struct amends_view *behind)
{
    unsigned len;
    for (size_t i = 0; i < line.len_bytes; i += len) {
        const uint32_t code = am_utf8_at(line, i, &len);
        if (code != ':' && code != 0xff1a)
            continue;
        *before = trim((struct amends_view){line.bytes, i});
        *behind = trim((struct amends_view){line.bytes + i + len, line.len_bytes - i - len});
        return true;
    }
    return false;
}

bool am_transcript_line(const struct am_playbook *playbook, struct amends_view line, struct am_writer *out,
                        struct am_fault *fault)
{
    line = trim(line);
    am_writer_reset(out);
    if (line.len_bytes == 0 || line.bytes[0] == '#')
        return true;
    if (line.bytes[0] == '[' && line.bytes[line.len_bytes - 1] == ']') {
        if (bracketed(trim((struct amends_view){line.bytes + 1, line.len_bytes - 2}), out))
            return true;
        am_fault_set(fault, "", "",
                     "[gave REMEDY], such as [gave refund 15 EUR] or [gave exchange], was expected");
        return false;
    }
    struct amends_view before = {"", 0}, said = {"", 0}, speaker = {"", 0};
    int role = -1;
    if (split_at_colon(line, &before, &said))
        role = find_role(playbook, first_word(before, &speaker));
    if (role < 0) {
        am_fault_set(fault, "", "",
                     "customer:, staff:, supervisor: or bystander: with what was said, [what was seen], or "
                     "# a comment was expected");
        return false;
    }
    begin(out);
    am_writer_key(out, "from");
    am_writer_string(out, amends_role_name(role));
    if (speaker.len_bytes > 0)
        field(out, role == AMENDS_ROLE_CUSTOMER ? "speaker" : "to", speaker);
    field(out, "text", said);
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
