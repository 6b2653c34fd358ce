#include "engine/playbook/rules.h"

struct am_rules am_rules_of(struct amends_view section)
{
    const struct am_rules_header *header = (const void *)section.bytes;
    const char *bytes = section.bytes;

    return (struct am_rules){.header = header,
                             .rules = (const void *)(bytes + header->rules.offset),
                             .patterns = (const void *)(bytes + header->patterns.offset),
                             .code = (const void *)(bytes + header->code.offset),
                             .terms = (const void *)(bytes + header->terms.offset),
                             .sets = (const void *)(bytes + header->sets.offset),
                             .met = (const void *)(bytes + header->met.offset),
                             .postings = (const void *)(bytes + header->postings.offset),
                             .negators = (const void *)(bytes + header->negators.offset),
                             .strings = bytes + header->strings.offset};
}

static bool set_fits(const struct am_rules *rules, uint32_t set)
{
    uint32_t room = rules->header->sets.count;

    if (set >= room)
        return false;
    room -= set + 1;

    uint32_t kind = rules->sets[set] & AM_SET_KINDS, number = rules->sets[set] & AM_SET_NUMBER;

    if (kind == AM_SET_BITS)
        return number >= 1 && room > number;
    return kind == AM_SET_TABLE && number >= 1 && number <= 12 && room > UINT32_C(1) << number;
}

/* Jumps lead forward and stay inside; the last instruction is the only one that may be last. */
static bool code_fits(const struct am_rules *rules, const struct am_pattern_record *pattern)
{
    uint32_t total = rules->header->code.count;

    if (pattern->code_count == 0 || pattern->code > total || pattern->code_count > total - pattern->code)
        return false;
    for (uint32_t i = 0; i < pattern->code_count; i++) {
        uint32_t op = rules->code[pattern->code + i] >> 24,
                 argument = rules->code[pattern->code + i] & 0xffffff;

        if (op >= AM_OP_COUNT || (op == AM_OP_MATCH) != (i + 1 == pattern->code_count))
            return false;
        if ((op == AM_OP_SPLIT || op == AM_OP_JUMP) && (argument == 0 || argument >= pattern->code_count - i))
            return false;
        if ((op == AM_OP_SET || op == AM_OP_GUARD) && !set_fits(rules, argument))
            return false;
    }
    return true;
}

/* Where nothing is left but the last instruction, the beginning took a token. A second token is taken only
 * where one is asked about. */
static bool beginning_fits(const struct am_pattern_record *pattern)
{
    if (pattern->passed > AM_BEGINNINGS)
        return false;
    return (pattern->passed < AM_BEGINNINGS || pattern->first[AM_BEGINNINGS - 1] != 0) &&
           (pattern->passed > 0 || pattern->code_count > 1);
}

static bool pattern_fits(const struct am_rules *rules, const struct am_pattern_record *pattern)
{
    if (pattern->rule >= rules->header->rules.count || !code_fits(rules, pattern))
        return false;
    for (unsigned i = 0; i < AM_BEGINNINGS; i++)
        if (pattern->first[i] >> 24 == AM_OP_SET && !set_fits(rules, pattern->first[i] & 0xffffff))
            return false;
    if (!beginning_fits(pattern))
        return false;
    for (unsigned i = 0; i < AM_NEEDS_MAX; i++)
        if (pattern->needs[i] >= rules->header->need_count)
            return false;
    return true;
}

static bool string_fits(const struct am_rules *rules, uint32_t offset, uint32_t len)
{
    return offset <= rules->header->strings.count && len <= rules->header->strings.count - offset;
}

/* The numbers that a rule's kind may have as label. */
static bool label_fits(const struct am_rule_record *rule)
{
    static const uint8_t counts[] = {AMENDS_SIGNAL_COUNT, AMENDS_MARK_COUNT,   AMENDS_FINDING_COUNT,
                                     AMENDS_MOVE_COUNT,   AMENDS_REMEDY_COUNT, 32,
                                     AM_SENSE_KINDS};

    return rule->kind < sizeof counts && rule->label < counts[rule->kind] && rule->part <= AM_PART_QUARTER;
}

static bool rules_fit(const struct am_rules *rules)
{
    for (uint32_t i = 0; i < rules->header->rules.count; i++) {
        const struct am_rule_record *rule = &rules->rules[i];

        if (!label_fits(rule) || !string_fits(rules, rule->id, rule->id_len) ||
            !string_fits(rules, rule->suggestion, rule->suggestion_len) ||
            rule->unless_first > rules->header->patterns.count ||
            rule->unless_count > rules->header->patterns.count - rule->unless_first)
            return false;
    }
    for (uint32_t i = 0; i < rules->header->patterns.count; i++)
        if (!pattern_fits(rules, &rules->patterns[i]))
            return false;
    return true;
}

static bool terms_fit(const struct am_rules *rules)
{
    const struct am_rules_header *header = rules->header;
    const struct am_term_record *last = &rules->terms[header->term_count];

    if (last->met > header->met.count || last->postings[0] > header->postings.count ||
        last->postings[1] > header->postings.count)
        return false;
    for (const struct am_term_record *term = rules->terms; term < last; term++)
        if (term[0].met > term[1].met || term[0].postings[0] > term[1].postings[0] ||
            term[0].postings[1] > term[1].postings[1])
            return false;
    return true;
}

/* Without branches: they are many. */
static bool postings_fit(const struct am_rules *rules)
{
    const struct am_rules_header *header = rules->header;
    uint32_t wrong = 0;

    for (uint32_t i = 0; i < header->postings.count; i++) {
        const struct am_posting *posting = &rules->postings[i];

        wrong |= posting->pattern >= header->patterns.count;
        for (unsigned k = 0; k < AM_POSTING_NEEDS; k++)
            wrong |= posting->needs[k] >= header->need_count;
    }
    for (uint32_t i = 0; i < header->met.count; i++)
        wrong |= rules->met[i].word > (header->need_count - 1) / 16;
    return wrong == 0;
}

static bool index_fits(const struct am_rules *rules)
{
    const struct am_rules_header *header = rules->header;

    if (header->term_count < AM_TERM_WORDS || header->term_count > 65536 ||
        header->terms.count != header->term_count + 1 || header->need_count < 1 ||
        header->need_count > 65536 || !terms_fit(rules) || !postings_fit(rules))
        return false;
    for (uint32_t i = 0; i < header->negators.count; i++)
        if (rules->negators[i].len == 0 || rules->negators[i].len > 4)
            return false;
    return header->rules.count <= 65535 && header->patterns.count <= 65535;
}

bool am_rules_check(struct amends_view section)
{
    const struct am_rules_header *header = (const void *)section.bytes;

    if (section.len_bytes < sizeof *header || header->version != AM_LAYOUT_VERSION ||
        !am_table_at(section, header->rules, sizeof(struct am_rule_record), 4) ||
        !am_table_at(section, header->patterns, sizeof(struct am_pattern_record), 4) ||
        !am_table_at(section, header->code, 4, 4) || !am_table_at(section, header->sets, 2, 2) ||
        !am_table_at(section, header->terms, sizeof(struct am_term_record), 4) ||
        !am_table_at(section, header->met, sizeof(struct am_need_bits), 2) ||
        !am_table_at(section, header->postings, sizeof(struct am_posting), 2) ||
        !am_table_at(section, header->negators, sizeof(struct am_negator), 2) ||
        !am_table_at(section, header->strings, 1, 1))
        return false;

    struct am_rules rules = am_rules_of(section);

    return index_fits(&rules) && rules_fit(&rules);
}
