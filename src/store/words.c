#include "store/words.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "store/stem.h"

static bool grow(void **memory, size_t *room, size_t wanted, size_t size)
{
    if (wanted <= *room)
        return true;
    size_t more = *room * 2 > wanted ? *room * 2 : wanted + 32;
    void *grown = realloc(*memory, more * size);
    if (!grown)
        return false;
    *memory = grown;
    *room = more;
    return true;
}

bool am_words_add(struct am_words *words, struct amends_view word)
{
    if (word.len_bytes == 0 || words->count >= AM_WORDS_MOST)
        return true;
    void *text = words->text, *list = words->list;
    bool room = grow(&text, &words->text_room, words->text_len + word.len_bytes, 1);
    words->text = text;
    room = room && grow(&list, &words->room, words->count + 1, sizeof *words->list);
    words->list = list;
    if (!room)
        return false;
    memcpy(words->text + words->text_len, word.bytes, word.len_bytes);
    words->list[words->count++] = (struct am_word){words->text_len, word.len_bytes};
    words->text_len += word.len_bytes;
    return true;
}

static int compare_views(struct amends_view a, struct amends_view b)
{
    size_t shorter = a.len_bytes < b.len_bytes ? a.len_bytes : b.len_bytes;
    int order = memcmp(a.bytes, b.bytes, shorter);
    return order ? order : (a.len_bytes > b.len_bytes) - (a.len_bytes < b.len_bytes);
}

static int compare(const void *a, const void *b, void *text)
{
    const struct am_word *left = a, *right = b;
    return compare_views((struct amends_view){(const char *)text + left->at, left->len_bytes},
                         (struct amends_view){(const char *)text + right->at, right->len_bytes});
}

void am_words_sort(struct am_words *words)
{
    if (words->count < 2)
        return;
    qsort_r(words->list, words->count, sizeof *words->list, compare, words->text);
    size_t kept = 1;
    for (size_t i = 1; i < words->count; i++)
        if (compare_views(am_words_at(words, kept - 1), am_words_at(words, i)) != 0)
            words->list[kept++] = words->list[i];
    words->count = kept;
}

void am_words_dispose(struct am_words *words)
{
    free(words->text);
    free(words->list);
    am_stems_free(words->stems);
    *words = (struct am_words){0};
}

/* Written without blanks between words. */
static bool runs_on(int32_t c)
{
    return (c >= 0x3041 && c <= 0x30ff && c != 0x30fb) || (c >= 0x3400 && c <= 0x4dbf) ||
           (c >= 0x4e00 && c <= 0x9fff) || (c >= 0xf900 && c <= 0xfaff) || (c >= 0x31f0 && c <= 0x31ff) ||
           c == 0x3005 || c == 0x3007 || (c >= 0x20000 && c <= 0x3ffff);
}

static bool is_mark(int32_t c)
{
    utf8proc_category_t category = utf8proc_category(c);
    return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_MC ||
           category == UTF8PROC_CATEGORY_ME;
}

static bool in_word(int32_t c)
{
    switch (utf8proc_category(c)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
        return true;
    default:
        return is_mark(c);
    }
}

enum { BREVE = 0x306, CYRILLIC_I = 0x438 };

/* Accents of Latin, Greek and Cyrillic letters go: who types "cafe" finds "café". Those of kana stay, where
 * they make another letter, and that of й until the endings are off, for they are known by it. */
static size_t drop_accents(int32_t *points, size_t count)
{
    size_t kept = 0;
    int32_t base = 0;
    for (size_t i = 0; i < count; i++) {
        if (!is_mark(points[i]))
            base = points[i];
        else if (base < 0x530 && !(base == CYRILLIC_I && points[i] == BREVE))
            continue;
        points[kept++] = points[i];
    }
    return kept;
}

/* The text folded, as code points from malloc; *count 0 where it is none. False: no memory. */
static bool fold(struct amends_view text, int32_t **points, size_t *count)
{
    const utf8proc_option_t how = UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE;
    *count = 0;
    *points = NULL;
    utf8proc_ssize_t len = utf8proc_decompose((const utf8proc_uint8_t *)text.bytes,
                                              (utf8proc_ssize_t)text.len_bytes, NULL, 0, how);
    if (len <= 0)
        return true;
    *points = malloc(((size_t)len + 1) * sizeof **points);
    if (!*points)
        return false;
    len = utf8proc_decompose((const utf8proc_uint8_t *)text.bytes, (utf8proc_ssize_t)text.len_bytes, *points,
                             len, how);
    if (len <= 0)
        return true;
    len = utf8proc_normalize_utf32(*points, (utf8proc_ssize_t)drop_accents(*points, (size_t)len),
                                   UTF8PROC_COMPOSE | UTF8PROC_STABLE);
    *count = len > 0 ? (size_t)len : 0;
    return true;
}

static bool add_points(struct am_words *words, const int32_t *points, size_t count)
{
    char word[AM_WORD_MOST_BYTES];
    size_t len = 0;
    for (size_t i = 0; i < count && len + 4 <= sizeof word; i++)
        len += (size_t)utf8proc_encode_char(points[i], (utf8proc_uint8_t *)word + len);
    return am_words_add(words, (struct amends_view){word, len});
}

static bool add_stem(struct am_words *words, const int32_t *points, size_t count)
{
    char word[AM_WORD_MOST_BYTES];
    size_t len = 0;
    if (!words->stems && !(words->stems = am_stems_new()))
        return false;
    for (size_t i = 0; i < count && len + 4 <= sizeof word; i++)
        len += (size_t)utf8proc_encode_char(points[i], (utf8proc_uint8_t *)word + len);
    return am_words_add(words, (struct amends_view){word, am_stem(words->stems, word, len)});
}

static bool add_run(struct am_words *words, const int32_t *points, size_t count, enum am_words_for use)
{
    for (size_t i = 0; i < count; i++) {
        if ((use == AM_WORDS_STORED || count == 1) && !add_points(words, points + i, 1))
            return false;
        if (i + 1 < count && !add_points(words, points + i, 2))
            return false;
    }
    return true;
}

bool am_words_read(struct am_words *words, struct amends_view text, enum am_words_for use)
{
    int32_t *points;
    size_t count;
    bool room = fold(text, &points, &count);
    for (size_t i = 0, end; room && i < count; i = end) {
        bool run = runs_on(points[i]);
        for (end = i; end < count && in_word(points[end]) && runs_on(points[end]) == run; end++)
            ;
        if (end == i)
            end++;
        else
            room = run ? add_run(words, points + i, end - i, use) : add_stem(words, points + i, end - i);
    }
    free(points);
    return room;
}
