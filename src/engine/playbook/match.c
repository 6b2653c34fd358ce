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
    SENTENCES_AT_ONCE = 8,
    MEMORIES = 256,
    AHEAD = 4 /* so many tokens before a word is looked up, its stems are asked for */
};

/* Of a pattern and the sentence of this generation: starts below next_start were tried. Of exceptions: does
 * one of them stand? What was forgotten for another pattern is found out again. */
struct memory {
    uint32_t generation;
    uint16_t pattern, next_start;
};

/* A pattern that may match, and the token where its anchor stands. */
struct candidate {
    uint16_t pattern, token, sentence;
};

struct am_match_arena {
    uint32_t generation;
    struct am_hit hits[AM_HITS_MAX];
    struct candidate candidates[CANDIDATES_MAX];
    struct memory memories[MEMORIES];
    uint32_t first[AMENDS_TOKENS_MAX + 1];
    uint16_t terms[TERMS_MAX];
    uint16_t met[]; /* for each sentence that is collected at once the needs that it meets, a bit each */
};

static uint32_t met_words(uint32_t need_count)
{
    return need_count / 16 + 1;
}

size_t am_match_arena_size(const struct am_playbook *playbook)
{
    return sizeof(struct am_match_arena) +
           (size_t)SENTENCES_AT_ONCE * met_words(playbook->need_max) * sizeof(uint16_t);
}

struct am_match_arena *am_match_arena_init(void *memory, const struct am_playbook *playbook)
{
    struct am_match_arena *arena = memory;

    arena->generation = 0;
    memset(arena->memories, 0, sizeof arena->memories);
    memset(arena->met, 0, am_match_arena_size(playbook) - sizeof *arena);
    return arena;
}

/* One call of am_playbook_match. */
struct matching {
    struct am_rules rules;
    struct am_terms_text text;
    struct am_match_arena *arena;
    enum am_rule_group group;
    unsigned hit_count, candidate_count;
    /* The sentence whose candidates are tried: its number, its tokens, its needs that are met, its hits. */
    uint32_t sentence, begin, end;
    const uint16_t *met;
    unsigned first_of_sentence;
    uint64_t rules_hit; /* a bit for each that did, shared by several */
    uint32_t steps;
    uint8_t channel; /* bits */
};

static uint16_t *met_of(const struct matching *matching, uint32_t sentence)
{
    return matching->arena->met +
           (size_t)(sentence % SENTENCES_AT_ONCE) * met_words(matching->rules.header->need_count);
}

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

/* Of most patterns it is known with which words they begin: looking at those first saves most runs. */
static bool may_start(const struct matching *matching, const struct am_pattern_record *pattern,
                      uint32_t start)
{
    if (!has_asked(matching, start, pattern->first[0]))
        return false;
    return pattern->first[1] == 0 ||
           (start + 1 < matching->end && has_asked(matching, start + 1, pattern->first[1]));
}

/* Does the pattern match from there, up to `end`? Of most that do nothing is left to be run. */
static bool runs(struct matching *matching, const struct am_pattern_record *pattern, uint32_t start,
                 uint32_t *end)
{
    uint32_t most = matching->steps < STEPS_PER_START ? matching->steps : STEPS_PER_START, left = most;
    bool met;

    *end = start + pattern->passed;
    if (pattern->code_count == 1)
        return true;
    met = am_pattern_run(&matching->rules, pattern, &matching->text, matching->sentence, start, &left, end);
    matching->steps -= most - left;
    return met;
}

static uint32_t is_met(const uint16_t *met, unsigned need)
{
    return (uint32_t)met[need / 16] >> need % 16 & 1;
}

static bool find_unless(struct matching *matching, const struct am_rule_record *rule)
{
    for (unsigned i = 0; i < rule->unless_count; i++) {
        const struct am_pattern_record *pattern = &matching->rules.patterns[rule->unless_first + i];

        if ((is_met(matching->met, pattern->needs[0]) & is_met(matching->met, pattern->needs[1]) &
             is_met(matching->met, pattern->needs[2])) == 0)
            continue;

        uint32_t stop = (pattern->flags & AM_PATTERN_AT_SENTENCE) != 0 ? matching->begin + 1 : matching->end,
                 end;

        for (uint32_t start = matching->begin; start < stop; start++)
            if (may_start(matching, pattern, start) &&
                (runs(matching, pattern, start, &end) || matching->steps == 0))
                return true;
    }
    return false;
}

static struct memory *memory_of(struct matching *matching, unsigned pattern)
{
    return &matching->arena->memories[pattern % MEMORIES];
}

static bool is_remembered(const struct matching *matching, const struct memory *memory, unsigned pattern)
{
    return memory->generation == matching->arena->generation && memory->pattern == pattern;
}

static void remember(struct matching *matching, unsigned pattern, uint32_t next_start)
{
    *memory_of(matching, pattern) =
        (struct memory){matching->arena->generation, (uint16_t)pattern, (uint16_t)next_start};
}

/* Does not depend on where the rule hits, so it is asked once in a sentence, and remembered as of the rule's
 * first exception. */
static bool unless_stands(struct matching *matching, const struct am_rule_record *rule)
{
    const struct memory *memory = memory_of(matching, rule->unless_first);

    if (rule->unless_count == 0)
        return false;
    if (!is_remembered(matching, memory, rule->unless_first))
        remember(matching, rule->unless_first, find_unless(matching, rule));
    return memory->next_start != 0;
}

static bool is_void(struct matching *matching, const struct am_rule_record *rule, uint32_t start)
{
    const struct am_text *text = matching->text.text;

    if (rule->quoted_void && (text->tokens[start].flags & AM_TOKEN_QUOTED))
        return true;
    if (rule->negation_void && am_negated(&matching->rules, &matching->text, matching->begin, start))
        return true;
    return unless_stands(matching, rule);
}

/* The first hit of the rule in the sentence that overlaps with this one; NULL where there is none. */
static struct am_hit *find_overlap(const struct matching *matching, const struct am_hit *hit)
{
    struct am_hit *hits = matching->arena->hits;

    if ((matching->rules_hit >> hit->rule % 64 & 1) == 0)
        return NULL;
    for (unsigned i = matching->first_of_sentence; i < matching->hit_count; i++)
        if (hits[i].rule == hit->rule && hits[i].first_token < hit->end_token &&
            hit->first_token < hits[i].end_token)
            return &hits[i];
    return NULL;
}

static void try_start(struct matching *matching, const struct am_pattern_record *pattern, uint32_t start)
{
    const struct am_rule_record *rule = &matching->rules.rules[pattern->rule];
    const struct am_token *tokens = matching->text.text->tokens;
    uint32_t end;

    if (!runs(matching, pattern, start, &end))
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
        is_void(matching, rule, start))
        return;
    matching->rules_hit |= UINT64_C(1) << hit.rule % 64;
    if (other != NULL)
        *other = hit;
    else if (matching->hit_count < AM_HITS_MAX)
        matching->arena->hits[matching->hit_count++] = hit;
}

/* Goes to a sentence, whose candidates come next. */
static void enter(struct matching *matching, uint32_t number)
{
    const struct am_sentence *sentence = &matching->text.text->sentences[number];

    matching->sentence = number;
    matching->begin = sentence->first_token;
    matching->end = (uint32_t)sentence->first_token + sentence->token_count;
    matching->met = met_of(matching, number);
    matching->first_of_sentence = matching->hit_count;
    matching->rules_hit = 0;
    matching->arena->generation++;
}

/* A pattern whose anchor stands at `token`: tries the starts from which it can reach the anchor, each once.
 */
static void try_pattern(struct matching *matching, unsigned number, uint32_t token)
{
    const struct am_pattern_record *pattern = &matching->rules.patterns[number];
    const struct memory *memory = memory_of(matching, number);
    uint32_t begin = matching->begin;
    uint32_t start = token > begin + pattern->before_max ? token - pattern->before_max : begin;
    uint32_t stop = (pattern->flags & AM_PATTERN_AT_SENTENCE) ? begin + 1 : token - pattern->before_min + 1;

    if (is_remembered(matching, memory, number) && start < memory->next_start)
        start = memory->next_start;
    if (start >= stop)
        return;
    for (; start < stop; start++)
        if (may_start(matching, pattern, start))
            try_start(matching, pattern, start);
    remember(matching, number, stop);
}

/* May a match that has its anchor there begin in the sentence? */
static bool is_near(const struct am_pattern_record *pattern, uint32_t before)
{
    return before >= pattern->before_min &&
           (before <= pattern->before_max || !(pattern->flags & AM_PATTERN_AT_SENTENCE));
}

/* Tries the candidates in their order. */
static void try_candidates(struct matching *matching)
{
    const struct am_rules *rules = &matching->rules;
    const struct am_sentence *sentences = matching->text.text->sentences;
    struct candidate *candidates = matching->arena->candidates;
    unsigned count = 0;

    for (unsigned i = 0; i < matching->candidate_count; i++) {
        const struct candidate candidate = candidates[i];
        const struct am_pattern_record *pattern = &rules->patterns[candidate.pattern];

        candidates[count] = candidate;
        count += ((pattern->channels & matching->channel) != 0) &
                 is_near(pattern, candidate.token - (uint32_t)sentences[candidate.sentence].first_token);
        __builtin_prefetch(&rules->rules[pattern->rule]);
        __builtin_prefetch(&rules->code[pattern->code]);
        __builtin_prefetch(&rules->sets[set_of(pattern->first[0])]);
        __builtin_prefetch(&rules->sets[set_of(pattern->first[1])]);
    }
    for (unsigned i = 0; i < count && matching->steps > 0; i++) {
        if (candidates[i].sentence != matching->sentence)
            enter(matching, candidates[i].sentence);
        try_pattern(matching, candidates[i].pattern, candidates[i].token);
    }
    matching->candidate_count = 0;
}

/* Collects the patterns of a term that may match, without a branch: which of them do cannot be foretold. */
static void collect(struct matching *matching, unsigned term, uint32_t sentence, uint32_t token)
{
    const struct am_posting *postings = matching->rules.postings;
    const struct am_term_record *record = &matching->rules.terms[term];
    struct candidate *candidates = matching->arena->candidates;
    const uint16_t *met = met_of(matching, sentence);

    for (uint32_t k = record[0].postings[matching->group], end = record[1].postings[matching->group];
         k < end;) {
        if (matching->candidate_count + AT_ONCE > CANDIDATES_MAX)
            try_candidates(matching);

        unsigned count = matching->candidate_count;

        for (uint32_t stop = end - k > AT_ONCE ? k + AT_ONCE : end; k < stop; k++) {
            const uint16_t *needs = postings[k].needs;
            uint32_t all =
                is_met(met, needs[0]) & is_met(met, needs[1]) & is_met(met, needs[2]) & is_met(met, needs[3]);

            candidates[count] = (struct candidate){postings[k].pattern, (uint16_t)token, (uint16_t)sentence};
            count += all;
            __builtin_prefetch(&matching->rules.patterns[postings[k].pattern & -all]);
        }
        matching->candidate_count = count;
    }
}

static void meet_term(const struct am_rules *rules, unsigned term, uint16_t *met)
{
    const struct am_term_record *record = &rules->terms[term];

    for (uint32_t k = record[0].met; k < record[1].met; k++)
        met[rules->met[k].word] |= rules->met[k].bits;
}

/* Finds the needs that a sentence's terms and signs meet. */
static void meet(const struct matching *matching, const struct am_sentence *sentence, uint16_t *met)
{
    const struct am_rules *rules = &matching->rules;
    const struct am_terms_text *text = &matching->text;
    uint32_t begin = text->first[sentence->first_token],
             end = text->first[sentence->first_token + sentence->token_count];

    memset(met, 0, met_words(rules->header->need_count) * sizeof *met);
    met[0] = 1;
    for (uint32_t i = begin; i < end; i++)
        meet_term(rules, text->terms[i], met);
    if (sentence->question != 0)
        meet_term(rules, AM_TERM_QUESTION, met);
    if (sentence->exclamations != 0)
        meet_term(rules, AM_TERM_EXCLAMATION, met);
}

static void collect_sentence(struct matching *matching, uint32_t number)
{
    const struct am_sentence *sentence = &matching->text.text->sentences[number];
    const struct am_terms_text *text = &matching->text;
    uint32_t begin = sentence->first_token, end = begin + sentence->token_count;

    for (uint32_t i = text->first[begin]; i < text->first[end]; i++) {
        const struct am_term_record *record = &matching->rules.terms[text->terms[i]];

        __builtin_prefetch(&matching->rules.met[record->met]);
        __builtin_prefetch(&matching->rules.postings[record->postings[matching->group]]);
    }
    meet(matching, sentence, met_of(matching, number));
    for (uint32_t token = begin; token < end; token++)
        for (uint32_t i = text->first[token]; i < text->first[token + 1]; i++)
            collect(matching, text->terms[i], number, token);
}

/* Several sentences are collected before they are worked off: so what is asked for has time to come. */
static void match_sentences(struct matching *matching)
{
    uint32_t count = matching->text.text->sentence_count;

    for (uint32_t i = 0; i < count; i++) {
        if (i > 0 && i % SENTENCES_AT_ONCE == 0)
            try_candidates(matching);
        collect_sentence(matching, i);
    }
    try_candidates(matching);
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
        memset(arena->memories, 0, sizeof arena->memories);
    }

    struct am_lexicon lexicon = am_lexicon_of(playbook->lang[lang].lexicon);
    struct matching matching = {.rules = am_rules_of(playbook->lang[lang].rules),
                                .text = {text, arena->terms, arena->first},
                                .arena = arena,
                                .group = group,
                                .sentence = UINT32_MAX,
                                .steps = STEPS_AT_LEAST + STEPS_PER_TOKEN * text->token_count,
                                .channel = channel >= 0 ? (uint8_t)(1 << channel) : 0xff};

    look_up_terms(&lexicon, text, matching.rules.terms, arena);
    match_sentences(&matching);
    sort_hits(arena->hits, matching.hit_count);
    return matching.hit_count;
}
