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
    ERROR_IN_NOISE = 68,  /* one key in nineteen, of each kind of error */
    ERROR_IN_CLEAN = 196, /* one in five thousand */
    MARGIN = 4,           /* by how much a known word must be the better one */
    CREDIT = 28,          /* of a name, and of a known beginning with an ending of the language */
    GRAVE = 32            /* what is said of a person must be surer */
};

enum {
    LEN_LEAST = 2,
    LEN_LEAST_CLEAN = 4,
    LEN_TWO_ERRORS = 5,
    BEGINNING_LEAST = 4, /* letters before an ending */
    ODD_LEAST = 2,       /* odd words that make noise, where they are … */
    ODD_ONE_IN = 8,      /* … one in so many */
    OFTEN = 8,           /* class */
    STEPS_OF_TEXT = 500000,
    SUSPECTS_MAX = 512
};

struct repairer {
    struct am_text_arena *arena;
    struct am_wordlist words;
    struct am_language language;
    struct am_lexicon lexicon;
    bool has_lexicon, ordinary_case;
};

/* A word that may be mistyped. */
struct suspect {
    uint16_t token;
    /* Explained: a form, or a name. Rare: known, but it may be a frequent one with an error. */
    enum { ODD, EXPLAINED, RARE } why;
    uint32_t kept; /* what it costs to leave it */
};

static bool is_word(const struct am_token *token)
{
    return token->kind == AM_TOKEN_WORD && (token->flags & AM_TOKEN_MASKED) == 0 &&
           token->norm_len >= LEN_LEAST;
}

static bool in_words(const struct repairer *repairer, const struct am_spelling *spelling)
{
    uint32_t node;

    am_words_find(&repairer->words, spelling, &node);
    return node != 0;
}

/* Words with a hyphen: both parts are known. */
static bool parts_known(const struct repairer *repairer, const struct am_token *token)
{
    unsigned from = 0;
    struct am_spelling part;
    bool hyphen = false;

    for (unsigned i = 0; i < token->norm_len; i++)
        hyphen = hyphen || token->norm[i] == '-';
    if (!hyphen)
        return false;

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
    return repairer->language.header != NULL &&
           am_language_find(&repairer->language, am_hash_end(token->hash)) != AM_WORD_NONE;
}

/* Known otherwise than as one of the words. */
static bool known_otherwise(const struct repairer *repairer, const struct am_token *token)
{
    return in_language(repairer, token) || parts_known(repairer, token) || has_clitic(repairer, token);
}

/* A capital inside a sentence begins a name, where capitals mean anything: a day or a title at times. */
static bool is_name(const struct repairer *repairer, const struct am_token *token)
{
    uint32_t unit = (uint32_t)(token->norm - repairer->arena->norm);

    return repairer->ordinary_case && (token->flags & (AM_TOKEN_SENTENCE_START | AM_TOKEN_CAPS)) == 0 &&
           (repairer->arena->info[unit] & AM_INFO_CAPITAL) != 0;
}

/* A form of a rule's word, or as much as a known beginning with an ending. Some such are no words: inflection
 * knows many forms that are never used. */
static bool is_explained(const struct repairer *repairer, const struct am_token *token, unsigned beginning)
{
    unsigned last = beginning < token->norm_len ? beginning : token->norm_len - 1u;

    if (!repairer->has_lexicon)
        return false;
    if (am_lexicon_lemma(&repairer->lexicon, token) != AM_TERM_NONE)
        return true;
    return beginning >= BEGINNING_LEAST &&
           am_lexicon_strip(&repairer->lexicon, token->norm, token->norm_len, BEGINNING_LEAST) <= last;
}

/* Puts the letters of a word in the place of a token's. */
static void replace(struct repairer *repairer, struct am_token *token, const struct am_spelling *word)
{
    uint32_t *letters = repairer->arena->mended + repairer->arena->mended_count;

    if (repairer->arena->mended_count + word->len > AM_MENDED_ROOM)
        return;
    for (unsigned i = 0; i < word->len; i++)
        letters[i] = repairer->words.header->letters[word->letters[i]];
    repairer->arena->mended_count += word->len;
    token->norm = letters;
    token->norm_len = (uint16_t)word->len;
    token->hash = am_hash_letters(AM_HASH_START, letters, word->len);
    token->flags = (uint16_t)((token->flags & ~AM_TOKEN_STRETCHED) | AM_TOKEN_REWRITTEN | AM_TOKEN_MENDED);
}

/* A bit for each place from which on the word is an ending of the language. */
static uint64_t endings_of(const struct repairer *repairer, const struct am_token *token)
{
    uint64_t endings = 0;

    for (unsigned from = BEGINNING_LEAST; repairer->has_lexicon && from < token->norm_len; from++) {
        from = am_lexicon_strip(&repairer->lexicon, token->norm, token->norm_len, from);
        if (from < token->norm_len)
            endings |= UINT64_C(1) << from;
    }
    return endings;
}

static void mend(struct repairer *repairer, const struct suspect *suspect, bool noise, uint32_t *steps)
{
    struct am_token *token = &repairer->arena->scanned[suspect->token];
    struct am_spelling typed;

    if (!noise && (suspect->why != ODD || token->norm_len < LEN_LEAST_CLEAN ||
                   (token->flags & AM_TOKEN_STRETCHED) != 0))
        return;
    if (suspect->kept <= MARGIN || !am_words_spell(&repairer->words, token->norm, token->norm_len, &typed))
        return;

    /* Sound texts are mended to words that are often used alone. */
    unsigned below = suspect->kept - MARGIN,
             often = ERROR_IN_CLEAN + repairer->words.header->total - OFTEN * (AM_WORDS_BIT / 2);
    struct am_words_search search = {.words = &repairer->words,
                                     .typed = &typed,
                                     .error = noise ? ERROR_IN_NOISE : ERROR_IN_CLEAN,
                                     .errors_most = noise && typed.len >= LEN_TWO_ERRORS ? 2 : 1,
                                     .endings =
                                         noise && suspect->why != RARE ? endings_of(repairer, token) : 0,
                                     .first = noise,
                                     .credit = CREDIT,
                                     .grave = GRAVE,
                                     .below = noise || below < often ? below : often,
                                     .steps = steps};

    am_words_nearest(&search);
    if (search.best.len > 0)
        replace(repairer, token, &search.best);
}

/* A known word: a suspect where another is typed so much more often that it may well be that one. */
static bool is_rare(const struct repairer *repairer, uint32_t node)
{
    return AM_NODE_BAN(node) == AM_WORDS_FREE &&
           am_words_cost(&repairer->words, node) > repairer->words.header->least + ERROR_IN_NOISE + MARGIN;
}

/* False where there is nothing to suspect. */
static bool suspect_token(const struct repairer *repairer, uint32_t at, const struct am_spelling *spelling,
                          struct suspect *out)
{
    const struct am_token *token = &repairer->arena->scanned[at];
    uint32_t node;
    unsigned beginning = am_words_find(&repairer->words, spelling, &node);

    *out = (struct suspect){.token = (uint16_t)at, .why = RARE};
    if (node != 0) {
        out->kept = am_words_cost(&repairer->words, node);
        return is_rare(repairer, node);
    }
    if (known_otherwise(repairer, token))
        return false;
    out->why = is_name(repairer, token) || is_explained(repairer, token, beginning) ? EXPLAINED : ODD;
    out->kept = repairer->words.header->unknown + am_words_oddness(&repairer->words, spelling);
    if (out->why == EXPLAINED)
        out->kept = out->kept > CREDIT ? out->kept - CREDIT : 0;
    return true;
}

/* The suspects among the tokens; are there so many odd ones that it is noise? Without being thorough, rare
 * words are passed over. */
static unsigned find_suspects(const struct repairer *repairer, uint32_t count, struct suspect *suspects,
                              bool thorough, bool *noise)
{
    unsigned found = 0, words = 0, odd = 0;

    for (uint32_t i = 0; i < count && found < SUSPECTS_MAX; i++) {
        const struct am_token *token = &repairer->arena->scanned[i];
        struct am_spelling spelling;

        if (!is_word(token))
            continue;
        if (!thorough && am_words_may_have(&repairer->words, token->norm, token->norm_len)) {
            words++;
            continue;
        }
        if (!am_words_spell(&repairer->words, token->norm, token->norm_len, &spelling))
            continue;
        words++;
        if (suspect_token(repairer, i, &spelling, &suspects[found]))
            odd += suspects[found++].why == ODD;
    }
    *noise = odd >= ODD_LEAST && odd * ODD_ONE_IN >= words;
    return found;
}

static void repair_words(struct am_text_arena *arena, const struct am_repair_sources *sources, bool cautious,
                         const struct am_text *text)
{
    struct repairer repairer = {.arena = arena};
    struct suspect suspects[SUSPECTS_MAX];
    uint32_t steps = STEPS_OF_TEXT;
    bool noise;

    if (!am_words_open(&repairer.words, sources->words))
        return;
    am_language_open(&repairer.language, sources->language);
    repairer.has_lexicon = sources->lexicon.bytes != NULL;
    if (repairer.has_lexicon)
        repairer.lexicon = am_lexicon_of(sources->lexicon);
    repairer.ordinary_case = text->capitals * 3 < text->letters;

    unsigned count = find_suspects(&repairer, arena->scanned_count, suspects, false, &noise);

    if (noise && !cautious)
        count = find_suspects(&repairer, arena->scanned_count, suspects, true, &noise);
    for (unsigned i = 0; i < count; i++)
        mend(&repairer, &suspects[i], noise && !cautious, &steps);
}

void am_text_repair(struct am_text_arena *arena, const struct am_repair_sources *sources, bool cautious,
                    const struct am_text *text)
{
    repair_words(arena, sources, cautious, text);
    am_text_repair_characters(arena, sources->characters, cautious);
}
