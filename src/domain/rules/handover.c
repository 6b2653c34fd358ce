#include "domain/rules/handover.h"

#include <string.h>

#include "amends/authority.h"
#include "amends/labels.h"
#include "domain/rules/handover_texts.h"

const char *am_handover_key_name(int32_t key)
{
    static const char *const names[AM_HANDOVER_KEY_COUNT] = {
#define X(id, name) name,
        AM_HANDOVER_KEYS(X)
#undef X
    };

    return key >= 0 && key < AM_HANDOVER_KEY_COUNT ? names[key] : "?";
}

/* ---- The lines as keys. */

static void add(struct am_handover *handover, enum am_handover_line line, enum am_handover_key key,
                int32_t number, int32_t gift)
{
    if (handover->counts[line] < AM_HANDOVER_ITEMS)
        handover->items[line][handover->counts[line]++] =
            (struct am_handover_item){(int32_t)key, number, gift};
}

/* One bit of the facts, and what it says. */
struct says {
    int bit;
    enum am_handover_key key;
};

static void add_bits(struct am_handover *handover, enum am_handover_line line, uint32_t bits,
                     const struct says *table, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (bits & AMENDS_BIT(table[i].bit))
            add(handover, line, table[i].key, 0, -1);
    }
}

#define ADD_BITS(handover, line, bits, table)                                                                \
    add_bits(handover, line, bits, table, sizeof table / sizeof table[0])

/* What helpers must know first: danger, then drink, then abuse; then how they are. */
static const struct says harm_seen[] = {{AMENDS_OBSERVED_VIOLENCE, AM_HANDOVER_VIOLENCE}};
static const struct says harm[] = {{AMENDS_SIGNAL_THREAT, AM_HANDOVER_THREAT},
                                   {AMENDS_SIGNAL_HAZARD, AM_HANDOVER_HAZARD},
                                   {AMENDS_SIGNAL_INTOXICATION, AM_HANDOVER_INTOXICATION},
                                   {AMENDS_SIGNAL_HARASSMENT, AM_HANDOVER_HARASSMENT},
                                   {AMENDS_SIGNAL_INSULT, AM_HANDOVER_INSULT}};
static const struct says threats[] = {{AMENDS_SIGNAL_CHURN_THREAT, AM_HANDOVER_CHURN_THREAT},
                                      {AMENDS_SIGNAL_PUBLICITY_THREAT, AM_HANDOVER_PUBLICITY_THREAT},
                                      {AMENDS_SIGNAL_LEGAL_THREAT, AM_HANDOVER_LEGAL_THREAT}};
static const struct says manner[] = {{AMENDS_OBSERVED_RAISED_VOICE, AM_HANDOVER_RAISED_VOICE},
                                     {AMENDS_OBSERVED_SCENE, AM_HANDOVER_SCENE}};

static void add_mood(struct am_handover *handover, const struct am_handover_facts *facts)
{
    static const enum am_handover_key levels[] = {AM_HANDOVER_ANNOYED, AM_HANDOVER_ANGRY,
                                                  AM_HANDOVER_FURIOUS};
    bool calmed = (facts->observed & AMENDS_BIT(AMENDS_OBSERVED_CALMED)) != 0 ||
                  (facts->signals & AMENDS_BIT(AMENDS_SIGNAL_CALMING)) != 0;

    if (facts->anger > 0 && facts->anger <= 3)
        add(handover, AM_HANDOVER_HAPPENED, levels[facts->anger - 1], 0, -1);
    if (facts->signals & AMENDS_BIT(AMENDS_SIGNAL_DISTRESS))
        add(handover, AM_HANDOVER_HAPPENED, AM_HANDOVER_DISTRESS, 0, -1);
    ADD_BITS(handover, AM_HANDOVER_HAPPENED, facts->observed, manner);
    ADD_BITS(handover, AM_HANDOVER_HAPPENED, facts->signals, threats);
    if (calmed && facts->anger < 2 && !facts->danger)
        add(handover, AM_HANDOVER_HAPPENED, AM_HANDOVER_CALMED, 0, -1);
    if (facts->observed & AMENDS_BIT(AMENDS_OBSERVED_LEFT))
        add(handover, AM_HANDOVER_HAPPENED, AM_HANDOVER_LEFT, 0, -1);
}

static void add_happened(struct am_handover *handover, const struct am_handover_facts *facts)
{
    if (facts->danger)
        add(handover, AM_HANDOVER_HAPPENED, AM_HANDOVER_DANGER, 0, -1);
    if (facts->matter.len_bytes > 0)
        add(handover, AM_HANDOVER_HAPPENED, AM_HANDOVER_MATTER, 0, -1);
    else if (facts->signals & AMENDS_BIT(AMENDS_SIGNAL_COMPLAINT))
        add(handover, AM_HANDOVER_HAPPENED, AM_HANDOVER_COMPLAINT, 0, -1);
    if (facts->reiterations > 0)
        add(handover, AM_HANDOVER_HAPPENED, AM_HANDOVER_REPEATED,
            (int32_t)(facts->reiterations < 99 ? facts->reiterations + 1 : 99), -1);
    ADD_BITS(handover, AM_HANDOVER_HAPPENED, facts->observed, harm_seen);
    ADD_BITS(handover, AM_HANDOVER_HAPPENED, facts->signals, harm);
    add_mood(handover, facts);
    if (handover->counts[AM_HANDOVER_HAPPENED] == 0)
        add(handover, AM_HANDOVER_HAPPENED, AM_HANDOVER_UNKNOWN, 0, -1);
}

/* The line, and the key there, of each state of a gift. */
static const struct {
    enum am_handover_line line;
    enum am_handover_key key;
} gift_says[] = {
    [AM_GIFT_WANTED] = {AM_HANDOVER_WANTS, AM_HANDOVER_REMEDY},
    [AM_GIFT_OFFERED] = {AM_HANDOVER_SAID, AM_HANDOVER_OFFERED},
    [AM_GIFT_REFUSED] = {AM_HANDOVER_SAID, AM_HANDOVER_REFUSED},
    [AM_GIFT_APPROVAL_ASKED] = {AM_HANDOVER_SAID, AM_HANDOVER_APPROVAL_ASKED},
    [AM_GIFT_APPROVED] = {AM_HANDOVER_SAID, AM_HANDOVER_APPROVED},
    [AM_GIFT_GIVEN] = {AM_HANDOVER_SAID, AM_HANDOVER_GIVEN},
    [AM_GIFT_OWED_GIVEN] = {AM_HANDOVER_SAID, AM_HANDOVER_OWED_GIVEN},
};

static bool belongs(const struct am_handover_gift *gift, enum am_handover_line line)
{
    return (unsigned)gift->is < sizeof gift_says / sizeof gift_says[0] && gift_says[gift->is].line == line &&
           gift->remedy >= 0 && gift->remedy < AMENDS_REMEDY_COUNT;
}

static bool same_kind(const struct am_handover_gift *wanted, const struct am_handover_gift *given)
{
    return given->remedy == wanted->remedy && (given->is == AM_GIFT_GIVEN || given->is == AM_GIFT_OWED_GIVEN);
}

/* Did they get what they wanted: as much of it, or any where they named no amount? */
static bool is_met(const struct am_handover_facts *facts, const struct am_handover_gift *wanted)
{
    for (size_t i = 0; i < facts->gift_count && wanted->is == AM_GIFT_WANTED; i++) {
        const struct am_handover_gift *given = &facts->gifts[i];

        if (same_kind(wanted, given) && given->amount_minor >= wanted->amount_minor &&
            given->percent_bp >= wanted->percent_bp &&
            (wanted->amount_minor < 0 || memcmp(given->currency, wanted->currency, 3) == 0))
            return true;
    }
    return false;
}

/* Those of a line, in their order; where there is no room for all, the latest. Gives how many there are, what
 * was wanted and given too. */
static size_t add_gifts(struct am_handover *handover, enum am_handover_line line,
                        const struct am_handover_facts *facts, size_t most)
{
    size_t all = 0, seen = 0;

    for (size_t i = 0; i < facts->gift_count; i++)
        all += belongs(&facts->gifts[i], line);
    for (size_t i = 0; i < facts->gift_count && i <= INT32_MAX; i++) {
        const struct am_handover_gift *gift = &facts->gifts[i];

        if (belongs(gift, line) && ++seen + most > all && !is_met(facts, gift))
            add(handover, line, gift_says[gift->is].key, 0, (int32_t)i);
    }
    return all;
}

static const struct says done[] = {{AMENDS_ACT_APOLOGISE, AM_HANDOVER_APOLOGISED},
                                   {AMENDS_ACT_EMPATHISE, AM_HANDOVER_UNDERSTANDING},
                                   {AMENDS_ACT_ASK, AM_HANDOVER_ASKED},
                                   {AMENDS_ACT_EXPLAIN, AM_HANDOVER_EXPLAINED},
                                   {AMENDS_ACT_OFFER_ALTERNATIVES, AM_HANDOVER_ALTERNATIVES},
                                   {AMENDS_ACT_CHECK_FIRST, AM_HANDOVER_CHECKING}};
static const struct says called[] = {{AMENDS_ACT_END_SERVICE, AM_HANDOVER_SERVICE_ENDED},
                                     {AMENDS_ACT_CALL_COLLEAGUE, AM_HANDOVER_COLLEAGUE_CALLED},
                                     {AMENDS_ACT_CALL_SUPERVISOR, AM_HANDOVER_SUPERVISOR_CALLED},
                                     {AMENDS_ACT_CALL_SECURITY, AM_HANDOVER_SECURITY_CALLED},
                                     {AMENDS_ACT_CALL_EMERGENCY, AM_HANDOVER_EMERGENCY_CALLED},
                                     {AMENDS_ACT_FOLLOW_UP, AM_HANDOVER_FOLLOW_UP}};

enum { GIFTS_MOST = 8 };

static void add_said(struct am_handover *handover, const struct am_handover_facts *facts)
{
    uint32_t acts = facts->acts;

    if (acts & AMENDS_BIT(AMENDS_ACT_EMPATHISE_MORE))
        acts |= AMENDS_BIT(AMENDS_ACT_EMPATHISE);
    ADD_BITS(handover, AM_HANDOVER_SAID, acts, done);
    if (facts->warnings > 0)
        add(handover, AM_HANDOVER_SAID, AM_HANDOVER_WARNED,
            (int32_t)(facts->warnings < 99 ? facts->warnings : 99), -1);
    ADD_BITS(handover, AM_HANDOVER_SAID, acts, called);
    if (add_gifts(handover, AM_HANDOVER_SAID, facts, GIFTS_MOST) == 0)
        add(handover, AM_HANDOVER_SAID, AM_HANDOVER_NOTHING_OFFERED, 0, -1);
}

static void add_wants(struct am_handover *handover, const struct am_handover_facts *facts)
{
    if (facts->settled) {
        add(handover, AM_HANDOVER_WANTS, AM_HANDOVER_SETTLED, 0, -1);
        return;
    }
    const bool wanted = add_gifts(handover, AM_HANDOVER_WANTS, facts, GIFTS_MOST) > 0;
    const bool met = wanted && handover->counts[AM_HANDOVER_WANTS] == 0;

    if (facts->signals & AMENDS_BIT(AMENDS_SIGNAL_ASK_SUPERVISOR))
        add(handover, AM_HANDOVER_WANTS, AM_HANDOVER_SUPERVISOR, 0, -1);
    if (handover->counts[AM_HANDOVER_WANTS] == 0 && met)
        add(handover, AM_HANDOVER_WANTS, AM_HANDOVER_GOT, 0, -1);
    if (handover->counts[AM_HANDOVER_WANTS] == 0 && facts->demand.len_bytes > 0)
        add(handover, AM_HANDOVER_WANTS, AM_HANDOVER_DEMAND, 0, -1);
    if (handover->counts[AM_HANDOVER_WANTS] == 0)
        add(handover, AM_HANDOVER_WANTS,
            facts->signals & AMENDS_BIT(AMENDS_SIGNAL_DEMAND) ? AM_HANDOVER_PUT_RIGHT : AM_HANDOVER_NOT_SAID,
            0, -1);
}

struct am_handover am_handover_make(const struct am_handover_facts *facts)
{
    struct am_handover handover = {0};

    add_happened(&handover, facts);
    add_said(&handover, facts);
    add_wants(&handover, facts);
    return handover;
}

/* ---- The lines as text. */

/* What is written, whole pieces only: `full` is set by what found no room, and its piece taken back. */
struct paper {
    char *out;
    size_t room, len;
    bool full;
};

static void put(struct paper *paper, const char *text, size_t len)
{
    if (paper->full || len >= paper->room - paper->len) {
        paper->full = true;
        return;
    }
    memcpy(paper->out + paper->len, text, len);
    paper->len += len;
}

static void put_text(struct paper *paper, const char *text)
{
    put(paper, text, strlen(text));
}

static void put_number(struct paper *paper, int64_t number, unsigned least_digits)
{
    char digits[24];
    size_t at = sizeof digits;

    for (uint64_t left = number < 0 ? 0 : (uint64_t)number; left > 0 || sizeof digits - at < least_digits;
         left /= 10)
        digits[--at] = (char)('0' + left % 10);
    put(paper, digits + at, sizeof digits - at);
}

/* Whole amounts without decimals. */
static void put_decimal(struct paper *paper, int64_t value, unsigned digits, char point)
{
    int64_t scale = 1;

    for (unsigned i = 0; i < digits; i++)
        scale *= 10;
    put_number(paper, value / scale, 1);
    if (value % scale != 0) {
        put(paper, &point, 1);
        put_number(paper, value % scale, digits);
    }
}

static const char *sign_of(const struct am_handover_texts *texts, const char *currency)
{
    size_t count = sizeof texts->money / sizeof texts->money[0];

    for (size_t i = 0; i < count && texts->money[i].sign != NULL; i++) {
        if (memcmp(texts->money[i].currency, currency, 3) == 0)
            return texts->money[i].sign;
    }
    return NULL;
}

static void put_amount(struct paper *paper, const struct am_handover_texts *texts,
                       const struct am_handover_gift *gift)
{
    const char *sign = sign_of(texts, gift->currency);
    const char *pattern = sign != NULL ? texts->sum : texts->foreign_sum;

    if (gift->currency[0] == '\0')
        pattern = "%a";
    for (const char *at = pattern; *at != '\0'; at++) {
        if (at[0] == '%' && at[1] == 'a')
            put_decimal(paper, gift->amount_minor, amends_currency_digits(gift->currency), texts->decimal);
        else if (at[0] == '%' && at[1] == 's')
            put_text(paper, sign != NULL ? sign : gift->currency);
        else {
            put(paper, at, 1);
            continue;
        }
        at++;
    }
}

static void put_how_much(struct paper *paper, const struct am_handover_texts *texts,
                         const struct am_handover_gift *gift)
{
    if (gift->amount_minor >= 0) {
        put_amount(paper, texts, gift);
        return;
    }
    put_decimal(paper, gift->percent_bp, 2, texts->decimal);
    put_text(paper, texts->before_percent);
    put_text(paper, "%");
}

static void put_gift(struct paper *paper, const struct am_handover_texts *texts,
                     const struct am_handover_gift *gift)
{
    const bool alone = gift->amount_minor < 0 && gift->percent_bp < 0;

    for (const char *at = alone ? "%r" : texts->gift; *at != '\0'; at++) {
        if (at[0] == '%' && at[1] == 'r')
            put_text(paper, texts->remedies[gift->remedy]);
        else if (at[0] == '%' && at[1] == 'a')
            put_how_much(paper, texts, gift);
        else {
            put(paper, at, 1);
            continue;
        }
        at++;
    }
}

/* Without controls, and not past AM_HANDOVER_MATTER_POINTS; blanks at its ends go. */
static void put_matter(struct paper *paper, struct amends_view matter)
{
    unsigned points = 0;

    while (matter.len_bytes > 0 && (unsigned char)matter.bytes[0] <= ' ')
        matter = (struct amends_view){matter.bytes + 1, matter.len_bytes - 1};
    while (matter.len_bytes > 0 && (unsigned char)matter.bytes[matter.len_bytes - 1] <= ' ')
        matter.len_bytes--;
    for (size_t i = 0; i < matter.len_bytes; i++) {
        unsigned char byte = (unsigned char)matter.bytes[i];

        if ((byte & 0xc0) != 0x80 && ++points > AM_HANDOVER_MATTER_POINTS) {
            put_text(paper, "…");
            return;
        }
        put(paper, byte < ' ' || byte == 0x7f ? " " : matter.bytes + i, 1);
    }
}

static void put_item(struct paper *paper, const struct am_handover_texts *texts,
                     const struct am_handover_facts *facts, const struct am_handover_item *item)
{
    for (const char *at = texts->items[item->key]; *at != '\0'; at++) {
        if (at[0] != '%') {
            put(paper, at, 1);
            continue;
        }
        at++;
        if (*at == 'n')
            put_number(paper, item->number, 1);
        else if (*at == 'g')
            put_gift(paper, texts, &facts->gifts[item->gift]);
        else
            put_matter(paper, *at == 'd' ? facts->demand : facts->matter);
    }
}

/* The end of the line keeps its room: an item that would take it is left out. */
static void put_line(struct paper *paper, const struct am_handover_texts *texts,
                     const struct am_handover *handover, const struct am_handover_facts *facts,
                     enum am_handover_line line)
{
    bool first = true;

    put_text(paper, texts->lines[line]);
    if (paper->full)
        return;
    for (unsigned i = 0; i < handover->counts[line]; i++) {
        size_t before = paper->len;

        if (!first)
            put_text(paper, texts->between);
        put_item(paper, texts, facts, &handover->items[line][i]);
        if (paper->full || paper->room - paper->len <= strlen(texts->end)) {
            paper->len = before;
            paper->full = false;
        } else {
            first = false;
        }
    }
    put_text(paper, texts->end);
}

static const struct am_handover_texts *texts_of(struct amends_view lang)
{
    for (size_t i = 0; i < AM_HANDOVER_LANGS; i++) {
        if (lang.len_bytes == 2 && memcmp(am_handover_texts[i].lang, lang.bytes, 2) == 0)
            return &am_handover_texts[i];
    }
    return &am_handover_texts[0];
}

size_t am_handover_write(const struct am_handover *handover, const struct am_handover_facts *facts,
                         struct amends_view lang, char *out, size_t room_bytes)
{
    const struct am_handover_texts *texts = texts_of(lang);
    struct paper paper = {out, room_bytes, 0, false};

    if (room_bytes == 0)
        return 0;
    for (int line = 0; line < AM_HANDOVER_LINES; line++) {
        size_t before = paper.len;

        if (line > 0)
            put_text(&paper, "\n");
        put_line(&paper, texts, handover, facts, (enum am_handover_line)line);
        if (paper.full) {
            paper.len = before;
            paper.full = false;
        }
    }
    out[paper.len] = '\0';
    return paper.len;
}
