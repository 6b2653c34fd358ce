/*
 * Read-only access to a checked playbook image, and matching of its rules. Indexes instead of pointers; views
 * live with the image. No I/O, no allocation.
 */
#ifndef AM_PLAYBOOK_H
#define AM_PLAYBOOK_H

#include "amends/labels.h"
#include "engine/image.h"
#include "engine/text/text.h"

enum am_rule_kind {
    AM_RULE_SIGNAL,
    AM_RULE_MARK,
    AM_RULE_FINDING,
    AM_RULE_MOVE,
    AM_RULE_OFFER,
    AM_RULE_TOPIC,
    AM_RULE_SENSE /* what words are about: for the model, and to know a matter again */
};
/* In `sources` of a rule: it is of a shop's own playbook. The model was learned without it: what it says
 * holds, whatever the model thinks. */
#define AM_SOURCE_SHOP (UINT32_C(1) << 8)

/* Labels of senses: those whose words are told apart, those that are all the same to the model, and what
 * somebody says they are themselves, in whatever words. */
enum am_sense_kind { AM_SENSE_PLAIN, AM_SENSE_ALIKE, AM_SENSE_SELF, AM_SENSE_NAME, AM_SENSE_KINDS };
enum am_rule_group {
    AM_GROUP_CUSTOMER,
    AM_GROUP_REPLY,
    AM_GROUP_COUNT
}; /* signals/ marks and topics; review/ (offers are in both) */
enum am_offer_part { AM_PART_NONE, AM_PART_ALL, AM_PART_HALF, AM_PART_THIRD, AM_PART_QUARTER };

struct am_rule {
    uint8_t kind, label; /* label: signal, mark, finding, move, remedy or topic index */
    uint8_t part;        /* enum am_offer_part */
    uint8_t channels;    /* bit per channel */
    int16_t weight;      /* 100 = holds */
    int16_t anger;       /* 100 = one level */
    uint32_t sources;    /* bit per D0..D4; bit 5: ours; AM_SOURCE_SHOP */
    int32_t message;     /* index for am_playbook_message; -1 */
    uint16_t excused_by; /* findings: bit per move in the same reply that makes it none (findings.yaml, by
                            message key) */
    uint8_t remedy;      /* signal rules of demands: 1 + the remedy asked for (key `remedy:`), 0: not said */
    struct amends_view id, suggestion;
};

/* A rule that matched: tokens [first, end), and the pattern's index within the rule. Of the rule what is
 * asked of every hit. */
struct am_hit {
    uint16_t rule, pattern;
    uint16_t first_token, end_token;
    struct amends_span span; /* code points */
    uint32_t feature;        /* am_feature_of_rule */
    uint8_t kind, label;     /* as in struct am_rule */
    uint8_t reserved[2];
};

/* Is there a hit of the same rule before this one? A rule that hits twice is one piece of evidence, though
 * both places are shown. */
static inline bool am_hit_before(const struct am_hit *hits, unsigned at)
{
    for (unsigned i = 0; i < at; i++)
        if (hits[i].rule == hits[at].rule)
            return true;
    return false;
}

struct am_phrase {
    struct amends_view text;
    uint8_t formal, level; /* level: 1..3 for empathise_more, else 0 */
    uint8_t channels;      /* bit per channel where it is fitting */
    uint16_t needs;        /* bit per remedy that it offers */
};

struct am_playbook {
    struct amends_view image;
    unsigned language_count;
    unsigned need_max; /* most of any language: for am_match_arena_size */
    struct {
        struct amends_view language, lexicon, rules, phrases, messages, topics, models[2], thresholds, words,
            characters;
    } lang[AMENDS_LANGUAGES_MAX]; /* sections, looked up once */
    struct amends_view labels;
    struct amends_view heat; /* AM_SECTION_HEAT */
};

/* Checks every section so that nothing read later can be out of bounds. E_IMAGE. */
enum amends_status am_playbook_open(struct am_playbook *playbook, struct amends_view image);

unsigned am_playbook_rule_count(const struct am_playbook *playbook, int lang);
void am_playbook_rule(const struct am_playbook *playbook, int lang, unsigned rule, struct am_rule *out);

/* Phrases of an act in a language: [first, first + count) of the language's phrases. */
unsigned am_playbook_phrases(const struct am_playbook *playbook, int lang, int act, uint32_t *first);
void am_playbook_phrase(const struct am_playbook *playbook, int lang, uint32_t phrase, struct am_phrase *out);

struct amends_view am_playbook_instruction(const struct am_playbook *playbook, int ui_lang, int act,
                                           int channel);
void am_playbook_message(const struct am_playbook *playbook, int ui_lang, int message,
                         struct amends_view *text, struct amends_view *reason);
/* A word of messages.yaml by dotted path ("names.acts.apologise", "screen.heat"); empty where there is none.
 */
struct amends_view am_playbook_word(const struct am_playbook *playbook, int ui_lang, const char *path);

/* Topics: count, id, and its facts and causes as phrases to `explain` from. */
unsigned am_playbook_topic_count(const struct am_playbook *playbook, int lang);
struct amends_view am_playbook_topic_id(const struct am_playbook *playbook, int lang, unsigned topic);
unsigned am_playbook_explanations(const struct am_playbook *playbook, int lang, unsigned topic);
struct amends_view am_playbook_explanation(const struct am_playbook *playbook, int lang, unsigned topic,
                                           unsigned i);

/* Labels: defaults of signals.yaml. */
struct am_signal_setting {
    int16_t threshold, anger; /* points */
    uint8_t negation_void, quoted_void;
};
void am_playbook_signal(const struct am_playbook *playbook, int signal, struct am_signal_setting *out);
/* A named number of signals.yaml's `typography` and `anger` tables by dotted path; `otherwise` where there is
 * none. */
int am_playbook_number(const struct am_playbook *playbook, const char *path, int otherwise);

/* Scratch for matching: bytes to reserve, and its initialisation over aligned memory. */
struct am_match_arena;
size_t am_match_arena_size(const struct am_playbook *playbook);
struct am_match_arena *am_match_arena_init(void *memory, const struct am_playbook *playbook);

/*
 * All hits of a group's rules in the text, in order of their first token, then rule; one hit per rule and
 * place (the longest). Negation, quotation, `unless` and channels (channel: enum or -1) are done. Gives their
 * number; `hits` lives in the arena until the next call (at most AM_HITS_MAX; the rest is dropped).
 */
enum { AM_HITS_MAX = 2048 };
unsigned am_playbook_match(const struct am_playbook *playbook, int lang, enum am_rule_group group,
                           int channel, const struct am_text *text, struct am_match_arena *arena,
                           const struct am_hit **hits);

/* The stems of the text's content words (not function words), hashed, sorted, without doubles, at most `max`:
 * for telling whether two texts speak of the same thing. Works after am_text_apply; stemming by the
 * language's inflection. */
unsigned am_playbook_content(const struct am_playbook *playbook, int lang, const struct am_text *text,
                             uint16_t *out, unsigned max);

#endif
