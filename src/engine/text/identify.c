/*
 * Which language a text is in. The script decides first; languages of one script, and their neighbours that
 * are none of ours, are told apart by frequent words and by groups of letters. The first tokens of a long
 * text are enough.
 */
#include "engine/text/identify.h"

#include "engine/text/language.h"
#include "engine/text/text.h"

enum {
    TOKENS_READ_MAX = 400,
    LETTERS_READ_MAX = 24, /* of one word, for fragments */
    HAN_LETTERS = 3,       /* a Han character says as much as so many letters */
    OTHER_HAN_MIN = 2,
    OTHER_LETTERS_MIN = 6,
    OTHER_SENTENCE_TOKENS = 3,
    OTHER_SENTENCE_SCORE = 20,
    CLEAR_LEAD = 30,
    LATIN_SCORE_MIN = 4 /* below it a Latin text could be anything */
};

struct scores {
    int32_t of[AM_IDENTIFY_CLASSES_MAX];
};

struct reader {
    const struct am_identify_header *header;
    const struct am_identify_slot *slots;
    const struct am_identify_weight *weights;
    const struct am_identify_slot *words[TOKENS_READ_MAX]; /* of the first tokens, for the languages */
};

static bool open_section(struct reader *reader, struct amends_view section)
{
    if (section.bytes == NULL || section.len_bytes < sizeof(struct am_identify_header))
        return false;
    reader->header = (const void *)section.bytes;
    reader->slots = (const void *)(reader->header + 1);
    reader->weights = (const void *)(reader->slots + reader->header->slot_count);
    return true;
}

bool am_identify_check(struct amends_view section, unsigned language_count)
{
    struct reader reader;
    uint64_t size = sizeof(struct am_identify_header);
    uint32_t used = 0;

    if (section.bytes == NULL && section.len_bytes == 0)
        return true;
    if (((uintptr_t)section.bytes & 7) != 0 || !open_section(&reader, section))
        return false;

    const struct am_identify_header *header = reader.header;

    size += (uint64_t)header->slot_count * sizeof *reader.slots +
            (uint64_t)header->weight_count * sizeof *reader.weights;
    if (header->magic != AM_IDENTIFY_MAGIC || size > section.len_bytes || header->slot_count == 0 ||
        (header->slot_count & (header->slot_count - 1)) != 0 ||
        header->class_count > AM_IDENTIFY_CLASSES_MAX || header->language_count != language_count ||
        header->class_count < language_count)
        return false;
    for (uint32_t i = 0; i < header->slot_count; i++) {
        const struct am_identify_slot *slot = &reader.slots[i];

        if (slot->hash == 0)
            continue;
        used++;
        if (slot->first_weight > header->weight_count ||
            slot->count > header->weight_count - slot->first_weight)
            return false;
    }
    for (uint32_t i = 0; i < header->weight_count; i++)
        if (reader.weights[i].class >= header->class_count)
            return false;
    /* A search ends at an empty slot. */
    return used < header->slot_count;
}

/* Words and letter groups of which none is in the table are turned away here. */
static bool may_stand(const struct reader *reader, uint64_t hash)
{
    unsigned bit = am_filter_bit(hash);

    return (reader->header->filter[bit / 32] >> bit % 32 & 1) != 0;
}

/* The slot of a hash; NULL where it is not in the table. */
static const struct am_identify_slot *find_slot(const struct reader *reader, uint64_t hash)
{
    uint32_t mask = reader->header->slot_count - 1;

    for (uint32_t at = (uint32_t)hash & mask; reader->slots[at].hash != 0; at = (at + 1) & mask)
        if (reader->slots[at].hash == hash)
            return &reader->slots[at];
    return NULL;
}

static void add_weights(const struct reader *reader, const struct am_identify_slot *slot,
                        struct scores *scores)
{
    if (slot == NULL)
        return;
    for (uint32_t i = 0; i < slot->count; i++) {
        const struct am_identify_weight *weight = &reader->weights[slot->first_weight + i];

        scores->of[weight->class] += weight->weight;
    }
}

static const struct am_identify_slot *find_word(const struct reader *reader, const struct am_token *token)
{
    uint64_t hash = am_hash_end(token->hash);

    if (token->kind != AM_TOKEN_WORD || token->norm_len > LETTERS_READ_MAX)
        return NULL;
    return may_stand(reader, hash) ? find_slot(reader, hash) : NULL;
}

static void score_fragments(const struct reader *reader, const struct am_token *token, struct scores *scores)
{
    uint32_t letters[LETTERS_READ_MAX + 2], lengths = reader->header->lengths;
    uint64_t found[(LETTERS_READ_MAX + 2) * AM_FRAGMENT_LEN_MAX];
    unsigned count = 0, found_count = 0;

    letters[count++] = AM_FRAGMENT_EDGE;
    for (unsigned i = 0; i < token->norm_len && i < LETTERS_READ_MAX; i++)
        letters[count++] = token->norm[i];
    letters[count++] = AM_FRAGMENT_EDGE;
    /* Without branches, as which of them are in the table cannot be foretold. */
    for (unsigned at = 0; at < count; at++) {
        uint64_t hash = AM_HASH_START;

        for (unsigned len = 1; len <= AM_FRAGMENT_LEN_MAX && at + len <= count; len++) {
            hash = am_hash_step(hash, letters[at + len - 1]);
            if ((lengths >> len & 1) == 0)
                continue;
            found[found_count] = am_hash_end(am_hash_step(hash, AM_FRAGMENT_MARK));
            found_count += may_stand(reader, found[found_count]) & ((len > 1) | (letters[at] >= 0x80));
        }
    }
    for (unsigned i = 0; i < found_count; i++)
        add_weights(reader, find_slot(reader, found[i]), scores);
}

/* Do the words alone leave no doubt which language of ours it is? */
static bool is_clear(const struct reader *reader, const struct scores *scores, unsigned script,
                     uint32_t letters)
{
    int32_t best = 0, second = 0;
    bool ours = false;

    for (unsigned i = 0; i < reader->header->class_count; i++) {
        int32_t score = reader->header->script[i] == script ? scores->of[i] : 0;

        if (score > best) {
            second = best;
            best = score;
            ours = i < reader->header->language_count;
        } else if (score > second) {
            second = score;
        }
    }
    return ours && best - second >= CLEAR_LEAD && (uint32_t)best * 4 >= letters;
}

/* Scores the words of one script: by the words, and by their letters only where these leave a doubt, which is
 * dearer. */
static void score_script(const struct reader *reader, const struct am_text *text, unsigned first,
                         unsigned count, unsigned script, uint32_t letters, struct scores *scores)
{
    const struct am_token *tokens = text->tokens + first;

    for (unsigned i = 0; i < count; i++)
        if (tokens[i].kind == AM_TOKEN_WORD && tokens[i].script == script)
            add_weights(reader,
                        first + i < TOKENS_READ_MAX ? reader->words[first + i]
                                                    : find_word(reader, &tokens[i]),
                        scores);
    if (is_clear(reader, scores, script, letters))
        return;
    for (unsigned i = 0; i < count; i++)
        if (tokens[i].kind == AM_TOKEN_WORD && tokens[i].script == script)
            score_fragments(reader, &tokens[i], scores);
}

/* How much of the text is in each script, in letters. */
static unsigned count_scripts(const struct am_text *text, uint32_t letters[AM_SCRIPT_OTHER + 1])
{
    unsigned tokens = text->token_count < TOKENS_READ_MAX ? text->token_count : TOKENS_READ_MAX;

    for (unsigned i = 0; i < tokens; i++) {
        const struct am_token *token = &text->tokens[i];

        if (token->kind == AM_TOKEN_HAN)
            letters[AM_SCRIPT_HAN] += HAN_LETTERS;
        else if (token->kind == AM_TOKEN_WORD)
            letters[token->script] += token->norm_len;
    }
    return tokens;
}

/* The best class of a script, languages only or neighbours only; -1 where there is none. */
static int best_class(const struct reader *reader, const struct scores *scores, unsigned script,
                      bool neighbours)
{
    unsigned from = neighbours ? reader->header->language_count : 0;
    unsigned to = neighbours ? reader->header->class_count : reader->header->language_count;
    int best = -1;

    for (unsigned i = from; i < to; i++)
        if (reader->header->script[i] == script && (best < 0 || scores->of[i] > scores->of[best]))
            best = (int)i;
    return best;
}

/* The language of what is written in one script, or -1. `letters` is how much that is. */
static int decide(const struct reader *reader, const struct scores *scores, unsigned script, uint32_t letters)
{
    int language = best_class(reader, scores, script, false),
        neighbour = best_class(reader, scores, script, true);

    if (language < 0)
        return -1;
    if (neighbour >= 0 && scores->of[neighbour] > scores->of[language])
        return -1;
    /* Nearly every language of the world may be written in Latin letters: there must be some evidence, and
     * more of it in a longer text. */
    if (script == AM_SCRIPT_LATIN &&
        (scores->of[language] < LATIN_SCORE_MIN || (uint32_t)scores->of[language] * 4 < letters))
        return -1;
    return language;
}

/* Is there a language of ours in this script besides this one? */
static bool has_other(const struct reader *reader, unsigned script, int language)
{
    for (unsigned i = 0; i < reader->header->language_count; i++)
        if (reader->header->script[i] == script && (int)i != language)
            return true;
    return false;
}

/* Languages that clearly have a sentence of their own in a script whose main language is another one. */
static uint32_t other_sentences(const struct reader *reader, const struct am_text *text, int main_language)
{
    uint32_t found = 0;

    for (uint32_t s = 0; s < text->sentence_count && text->sentences[s].first_token < TOKENS_READ_MAX; s++) {
        const struct am_sentence *sentence = &text->sentences[s];
        struct scores scores = {{0}};
        uint32_t letters = 0;
        unsigned words = 0, script = AM_SCRIPT_NONE;

        unsigned count = sentence->token_count < TOKENS_READ_MAX ? sentence->token_count : TOKENS_READ_MAX;
        const struct am_token *tokens = text->tokens + sentence->first_token;

        for (unsigned i = 0; i < count; i++) {
            if (tokens[i].kind != AM_TOKEN_WORD)
                continue;
            script = tokens[i].script;
            letters += tokens[i].norm_len;
            words++;
        }
        if (words < OTHER_SENTENCE_TOKENS || !has_other(reader, script, main_language))
            continue;
        score_script(reader, text, sentence->first_token, count, script, letters, &scores);

        int language = decide(reader, &scores, script, letters);

        if (language < 0 || language == main_language || scores.of[language] < OTHER_SENTENCE_SCORE ||
            (main_language >= 0 && scores.of[language] < 2 * scores.of[main_language]))
            continue;
        found |= UINT32_C(1) << language;
    }
    return found;
}

static bool is_word_of(const struct reader *reader, const struct am_token *token, unsigned lang)
{
    const struct am_identify_slot *slot = find_word(reader, token);

    for (uint32_t i = 0; slot != NULL && i < slot->count; i++)
        if (reader->weights[slot->first_weight + i].class == lang)
            return true;
    return false;
}

bool am_language_plausible(struct amends_view identify, const struct am_text *text, unsigned lang)
{
    struct reader reader;

    if (!open_section(&reader, identify) || lang >= reader.header->language_count)
        return false;
    for (uint32_t i = 0; i < text->sentence_count; i++) {
        const struct am_sentence *sentence = &text->sentences[i];
        const struct am_token *tokens = text->tokens + sentence->first_token;
        bool known =
            sentence->token_count < OTHER_SENTENCE_TOKENS || reader.header->script[lang] == AM_SCRIPT_HAN;

        for (unsigned k = 0; k < sentence->token_count; k++) {
            if (tokens[k].script != AM_SCRIPT_NONE && tokens[k].script != reader.header->script[lang])
                return false;
            known = known || is_word_of(&reader, &tokens[k], lang);
        }
        if (!known)
            return false;
    }
    return true;
}

int am_language_identify(struct amends_view identify, const struct am_text *text, uint32_t *others)
{
    struct reader reader;
    struct scores scores = {{0}};
    uint32_t letters[AM_SCRIPT_OTHER + 1] = {0}, further = 0;
    unsigned main_script = AM_SCRIPT_NONE;
    int main_language = -1, languages[AM_SCRIPT_OTHER + 1] = {-1, -1, -1, -1, -1};

    if (others != NULL)
        *others = 0;
    if (!open_section(&reader, identify))
        return -1;

    unsigned tokens = count_scripts(text, letters);

    for (unsigned i = 0; i < tokens; i++)
        reader.words[i] = find_word(&reader, &text->tokens[i]);

    /* Kana beside Han is Japanese; one sign of it in a Chinese text is a fashion. */
    if (letters[AM_SCRIPT_OTHER] * 2 * HAN_LETTERS >= letters[AM_SCRIPT_HAN] && letters[AM_SCRIPT_OTHER] > 0)
        letters[AM_SCRIPT_HAN] = 0;
    for (unsigned script = AM_SCRIPT_LATIN; script <= AM_SCRIPT_OTHER; script++) {
        if (letters[script] == 0)
            continue;
        if (script != AM_SCRIPT_HAN)
            score_script(&reader, text, 0, tokens, script, letters[script], &scores);
        languages[script] = decide(&reader, &scores, script, letters[script]);
        if (letters[script] > letters[main_script] || main_script == AM_SCRIPT_NONE)
            main_script = script;
    }
    if (main_script == AM_SCRIPT_NONE)
        return -1;
    main_language = languages[main_script];
    if (others == NULL)
        return main_language;
    for (unsigned script = AM_SCRIPT_LATIN; script <= AM_SCRIPT_HAN; script++) {
        unsigned least = script == AM_SCRIPT_HAN ? OTHER_HAN_MIN * HAN_LETTERS : OTHER_LETTERS_MIN;

        if (script != main_script && languages[script] >= 0 && letters[script] >= least)
            further |= UINT32_C(1) << languages[script];
    }
    if (text->sentence_count > 1)
        further |= other_sentences(&reader, text, main_language);
    *others = main_language < 0 ? further : further & ~(UINT32_C(1) << main_language);
    return main_language;
}
