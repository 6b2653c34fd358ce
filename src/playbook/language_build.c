#include "playbook/language_build.h"

#include <stdlib.h>
#include <string.h>

static uint32_t word_count(const struct am_language_builder *builder)
{
    return (uint32_t)(builder->words.len_bytes / sizeof(struct am_word));
}

static struct am_word *word_at(const struct am_language_builder *builder, uint32_t at)
{
    return (struct am_word *)(void *)builder->words.bytes + at;
}

bool am_language_builder_init(struct am_language_builder *builder)
{
    void *memory = malloc(am_text_arena_size(AM_KEY_BYTES_MAX));

    *builder = (struct am_language_builder){.header = {.magic = AM_LANGUAGE_MAGIC, .decimal = '.'}};
    if (memory == NULL)
        return false;
    builder->arena = am_text_arena_init(memory, AM_KEY_BYTES_MAX);
    return true;
}

void am_language_builder_dispose(struct am_language_builder *builder)
{
    am_buffer_dispose(&builder->words);
    am_buffer_dispose(&builder->pieces);
    am_buffer_dispose(&builder->clitics);
    am_buffer_dispose(&builder->norms);
    free(builder->arena);
    builder->arena = NULL;
}

static uint32_t find_word(const struct am_language_builder *builder, uint64_t hash)
{
    uint32_t count = word_count(builder);

    for (uint32_t i = 0; i < count; i++)
        if (word_at(builder, i)->hash == hash)
            return i;
    return AM_WORD_NONE;
}

static struct am_word *need_word(struct am_language_builder *builder, uint64_t hash, unsigned role)
{
    uint32_t at = find_word(builder, hash);

    if (at == AM_WORD_NONE) {
        struct am_word word = {.hash = hash};

        at = word_count(builder);
        am_buffer_add(&builder->words, &word, sizeof word);
        if (builder->words.failed) {
            builder->failed = true;
            return NULL;
        }
    }
    word_at(builder, at)->roles |= (uint16_t)role;
    return word_at(builder, at);
}

static void mark_start(struct am_language_builder *builder, const struct am_token *token)
{
    if (token->norm_len >= 2) {
        unsigned bit = am_start_bit(token->norm[0], token->norm[1]);

        builder->header.starts[bit / 64] |= UINT64_C(1) << bit % 64;
    }
}

static uint64_t hash_token(uint64_t hash, const struct am_token *token)
{
    for (unsigned i = 0; i < token->norm_len; i++)
        hash = am_hash_step(hash, token->norm[i]);
    return hash;
}

/* A key that is no word: one sign such as "€". */
static am_build_result sign_entry(struct am_language_builder *builder, struct amends_view key, unsigned role,
                                  struct am_word **entry)
{
    const unsigned char *at = (const unsigned char *)key.bytes;
    uint32_t cp = at[0];

    /* The text is valid UTF-8: it was scanned. */
    if (cp >= 0xE0 && cp < 0xF0)
        cp = (cp & 15U) << 12 | (at[1] & 63U) << 6 | (at[2] & 63U);
    else if (cp >= 0xC0)
        cp = (cp & 31U) << 6 | (at[1] & 63U);
    if (cp == 0xFFE5)
        cp = 0xA5;
    *entry = need_word(builder, am_hash_end(am_hash_step(AM_HASH_START, cp)), role);
    return *entry == NULL ? "no memory" : NULL;
}

am_build_result am_language_entry(struct am_language_builder *builder, struct amends_view key, unsigned role,
                                  struct am_word **entry, struct am_word **also)
{
    bool open = key.len_bytes > 1 && key.bytes[key.len_bytes - 1] == '*';
    struct am_text text;
    uint64_t hash = AM_HASH_START;

    *also = NULL;
    if (open)
        key.len_bytes--;
    if (am_text_scan(builder->arena, key, &text) != AMENDS_OK)
        return "not a word: too long, or not valid";
    if (text.token_count == 0)
        return text.code_points == 1 ? sign_entry(builder, key, role, entry) : "no word";
    if (text.token_count > AM_WORDS_IN_ENTRY_MAX)
        return "more than four words";
    if (open && (text.token_count > 1 || text.tokens[0].norm_len < 2))
        return "only a single word of two letters and more may end in *";
    for (uint32_t i = 0; i < text.token_count; i++) {
        if (text.tokens[i].norm_len > AM_WORD_LEN_MAX)
            return "a word is too long";
        if (i > 0) {
            if (need_word(builder, am_hash_end(hash), AM_WORD_CONTINUES) == NULL)
                return "no memory";
            hash = am_hash_next(hash);
        }
        hash = hash_token(hash, &text.tokens[i]);
    }
    if (open || (role & AM_WORD_NUMBER) != 0)
        mark_start(builder, &text.tokens[0]);
    if (open && need_word(builder, am_hash_open(hash), role) == NULL)
        return "no memory";
    *entry = need_word(builder, am_hash_end(hash), role);
    if (*entry == NULL)
        return "no memory";
    if (open) {
        *also = *entry;
        *entry = word_at(builder, find_word(builder, am_hash_open(hash)));
    }
    return NULL;
}

am_build_result am_language_pieces(struct am_language_builder *builder, struct amends_view text,
                                   uint32_t *first, unsigned *count)
{
    struct am_text scanned;

    if (am_text_scan(builder->arena, text, &scanned) != AMENDS_OK)
        return "too long, or not valid";
    if (scanned.token_count > AM_PIECES_MAX)
        return "more than eight words";
    *first = (uint32_t)(builder->pieces.len_bytes / sizeof(struct am_piece));
    *count = scanned.token_count;
    for (uint32_t i = 0; i < scanned.token_count; i++) {
        const struct am_token *token = &scanned.tokens[i];
        struct am_piece piece = {.norm = (uint32_t)(builder->norms.len_bytes / sizeof(uint32_t)),
                                 .len = (uint8_t)token->norm_len,
                                 .kind = token->kind,
                                 .script = token->script};

        if (token->norm_len > AM_WORD_LEN_MAX)
            return "a word is too long";
        am_buffer_add(&builder->norms, token->norm, token->norm_len * sizeof(uint32_t));
        am_buffer_add(&builder->pieces, &piece, sizeof piece);
    }
    return builder->norms.failed || builder->pieces.failed ? "no memory" : NULL;
}

am_build_result am_language_clitic(struct am_language_builder *builder, struct amends_view ending,
                                   struct amends_view text)
{
    /* An ending such as 'll is no word by itself, so it is scanned behind letters. */
    char behind[AM_KEY_BYTES_MAX];
    struct am_text scanned;
    struct am_clitic clitic = {.norm = (uint32_t)(builder->norms.len_bytes / sizeof(uint32_t))};
    unsigned count;
    am_build_result wrong;

    if (ending.len_bytes == 0 || ending.len_bytes + 2 > sizeof behind)
        return "an ending of one to eight letters is needed";
    memcpy(behind, "xx", 2);
    memcpy(behind + 2, ending.bytes, ending.len_bytes);
    if (am_text_scan(builder->arena, (struct amends_view){behind, ending.len_bytes + 2}, &scanned) !=
            AMENDS_OK ||
        scanned.token_count != 1 || scanned.tokens[0].norm_len < 3 ||
        scanned.tokens[0].norm_len > AM_CLITIC_LEN_MAX + 2)
        return "an ending of one to eight letters is needed";
    clitic.len = scanned.tokens[0].norm_len - 2U;
    am_buffer_add(&builder->norms, scanned.tokens[0].norm + 2, clitic.len * sizeof(uint32_t));
    wrong = am_language_pieces(builder, text, &clitic.first_piece, &count);
    if (wrong != NULL)
        return wrong;
    clitic.piece_count = count;
    am_buffer_add(&builder->clitics, &clitic, sizeof clitic);
    return builder->clitics.failed ? "no memory" : NULL;
}

static void resolve_pieces(struct am_language_builder *builder)
{
    struct am_piece *pieces = (struct am_piece *)(void *)builder->pieces.bytes;
    const uint32_t *norms = (const uint32_t *)(const void *)builder->norms.bytes;

    for (uint32_t i = 0; i < builder->header.piece_count; i++) {
        uint64_t hash = AM_HASH_START;

        for (unsigned n = 0; n < pieces[i].len; n++)
            hash = am_hash_step(hash, norms[pieces[i].norm + n]);
        pieces[i].word = find_word(builder, am_hash_end(hash));
    }
}

bool am_language_finish(struct am_language_builder *builder, struct am_buffer *out)
{
    struct am_language_header *header = &builder->header;
    uint32_t slots = 16;

    header->word_count = word_count(builder);
    header->piece_count = (uint32_t)(builder->pieces.len_bytes / sizeof(struct am_piece));
    header->clitic_count = (uint32_t)(builder->clitics.len_bytes / sizeof(struct am_clitic));
    header->norm_count = (uint32_t)(builder->norms.len_bytes / sizeof(uint32_t));
    while (slots < header->word_count * 2 + 1)
        slots *= 2;
    header->slot_count = slots;

    struct am_slot *table = calloc(slots, sizeof *table);

    if (builder->failed || builder->words.failed || builder->pieces.failed || builder->clitics.failed ||
        builder->norms.failed || table == NULL) {
        free(table);
        return false;
    }
    resolve_pieces(builder);
    for (uint32_t i = 0; i < header->word_count; i++) {
        uint64_t hash = word_at(builder, i)->hash;
        uint32_t at = (uint32_t)hash & (slots - 1);

        while (table[at].word != 0)
            at = (at + 1) & (slots - 1);
        table[at] = (struct am_slot){(uint32_t)(hash >> 32), i + 1};
    }
    am_buffer_add(out, header, sizeof *header);
    am_buffer_add(out, table, slots * sizeof *table);
    am_buffer_add(out, builder->words.bytes, builder->words.len_bytes);
    am_buffer_add(out, builder->pieces.bytes, builder->pieces.len_bytes);
    am_buffer_add(out, builder->clitics.bytes, builder->clitics.len_bytes);
    am_buffer_add(out, builder->norms.bytes, builder->norms.len_bytes);
    free(table);
    return !out->failed;
}
