/*
 * Mending a text without blanks: where a character stands behind one that it never stood behind, it is left
 * so, or two neighbours change places, or one becomes another that sounds alike, or one that was left out is
 * put in: whichever costs least, by the pairs that come of it and what an error costs.
 */
#include <string.h>

#include "engine/text/arena.h"
#include "engine/text/characters.h"
#include "engine/text/repair.h"

/* In sixteenths of a bit. */
enum {
    ERROR_IN_NOISE = 80,
    ERROR_IN_CLEAN = 176,
    ALIKE = 24,    /* one of several that sound alike */
    LEFT_OUT = 16, /* what was left out may be anything */
    GRAVE = 32     /* what is said of a person must be surer */
};

enum {
    UNITS_MAX = 1024,
    ERRORS_LEAST = 2,  /* that make noise, where there is … */
    ERROR_ONE_IN = 16, /* … one in so many characters */
    SWAP_KNOWN = 2,    /* pairs of three that come of two that change places */
    LEFT_OUT_MAX = 64  /* of one text */
};

/* A character, or what stands between two: numbers of am_characters_number. */
struct unit {
    uint16_t is, was, token;
    bool put_in; /* before that token */
};

struct mender {
    const struct am_characters *characters;
    unsigned error;
    unsigned known, odd; /* characters; pairs of them that are not listed */
    unsigned count, edits, put_in;
    int most; /* by how much the best edit was the better */
    struct unit at[UNITS_MAX + LEFT_OUT_MAX];
};

/* What might be done, and by how much it is the better for it. */
struct edit {
    enum { NONE, SWAP, OTHER, PUT_IN } kind;
    unsigned at, number;
    int gain;
};

/* Do two characters stand beside each other that are not listed so? */
static bool is_odd(const struct mender *mender, unsigned first, unsigned second)
{
    return first != AM_CHARACTERS_EDGE && second != AM_CHARACTERS_EDGE &&
           !am_characters_may_pair(mender->characters, first, second);
}

static void add_unit(struct mender *mender, unsigned number, uint32_t token)
{
    mender->known += number != AM_CHARACTERS_EDGE;
    mender->odd += mender->count > 0 && is_odd(mender, mender->at[mender->count - 1].is, number);
    mender->at[mender->count++] = (struct unit){(uint16_t)number, (uint16_t)number, (uint16_t)token, false};
}

/* The first characters of the text, with an edge before, behind, and wherever something else stands between.
 */
static void read_units(struct mender *mender, const struct am_text_arena *arena)
{
    mender->known = mender->odd = mender->count = mender->edits = mender->put_in = 0;
    mender->most = 0;
    add_unit(mender, AM_CHARACTERS_EDGE, 0);
    for (uint32_t i = 0; i < arena->scanned_count && mender->count + 3 < UNITS_MAX; i++) {
        const struct am_token *token = &arena->scanned[i];
        unsigned number = token->kind == AM_TOKEN_HAN && token->norm_len == 1
                              ? am_characters_number(mender->characters, token->norm[0])
                              : AM_CHARACTERS_EDGE;

        if ((token->flags & (AM_TOKEN_AFTER_COMMA | AM_TOKEN_SENTENCE_START)) != 0)
            add_unit(mender, AM_CHARACTERS_EDGE, i);
        add_unit(mender, number, i);
    }
    add_unit(mender, AM_CHARACTERS_EDGE, arena->scanned_count);
}

static int cost(const struct mender *mender, unsigned first, unsigned second)
{
    unsigned found;

    am_characters_pair(mender->characters, first, second, &found);
    return (int)found;
}

/* What stands at a place costs, with what stands before it. */
static int cost_at(const struct mender *mender, unsigned at)
{
    return cost(mender, mender->at[at - 1].is, mender->at[at].is);
}

static unsigned ban(const struct mender *mender, unsigned number)
{
    return number == AM_CHARACTERS_EDGE ? AM_CHARACTER_NEVER : mender->characters->at[number].ban;
}

static bool may_change(const struct mender *mender, unsigned at)
{
    return ban(mender, mender->at[at].is) != AM_CHARACTER_NEVER;
}

static void consider(struct edit *best, struct edit edit)
{
    if (edit.gain > best->gain)
        *best = edit;
}

static void consider_swap(const struct mender *mender, unsigned at, struct edit *best)
{
    const struct unit *unit = &mender->at[at];
    const struct am_characters *characters = mender->characters;

    if (!may_change(mender, at) || !may_change(mender, at + 1) || unit[0].is == unit[1].is ||
        am_characters_may_pair(characters, unit[-1].is, unit[1].is) +
                am_characters_may_pair(characters, unit[1].is, unit[0].is) +
                am_characters_may_pair(characters, unit[0].is, unit[2].is) <
            SWAP_KNOWN)
        return;
    consider(best,
             (struct edit){SWAP, at, 0,
                           cost_at(mender, at) + cost_at(mender, at + 1) + cost_at(mender, at + 2) -
                               cost(mender, unit[-1].is, unit[1].is) - cost(mender, unit[1].is, unit[0].is) -
                               cost(mender, unit[0].is, unit[2].is) - (int)mender->error});
}

/* What it costs that a character was meant which was not typed. */
static int error_of(const struct mender *mender, unsigned number)
{
    return (int)mender->error + (ban(mender, number) == AM_CHARACTER_GRAVE ? GRAVE : 0);
}

static void consider_alike(const struct mender *mender, unsigned at, struct edit *best)
{
    const struct unit *unit = &mender->at[at];
    const struct am_characters *characters = mender->characters;

    if (!may_change(mender, at))
        return;

    const int now = cost_at(mender, at) + cost_at(mender, at + 1) - ALIKE;
    const uint16_t *sounds = characters->at[unit->is].sounds;

    for (unsigned i = 0; i < AM_CHARACTERS_SOUNDS && sounds[i] != 0; i++) {
        const uint16_t *alike = characters->sounds[sounds[i] - 1].at;

        for (unsigned k = 0; k < AM_CHARACTERS_ALIKE && alike[k] != 0; k++) {
            unsigned other = alike[k];

            if (!am_characters_may_pair(characters, unit[-1].is, other) &&
                !am_characters_may_pair(characters, other, unit[1].is))
                continue;
            if (other != unit->is && ban(mender, other) != AM_CHARACTER_NEVER)
                consider(best, (struct edit){OTHER, at, other,
                                             now - cost(mender, unit[-1].is, other) -
                                                 cost(mender, other, unit[1].is) - error_of(mender, other)});
        }
    }
}

/* Something was left out before a place: it stood behind what is before, and what is there behind it. */
static void consider_left_out(const struct mender *mender, unsigned at, struct edit *best)
{
    const struct am_characters *characters = mender->characters;
    const struct unit *unit = &mender->at[at];
    const struct am_character *before = &characters->at[unit[-1].is];
    const int now = cost_at(mender, at) - LEFT_OUT, most = now - (int)mender->error - best->gain;

    if (mender->put_in == LEFT_OUT_MAX || most <= 0)
        return;

    /* Of this class at least, or it costs too much by itself. */
    const unsigned least = before->total > most ? (unsigned)(before->total - most) / AM_CHARACTERS_BIT : 0;

    for (uint32_t i = before->first_pair; i < before[1].first_pair; i++) {
        const unsigned number = AM_PAIR_SECOND(characters->pairs[i]),
                       class = AM_PAIR_CLASS(characters->pairs[i]);

        if (class < least || !am_characters_may_pair(characters, number, unit->is) ||
            ban(mender, number) == AM_CHARACTER_NEVER)
            continue;
        consider(best, (struct edit){PUT_IN, at, number,
                                     now - (int)before->total + (int)class * AM_CHARACTERS_BIT -
                                         cost(mender, number, unit->is) - error_of(mender, number)});
    }
}

static void make(struct mender *mender, const struct edit *edit)
{
    struct unit *unit = &mender->at[edit->at];
    uint16_t kept = unit->is;

    mender->edits++;
    mender->most = edit->gain > mender->most ? edit->gain : mender->most;
    switch (edit->kind) {
    case SWAP:
        unit[0].is = unit[1].is;
        unit[1].is = kept;
        break;
    case OTHER:
        unit->is = (uint16_t)edit->number;
        break;
    default:
        memmove(unit + 1, unit, (mender->count - edit->at) * sizeof *unit);
        *unit = (struct unit){(uint16_t)edit->number, AM_CHARACTERS_EDGE, unit[1].token, true};
        mender->count++;
        mender->put_in++;
    }
}

/* From the first pair to the last; where one is mended the next is left alone. */
static void mend_units(struct mender *mender, unsigned error)
{
    mender->error = error;
    for (unsigned at = 2; at + 1 < mender->count; at++) {
        struct edit best = {NONE, 0, 0, 0};

        if (!is_odd(mender, mender->at[at - 1].is, mender->at[at].is))
            continue;
        if (at > 2)
            consider_swap(mender, at - 2, &best);
        consider_swap(mender, at - 1, &best);
        if (at + 2 < mender->count)
            consider_swap(mender, at, &best);
        consider_alike(mender, at - 1, &best);
        consider_alike(mender, at, &best);
        consider_left_out(mender, at, &best);
        if (best.kind == NONE)
            continue;
        make(mender, &best);
        at++;
    }
}

/* Room for one more token before another, which keeps the span of the one before it. */
static bool open_token(struct am_text_arena *arena, uint32_t at)
{
    if (at == 0 || arena->scanned_count >= arena->token_max)
        return false;
    memmove(arena->scanned + at + 1, arena->scanned + at,
            (arena->scanned_count - at) * sizeof *arena->scanned);
    arena->scanned[at] = arena->scanned[at - 1];
    arena->scanned[at].flags &= (uint16_t) ~(AM_TOKEN_AFTER_COMMA | AM_TOKEN_SENTENCE_START);
    arena->scanned_count++;
    for (uint32_t i = 0; i < arena->scanned_sentence_count; i++) {
        struct am_sentence *sentence = &arena->scanned_sentences[i];

        if (i == arena->scanned[at].sentence)
            sentence->token_count++;
        else if (i > arena->scanned[at].sentence)
            sentence->first_token++;
    }
    return true;
}

static void write_token(struct am_text_arena *arena, struct am_token *token, uint32_t code)
{
    uint32_t *letter = arena->mended + arena->mended_count;

    if (arena->mended_count >= AM_MENDED_ROOM)
        return;
    *letter = code;
    arena->mended_count++;
    token->norm = letter;
    token->norm_len = 1;
    token->hash = am_hash_letters(AM_HASH_START, letter, 1);
    token->flags |= AM_TOKEN_REWRITTEN | AM_TOKEN_MENDED;
}

/* From the end, so that the tokens before keep their places. */
static void write_units(const struct mender *mender, struct am_text_arena *arena)
{
    for (unsigned i = mender->count; i-- > 0;) {
        const struct unit *unit = &mender->at[i];

        if (unit->put_in ? !open_token(arena, unit->token) : unit->is == unit->was)
            continue;
        write_token(arena, &arena->scanned[unit->token], mender->characters->at[unit->is].code);
    }
}

/* Is one in so many characters, and more than one, amiss? */
static bool is_noise(const struct mender *mender, unsigned errors)
{
    return errors >= ERRORS_LEAST && errors * ERROR_ONE_IN >= mender->known;
}

void am_text_repair_characters(struct am_text_arena *arena, struct amends_view section, bool cautious)
{
    struct am_characters characters;
    struct mender mender;

    if (!am_characters_open(&characters, section))
        return;
    mender.characters = &characters;
    read_units(&mender, arena);
    if (mender.odd == 0)
        return;
    if (!cautious && is_noise(&mender, mender.odd)) {
        mend_units(&mender, ERROR_IN_NOISE);
        if (is_noise(&mender, mender.edits)) {
            write_units(&mender, arena);
            return;
        }
        if (mender.most <= ERROR_IN_CLEAN - ERROR_IN_NOISE)
            return; /* none would be made of a sound text */
        read_units(&mender, arena);
    }
    mend_units(&mender, ERROR_IN_CLEAN);
    write_units(&mender, arena);
}
