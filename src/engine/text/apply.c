/*
 * The language's own words over the scanned tokens: variants ("gonna" → going to) and clitics ("don't" → do
 * not). The scanned tokens stay, so that a text can be applied with another language afterwards.
 */
#include "engine/text/arena.h"

struct applier {
    struct am_text_arena *arena;
    struct am_language language;
    uint32_t count; /* tokens written */
    uint16_t sentence;
    uint64_t clitic_ends; /* a bit for each end of a clitic (end_bit) */
};

/* The bit of the last two letters: it turns most words away. */
static uint64_t end_bit(const uint32_t *norm, uint32_t len)
{
    return UINT64_C(1) << (norm[len - 2] * 7 + norm[len - 1]) % 64;
}

static uint64_t ends_of_clitics(const struct am_language *language)
{
    uint64_t ends = 0;

    for (uint32_t i = 0; i < language->header->clitic_count; i++) {
        const struct am_clitic *clitic = &language->clitics[i];

        ends |= clitic->len < 2 ? UINT64_MAX : end_bit(language->norms + clitic->norm, clitic->len);
    }
    return ends;
}

static void emit(struct applier *applier, const struct am_token *token, uint32_t word)
{
    if (applier->count >= applier->arena->token_max)
        return;

    struct am_token *out = &applier->arena->tokens[applier->count];

    *out = *token;
    out->sentence = applier->sentence;
    applier->arena->entries[applier->count] = word;
    applier->count++;
}

/* Writes pieces in the place of `from`, whose span and flags they keep. */
static void emit_pieces(struct applier *applier, const struct am_token *from, uint32_t first_piece,
                        unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        const struct am_piece *piece = &applier->language.pieces[first_piece + i];
        struct am_token token = *from;

        token.norm = applier->language.norms + piece->norm;
        token.norm_len = piece->len;
        token.hash = am_hash_letters(AM_HASH_START, token.norm, token.norm_len);
        token.kind = piece->kind;
        token.script = piece->script;
        token.flags |= AM_TOKEN_REWRITTEN;
        if (i > 0)
            token.flags &= (uint16_t) ~(AM_TOKEN_AFTER_COMMA | AM_TOKEN_SENTENCE_START);
        emit(applier, &token, piece->word);
    }
}

uint32_t am_language_longest(const struct am_language *language, const struct am_token *tokens, uint32_t left,
                             unsigned roles, unsigned *words, uint32_t *single)
{
    uint64_t hash = tokens->hash;
    uint32_t found = AM_WORD_NONE, word = am_language_find(language, am_hash_end(hash));

    *single = word;
    for (unsigned i = 1; word != AM_WORD_NONE; i++) {
        if ((language->words[word].roles & roles) != 0) {
            found = word;
            *words = i;
        }
        if ((language->words[word].roles & AM_WORD_CONTINUES) == 0 || i >= left || i == AM_WORDS_IN_ENTRY_MAX)
            break;
        hash = am_hash_letters(am_hash_next(hash), tokens[i].norm, tokens[i].norm_len);
        word = am_language_find(language, am_hash_end(hash));
    }
    return found;
}

static bool ends_with(const struct am_token *token, const uint32_t *norm, uint32_t len)
{
    if (token->norm_len <= len || token->norm[token->norm_len - 1] != norm[len - 1])
        return false;
    for (uint32_t i = 0; i < len; i++)
        if (token->norm[token->norm_len - len + i] != norm[i])
            return false;
    return true;
}

static void apply_one(struct applier *applier, const struct am_token *token, uint32_t word)
{
    if (word != AM_WORD_NONE && (applier->language.words[word].roles & AM_WORD_VARIANT) != 0)
        emit_pieces(applier, token, applier->language.words[word].first_piece,
                    applier->language.words[word].piece_count);
    else
        emit(applier, token, word);
}

/* Splits the longest clitic off a word that has no entry; false where it has none. */
static bool split_clitic(struct applier *applier, const struct am_token *token)
{
    const struct am_language *language = &applier->language;
    const struct am_clitic *best = NULL;

    if (token->norm_len < 2 || !(applier->clitic_ends & end_bit(token->norm, token->norm_len)))
        return false;
    for (uint32_t i = 0; i < language->header->clitic_count; i++) {
        const struct am_clitic *clitic = &language->clitics[i];

        if (ends_with(token, language->norms + clitic->norm, clitic->len) &&
            (best == NULL || clitic->len > best->len))
            best = clitic;
    }
    if (best == NULL)
        return false;

    struct am_token stem = *token, tail = *token;
    uint32_t unit = am_token_unit(applier->arena, token);

    stem.norm_len = (uint16_t)(token->norm_len - best->len);
    stem.hash = am_hash_letters(AM_HASH_START, stem.norm, stem.norm_len);
    tail.norm = token->norm + stem.norm_len;
    tail.norm_len = (uint16_t)best->len;
    /* The parts of a mended word keep the whole span. */
    if (unit != UINT32_MAX) {
        stem.cp_end = applier->arena->end[unit + stem.norm_len - 1];
        tail.cp_start = applier->arena->start[unit + stem.norm_len];
    }
    tail.flags &= (uint16_t) ~(AM_TOKEN_AFTER_COMMA | AM_TOKEN_SENTENCE_START);
    apply_one(applier, &stem, am_language_find(language, am_hash_end(stem.hash)));
    emit_pieces(applier, &tail, best->first_piece, best->piece_count);
    return true;
}

static void apply_sentence(struct applier *applier, const struct am_sentence *sentence)
{
    const struct am_token *tokens = applier->arena->scanned + sentence->first_token;

    for (uint32_t i = 0; i < sentence->token_count;) {
        unsigned words = 1;
        uint32_t single;
        uint32_t variant = am_language_longest(&applier->language, tokens + i, sentence->token_count - i,
                                               AM_WORD_VARIANT, &words, &single);

        if (variant != AM_WORD_NONE) {
            struct am_token whole = tokens[i];

            whole.cp_end = tokens[i + words - 1].cp_end;
            emit_pieces(applier, &whole, applier->language.words[variant].first_piece,
                        applier->language.words[variant].piece_count);
            i += words;
            continue;
        }
        if (single != AM_WORD_NONE || tokens[i].kind != AM_TOKEN_WORD || !split_clitic(applier, &tokens[i]))
            emit(applier, &tokens[i], single);
        i++;
    }
}

void am_text_apply(struct am_text_arena *arena, struct amends_view language, struct am_text *text)
{
    struct applier applier = {.arena = arena};

    if (!am_language_open(&applier.language, language)) {
        for (uint32_t i = 0; i < arena->scanned_count; i++) {
            arena->tokens[i] = arena->scanned[i];
            arena->entries[i] = AM_WORD_NONE;
        }
        for (uint32_t i = 0; i < arena->scanned_sentence_count; i++)
            arena->sentences[i] = arena->scanned_sentences[i];
        applier.count = arena->scanned_count;
        text->sentence_count = arena->scanned_sentence_count;
    } else {
        uint32_t sentences = 0;

        applier.clitic_ends = ends_of_clitics(&applier.language);
        for (uint32_t i = 0; i < arena->scanned_sentence_count; i++) {
            uint32_t first = applier.count;
            struct am_sentence *out = &arena->sentences[sentences];

            applier.sentence = (uint16_t)sentences;
            apply_sentence(&applier, &arena->scanned_sentences[i]);
            if (applier.count == first)
                continue;
            *out = arena->scanned_sentences[i];
            out->first_token = (uint16_t)first;
            out->token_count = (uint16_t)(applier.count - first);
            sentences++;
        }
        text->sentence_count = sentences;
    }
    text->tokens = arena->tokens;
    text->token_count = applier.count;
    text->sentences = arena->sentences;
    am_text_quantities(arena, language, text);
}
