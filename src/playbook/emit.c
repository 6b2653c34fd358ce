/* From parsed patterns to code, with the anchor by which a pattern is looked for. */
#include <stdlib.h>
#include <string.h>

#include "playbook/book.h"

enum {
    SET_MAX = 1024,
    CODE_MAX = 8192,
    WIDTH_MAX = 1000,
    NEED_TERMS_MAX = AM_SET_NEED_MAX,
    CANDIDATES_MAX = 16
};

/* Terms of which one must be there, and how many tokens of the match stand before it. */
struct need {
    uint16_t terms[SET_MAX];
    unsigned count;
    uint32_t cost;
    unsigned before_min, before_max;
};

struct emission {
    struct am_book *book;
    struct am_emitter *emitter;
    uint32_t code[CODE_MAX];
    unsigned code_count;
    bool too_long;
};

static const struct am_pattern_node *node_of(const struct am_book *book, int node)
{
    return &book->nodes[node];
}

static void put(struct emission *emission, enum am_op op, uint32_t argument)
{
    if (emission->code_count == CODE_MAX)
        emission->too_long = true;
    else
        emission->code[emission->code_count++] = AM_CODE(op, argument);
}

static bool add_to_set(uint16_t *terms, unsigned *count, unsigned term)
{
    unsigned at = *count;

    while (at > 0 && terms[at - 1] > term)
        at--;
    if (at > 0 && terms[at - 1] == term)
        return true;
    if (*count == SET_MAX)
        return false;
    memmove(terms + at + 1, terms + at, (*count - at) * sizeof *terms);
    terms[at] = (uint16_t)term;
    ++*count;
    return true;
}

/* Is the node one term, or a choice of single terms? Collects them. */
static bool single_terms(const struct am_book *book, int node, uint16_t *terms, unsigned *count)
{
    const struct am_pattern_node *at = node_of(book, node);

    switch (at->kind) {
    case AM_NODE_TERM:
        return add_to_set(terms, count, at->value);
    case AM_NODE_CLASS:
        return single_terms(book, at->child, terms, count);
    case AM_NODE_CHOICE:
        for (int child = at->child; child >= 0; child = node_of(book, child)->next)
            if (!single_terms(book, child, terms, count))
                return false;
        return true;
    default:
        return false;
    }
}

static void emit(struct emission *emission, int node);

static void patch(struct emission *emission, unsigned at)
{
    emission->code[at] |= emission->code_count - at;
}

/* Terms of which the node's first token must have one; false when it may begin otherwise, or be empty. */
static bool first_terms(const struct am_book *book, int node, uint16_t *terms, unsigned *count)
{
    const struct am_pattern_node *at = node_of(book, node);

    switch (at->kind) {
    case AM_NODE_TERM:
        return add_to_set(terms, count, at->value);
    case AM_NODE_CLASS:
    case AM_NODE_SEQUENCE:
        return first_terms(book, at->child, terms, count);
    case AM_NODE_CHOICE:
        for (int child = at->child; child >= 0; child = node_of(book, child)->next)
            if (!first_terms(book, child, terms, count))
                return false;
        return true;
    default:
        return false;
    }
}

/* The alternatives of a choice, sorted: single words, those that begin with known words, others. */
struct choice {
    uint16_t singles[SET_MAX];
    unsigned single_count;
    int guarded[SET_MAX], others[SET_MAX];
    unsigned guarded_count, other_count;
    unsigned jumps[2 * SET_MAX], jump_count;
};

static void sort_choice(const struct am_book *book, int first, struct choice *choice)
{
    for (int child = first; child >= 0; child = node_of(book, child)->next) {
        uint16_t scratch[SET_MAX];
        unsigned none = 0, firsts = 0;

        if (single_terms(book, child, scratch, &none))
            single_terms(book, child, choice->singles, &choice->single_count);
        else if (first_terms(book, child, scratch, &firsts))
            choice->guarded[choice->guarded_count++] = child;
        else
            choice->others[choice->other_count++] = child;
    }
}

/* Goes to the end of the choice. */
static void put_jump(struct emission *emission, struct choice *choice)
{
    choice->jumps[choice->jump_count++] = emission->code_count;
    put(emission, AM_OP_JUMP, 0);
}

/* One alternative after the other; each but the last (where nothing follows) can be left for the next. */
static void emit_chain(struct emission *emission, struct choice *choice, const int *items, unsigned count,
                       bool more)
{
    for (unsigned i = 0; i < count && !emission->too_long; i++) {
        unsigned split = emission->code_count;
        bool last = i + 1 == count && !more;

        if (!last)
            put(emission, AM_OP_SPLIT, 0);
        emit(emission, items[i]);
        put_jump(emission, choice);
        if (!last && !emission->too_long)
            patch(emission, split);
    }
}

static void put_guard(struct emission *emission, const int *items, unsigned count)
{
    uint16_t firsts[SET_MAX];
    unsigned first_count = 0;
    bool all = true;

    for (unsigned i = 0; i < count && all; i++)
        all = first_terms(emission->book, items[i], firsts, &first_count);
    if (all)
        put(emission, AM_OP_GUARD, am_set_code(emission->emitter, firsts, first_count));
}

/* Alternatives that begin with known words: halves behind guards, so that few are tried. */
static void emit_guarded(struct emission *emission, struct choice *choice, const int *items, unsigned count)
{
    unsigned split = emission->code_count, half = count / 2;

    if (emission->too_long)
        return;
    if (count <= 2) {
        emit_chain(emission, choice, items, count, false);
        return;
    }
    put(emission, AM_OP_SPLIT, 0);
    put_guard(emission, items, half);
    emit_guarded(emission, choice, items, half);
    if (!emission->too_long)
        patch(emission, split);
    put_guard(emission, items + half, count - half);
    emit_guarded(emission, choice, items + half, count - half);
}

/* Alternatives of several words first, so that the hit covers all of what stands there; then single words as
 * one set. */
static void emit_choice(struct emission *emission, int first)
{
    struct choice *choice = calloc(1, sizeof *choice);
    unsigned guard = emission->code_count, alternatives = 0;

    for (int child = first; child >= 0; child = node_of(emission->book, child)->next)
        alternatives++;
    if (choice == NULL || alternatives > SET_MAX) {
        emission->too_long = true;
        free(choice);
        return;
    }
    sort_choice(emission->book, first, choice);

    bool more = choice->other_count > 0 || choice->single_count > 0;

    if (choice->guarded_count > 1) {
        if (more)
            put(emission, AM_OP_SPLIT, 0);
        put_guard(emission, choice->guarded, choice->guarded_count);
        emit_guarded(emission, choice, choice->guarded, choice->guarded_count);
        if (more && !emission->too_long)
            patch(emission, guard);
    } else {
        emit_chain(emission, choice, choice->guarded, choice->guarded_count, more);
    }
    emit_chain(emission, choice, choice->others, choice->other_count, choice->single_count > 0);
    if (choice->single_count == 1)
        put(emission, AM_OP_TERM, choice->singles[0]);
    else if (choice->single_count > 1)
        put(emission, AM_OP_SET, am_set_code(emission->emitter, choice->singles, choice->single_count));
    for (unsigned i = 0; i < choice->jump_count && !emission->too_long; i++)
        patch(emission, choice->jumps[i]);
    free(choice);
}

static void emit(struct emission *emission, int node)
{
    const struct am_pattern_node *at = node_of(emission->book, node);
    unsigned split = emission->code_count;

    switch (at->kind) {
    case AM_NODE_SEQUENCE:
        for (int child = at->child; child >= 0; child = node_of(emission->book, child)->next)
            emit(emission, child);
        break;
    case AM_NODE_CHOICE:
        emit_choice(emission, at->child);
        break;
    case AM_NODE_CLASS:
        emit(emission, at->child);
        break;
    case AM_NODE_OPTIONAL:
        put(emission, AM_OP_SPLIT, 0);
        emit(emission, at->child);
        if (!emission->too_long)
            patch(emission, split);
        break;
    case AM_NODE_TERM:
        put(emission, AM_OP_TERM, at->value);
        break;
    case AM_NODE_QUANTITY:
        put(emission, AM_OP_QUANTITY, at->value);
        break;
    case AM_NODE_GAP:
        put(emission, AM_OP_GAP, at->value);
        break;
    case AM_NODE_ANY:
        put(emission, AM_OP_ANY, 0);
        break;
    default:
        put(emission, AM_OP_BEGIN + (at->kind - AM_NODE_BEGIN), 0);
    }
}

static void width(const struct am_book *book, int node, unsigned *least, unsigned *most)
{
    const struct am_pattern_node *at = node_of(book, node);
    unsigned low = 0, high = 0;

    *least = *most = 0;
    switch (at->kind) {
    case AM_NODE_SEQUENCE:
        for (int child = at->child; child >= 0; child = node_of(book, child)->next) {
            width(book, child, &low, &high);
            *least += low;
            *most += high;
        }
        break;
    case AM_NODE_CHOICE:
        for (int child = at->child; child >= 0; child = node_of(book, child)->next) {
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

static bool best_need(struct am_book *book, int node, struct need *out);

/* One of all alternatives must be there: their needs together. */
static bool choice_need(struct am_book *book, int first, struct need *out)
{
    struct need *one = malloc(sizeof *one);
    bool good = one != NULL;

    *out = (struct need){.before_min = WIDTH_MAX};
    for (int child = first; good && child >= 0; child = node_of(book, child)->next) {
        good = best_need(book, child, one);
        for (unsigned i = 0; good && i < one->count; i++)
            good = add_to_set(out->terms, &out->count, one->terms[i]);
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
    int second = node_of(book, first)->next;
    uint16_t left[SET_MAX], right[SET_MAX];
    unsigned left_count = 0, right_count = 0;

    if (second < 0 || !single_terms(book, first, left, &left_count) ||
        !single_terms(book, second, right, &right_count) || left_count * right_count > PAIRS_MAX)
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
            if (term == AM_TERM_NONE || !add_to_set(out->terms, &out->count, term))
                return false;
        }
    out->cost = out->count;
    return true;
}

/* The cheapest need of a sequence, up to the end of its first sentence. One whose distance from the beginning
 * is not known costs more, for all the places where the match could begin. */
static bool sequence_need(struct am_book *book, int first, struct need *out)
{
    enum { COST_OF_PLACE = 3 };
    struct need *one = malloc(sizeof *one);
    unsigned before_min = 0, before_max = 0, low, high;
    bool found = false;

    for (int child = first; one != NULL && child >= 0; child = node_of(book, child)->next) {
        if (node_of(book, child)->kind == AM_NODE_NEXT)
            break;
        for (unsigned pair = 0; pair < 2; pair++) {
            if (pair ? !pair_need(book, child, one) : !best_need(book, child, one))
                continue;
            one->cost += (before_max - before_min) * COST_OF_PLACE;
            if (found && one->cost >= out->cost)
                continue;
            *out = *one;
            out->before_min += before_min;
            out->before_max += before_max;
            found = true;
        }
        width(book, child, &low, &high);
        before_min += low;
        before_max += high;
    }
    free(one);
    return found;
}

static bool best_need(struct am_book *book, int node, struct need *out)
{
    const struct am_pattern_node *at = node_of(book, node);
    unsigned term = at->value;

    switch (at->kind) {
    case AM_NODE_SEQUENCE:
        return sequence_need(book, at->child, out);
    case AM_NODE_CHOICE:
        return choice_need(book, at->child, out);
    case AM_NODE_CLASS:
        return best_need(book, at->child, out);
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

/* Further needs than the anchor, cheapest first: elements of the sequence at the top, in its first sentence.
 * They go into the posting, where there is one. */
static void put_needs(struct am_book *book, struct am_emitter *emitter, int root, const struct need *anchor,
                      struct am_pattern_record *record, struct am_posting *posting)
{
    const struct am_pattern_node *at = node_of(book, root);
    struct need *needs = malloc(CANDIDATES_MAX * sizeof *needs);
    unsigned count = 0, put = 0;

    if (needs == NULL || at->kind != AM_NODE_SEQUENCE) {
        free(needs);
        return;
    }
    for (int child = at->child; child >= 0 && count < CANDIDATES_MAX; child = node_of(book, child)->next) {
        if (node_of(book, child)->kind == AM_NODE_NEXT)
            break;
        if ((pair_need(book, child, &needs[count]) || best_need(book, child, &needs[count])) &&
            needs[count].count <= NEED_TERMS_MAX &&
            !(needs[count].count == anchor->count &&
              memcmp(needs[count].terms, anchor->terms, anchor->count * sizeof *anchor->terms) == 0))
            count++;
    }
    while (count > 0 && (posting != NULL ? put < AM_POSTING_NEEDS : record->need_count < AM_NEEDS_MAX)) {
        unsigned best = 0;

        for (unsigned i = 1; i < count; i++)
            if (needs[i].cost < needs[best].cost)
                best = i;
        *(posting != NULL ? &posting->needs[put++] : &record->needs[record->need_count++]) =
            am_set_need(emitter, needs[best].terms, needs[best].count);
        needs[best] = needs[--count];
    }
    free(needs);
}

static void put_anchor(struct am_emitter *emitter, const struct need *anchor, unsigned groups,
                       struct am_posting posting)
{
    posting.pattern = (uint16_t)emitter->pattern_count;
    for (unsigned i = 0; i < anchor->count; i++) {
        struct am_anchor entry = {anchor->terms[i], (uint16_t)groups, posting};

        am_buffer_add(&emitter->anchors, &entry, sizeof entry);
    }
}

static void put_beginning(const struct am_book *book, struct am_emitter *emitter, int root,
                          struct am_pattern_record *record)
{
    struct am_beginning beginning;

    if (am_begin_find(book, root, &beginning))
        record->first = beginning.count == 1
                            ? AM_CODE(AM_OP_TERM, beginning.terms[0])
                            : AM_CODE(AM_OP_SET, am_set_code(emitter, beginning.terms, beginning.count));
    if (beginning.at_sentence)
        record->flags |= AM_PATTERN_AT_SENTENCE;
}

/* One record; the pattern has been found to have an anchor. */
static bool emit_record(struct emission *emission, int root, const struct am_pattern_record *like,
                        bool indexed, const struct need *anchor)
{
    struct am_emitter *emitter = emission->emitter;
    struct am_pattern_record record = *like;

    emit(emission, root);
    put(emission, AM_OP_MATCH, 0);
    if (emission->too_long || emitter->pattern_count >= 65535 || anchor->before_max > AM_BEFORE_MAX)
        return false;
    record.code = (uint32_t)(am_buffer_add(&emitter->code, emission->code,
                                           emission->code_count * sizeof *emission->code) /
                             sizeof *emission->code);
    record.code_count = (uint16_t)emission->code_count;
    record.before_min = (uint8_t)anchor->before_min;
    record.before_max = (uint8_t)anchor->before_max;
    put_beginning(emission->book, emitter, root, &record);

    struct am_posting posting = {0};

    /* What is not looked for by its anchor needs it like the rest. */
    if (!indexed && anchor->count <= NEED_TERMS_MAX)
        record.needs[record.need_count++] = am_set_need(emitter, anchor->terms, anchor->count);
    put_needs(emission->book, emitter, root, anchor, &record, indexed ? &posting : NULL);
    if (indexed)
        put_anchor(emitter, anchor, record.groups, posting);
    am_buffer_add(&emitter->patterns, &record, sizeof record);
    emitter->pattern_count++;
    return true;
}

static bool emit_whole(struct am_book *book, struct am_emitter *emitter, int root,
                       const struct am_pattern_record *like, bool indexed, const struct am_source *source,
                       const yaml_node_t *node)
{
    struct emission *emission = malloc(sizeof *emission);
    struct need *anchor = malloc(sizeof *anchor);
    bool good = emission != NULL && anchor != NULL;

    if (!good) {
        book->failed = true;
    } else if (!best_need(book, root, anchor)) {
        am_mistake_at(book->compile->diagnosis, source, node,
                      "at least one word, class or emoji that is not optional, before any \"//\"",
                      "this pattern has nothing that must be there");
        good = false;
    } else {
        emission->book = book;
        emission->emitter = emitter;
        emission->code_count = 0;
        emission->too_long = false;
        good = emit_record(emission, root, like, indexed, anchor);
        if (!good)
            am_mistake_at(book->compile->diagnosis, source, node, "a shorter pattern, smaller classes",
                          "this pattern becomes too long with its classes");
    }
    free(emission);
    free(anchor);
    return good;
}

bool am_emit_pattern(struct am_book *book, struct am_emitter *emitter, int root,
                     const struct am_pattern_record *like, bool indexed, const struct am_source *source,
                     const yaml_node_t *node)
{
    const struct am_pattern_node *at = node_of(book, root);
    uint16_t terms[SET_MAX];
    unsigned count = 0;

    if (at->kind == AM_NODE_CLASS)
        return am_emit_pattern(book, emitter, at->child, like, indexed, source, node);
    /* A choice alone is as many patterns, each with its own anchor. */
    if (at->kind == AM_NODE_CHOICE && indexed && !single_terms(book, root, terms, &count)) {
        bool good = true;

        for (int child = at->child; good && child >= 0; child = node_of(book, child)->next)
            good = am_emit_pattern(book, emitter, child, like, indexed, source, node);
        return good;
    }
    return emit_whole(book, emitter, root, like, indexed, source, node);
}

void am_emitter_dispose(struct am_emitter *emitter)
{
    am_buffer_dispose(&emitter->code);
    am_buffer_dispose(&emitter->sets);
    am_buffer_dispose(&emitter->patterns);
    am_buffer_dispose(&emitter->anchors);
    am_buffer_dispose(&emitter->members);
    am_sets_dispose(emitter);
}
