/*
 * What a text speaks of, beside what it shows: to know a matter again when it is told again (hard rule 5), in
 * the same words or in others. Plain values without pointers or padding.
 */
#ifndef AM_CONTENT_H
#define AM_CONTENT_H

#include <stdbool.h>

#include "amends/reading.h"

enum { AM_CONTENT_STEMS = 12, AM_CONTENT_NUMBERS = 4 };

/* The senses that make up a matter are bits of one number (of which the saved state holds 62). */
enum { AM_RETELLING_SENSES_MAX = 62 };

/* What counts for a text's telling a matter again, in points: each thing shared, then how it is said. */
enum am_point {
    AM_POINT_STEM,        /* a word */
    AM_POINT_SENSE,       /* what another word is about */
    AM_POINT_NUMBER,      /* a number or sum */
    AM_POINT_REMEDY,      /* a remedy demanded */
    AM_POINT_AGAIN,       /* a word that says that it is not the first time, or lasts ("still") */
    AM_POINT_DISPLEASED,  /* a complaint, a demand or anger */
    AM_POINT_SAID_BEFORE, /* they say that they said it */
    AM_POINT_ANSWER,      /* we asked: what follows without anger is the answer */
    AM_POINT_PERSON,      /* it attacks the person, or shows drink: it is about them, not the matter */
    AM_POINT_COUNT
};

/* Which senses make up a matter, and the points (coach.yaml, retelling). Part of the image. */
struct am_retelling {
    uint64_t senses[AM_RETELLING_SENSES_MAX]; /* am_hash_path of the ids; those of `again` are last */
    uint64_t again;                           /* bit per sense that says that it is not the first time */
    uint8_t sense_count;
    uint8_t most;   /* of words, and of senses, so many count */
    uint8_t enough; /* so many points, and it is told again */
    int8_t points[AM_POINT_COUNT];
    uint8_t reserved[4];
};

struct am_content {
    uint64_t senses;                      /* bit per sense of am_retelling */
    uint16_t remedies;                    /* bit per remedy demanded */
    uint16_t stems[AM_CONTENT_STEMS];     /* of the content words: hashed, sorted, without doubles */
    uint16_t numbers[AM_CONTENT_NUMBERS]; /* numbers and sums: hashed */
    uint8_t stem_count, number_count;
    uint8_t reserved[4];
};

/* What a text shares with others: bit per thing of the text, so that it counts once however often it was
 * told. */
struct am_shared {
    uint64_t senses;
    uint16_t stems, remedies;
    uint8_t numbers;
};

/* As amends_read, and gives the content too. `retelling` may be NULL: then no senses. */
enum amends_status am_read_content(const amends_engine *engine, amends_workspace *workspace,
                                   struct amends_view text, const struct amends_read_options *options,
                                   const struct am_retelling *retelling, struct amends_reading *out,
                                   struct am_content *content);

/* Is there anything in it to know it by? */
bool am_content_any(const struct am_content *content);

/* Adds what `now` shares with a text told before. `io` begins zeroed. */
void am_content_share(struct am_shared *io, const struct am_content *now, const struct am_content *told);

/* The points of what is shared: words, senses (those that say "again" apart), a number, a remedy. */
int am_content_points(const struct am_retelling *retelling, const struct am_shared *shared);

#endif
