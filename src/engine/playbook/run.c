/* Running one pattern: backtracking over forward code, with bounded steps. */
#include "engine/playbook/rules.h"

bool am_has_of_set(const struct am_rules *rules, const struct am_terms_text *text, uint32_t token,
                   uint32_t set)
{
    const uint16_t *head = rules->sets + set;
    unsigned number = head[0] & AM_SET_NUMBER;
    bool found = false;

    if (head[0] & AM_SET_TABLE) {
        for (uint32_t i = text->first[token]; i < text->first[token + 1]; i++)
            found |=
                head[2 + ((text->terms[i] * (uint32_t)head[1] & 0xffff) >> (16 - number))] == text->terms[i];
        return found;
    }
    for (uint32_t i = text->first[token]; i < text->first[token + 1]; i++) {
        unsigned bit = (unsigned)text->terms[i] - head[1];
        unsigned word = bit / 16 < number ? bit / 16 : 0;

        found |= (bit / 16 < number) & (head[2 + word] >> bit % 16 & 1);
    }
    return found;
}

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
    const uint32_t *code;
    uint32_t code_count;
    bool negation_void;
    struct place *stack; /* of STACK_MAX */
    unsigned depth;
};

static void push(struct run *run, struct place place)
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

static bool meets_mark(const struct am_text *text, const struct place *place, uint32_t op)
{
    const struct am_sentence *sentence = &text->sentences[place->sentence];

    switch (op) {
    case AM_OP_BEGIN:
        return place->token == sentence->first_token;
    case AM_OP_END:
        return place->token == sentence_end(text, place->sentence);
    case AM_OP_COMMA:
        return place->token < sentence_end(text, place->sentence) &&
               (text->tokens[place->token].flags & AM_TOKEN_AFTER_COMMA) != 0;
    case AM_OP_QUESTION:
        return sentence->question != 0;
    default:
        return sentence->exclamations != 0;
    }
}

/* Instructions that take tokens. */
static bool takes(const struct run *run, struct place *place, uint32_t op, uint32_t argument)
{
    unsigned count = 1;

    if (place->token >= sentence_end(run->text->text, place->sentence))
        return false;
    if (op == AM_OP_TERM && !am_has_term(run->text, place->token, argument))
        return false;
    if (op == AM_OP_SET && !am_has_of_set(run->rules, run->text, place->token, argument))
        return false;
    if (op == AM_OP_ANY && !may_pass(run, place->token))
        return false;
    if (op == AM_OP_QUANTITY && (count = quantity_at(run->text->text, place->token, argument)) == 0)
        return false;
    place->token = (uint16_t)(place->token + count);
    return place->token <= sentence_end(run->text->text, place->sentence);
}

/* One instruction; false: this way leads nowhere. */
static bool step(struct run *run, struct place *place)
{
    const struct am_text *text = run->text->text;
    uint32_t op = run->code[place->pc] >> 24, argument = run->code[place->pc] & 0xffffff;
    struct place other = *place;

    switch (op) {
    case AM_OP_TERM:
    case AM_OP_SET:
    case AM_OP_QUANTITY:
    case AM_OP_ANY:
        place->pc++;
        return takes(run, place, op, argument);
    case AM_OP_GUARD:
        place->pc++;
        return place->token < sentence_end(text, place->sentence) &&
               am_has_of_set(run->rules, run->text, place->token, argument);
    case AM_OP_GAP:
        other.gap++;
        other.token++;
        if (place->gap < argument && place->token < sentence_end(text, place->sentence) &&
            may_pass(run, place->token))
            push(run, other);
        place->gap = 0;
        place->pc++;
        return true;
    case AM_OP_SPLIT:
        other.pc = (uint16_t)(other.pc + argument);
        push(run, other);
        place->pc++;
        return true;
    case AM_OP_JUMP:
        place->pc = (uint16_t)(place->pc + argument);
        return true;
    case AM_OP_NEXT:
        place->pc++;
        if (place->token != sentence_end(text, place->sentence) ||
            place->sentence + 1u >= text->sentence_count)
            return false;
        place->sentence++;
        place->token = text->sentences[place->sentence].first_token;
        return true;
    default:
        place->pc++;
        return meets_mark(text, place, op);
    }
}

bool am_pattern_run(const struct am_rules *rules, const struct am_pattern_record *pattern,
                    const struct am_terms_text *text, uint32_t sentence, uint32_t start, uint32_t *steps,
                    uint32_t *end)
{
    struct place stack[STACK_MAX];
    struct run run = {.rules = rules, .text = text, .code = rules->code + pattern->code};
    struct place place = {.token = (uint16_t)start, .sentence = (uint16_t)sentence};

    run.stack = stack;
    run.code_count = pattern->code_count;
    run.negation_void = pattern->negation_void != 0;
    while (*steps > 0) {
        --*steps;
        if (run.code[place.pc] >> 24 == AM_OP_MATCH) {
            *end = place.token;
            return place.token > start;
        }
        if (!step(&run, &place) || place.pc >= run.code_count) {
            if (run.depth == 0)
                return false;
            place = run.stack[--run.depth];
        }
    }
    return false;
}
