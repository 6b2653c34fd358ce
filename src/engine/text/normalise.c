/*
 * Bytes to units: strict UTF-8, then each code point's normalised form from the tables; combining marks are
 * put in canonical order and composed with what stands before them. The fold comes before the composition:
 * the tables hold folded composites only, and folding and composing commute for them.
 */
#include "engine/text/arena.h"

enum {
    MARKS_MAX = 30, /* of one base (as the stream-safe format of UAX 15); more are passed over */
    SEGMENT_MAX = MARKS_MAX * 2 + 8,
    TWO = 0xC2,
    THREE = 0xE0,
    FOUR = 0xF0,
    LEAD_END = 0xF5
};

/* Decodes one code point of two bytes or more; gives its length, 0 where it is not valid. */
static unsigned decode(const unsigned char *at, size_t left, uint32_t *cp)
{
    unsigned lead = at[0];

    if (lead < TWO || lead >= LEAD_END)
        return 0;

    unsigned len = lead < THREE ? 2 : lead < FOUR ? 3 : 4;
    uint32_t value = lead & (0x7FU >> len);

    if (left < len)
        return 0;
    for (unsigned i = 1; i < len; i++) {
        if ((at[i] & 0xC0) != 0x80)
            return 0;
        value = value << 6 | (at[i] & 0x3FU);
    }
    if ((len == 3 && (value < 0x800 || (value >= 0xD800 && value <= 0xDFFF))) ||
        (len == 4 && (value < 0x10000 || value > 0x10FFFF)))
        return 0;
    *cp = value;
    return len;
}

static uint32_t compose_pair(uint32_t first, uint32_t second)
{
    unsigned low = 0, high = am_pair_count;

    while (low < high) {
        unsigned middle = (low + high) / 2;
        const struct am_pair *pair = &am_pairs_by_parts[middle];

        if (pair->first < first || (pair->first == first && pair->second < second))
            low = middle + 1;
        else
            high = middle;
    }
    if (low < am_pair_count && am_pairs_by_parts[low].first == first &&
        am_pairs_by_parts[low].second == second)
        return am_pairs_by_parts[low].composed;
    return 0;
}

static const struct am_pair *find_whole(uint32_t cp)
{
    unsigned low = 0, high = am_pair_count;

    while (low < high) {
        unsigned middle = (low + high) / 2;

        if (am_pairs_by_whole[middle].composed < cp)
            low = middle + 1;
        else
            high = middle;
    }
    return low < am_pair_count && am_pairs_by_whole[low].composed == cp ? &am_pairs_by_whole[low] : NULL;
}

/* Takes a code point apart into `out`; gives the count (at most four). */
static unsigned decompose(uint32_t cp, uint32_t *out)
{
    uint32_t tail[4];
    unsigned tails = 0, count = 0;
    const struct am_pair *pair;

    while (tails < 3 && (pair = find_whole(cp)) != NULL) {
        tail[tails++] = pair->second;
        cp = pair->first;
    }
    out[count++] = cp;
    while (tails > 0)
        out[count++] = tail[--tails];
    return count;
}

/* Marks into canonical order: stable, by combining class, the base stays in front. */
static void order_marks(uint32_t *segment, unsigned count)
{
    for (unsigned i = 2; i < count; i++) {
        uint32_t mark = segment[i];
        unsigned at = i, class = am_property(mark)->combining;

        while (at > 1 && am_property(segment[at - 1])->combining > class) {
            segment[at] = segment[at - 1];
            at--;
        }
        segment[at] = mark;
    }
}

/* Composes marks into the base; gives the new count. */
static unsigned compose(uint32_t *segment, unsigned count)
{
    unsigned kept = 1, last = 0;

    for (unsigned i = 1; i < count; i++) {
        unsigned class = am_property(segment[i])->combining;
        uint32_t whole = kept > 1 && last >= class ? 0 : compose_pair(segment[0], segment[i]);

        if (whole != 0) {
            segment[0] = whole;
            continue;
        }
        segment[kept++] = segment[i];
        last = class;
    }
    return kept;
}

/* Adds a combining mark to the units before it. */
static void add_mark(struct am_text_arena *arena, uint32_t mark, uint32_t position)
{
    uint32_t base = arena->unit_count;

    while (base > 0 && arena->unit_count - base < MARKS_MAX &&
           am_property(arena->norm[base - 1])->combining != 0)
        base--;
    if (base > 0)
        base--;
    if (arena->unit_count - base >= MARKS_MAX) {
        arena->end[arena->unit_count - 1] = position + 1;
        return;
    }

    uint32_t segment[SEGMENT_MAX + 4];
    unsigned count = 0;
    uint32_t start = base < arena->unit_count ? arena->start[base] : position;
    uint16_t base_info = base < arena->unit_count ? arena->info[base] : am_property(mark)->info;

    for (uint32_t i = base; i < arena->unit_count && count < SEGMENT_MAX - 4; i++)
        count += decompose(arena->norm[i], segment + count);
    count += decompose(mark, segment + count);
    order_marks(segment, count);
    count = compose(segment, count);

    unsigned mapped = am_map_index(segment[0]);

    if (mapped != 0 && (am_map_targets[mapped] & AM_MAP_SEQUENCE) == 0)
        segment[0] = am_map_targets[mapped];
    for (unsigned i = 0; i < count; i++) {
        arena->norm[base + i] = segment[i];
        arena->info[base + i] = i == 0 ? base_info : am_property(segment[i])->info;
        arena->start[base + i] = start;
        arena->end[base + i] = position + 1;
    }
    arena->unit_count = base + count;
}

static void add_unit(struct am_text_arena *arena, uint32_t norm, uint16_t info, uint32_t position)
{
    uint32_t at = arena->unit_count++;

    arena->norm[at] = norm;
    arena->info[at] = info;
    arena->start[at] = position;
    arena->end[at] = position + 1;
}

/* Does this code point belong to the emoji before it? `joined`: a joiner stands between. */
static bool belongs_to_emoji(const struct am_text_arena *arena, unsigned class, uint32_t cp, bool joined)
{
    if (arena->unit_count == 0 || AM_INFO_CLASS(arena->info[arena->unit_count - 1]) != AM_CLASS_EMOJI)
        return false;
    if (class == AM_CLASS_TONE || (class == AM_CLASS_EMOJI && joined))
        return true;
    if (class == AM_CLASS_IGNORE || class == AM_CLASS_JOIN)
        return (cp >= 0xFE00 && cp <= 0xFE0F) || cp == 0x200D || cp >= 0xE0000;

    /* The second half of a flag: the first one stands alone, that is, it is one code point wide. */
    uint32_t last = arena->unit_count - 1;

    return class == AM_CLASS_REGIONAL && arena->norm[last] >= 0x1F1E6 && arena->norm[last] <= 0x1F1FF &&
           arena->end[last] - arena->start[last] == 1;
}

/* One code point beyond ASCII. `joined` is kept between calls: a joiner stood before. */
static void add_wide(struct am_text_arena *arena, uint32_t cp, uint32_t position, bool *joined)
{
    const struct am_property *property = am_property(cp);
    unsigned class = AM_INFO_CLASS(property->info);
    bool was_joined = *joined;

    *joined = class == AM_CLASS_JOIN;
    if (class >= AM_CLASS_EMOJI && class <= AM_CLASS_JOIN) {
        if (belongs_to_emoji(arena, class, cp, was_joined)) {
            arena->end[arena->unit_count - 1] = position + 1;
            return;
        }
        if (class == AM_CLASS_IGNORE || class == AM_CLASS_JOIN)
            return;
        add_unit(arena, cp, AM_CLASS_EMOJI, position);
        return;
    }

    unsigned mapped = am_map_index(cp);
    uint32_t target = mapped == 0 ? cp : am_map_targets[mapped];

    if ((target & AM_MAP_SEQUENCE) != 0) {
        const uint32_t *sequence = am_map_sequences + (target & 0xFFFFFF);

        for (unsigned i = 0; i < (target >> 24 & 15U); i++)
            add_unit(arena, sequence[i], property->info, position);
    } else if (property->combining != 0) {
        add_mark(arena, target, position);
    } else {
        add_unit(arena, target, property->info, position);
    }
}

enum amends_status am_text_normalise(struct am_text_arena *arena, struct amends_view source)
{
    const unsigned char *at = (const unsigned char *)source.bytes;
    size_t left = source.len_bytes;
    uint32_t position = 0;
    bool joined = false;

    arena->unit_count = 0;
    while (left > 0) {
        uint32_t cp = *at;
        unsigned len = 1;

        if (cp < 0x80) {
            if (cp == 0)
                return AMENDS_E_NUL;

            uint16_t info = am_property(cp)->info;

            add_unit(arena, (info & AM_INFO_CAPITAL) != 0 ? cp | 0x20U : cp, info, position);
            if (cp == '`')
                arena->norm[arena->unit_count - 1] = '\'';
            joined = false;
        } else if ((len = decode(at, left, &cp)) == 0) {
            return AMENDS_E_UTF8;
        } else {
            add_wide(arena, cp, position, &joined);
        }
        at += len;
        left -= len;
        position++;
    }
    arena->code_points = position;
    for (unsigned i = 0; i < 8; i++) {
        arena->norm[arena->unit_count + i] = 0;
        arena->info[arena->unit_count + i] = AM_CLASS_SPACE;
        arena->start[arena->unit_count + i] = arena->end[arena->unit_count + i] = position;
    }
    return AMENDS_OK;
}
