/* With what a match of a pattern begins: asked before the pattern is run. */
#include <string.h>

#include "engine/text/text.h"
#include "playbook/book.h"

/* What a node takes first: something not known, one of the terms, or perhaps nothing. */
enum beginning { BEGINS_ANYHOW, BEGINS_WITH, MAY_BE_EMPTY };

static enum beginning add(struct am_beginning *out, unsigned term)
{
    unsigned at = out->count;

    while (at > 0 && out->terms[at - 1] > term)
        at--;
    if (at > 0 && out->terms[at - 1] == term)
        return BEGINS_WITH;
    if (out->count == AM_BEGINNING_MAX)
        return BEGINS_ANYHOW;
    memmove(out->terms + at + 1, out->terms + at, (out->count - at) * sizeof *out->terms);
    out->terms[at] = (uint16_t)term;
    out->count++;
    return BEGINS_WITH;
}

/* A number is also met where a sum, a share or a time begins. */
static enum beginning add_quantity(struct am_beginning *out, unsigned kind)
{
    enum beginning found = add(out, AM_TERM_NUMBER + kind);

    for (unsigned other = 0; kind == AM_QUANTITY_NUMBER && other <= AM_QUANTITY_TIME; other++)
        found = add(out, AM_TERM_NUMBER + other);
    return found;
}

static enum beginning begin(const struct am_book *book, int node, struct am_beginning *out);

static enum beginning begin_choice(const struct am_book *book, int first, struct am_beginning *out)
{
    enum beginning all = BEGINS_WITH;

    for (int child = first; child >= 0; child = book->nodes[child].next) {
        enum beginning one = begin(book, child, out);

        if (one == BEGINS_ANYHOW)
            return BEGINS_ANYHOW;
        if (one == MAY_BE_EMPTY)
            all = MAY_BE_EMPTY;
    }
    return all;
}

static enum beginning begin_sequence(const struct am_book *book, int first, struct am_beginning *out)
{
    for (int child = first; child >= 0; child = book->nodes[child].next) {
        enum beginning one = begin(book, child, out);

        if (one != MAY_BE_EMPTY)
            return one;
    }
    return MAY_BE_EMPTY;
}

static enum beginning begin(const struct am_book *book, int node, struct am_beginning *out)
{
    const struct am_pattern_node *at = &book->nodes[node];

    switch (at->kind) {
    case AM_NODE_SEQUENCE:
        return begin_sequence(book, at->child, out);
    case AM_NODE_CHOICE:
        return begin_choice(book, at->child, out);
    case AM_NODE_CLASS:
        return begin(book, at->child, out);
    case AM_NODE_OPTIONAL:
        return begin(book, at->child, out) == BEGINS_ANYHOW ? BEGINS_ANYHOW : MAY_BE_EMPTY;
    case AM_NODE_TERM:
        return add(out, at->value);
    case AM_NODE_QUANTITY:
        return add_quantity(out, at->value);
    case AM_NODE_BEGIN:
    case AM_NODE_COMMA:
    case AM_NODE_QUESTION:
    case AM_NODE_EXCLAMATION:
        return MAY_BE_EMPTY;
    default:
        return BEGINS_ANYHOW;
    }
}

bool am_begin_find(const struct am_book *book, int root, struct am_beginning *out)
{
    const struct am_pattern_node *at = &book->nodes[root];

    *out = (struct am_beginning){0};
    while (at->kind == AM_NODE_SEQUENCE || at->kind == AM_NODE_CLASS)
        at = &book->nodes[at->child];
    out->at_sentence = at->kind == AM_NODE_BEGIN;
    if (begin(book, root, out) != BEGINS_WITH)
        out->count = 0;
    return out->count > 0;
}
