/*
 * Words that are written so that a filter does not see them: letters of another script among their own
 * ("cyкa"), or one letter at a time ("f u c k", "п.и.з.д.е.ц"). Signs and digits instead of letters stay in
 * the token; the playbook's lexicon knows what they hide.
 */
#include "engine/text/arena.h"

/* Fewer in a row are abbreviations and short words ("и в", "U.S."), more are no word. */
enum { SPACED_LETTERS_MIN = 4, SPACED_LETTERS_MAX = 24 };

/* Latin letters that look like Cyrillic ones, and the other way round. */
static uint32_t twin(uint32_t cp, bool to_cyrillic)
{
    static const uint16_t TWINS[][2] = {{'a', 0x430}, {'e', 0x435}, {'o', 0x43E}, {'p', 0x440}, {'c', 0x441},
                                        {'y', 0x443}, {'x', 0x445}, {'k', 0x43A}, {'m', 0x43C}, {'t', 0x442},
                                        {'h', 0x43D}, {'b', 0x432}, {'i', 0x456}, {'s', 0x455}, {'j', 0x458}};

    for (unsigned i = 0; i < sizeof TWINS / sizeof *TWINS; i++)
        if (TWINS[i][to_cyrillic ? 0 : 1] == cp)
            return TWINS[i][to_cyrillic ? 1 : 0];
    return 0;
}

void am_text_unmix(struct am_text_arena *arena, uint32_t from, uint32_t end)
{
    for (int pass = 0; pass < 2; pass++) {
        bool to_cyrillic = pass == 0;
        unsigned other = to_cyrillic ? AM_SCRIPT_LATIN : AM_SCRIPT_CYRILLIC;
        bool all = true;

        for (uint32_t i = from; i < end; i++)
            if (AM_INFO_SCRIPT(arena->info[i]) == other && twin(arena->norm[i], to_cyrillic) == 0)
                all = false;
        if (!all)
            continue;
        for (uint32_t i = from; i < end; i++)
            if (AM_INFO_SCRIPT(arena->info[i]) == other)
                arena->norm[i] = twin(arena->norm[i], to_cyrillic);
        return;
    }
}

/* Is the token one letter, and does it stand one character behind the other? */
static bool goes_on(const struct am_token *before, const struct am_token *token)
{
    return token->kind == AM_TOKEN_WORD && token->norm_len == 1 && token->script == before->script &&
           (token->flags & AM_TOKEN_AFTER_COMMA) == 0 && token->cp_start == before->cp_end + 1;
}

/* Number of single letters in a row from `first` on. */
static unsigned letters_in_row(const struct am_token *first, unsigned left)
{
    unsigned count = 1;

    if (first->kind != AM_TOKEN_WORD || first->norm_len != 1)
        return 0;
    while (count < left && goes_on(&first[count - 1], &first[count]))
        count++;
    return count;
}

/* "a b c d" are the names of four things. */
static bool is_alphabet(const struct am_token *first, unsigned count)
{
    for (unsigned i = 1; i < count; i++)
        if (first[i].norm[0] != first[i - 1].norm[0] + 1)
            return false;
    return true;
}

/* The letters of `count` tokens as one word, written over the units of the first. */
static struct am_token join(struct am_text_arena *arena, const struct am_token *first, unsigned count)
{
    struct am_token joined = first[0];
    uint32_t *letters = arena->norm + (first[0].norm - arena->norm);

    for (unsigned i = 0; i < count; i++)
        letters[i] = first[i].norm[0];
    joined.norm_len = (uint16_t)count;
    joined.hash = am_hash_letters(AM_HASH_START, letters, count);
    joined.flags |= AM_TOKEN_MASKED;
    joined.cp_end = first[count - 1].cp_end;
    return joined;
}

void am_text_join_letters(struct am_text_arena *arena, struct am_text *text)
{
    struct am_token *tokens = arena->scanned;
    uint32_t kept = 0;

    for (uint32_t i = 0; i < text->sentence_count; i++) {
        struct am_sentence *sentence = &arena->scanned_sentences[i];
        uint32_t at = sentence->first_token, end = at + sentence->token_count;

        sentence->first_token = (uint16_t)kept;
        while (at < end) {
            unsigned run = letters_in_row(&tokens[at], end - at);

            if (run >= SPACED_LETTERS_MIN && run <= SPACED_LETTERS_MAX && !is_alphabet(&tokens[at], run)) {
                tokens[kept++] = join(arena, &tokens[at], run);
                at += run;
            } else {
                run = run == 0 ? 1 : run;
                for (unsigned k = 0; k < run; k++)
                    tokens[kept++] = tokens[at++];
            }
        }
        sentence->token_count = (uint16_t)(kept - sentence->first_token);
    }
    text->token_count = kept;
}
