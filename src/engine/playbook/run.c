/* Running one pattern: backtracking over forward code, with bounded steps. */
#include "engine/playbook/rules.h"

/* Tokens of the quantity of this kind that begins at the token; 0: none. */
static unsigned quantity_at(const struct am_text *text, uint32_t token, unsigned kind)
{
    for (uint32_t i = 0; i < text->quantity_count; i++)
        if (text->quantities[i].first_token == token && text->quantities[i].kind == kind)
            return text->quantities[i].token_count;
    if (kind == AM_QUANTITY_NUMBER && text->tokens[token].kind == AM_TOKEN_NUMBER)
        return 1;
    return 0;
}

unsigned am_negator_at(const struct am_rules *rules, const struct am_terms_text *text, uint32_t token,
                       bool ends)
{
    if (!am_has_term(text, token, AM_TERM_NEGATOR))
        return 0;
    for (uint32_t i = 0; i < rules->header->negators.count; i++) {
        const struct am_negator *negator = &rules->negators[i];
        unsigned k = 0;

        if ((negator->ends != 0) != ends || token + negator->len > text->text->token_count)
            continue;
        while (k < negator->len && am_has_term(text, token + k, negator->terms[k]))
            k++;
        if (k == negator->len)
            return k;
    }
    return 0;
}

bool am_negated(const struct am_rules *rules, const struct am_terms_text *text, uint32_t begin,
                uint32_t place)
{
    uint32_t reach = rules->header->negation_reach;

    for (uint32_t at = place; at > begin && place - at < reach;) {
        if (text->text->tokens[at].flags & AM_TOKEN_AFTER_COMMA)
            return false;
        at--;

        unsigned len = am_negator_at(rules, text, at, false);

        if (len > 0 && at + len <= place)
            return true;
        if (am_negator_at(rules, text, at, true) > 0)
            return false;
    }
    return false;
}

enum { STACK_MAX = 192 };

/* Where a run stands; also what is put on the stack to come back to. */
struct place {
    uint16_t pc, token, sentence; /* code, tokens and sentences are fewer than 65536: layout.h, limits.h */
    uint16_t gap;                 /* instruction `pc` is a gap of which so many tokens were used */
};

struct run {
    const struct am_rules *rules;
    const struct am_terms_text *text;
    bool negation_void;
    uint32_t sentence_end; /* token behind the sentence of the place */
    struct place *stack;   /* of STACK_MAX */
    unsigned depth;
};

static inline void push(struct run *run, struct place place)
{
    if (run->depth < STACK_MAX)
        run->stack[run->depth++] = place;
}

static uint32_t sentence_end(const struct am_text *text, uint32_t sentence)
{
    return (uint32_t)text->sentences[sentence].first_token + text->sentences[sentence].token_count;
}

/* A token that a gap or `_` may pass over. */
static bool may_pass(const struct run *run, uint32_t token)
{
    return !run->negation_void || am_negator_at(run->rules, run->text, token, false) == 0;
}

static bool meets_mark(const struct run *run, const struct place *place, uint32_t op)
{
    const struct am_text *text = run->text->text;
    const struct am_sentence *sentence = &text->sentences[place->sentence];

    switch (op) {
    case AM_OP_BEGIN:
        return place->token == sentence->first_token;
    case AM_OP_END:
        return place->token == run->sentence_end;
    case AM_OP_COMMA:
        return place->token < run->sentence_end &&
               (text->tokens[place->token].flags & AM_TOKEN_AFTER_COMMA) != 0;
    case AM_OP_QUESTION:
        return sentence->question != 0;
    default:
        return sentence->exclamations != 0;
    }
}

/* Goes behind a quantity of this kind. */
static bool takes_quantity(const struct run *run, struct place *place, uint32_t kind)
{
    unsigned count = place->token < run->sentence_end ? quantity_at(run->text->text, place->token, kind) : 0;

    place->token = (uint16_t)(place->token + count);
    return count > 0 && place->token <= run->sentence_end;
}

static bool goes_on(struct run *run, struct place *place)
{
    const struct am_text *text = run->text->text;

    if (place->token != run->sentence_end || place->sentence + 1u >= text->sentence_count)
        return false;
    place->sentence++;
    place->token = text->sentences[place->sentence].first_token;
    run->sentence_end = sentence_end(text, place->sentence);
    return true;
}

static inline void pass_gap(struct run *run, struct place *place, uint32_t most)
{
    if (place->gap < most && place->token < run->sentence_end && may_pass(run, place->token)) {
        struct place other = *place;

        other.pc--;
        other.gap++;
        other.token++;
        push(run, other);
    }
    place->gap = 0;
}

/* One of the rarer instructions, behind which the place already stands; false: this way leads nowhere. */
static bool step(struct run *run, struct place *place, uint32_t op, uint32_t argument)
{
    switch (op) {
    case AM_OP_QUANTITY:
        return takes_quantity(run, place, argument);
    case AM_OP_ANY:
        return place->token < run->sentence_end && may_pass(run, place->token++);
    case AM_OP_NEXT:
        return goes_on(run, place);
    default:
        return meets_mark(run, place, op);
    }
}

bool am_pattern_run(const struct am_rules *rules, const struct am_pattern_record *pattern,
                    const struct am_terms_text *text, uint32_t sentence, uint32_t start, uint32_t *steps,
                    uint32_t *end)
{
    const uint32_t *code = rules->code + pattern->code;
    uint32_t left = *steps;
    struct place stack[STACK_MAX];
    struct place place = {.token = (uint16_t)(start + pattern->passed), .sentence = (uint16_t)sentence};
    struct run run = {.rules = rules,
                      .text = text,
                      .negation_void = (pattern->flags & AM_PATTERN_NEGATION_VOID) != 0,
                      .sentence_end = sentence_end(text->text, sentence)};

    run.stack = stack;
    while (left > 0) {
        const uint32_t instruction = code[place.pc++], op = instruction >> 24,
                       argument = instruction & 0xffffff;
        bool goes_on = true;

        left--;
        switch (op) {
        case AM_OP_MATCH:
            *end = place.token;
            *steps = left;
            return place.token > start;
        case AM_OP_TERM:
            goes_on = place.token < run.sentence_end && am_has_term(text, place.token, argument);
            place.token++;
            break;
        case AM_OP_SET:
            goes_on = place.token < run.sentence_end && am_has_of_set(rules, text, place.token, argument);
            place.token++;
            break;
        case AM_OP_GUARD:
            goes_on = place.token < run.sentence_end && am_has_of_set(rules, text, place.token, argument);
            break;
        case AM_OP_GAP:
            pass_gap(&run, &place, argument);
            break;
        case AM_OP_SPLIT:
            push(&run,
                 (struct place){(uint16_t)(place.pc + argument - 1), place.token, place.sentence, place.gap});
            break;
        case AM_OP_JUMP:
            place.pc = (uint16_t)(place.pc + argument - 1);
            break;
        default:
            goes_on = step(&run, &place, op, argument);
        }
        /* The last instruction is the only AM_OP_MATCH, and jumps stay before it (rules.c, code_fits). */
        if (goes_on)
            continue;
        if (run.depth == 0)
            break;
        place = run.stack[--run.depth];
        run.sentence_end = sentence_end(text->text, place.sentence);
    }
    *steps = left;
    return false;
}
