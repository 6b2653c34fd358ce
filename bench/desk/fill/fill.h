/*
 * A desk with very many cases, for measuring: what belongs to a shop that was set up is read (its sites,
 * people, and a few encounters that were led as people lead them), and cases are added around it through the
 * desk's and the store's own verbs, so that each record is sound, each word can be found and the audit log's
 * chain holds. Not thread-safe.
 */
#ifndef BENCH_DESK_FILL_H
#define BENCH_DESK_FILL_H

#include "desk/doing.h"
#include "domain/kinds/case.h"
#include "domain/kinds/encounter.h"
#include "store/tx.h"

enum { LANGS = 4, TEXTS_MOST = 16384, SITES_MOST = 64, PEOPLE_MOST = 256, MODELS_MOST = 64 };

/* Sentences of one language. */
struct fill_texts {
    struct amends_view text[TEXTS_MOST];
    unsigned count;
};

/* An encounter that is copied, with its events. */
struct fill_model {
    struct am_live_encounter encounter;
    struct am_encounter_event *events;
    size_t event_count;
    struct am_case of; /* the case that came of it */
};

struct fill {
    struct am_tx tx;
    struct am_arena kept, arena; /* of the whole run; of some cases */
    am_id org;
    struct am_site *sites;
    size_t site_count;
    am_id people[SITES_MOST][PEOPLE_MOST]; /* who works there */
    size_t people_count[SITES_MOST];
    struct fill_model models[MODELS_MOST];
    size_t model_count;
    struct fill_texts texts[LANGS];
    am_id *customers;
    size_t customer_count;
    int64_t from_ms, until_ms;
    uint64_t random;
};

/* The next random number below `below`. */
uint32_t fill_random(struct fill *fill, uint32_t below);

/* What was set up: fill->org, sites, people, models. False: storage said no, or something is missing. */
bool fill_read(struct fill *fill);
/* Lines of a language's code, a tab and a sentence. */
bool fill_read_texts(struct fill *fill, const char *path);

/* Words about a case; from fill->arena. `lang`: en, zh, fi, ru in this order. */
struct amends_view fill_subject(struct fill *fill, unsigned lang);
struct amends_view fill_happened(struct fill *fill, unsigned lang, size_t number);
struct amends_view fill_sentence(struct fill *fill, unsigned lang);
struct amends_view fill_name(struct fill *fill, unsigned lang, size_t number);
struct amends_view fill_print(struct fill *fill, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Adds `count` customers, a quarter as many as cases; then a case. */
bool fill_customers(struct fill *fill, size_t count);
bool fill_case(struct fill *fill, size_t number, size_t count);

/* Copies all tables of an SQLite file into a PostgreSQL database that has been migrated and is otherwise
 * empty; indexes are made afterwards. */
bool fill_copy(const char *path, const char *url);

#endif
