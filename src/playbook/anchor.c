/*
 * What must be there in a match: the anchor by which a pattern is looked for, and further needs. A pattern is
 * looked for by the words of its cheapest part; where that has alternatives, each leads to it by a word of
 * its own, with what this alternative needs beside.
 */
#include <stdlib.h>
#include <string.h>

#include "playbook/book.h"

enum { WIDTH_MAX = 1000, GATHERED_MAX = 32 };

/* Anchors are words of the match. Needs may also be signs of its sentence. */
enum use { AS_ANCHOR, AS_NEED };

/* Terms of which one must be there, and how many tokens of the match stand before it. */
struct need {
    uint16_t terms[AM_TERMS_MAX];
    unsigned count;
    uint32_t cost;
    unsigned before_min, before_max;
    int child; /* of a sequence: the one whose need this is … */
    bool pair; /* … together with the next */
};

static void width(const struct am_book *book, int node, unsigned *least, unsigned *most)
{
    const struct am_pattern_node *at = am_book_node_at(book, node);
    unsigned low = 0, high = 0;

    *least = *most = 0;
    switch (at->kind) {
    case AM_NODE_SEQUENCE:
        for (int child = at->child; child >= 0; child = am_book_node_at(book, child)->next) {
            width(book, child, &low, &high);
            *least += low;
            *most += high;
        }
        break;
    case AM_NODE_CHOICE:
        for (int child = at->child; child >= 0; child = am_book_node_at(book, child)->next) {
            width(book, child, &low, &high);
            *least = child == at->child || low < *least ? low : *least;
            *most = high > *most ? high : *most;
        }
        break;
    case AM_NODE_CLASS:
        width(book, at->child, least, most);
        break;
    case AM_NODE_OPTIONAL:
        width(book, at->child, &low, most);
        break;
    case AM_NODE_QUANTITY:
        *least = 1;
        *most = 12;
        break;
    case AM_NODE_TERM:
    case AM_NODE_ANY:
        *least = *most = 1;
        break;
    case AM_NODE_GAP:
        *most = at->value;
        break;
    default:
        break;
    }
    if (*most > WIDTH_MAX)
        *most = WIDTH_MAX;
}

static uint32_t term_cost(const struct am_book *book, unsigned term)
{
    if (term < AM_TERM_WORDS)
        return term == AM_TERM_EMOJI || term == AM_TERM_MASK ? 30 : 200;
    return book->words[term - AM_TERM_WORDS].cost;
}

static bool best_need(struct am_book *book, int node, enum use use, struct need *out);

/* One of all alternatives must be there: their needs together. */
static bool choice_need(struct am_book *book, int first, enum use use, struct need *out)
{
    struct need *one = malloc(sizeof *one);
    bool good = one != NULL;

    *out = (struct need){.before_min = WIDTH_MAX};
    for (int child = first; good && child >= 0; child = am_book_node_at(book, child)->next) {
        good = best_need(book, child, use, one);
        for (unsigned i = 0; good && i < one->count; i++)
            good = am_terms_add(out->terms, &out->count, one->terms[i]);
        if (!good)
            break;
        out->cost += one->cost;
        out->before_min = one->before_min < out->before_min ? one->before_min : out->before_min;
        out->before_max = one->before_max > out->before_max ? one->before_max : out->before_max;
    }
    free(one);
    return good;
}

static bool is_han(const struct am_book *book, unsigned term)
{
    const struct am_word *word = term >= AM_TERM_WORDS ? &book->words[term - AM_TERM_WORDS] : NULL;
    uint32_t letter = word != NULL && word->plain && word->letters.len == 1 ? word->letters.at[0] : 0;

    return (letter >= 0x3400 && letter < 0xa000) || (letter >= 0x20000 && letter < 0x40000);
}

/* Two Chinese characters in a row, or one of a few such pairs: rarer than each of them, so a better anchor.
 * The pair is a word of its own in the lexicon, and a term of its first character. */
static bool pair_need(struct am_book *book, int first, struct need *out)
{
    enum { PAIRS_MAX = 48 };
    int second = am_book_node_at(book, first)->next;
    uint16_t left[AM_TERMS_MAX], right[AM_TERMS_MAX];
    unsigned left_count = 0, right_count = 0;

    if (second < 0 || !am_node_terms(book, first, left, &left_count) ||
        !am_node_terms(book, second, right, &right_count) || left_count * right_count > PAIRS_MAX)
        return false;
    *out = (struct need){0};
    for (unsigned i = 0; i < left_count; i++)
        for (unsigned k = 0; k < right_count; k++) {
            struct am_letters pair = {.len = 2};
            unsigned term;

            if (!is_han(book, left[i]) || !is_han(book, right[k]))
                return false;
            pair.at[0] = book->words[left[i] - AM_TERM_WORDS].letters.at[0];
            pair.at[1] = book->words[right[k] - AM_TERM_WORDS].letters.at[0];
            term = am_book_word(book, &pair, AM_WORD_EXACT, false, true);
            if (term == AM_TERM_NONE || !am_terms_add(out->terms, &out->count, term))
                return false;
        }
    out->cost = out->count;
    return true;
}

/* May a match go on in another sentence behind this node? */
static bool leaves_sentence(const struct am_book *book, int node)
{
    const struct am_pattern_node *at = am_book_node_at(book, node);
    bool leaves = at->kind == AM_NODE_NEXT;

    for (int child = at->child; child >= 0 && !leaves;
         child = at->kind == AM_NODE_CLASS ? -1 : am_book_node_at(book, child)->next)
        leaves = leaves_sentence(book, child);
    return leaves;
}

/* The cheapest need of a sequence, up to the end of its first sentence. One whose distance from the beginning
 * is not known costs more, for all the places where the match could begin. */
static bool sequence_need(struct am_book *book, int first, enum use use, struct need *out)
{
    enum { COST_OF_PLACE = 3 };
    struct need *one = malloc(sizeof *one);
    unsigned before_min = 0, before_max = 0, low, high;
    bool found = false;

    for (int child = first; one != NULL && child >= 0 && !leaves_sentence(book, child);
         child = am_book_node_at(book, child)->next) {
        for (unsigned pair = 0; pair < 2; pair++) {
            if (pair ? !pair_need(book, child, one) : !best_need(book, child, use, one))
                continue;
            one->cost += (before_max - before_min) * COST_OF_PLACE;
            if (found && one->cost >= out->cost)
                continue;
            *out = *one;
            out->before_min += before_min;
            out->before_max += before_max;
            out->child = child;
            out->pair = pair;
            found = true;
        }
        width(book, child, &low, &high);
        before_min += low;
        before_max += high;
    }
    free(one);
    return found;
}

/* A sign of the sentence is seldom, but a whole sentence is a wide place. */
static bool sign_need(enum use use, unsigned term, struct need *out)
{
    enum { COST_OF_SIGN = 100 };

    *out = (struct need){.count = 1, .cost = COST_OF_SIGN};
    out->terms[0] = (uint16_t)term;
    return use == AS_NEED;
}

static bool best_need(struct am_book *book, int node, enum use use, struct need *out)
{
    const struct am_pattern_node *at = am_book_node_at(book, node);
    unsigned term = at->value;

    switch (at->kind) {
    case AM_NODE_SEQUENCE:
        return sequence_need(book, at->child, use, out);
    case AM_NODE_CHOICE:
        return choice_need(book, at->child, use, out);
    case AM_NODE_CLASS:
        return best_need(book, at->child, use, out);
    case AM_NODE_QUESTION:
        return sign_need(use, AM_TERM_QUESTION, out);
    case AM_NODE_EXCLAMATION:
        return sign_need(use, AM_TERM_EXCLAMATION, out);
    case AM_NODE_QUANTITY:
        term += AM_TERM_NUMBER;
        break;
    case AM_NODE_TERM:
        break;
    default:
        return false;
    }
    *out = (struct need){.count = 1, .cost = term_cost(book, term)};
    out->terms[0] = (uint16_t)term;
    return true;
}

/* A pattern that gets its postings, and the needs gathered on the way down to its anchors. */
struct anchoring {
    struct am_book *book;
    struct am_emitter *emitter;
    const struct am_pattern_record *record;
    size_t first_anchor; /* bytes of anchors before those of this pattern */
    unsigned count;
    struct need needs[GATHERED_MAX];
};

/* The needs of a sequence's elements, in its first sentence. */
static void gather(struct anchoring *anchoring, int first)
{
    struct am_book *book = anchoring->book;

    for (int child = first; child >= 0 && anchoring->count < GATHERED_MAX && !leaves_sentence(book, child);
         child = am_book_node_at(book, child)->next) {
        struct need *need = &anchoring->needs[anchoring->count];

        if ((pair_need(book, child, need) || best_need(book, child, AS_NEED, need)) &&
            need->count <= AM_SET_NEED_MAX)
            anchoring->count++;
    }
}

static bool has(const struct need *need, unsigned term)
{
    for (unsigned i = 0; i < need->count; i++)
        if (need->terms[i] == term)
            return true;
    return false;
}

/* The cheapest needs, up to `max`, that `term` does not meet. */
static void choose(struct anchoring *anchoring, unsigned term, uint16_t *out, unsigned max)
{
    uint32_t used = 0;

    for (unsigned put = 0; put < max; put++) {
        int best = -1;

        for (unsigned i = 0; i < anchoring->count; i++)
            if (!(used >> i & 1) && !has(&anchoring->needs[i], term) &&
                (best < 0 || anchoring->needs[i].cost < anchoring->needs[best].cost))
                best = (int)i;
        if (best < 0)
            return;
        used |= UINT32_C(1) << best;
        out[put] =
            am_set_need(anchoring->emitter, anchoring->needs[best].terms, anchoring->needs[best].count);
    }
}

static void put_posting(struct anchoring *anchoring, unsigned term)
{
    struct am_buffer *anchors = &anchoring->emitter->anchors;
    struct am_anchor entry = {.term = (uint16_t)term, .groups = anchoring->record->groups};

    entry.posting.pattern = (uint16_t)anchoring->emitter->pattern_count;
    choose(anchoring, term, entry.posting.needs, AM_POSTING_NEEDS);
    for (size_t at = anchoring->first_anchor; at < anchors->len_bytes; at += sizeof entry)
        if (memcmp(anchors->bytes + at, &entry, sizeof entry) == 0)
            return;
    am_buffer_add(anchors, &entry, sizeof entry);
}

static void put_postings(struct anchoring *anchoring, int node);

static void put_sequence(struct anchoring *anchoring, int first)
{
    struct need *best = malloc(sizeof *best);
    unsigned gathered = anchoring->count;

    if (best == NULL || !sequence_need(anchoring->book, first, AS_ANCHOR, best)) {
        anchoring->book->failed = anchoring->book->failed || best == NULL;
        free(best);
        return;
    }
    gather(anchoring, first);
    if (best->pair)
        for (unsigned i = 0; i < best->count; i++)
            put_posting(anchoring, best->terms[i]);
    else
        put_postings(anchoring, best->child);
    anchoring->count = gathered;
    free(best);
}

static void put_postings(struct anchoring *anchoring, int node)
{
    const struct am_pattern_node *at = am_book_node_at(anchoring->book, node);

    switch (at->kind) {
    case AM_NODE_SEQUENCE:
        put_sequence(anchoring, at->child);
        break;
    case AM_NODE_CHOICE:
        for (int child = at->child; child >= 0; child = am_book_node_at(anchoring->book, child)->next)
            put_postings(anchoring, child);
        break;
    case AM_NODE_CLASS:
        put_postings(anchoring, at->child);
        break;
    case AM_NODE_QUANTITY:
        put_posting(anchoring, AM_TERM_NUMBER + at->value);
        break;
    default:
        put_posting(anchoring, at->value);
    }
}

bool am_anchor_find(struct am_book *book, int root, unsigned *before_min, unsigned *before_max)
{
    struct need *anchor = malloc(sizeof *anchor);
    bool found = anchor != NULL && best_need(book, root, AS_ANCHOR, anchor);

    book->failed = book->failed || anchor == NULL;
    if (found) {
        *before_min = anchor->before_min;
        *before_max = anchor->before_max;
    }
    free(anchor);
    return found;
}

void am_anchor_put(struct am_book *book, struct am_emitter *emitter, int root, bool indexed,
                   struct am_pattern_record *record)
{
    const struct am_pattern_node *at = am_book_node_at(book, root);
    struct anchoring *anchoring = malloc(sizeof *anchoring);

    if (anchoring == NULL) {
        book->failed = true;
        return;
    }
    anchoring->book = book;
    anchoring->emitter = emitter;
    anchoring->record = record;
    anchoring->first_anchor = emitter->anchors.len_bytes;
    anchoring->count = 0;
    if (indexed) {
        put_postings(anchoring, root);
    } else {
        if (at->kind == AM_NODE_SEQUENCE)
            gather(anchoring, at->child);
        else if (best_need(book, root, AS_NEED, anchoring->needs) &&
                 anchoring->needs->count <= AM_SET_NEED_MAX)
            anchoring->count = 1;
        choose(anchoring, AM_TERM_NONE, record->needs, AM_NEEDS_MAX);
    }
    free(anchoring);
}
