/*
 * All rules of a group over a text. Each token's terms are looked up once; a term leads to the patterns of
 * which it is the anchor; of those, only patterns whose other needs stand in the same sentence are run,
 * around the anchor. The tables are larger than a processor's near memory, and each text needs other parts of
 * them: so what is needed is first collected, asking for what comes next, and then worked off.
 */
#include <string.h>

#include "engine/playbook/rules.h"

enum {
    TERMS_PER_TOKEN_MAX = 96,
    TERMS_MAX = AMENDS_TOKENS_MAX * 8,
    STEPS_PER_START = 2000,  /* one start of one pattern */
    STEPS_AT_LEAST = 200000, /* one text, however short … */
    STEPS_PER_TOKEN = 2000,  /* … and for each of its tokens */
    AT_ONCE = 64,
    CANDIDATES_MAX = 4 * AT_ONCE,
    AHEAD = 4 /* so many tokens before a word is looked up, its stems are asked for */
};

struct pattern_state {
    uint32_t generation,
        next_start; /* starts below next_start were tried in the sentence of this generation */
};

/* A pattern that may match, and the token where its anchor stands. */
struct candidate {
    uint16_t pattern, token;
};

struct am_match_arena {
    uint32_t generation, pattern_max;
    struct am_hit hits[AM_HITS_MAX];
    struct candidate candidates[CANDIDATES_MAX];
    uint32_t first[AMENDS_TOKENS_MAX + 1];
    uint16_t terms[TERMS_MAX];
    struct pattern_state patterns[]; /* pattern_max; behind them the needs that are met, a bit each */
};

static uint32_t met_words(const struct am_playbook *playbook)
{
    return playbook->need_max / 32 + 1;
}

size_t am_match_arena_size(const struct am_playbook *playbook)
{
    return sizeof(struct am_match_arena) + playbook->pattern_max * sizeof(struct pattern_state) +
           met_words(playbook) * sizeof(uint32_t);
}

struct am_match_arena *am_match_arena_init(void *memory, const struct am_playbook *playbook)
{
    struct am_match_arena *arena = memory;

    arena->generation = 0;
    arena->pattern_max = playbook->pattern_max;
    memset(arena->patterns, 0, am_match_arena_size(playbook) - sizeof *arena);
    return arena;
}

/* One call of am_playbook_match. */
struct matching {
    struct am_rules rules;
    struct am_terms_text text;
    struct am_match_arena *arena;
    struct pattern_state *patterns;
    uint32_t *met; /* the needs that the sentence meets, a bit each */
    enum am_rule_group group;
    uint32_t begin, end; /* the sentence's tokens */
    unsigned hit_count, first_of_sentence, candidate_count;
    uint32_t steps;
    uint8_t channel; /* bits */
};

/* The character behind a character of the same sentence; NULL where there is none. */
static const struct am_token *second_of(const struct am_text *text, uint32_t at, uint32_t count)
{
    const struct am_token *first = &text->tokens[at];

    return first->kind == AM_TOKEN_HAN && at + 1 < count && first[1].kind == AM_TOKEN_HAN &&
                   first[1].sentence == first->sentence
               ? first + 1
               : NULL;
}

static void look_up_terms(const struct am_lexicon *lexicon, const struct am_text *text,
                          const struct am_term_record *terms, struct am_match_arena *arena)
{
    uint32_t used = 0, quantity = 0, count = text->token_count, prepared = 0;
    struct am_lexicon_word words[AHEAD];

    if (count > AMENDS_TOKENS_MAX)
        count = AMENDS_TOKENS_MAX;
    for (uint32_t i = 0; i < count; i++) {
        for (; prepared < count && prepared < i + AHEAD; prepared++)
            am_lexicon_prepare(lexicon, &text->tokens[prepared], second_of(text, prepared, count),
                               &words[prepared % AHEAD]);
        arena->first[i] = used;
        /* Quantities come in the order of their first tokens; their terms are lower than those of words. */
        while (quantity < text->quantity_count && text->quantities[quantity].first_token <= i) {
            if (text->quantities[quantity].first_token == i && used < TERMS_MAX)
                arena->terms[used++] = (uint16_t)(AM_TERM_NUMBER + text->quantities[quantity].kind);
            quantity++;
        }
        if (text->tokens[i].kind == AM_TOKEN_NUMBER && used == arena->first[i] && used < TERMS_MAX)
            arena->terms[used++] = AM_TERM_NUMBER;

        const struct am_lexicon_word *word = &words[i % AHEAD];
        unsigned room = TERMS_MAX - used;

        if (room > TERMS_PER_TOKEN_MAX)
            room = TERMS_PER_TOKEN_MAX;

        unsigned found = am_lexicon_terms(lexicon, &text->tokens[i], word, arena->terms + used, room);

        if (second_of(text, i, count) != NULL)
            found = am_lexicon_pair(lexicon, word, arena->terms + used, found, room);
        used += found;
        for (uint32_t k = arena->first[i]; k < used; k++)
            __builtin_prefetch(&terms[arena->terms[k]]);
    }
    arena->first[count] = used;
}

/* Has the token what the instruction asks, a term or one of a set? */
static bool has_asked(const struct matching *matching, uint32_t token, uint32_t instruction)
{
    switch (instruction >> 24) {
    case AM_OP_TERM:
        return am_has_term(&matching->text, token, instruction & 0xffffff);
    case AM_OP_SET:
        return am_has_of_set(&matching->rules, &matching->text, token, instruction & 0xffffff);
    default:
        return true;
    }
}

static uint32_t set_of(uint32_t instruction)
{
    return instruction >> 24 == AM_OP_SET ? instruction & 0xffffff : 0;
}

/* Of most patterns it is known with which words they begin: looking at those first saves most runs. The
 * sentence goes on to `end`. */
static bool may_start(const struct matching *matching, const struct am_pattern_record *pattern,
                      uint32_t start, uint32_t end)
{
    if (!has_asked(matching, start, pattern->first[0]))
        return false;
    return pattern->first[1] == 0 || (start + 1 < end && has_asked(matching, start + 1, pattern->first[1]));
}

static uint32_t is_met(const uint32_t *met, unsigned need)
{
    return met[need / 32] >> need % 32 & 1;
}

static bool find_unless(struct matching *matching, const struct am_rule_record *rule, uint32_t sentence)
{
    const struct am_sentence *s = &matching->text.text->sentences[sentence];

    for (unsigned i = 0; i < rule->unless_count; i++) {
        const struct am_pattern_record *pattern = &matching->rules.patterns[rule->unless_first + i];

        if ((is_met(matching->met, pattern->needs[0]) & is_met(matching->met, pattern->needs[1]) &
             is_met(matching->met, pattern->needs[2])) == 0)
            continue;

        uint32_t begin = s->first_token, end_of_sentence = begin + s->token_count;
        uint32_t stop =
            (pattern->flags & AM_PATTERN_AT_SENTENCE) && s->token_count > 0 ? begin + 1 : end_of_sentence;

        for (uint32_t start = begin; start < stop; start++) {
            if (!may_start(matching, pattern, start, end_of_sentence))
                continue;

            uint32_t steps = matching->steps < STEPS_PER_START ? matching->steps : STEPS_PER_START;
            uint32_t before = steps, end;
            bool met =
                am_pattern_run(&matching->rules, pattern, &matching->text, sentence, start, &steps, &end);

            matching->steps -= before - steps;
            if (met || matching->steps == 0)
                return true;
        }
    }
    return false;
}

/* Does not depend on where the rule hits, so it is asked once in a sentence. What was found is kept in the
 * state of the rule's first exception, which as a pattern that no posting leads to needs none. */
static bool unless_stands(struct matching *matching, const struct am_rule_record *rule, uint32_t sentence)
{
    if (rule->unless_count == 0)
        return false;

    struct pattern_state *state = &matching->patterns[rule->unless_first];

    if (state->generation != matching->arena->generation) {
        state->generation = matching->arena->generation;
        state->next_start = find_unless(matching, rule, sentence);
    }
    return state->next_start != 0;
}

static bool is_void(struct matching *matching, const struct am_rule_record *rule, uint32_t sentence,
                    uint32_t start)
{
    const struct am_text *text = matching->text.text;

    if (rule->quoted_void && (text->tokens[start].flags & AM_TOKEN_QUOTED))
        return true;
    if (rule->negation_void &&
        am_negated(&matching->rules, &matching->text, text->sentences[sentence].first_token, start))
        return true;
    return unless_stands(matching, rule, sentence);
}

/* The first hit of the rule in the sentence that overlaps with this one; NULL where there is none. */
static struct am_hit *find_overlap(const struct matching *matching, const struct am_hit *hit)
{
    struct am_hit *hits = matching->arena->hits;

    for (unsigned i = matching->first_of_sentence; i < matching->hit_count; i++)
        if (hits[i].rule == hit->rule && hits[i].first_token < hit->end_token &&
            hit->first_token < hits[i].end_token)
            return &hits[i];
    return NULL;
}

static void try_start(struct matching *matching, unsigned number, uint32_t sentence, uint32_t start)
{
    const struct am_pattern_record *pattern = &matching->rules.patterns[number];
    const struct am_rule_record *rule = &matching->rules.rules[pattern->rule];
    const struct am_token *tokens = matching->text.text->tokens;
    uint32_t steps = matching->steps < STEPS_PER_START ? matching->steps : STEPS_PER_START, before = steps,
             end = start + pattern->passed;
    /* Of most patterns that hit nothing is left to be run. */
    bool met = pattern->asked + 1 == pattern->code_count ||
               am_pattern_run(&matching->rules, pattern, &matching->text, sentence, start, &steps, &end);

    matching->steps -= before - steps;
    if (!met)
        return;

    struct am_hit hit = {.rule = pattern->rule,
                         .pattern = pattern->ordinal,
                         .first_token = (uint16_t)start,
                         .end_token = (uint16_t)end,
                         .span = {tokens[start].cp_start, tokens[end - 1].cp_end},
                         .feature = rule->feature,
                         .kind = rule->kind,
                         .label = rule->label};
    struct am_hit *other = find_overlap(matching, &hit);

    /* Of overlapping hits of one rule the longest stays, of equally long ones the first. */
    if ((other != NULL && end - start <= (uint32_t)(other->end_token - other->first_token)) ||
        is_void(matching, rule, sentence, start))
        return;
    if (other != NULL)
        *other = hit;
    else if (matching->hit_count < AM_HITS_MAX)
        matching->arena->hits[matching->hit_count++] = hit;
}

/* A pattern whose anchor stands at `token`: tries the starts from which it can reach the anchor, each once.
 */
static void try_pattern(struct matching *matching, unsigned number, uint32_t sentence, uint32_t token)
{
    const struct am_pattern_record *pattern = &matching->rules.patterns[number];
    struct pattern_state *state = &matching->patterns[number];
    uint32_t begin = matching->begin;
    uint32_t start = token > begin + pattern->before_max ? token - pattern->before_max : begin;
    uint32_t stop = (pattern->flags & AM_PATTERN_AT_SENTENCE) ? begin + 1 : token - pattern->before_min + 1;

    if (state->generation != matching->arena->generation) {
        state->generation = matching->arena->generation;
        state->next_start = begin;
    }
    if (start < state->next_start)
        start = state->next_start;
    for (; start < stop; start++)
        if (may_start(matching, pattern, start, matching->end))
            try_start(matching, number, sentence, start);
    if (state->next_start < start)
        state->next_start = start;
}

/* May a match that has its anchor there begin in the sentence? */
static bool is_near(const struct am_pattern_record *pattern, uint32_t before)
{
    return before >= pattern->before_min &&
           (before <= pattern->before_max || !(pattern->flags & AM_PATTERN_AT_SENTENCE));
}

/* Tries the candidates in their order. */
static void try_candidates(struct matching *matching, uint32_t sentence)
{
    const struct am_rules *rules = &matching->rules;
    struct candidate *candidates = matching->arena->candidates;
    unsigned count = 0;

    for (unsigned i = 0; i < matching->candidate_count; i++) {
        const struct candidate candidate = candidates[i];
        const struct am_pattern_record *pattern = &rules->patterns[candidate.pattern];

        candidates[count] = candidate;
        count += ((pattern->channels & matching->channel) != 0) &
                 is_near(pattern, candidate.token - matching->begin);
        __builtin_prefetch(&rules->rules[pattern->rule]);
        __builtin_prefetch(&rules->code[pattern->code + pattern->asked]);
        __builtin_prefetch(&rules->sets[set_of(pattern->first[0])]);
        __builtin_prefetch(&rules->sets[set_of(pattern->first[1])]);
        __builtin_prefetch(&matching->patterns[candidate.pattern]);
    }
    for (unsigned i = 0; i < count && matching->steps > 0; i++)
        try_pattern(matching, candidates[i].pattern, sentence, candidates[i].token);
    matching->candidate_count = 0;
}

/* Collects the patterns of a term that may match, without a branch: which of them do cannot be foretold. */
static void collect(struct matching *matching, unsigned term, uint32_t sentence, uint32_t token)
{
    const struct am_posting *postings = matching->rules.postings;
    const struct am_term_record *record = &matching->rules.terms[term];
    struct candidate *candidates = matching->arena->candidates;
    const uint32_t *met = matching->met;

    for (uint32_t k = record[0].postings[matching->group], end = record[1].postings[matching->group];
         k < end;) {
        if (matching->candidate_count + AT_ONCE > CANDIDATES_MAX)
            try_candidates(matching, sentence);

        unsigned count = matching->candidate_count;

        for (uint32_t stop = end - k > AT_ONCE ? k + AT_ONCE : end; k < stop; k++) {
            const uint16_t *needs = postings[k].needs;
            uint32_t all =
                is_met(met, needs[0]) & is_met(met, needs[1]) & is_met(met, needs[2]) & is_met(met, needs[3]);

            candidates[count] = (struct candidate){postings[k].pattern, (uint16_t)token};
            count += all;
            __builtin_prefetch(&matching->rules.patterns[postings[k].pattern & -all]);
        }
        matching->candidate_count = count;
    }
}

static void meet_term(struct matching *matching, unsigned term)
{
    const struct am_term_record *record = &matching->rules.terms[term];
    const struct am_need_bits *bits = matching->rules.met;

    for (uint32_t k = record[0].met; k < record[1].met; k++)
        matching->met[bits[k].word] |= bits[k].bits;
}

/* Finds the needs that the sentence's terms and signs meet. */
static void meet(struct matching *matching, const struct am_sentence *sentence)
{
    const struct am_terms_text *text = &matching->text;

    memset(matching->met, 0, (matching->rules.header->need_count / 32 + 1) * sizeof *matching->met);
    matching->met[0] = 1;
    for (uint32_t i = text->first[matching->begin]; i < text->first[matching->end]; i++)
        meet_term(matching, text->terms[i]);
    if (sentence->question != 0)
        meet_term(matching, AM_TERM_QUESTION);
    if (sentence->exclamations != 0)
        meet_term(matching, AM_TERM_EXCLAMATION);
}

static void match_sentence(struct matching *matching, uint32_t number)
{
    const struct am_sentence *sentence = &matching->text.text->sentences[number];
    const struct am_terms_text *text = &matching->text;
    uint32_t begin = sentence->first_token, end = begin + sentence->token_count;

    matching->begin = begin;
    matching->end = end;
    matching->arena->generation++;
    matching->first_of_sentence = matching->hit_count;
    for (uint32_t i = text->first[begin]; i < text->first[end]; i++) {
        const struct am_term_record *record = &matching->rules.terms[text->terms[i]];

        __builtin_prefetch(&matching->rules.met[record->met]);
        __builtin_prefetch(&matching->rules.postings[record->postings[matching->group]]);
    }
    meet(matching, sentence);
    for (uint32_t token = begin; token < end; token++)
        for (uint32_t i = text->first[token]; i < text->first[token + 1]; i++)
            collect(matching, text->terms[i], number, token);
    try_candidates(matching, number);
}

static bool comes_before(const struct am_hit *a, const struct am_hit *b)
{
    return a->first_token != b->first_token ? a->first_token < b->first_token : a->rule < b->rule;
}

static void sort_hits(struct am_hit *hits, unsigned count)
{
    for (unsigned i = 1; i < count; i++) {
        struct am_hit hit = hits[i];
        unsigned at = i;

        for (; at > 0 && comes_before(&hit, &hits[at - 1]); at--)
            hits[at] = hits[at - 1];
        hits[at] = hit;
    }
}

unsigned am_playbook_match(const struct am_playbook *playbook, int lang, enum am_rule_group group,
                           int channel, const struct am_text *text, struct am_match_arena *arena,
                           const struct am_hit **hits)
{
    *hits = arena->hits;
    if (lang < 0 || (unsigned)lang >= playbook->language_count || playbook->lang[lang].rules.bytes == NULL ||
        playbook->lang[lang].lexicon.bytes == NULL || text->token_count > AMENDS_TOKENS_MAX)
        return 0;
    if (arena->generation > UINT32_MAX - 2 * AMENDS_TOKENS_MAX) {
        arena->generation = 0;
        memset(arena->patterns, 0, am_match_arena_size(playbook) - sizeof *arena);
    }

    struct am_lexicon lexicon = am_lexicon_of(playbook->lang[lang].lexicon);
    struct matching matching = {.rules = am_rules_of(playbook->lang[lang].rules),
                                .text = {text, arena->terms, arena->first},
                                .arena = arena,
                                .patterns = arena->patterns,
                                .met = (void *)(arena->patterns + arena->pattern_max),
                                .group = group,
                                .steps = STEPS_AT_LEAST + STEPS_PER_TOKEN * text->token_count,
                                .channel = channel >= 0 ? (uint8_t)(1 << channel) : 0xff};

    look_up_terms(&lexicon, text, matching.rules.terms, arena);
    for (uint32_t i = 0; i < text->sentence_count; i++)
        match_sentence(&matching, i);
    sort_hits(arena->hits, matching.hit_count);
    return matching.hit_count;
}
