#include "domain/rules/mask.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { CARD_LEAST = 13, CARD_MOST = 19, IBAN_LEAST = 15, IBAN_MOST = 33, KEPT = 4, GAP_MOST = 3 };

/* One character of the text: where it ends, and what it is to numbers. */
struct sign {
    size_t next;
    enum { OTHER, DIGIT, LETTER, BLANK, DASH } kind;
    int value; /* of a digit, 0 to 9; of a letter, 10 to 35 */
};

static struct sign ascii_at(unsigned byte, size_t next)
{
    if (byte >= '0' && byte <= '9')
        return (struct sign){next, DIGIT, (int)byte - '0'};
    if ((byte | 32) >= 'a' && (byte | 32) <= 'z')
        return (struct sign){next, LETTER, (int)(byte | 32) - 'a' + 10};
    if (byte == ' ' || byte == '\t')
        return (struct sign){next, BLANK, 0};
    if (byte == '-')
        return (struct sign){next, DASH, 0};
    return (struct sign){next, OTHER, 0};
}

/* The full-width twins of ASCII stand 0xfee0 above it. */
static struct sign point_at(unsigned point, size_t next)
{
    if (point >= 0xff01 && point <= 0xff5e)
        return ascii_at(point - 0xfee0, next);
    if (point == 0xa0 || (point >= 0x2000 && point <= 0x200b) || point == 0x202f || point == 0x3000)
        return (struct sign){next, BLANK, 0};
    if ((point >= 0x2010 && point <= 0x2015) || point == 0x2212)
        return (struct sign){next, DASH, 0};
    return (struct sign){next, OTHER, 0};
}

/* Two and three bytes are read, where they are sound; of the rest each byte is a character of no kind. */
static struct sign sign_at(struct amends_view text, size_t at)
{
    const unsigned char *bytes = (const unsigned char *)text.bytes + at;
    size_t left = text.len_bytes - at;

    if (bytes[0] < 0x80)
        return ascii_at(bytes[0], at + 1);
    if ((bytes[0] & 0xe0) == 0xc0 && left >= 2 && (bytes[1] & 0xc0) == 0x80)
        return point_at((bytes[0] & 0x1fu) << 6 | (bytes[1] & 0x3fu), at + 2);
    if ((bytes[0] & 0xf0) == 0xe0 && left >= 3 && (bytes[1] & 0xc0) == 0x80 && (bytes[2] & 0xc0) == 0x80)
        return point_at((bytes[0] & 0x0fu) << 12 | (bytes[1] & 0x3fu) << 6 | (bytes[2] & 0x3fu), at + 3);
    return (struct sign){at + 1, OTHER, 0};
}

/* The characters of a number that begins at one place, gaps left out. */
struct row {
    size_t at[IBAN_MOST + 1]; /* where each stands */
    int value[IBAN_MOST + 1];
    bool last[IBAN_MOST + 1]; /* a group ends behind it */
    unsigned count;
};

static void hide(struct amends_view text, char *out, size_t at)
{
    if ((unsigned char)text.bytes[at] < 0x80)
        out[at] = '*';
    else
        memcpy(out + at, "\xef\xbc\x8a", 3); /* the full-width star */
}

static void hide_row(struct amends_view text, char *out, const struct row *row, unsigned count)
{
    for (unsigned i = 0; i + KEPT < count; i++)
        hide(text, out, row->at[i]);
}

/* Where the gap at `at` ends, if there is one and it is not too wide; `at` itself otherwise. */
static size_t gap_end(struct amends_view text, size_t at)
{
    size_t end = at;

    for (unsigned i = 0; i <= GAP_MOST && end < text.len_bytes; i++) {
        struct sign sign = sign_at(text, end);

        if (sign.kind != BLANK && sign.kind != DASH)
            return end;
        end = sign.next;
    }
    return at;
}

/* Reads groups of digits, or of digits and letters, up to `most` characters and one more. */
static void read_row(struct amends_view text, size_t at, bool letters, unsigned most, struct row *row)
{
    row->count = 0;
    while (at < text.len_bytes && row->count <= most) {
        struct sign sign = sign_at(text, at);

        if (sign.kind != DIGIT && !(letters && sign.kind == LETTER)) {
            size_t end = gap_end(text, at);

            if (end == at)
                break;
            at = end;
            continue;
        }
        row->at[row->count] = at;
        row->value[row->count] = sign.value;
        at = sign.next;
        struct sign next = at < text.len_bytes ? sign_at(text, at) : (struct sign){at, OTHER, 0};
        row->last[row->count++] = next.kind != DIGIT && !(letters && next.kind == LETTER);
    }
}

static bool passes_luhn(const struct row *row, unsigned count)
{
    unsigned sum = 0;

    for (unsigned i = 0; i < count; i++) {
        unsigned value = (unsigned)row->value[count - 1 - i];

        if (i % 2 == 1)
            value = value > 4 ? 2 * value - 9 : 2 * value;
        sum += value;
    }
    return sum % 10 == 0;
}

/* Where the last of the numbers ends that were hidden from here on; 0: none was. */
static size_t mask_card(struct amends_view text, char *out, size_t at)
{
    struct row row;
    size_t end = 0;

    read_row(text, at, false, CARD_MOST, &row);
    for (unsigned count = CARD_LEAST; count <= CARD_MOST && count <= row.count; count++) {
        if (row.last[count - 1] && row.value[0] != 0 && passes_luhn(&row, count)) {
            hide_row(text, out, &row, count);
            end = row.at[count - 1] + 1;
        }
    }
    return end;
}

/* Country and length, after the registry of ISO 13616. */
static const char lengths[] = "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27DK18DO"
                              "28EE20EG29ES24FI18FK18FO18FR27"
                              "GB22GE22GI23GL18GR27GT28HN28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI"
                              "21LT20LU20LV21LY25MC27MD24ME22"
                              "MK19MN20MR27MT31MU30NI28NL18NO15OM23PK24PL28PS29PT25QA29RO24RS22RU33SA24SC31SD"
                              "18SE24SI19SK24SM27SO23ST25SV28"
                              "TL23TN24TR26UA29VA22VG24XK20YE30";

/* 0: not known here. */
static unsigned length_of(const struct row *row)
{
    for (size_t i = 0; i + 4 < sizeof lengths; i += 4) {
        if (lengths[i] - 'A' + 10 == row->value[0] && lengths[i + 1] - 'A' + 10 == row->value[1])
            return (unsigned)((lengths[i + 2] - '0') * 10 + lengths[i + 3] - '0');
    }
    return 0;
}

/* The first four characters go to the end; a letter counts as two digits. */
static bool passes_97(const struct row *row, unsigned count)
{
    unsigned rest = 0;

    for (unsigned i = 0; i < count; i++) {
        unsigned value = (unsigned)row->value[(i + 4) % count];

        rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
    }
    return rest == 1;
}

static size_t mask_account(struct amends_view text, char *out, size_t at)
{
    struct row row;
    unsigned length;

    read_row(text, at, true, IBAN_MOST, &row);
    if (row.count < IBAN_LEAST || row.last[0] || row.last[1] || row.last[2] || row.value[2] > 9 ||
        row.value[3] > 9)
        return 0;
    length = length_of(&row);
    if (length == 0 || length > row.count || !row.last[length - 1] || !passes_97(&row, length))
        return 0;
    hide_row(text, out, &row, length);
    return row.at[length - 1] + 1;
}

/* One pass; `out` may be the text itself. */
static size_t mask_once(struct amends_view text, char *out)
{
    struct sign before = {0, OTHER, 0};
    size_t found = 0, covered = 0;

    for (size_t at = 0; at < text.len_bytes; at = before.next) {
        struct sign sign = sign_at(text, at);
        size_t end = 0;

        if (sign.kind == DIGIT && before.kind != DIGIT)
            end = mask_card(text, out, at);
        else if (sign.kind == LETTER && before.kind != LETTER && before.kind != DIGIT)
            end = mask_account(text, out, at);
        if (end != 0 && at >= covered)
            found++;
        if (end > covered)
            covered = end;
        before = sign;
    }
    return found;
}

/* A card has many digits, and an account two to check it by: most texts have fewer and are done. Full-width
 * ones begin with the byte EF. */
static bool may_have_number(struct amends_view text)
{
    unsigned digits = 0, wide = 0;

    for (size_t i = 0; i < text.len_bytes; i++) {
        const unsigned char byte = (unsigned char)text.bytes[i];

        digits += byte >= '0' && byte <= '9';
        wide += byte == 0xef;
    }
    return digits + wide >= 2;
}

size_t am_mask(struct amends_view text, char *out)
{
    if (text.len_bytes == 0)
        return 0;
    memcpy(out, text.bytes, text.len_bytes);
    if (!may_have_number(text))
        return 0;

    size_t found = mask_once(text, out);

    /* What was left may be a number with what stands behind it: so that masking again changes nothing. */
    for (size_t more = found; more > 0;)
        more = mask_once((struct amends_view){out, text.len_bytes}, out);
    return found;
}
