/* model/<code>.characters: which characters of a language stand behind which and how often, and `sounds` of
 * language.yaml: which sound alike (AM_SECTION_CHARACTERS). A line for each character, "." for what stands
 * between: the character, "!" where it is grave, how often it stands, how often before one that is not listed
 * here, and for each class (the binary logarithm of how often) the characters behind it. */
#include <stdlib.h>
#include <string.h>

#include "engine/text/characters.h"
#include "playbook/book.h"
#include "playbook/logarithm.h"

#define SYLLABLES "syllables with blanks between: two to ten characters each"

enum { EDGE_CODE = '.', SCALE = 16 };

/* One line, as read. */
struct line {
    uint32_t code, times, unlisted;
    bool grave;
    struct amends_view pairs;
    unsigned pair_count;
};

struct builder {
    struct am_compile *compile;
    const char *path;
    int lang;
    struct line *lines;
    size_t line_count;
    struct am_characters_header header;
    uint16_t numbers[AM_CHARACTERS_CODES];
    struct am_character at[AM_CHARACTERS_MAX + 1];
    struct am_buffer pairs, sounds;
    uint32_t filter[AM_CHARACTERS_FILTER / 32];
};

static bool wrong(const struct builder *builder, const char *message)
{
    am_mistake_file(builder->compile->diagnosis, builder->path, "a file that amends-train wrote", message);
    return false;
}

static bool may_have_number(uint32_t code)
{
    return code >= AM_CHARACTERS_FIRST && code - AM_CHARACTERS_FIRST < AM_CHARACTERS_CODES;
}

/* --- reading --- */

static bool is_digit(struct amends_view text)
{
    return text.len_bytes > 0 && text.bytes[0] >= '0' && text.bytes[0] <= '9';
}

static void skip(struct amends_view *text, size_t bytes)
{
    text->bytes += bytes;
    text->len_bytes -= bytes;
}

static bool take_number(struct amends_view *text, uint32_t *out)
{
    unsigned digits = 0;

    for (*out = 0; is_digit(*text) && digits < 9; digits++) {
        *out = *out * 10 + (uint32_t)(text->bytes[0] - '0');
        skip(text, 1);
    }
    return digits > 0;
}

/* A character with a number, or the edge, which is written as a full stop. */
static bool take_character(struct amends_view *text, uint32_t *code)
{
    struct am_letters letter;
    size_t bytes = text->len_bytes > 0 && (text->bytes[0] & 0x80) == 0 ? 1 : 3;

    if (text->len_bytes < bytes || !am_letters_read((struct amends_view){text->bytes, bytes}, &letter) ||
        letter.len != 1)
        return false;
    skip(text, bytes);
    *code = letter.at[0];
    return *code == EDGE_CODE || may_have_number(*code);
}

static bool take_blank(struct amends_view *text)
{
    bool blank = text->len_bytes > 0 && text->bytes[0] == ' ';

    if (blank)
        skip(text, 1);
    return blank;
}

/* The next pair of a line: its class stands before the first of each. */
static bool take_pair(struct amends_view *pairs, uint32_t *class, uint32_t *code)
{
    if (take_blank(pairs) && (!take_number(pairs, class) || *class >= AM_CHARACTERS_CLASSES))
        return false;
    return take_character(pairs, code);
}

static bool read_line(struct builder *builder, struct amends_view text)
{
    struct line *line = &builder->lines[builder->line_count];
    uint32_t class = AM_CHARACTERS_CLASSES, code;

    if (!take_character(&text, &line->code))
        return false;
    line->grave = text.len_bytes > 0 && text.bytes[0] == '!';
    if (line->grave)
        skip(&text, 1);
    if (!take_blank(&text) || !take_number(&text, &line->times) || !take_blank(&text) ||
        !take_number(&text, &line->unlisted) || line->unlisted > line->times)
        return false;
    line->pairs = text;
    while (text.len_bytes > 0) {
        if (!take_pair(&text, &class, &code) || class >= AM_CHARACTERS_CLASSES)
            return false;
        line->pair_count++;
    }
    return builder->line_count == 0 ? line->code == EDGE_CODE : line[-1].code < line->code;
}

static bool read_lines(struct builder *builder, struct amends_view bytes)
{
    for (size_t at = 0; at < bytes.len_bytes;) {
        const char *end = memchr(bytes.bytes + at, '\n', bytes.len_bytes - at);
        size_t len = end != NULL ? (size_t)(end - bytes.bytes) - at : bytes.len_bytes - at;

        if (!read_line(builder, (struct amends_view){bytes.bytes + at, len}))
            return wrong(builder, "a line is no character with what stands behind it, in their order");
        builder->line_count++;
        at += len + 1;
    }
    return builder->line_count > 0 || wrong(builder, "no characters");
}

/* --- what sounds alike --- */

static const yaml_node_t *sounds_node(const struct builder *builder, const struct am_source **source)
{
    *source = am_compile_lang_source(builder->compile, builder->lang, "language.yaml", false);
    return *source != NULL ? am_node_get(*source, am_node_root(*source), "sounds") : NULL;
}

/* The next syllable of `sounds`; false at the end, or after telling that it is none. */
static bool next_syllable(const struct builder *builder, struct amends_view *left, struct am_letters *out)
{
    const struct am_source *source;
    const yaml_node_t *node = sounds_node(builder, &source);
    size_t len = 0;

    while (take_blank(left))
        ;
    while (len < left->len_bytes && left->bytes[len] != ' ')
        len++;
    if (len == 0)
        return false;

    bool good = am_letters_read((struct amends_view){left->bytes, len}, out) && out->len > 1 &&
                out->len <= AM_CHARACTERS_ALIKE;

    for (unsigned i = 0; good && i < out->len; i++)
        good = may_have_number(out->at[i]);
    if (!good)
        am_mistake_at(builder->compile->diagnosis, source, node, SYLLABLES, "this is no syllable");
    skip(left, len);
    return good;
}

static struct amends_view sounds_text(const struct builder *builder)
{
    const struct am_source *source;
    const yaml_node_t *node = sounds_node(builder, &source);
    struct amends_view text = am_node_text(node);

    if (node != NULL && text.bytes == NULL)
        am_mistake_at(builder->compile->diagnosis, source, node, SYLLABLES, "this is no text");
    return text;
}

static void add_sound(struct am_character *character, uint32_t sound)
{
    for (unsigned i = 0; i < AM_CHARACTERS_SOUNDS; i++)
        if (character->sounds[i] == 0) {
            character->sounds[i] = (uint16_t)sound;
            return;
        }
}

static void add_sounds(struct builder *builder)
{
    struct amends_view left = sounds_text(builder);
    struct am_letters syllable;

    while (next_syllable(builder, &left, &syllable)) {
        uint16_t row[AM_CHARACTERS_ALIKE] = {0};

        builder->header.sound_count++;
        for (unsigned i = 0; i < syllable.len; i++) {
            row[i] = builder->numbers[syllable.at[i] - AM_CHARACTERS_FIRST];
            add_sound(&builder->at[row[i]], builder->header.sound_count);
        }
        am_buffer_add(&builder->sounds, row, sizeof row);
    }
}

/* --- numbers and costs --- */

static void mark(struct builder *builder, uint32_t code)
{
    if (code != EDGE_CODE)
        builder->numbers[code - AM_CHARACTERS_FIRST] = 1;
}

static bool number_characters(struct builder *builder)
{
    struct amends_view left = sounds_text(builder);
    struct am_letters syllable;

    for (size_t i = 0; i < builder->line_count; i++) {
        struct amends_view pairs = builder->lines[i].pairs;
        uint32_t class, code;

        mark(builder, builder->lines[i].code);
        while (pairs.len_bytes > 0 && take_pair(&pairs, &class, &code))
            mark(builder, code);
    }
    while (next_syllable(builder, &left, &syllable))
        for (unsigned i = 0; i < syllable.len; i++)
            mark(builder, syllable.at[i]);
    builder->header.count = 1;
    for (uint32_t i = 0; i < AM_CHARACTERS_CODES; i++) {
        if (builder->numbers[i] == 0)
            continue;
        if (builder->header.count == AM_CHARACTERS_MAX)
            return wrong(builder, "too many characters");
        builder->numbers[i] = (uint16_t)builder->header.count;
        builder->at[builder->header.count++].code = AM_CHARACTERS_FIRST + i;
    }
    return true;
}

static uint16_t number_of(const struct builder *builder, uint32_t code)
{
    return code == EDGE_CODE ? AM_CHARACTERS_EDGE : builder->numbers[code - AM_CHARACTERS_FIRST];
}

static uint64_t all_times(const struct builder *builder)
{
    uint64_t all = 1;

    for (size_t i = 0; i < builder->line_count; i++)
        all += builder->lines[i].times;
    return all;
}

/* What is not counted is half as probable as what was counted once. */
static uint16_t rarity(uint64_t all, uint32_t times)
{
    return (uint16_t)(am_logarithm(2 * all) - (times > 0 ? am_logarithm(2 * (uint64_t)times) : 0));
}

static void reckon(struct builder *builder)
{
    const uint64_t all = all_times(builder);

    for (uint32_t i = 0; i < builder->header.count; i++)
        builder->at[i].alone = rarity(all, 0);
    for (size_t i = 0; i < builder->line_count; i++) {
        const struct line *line = &builder->lines[i];
        struct am_character *character = &builder->at[number_of(builder, line->code)];
        /* Of each pair three quarters of one time are kept for those that were not seen. */
        uint64_t kept = SCALE * (uint64_t)line->unlisted + SCALE * 3 / 4 * (uint64_t)line->pair_count;

        character->alone = rarity(all, line->times);
        character->total = (uint16_t)(line->times > 0 ? am_logarithm(line->times) : 0);
        if (kept > 0 && kept < SCALE * (uint64_t)line->times)
            character->unseen = (uint16_t)(am_logarithm(SCALE * (uint64_t)line->times) - am_logarithm(kept));
        character->ban = line->grave ? AM_CHARACTER_GRAVE : AM_CHARACTER_FREE;
    }
    for (uint32_t i = 1; i < builder->header.count; i++)
        if (am_compile_is_number(builder->compile, builder->lang, &builder->at[i].code, 1))
            builder->at[i].ban = AM_CHARACTER_NEVER;
}

/* --- pairs --- */

static int by_second(const void *a, const void *b)
{
    return (int)AM_PAIR_SECOND(*(const uint16_t *)a) - (int)AM_PAIR_SECOND(*(const uint16_t *)b);
}

static bool add_line_pairs(struct builder *builder, const struct line *line)
{
    struct amends_view left = line->pairs;
    uint16_t pairs[AM_CHARACTERS_MAX];
    uint32_t class = 0, code;
    unsigned count = 0;

    if (line->pair_count >= AM_CHARACTERS_MAX)
        return wrong(builder, "a character stands twice behind another");
    while (left.len_bytes > 0 && take_pair(&left, &class, &code))
        pairs[count++] = AM_PAIR(number_of(builder, code), class);
    qsort(pairs, count, sizeof *pairs, by_second);
    for (unsigned i = 0; i < count; i++) {
        uint32_t bit[2];

        if (i > 0 && by_second(&pairs[i - 1], &pairs[i]) == 0)
            return wrong(builder, "a character stands twice behind another");
        am_characters_bits(number_of(builder, line->code), AM_PAIR_SECOND(pairs[i]), bit);
        builder->filter[bit[0] / 32] |= UINT32_C(1) << bit[0] % 32;
        builder->filter[bit[1] / 32] |= UINT32_C(1) << bit[1] % 32;
    }
    builder->header.pair_count += count;
    return am_buffer_add(&builder->pairs, pairs, count * sizeof *pairs), true;
}

/* Lines come in the order of the characters; some have none. */
static bool add_pairs(struct builder *builder)
{
    size_t line = 0;

    for (uint32_t i = 0; i < builder->header.count; i++) {
        uint32_t code = i == AM_CHARACTERS_EDGE ? EDGE_CODE : builder->at[i].code;

        builder->at[i].first_pair = builder->header.pair_count;
        if (line < builder->line_count && builder->lines[line].code == code &&
            !add_line_pairs(builder, &builder->lines[line++]))
            return false;
    }
    builder->at[builder->header.count].first_pair = builder->header.pair_count;
    return true;
}

static bool build(struct builder *builder, struct amends_view bytes, struct am_buffer *out)
{
    if (!read_lines(builder, bytes) || !number_characters(builder))
        return false;
    reckon(builder);
    if (!add_pairs(builder))
        return false;
    add_sounds(builder);
    builder->header.magic = AM_CHARACTERS_MAGIC;
    am_buffer_add(out, &builder->header, sizeof builder->header);
    am_buffer_add(out, builder->filter, sizeof builder->filter);
    am_buffer_add(out, builder->numbers, sizeof builder->numbers);
    am_buffer_add(out, builder->at, (builder->header.count + 1) * sizeof *builder->at);
    am_buffer_add(out, builder->pairs.bytes, builder->pairs.len_bytes);
    am_buffer_add(out, builder->sounds.bytes, builder->sounds.len_bytes);
    out->failed = out->failed || builder->pairs.failed || builder->sounds.failed;
    return true;
}

static void compile_file(struct am_compile *compile, int lang, const struct am_source_file *file)
{
    struct builder *builder = calloc(1, sizeof *builder);
    struct line *lines = calloc(AM_CHARACTERS_CODES + 1, sizeof *lines);
    struct am_buffer out = {0};

    if (builder == NULL || lines == NULL) {
        am_mistake_file(compile->diagnosis, file->path, NULL, "no memory");
    } else {
        builder->compile = compile;
        builder->path = file->path;
        builder->lang = lang;
        builder->lines = lines;
        if (build(builder, file->bytes, &out))
            am_pack_add(&compile->pack, AM_SECTION_CHARACTERS, (unsigned)lang, &out);
        else
            am_buffer_dispose(&out);
        am_buffer_dispose(&builder->pairs);
        am_buffer_dispose(&builder->sounds);
    }
    free(lines);
    free(builder);
}

void am_compile_characters(struct am_compile *compile, int lang)
{
    char path[64];

    snprintf(path, sizeof path, "model/%s.characters", compile->codes[lang]);
    for (unsigned i = compile->weights_count; i-- > 0;)
        if (strcmp(compile->weights[i].path, path) == 0) {
            compile_file(compile, lang, &compile->weights[i]);
            return;
        }
}
