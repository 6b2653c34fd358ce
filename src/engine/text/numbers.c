#include "engine/text/numbers.h"

enum {
    STACK_MAX = 8,
    GROUP = 3,
    WHOLE_DIGITS_MAX = 12,
    TEENS_BELOW = 10,
    SHORT_UNIT_MIN = 100,
    COMPOUND_LEN_MIN = 4
};

/* --- in figures --- */

/* How the digits of a token are cut by marks. */
struct figure_shape {
    unsigned dots, commas, colons, slashes, apostrophes;
    unsigned last_mark;   /* position of the last mark, 0 for none */
    bool groups_of_three; /* behind every mark stand three digits */
};

static bool shape_of(const struct am_token *token, struct figure_shape *shape)
{
    unsigned since = 0;

    *shape = (struct figure_shape){.groups_of_three = true};
    for (unsigned i = 0; i < token->norm_len; i++) {
        uint32_t cp = token->norm[i];

        if (cp >= '0' && cp <= '9') {
            since++;
            continue;
        }
        if (shape->last_mark != 0 && since != GROUP)
            shape->groups_of_three = false;
        shape->dots += cp == '.';
        shape->commas += cp == ',';
        shape->colons += cp == ':';
        shape->slashes += cp == '/';
        shape->apostrophes += cp == '\'';
        if (cp != '.' && cp != ',' && cp != ':' && cp != '/' && cp != '\'')
            return false;
        shape->last_mark = i;
        since = 0;
    }
    if (shape->last_mark != 0 && since != GROUP)
        shape->groups_of_three = false;
    return true;
}

/* Digits to thousandths; marks before `decimal` group, behind it stands the fraction. */
static bool digits_to_value(const struct am_token *token, unsigned decimal, int64_t *value)
{
    int64_t whole = 0, fraction = 0;
    unsigned digits = 0, places = 0;

    for (unsigned i = 0; i < token->norm_len; i++) {
        uint32_t cp = token->norm[i];

        if (cp < '0' || cp > '9')
            continue;
        if (decimal != 0 && i > decimal) {
            if (places < GROUP)
                fraction = fraction * 10 + (int64_t)(cp - '0');
            places++;
        } else {
            digits += whole != 0;
            whole = whole * 10 + (int64_t)(cp - '0');
            if (digits >= WHOLE_DIGITS_MAX)
                return false;
        }
    }
    for (; places < GROUP; places++)
        fraction *= 10;
    *value = whole * AM_NUMBER_SCALE + fraction;
    return true;
}

static enum am_figure read_figure(const struct am_token *token, uint32_t decimal_mark, int64_t *value)
{
    struct figure_shape shape;
    unsigned decimal = 0;

    if (!shape_of(token, &shape))
        return AM_FIGURE_NONE;
    *value = 0;
    if (shape.colons > 0 || shape.slashes > 1)
        return AM_FIGURE_TIME;
    if (shape.slashes > 0)
        return AM_FIGURE_NONE;

    unsigned marks = shape.dots + shape.commas;

    if (marks == 1) {
        uint32_t mark = shape.dots == 1 ? '.' : ',';

        /* "1,299" groups where the comma is not the decimal mark; "0,500" never does. */
        if (mark == decimal_mark || !shape.groups_of_three || shape.last_mark > GROUP ||
            token->norm[0] == '0')
            decimal = shape.last_mark;
    } else if (marks > 1 && shape.dots > 0 && shape.commas > 0) {
        decimal = shape.last_mark;
    } else if (marks > 1 && !shape.groups_of_three) {
        return shape.dots == 2 ? AM_FIGURE_TIME : AM_FIGURE_NONE;
    }
    return digits_to_value(token, decimal, value) ? AM_FIGURE_NUMBER : AM_FIGURE_NONE;
}

/* Does the token go on the one before as a group of three ("1 500", "1 299,50")? Adds it to `value`. */
static bool join_group(const struct am_number_source *source, uint32_t at, int64_t *value)
{
    const struct am_token *token = &source->arena->tokens[at], *before = token - 1;
    uint32_t unit = am_token_unit(source->arena, token), unit_before = am_token_unit(source->arena, before);
    int64_t more;

    if (token->kind != AM_TOKEN_NUMBER || before->kind != AM_TOKEN_NUMBER || unit == UINT32_MAX ||
        unit_before == UINT32_MAX || unit != unit_before + before->norm_len + 1 ||
        AM_INFO_CLASS(source->arena->info[unit - 1]) != AM_CLASS_SPACE || before->norm_len > GROUP)
        return false;
    for (unsigned i = 0; i < before->norm_len; i++)
        if (before->norm[i] < '0' || before->norm[i] > '9')
            return false;

    unsigned digits = 0;

    while (digits < token->norm_len && token->norm[digits] >= '0' && token->norm[digits] <= '9')
        digits++;
    if (digits != GROUP || *value > AM_NUMBER_MAX / AM_NUMBER_SCALE ||
        read_figure(token, token->norm_len > GROUP ? token->norm[GROUP] : '.', &more) != AM_FIGURE_NUMBER)
        return false;
    *value = *value * 1000 + more;
    return true;
}

/* --- in words --- */

/* Parts of a number on the way to their sum. A part that was multiplied waits until a greater factor takes it
 * ("two hundred" thousand). All values in thousandths. */
struct sum {
    int64_t parts[STACK_MAX], factors[STACK_MAX];
    unsigned count;
    int64_t digit, room; /* the part read last; what may still be added to it must be less than `room` */
    bool has_digit, zero, any;
};

static int64_t room_of(int64_t value)
{
    int64_t room = AM_NUMBER_SCALE;

    if (value == 0 || value % AM_NUMBER_SCALE != 0)
        return 0;
    while (value % (room * 10) == 0)
        room *= 10;
    return room;
}

static bool add_plain(struct sum *sum, int64_t value)
{
    if (value == 0 && sum->any) {
        sum->zero = true;
        return !sum->has_digit;
    }
    if (sum->has_digit) {
        if (value >= sum->room)
            return false;
        sum->digit += value;
    } else {
        if (sum->count > 0 && value >= sum->factors[sum->count - 1] * AM_NUMBER_SCALE)
            return false;
        sum->digit = value;
    }
    sum->room = room_of(value);
    sum->has_digit = sum->any = true;
    return true;
}

static bool add_factor(struct sum *sum, int64_t factor)
{
    int64_t part = sum->has_digit ? sum->digit : 0;
    unsigned count = sum->count;

    if (count > 0 && !sum->has_digit && sum->factors[count - 1] == factor)
        return false;
    while (count > 0 && sum->factors[count - 1] < factor)
        part += sum->parts[--count];
    if (part == 0 && !sum->has_digit)
        part = AM_NUMBER_SCALE;
    if (part > AM_NUMBER_MAX / factor || count == STACK_MAX ||
        (count > 0 && sum->factors[count - 1] == factor))
        return false;
    sum->parts[count] = part * factor;
    sum->factors[count] = factor;
    sum->count = count + 1;
    sum->has_digit = sum->zero = false;
    sum->digit = 0;
    sum->any = true;
    return true;
}

static bool add_word(struct sum *sum, const struct am_word *word)
{
    switch (word->op) {
    case AM_NUMBER_PLAIN:
        return add_plain(sum, word->value);
    case AM_NUMBER_TIMES:
        return word->value > 0 && add_factor(sum, word->value);
    default:
        if (!sum->has_digit || sum->digit >= TEENS_BELOW * AM_NUMBER_SCALE)
            return false;
        sum->digit += word->value * AM_NUMBER_SCALE;
        sum->room = 0;
        return true;
    }
}

static int64_t sum_total(const struct sum *sum, bool colloquial)
{
    int64_t total = sum->digit;

    /* 三千五 is 3500: a last digit stands for tenths of the factor before it. */
    if (colloquial && sum->count > 0 && sum->has_digit && !sum->zero &&
        sum->digit < TEENS_BELOW * AM_NUMBER_SCALE && sum->factors[sum->count - 1] >= SHORT_UNIT_MIN)
        total *= sum->factors[sum->count - 1] / 10;
    for (unsigned i = 0; i < sum->count; i++)
        total += sum->parts[i];
    return total;
}

/* A token of several number words: "twenty-five", "kaksikymmentäviisi". The whole of it must be numbers. */
static bool add_compound(const struct am_language *language, struct sum *sum, const struct am_token *token)
{
    bool may = (language->header->flags & AM_LANGUAGE_COMPOUND) != 0;
    struct sum trial = *sum;
    unsigned at = 0;

    for (unsigned i = 1; i + 1 < token->norm_len && i < AM_WORD_LEN_MAX && !may; i++)
        may = token->norm[i] == '-';
    if (!may)
        return false;
    while (at < token->norm_len) {
        uint64_t hash = AM_HASH_START;
        const struct am_word *found = NULL;
        unsigned end = at;

        for (unsigned i = at; i < token->norm_len && i - at < AM_WORD_LEN_MAX; i++) {
            hash = am_hash_step(hash, token->norm[i]);

            uint32_t word = am_language_find(language, am_hash_end(hash));

            if (word != AM_WORD_NONE && (language->words[word].roles & AM_WORD_NUMBER) != 0) {
                found = &language->words[word];
                end = i + 1;
            }
        }
        if (found == NULL || !add_word(&trial, found))
            return false;
        at = end;
        if (at + 1 < token->norm_len && token->norm[at] == '-')
            at++;
    }
    *sum = trial;
    return true;
}

/* Adds the token as a part of a number in words. */
static bool add_token(const struct am_number_source *source, struct sum *sum, uint32_t at)
{
    const struct am_language *language = source->language;
    const struct am_token *token = &source->arena->tokens[at];
    uint32_t word = source->arena->entries[at];
    struct sum trial = *sum;

    if (word != AM_WORD_NONE && (language->words[word].roles & AM_WORD_NUMBER) != 0) {
        if (!add_word(&trial, &language->words[word]))
            return false;
        *sum = trial;
        return true;
    }
    if (word != AM_WORD_NONE || token->kind != AM_TOKEN_WORD || token->norm_len < COMPOUND_LEN_MIN)
        return false;

    unsigned bit = am_start_bit(token->norm[0], token->norm[1]);

    return (language->header->starts[bit / 64] >> bit % 64 & 1) != 0 && add_compound(language, sum, token);
}

static bool is_and(const struct am_number_source *source, uint32_t at)
{
    uint32_t word = at < source->end ? source->arena->entries[at] : AM_WORD_NONE;

    return word != AM_WORD_NONE && (source->language->words[word].roles & AM_WORD_AND) != 0;
}

/* A clause or another figure ends the number. */
static bool goes_on(const struct am_number_source *source, uint32_t at)
{
    return at < source->end && (source->arena->tokens[at].flags & AM_TOKEN_AFTER_COMMA) == 0;
}

/* May a number begin at this token? Turns most words away before any work is done. */
static bool may_begin(const struct am_number_source *source, uint32_t at)
{
    const struct am_token *token = &source->arena->tokens[at];
    uint32_t word = source->arena->entries[at];

    if (token->kind == AM_TOKEN_NUMBER)
        return true;
    if (source->language->header == NULL)
        return false;
    if (word != AM_WORD_NONE)
        return (source->language->words[word].roles & AM_WORD_NUMBER) != 0;
    if (token->kind != AM_TOKEN_WORD || token->norm_len < COMPOUND_LEN_MIN)
        return false;

    unsigned bit = am_start_bit(token->norm[0], token->norm[1]);

    return (source->language->header->starts[bit / 64] >> bit % 64 & 1) != 0;
}

bool am_number_read(const struct am_number_source *source, uint32_t at, struct am_number *out)
{
    if (!may_begin(source, at))
        return false;

    const struct am_token *token = &source->arena->tokens[at];
    const struct am_language_header *header = source->language->header;
    struct sum sum = {0};
    struct am_number number = {.first = at, .end = at, .kind = AM_FIGURE_NUMBER};

    if (token->kind == AM_TOKEN_NUMBER) {
        number.kind = read_figure(token, header == NULL ? '.' : header->decimal, &number.value);
        if (number.kind == AM_FIGURE_NONE)
            return false;
        number.end = at + 1;
        while (number.kind == AM_FIGURE_NUMBER && header != NULL &&
               (header->flags & AM_LANGUAGE_GROUP_SPACE) != 0 && goes_on(source, number.end) &&
               join_group(source, number.end, &number.value))
            number.end++;
        number.figure = true;
        sum = (struct sum){.digit = number.value, .has_digit = true, .any = true};
    }
    if (header != NULL && number.kind == AM_FIGURE_NUMBER) {
        uint32_t end = number.end;

        while (end < source->end && (end == at || goes_on(source, end))) {
            bool skip = sum.any && !sum.has_digit && is_and(source, end) && goes_on(source, end + 1);

            if (!add_token(source, &sum, end + skip))
                break;
            end += 1U + skip;
        }
        if (end > number.end) {
            number.value = sum_total(&sum, (header->flags & AM_LANGUAGE_SHORT) != 0 && !number.figure);
            number.figure = false;
            number.end = end;
        }
    }
    if (number.end == at || number.value > AM_NUMBER_MAX)
        return false;
    *out = number;
    return true;
}
