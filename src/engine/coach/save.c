/*
 * Saving and restoring an encounter: every field in one order, little-endian, in one pass that writes or
 * reads, so that both agree. Reading checks every value against its range: bytes from anywhere do no harm.
 * All fields are of fixed width, so one look at the length is enough, and a field costs a few instructions: a
 * desk does this with every event.
 */
#include <string.h>

#include "engine/bytes.h"
#include "engine/coach/encounter.h"

/* SAVED_BYTES: what all fields come to, held by a test (encounter_test.c); another sum is another version. */
enum { SAVED_VERSION = 3, SAVED_BYTES = 8566, ANY = 255 };

/* One direction or the other. */
struct pass {
    unsigned char *to;
    const unsigned char *from;
    size_t at;
    bool bad;
};

static inline uint64_t load(const void *value, unsigned width)
{
    return width == 1   ? *(const uint8_t *)value
           : width == 2 ? *(const uint16_t *)value
           : width == 4 ? *(const uint32_t *)value
                        : *(const uint64_t *)value;
}

static inline void keep(void *value, unsigned width, uint64_t found)
{
    if (width == 1)
        *(uint8_t *)value = (uint8_t)found;
    else if (width == 2)
        *(uint16_t *)value = (uint16_t)found;
    else if (width == 4)
        *(uint32_t *)value = (uint32_t)found;
    else
        *(uint64_t *)value = found;
}

/* `width` is known where this is called: it becomes a load and a store. */
static inline void number(struct pass *pass, void *value, unsigned width, bool is_signed, int64_t min,
                          int64_t max)
{
    const size_t at = pass->at;

    pass->at += width;
    if (pass->to != NULL) {
        const uint64_t raw = load(value, width);

        for (unsigned i = 0; i < width; i++)
            pass->to[at + i] = (unsigned char)(raw >> (8 * i));
    } else {
        uint64_t raw = 0;

        for (unsigned i = 0; i < width; i++)
            raw |= (uint64_t)pass->from[at + i] << (8 * i);
        if (is_signed && width < 8 && raw >> (8 * width - 1) != 0)
            raw |= ~UINT64_C(0) << (8 * width % 64);

        const int64_t found = (int64_t)raw;

        if (found < min || found > max)
            pass->bad = true;
        else
            keep(value, width, raw);
    }
}

static void byte(struct pass *pass, uint8_t *value, unsigned max)
{
    number(pass, value, 1, false, 0, max);
}

static void signed_byte(struct pass *pass, int8_t *value, int min, int max)
{
    number(pass, value, 1, true, min, max);
}

static void word(struct pass *pass, uint16_t *value, unsigned max)
{
    number(pass, value, 2, false, 0, max);
}

static void bits(struct pass *pass, uint32_t *value, unsigned count)
{
    number(pass, value, 4, false, 0, count >= 32 ? UINT32_MAX : (int64_t)AMENDS_BIT(count) - 1);
}

static void money(struct pass *pass, int64_t *value, int64_t min)
{
    number(pass, value, 8, true, min, AMENDS_MONEY_MINOR_MAX);
}

static void letters(struct pass *pass, char *text, unsigned size)
{
    bool ended = false;

    for (unsigned i = 0; i < size; i++) {
        number(pass, &text[i], 1, false, 0, 255);
        ended = ended || text[i] == '\0';
    }
    if (pass->from != NULL && !ended)
        pass->bad = true;
}

static void authority(struct pass *pass, struct amends_authority *value)
{
    uint8_t all = value->all;

    letters(pass, value->currency, sizeof value->currency);
    byte(pass, &all, 1);
    value->all = all & 1;
    word(pass, &value->named, AMENDS_BIT(AMENDS_REMEDY_COUNT) - 1);
    word(pass, &value->granted, AMENDS_BIT(AMENDS_REMEDY_COUNT) - 1);
    number(pass, &value->discount_bp, 4, false, 0, AMENDS_DISCOUNT_BP_MAX);
    money(pass, &value->refund_minor, 0);
    money(pass, &value->voucher_minor, 0);
    money(pass, &value->free_item_minor, 0);
}

static void offer(struct pass *pass, struct amends_offer *value)
{
    int8_t remedy = (int8_t)value->remedy;
    uint32_t percent = (uint32_t)(value->percent_bp + 1);

    signed_byte(pass, &remedy, 0, AMENDS_REMEDY_COUNT - 1);
    value->remedy = remedy;
    letters(pass, value->currency, sizeof value->currency);
    money(pass, &value->amount_minor, -1);
    number(pass, &percent, 4, false, 0, 1000001);
    value->percent_bp = (int32_t)percent - 1;
    money(pass, &value->price_minor, -1);
}

static void price(struct pass *pass, struct amends_price *value)
{
    uint8_t known = value->known;

    money(pass, &value->minor, 0);
    letters(pass, value->currency, sizeof value->currency);
    byte(pass, &known, 1);
    value->known = known & 1;
}

static void percept(struct pass *pass, struct am_percept *value)
{
    byte(pass, &value->kind, AM_PERCEPT_KINDS);
    byte(pass, &value->speaker, AM_BYSTANDER);
    signed_byte(pass, &value->to, -1, AM_BYSTANDER);
    byte(pass, &value->code, AMENDS_CODE_OBSERVED + AMENDS_OBSERVED_COUNT - 1);
    byte(pass, &value->anger, 3);
    byte(pass, &value->reiteration, 1);
    byte(pass, &value->cover, AMENDS_COVER_OVER);
    byte(pass, &value->has_text, 1);
    byte(pass, &value->named, 1);
    byte(pass, &value->room, AM_ROOM_ALL);
    byte(pass, &value->findings, ANY);
    byte(pass, &value->tells, 1);
    bits(pass, &value->signals, AMENDS_SIGNAL_COUNT);
    bits(pass, &value->marks, AMENDS_MARK_COUNT);
    bits(pass, &value->moves, AMENDS_MOVE_COUNT);
    bits(pass, &value->remedies, AMENDS_REMEDY_COUNT);
    bits(pass, &value->topics, 32);
    for (int i = 0; i < 3; i++)
        byte(pass, &value->sure_anger[i], AM_HEAT_ONE);
}

static void heat(struct pass *pass, struct am_heat *value)
{
    for (int i = 0; i < AM_HEAT_FEATURES; i++)
        byte(pass, &value->feature[i], AM_HEAT_ONE);
}

static void core(struct pass *pass, struct am_core *value)
{
    byte(pass, &value->channel, AMENDS_CHANNEL_COUNT - 1);
    byte(pass, &value->security, AM_HELPER_HERE);
    byte(pass, &value->supervisor, AM_HELPER_HERE);
    byte(pass, &value->colleague, AM_HELPER_HERE);
    byte(pass, &value->outcome, AMENDS_OUTCOME_COUNT - 1);
    byte(pass, &value->danger, 15);
    byte(pass, &value->drink, AM_DRINK_AGAIN);
    byte(pass, &value->drinker, AM_BYSTANDER);
    byte(pass, &value->flags, 2 * AM_CORE_ASKED - 1);
    byte(pass, &value->matter, AM_MATTER_OWED);
    byte(pass, &value->temper, 3);
    byte(pass, &value->stuck, 100);
    byte(pass, &value->last_abuser, AM_PLACES);
    byte(pass, &value->last_speaker, AM_PLACES);
    byte(pass, &value->help, AM_HELP_NOBODY);
    byte(pass, &value->contested, 3);
    bits(pass, &value->overruled, AMENDS_ACT_COUNT);
    for (int i = 0; i < AM_PLACES; i++) {
        byte(pass, &value->persons[i].flags, 63);
        byte(pass, &value->persons[i].told, AM_TOLD_EXCUSED);
        byte(pass, &value->persons[i].level, 3);
    }
}

static void moment(struct pass *pass, struct am_moment *value)
{
    byte(pass, &value->abuse, 1);
    byte(pass, &value->was_warned, 1);
    byte(pass, &value->remorse, 1);
    byte(pass, &value->reiterated, 1);
    byte(pass, &value->returned, 1);
    byte(pass, &value->speaker, AM_BYSTANDER);
    byte(pass, &value->again, 1);
    byte(pass, &value->cleared, 1);
    byte(pass, &value->softer, 1);
    byte(pass, &value->still, 1);
}

static void span(struct pass *pass, struct amends_span *value)
{
    number(pass, &value->start, 4, false, 0, AMENDS_TEXT_BYTES_MAX);
    number(pass, &value->end, 4, false, 0, AMENDS_TEXT_BYTES_MAX);
}

static void card(struct pass *pass, struct amends_card *value)
{
    bits(pass, &value->n, 32);
    byte(pass, &value->act_count, AMENDS_CARD_ACTS_MAX);
    byte(pass, &value->say_count, AMENDS_CARD_ACTS_MAX);
    byte(pass, &value->finding_count, sizeof value->findings / sizeof value->findings[0]);
    byte(pass, &value->escalate, AMENDS_LEVEL_COUNT - 1);
    byte(pass, &value->anger, 3);
    byte(pass, &value->reiteration, 3);
    word(pass, &value->heat_permille, 1000);
    signed_byte(pass, &value->lang, -1, AMENDS_LANGUAGES_MAX - 1);
    byte(pass, &value->avoid, ANY);
    bits(pass, &value->signals, AMENDS_SIGNAL_COUNT);
    for (int i = 0; i < AMENDS_CARD_ACTS_MAX; i++) {
        byte(pass, &value->acts[i], AMENDS_ACT_COUNT - 1);
        byte(pass, &value->why[i].act, AMENDS_ACT_COUNT - 1);
        byte(pass, &value->why[i].kind, AMENDS_REASON_STATE);
        byte(pass, &value->why[i].code, AM_FACT_COUNT - 1);
        byte(pass, &value->why[i].has_span, 1);
        bits(pass, &value->why[i].sources, 6);
        span(pass, &value->why[i].span);
        byte(pass, &value->say[i].act, AMENDS_ACT_COUNT - 1);
        bits(pass, &value->say[i].phrase, 32);
    }
    for (unsigned i = 0; i < sizeof value->findings / sizeof value->findings[0]; i++) {
        span(pass, &value->findings[i].span);
        byte(pass, &value->findings[i].finding, AMENDS_FINDING_COUNT - 1);
        word(pass, &value->findings[i].rule, UINT16_MAX);
    }
    signed_byte(pass, &value->findings_lang, -1, AMENDS_LANGUAGES_MAX - 1);
}

static void content(struct pass *pass, struct am_content *value)
{
    number(pass, &value->senses, 8, false, 0, (INT64_C(1) << AM_RETELLING_SENSES_MAX) - 1);
    word(pass, &value->remedies, AMENDS_BIT(AMENDS_REMEDY_COUNT) - 1);
    byte(pass, &value->stem_count, AM_CONTENT_STEMS);
    byte(pass, &value->number_count, AM_CONTENT_NUMBERS);
    for (int i = 0; i < AM_CONTENT_STEMS; i++)
        word(pass, &value->stems[i], UINT16_MAX);
    for (int i = 0; i < AM_CONTENT_NUMBERS; i++)
        word(pass, &value->numbers[i], UINT16_MAX);
}

static void memory(struct pass *pass, struct am_standing *value)
{
    for (int i = 0; i < AMENDS_SPEAKERS_MAX; i++)
        for (int j = 0; j < AM_SKETCHES; j++) {
            struct am_sketch *sketch = &value->memory[i][j];

            bits(pass, &sketch->n, 32);
            byte(pass, &sketch->listener, 1);
            content(pass, &sketch->content);
        }
}

static void standing(struct pass *pass, struct am_standing *value)
{
    core(pass, &value->core);
    core(pass, &value->checkpoint);
    heat(pass, &value->heat);
    heat(pass, &value->heat_before);
    byte(pass, &value->log_count, AMENDS_OVERRULE_REACH);
    for (int i = 0; i < AMENDS_OVERRULE_REACH; i++) {
        percept(pass, &value->log[i].percept);
        bits(pass, &value->log[i].n, 32);
    }
    signed_byte(pass, &value->lang, -1, AMENDS_LANGUAGES_MAX - 1);
    word(pass, &value->demanded, AMENDS_BIT(AMENDS_REMEDY_COUNT) - 1);
    bits(pass, &value->faded_signals, AMENDS_SIGNAL_COUNT);
    bits(pass, &value->faded_observed, AMENDS_OBSERVED_COUNT);
    bits(pass, &value->topics, 32);
    for (int i = 0; i < AMENDS_SPEAKERS_MAX; i++)
        bits(pass, &value->names[i], 32);
    price(pass, &value->price);
    offer(pass, &value->demand);
    authority(pass, &value->authority);
    authority(pass, &value->supervisor_authority);
    authority(pass, &value->given);
    memory(pass, value);
    for (int i = 0; i < AMENDS_ACT_COUNT; i++)
        byte(pass, &value->turn[i], ANY);
    byte(pass, &value->explanation, ANY);
    percept(pass, &value->shown);
    moment(pass, &value->moment);
    card(pass, &value->card);
}

static void whole(struct pass *pass, struct amends_encounter *value)
{
    uint8_t version = SAVED_VERSION;

    byte(pass, &version, ANY);
    if (version != SAVED_VERSION)
        pass->bad = true;
    byte(pass, &value->started, 1);
    byte(pass, &value->can_undo, 1);
    byte(pass, &value->formal, 1);
    signed_byte(pass, &value->lang_given, -1, AMENDS_LANGUAGES_MAX - 1);
    signed_byte(pass, &value->ui_lang, -1, AMENDS_LANGUAGES_MAX - 1);
    letters(pass, value->emergency_number, sizeof value->emergency_number);
    bits(pass, &value->n, 32);
    standing(pass, &value->now);
    standing(pass, &value->before);
}

size_t amends_encounter_saved_max(void)
{
    return SAVED_BYTES;
}

enum amends_status amends_encounter_save(const amends_encounter *encounter, void *bytes, size_t size,
                                         size_t *len_bytes)
{
    struct amends_encounter copy;
    struct pass pass = {.to = bytes};

    if (encounter == NULL || bytes == NULL || len_bytes == NULL)
        return AMENDS_E_ARGUMENT;
    if (size < SAVED_BYTES)
        return AMENDS_E_SPACE;
    copy = *encounter;
    whole(&pass, &copy);
    *len_bytes = pass.at;
    return AMENDS_OK;
}

enum amends_status amends_encounter_restore(amends_encounter *encounter, const void *bytes, size_t len_bytes)
{
    struct amends_encounter copy;
    struct pass pass = {.from = bytes};

    if (encounter == NULL || bytes == NULL)
        return AMENDS_E_ARGUMENT;
    if (len_bytes != SAVED_BYTES)
        return AMENDS_E_STATE;
    memset(&copy, 0, sizeof copy);
    whole(&pass, &copy);
    if (pass.bad)
        return AMENDS_E_STATE;
    *encounter = copy;
    return AMENDS_OK;
}
