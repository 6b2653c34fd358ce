/* Sets of terms, as needs and as code ask them (layout.h), and code: what is the same stands once. */
#include <stdlib.h>
#include <string.h>

#include "playbook/book.h"

enum set_kind { SET_CODE, SET_NEED, RUN_OF_CODE };

/* A set, or the halves of a row of instructions, that was put before. */
struct known_set {
    uint64_t hash;
    uint32_t terms, place; /* its terms among the emitter's; where it stands */
    uint16_t count, kind;
};
struct am_known_sets {
    struct known_set *slots; /* count 0: an empty one */
    size_t slot_count, used;
    struct am_buffer terms;
};

static uint64_t hash_terms(const uint16_t *terms, unsigned count, unsigned kind)
{
    uint64_t hash = kind;

    for (unsigned i = 0; i < count; i++)
        hash = (hash ^ terms[i]) * UINT64_C(0x9e3779b97f4a7c15) ^ hash >> 32;
    return hash;
}

static bool grow(struct am_known_sets *known)
{
    size_t slot_count = known->slot_count > 0 ? known->slot_count * 2 : 1024;
    struct known_set *slots = calloc(slot_count, sizeof *slots);

    if (slots == NULL)
        return false;
    for (size_t i = 0; i < known->slot_count; i++) {
        size_t at = known->slots[i].hash & (slot_count - 1);

        if (known->slots[i].count == 0)
            continue;
        while (slots[at].count != 0)
            at = (at + 1) & (slot_count - 1);
        slots[at] = known->slots[i];
    }
    free(known->slots);
    known->slots = slots;
    known->slot_count = slot_count;
    return true;
}

/* The same set is asked for by many patterns, and stands once. Its slot, which is empty (count 0) where it is
 * new and then gets what is known of it but its place; NULL where there is no memory. */
static struct known_set *find_set(struct am_emitter *emitter, const uint16_t *terms, unsigned count,
                                  unsigned kind, bool *is_new)
{
    struct am_known_sets *known = emitter->known;
    uint64_t hash = hash_terms(terms, count, kind);

    if (known == NULL)
        known = emitter->known = calloc(1, sizeof *known);
    if (known == NULL || count == 0 || known->terms.failed ||
        (known->used >= known->slot_count / 2 && !grow(known)))
        return NULL;

    size_t at = hash & (known->slot_count - 1);

    for (; known->slots[at].count != 0; at = (at + 1) & (known->slot_count - 1)) {
        const struct known_set *set = &known->slots[at];

        if (set->hash == hash && set->count == count && set->kind == kind &&
            memcmp(known->terms.bytes + set->terms, terms, count * sizeof *terms) == 0) {
            *is_new = false;
            return &known->slots[at];
        }
    }
    *is_new = true;
    known->used++;
    known->slots[at] = (struct known_set){.hash = hash,
                                          .terms = (uint32_t)known->terms.len_bytes,
                                          .count = (uint16_t)count,
                                          .kind = (uint16_t)kind};
    am_buffer_add(&known->terms, terms, count * sizeof *terms);
    return &known->slots[at];
}

void am_sets_dispose(struct am_emitter *emitter)
{
    if (emitter->known == NULL)
        return;
    am_buffer_dispose(&emitter->known->terms);
    free(emitter->known->slots);
    free(emitter->known);
    emitter->known = NULL;
}

uint16_t am_set_need(struct am_emitter *emitter, const uint16_t *terms, unsigned count)
{
    bool is_new = false;
    struct known_set *set = find_set(emitter, terms, count, SET_NEED, &is_new);

    if (set == NULL || (is_new && emitter->need_count == UINT16_MAX))
        return 0; /* which is always met: more is tried than must be */
    if (is_new) {
        set->place = ++emitter->need_count;
        for (unsigned i = 0; i < count; i++) {
            struct am_member member = {terms[i], (uint16_t)set->place};

            am_buffer_add(&emitter->members, &member, sizeof member);
        }
    }
    return (uint16_t)set->place;
}

/* Fills the table of 2 to `bits` places; false where two terms would have the same. */
static bool fill_table(const uint16_t *terms, unsigned count, unsigned factor, unsigned bits, uint16_t *table)
{
    memset(table, 0, sizeof *table << bits);
    for (unsigned i = 0; i < count; i++) {
        uint16_t *place = &table[(terms[i] * factor & 0xffff) >> (16 - bits)];

        if (*place != AM_TERM_NONE)
            return false;
        *place = terms[i];
    }
    return true;
}

/* As a table without collisions (a factor is looked for) where that is little, else as what is smaller: such
 * a table, or bits. Terms that belong together were mostly numbered one after the other, so that bits are
 * often short; but a processor foretells better what it asks when nearly all sets are of one kind. */
static uint32_t put_code(struct am_emitter *emitter, const uint16_t *terms, unsigned count)
{
    enum { FACTORS = 400, BITS_MAX = 12, LITTLE = 8 };
    unsigned words = count > 0 ? (unsigned)(terms[count - 1] - terms[0]) / 16 + 1 : 0;
    uint16_t table[(1 << BITS_MAX) + 2];
    size_t at = emitter->sets.len_bytes / sizeof *table;

    for (unsigned bits = 1; bits <= BITS_MAX && (1u << bits < words || bits < LITTLE); bits++)
        for (unsigned k = 0, factor = 0x9e37; 1u << bits >= count && k < FACTORS; k++, factor += 0x3d4c)
            if (fill_table(terms, count, factor & 0xffff, bits, table + 2)) {
                table[0] = (uint16_t)(AM_SET_TABLE | bits);
                table[1] = (uint16_t)factor;
                am_buffer_add(&emitter->sets, table, (2 + (1u << bits)) * sizeof *table);
                return (uint32_t)at;
            }
    memset(table, 0, (2 + words) * sizeof *table);
    table[0] = (uint16_t)(AM_SET_BITS | words);
    table[1] = count > 0 ? terms[0] : 0;
    for (unsigned i = 0; i < count; i++)
        table[2 + (terms[i] - terms[0]) / 16] |= (uint16_t)(1u << (terms[i] - terms[0]) % 16);
    am_buffer_add(&emitter->sets, table, (2 + words) * sizeof *table);
    return (uint32_t)at;
}

uint32_t am_set_code(struct am_emitter *emitter, const uint16_t *terms, unsigned count)
{
    bool is_new = false;
    struct known_set *set = find_set(emitter, terms, count, SET_CODE, &is_new);

    if (set == NULL)
        return put_code(emitter, terms, count);
    if (is_new)
        set->place = put_code(emitter, terms, count);
    return set->place;
}

uint32_t am_code_put(struct am_emitter *emitter, const uint32_t *code, unsigned count)
{
    uint16_t halves[2 * AM_CODE_MAX];
    uint32_t place = (uint32_t)(emitter->code.len_bytes / sizeof *code);
    bool is_new = false;

    for (unsigned i = 0; i < count; i++) {
        halves[2 * i] = (uint16_t)code[i];
        halves[2 * i + 1] = (uint16_t)(code[i] >> 16);
    }

    struct known_set *known = find_set(emitter, halves, 2 * count, RUN_OF_CODE, &is_new);

    if (known != NULL && !is_new)
        return known->place;
    if (known != NULL)
        known->place = place;
    am_buffer_add(&emitter->code, code, count * sizeof *code);
    return place;
}
