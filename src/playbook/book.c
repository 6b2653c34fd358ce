#include "playbook/book.h"

#include <stdlib.h>
#include <string.h>

enum { PATTERN_BYTES_MAX = 65536, WORDS_MAX = 60000, NODES_MAX = 4000000 };

bool am_view_is(struct amends_view view, const char *text)
{
    return view.bytes != NULL && view.len_bytes == strlen(text) &&
           memcmp(view.bytes, text, view.len_bytes) == 0;
}

bool am_letters_read(struct amends_view text, struct am_letters *out)
{
    size_t i = 0;

    out->len = 0;
    while (i < text.len_bytes) {
        unsigned char lead = (unsigned char)text.bytes[i];
        unsigned more = lead < 0x80 ? 0 : lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : lead >= 0xc0 ? 1 : 9;
        uint32_t letter = more == 0 ? lead : lead & (0x3fu >> more);

        if (more == 9 || i + more >= text.len_bytes || out->len == AM_WORD_LETTERS_MAX)
            return false;
        for (unsigned k = 1; k <= more; k++)
            letter = letter << 6 | ((unsigned char)text.bytes[i + k] & 0x3f);
        out->at[out->len++] = letter;
        i += more + 1;
    }
    return true;
}

static bool open_arena(struct am_book *book)
{
    void *memory = malloc(am_text_arena_size(PATTERN_BYTES_MAX));

    if (memory == NULL)
        return false;
    book->arena = am_text_arena_init(memory, PATTERN_BYTES_MAX);
    return book->arena != NULL;
}

bool am_book_open(struct am_book *book, struct am_compile *compile, int lang)
{
    memset(book, 0, sizeof *book);
    book->compile = compile;
    book->lang = lang;
    book->language = am_compile_section(compile, AM_SECTION_LANGUAGE, (unsigned)lang);
    book->slot_count = 131072;
    book->word_slots = calloc(book->slot_count, sizeof *book->word_slots);
    if (book->word_slots == NULL || !open_arena(book))
        book->failed = true;
    am_inflection_read(compile, lang, &book->inflection);
    return !book->failed;
}

void am_book_close(struct am_book *book)
{
    for (size_t i = 0; i < book->class_count; i++)
        free(book->classes[i].name);
    free(book->classes);
    free(book->nodes);
    free(book->specials);
    free(book->words);
    free(book->word_slots);
    free(book->arena);
    am_inflection_dispose(&book->inflection);
}

static bool same_word(const struct am_word *word, const struct am_letters *letters, enum am_word_form form,
                      bool typo)
{
    return word->letters.len == letters->len && word->form == form && word->typo == typo &&
           memcmp(word->letters.at, letters->at, letters->len * sizeof *letters->at) == 0;
}

static bool grow_words(struct am_book *book)
{
    if (book->word_count < book->word_capacity)
        return true;

    size_t capacity = book->word_capacity ? book->word_capacity * 2 : 1024;
    struct am_word *words = realloc(book->words, capacity * sizeof *words);

    if (words == NULL)
        return false;
    book->words = words;
    book->word_capacity = capacity;
    return true;
}

unsigned am_book_word(struct am_book *book, const struct am_letters *letters, enum am_word_form form,
                      bool typo, bool plain)
{
    uint64_t hash = (unsigned)form * 2 + typo;

    for (unsigned i = 0; i < letters->len; i++)
        hash = am_hash_letter(hash, letters->at[i]);

    size_t slot = am_hash_slot(hash, 17);

    if (book->failed)
        return AM_TERM_NONE;
    for (; book->word_slots[slot] != 0; slot = (slot + 1) % book->slot_count) {
        struct am_word *word = &book->words[book->word_slots[slot] - 1];

        if (same_word(word, letters, form, typo)) {
            word->uses++;
            word->maskable = word->maskable || book->maskable;
            return AM_TERM_WORDS + book->word_slots[slot] - 1;
        }
    }
    if (book->word_count >= WORDS_MAX || !grow_words(book)) {
        book->failed = true;
        return AM_TERM_NONE;
    }
    book->words[book->word_count] = (struct am_word){.letters = *letters,
                                                     .form = (uint8_t)form,
                                                     .typo = typo,
                                                     .maskable = book->maskable,
                                                     .plain = plain,
                                                     .uses = 1};
    book->word_slots[slot] = (uint32_t)++book->word_count;
    return AM_TERM_WORDS + (unsigned)book->word_count - 1;
}

int am_book_node(struct am_book *book, enum am_node_kind kind, uint32_t value, int child)
{
    if (book->node_count == book->node_capacity) {
        size_t capacity = book->node_capacity ? book->node_capacity * 2 : 4096;
        struct am_pattern_node *nodes =
            capacity > NODES_MAX ? NULL : realloc(book->nodes, capacity * sizeof *nodes);

        if (nodes == NULL) {
            book->failed = true;
            return -1;
        }
        book->nodes = nodes;
        book->node_capacity = capacity;
    }
    book->nodes[book->node_count] =
        (struct am_pattern_node){.kind = (uint8_t)kind, .value = value, .child = child, .next = -1};
    return (int)book->node_count++;
}

const struct am_pattern_node *am_book_node_at(const struct am_book *book, int node)
{
    return &book->nodes[node];
}

bool am_terms_add(uint16_t *terms, unsigned *count, unsigned term)
{
    unsigned at = *count;

    while (at > 0 && terms[at - 1] > term)
        at--;
    if (at > 0 && terms[at - 1] == term)
        return true;
    if (*count == AM_TERMS_MAX)
        return false;
    memmove(terms + at + 1, terms + at, (*count - at) * sizeof *terms);
    terms[at] = (uint16_t)term;
    ++*count;
    return true;
}

bool am_node_terms(const struct am_book *book, int node, uint16_t *terms, unsigned *count)
{
    const struct am_pattern_node *at = am_book_node_at(book, node);

    switch (at->kind) {
    case AM_NODE_TERM:
        return am_terms_add(terms, count, at->value);
    case AM_NODE_CLASS:
        return am_node_terms(book, at->child, terms, count);
    case AM_NODE_CHOICE:
        for (int child = at->child; child >= 0; child = am_book_node_at(book, child)->next)
            if (!am_node_terms(book, child, terms, count))
                return false;
        return true;
    default:
        return false;
    }
}

bool am_book_text(struct am_book *book, const struct am_source *source, const yaml_node_t *node,
                  struct amends_view text, struct am_text *out)
{
    enum amends_status status = book->arena == NULL ? AMENDS_E_MEMORY : am_text_scan(book->arena, text, out);

    if (status != AMENDS_OK) {
        am_mistake_at(book->compile->diagnosis, source, node, "text", "%s", amends_status_text(status));
        return false;
    }
    if (book->language.bytes != NULL)
        am_text_apply(book->arena, book->language, out);
    return true;
}

static void add_special(struct am_book *book, const struct am_token *token, unsigned term)
{
    struct am_letters letters = {.len = token->norm_len};

    if (token->norm_len == 0 || token->norm_len > AM_WORD_LETTERS_MAX || book->failed)
        return;
    memcpy(letters.at, token->norm, token->norm_len * sizeof *letters.at);
    for (size_t i = 0; i < book->special_count; i++)
        if (book->specials[i].term == term && book->specials[i].letters.len == letters.len &&
            memcmp(book->specials[i].letters.at, letters.at, letters.len * sizeof *letters.at) == 0)
            return;

    struct am_special *specials = realloc(book->specials, (book->special_count + 1) * sizeof *specials);

    if (specials == NULL) {
        book->failed = true;
        return;
    }
    book->specials = specials;
    book->specials[book->special_count++] = (struct am_special){letters, (uint16_t)term};
}

static void add_negator(struct am_book *book, struct amends_view word, bool ends)
{
    struct am_text text;
    struct am_negator negator = {.ends = ends};

    if (book->arena == NULL || book->negator_count == sizeof book->negators / sizeof *book->negators ||
        am_text_scan(book->arena, word, &text) != AMENDS_OK)
        return;
    if (book->language.bytes != NULL)
        am_text_apply(book->arena, book->language, &text);
    if (text.token_count == 0 || text.token_count > 4)
        return;
    add_special(book, &text.tokens[0], AM_TERM_NEGATOR);
    for (uint32_t i = 0; i < text.token_count; i++) {
        struct am_letters letters = {.len = text.tokens[i].norm_len};

        if (letters.len == 0 || letters.len > AM_WORD_LETTERS_MAX)
            return;
        memcpy(letters.at, text.tokens[i].norm, letters.len * sizeof *letters.at);
        negator.terms[negator.len++] = (uint16_t)am_book_word(book, &letters, AM_WORD_EXACT, false,
                                                              text.tokens[i].kind != AM_TOKEN_WORD);
    }
    book->negators[book->negator_count++] = negator;
}

static void add_function_word(struct am_book *book, struct amends_view word)
{
    struct am_text text;

    if (book->arena == NULL || am_text_scan(book->arena, word, &text) != AMENDS_OK || text.token_count != 1)
        return;
    /* Lists of frequent words hold some that carry meaning; those are the longer ones. */
    if (text.tokens[0].norm_len <= 4)
        add_special(book, &text.tokens[0], AM_TERM_FUNCTION);
}

void am_book_specials(struct am_book *book)
{
    for (int layer = 0; layer < 2; layer++) {
        const struct am_source *source =
            am_compile_lang_source(book->compile, book->lang, "language.yaml", layer == 1);
        const yaml_node_t *root = am_node_root(source);

        if (root == NULL)
            continue;

        const yaml_node_t *negation = am_node_get(source, root, "negation");
        const yaml_node_t *words = am_node_get(source, negation, "words"),
                          *ends = am_node_get(source, negation, "ends");
        const yaml_node_t *frequent = am_node_get(source, am_node_get(source, root, "identify"), "words");
        long reach;

        if (am_node_int(am_node_get(source, negation, "reach"), 1, 16, &reach))
            book->negation_reach = (unsigned)reach;
        for (size_t i = 0; am_node_item(source, words, i) != NULL; i++)
            add_negator(book, am_node_text(am_node_item(source, words, i)), false);
        for (size_t i = 0; am_node_item(source, ends, i) != NULL; i++)
            add_negator(book, am_node_text(am_node_item(source, ends, i)), true);
        for (size_t i = 0; am_node_item(source, frequent, i) != NULL; i++)
            add_function_word(book, am_node_text(am_node_item(source, frequent, i)));
    }
}
