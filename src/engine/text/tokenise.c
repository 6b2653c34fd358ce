/*
 * Units to tokens and sentences, in one pass; quotation marks are paired on the way. No language is known
 * yet: the abbreviations below are those of our four languages together.
 */
#include <string.h>

#include "engine/text/arena.h"

enum {
    QUOTES_OPEN_MAX = 4,
    QUOTED_TOKENS_MAX = 200, /* a longer stretch is rather two stray marks than a quotation */
    QUOTED_SINGLE_MAX = 12,
    CAPS_LETTERS_MIN = 3,
    STRETCH_MIN = 3,
    MASKED_TAIL_MAX = 3, /* letters before a single closing star: "бл*", but not "delivery*" */
    MASKED_HEAD_MAX = 6
};

/* A quotation mark that waits for its other half. */
struct open_quote {
    uint32_t mark, first_token;
};

struct scanner {
    struct am_text_arena *arena;
    struct am_text *text;
    const uint32_t *norm;
    const uint16_t *info;
    uint32_t unit_count, token_count, sentence_count;
    uint32_t first_token; /* of the sentence being read */
    bool after_comma;
    struct open_quote quotes[QUOTES_OPEN_MAX];
    unsigned quote_count;
};

static unsigned class_at(const struct scanner *scanner, uint32_t at)
{
    return AM_INFO_CLASS(scanner->info[at]);
}

static unsigned class_before(const struct scanner *scanner, uint32_t at)
{
    return at == 0 ? AM_CLASS_SPACE : AM_INFO_CLASS(scanner->info[at - 1]);
}

static bool is_letter(unsigned class)
{
    return class == AM_CLASS_LETTER || class == AM_CLASS_MARK;
}

static bool is_alnum(unsigned class)
{
    return is_letter(class) || class == AM_CLASS_DIGIT;
}

static bool is_blank(unsigned class)
{
    return class == AM_CLASS_SPACE || class == AM_CLASS_NEWLINE;
}

static bool has_room(const struct scanner *scanner)
{
    return scanner->token_count < scanner->arena->token_max;
}

/* `hash`: that of all its letters; 0: not known yet. */
static void add_token(struct scanner *scanner, uint32_t from, uint32_t to, enum am_token_kind kind,
                      unsigned script, unsigned flags, uint64_t hash)
{
    if (!has_room(scanner))
        return;

    struct am_token *token = &scanner->arena->scanned[scanner->token_count];

    if (scanner->after_comma)
        flags |= AM_TOKEN_AFTER_COMMA;
    if (scanner->token_count == scanner->first_token)
        flags |= AM_TOKEN_SENTENCE_START;
    *token = (struct am_token){.norm = scanner->norm + from,
                               .norm_len = (uint16_t)(to - from > UINT16_MAX ? UINT16_MAX : to - from),
                               .kind = (uint8_t)kind,
                               .script = (uint8_t)script,
                               .flags = (uint16_t)flags,
                               .sentence = (uint16_t)scanner->sentence_count,
                               .cp_start = scanner->arena->start[from],
                               .cp_end = scanner->arena->end[to - 1],
                               .hash = hash};
    if (hash == 0)
        token->hash = am_hash_letters(AM_HASH_START, token->norm, token->norm_len);
    scanner->token_count++;
    scanner->after_comma = false;
}

/* What a word is made of. */
struct word_shape {
    uint32_t end, letters, capitals, run_max;
    unsigned script, scripts; /* of the first letter; bit per script */
    bool masked, digit_inside;
    uint64_t hash; /* of the letters that it begins with */
};

/* May a run of mask characters from `at` to `run_end` stand in the word that goes from `from`? `shape` is the
 * word so far. */
static bool mask_belongs(const struct scanner *scanner, uint32_t from, uint32_t at, uint32_t run_end,
                         const struct word_shape *shape)
{
    bool stars = true;

    for (uint32_t i = at; i < run_end; i++)
        stars = stars && scanner->norm[i] == '*';
    if (is_letter(class_at(scanner, run_end)))
        return true;
    if (stars && class_at(scanner, run_end) == AM_CLASS_DIGIT)
        return true;
    return stars && (class_before(scanner, from) != AM_CLASS_MASK) &&
           (run_end - at >= 2 || (shape->letters > 0 && shape->letters <= MASKED_TAIL_MAX));
}

static bool is_consonant(const struct scanner *scanner, uint32_t at)
{
    const uint32_t cp = scanner->norm[at];

    return cp >= 'a' && cp <= 'z' && cp != 'a' && cp != 'e' && cp != 'i' && cp != 'o' && cp != 'u' &&
           cp != 'y' && (scanner->info[at] & AM_INFO_CAPITAL) == 0;
}

/* Is the "!" at `at` an i in disguise ("sh!t", "b!tch", "bullsh!t")? Between consonants, near an end of the
 * word; "Great!Thanks" is two sentences. */
static bool is_masking_exclamation(const struct scanner *scanner, uint32_t from, uint32_t at)
{
    return at > from && is_consonant(scanner, at - 1) && is_consonant(scanner, at + 1) &&
           (at - from <= 2 || !is_alnum(class_at(scanner, at + 2)));
}

/* Reads letters from `at`, the better part of every text; gives where they end. */
static uint32_t read_letters(const struct scanner *scanner, uint32_t at, struct word_shape *shape)
{
    const uint32_t *norm = scanner->norm;
    const uint16_t *info = scanner->info;
    uint32_t from = at, capitals = 0, run = 0, run_max = shape->run_max, before = 0;
    unsigned scripts = shape->scripts;
    uint64_t hash = AM_HASH_START;

    for (; AM_INFO_CLASS(info[at]) == AM_CLASS_LETTER; at++) {
        run = norm[at] == before ? run + 1 : 1;
        before = norm[at];
        run_max = run > run_max ? run : run_max;
        capitals += (info[at] & AM_INFO_CAPITAL) != 0;
        hash = am_hash_step(hash, norm[at]);
        scripts |= 1U << AM_INFO_SCRIPT(info[at]);
    }
    if (shape->script == AM_SCRIPT_NONE)
        shape->script = AM_INFO_SCRIPT(info[from]);
    if (shape->letters == 0)
        shape->hash = hash;
    shape->letters += at - from;
    shape->capitals += capitals;
    shape->run_max = run_max;
    shape->scripts = scripts;
    if (shape->digit_inside)
        shape->masked = true;
    return at;
}

/* Reads a word from `from`. */
static struct word_shape read_word(const struct scanner *scanner, uint32_t from)
{
    struct word_shape shape = {.end = from};
    uint32_t at = from;

    for (;;) {
        unsigned class = class_at(scanner, at), next;

        if (class == AM_CLASS_LETTER) {
            shape.end = at = read_letters(scanner, at, &shape);
            continue;
        }
        next = class_at(scanner, at + 1);
        if (class == AM_CLASS_MARK) {
            shape.end = ++at;
            continue;
        }
        if (class == AM_CLASS_DIGIT) {
            shape.digit_inside = true;
        } else if (class == AM_CLASS_HYPHEN && is_alnum(next) && at > from) {
            shape.digit_inside = false;
        } else if (class == AM_CLASS_APOSTROPHE && is_letter(next) && at > from) {
            /* "don't": it stays inside. */
        } else if (class == AM_CLASS_EXCLAMATION && is_masking_exclamation(scanner, from, at)) {
            shape.masked = true;
        } else if (class == AM_CLASS_MASK) {
            uint32_t run_end = at + 1;

            while (class_at(scanner, run_end) == AM_CLASS_MASK)
                run_end++;
            if (!mask_belongs(scanner, from, at, run_end, &shape))
                break;
            shape.masked = true;
            at = run_end;
            shape.end = at;
            continue;
        } else {
            break;
        }
        shape.end = ++at;
    }
    return shape;
}

static uint32_t scan_word(struct scanner *scanner, uint32_t from)
{
    struct word_shape shape = read_word(scanner, from);
    struct am_text *text = scanner->text;
    unsigned flags = 0, script = shape.script;
    bool whole = shape.letters == shape.end - from && shape.letters <= UINT16_MAX;

    if ((shape.scripts >> AM_SCRIPT_LATIN & 1) != 0 && (shape.scripts >> AM_SCRIPT_CYRILLIC & 1) != 0) {
        am_text_unmix(scanner->arena, from, shape.end);
        shape.masked = true;
        whole = false;
        script = scanner->norm[from] >= 0x400 ? AM_SCRIPT_CYRILLIC : AM_SCRIPT_LATIN;
    }
    if (shape.masked)
        flags |= AM_TOKEN_MASKED;
    if (shape.run_max >= STRETCH_MIN) {
        flags |= AM_TOKEN_STRETCHED;
        text->stretched++;
    }
    if (shape.letters >= CAPS_LETTERS_MIN && shape.capitals == shape.letters) {
        flags |= AM_TOKEN_CAPS;
        text->caps_words++;
    }
    text->letters += shape.letters;
    text->capitals += shape.capitals;
    add_token(scanner, from, shape.end, AM_TOKEN_WORD, script, flags, whole ? shape.hash : 0);
    return shape.end;
}

/* Digits with one mark between groups of them: "1,299.50", "15:30", "24.12.2025", "24/7". */
static uint32_t scan_number(struct scanner *scanner, uint32_t from)
{
    uint32_t at = from;

    /* "5hit": no number, and no "5 h" or "5 hours". */
    if (scanner->norm[at] == '5' && scanner->norm[at + 1] == 'h' && scanner->norm[at + 2] == 'i')
        return scan_word(scanner, from);
    for (;;) {
        if (class_at(scanner, at) != AM_CLASS_DIGIT)
            break;

        uint32_t mark = scanner->norm[++at];

        if ((mark == '.' || mark == ',' || mark == ':' || mark == '/' || mark == '\'') &&
            class_at(scanner, at + 1) == AM_CLASS_DIGIT)
            at++;
    }
    add_token(scanner, from, at, AM_TOKEN_NUMBER, AM_SCRIPT_NONE, 0, 0);
    return at;
}

/* A run of mask characters that does not continue a word. */
static uint32_t scan_mask(struct scanner *scanner, uint32_t from)
{
    uint32_t end = from;
    bool stars = true, mixed = false;

    while (class_at(scanner, end) == AM_CLASS_MASK) {
        stars = stars && scanner->norm[end] == '*';
        mixed = mixed || scanner->norm[end] != scanner->norm[from];
        end++;
    }

    unsigned before = class_before(scanner, from), after = class_at(scanner, end);

    if (stars && is_letter(after)) {
        struct word_shape shape = read_word(scanner, end);

        /* "*really*" is emphasis; "*uck" is masked. */
        if (class_at(scanner, shape.end) == AM_CLASS_MASK || shape.letters > MASKED_HEAD_MAX)
            return end;
        scan_word(scanner, end);
        if (scanner->token_count > 0) {
            struct am_token *token = &scanner->arena->scanned[scanner->token_count - 1];

            token->norm = scanner->norm + from;
            token->norm_len = (uint16_t)(shape.end - from > UINT16_MAX ? UINT16_MAX : shape.end - from);
            token->cp_start = scanner->arena->start[from];
            token->hash = am_hash_letters(AM_HASH_START, token->norm, token->norm_len);
            token->flags |= AM_TOKEN_MASKED;
        }
        return shape.end;
    }

    /* "$hit" */
    if (scanner->norm[from] == '$' && end == from + 1 && !is_alnum(before) && is_letter(after) &&
        is_letter(class_at(scanner, end + 1)) && is_letter(class_at(scanner, end + 2)))
        return scan_word(scanner, from);

    bool beside_han = before == AM_CLASS_HAN || after == AM_CLASS_HAN;
    bool alone = !is_alnum(before) && !is_alnum(after);

    if ((stars && (beside_han || (alone && end - from >= 2))) || (mixed && alone && end - from >= 3))
        add_token(scanner, from, end, AM_TOKEN_MASK, AM_SCRIPT_NONE, 0, 0);
    return end;
}

/* --- quotation marks --- */

static void open_quotation(struct scanner *scanner, uint32_t mark)
{
    if (scanner->quote_count == QUOTES_OPEN_MAX) {
        memmove(scanner->quotes, scanner->quotes + 1, (QUOTES_OPEN_MAX - 1) * sizeof *scanner->quotes);
        scanner->quote_count--;
    }
    scanner->quotes[scanner->quote_count++] = (struct open_quote){mark, scanner->token_count};
}

/* Does `close` end what `open` began? German and Finnish close with “ and ”, Finnish opens with ” too. */
static bool quotes_pair(uint32_t open, uint32_t close)
{
    switch (open) {
    case 0x201C: /* “ */
    case 0x201F:
        return close == 0x201D || close == 0x201C;
    case 0x201E: /* „ */
        return close == 0x201C || close == 0x201D;
    case 0xAB:
        return close == 0xBB;
    case 0xBB:
        return close == 0xAB || close == 0xBB;
    case 0x300C:
    case 0x300E:
    case 0x300A:
        return close == open + 1;
    case 0x301D:
        return close == 0x301E || close == 0x301F;
    default:
        return close == open;
    }
}

/* Closes the latest fitting quotation; false where there is none. */
static bool close_quotation(struct scanner *scanner, uint32_t mark, uint32_t tokens_max)
{
    for (unsigned i = scanner->quote_count; i-- > 0;) {
        struct open_quote *quote = &scanner->quotes[i];

        if (!quotes_pair(quote->mark, mark))
            continue;
        scanner->quote_count = i;
        if (scanner->token_count == quote->first_token ||
            scanner->token_count - quote->first_token > tokens_max)
            return false;
        for (uint32_t at = quote->first_token; at < scanner->token_count; at++)
            scanner->arena->scanned[at].flags |= AM_TOKEN_QUOTED;
        return true;
    }
    return false;
}

static void scan_quote(struct scanner *scanner, uint32_t at)
{
    uint32_t mark = scanner->norm[at];
    unsigned class = class_at(scanner, at), before = class_before(scanner, at),
             after = class_at(scanner, at + 1);

    if (class == AM_CLASS_OPEN && (mark == 0x300C || mark == 0x300E || mark == 0x300A)) {
        open_quotation(scanner, mark);
    } else if (class == AM_CLASS_OPEN) {
        /* “ also closes what „ opened. */
        if ((mark != 0x201C && mark != 0xAB) || is_blank(before) ||
            !close_quotation(scanner, mark, QUOTED_TOKENS_MAX))
            open_quotation(scanner, mark);
    } else if (class == AM_CLASS_CLOSE) {
        if (!close_quotation(scanner, mark, QUOTED_TOKENS_MAX) && !is_blank(after) && is_blank(before))
            open_quotation(scanner, mark);
    } else if (is_blank(after) || !is_blank(before)) {
        /* " after a word or before a blank closes; where nothing is open it may open. */
        if (!close_quotation(scanner, mark, QUOTED_TOKENS_MAX) && !is_blank(after) &&
            before != AM_CLASS_DIGIT)
            open_quotation(scanner, mark);
    } else {
        open_quotation(scanner, mark);
    }
}

static void scan_apostrophe(struct scanner *scanner, uint32_t at)
{
    unsigned before = class_before(scanner, at), after = class_at(scanner, at + 1);

    if (class_at(scanner, at) == AM_CLASS_OPEN_SINGLE ||
        (!is_alnum(before) && is_alnum(after) && is_blank(before)))
        open_quotation(scanner, '\'');
    else if (!is_blank(before) && !is_alnum(after))
        close_quotation(scanner, '\'', QUOTED_SINGLE_MAX);
}

/* --- sentences --- */

static const char *const TITLES[] = {"mr", "mrs", "ms", "dr", "prof", "st", "vs", "г-н", "г-жа", NULL};
static const char *const ABBREVIATIONS[] = {
    "etc", "approx", "esim", "ns",   "mm",   "yms",  "jne",  "puh", "klo", "nro", "kpl", "snt", "ym",  "mrd",
    "руб", "ул",     "коп",  "стр",  "тыс",  "млн",  "млрд", "г",   "гг",  "др",  "т",   "д",   "кв",  "тел",
    "см",  "min",    "max",  "incl", "excl", "dept", "tel",  "ext", "no",  "ts",  "eur", "мин", "обл", NULL};

/* Is the token one of a list of UTF-8 words (of one- and two-byte characters)? */
static bool in_list(const struct am_token *token, const char *const *list)
{
    for (; *list != NULL; list++) {
        const unsigned char *at = (const unsigned char *)*list;
        unsigned i = 0;

        while (*at != 0 && i < token->norm_len) {
            uint32_t cp = *at < 0x80 ? *at : ((*at & 0x1FU) << 6 | (at[1] & 0x3FU));

            if (cp != token->norm[i])
                break;
            at += *at < 0x80 ? 1 : 2;
            i++;
        }
        if (*at == 0 && i == token->norm_len)
            return true;
    }
    return false;
}

/* Does the single full stop at `at` end a sentence? */
static bool stop_ends(const struct scanner *scanner, uint32_t at)
{
    unsigned before = class_before(scanner, at);
    uint32_t next = at + 1;

    if (is_alnum(class_at(scanner, next)))
        return is_alnum(before) && (scanner->info[next] & AM_INFO_CAPITAL) != 0 &&
               (at < 2 || is_alnum(class_before(scanner, at - 1)));
    while (class_at(scanner, next) == AM_CLASS_SPACE && next < scanner->unit_count)
        next++;
    if (next >= scanner->unit_count || class_at(scanner, next) == AM_CLASS_NEWLINE || !has_room(scanner) ||
        scanner->token_count == 0)
        return true;

    const struct am_token *last = &scanner->arena->scanned[scanner->token_count - 1];
    bool capital = (scanner->info[next] & AM_INFO_CAPITAL) != 0;
    uint32_t last_end = (uint32_t)(last->norm - scanner->norm) + last->norm_len;

    if (last_end != at)
        return true;
    if (last->kind == AM_TOKEN_NUMBER)
        return capital || !is_letter(class_at(scanner, next));
    if (last->norm_len == 1 && at >= 2 && class_at(scanner, at - 2) == AM_CLASS_STOP)
        return false;
    if (in_list(last, TITLES))
        return false;
    return capital || !in_list(last, ABBREVIATIONS) ||
           (last->norm_len == 2 && last->norm[0] == 'n' && last->norm[1] == 'o' &&
            !is_alnum(class_at(scanner, next)));
}

static void end_sentence(struct scanner *scanner, uint32_t cp_end, unsigned exclamations, bool question)
{
    struct am_sentence *sentences = scanner->arena->scanned_sentences;

    if (scanner->token_count == scanner->first_token) {
        /* Marks without words belong to what stands before them. */
        if (scanner->sentence_count > 0) {
            struct am_sentence *last = &sentences[scanner->sentence_count - 1];
            unsigned sum = last->exclamations + exclamations;

            last->exclamations = (uint8_t)(sum > UINT8_MAX ? UINT8_MAX : sum);
            last->question = last->question || question;
        }
        return;
    }
    sentences[scanner->sentence_count++] =
        (struct am_sentence){.first_token = (uint16_t)scanner->first_token,
                             .token_count = (uint16_t)(scanner->token_count - scanner->first_token),
                             .question = question,
                             .exclamations = (uint8_t)(exclamations > UINT8_MAX ? UINT8_MAX : exclamations),
                             .cp_start = scanner->arena->scanned[scanner->first_token].cp_start,
                             .cp_end = cp_end};
    scanner->first_token = scanner->token_count;
    scanner->after_comma = false;
}

static bool is_terminator(unsigned class)
{
    return class == AM_CLASS_STOP || class == AM_CLASS_ELLIPSIS || class == AM_CLASS_END ||
           class == AM_CLASS_QUESTION || class == AM_CLASS_EXCLAMATION;
}

/* A run of . ! ? … 。 from `at`; gives where it ends. */
static uint32_t scan_terminators(struct scanner *scanner, uint32_t at)
{
    uint32_t end = at, stops = 0, exclamations = 0;
    bool question = false, hard = false;

    for (; is_terminator(class_at(scanner, end)); end++) {
        unsigned class = class_at(scanner, end);

        exclamations += class == AM_CLASS_EXCLAMATION || scanner->norm[end] == 0x203C;
        question = question || class == AM_CLASS_QUESTION;
        stops += class == AM_CLASS_STOP ? 1 : class == AM_CLASS_ELLIPSIS ? 2 : 0;
        hard = hard || class == AM_CLASS_END;
    }
    scanner->text->exclamations += exclamations;
    if (exclamations == 0 && !question && !hard) {
        if (stops == 1 && end == at + 1 && !stop_ends(scanner, at))
            return end;
        if (stops > 1) {
            /* Dots in the middle of a sentence are a pause. */
            uint32_t next = end;

            while (class_at(scanner, next) == AM_CLASS_SPACE && next < scanner->unit_count)
                next++;
            if ((is_letter(class_at(scanner, next)) && (scanner->info[next] & AM_INFO_CAPITAL) == 0) ||
                (class_at(scanner, next) == AM_CLASS_HAN && next == end)) {
                scanner->after_comma = true;
                return end;
            }
        }
    }
    end_sentence(scanner, scanner->arena->end[end - 1], exclamations, question);
    return end;
}

/* Everything that makes no token; gives where to go on. */
static uint32_t scan_mark(struct scanner *scanner, uint32_t at)
{
    switch (class_at(scanner, at)) {
    case AM_CLASS_MASK:
        return scan_mask(scanner, at);
    case AM_CLASS_STOP:
    case AM_CLASS_ELLIPSIS:
    case AM_CLASS_END:
    case AM_CLASS_QUESTION:
    case AM_CLASS_EXCLAMATION:
        return scan_terminators(scanner, at);
    case AM_CLASS_NEWLINE:
        end_sentence(scanner, scanner->arena->start[at], 0, false);
        break;
    case AM_CLASS_QUOTE:
    case AM_CLASS_OPEN:
    case AM_CLASS_CLOSE:
        scan_quote(scanner, at);
        break;
    case AM_CLASS_APOSTROPHE:
    case AM_CLASS_OPEN_SINGLE:
        scan_apostrophe(scanner, at);
        break;
    case AM_CLASS_COMMA:
    case AM_CLASS_DASH:
        scanner->after_comma = true;
        break;
    case AM_CLASS_HYPHEN:
        if (is_blank(class_at(scanner, at + 1)) || class_at(scanner, at + 1) == AM_CLASS_HYPHEN)
            scanner->after_comma = true;
        break;
    default:
        break;
    }
    return at + 1;
}

void am_text_tokenise(struct am_text_arena *arena, struct am_text *text)
{
    struct scanner scanner = {.arena = arena,
                              .text = text,
                              .norm = arena->norm,
                              .info = arena->info,
                              .unit_count = arena->unit_count};

    for (uint32_t at = 0; at < arena->unit_count && has_room(&scanner);) {
        unsigned class = class_at(&scanner, at);

        if (class == AM_CLASS_SPACE) {
            at++;
        } else if (class == AM_CLASS_LETTER) {
            at = scan_word(&scanner, at);
        } else if (class == AM_CLASS_DIGIT) {
            at = scan_number(&scanner, at);
        } else if (class == AM_CLASS_HAN) {
            text->letters++;
            add_token(&scanner, at, at + 1, AM_TOKEN_HAN, AM_SCRIPT_HAN, 0, 0);
            at++;
        } else if (class == AM_CLASS_EMOJI) {
            text->emoji++;
            add_token(&scanner, at, at + 1, AM_TOKEN_EMOJI, AM_SCRIPT_NONE, 0, 0);
            at++;
        } else {
            at = scan_mark(&scanner, at);
        }
    }
    end_sentence(&scanner, arena->code_points, 0, false);
    text->token_count = scanner.token_count;
    text->sentence_count = scanner.sentence_count;
    am_text_join_letters(arena, text);
    text->letters_or_emoji = text->letters > 0 || text->emoji > 0;
}
