/* From parsed patterns to code. */
#include <stdlib.h>
#include <string.h>

#include "playbook/book.h"

enum { SET_MAX = AM_TERMS_MAX };

struct emission {
    struct am_book *book;
    struct am_emitter *emitter;
    uint32_t code[AM_CODE_MAX];
    unsigned code_count;
    bool too_long;
};

static void put(struct emission *emission, enum am_op op, uint32_t argument)
{
    if (emission->code_count == AM_CODE_MAX)
        emission->too_long = true;
    else
        emission->code[emission->code_count++] = AM_CODE(op, argument);
}

static void emit(struct emission *emission, int node);

static void patch(struct emission *emission, unsigned at)
{
    emission->code[at] |= emission->code_count - at;
}

/* Terms of which the node's first token must have one; false when it may begin otherwise, or be empty. */
static bool first_terms(const struct am_book *book, int node, uint16_t *terms, unsigned *count)
{
    const struct am_pattern_node *at = am_book_node_at(book, node);

    switch (at->kind) {
    case AM_NODE_TERM:
        return am_terms_add(terms, count, at->value);
    case AM_NODE_CLASS:
    case AM_NODE_SEQUENCE:
        return first_terms(book, at->child, terms, count);
    case AM_NODE_CHOICE:
        for (int child = at->child; child >= 0; child = am_book_node_at(book, child)->next)
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
    for (int child = first; child >= 0; child = am_book_node_at(book, child)->next) {
        uint16_t scratch[SET_MAX];
        unsigned none = 0, firsts = 0;

        if (am_node_terms(book, child, scratch, &none))
            am_node_terms(book, child, choice->singles, &choice->single_count);
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

    for (int child = first; child >= 0; child = am_book_node_at(emission->book, child)->next)
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
    const struct am_pattern_node *at = am_book_node_at(emission->book, node);
    unsigned split = emission->code_count;

    switch (at->kind) {
    case AM_NODE_SEQUENCE:
        for (int child = at->child; child >= 0; child = am_book_node_at(emission->book, child)->next)
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

/* With which words a match begins. Gives how many instructions ask just this: they need not be run again. */
static unsigned put_beginning(const struct emission *emission, int root, struct am_pattern_record *record)
{
    struct am_beginning beginning;
    bool asking = true;
    unsigned asked;

    if (am_begins_sentence(emission->book, root))
        record->flags |= AM_PATTERN_AT_SENTENCE;
    asked = emission->code[0] >> 24 == AM_OP_BEGIN && (record->flags & AM_PATTERN_AT_SENTENCE);
    for (unsigned i = 0; i < AM_BEGINNINGS; i++) {
        uint32_t *first = &record->first[i];

        if (am_begin_find(emission->book, root, i, &beginning))
            *first =
                beginning.count == 1
                    ? AM_CODE(AM_OP_TERM, beginning.terms[0])
                    : AM_CODE(AM_OP_SET, am_set_code(emission->emitter, beginning.terms, beginning.count));
        asking = asking && *first != 0 && emission->code[asked] == *first;
        asked += asking;
        record->passed += asking;
    }
    return asked;
}

/* One record; false where it is too long. The anchor has up to so many tokens of the match before it. */
static bool emit_record(struct emission *emission, int root, bool indexed, unsigned before_max,
                        struct am_pattern_record *record)
{
    struct am_emitter *emitter = emission->emitter;

    emit(emission, root);
    put(emission, AM_OP_MATCH, 0);
    if (emission->too_long || emitter->pattern_count >= 65535 || before_max > AM_BEFORE_MAX)
        return false;

    unsigned asked = put_beginning(emission, root, record);

    record->code_count = (uint16_t)(emission->code_count - asked);
    record->code = am_code_put(emitter, emission->code + asked, record->code_count);
    /* Where the anchor is the first token, its having led here says what that is. */
    if (indexed && before_max == 0)
        record->first[0] = AM_CODE(AM_OP_MATCH, 0);
    am_anchor_put(emission->book, emitter, root, indexed, record);
    am_buffer_add(&emitter->patterns, record, sizeof *record);
    emitter->pattern_count++;
    return true;
}

static bool emit_whole(struct am_book *book, struct am_emitter *emitter, int root,
                       const struct am_pattern_record *like, bool indexed, const struct am_source *source,
                       const yaml_node_t *node)
{
    struct am_pattern_record record = *like;
    unsigned before_min, before_max;

    if (!am_anchor_find(book, root, &before_min, &before_max)) {
        am_mistake_at(book->compile->diagnosis, source, node,
                      "at least one word, class or emoji that is not optional, before any \"//\"",
                      "this pattern has nothing that must be there");
        return false;
    }

    struct emission *emission = malloc(sizeof *emission);

    if (emission == NULL) {
        book->failed = true;
        return false;
    }
    emission->book = book;
    emission->emitter = emitter;
    emission->code_count = 0;
    emission->too_long = false;
    record.before_min = (uint8_t)before_min;
    record.before_max = (uint8_t)before_max;

    bool good = emit_record(emission, root, indexed, before_max, &record);

    if (!good)
        am_mistake_at(book->compile->diagnosis, source, node, "a shorter pattern, smaller classes",
                      "this pattern becomes too long with its classes");
    free(emission);
    return good;
}

bool am_emit_pattern(struct am_book *book, struct am_emitter *emitter, int root,
                     const struct am_pattern_record *like, bool indexed, const struct am_source *source,
                     const yaml_node_t *node)
{
    const struct am_pattern_node *at = am_book_node_at(book, root);
    uint16_t terms[SET_MAX];
    unsigned count = 0;

    if (at->kind == AM_NODE_CLASS)
        return am_emit_pattern(book, emitter, at->child, like, indexed, source, node);
    /* A choice alone is as many patterns, each with its own anchor. */
    if (at->kind == AM_NODE_CHOICE && indexed && !am_node_terms(book, root, terms, &count)) {
        bool good = true;

        for (int child = at->child; good && child >= 0; child = am_book_node_at(book, child)->next)
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
