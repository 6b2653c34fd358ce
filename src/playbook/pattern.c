/* Parsing one pattern (docs/design/playbook.md, Patterns) into nodes of the book's pool. */
#include <string.h>

#include "playbook/book.h"

enum { ELEMENTS_MAX = 1024, NESTING_MAX = 6 };

struct parser {
    struct am_book *book;
    const struct am_source *source;
    const yaml_node_t *node;
    const char *text;
    size_t len, at;
    unsigned elements, depth;
    bool failed;
};

static size_t column_of(const struct parser *parser, size_t at)
{
    size_t column = 0;

    for (size_t i = 0; i < at && i < parser->len; i++)
        column += (parser->text[i] & 0xc0) != 0x80;
    return column;
}

static int wrong(struct parser *parser, size_t at, const char *expected, const char *message)
{
    if (!parser->failed)
        am_mistake_in(parser->book->compile->diagnosis, parser->source, parser->node, column_of(parser, at),
                      expected, "%s", message);
    parser->failed = true;
    return -1;
}

static bool here(const struct parser *parser, char letter)
{
    return parser->at < parser->len && parser->text[parser->at] == letter;
}

/* Is there a blank, the end, or something that ends an element? */
static bool ends_element(const struct parser *parser, size_t at)
{
    return at >= parser->len || strchr(" \t\n|()", parser->text[at]) != NULL;
}

static int new_node(struct parser *parser, enum am_node_kind kind, uint32_t value, int child)
{
    return am_book_node(parser->book, kind, value, child);
}

static int parse_choice(struct parser *parser);

/* `..`, `...`, `..N`. */
static int parse_gap(struct parser *parser)
{
    size_t start = parser->at;
    uint32_t value = 3, number = 0, digits = 0;

    parser->at += 2;
    if (here(parser, '.')) {
        parser->at++;
        value = 6;
    } else {
        while (parser->at < parser->len && parser->text[parser->at] >= '0' &&
               parser->text[parser->at] <= '9' && digits < 3) {
            number = number * 10 + (uint32_t)(parser->text[parser->at++] - '0');
            digits++;
        }
        if (digits > 0)
            value = number;
    }
    if (!ends_element(parser, parser->at) || value == 0 || value > 12)
        return wrong(parser, start,
                     "\"..\" (up to 3 words), \"...\" (up to 6), or \"..N\" with N from 1 to 12",
                     "this gap cannot be read");
    return new_node(parser, AM_NODE_GAP, value, -1);
}

static int class_node(struct parser *parser, struct amends_view name)
{
    static const char *const quantities[] = {"number", "amount", "percent", "time"};
    static const char *const terms[] = {"emoji", "caps", "mask"};
    struct am_book *book = parser->book;

    for (unsigned i = 0; i < 4; i++)
        if (am_view_is(name, quantities[i]))
            return new_node(parser, AM_NODE_QUANTITY, i, -1);
    for (unsigned i = 0; i < 3; i++)
        if (am_view_is(name, terms[i]))
            return new_node(parser, AM_NODE_TERM, AM_TERM_EMOJI + i, -1);
    for (size_t i = book->class_count; i > 0; i--)
        if (am_view_is(name, book->classes[i - 1].name) && !book->classes[i - 1].off)
            return new_node(parser, AM_NODE_CLASS, 0, book->classes[i - 1].root);
    return -2;
}

/* `<name>`, `<?>`, `<!>`. */
static int parse_class(struct parser *parser)
{
    size_t start = parser->at++, begin = parser->at;

    while (parser->at < parser->len && strchr("> \t|()", parser->text[parser->at]) == NULL)
        parser->at++;
    if (!here(parser, '>'))
        return wrong(parser, start, "\"<name>\"", "\">\" is missing");

    struct amends_view name = {parser->text + begin, parser->at - begin};

    parser->at++;
    if (am_view_is(name, "?"))
        return new_node(parser, AM_NODE_QUESTION, 0, -1);
    if (am_view_is(name, "!"))
        return new_node(parser, AM_NODE_EXCLAMATION, 0, -1);

    int node = class_node(parser, name);

    if (node == -2)
        return wrong(
            parser, start,
            "number, amount, percent, time, emoji, caps, mask, or a class written above in classes.yaml",
            "unknown class");
    return node;
}

/* One token of a word as a node. */
static int token_node(struct parser *parser, const struct am_token *token, enum am_word_form form, bool typo)
{
    struct am_letters letters = {.len = token->norm_len};

    if (token->norm_len == 0 || token->norm_len > AM_WORD_LETTERS_MAX)
        return -1;
    memcpy(letters.at, token->norm, token->norm_len * sizeof *letters.at);

    bool plain = token->kind != AM_TOKEN_WORD;

    return new_node(parser, AM_NODE_TERM,
                    am_book_word(parser->book, &letters,
                                 plain && form != AM_WORD_PREFIX ? AM_WORD_EXACT : form,
                                 typo && letters.len >= 5, plain),
                    -1);
}

static int word_nodes(struct parser *parser, size_t start, struct amends_view word, enum am_word_form form,
                      bool typo)
{
    struct am_text text;
    int first = -1, last = -1;

    if (!am_book_text(parser->book, parser->source, parser->node, word, &text)) {
        parser->failed = true;
        return -1;
    }
    if (text.token_count == 0)
        return wrong(parser, start, "a word, or one of ( | ) ? _ .. ^ $ , // <name>",
                     "there is neither a letter nor an emoji in this element");
    for (uint32_t i = 0; i < text.token_count; i++) {
        bool at_end = i + 1 == text.token_count;
        int node = token_node(parser, &text.tokens[i],
                              form == AM_WORD_PREFIX && !at_end ? AM_WORD_EXACT : form, typo);

        if (node < 0)
            return wrong(parser, start, "at most 48 letters", "this word is too long");
        if (first < 0)
            first = node;
        else
            parser->book->nodes[last].next = node;
        last = node;
    }
    return first == last ? first : new_node(parser, AM_NODE_SEQUENCE, 0, first);
}

static bool has_wide_signs(struct amends_view word)
{
    static const char *const wide[] = {"（", "）", "｜", "？", "，"};

    for (size_t i = 0; i + 3 <= word.len_bytes; i++)
        for (unsigned k = 0; k < 5; k++)
            if (memcmp(word.bytes + i, wide[k], 3) == 0)
                return true;
    return false;
}

static int parse_word(struct parser *parser)
{
    size_t start = parser->at;
    enum am_word_form form = AM_WORD_INFLECTED;
    bool typo = false;

    if (here(parser, '=') || here(parser, '~')) {
        form = here(parser, '=') ? AM_WORD_EXACT : AM_WORD_INFLECTED;
        typo = here(parser, '~');
        parser->at++;
    }

    size_t begin = parser->at, end;

    while (!ends_element(parser, parser->at))
        parser->at++;
    end = parser->at;
    if (end > begin && parser->text[end - 1] == '?')
        parser->at = --end;
    if (end > begin + 1 && parser->text[end - 1] == '*') {
        if (form == AM_WORD_EXACT)
            return wrong(parser, start, "either \"=\" or \"*\"", "an element cannot be both");
        form = AM_WORD_PREFIX;
        end--;
    }

    struct amends_view word = {parser->text + begin, end - begin};

    if (has_wide_signs(word))
        return wrong(parser, start, "the signs ( | ) ? , in ASCII", "a full-width sign inside a word");
    return word_nodes(parser, start, word, form, typo);
}

static int parse_group(struct parser *parser)
{
    size_t start = parser->at++;

    if (++parser->depth > NESTING_MAX)
        return wrong(parser, start, "at most 6 groups inside each other", "nested too deeply");

    int choice = parse_choice(parser);

    if (parser->failed)
        return -1;
    if (!here(parser, ')'))
        return wrong(parser, start, "\")\"", "this group is not closed");
    parser->at++;
    parser->depth--;
    return choice;
}

static int parse_mark(struct parser *parser)
{
    static const struct {
        const char *sign;
        enum am_node_kind kind;
    } marks[] = {{"^", AM_NODE_BEGIN},       {"$", AM_NODE_END},          {",", AM_NODE_COMMA},
                 {"//", AM_NODE_NEXT},       {"_", AM_NODE_ANY},          {"，", AM_NODE_COMMA},
                 {"!", AM_NODE_EXCLAMATION}, {"！", AM_NODE_EXCLAMATION}, {"；", AM_NODE_COMMA},
                 {"：", AM_NODE_COMMA}};

    for (unsigned i = 0; i < sizeof marks / sizeof *marks; i++) {
        size_t len = strlen(marks[i].sign);

        if (parser->len - parser->at >= len && memcmp(parser->text + parser->at, marks[i].sign, len) == 0 &&
            (ends_element(parser, parser->at + len) || parser->text[parser->at + len] == '?')) {
            parser->at += len;
            return new_node(parser, marks[i].kind, 0, -1);
        }
    }
    return -2;
}

static int parse_element(struct parser *parser)
{
    int node = -2;

    if (++parser->elements > ELEMENTS_MAX)
        return wrong(parser, parser->at, "at most 1024 elements", "the pattern is too long");
    if (here(parser, '('))
        node = parse_group(parser);
    else if (here(parser, '<'))
        node = parse_class(parser);
    else if (parser->len - parser->at >= 2 && memcmp(parser->text + parser->at, "..", 2) == 0)
        node = parse_gap(parser);
    else if ((node = parse_mark(parser)) == -2)
        node = parse_word(parser);
    if (parser->failed || node < 0)
        return -1;
    if (here(parser, '?')) {
        parser->at++;
        node = new_node(parser, AM_NODE_OPTIONAL, 0, node);
    }
    return node;
}

static int parse_sequence(struct parser *parser)
{
    size_t start = parser->at;
    int first = -1, last = -1;

    for (;;) {
        while (here(parser, ' ') || here(parser, '\t') || here(parser, '\n'))
            parser->at++;
        if (parser->at >= parser->len || here(parser, '|') || here(parser, ')'))
            break;

        int node = parse_element(parser);

        if (node < 0)
            return -1;
        if (first < 0)
            first = node;
        else
            parser->book->nodes[last].next = node;
        last = node;
    }
    if (first < 0)
        return wrong(parser, start, "at least one element", "there is nothing here");
    return first == last ? first : new_node(parser, AM_NODE_SEQUENCE, 0, first);
}

static int parse_choice(struct parser *parser)
{
    int first = parse_sequence(parser), last = first;

    while (!parser->failed && here(parser, '|')) {
        parser->at++;

        int node = parse_sequence(parser);

        if (node < 0)
            return -1;
        parser->book->nodes[last].next = node;
        last = node;
    }
    if (parser->failed)
        return -1;
    return first == last ? first : new_node(parser, AM_NODE_CHOICE, 0, first);
}

int am_pattern_parse(struct am_book *book, const struct am_source *source, const yaml_node_t *node)
{
    struct amends_view text = am_node_text(node);
    struct parser parser = {
        .book = book, .source = source, .node = node, .text = text.bytes, .len = text.len_bytes};

    if (text.bytes == NULL || text.len_bytes == 0 || text.len_bytes > 65536) {
        am_mistake_at(book->compile->diagnosis, source, node, "a pattern in one line", "this is no pattern");
        return -1;
    }
    parser.failed = memchr(text.bytes, '\0', text.len_bytes) != NULL;
    if (parser.failed) {
        am_mistake_at(book->compile->diagnosis, source, node, "plain text", "a NUL character in a pattern");
        return -1;
    }

    int root = parse_sequence(&parser);

    if (!parser.failed && parser.at < parser.len)
        return wrong(&parser, parser.at, "a group: \"(a|b)\"",
                     here(&parser, ')') ? "\")\" without \"(\"" : "\"|\" outside a group");
    return parser.failed || book->failed ? -1 : root;
}
