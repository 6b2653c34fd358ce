/*
 * A word that is none of the language's is left as it is, or taken for the word that it most probably was:
 * whichever costs less, the letters as they stand or a known word with the errors that make them of it. How
 * cheap an error is depends on how many of the text's words are odd.
 */
#include "engine/text/repair.h"

#include "engine/playbook/lexicon.h"
#include "engine/text/arena.h"
#include "engine/text/words.h"

/* In sixteenths of a bit, as in words.h. */
enum {
    ERROR_IN_NOISE = 85,  /* one key in forty, of each kind of error */
    ERROR_IN_CLEAN = 196, /* one in five thousand */
    MARGIN = 23,          /* by how much a known word must be the better one */
    EXPLAINED = 92,       /* credit of a word that is a known beginning and an ending of the language */
    GRAVE = 96            /* what is said of a person must be surer */
};

enum {
    LEN_LEAST = 2,
    LEN_LEAST_CLEAN = 4,
    LEN_TWO_ERRORS = 6,
    BEGINNING_LEAST = 4, /* letters before an ending */
    ODD_LEAST = 2,       /* odd words that make noise, where they are … */
    ODD_ONE_IN = 4,      /* … one in so many */
    STEPS_OF_TEXT = 500000
};

struct repairer {
    struct am_text_arena *arena;
    struct am_words words;
    struct am_language language;
    struct am_lexicon lexicon;
    bool has_lexicon, ordinary_case;
    uint32_t mended; /* letters of the arena's room that are used */
};

/* An unknown word. */
struct unknown {
    uint16_t token;
    bool explained;
};

static bool is_word(const struct am_token *token)
{
    return token->kind == AM_TOKEN_WORD && (token->flags & AM_TOKEN_MASKED) == 0 &&
           token->norm_len >= LEN_LEAST;
}

static bool in_words(const struct repairer *repairer, const struct am_spelling *spelling)
{
    bool known;

    am_words_find(&repairer->words, spelling, &known);
    return known;
}

/* Words with a hyphen: both parts are known. */
static bool parts_known(const struct repairer *repairer, const struct am_token *token)
{
    unsigned from = 0;
    struct am_spelling part;

    for (unsigned i = 0; i <= token->norm_len; i++) {
        if (i < token->norm_len && token->norm[i] != '-')
            continue;
        if (i == from || !am_words_spell(&repairer->words, token->norm + from, i - from, &part) ||
            !in_words(repairer, &part))
            return false;
        from = i + 1;
    }
    return true;
}

/* Is it a known word with one of the language's clitics? */
static bool has_clitic(const struct repairer *repairer, const struct am_token *token)
{
    const struct am_language *language = &repairer->language;

    for (uint32_t i = 0; language->header != NULL && i < language->header->clitic_count; i++) {
        const struct am_clitic *clitic = &language->clitics[i];
        struct am_token stem = *token;
        struct am_spelling spelling;
        uint32_t k = 0;

        if (clitic->len >= token->norm_len)
            continue;
        stem.norm_len = (uint16_t)(token->norm_len - clitic->len);
        while (k < clitic->len && token->norm[stem.norm_len + k] == language->norms[clitic->norm + k])
            k++;
        if (k == clitic->len && am_words_spell(&repairer->words, stem.norm, stem.norm_len, &spelling) &&
            in_words(repairer, &spelling))
            return true;
    }
    return false;
}

static bool in_language(const struct repairer *repairer, const struct am_token *token)
{
    uint64_t hash = AM_HASH_START;

    if (repairer->language.header == NULL)
        return false;
    for (unsigned i = 0; i < token->norm_len; i++)
        hash = am_hash_step(hash, token->norm[i]);
    return am_language_find(&repairer->language, am_hash_end(hash)) != AM_WORD_NONE;
}

/* Known otherwise than as one of the words. */
static bool known_otherwise(const struct repairer *repairer, const struct am_token *token)
{
    return in_language(repairer, token) || parts_known(repairer, token) || has_clitic(repairer, token) ||
           (repairer->has_lexicon && am_lexicon_lemma(&repairer->lexicon, token) != AM_TERM_NONE);
}

/* A capital inside a sentence begins a name, where capitals mean anything. */
static bool is_name(const struct repairer *repairer, const struct am_token *token)
{
    uint32_t unit = (uint32_t)(token->norm - repairer->arena->norm);

    return repairer->ordinary_case && (token->flags & (AM_TOKEN_SENTENCE_START | AM_TOKEN_CAPS)) == 0 &&
           (repairer->arena->info[unit] & AM_INFO_CAPITAL) != 0;
}

static bool is_explained(const struct repairer *repairer, const struct am_token *token, unsigned beginning)
{
    return repairer->has_lexicon && beginning >= BEGINNING_LEAST &&
           am_lexicon_strip(&repairer->lexicon, token->norm, token->norm_len, BEGINNING_LEAST) <=
               (beginning < token->norm_len ? beginning : token->norm_len - 1u);
}

/* Puts the letters of a word in the place of a token's. */
static void replace(struct repairer *repairer, struct am_token *token, const struct am_spelling *word)
{
    uint32_t *letters = repairer->arena->mended + repairer->mended;

    if (repairer->mended + word->len > AM_MENDED_ROOM)
        return;
    for (unsigned i = 0; i < word->len; i++)
        letters[i] = repairer->words.header->letters[word->letters[i]];
    repairer->mended += word->len;
    token->norm = letters;
    token->norm_len = (uint16_t)word->len;
    token->flags = (uint16_t)((token->flags & ~AM_TOKEN_STRETCHED) | AM_TOKEN_REWRITTEN);
}

static void mend(struct repairer *repairer, const struct unknown *unknown, bool noise, uint32_t *steps)
{
    struct am_token *token = &repairer->arena->scanned[unknown->token];
    struct am_spelling typed;

    if (!noise &&
        (unknown->explained || token->norm_len < LEN_LEAST_CLEAN || (token->flags & AM_TOKEN_STRETCHED) != 0))
        return;
    if (!am_words_spell(&repairer->words, token->norm, token->norm_len, &typed))
        return;

    unsigned kept = repairer->words.header->unknown + am_words_oddness(&repairer->words, &typed) +
                    (unknown->explained ? EXPLAINED : 0);
    struct am_words_search search = {.words = &repairer->words,
                                     .typed = &typed,
                                     .error = noise ? ERROR_IN_NOISE : ERROR_IN_CLEAN,
                                     .errors_most = typed.len >= LEN_TWO_ERRORS ? 2 : 1,
                                     .grave = GRAVE,
                                     .below = kept > MARGIN ? kept - MARGIN : 0,
                                     .steps = steps};

    am_words_nearest(&search);
    if (search.best.len > 0)
        replace(repairer, token, &search.best);
}

/* The unknown words among the tokens; `*odd` gets one in so many as to be noise. */
static unsigned find_unknown(const struct repairer *repairer, uint32_t count, struct unknown *unknown,
                             unsigned max, bool *noise)
{
    unsigned found = 0, words = 0, odd = 0;

    for (uint32_t i = 0; i < count && found < max; i++) {
        const struct am_token *token = &repairer->arena->scanned[i];
        struct am_spelling spelling;
        bool known;

        if (!is_word(token) || !am_words_spell(&repairer->words, token->norm, token->norm_len, &spelling))
            continue;
        words++;

        unsigned beginning = am_words_find(&repairer->words, &spelling, &known);

        if (known || is_name(repairer, token) || known_otherwise(repairer, token))
            continue;
        unknown[found] = (struct unknown){(uint16_t)i, is_explained(repairer, token, beginning)};
        odd += !unknown[found++].explained;
    }
    *noise = odd >= ODD_LEAST && odd * ODD_ONE_IN >= words;
    return found;
}

void am_text_repair(struct am_text_arena *arena, const struct am_repair_sources *sources, bool cautious,
                    const struct am_text *text)
{
    struct repairer repairer = {.arena = arena};
    struct unknown unknown[AM_MENDED_WORDS];
    uint32_t steps = STEPS_OF_TEXT;
    bool noise;

    if (!am_words_open(&repairer.words, sources->words))
        return;
    am_language_open(&repairer.language, sources->language);
    repairer.has_lexicon = sources->lexicon.bytes != NULL;
    if (repairer.has_lexicon)
        repairer.lexicon = am_lexicon_of(sources->lexicon);
    repairer.ordinary_case = text->capitals * 3 < text->letters;

    unsigned count = find_unknown(&repairer, arena->scanned_count, unknown, AM_MENDED_WORDS, &noise);

    for (unsigned i = 0; i < count; i++)
        mend(&repairer, &unknown[i], noise && !cautious, &steps);
}
