/* Needs as they stand in the image: numbered so that those that share words lie side by side, and for each
 * term the needs that it meets, 16 at a time. */
#include <stdlib.h>

#include "playbook/book.h"

/* A need and the one of its terms that most needs have. */
struct shared {
    uint32_t members; /* of that term */
    uint16_t term, need;
};

static int by_sharing(const void *a, const void *b)
{
    const struct shared *x = a, *y = b;

    if (x->members != y->members)
        return x->members > y->members ? -1 : 1;
    if (x->term != y->term)
        return x->term < y->term ? -1 : 1;
    return x->need < y->need ? -1 : x->need > y->need;
}

static int by_term(const void *a, const void *b)
{
    const struct am_member *x = a, *y = b;

    if (x->term != y->term)
        return x->term < y->term ? -1 : 1;
    return x->need < y->need ? -1 : x->need > y->need;
}

static void find_shared(const struct am_emitter *emitter, const uint32_t *counts, struct shared *needs)
{
    const struct am_member *members = (const void *)emitter->members.bytes;

    for (uint32_t i = 0; i <= emitter->need_count; i++)
        needs[i] = (struct shared){.need = (uint16_t)i};
    for (size_t i = 0; i < emitter->members.len_bytes / sizeof *members; i++) {
        struct shared *need = &needs[members[i].need];

        if (counts[members[i].term] > need->members) {
            need->members = counts[members[i].term];
            need->term = members[i].term;
        }
    }
}

static void renumber(struct am_emitter *emitter, const uint16_t *numbers)
{
    struct am_member *members = (void *)emitter->members.bytes;
    struct am_anchor *anchors = (void *)emitter->anchors.bytes;
    struct am_pattern_record *patterns = (void *)emitter->patterns.bytes;

    for (size_t i = 0; i < emitter->members.len_bytes / sizeof *members; i++)
        members[i].need = numbers[members[i].need];
    for (size_t i = 0; i < emitter->anchors.len_bytes / sizeof *anchors; i++)
        for (unsigned k = 0; k < AM_POSTING_NEEDS; k++)
            anchors[i].posting.needs[k] = numbers[anchors[i].posting.needs[k]];
    for (size_t i = 0; i < emitter->patterns.len_bytes / sizeof *patterns; i++)
        for (unsigned k = 0; k < AM_NEEDS_MAX; k++)
            patterns[i].needs[k] = numbers[patterns[i].needs[k]];
}

bool am_needs_sort(struct am_emitter *emitter, uint32_t term_count)
{
    struct am_member *members = (void *)emitter->members.bytes;
    size_t count = emitter->members.len_bytes / sizeof *members;
    uint32_t *counts = calloc(term_count + 1, sizeof *counts);
    struct shared *needs = calloc(emitter->need_count + 1, sizeof *needs);
    uint16_t *numbers = calloc(emitter->need_count + 1, sizeof *numbers);
    bool good = counts != NULL && needs != NULL && numbers != NULL;

    if (good) {
        for (size_t i = 0; i < count; i++)
            counts[members[i].term]++;
        find_shared(emitter, counts, needs);
        /* Need 0 keeps its number. */
        qsort(needs + 1, emitter->need_count, sizeof *needs, by_sharing);
        for (uint32_t i = 1; i <= emitter->need_count; i++)
            numbers[needs[i].need] = (uint16_t)i;
        renumber(emitter, numbers);
        if (count > 0)
            qsort(members, count, sizeof *members, by_term);
    }
    free(counts);
    free(needs);
    free(numbers);
    return good;
}

void am_needs_put(const struct am_emitter *emitter, uint32_t term_count, struct am_term_record *terms,
                  struct am_buffer *out)
{
    const struct am_member *members = (const void *)emitter->members.bytes;
    size_t count = emitter->members.len_bytes / sizeof *members, at = 0;

    for (uint32_t term = 0; term <= term_count; term++) {
        terms[term].met = (uint32_t)(out->len_bytes / sizeof(struct am_need_bits));
        while (at < count && members[at].term == term) {
            struct am_need_bits bits = {(uint16_t)(members[at].need / 16u), 0};

            for (; at < count && members[at].term == term && members[at].need / 16u == bits.word; at++)
                bits.bits |= (uint16_t)(1u << members[at].need % 16);
            am_buffer_add(out, &bits, sizeof bits);
        }
    }
}
