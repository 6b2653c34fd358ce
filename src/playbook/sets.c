/* Sets of terms, as needs and as code ask them (layout.h, enum am_set_kind). */
#include <string.h>

#include "playbook/book.h"

unsigned am_set_pairs(const uint16_t *terms, unsigned count, struct am_term_pair *pairs, unsigned max)
{
    unsigned used = 0;

    for (unsigned i = 0; i < count; i++) {
        if (used == 0 || pairs[used - 1].word != terms[i] / 16) {
            if (used == max)
                return max + 1;
            pairs[used++] = (struct am_term_pair){terms[i] / 16, 0};
        }
        pairs[used - 1].bits |= am_term_bit(terms[i]);
    }
    return used;
}

uint32_t am_set_need(struct am_emitter *emitter, const uint16_t *terms, unsigned count)
{
    struct am_term_pair pairs[AM_SET_NEED_MAX];
    uint16_t head = (uint16_t)(AM_SET_PAIRS | am_set_pairs(terms, count, pairs, AM_SET_NEED_MAX));
    size_t at = am_buffer_add(&emitter->sets, &head, sizeof head);

    am_buffer_add(&emitter->sets, pairs, head * sizeof *pairs);
    return (uint32_t)(at / sizeof head);
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

/* As what is smaller: a table without collisions (a factor is looked for), or bits. Terms that belong
 * together were mostly numbered one after the other, so that bits are often short. */
uint32_t am_set_code(struct am_emitter *emitter, const uint16_t *terms, unsigned count)
{
    enum { FACTORS = 400, BITS_MAX = 12 };
    unsigned words = count > 0 ? (unsigned)(terms[count - 1] - terms[0]) / 16 + 1 : 0;
    uint16_t table[(1 << BITS_MAX) + 2];
    size_t at = emitter->sets.len_bytes / sizeof *table;

    for (unsigned bits = 1; bits <= BITS_MAX && 1u << bits < words; bits++)
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
