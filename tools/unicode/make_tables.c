/*
 * Writes the Unicode tables of the text stage (src/engine/text/unicode.h) as C, from libutf8proc and from
 * what OpenCC makes of every Han character. Runs at build time on the build machine only.
 *
 *   make_tables han                       prints every Han character, one per line
 *   make_tables tables HAN SIMPLIFIED     prints the tables; SIMPLIFIED is HAN after `opencc -c t2s.json`
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "engine/text/text.h"
#include "engine/text/unicode.h"

enum { CODE_POINTS = 0x110000, PROPERTIES_MAX = 256, TARGETS_MAX = 65536, PAIRS_MAX = 2048 };

static uint32_t simplified[CODE_POINTS];
static struct am_property properties[PROPERTIES_MAX];
static unsigned property_count;
static uint8_t property_of[CODE_POINTS];
static uint32_t targets[TARGETS_MAX], sequences[TARGETS_MAX];
static unsigned target_count = 1, sequence_count;
static uint16_t target_of[AM_MAP_END];
static struct am_pair pairs[PAIRS_MAX];
static unsigned pair_count;

static void fail(const char *what)
{
    fprintf(stderr, "make_tables: %s\n", what);
    exit(1);
}

static bool between(uint32_t cp, uint32_t low, uint32_t high)
{
    return cp >= low && cp <= high;
}

static bool is_han(uint32_t cp)
{
    return between(cp, 0x4E00, 0x9FFF) || between(cp, 0x3400, 0x4DBF) || between(cp, 0xF900, 0xFAFF) ||
           between(cp, 0x20000, 0x2FA1F) || between(cp, 0x30000, 0x323AF) || cp == 0x3005 || cp == 0x3007;
}

static bool is_listed(uint32_t cp, const char *list)
{
    const utf8proc_uint8_t *at = (const utf8proc_uint8_t *)list;

    while (*at != 0) {
        utf8proc_int32_t one;

        at += utf8proc_iterate(at, -1, &one);
        if ((uint32_t)one == cp)
            return true;
    }
    return false;
}

/* Characters that people type for another one, and that no normal form of Unicode joins. */
static uint32_t look_alike(uint32_t cp)
{
    if (is_listed(cp, "’‘‛ʼʻ`´′＇"))
        return '\'';
    if (is_listed(cp, "∗⁎✱✲✻✽＊●•"))
        return '*';
    if (is_listed(cp, "‐‑﹣－"))
        return '-';
    if (is_listed(cp, "ёЁ"))
        return 0x435;
    if (cp == 0xFF61)
        return 0x3002;
    if (cp == 0xFFE5)
        return 0xA5;
    return cp;
}

static unsigned special_class(uint32_t cp)
{
    static const struct {
        unsigned class;
        const char *list;
    } SPECIAL[] = {{AM_CLASS_NEWLINE, "\n\r\v\f\xC2\x85\u2028\u2029"},
                   {AM_CLASS_SPACE, "\t \u00a0\u3000"},
                   {AM_CLASS_OPEN_SINGLE, "‘‛"},
                   {AM_CLASS_APOSTROPHE, "'’ʼʻ`´′＇"},
                   {AM_CLASS_HYPHEN, "-‐‑"},
                   {AM_CLASS_DASH, "–—―−‒~～"},
                   {AM_CLASS_COMMA, ",;:、，；：،()[]{}（）【】|·"},
                   {AM_CLASS_STOP, "."},
                   {AM_CLASS_ELLIPSIS, "…"},
                   {AM_CLASS_END, "。｡"},
                   {AM_CLASS_QUESTION, "?？؟⁇⁉‽"},
                   {AM_CLASS_EXCLAMATION, "!！‼"},
                   {AM_CLASS_MASK, "*@$#"},
                   {AM_CLASS_QUOTE, "\"＂"},
                   {AM_CLASS_OPEN, "“«„「『‟〝《"},
                   {AM_CLASS_CLOSE, "”»」』〞〟》"},
                   {AM_CLASS_PERCENT, "%％‰"},
                   {AM_CLASS_SLASH, "/／"},
                   {AM_CLASS_JOIN, "\u200d"},
                   {AM_CLASS_IGNORE,
                    "\u200b\u200c\u00ad\ufeff\u2060\u20e3\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066"
                    "\u2067\u2068\u2069\u180e"}};

    for (size_t i = 0; i < sizeof SPECIAL / sizeof *SPECIAL; i++)
        if (is_listed(cp, SPECIAL[i].list))
            return SPECIAL[i].class;
    return AM_CLASS_COUNT;
}

static unsigned class_of(uint32_t cp)
{
    unsigned special = special_class(cp);
    const utf8proc_property_t *property = utf8proc_get_property((utf8proc_int32_t)cp);

    if (special != AM_CLASS_COUNT)
        return special;
    if (is_han(cp))
        return AM_CLASS_HAN;
    if (between(cp, 0x1F3FB, 0x1F3FF))
        return AM_CLASS_TONE;
    if (between(cp, 0x1F1E6, 0x1F1FF))
        return AM_CLASS_REGIONAL;
    if (between(cp, 0xFE00, 0xFE0F) || between(cp, 0xE0000, 0xE0FFF))
        return AM_CLASS_IGNORE;
    if (cp >= 0x231A && (property->boundclass == UTF8PROC_BOUNDCLASS_EXTENDED_PICTOGRAPHIC ||
                         property->boundclass == UTF8PROC_BOUNDCLASS_E_ZWG))
        return AM_CLASS_EMOJI;
    switch (property->category) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
        return AM_CLASS_LETTER;
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME:
        return AM_CLASS_MARK;
    case UTF8PROC_CATEGORY_ND:
        return AM_CLASS_DIGIT;
    case UTF8PROC_CATEGORY_SC:
        return AM_CLASS_CURRENCY;
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_CC:
        return AM_CLASS_SPACE;
    case UTF8PROC_CATEGORY_CF:
        return AM_CLASS_IGNORE;
    default:
        return AM_CLASS_OTHER;
    }
}

static unsigned script_of(uint32_t cp, unsigned class)
{
    if (class == AM_CLASS_HAN)
        return AM_SCRIPT_HAN;
    if (class != AM_CLASS_LETTER)
        return AM_SCRIPT_NONE;
    if (cp < 0x250 || between(cp, 0x250, 0x2AF) || between(cp, 0x1D00, 0x1DBF) ||
        between(cp, 0x1E00, 0x1EFF) || between(cp, 0x2C60, 0x2C7F) || between(cp, 0xA720, 0xA7FF) ||
        between(cp, 0xAB30, 0xAB6F))
        return AM_SCRIPT_LATIN;
    if (between(cp, 0x400, 0x52F) || between(cp, 0x1C80, 0x1C8F) || between(cp, 0x2DE0, 0x2DFF) ||
        between(cp, 0xA640, 0xA69F))
        return AM_SCRIPT_CYRILLIC;
    return AM_SCRIPT_OTHER;
}

/* The normalised form of one code point. */
static unsigned normal_form(uint32_t cp, uint32_t out[AM_MAP_LEN_MAX])
{
    const utf8proc_property_t *property = utf8proc_get_property((utf8proc_int32_t)cp);
    utf8proc_uint8_t bytes[8], *mapped = NULL;
    int options = UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD;
    unsigned count = 0;

    if (property->decomp_type == UTF8PROC_DECOMP_TYPE_WIDE ||
        property->decomp_type == UTF8PROC_DECOMP_TYPE_NARROW ||
        property->decomp_type == UTF8PROC_DECOMP_TYPE_FONT)
        options |= UTF8PROC_COMPAT;

    utf8proc_ssize_t len = utf8proc_encode_char((utf8proc_int32_t)look_alike(cp), bytes);
    utf8proc_ssize_t mapped_len = utf8proc_map(bytes, len, &mapped, options);

    if (mapped_len < 0)
        fail("utf8proc_map failed");
    for (utf8proc_ssize_t i = 0; i < mapped_len;) {
        utf8proc_int32_t one;

        i += utf8proc_iterate(mapped + i, mapped_len - i, &one);
        if (count == AM_MAP_LEN_MAX)
            fail("a normal form is too long");
        one = (utf8proc_int32_t)look_alike((uint32_t)one);
        out[count++] = simplified[one] != 0 ? simplified[one] : (uint32_t)one;
    }
    free(mapped);
    /* The arena has room for one unit per byte of input. */
    if (count > (unsigned)len)
        fail("a normal form is longer than its UTF-8");
    return count;
}

static uint8_t add_property(struct am_property property)
{
    unsigned at = 0;

    while (at < property_count &&
           (properties[at].info != property.info || properties[at].combining != property.combining))
        at++;
    if (at == PROPERTIES_MAX)
        fail("too many different properties");
    if (at == property_count)
        properties[property_count++] = property;
    return (uint8_t)at;
}

static uint16_t add_target(const uint32_t *form, unsigned count)
{
    uint32_t target = form[0];
    unsigned at = 1;

    if (count != 1) {
        target = AM_MAP_SEQUENCE | count << 24 | sequence_count;
        memcpy(sequences + sequence_count, form, count * sizeof *form);
        sequence_count += count;
    } else {
        while (at < target_count && targets[at] != target)
            at++;
        if (at < target_count)
            return (uint16_t)at;
    }
    if (target_count == TARGETS_MAX)
        fail("too many targets");
    targets[target_count] = target;
    return (uint16_t)target_count++;
}

static void add_pair(uint32_t cp)
{
    utf8proc_int32_t parts[8], bounds = 0;
    utf8proc_ssize_t count =
        utf8proc_decompose_char((utf8proc_int32_t)cp, parts, 8, UTF8PROC_DECOMPOSE, &bounds);

    if (between(cp, 0xAC00, 0xD7A3) || count < 2 || count > 8)
        return;

    utf8proc_int32_t whole[8], head[8];

    memcpy(whole, parts, sizeof parts);
    memcpy(head, parts, sizeof parts);
    if (utf8proc_normalize_utf32(whole, count, UTF8PROC_COMPOSE | UTF8PROC_STABLE) != 1 ||
        (uint32_t)whole[0] != cp ||
        utf8proc_normalize_utf32(head, count - 1, UTF8PROC_COMPOSE | UTF8PROC_STABLE) != 1)
        return;

    uint32_t form[AM_MAP_LEN_MAX];

    if (normal_form((uint32_t)head[0], form) != 1 || form[0] != (uint32_t)head[0])
        return;
    if (pair_count == PAIRS_MAX)
        fail("too many pairs");
    pairs[pair_count++] = (struct am_pair){(uint32_t)head[0], (uint32_t)parts[count - 1], cp};
}

static void collect(void)
{
    for (uint32_t cp = 0; cp < CODE_POINTS; cp++) {
        const utf8proc_property_t *property = utf8proc_get_property((utf8proc_int32_t)cp);
        uint32_t form[AM_MAP_LEN_MAX] = {cp};
        bool surrogate = between(cp, 0xD800, 0xDFFF);
        unsigned count = surrogate ? 1 : normal_form(cp, form);
        unsigned class = special_class(cp);

        if (class == AM_CLASS_COUNT)
            class = count == 0 ? AM_CLASS_IGNORE : class_of(form[0]);
        property_of[cp] = add_property((struct am_property){
            (uint16_t)(class | script_of(count == 0 ? cp : form[0], class) << AM_INFO_SCRIPT_SHIFT |
                       (property->category == UTF8PROC_CATEGORY_LU ? AM_INFO_CAPITAL : 0)),
            (uint8_t)property->combining_class});
        if (count != 1 || form[0] != cp) {
            if (cp >= AM_MAP_END && class != AM_CLASS_IGNORE)
                fail("a mapping beyond the table");
            if (cp < AM_MAP_END && count != 0)
                target_of[cp] = add_target(form, count);
        }
        if (!surrogate)
            add_pair(cp);
    }
}

static void print_numbers(const char *declaration, const uint32_t *numbers, size_t count)
{
    printf("%s = {", declaration);
    for (size_t i = 0; i < count; i++)
        printf("%s%lu,", i % 24 == 0 ? "\n" : "", (unsigned long)numbers[i]);
    printf("%s};\n", count == 0 ? "0" : "\n");
}

/* Cuts `values` into blocks, keeps each different one once, prints both stages. */
static size_t print_stages(const char *first, const char *second, const uint32_t *values, size_t count,
                           size_t block)
{
    uint32_t *stage1 = calloc(count / block, sizeof *stage1), *stage2 = calloc(count, sizeof *stage2);
    size_t blocks = 0;

    if (stage1 == NULL || stage2 == NULL)
        fail("no memory");
    for (size_t i = 0; i < count / block; i++) {
        size_t at = 0;

        while (at < blocks && memcmp(stage2 + at * block, values + i * block, block * sizeof *values) != 0)
            at++;
        if (at == blocks)
            memcpy(stage2 + blocks++ * block, values + i * block, block * sizeof *values);
        stage1[i] = (uint32_t)at;
    }
    print_numbers(first, stage1, count / block);
    print_numbers(second, stage2, blocks * block);
    free(stage1);
    free(stage2);
    return blocks * block;
}

static int by_parts(const void *a, const void *b)
{
    const struct am_pair *x = a, *y = b;

    if (x->first != y->first)
        return x->first < y->first ? -1 : 1;
    return x->second < y->second ? -1 : x->second > y->second;
}

static int by_whole(const void *a, const void *b)
{
    const struct am_pair *x = a, *y = b;

    return x->composed < y->composed ? -1 : x->composed > y->composed;
}

static void print_pairs(const char *name, int (*order)(const void *, const void *))
{
    qsort(pairs, pair_count, sizeof *pairs, order);
    printf("const struct am_pair %s[] = {\n", name);
    for (unsigned i = 0; i < pair_count; i++)
        printf("{%lu,%lu,%lu},%s", (unsigned long)pairs[i].first, (unsigned long)pairs[i].second,
               (unsigned long)pairs[i].composed, i % 6 == 5 ? "\n" : "");
    printf("};\n");
}

static void print_tables(void)
{
    static uint32_t values[CODE_POINTS];
    size_t properties_len, map_len;

    printf("/* Written by tools/unicode/make_tables.c: not to be edited. */\n#include <stddef.h>\n"
           "#include \"engine/text/unicode.h\"\n");
    for (size_t i = 0; i < CODE_POINTS; i++)
        values[i] = property_of[i];
    properties_len = print_stages("const uint16_t am_property_stage1[0x110000 >> 8]",
                                  "const uint8_t am_property_stage2[]", values, CODE_POINTS, 256);
    for (size_t i = 0; i < AM_MAP_END; i++)
        values[i] = target_of[i];
    map_len = print_stages("const uint16_t am_map_stage1[AM_MAP_END >> 6]", "const uint16_t am_map_stage2[]",
                           values, AM_MAP_END, 64);
    print_numbers("const uint32_t am_map_targets[]", targets, target_count);
    print_numbers("const uint32_t am_map_sequences[]", sequences, sequence_count);
    printf("const struct am_property am_properties[] = {\n");
    for (unsigned i = 0; i < property_count; i++)
        printf("{%u,%u},", properties[i].info, properties[i].combining);
    printf("};\n");
    print_pairs("am_pairs_by_parts", by_parts);
    print_pairs("am_pairs_by_whole", by_whole);
    printf("const unsigned am_pair_count = %u;\n", pair_count);
    printf("/* bytes: %zu */\n", 8704 + properties_len + (AM_MAP_END >> 6) * 2 + map_len * 2 +
                                     target_count * 4 + sequence_count * 4 + property_count * 4 +
                                     pair_count * 24);
}

static uint32_t read_char(FILE *file)
{
    char line[64];
    utf8proc_int32_t cp;

    if (fgets(line, sizeof line, file) == NULL || utf8proc_iterate((utf8proc_uint8_t *)line, -1, &cp) < 1)
        return 0;
    return (uint32_t)cp;
}

static void read_simplified(const char *han_path, const char *simplified_path)
{
    FILE *han = fopen(han_path, "r"), *result = fopen(simplified_path, "r");
    uint32_t from, to;
    unsigned changed = 0;

    if (han == NULL || result == NULL)
        fail("cannot open the Han lists");
    while ((from = read_char(han)) != 0) {
        if ((to = read_char(result)) == 0)
            fail("the simplified list is shorter");
        if (from != to) {
            simplified[from] = to;
            changed++;
        }
    }
    if (changed < 2000)
        fail("OpenCC changed hardly any character");
    /* A simplified form may itself be a traditional form of another one; go to the end of the chain. */
    for (uint32_t cp = 0; cp < CODE_POINTS; cp++)
        for (int i = 0; i < 4 && simplified[cp] != 0 && simplified[simplified[cp]] != 0; i++)
            simplified[cp] = simplified[simplified[cp]];
    fclose(han);
    fclose(result);
}

static void print_han(void)
{
    for (uint32_t cp = 0; cp < CODE_POINTS; cp++) {
        utf8proc_uint8_t bytes[5] = {0};

        /* Compatibility forms are mapped to the ordinary ones by their normal form. */
        if (!is_han(cp) || between(cp, 0xF900, 0xFAFF) || between(cp, 0x2F800, 0x2FA1F))
            continue;
        bytes[utf8proc_encode_char((utf8proc_int32_t)cp, bytes)] = '\0';
        printf("%s\n", (const char *)bytes);
    }
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "han") == 0) {
        print_han();
    } else if (argc == 4 && strcmp(argv[1], "tables") == 0) {
        read_simplified(argv[2], argv[3]);
        collect();
        print_tables();
    } else {
        fail("usage: make_tables han | make_tables tables HAN SIMPLIFIED");
    }
    if (fflush(stdout) != 0)
        fail("cannot write");
    return 0;
}
