/* With what a match of a pattern begins: asked before the pattern is run. */
#include <string.h>

#include "engine/text/text.h"
#include "playbook/book.h"

/* The tokens asked about, a bit each: bit 0 is the next token, bit 1 the one after it. */
struct search {
    const struct am_book *book;
    struct am_beginning *out;
    bool unknown; /* it may be any token, or none */
};

static void add(struct search *search, unsigned term)
{
    struct am_beginning *out = search->out;
    unsigned at = out->count;

    while (at > 0 && out->terms[at - 1] > term)
        at--;
    if (at > 0 && out->terms[at - 1] == term)
        return;
    if (out->count == AM_BEGINNING_MAX) {
        search->unknown = true;
        return;
    }
    memmove(out->terms + at + 1, out->terms + at, (out->count - at) * sizeof *out->terms);
    out->terms[at] = (uint16_t)term;
    out->count++;
}

/* A number is also met where a sum, a share or a time begins. */
static void add_quantity(struct search *search, unsigned kind)
{
    add(search, AM_TERM_NUMBER + kind);
    for (unsigned other = 0; kind == AM_QUANTITY_NUMBER && other <= AM_QUANTITY_TIME; other++)
        add(search, AM_TERM_NUMBER + other);
}

/* Behind so many tokens, or fewer. */
static unsigned behind_gap(struct search *search, unsigned most, unsigned asked)
{
    unsigned left = 0;

    search->unknown = search->unknown || (asked & ((1u << most) - 1)) != 0;
    for (unsigned i = 0; i <= most; i++)
        left |= asked >> i;
    return left;
}

static unsigned behind(struct search *search, int node, unsigned asked);

static unsigned behind_choice(struct search *search, int first, unsigned asked)
{
    unsigned left = 0;

    for (int child = first; child >= 0; child = search->book->nodes[child].next)
        left |= behind(search, child, asked);
    return left;
}

static unsigned behind_sequence(struct search *search, int first, unsigned asked)
{
    for (int child = first; child >= 0 && asked != 0; child = search->book->nodes[child].next)
        asked = behind(search, child, asked);
    return asked;
}

/* What of the tokens asked about is found in the node; gives those that are still to be found behind it. */
static unsigned behind(struct search *search, int node, unsigned asked)
{
    const struct am_pattern_node *at = &search->book->nodes[node];

    switch (at->kind) {
    case AM_NODE_SEQUENCE:
        return behind_sequence(search, at->child, asked);
    case AM_NODE_CHOICE:
        return behind_choice(search, at->child, asked);
    case AM_NODE_CLASS:
        return behind(search, at->child, asked);
    case AM_NODE_OPTIONAL:
        return asked | behind(search, at->child, asked);
    case AM_NODE_TERM:
        if (asked & 1)
            add(search, at->value);
        return asked >> 1;
    case AM_NODE_QUANTITY: /* as many tokens as it has */
        if (asked & 1)
            add_quantity(search, at->value);
        search->unknown = search->unknown || asked > 1;
        return 0;
    case AM_NODE_ANY:
        search->unknown = search->unknown || (asked & 1);
        return asked >> 1;
    case AM_NODE_GAP:
        return behind_gap(search, at->value, asked);
    case AM_NODE_NEXT:
        search->unknown = search->unknown || asked != 0;
        return asked;
    default:
        return asked;
    }
}

bool am_begin_find(const struct am_book *book, int root, unsigned place, struct am_beginning *out)
{
    struct search search = {.book = book, .out = out};

    out->count = 0;
    if (behind(&search, root, 1u << place) != 0 || search.unknown)
        out->count = 0;
    return out->count > 0;
}

bool am_begins_sentence(const struct am_book *book, int root)
{
    const struct am_pattern_node *at = &book->nodes[root];

    while (at->kind == AM_NODE_SEQUENCE || at->kind == AM_NODE_CLASS)
        at = &book->nodes[at->child];
    return at->kind == AM_NODE_BEGIN;
}
