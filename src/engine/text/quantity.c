/*
 * Sums of money, percentages, times and plain numbers among the applied tokens.
 */
#include "amends/authority.h"
#include "engine/text/numbers.h"

enum {
    HOURS_MAX = 24,
    PERCENT_SCALE = 100,   /* hundredths of a per cent */
    PERCENT_MAX = 1000000, /* in hundredths; more is no percentage anybody means */
    TENTHS = 10,
    OPEN_LEN_MIN = 2,
    OPEN_TAIL_MAX = 8 /* letters that may follow an open-ended word ("рубл" + "ями") */
};

struct finder {
    struct am_number_source source;
    struct am_text_arena *arena;
    struct am_language language;
    uint32_t count;      /* quantities found */
    bool clock_expected; /* the token before was "at", "klo" … */
};

static const struct am_word *word_of(const struct finder *finder, uint32_t at)
{
    uint32_t word = finder->arena->entries[at];

    return word == AM_WORD_NONE ? NULL : &finder->language.words[word];
}

static bool has_role(const struct finder *finder, uint32_t at, unsigned roles)
{
    const struct am_word *word = at < finder->source.end ? word_of(finder, at) : NULL;

    return word != NULL && (word->roles & roles) != 0;
}

/* The longest entry with one of the roles at `at`; `*end` is where it ends. A clause in between is not looked
 * over. */
static const struct am_word *phrase(const struct finder *finder, uint32_t at, unsigned roles, uint32_t *end)
{
    const struct am_word *word = at < finder->source.end ? word_of(finder, at) : NULL;
    unsigned words = 1;
    uint32_t single;

    if (word == NULL || (word->roles & (roles | AM_WORD_CONTINUES)) == 0)
        return NULL;
    if ((word->roles & AM_WORD_CONTINUES) != 0) {
        uint32_t found = am_language_longest(&finder->language, finder->arena->tokens + at,
                                             finder->source.end - at, roles, &words, &single);

        if (found != AM_WORD_NONE)
            word = &finder->language.words[found];
    }
    if ((word->roles & roles) == 0)
        return NULL;
    *end = at + words;
    return word;
}

/* Words written open-ended ("рубл*") get their entries here, once for each token. */
static void find_open_words(struct finder *finder, uint32_t token_count)
{
    for (uint32_t i = 0; i < token_count; i++) {
        const struct am_token *token = &finder->arena->tokens[i];

        if (token->kind != AM_TOKEN_WORD || token->norm_len < OPEN_LEN_MIN ||
            finder->arena->entries[i] != AM_WORD_NONE)
            continue;

        unsigned bit = am_start_bit(token->norm[0], token->norm[1]);
        uint64_t hash = AM_HASH_START;

        if ((finder->language.header->starts[bit / 64] >> bit % 64 & 1) == 0)
            continue;
        for (unsigned n = 0; n < token->norm_len && n < AM_WORD_LEN_MAX; n++) {
            hash = am_hash_step(hash, token->norm[n]);
            if (n + 1 < OPEN_LEN_MIN || token->norm_len - (n + 1) > OPEN_TAIL_MAX)
                continue;

            uint32_t word = am_language_find(&finder->language, am_hash_open(hash));

            if (word != AM_WORD_NONE)
                finder->arena->entries[i] = word;
        }
    }
}

static void add_quantity(struct finder *finder, enum am_quantity_kind kind, const char *currency,
                         int64_t value, uint32_t first, uint32_t end)
{
    struct am_quantity *quantity = &finder->arena->quantities[finder->count++];

    *quantity = (struct am_quantity){.kind = (uint8_t)kind,
                                     .value = value,
                                     .first_token = (uint16_t)first,
                                     .token_count = (uint16_t)(end - first)};
    for (unsigned i = 0; currency != NULL && i < 3 && currency[i] != '\0'; i++)
        quantity->currency[i] = currency[i];
    for (uint32_t i = first; i < end; i++)
        finder->arena->tokens[i].flags |= AM_TOKEN_IN_AMOUNT;
}

/* Thousandths of the main unit to minor units, half up; at most AMENDS_MONEY_MINOR_MAX. */
static int64_t to_minor(int64_t value, const char *currency)
{
    int64_t scale = 1;
    char code[4] = {0};

    for (unsigned i = 0; i < 3 && currency[i] != '\0'; i++)
        code[i] = currency[i];
    for (unsigned i = 0; i < amends_currency_digits(code); i++)
        scale *= 10;
    value = (value * scale + AM_NUMBER_SCALE / 2) / AM_NUMBER_SCALE;
    return value > AMENDS_MONEY_MINOR_MAX ? AMENDS_MONEY_MINOR_MAX : value;
}

static int64_t to_percent(int64_t value)
{
    value = value / (AM_NUMBER_SCALE / PERCENT_SCALE);
    return value > PERCENT_MAX ? PERCENT_MAX : value;
}

/* --- signs, which are no tokens --- */

static bool is_sign(const struct am_text_arena *arena, uint32_t unit)
{
    unsigned class = AM_INFO_CLASS(arena->info[unit]);

    return class == AM_CLASS_CURRENCY || class == AM_CLASS_PERCENT || arena->norm[unit] == '$';
}

/* The sign right behind a token, or one blank further; 0 for none. */
static uint32_t sign_after(const struct finder *finder, uint32_t token)
{
    const struct am_token *at = &finder->arena->tokens[token];
    uint32_t unit = am_token_unit(finder->arena, at);

    if (unit == UINT32_MAX)
        return 0;
    unit += at->norm_len;
    if (unit < finder->arena->unit_count && AM_INFO_CLASS(finder->arena->info[unit]) == AM_CLASS_SPACE)
        unit++;
    return unit < finder->arena->unit_count && is_sign(finder->arena, unit) ? finder->arena->norm[unit] : 0;
}

/* The currency sign before a token; not the one that stands right behind another number ("5€ 10€"). */
static uint32_t sign_before(const struct finder *finder, uint32_t token)
{
    const struct am_text_arena *arena = finder->arena;
    uint32_t unit = am_token_unit(arena, &arena->tokens[token]);

    if (unit == UINT32_MAX || unit == 0)
        return 0;
    unit--;

    bool blank = AM_INFO_CLASS(arena->info[unit]) == AM_CLASS_SPACE;

    if (blank && unit == 0)
        return 0;
    unit -= blank;
    if (!is_sign(arena, unit) || AM_INFO_CLASS(arena->info[unit]) == AM_CLASS_PERCENT ||
        (unit > 0 && AM_INFO_CLASS(arena->info[unit - 1]) == AM_CLASS_DIGIT))
        return 0;
    return arena->norm[unit];
}

static const char *currency_of_sign(const struct finder *finder, uint32_t sign)
{
    if (finder->language.header != NULL) {
        uint32_t word = am_language_find(&finder->language, am_hash_end(am_hash_step(AM_HASH_START, sign)));

        if (word != AM_WORD_NONE && (finder->language.words[word].roles & AM_WORD_CURRENCY) != 0)
            return finder->language.words[word].currency;
    }
    switch (sign) {
    case 0x20AC:
        return "EUR";
    case 0xA3:
        return "GBP";
    case '$':
        return "USD";
    case 0xA5:
        return "CNY";
    case 0x20BD:
        return "RUB";
    default:
        return "";
    }
}

/* --- money --- */

static bool same_currency(const char *a, const char *b)
{
    return a[0] == b[0] && a[1] == b[1] && a[2] == b[2];
}

/* What follows a sum in main units: coins ("5 euros 50 cents"), or a digit alone (五块五). Gives where the
 * sum ends. */
static uint32_t add_coins(const struct finder *finder, uint32_t at, const char *currency, int64_t *minor)
{
    struct am_number number;
    uint32_t end;

    while (has_role(finder, at, AM_WORD_AND))
        at++;
    if (at >= finder->source.end || !am_number_read(&finder->source, at, &number) ||
        number.kind != AM_FIGURE_NUMBER)
        return 0;

    const struct am_word *coin = phrase(finder, number.end, AM_WORD_COIN, &end);

    if (coin != NULL && same_currency(coin->currency, currency)) {
        *minor += (number.value * coin->coin + AM_NUMBER_SCALE / 2) / AM_NUMBER_SCALE;
        return end;
    }
    if ((finder->language.header->flags & AM_LANGUAGE_SHORT) != 0 && number.end == at + 1 &&
        number.value < TENTHS * AM_NUMBER_SCALE &&
        phrase(finder, number.end, AM_WORD_CURRENCY | AM_WORD_TIME_UNIT | AM_WORD_TIME_AFTER, &end) == NULL &&
        (number.end >= finder->source.end ||
         (finder->arena->tokens[number.end].flags & AM_TOKEN_AFTER_COMMA) != 0 ||
         finder->arena->tokens[number.end].kind != AM_TOKEN_HAN)) {
        *minor += to_minor(number.value, currency) / TENTHS;
        return number.end;
    }
    return 0;
}

/* An amount whose number and currency are known; `end` is behind both. Gives where to go on. */
static uint32_t add_amount(struct finder *finder, const struct am_number *number, const char *currency,
                           uint32_t first, uint32_t end)
{
    int64_t minor = to_minor(number->value, currency);
    uint32_t further =
        finder->language.header == NULL || end == number->end ? 0 : add_coins(finder, end, currency, &minor);

    if (further != 0)
        end = further;
    add_quantity(finder, AM_QUANTITY_AMOUNT, currency,
                 minor > AMENDS_MONEY_MINOR_MAX ? AMENDS_MONEY_MINOR_MAX : minor, first, end);
    return end;
}

/* --- numbers and what stands beside them --- */

/* 八折 leaves eight tenths: 20 % off; 八五折 leaves 85 per cent. */
static int64_t tenths_off(int64_t value)
{
    int64_t left = value < TENTHS * AM_NUMBER_SCALE ? value * TENTHS : value;

    return left >= 100 * AM_NUMBER_SCALE ? 0 : to_percent(100 * AM_NUMBER_SCALE - left);
}

/* A number with a word behind it that says what it counts; gives where to go on, 0 when there is no such
 * word. */
static uint32_t number_with_word(struct finder *finder, const struct am_number *number)
{
    uint32_t end;
    const struct am_word *word = phrase(finder, number->end,
                                        AM_WORD_PERCENT_AFTER | AM_WORD_TENTHS_LEFT | AM_WORD_CURRENCY |
                                            AM_WORD_COIN | AM_WORD_TIME_UNIT | AM_WORD_TIME_AFTER,
                                        &end);

    if (word == NULL || (finder->arena->tokens[number->end].flags & AM_TOKEN_AFTER_COMMA) != 0)
        return 0;
    if ((word->roles & AM_WORD_PERCENT_AFTER) != 0) {
        add_quantity(finder, AM_QUANTITY_PERCENT, NULL, to_percent(number->value), number->first, end);
    } else if ((word->roles & AM_WORD_TENTHS_LEFT) != 0) {
        add_quantity(finder, AM_QUANTITY_PERCENT, NULL, tenths_off(number->value), number->first, end);
    } else if ((word->roles & AM_WORD_CURRENCY) != 0) {
        return add_amount(finder, number, word->currency, number->first, end);
    } else if ((word->roles & AM_WORD_COIN) != 0) {
        int64_t minor = (number->value / AM_NUMBER_SCALE) * word->coin;

        add_quantity(finder, AM_QUANTITY_AMOUNT, word->currency,
                     minor > AMENDS_MONEY_MINOR_MAX ? AMENDS_MONEY_MINOR_MAX : minor, number->first, end);
    } else {
        add_quantity(finder, AM_QUANTITY_TIME, NULL, 0, number->first, end);
    }
    return end;
}

static uint32_t add_number(struct finder *finder, const struct am_number *number)
{
    uint32_t before = sign_before(finder, number->first), after = sign_after(finder, number->end - 1), end,
             next;
    struct am_number second;

    if (number->kind == AM_FIGURE_TIME) {
        add_quantity(finder, AM_QUANTITY_TIME, NULL, 0, number->first, number->end);
        return number->end;
    }
    if (after != 0 && AM_INFO_CLASS(am_property(after)->info) == AM_CLASS_PERCENT) {
        add_quantity(finder, AM_QUANTITY_PERCENT, NULL, to_percent(number->value), number->first,
                     number->end);
        return number->end;
    }
    if (before != 0 || after != 0)
        return add_amount(finder, number, currency_of_sign(finder, before != 0 ? before : after),
                          number->first, number->end);
    if ((end = number_with_word(finder, number)) != 0)
        return end;
    /* Two digits in a row before 折. */
    next = number->end;
    if (finder->language.header != NULL && next + 1 < finder->source.end &&
        number->value < TENTHS * AM_NUMBER_SCALE && has_role(finder, next, AM_WORD_NUMBER) &&
        am_number_read(&finder->source, next, &second) && second.value < TENTHS * AM_NUMBER_SCALE &&
        has_role(finder, second.end, AM_WORD_TENTHS_LEFT)) {
        add_quantity(finder, AM_QUANTITY_PERCENT, NULL, tenths_off(number->value * TENTHS + second.value),
                     number->first, second.end + 1);
        return second.end + 1;
    }
    if (finder->clock_expected && number->value <= HOURS_MAX * AM_NUMBER_SCALE)
        add_quantity(finder, AM_QUANTITY_TIME, NULL, 0, number->first, number->end);
    else
        add_quantity(finder, AM_QUANTITY_NUMBER, NULL, number->value, number->first, number->end);
    return number->end;
}

/* A phrase that stands by itself, or before its number; gives where to go on, 0 when there is none. */
static uint32_t add_phrase(struct finder *finder, uint32_t at)
{
    uint32_t end;
    struct am_number number;
    const struct am_word *word = phrase(
        finder, at, AM_WORD_TIME | AM_WORD_PERCENT_FIXED | AM_WORD_PERCENT_BEFORE | AM_WORD_CURRENCY, &end);

    if (word == NULL || (end == at + 1 && (word->roles & AM_WORD_NUMBER) != 0))
        return 0;
    if ((word->roles & AM_WORD_PERCENT_FIXED) != 0) {
        add_quantity(finder, AM_QUANTITY_PERCENT, NULL, word->value * PERCENT_SCALE, at, end);
        return end;
    }
    if ((word->roles & (AM_WORD_PERCENT_BEFORE | AM_WORD_CURRENCY)) != 0 && end < finder->source.end &&
        am_number_read(&finder->source, end, &number) && number.kind == AM_FIGURE_NUMBER) {
        if ((word->roles & AM_WORD_PERCENT_BEFORE) != 0) {
            add_quantity(finder, AM_QUANTITY_PERCENT, NULL, to_percent(number.value), at, number.end);
            return number.end;
        }
        /* "eur 20", but not "a pound for two": only figures follow a code, and no unit of their own. */
        if (number.figure && sign_after(finder, number.end - 1) == 0 &&
            phrase(finder, number.end,
                   AM_WORD_CURRENCY | AM_WORD_COIN | AM_WORD_TIME_UNIT | AM_WORD_TIME_AFTER |
                       AM_WORD_PERCENT_AFTER,
                   &end) == NULL)
            return add_amount(finder, &number, word->currency, at, number.end);
    }
    if ((word->roles & AM_WORD_TIME) != 0) {
        add_quantity(finder, AM_QUANTITY_TIME, NULL, 0, at, end);
        return end;
    }
    return 0;
}

static void find_in_sentence(struct finder *finder, uint32_t at)
{
    struct am_number number;

    finder->clock_expected = false;
    while (at < finder->source.end) {
        const struct am_token *token = &finder->arena->tokens[at];
        uint32_t next = 0;

        if (finder->arena->entries[at] != AM_WORD_NONE)
            next = add_phrase(finder, at);
        if (next == 0 && (token->kind == AM_TOKEN_NUMBER || finder->language.header != NULL) &&
            am_number_read(&finder->source, at, &number))
            next = add_number(finder, &number);
        finder->clock_expected = next == 0 && has_role(finder, at, AM_WORD_TIME_BEFORE);
        at = next == 0 ? at + 1 : next;
    }
}

void am_text_quantities(struct am_text_arena *arena, struct amends_view language, struct am_text *text)
{
    struct finder finder = {.arena = arena};

    am_language_open(&finder.language, language);
    finder.source.arena = arena;
    finder.source.language = &finder.language;
    if (finder.language.header != NULL)
        find_open_words(&finder, text->token_count);
    for (uint32_t i = 0; i < text->sentence_count; i++) {
        finder.source.end = (uint32_t)arena->sentences[i].first_token + arena->sentences[i].token_count;
        find_in_sentence(&finder, arena->sentences[i].first_token);
    }
    text->quantities = arena->quantities;
    text->quantity_count = finder.count;
}
