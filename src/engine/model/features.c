#include "engine/model/features.h"

#include <string.h>

#include "engine/playbook/lexicon.h"

/* Kinds of features: the seed of their hashes. A kind keeps its number: trained weights know it. */
enum kind {
    KIND_WORD = 1,
    KIND_STEM,
    KIND_PAIR,
    KIND_SKIP,
    KIND_LETTERS,
    KIND_HAN,
    KIND_QUANTITY,
    KIND_EMOJI,
    KIND_RULE,
    KIND_POINTS,
    KIND_HAN_EDGE,
    KIND_END,
    KIND_SENSE,
    KIND_SENSE_PAIR,
    KIND_SENSE_END,
    KIND_MANNER = 24,
    KIND_FACT = 32,
    KIND_MENDED = 48
};

enum {
    EDGE = 0x110004,
    COMMA,
    NUMBER,
    ALIKE,
    END, /* and two more */
    SELF = END + 3,
    NAME,
    LETTERS_LEAST = 3,
    LETTERS_MOST = 4,
    HAN_MOST = 3,
    STEM_LEAST = 4,
    LETTERS_END = 32
};

static uint64_t mix(uint64_t hash, uint32_t value)
{
    return (hash ^ value) * UINT64_C(0x9e3779b97f4a7c15) ^ hash >> 32;
}

static uint32_t finish(uint64_t hash)
{
    hash = (hash ^ hash >> 29) * UINT64_C(0xbf58476d1ce4e5b9);
    return (uint32_t)(hash >> 32);
}

static void add(struct am_features *features, uint64_t hash, uint32_t first, uint32_t end)
{
    if (features->count < AM_FEATURES_MAX)
        features->at[features->count++] = (struct am_feature){finish(hash), (uint16_t)first, (uint16_t)end};
}

static bool has_bit(const uint8_t *bits, uint32_t token)
{
    return bits[token / 8] >> token % 8 & 1;
}

static bool is_alike(const struct am_features *features, uint32_t token)
{
    return has_bit(features->alike, token);
}

/* What the model sees in place of such a word. */
static uint32_t stand_in(const struct am_features *features, uint32_t token)
{
    if (has_bit(features->self, token))
        return SELF;
    return has_bit(features->name, token) ? NAME : ALIKE;
}

static bool goes_on(const uint8_t *bits, uint32_t token)
{
    return token > 0 && has_bit(bits, token) && has_bit(bits, token - 1);
}

/* "I am an old woman", "Anna Maria Smith": one thing, however many words. */
static bool goes_on_one(const struct am_features *features, uint32_t token)
{
    return goes_on(features->self, token) || goes_on(features->name, token);
}

static void set_bits(uint8_t *bits, const struct am_hit *hit)
{
    for (uint32_t k = hit->first_token; k < hit->end_token; k++)
        bits[k / 8] |= (uint8_t)(1 << k % 8);
}

void am_features_alike(struct am_features *features, const struct am_text *text, const struct am_hit *hits,
                       unsigned count)
{
    size_t len = text->token_count / 8 + 1;

    memset(features->alike, 0, len);
    memset(features->self, 0, len);
    memset(features->name, 0, len);
    for (unsigned i = 0; i < count; i++) {
        if (hits[i].kind != AM_RULE_SENSE || hits[i].label == AM_SENSE_PLAIN)
            continue;
        set_bits(features->alike, &hits[i]);
        if (hits[i].label == AM_SENSE_SELF)
            set_bits(features->self, &hits[i]);
        if (hits[i].label == AM_SENSE_NAME)
            set_bits(features->name, &hits[i]);
    }
}

/* Groups of letters, the word's edges among them. */
static void add_letters(struct am_features *features, const struct am_token *token, uint32_t at)
{
    int len = token->norm_len < LETTERS_END ? token->norm_len : LETTERS_END;

    for (int start = -1; start + LETTERS_LEAST <= len + 1; start++) {
        uint64_t hash = KIND_LETTERS;

        for (int i = 0; i < LETTERS_MOST && start + i <= len; i++) {
            int place = start + i;

            hash = mix(hash, place < 0 || place == len ? EDGE : token->norm[place]);
            if (i + 1 >= LETTERS_LEAST)
                add(features, hash, at, at + 1);
        }
    }
}

static uint64_t hash_letters(uint64_t hash, const struct am_token *token, unsigned len)
{
    for (unsigned i = 0; i < len; i++)
        hash = mix(hash, token->norm[i]);
    return hash;
}

static unsigned stem_len(const struct am_lexicon *lexicon, const struct am_token *token)
{
    unsigned len = token->norm_len;

    return token->kind == AM_TOKEN_WORD && len > STEM_LEAST
               ? am_lexicon_strip(lexicon, token->norm, len, STEM_LEAST)
               : len;
}

unsigned am_features_word(struct am_features *features, const struct am_playbook *playbook, int lang,
                          const struct am_token *token)
{
    struct am_lexicon lexicon = am_lexicon_of(playbook->lang[lang].lexicon);
    unsigned len = stem_len(&lexicon, token);

    features->count = 0;
    add(features, hash_letters(KIND_WORD, token, token->norm_len), 0, 1);
    add(features, hash_letters(KIND_STEM, token, len), 0, 1);
    add_letters(features, token, 0);
    return len;
}

/* The hashes of a word as it stands, and of its beginnings as stems. */
enum { STEMS_MOST = 24 };
struct prepared {
    uint64_t word, stems[STEMS_MOST + 1];
};

/* Where the word is looked for among the known ones is asked for ahead. */
static void prepare_word(struct am_known_words known, const struct am_token *token, struct prepared *out)
{
    uint64_t word = KIND_WORD, stem = KIND_STEM;
    unsigned i = 0;

    out->stems[0] = stem;
    for (; i < token->norm_len && i < STEMS_MOST; i++) {
        word = mix(word, token->norm[i]);
        out->stems[i + 1] = stem = mix(stem, token->norm[i]);
    }
    for (; i < token->norm_len; i++)
        word = mix(word, token->norm[i]);
    out->word = word;
    if (known.slots != NULL)
        __builtin_prefetch(&known.slots[finish(word) & ((UINT32_C(1) << known.slot_bits) - 1)]);
}

static uint64_t stem_of(const struct prepared *prepared, const struct am_token *token, unsigned len)
{
    return len <= STEMS_MOST ? prepared->stems[len] : hash_letters(KIND_STEM, token, len);
}

static const struct am_known_word *find_known(struct am_known_words known, uint32_t hash)
{
    uint32_t mask = (UINT32_C(1) << known.slot_bits) - 1;

    for (uint32_t at = hash & mask; known.slots[at].row != 0; at = (at + 1) & mask)
        if (known.slots[at].hash == hash)
            return &known.slots[at];
    return NULL;
}

/* The token's own features; gives what stands for it in pairs: its stem. */
static uint64_t add_word(struct am_features *features, const struct am_lexicon *lexicon,
                         struct am_known_words known, const struct am_token *token,
                         const struct prepared *prepared, uint32_t at)
{
    if (token->kind == AM_TOKEN_NUMBER) {
        add(features, mix(KIND_QUANTITY, NUMBER), at, at + 1);
        return NUMBER;
    }

    uint64_t stem;

    if (token->kind == AM_TOKEN_WORD && known.slots != NULL) {
        const struct am_known_word *word = find_known(known, finish(prepared->word));

        if (word != NULL) {
            features->words[features->word_count++] = (struct am_word_row){word->row, (uint16_t)at};
            features->word_known += word->known;
            return stem_of(prepared, token,
                           word->stem_len < token->norm_len ? word->stem_len : token->norm_len);
        }
    }
    add(features, prepared->word, at, at + 1);
    stem = stem_of(prepared, token, stem_len(lexicon, token));
    if (token->kind == AM_TOKEN_WORD) {
        add(features, stem, at, at + 1);
        add_letters(features, token, at);
    }
    return stem;
}

/* What ends a sentence, as a character. */
static uint32_t end_of(const struct am_text *text, const struct am_token *token)
{
    const struct am_sentence *sentence = &text->sentences[token->sentence];

    return END + (sentence->question ? 1 : sentence->exclamations > 0 ? 2 : 0);
}

/* Chinese: groups of characters in a row, with what stands around them: edges of the sentence, commas. */
static void add_han(struct am_features *features, const struct am_text *text, uint32_t at)
{
    const struct am_token *tokens = text->tokens;
    uint64_t hash = KIND_HAN;
    unsigned len = 0;

    if (tokens[at].flags & AM_TOKEN_SENTENCE_START)
        add(features, mix(mix(KIND_HAN_EDGE, EDGE), tokens[at].norm_len > 0 ? tokens[at].norm[0] : 0), at,
            at + 1);
    for (uint32_t i = at; i < text->token_count && len < HAN_MOST; i++) {
        if (tokens[i].sentence != tokens[at].sentence) {
            add(features, mix(hash, end_of(text, &tokens[at])), at, i);
            return;
        }
        if (i > at && (tokens[i].flags & AM_TOKEN_AFTER_COMMA)) {
            hash = mix(hash, COMMA);
            add(features, hash, at, i);
            if (++len >= HAN_MOST)
                return;
        }
        if (tokens[i].kind != AM_TOKEN_HAN || tokens[i].norm_len == 0)
            return;
        if (is_alike(features, i) && i > at && is_alike(features, i - 1))
            continue;
        hash = mix(hash, is_alike(features, i) ? stand_in(features, i) : tokens[i].norm[0]);
        add(features, hash, at, i + 1);
        len++;
    }
    if (len < HAN_MOST)
        add(features, mix(hash, end_of(text, &tokens[at])), at, text->token_count);
}

void am_features_text(struct am_features *features, const struct am_playbook *playbook, int lang,
                      const struct am_text *text, struct am_known_words known)
{
    struct am_lexicon lexicon = am_lexicon_of(playbook->lang[lang].lexicon);
    enum { AHEAD = 8 };
    uint64_t before = EDGE, before_that = EDGE;
    struct prepared words[AHEAD];
    uint32_t sentence = UINT32_MAX, prepared = 0;

    features->count = features->word_count = features->word_known = 0;
    for (uint32_t i = 0; i < text->token_count; i++) {
        const struct am_token *token = &text->tokens[i];
        uint64_t stem;

        for (; prepared < text->token_count && prepared < i + AHEAD; prepared++)
            prepare_word(known, &text->tokens[prepared], &words[prepared % AHEAD]);
        if (token->sentence == sentence && goes_on_one(features, i))
            continue;
        if (token->sentence != sentence) {
            if (i > 0)
                add(features, mix(mix(KIND_END, (uint32_t)(before ^ before >> 32)), end_of(text, token - 1)),
                    i - 1, i);
            sentence = token->sentence;
            before = before_that = EDGE;
        }
        if (token->kind == AM_TOKEN_HAN) {
            stem = is_alike(features, i) ? stand_in(features, i)
                                         : stem_of(&words[i % AHEAD], token, token->norm_len);
            add_han(features, text, i);
        } else {
            stem = is_alike(features, i) ? stand_in(features, i)
                                         : add_word(features, &lexicon, known, token, &words[i % AHEAD], i);
        }
        if (token->flags & AM_TOKEN_AFTER_COMMA)
            before = mix(before, COMMA);
        add(features, mix(mix(KIND_PAIR, (uint32_t)(before ^ before >> 32)), (uint32_t)(stem ^ stem >> 32)),
            i > 0 ? i - 1 : 0, i + 1);
        add(features,
            mix(mix(KIND_SKIP, (uint32_t)(before_that ^ before_that >> 32)), (uint32_t)(stem ^ stem >> 32)),
            i > 1 ? i - 2 : 0, i + 1);
        before_that = before;
        before = stem;
    }
    if (text->token_count > 0)
        add(features,
            mix(mix(KIND_END, (uint32_t)(before ^ before >> 32)),
                end_of(text, &text->tokens[text->token_count - 1])),
            text->token_count - 1, text->token_count);
    for (uint32_t i = 0; i < text->quantity_count; i++)
        add(features, mix(KIND_QUANTITY, text->quantities[i].kind), text->quantities[i].first_token,
            text->quantities[i].first_token + text->quantities[i].token_count);
    features->text_count = features->count;
}

/* Without a place in the text. */
static void add_fact(struct am_features *features, uint32_t kind, uint32_t value)
{
    add(features, mix(mix(KIND_FACT, kind), value), 0, 0);
}

void am_features_fact(struct am_features *features, uint32_t kind, uint32_t value)
{
    add_fact(features, KIND_FACT + kind, value);
}

static uint32_t at_most(uint32_t value, uint32_t most)
{
    return value < most ? value : most;
}

/* 0, 1, 2, 3-4, 5-8, 9-16, … */
static uint32_t magnitude(uint32_t value)
{
    uint32_t bits = 0;

    for (value = value > 0 ? value - 1 : 0; value > 0; value >>= 1)
        bits++;
    return bits;
}

void am_features_manner(struct am_features *features, const struct am_text *text, int channel)
{
    uint32_t questions = 0, mended = 0;

    for (uint32_t i = 0; i < text->sentence_count; i++)
        questions += text->sentences[i].question;
    for (uint32_t i = 0; i < text->token_count; i++)
        mended += (text->tokens[i].flags & AM_TOKEN_MENDED) != 0;
    if (mended > 0)
        add_fact(features, KIND_MENDED, magnitude(mended));
    add_fact(features, KIND_MANNER, magnitude(text->token_count));
    add_fact(features, KIND_MANNER + 1, at_most(questions, 2));
    add_fact(features, KIND_MANNER + 2, at_most(text->exclamations, 3));
    add_fact(features, KIND_MANNER + 3, at_most(text->caps_words, 3));
    add_fact(features, KIND_MANNER + 4, at_most(text->stretched, 1));
    add_fact(features, KIND_MANNER + 5, at_most(text->sentence_count, 4));
    if (channel >= 0)
        add_fact(features, KIND_MANNER + 6, (uint32_t)channel);
    if (questions > 0 && text->sentence_count == questions)
        add_fact(features, KIND_MANNER + 7, 0);
}

uint32_t am_feature_of_rule(struct amends_view id)
{
    uint64_t hash = KIND_RULE;

    for (size_t k = 0; k < id.len_bytes; k++)
        hash = mix(hash, (unsigned char)id.bytes[k]);
    return finish(hash);
}

/* A sense, and the two that follow it in the sentence. */
static void add_sense(struct am_features *features, const struct am_text *text, const struct am_hit *senses,
                      unsigned count, unsigned at)
{
    enum { REACH = 6, FOLLOWERS = 2 };
    const struct am_token *token = &text->tokens[senses[at].first_token];
    unsigned followers = 0;
    uint32_t last_end = senses[at].end_token, id = senses[at].feature;
    uint64_t pair = mix(KIND_SENSE_PAIR, id);

    add(features, mix(KIND_SENSE, id), senses[at].first_token, senses[at].end_token);
    add(features, mix(mix(KIND_SENSE_END, id), end_of(text, token)), senses[at].first_token,
        senses[at].end_token);
    for (unsigned i = at + 1; i < count && i < at + 12; i++) {
        if (text->tokens[senses[i].first_token].sentence != token->sentence)
            break;
        if (senses[i].first_token < senses[at].end_token || senses[i].feature == id)
            continue;
        if (senses[i].first_token > senses[at].end_token + REACH)
            break;
        if (senses[i].first_token >= last_end) {
            if (followers++ == FOLLOWERS)
                break;
            last_end = senses[i].end_token;
        }
        add(features, mix(pair, senses[i].feature), senses[at].first_token, senses[i].end_token);
    }
}

void am_features_senses(struct am_features *features, const struct am_text *text, const struct am_hit *hits,
                        unsigned count)
{
    enum { SENSES_MAX = 512 };
    struct am_hit senses[SENSES_MAX];
    unsigned found = 0;

    /* What the words are about by which somebody says who they are is as little looked at as the words. */
    for (unsigned i = 0; i < count && found < SENSES_MAX; i++)
        if (hits[i].kind == AM_RULE_SENSE &&
            (hits[i].label == AM_SENSE_SELF || !has_bit(features->self, hits[i].first_token)))
            senses[found++] = hits[i];
    for (unsigned i = 0; i < found; i++)
        add_sense(features, text, senses, found, i);
    features->text_count = features->count;
}

void am_features_hits(struct am_features *features, const struct am_playbook *playbook, int lang,
                      const struct am_hit *hits, unsigned count)
{
    int points[AM_RULE_TOPIC + 1][32];
    uint32_t seen[AM_RULE_TOPIC + 1] = {0}; /* a bit for each label that has points */
    int anger = 0;

    for (unsigned i = 0; i < count; i++) {
        struct am_rule rule;

        if (hits[i].kind == AM_RULE_SENSE || am_hit_before(hits, i))
            continue;
        am_playbook_rule(playbook, lang, hits[i].rule, &rule);
        add(features, mix(KIND_RULE, hits[i].feature), hits[i].first_token, hits[i].end_token);
        if (rule.label < 32) {
            int *sum = &points[rule.kind][rule.label];

            *sum = (seen[rule.kind] & AMENDS_BIT(rule.label) ? *sum : 0) +
                   (rule.kind == AM_RULE_SIGNAL ? rule.weight : 100);
            seen[rule.kind] |= AMENDS_BIT(rule.label);
        }
        anger = rule.anger > anger ? rule.anger : anger;
    }
    for (uint32_t kind = 0; kind <= AM_RULE_TOPIC; kind++)
        for (; seen[kind] != 0; seen[kind] &= seen[kind] - 1) {
            uint32_t label = (uint32_t)__builtin_ctz(seen[kind]);
            int sum = points[kind][label];

            if (sum == 0)
                continue;
            add_fact(features, KIND_POINTS, kind << 16 | label << 8);
            for (uint32_t step = 1; step <= 3; step++)
                if (sum >= (int)step * 50)
                    add_fact(features, KIND_POINTS, kind << 16 | label << 8 | step);
        }
    for (uint32_t step = 1; step <= 6; step++)
        if (anger >= (int)step * 50)
            add_fact(features, KIND_POINTS + 1, step);
}
