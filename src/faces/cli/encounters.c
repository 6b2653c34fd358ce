#include "faces/cli/encounters.h"

#include <stdlib.h>
#include <string.h>

enum { BUCKETS = 16384 };

/* FNV-1a. */
static size_t hash(struct amends_view name)
{
    uint64_t value = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < name.len_bytes; i++)
        value = (value ^ (unsigned char)name.bytes[i]) * UINT64_C(0x100000001b3);
    return (size_t)(value ^ value >> 32);
}

static void encounter_free(struct am_encounter *encounter)
{
    if (!encounter)
        return;
    free(encounter->name);
    free(encounter->state);
    free(encounter);
}

void am_encounters_dispose(struct am_encounters *encounters)
{
    for (size_t i = 0; encounters->buckets && i < encounters->bucket_count; i++) {
        struct am_encounter *next = NULL;
        for (struct am_encounter *at = encounters->buckets[i]; at; at = next) {
            next = at->next;
            encounter_free(at);
        }
    }
    free(encounters->buckets);
    *encounters = (struct am_encounters){0};
}

/* Forgets one that has ended, going round so that each is looked at in turn; false where none has. */
static bool forget_one(struct am_encounters *encounters)
{
    for (size_t i = 0; i < encounters->bucket_count; i++) {
        size_t bucket = (encounters->forget_from + i) % encounters->bucket_count;
        for (struct am_encounter **at = &encounters->buckets[bucket]; *at; at = &(*at)->next) {
            if (!(*at)->ended)
                continue;
            struct am_encounter *gone = *at;
            *at = gone->next;
            encounter_free(gone);
            encounters->count--;
            encounters->forget_from = bucket;
            return true;
        }
    }
    return false;
}

static struct am_encounter *encounter_new(struct amends_view name)
{
    struct am_encounter *made = calloc(1, sizeof *made);
    if (!made)
        return NULL;
    made->name = malloc(name.len_bytes + 1);
    made->state = calloc(1, amends_encounter_size());
    if (!made->name || !made->state) {
        encounter_free(made);
        return NULL;
    }
    memcpy(made->name, name.bytes, name.len_bytes);
    made->name[name.len_bytes] = 0;
    made->name_len = name.len_bytes;
    made->lang = made->ui_lang = -1;
    return made;
}

struct am_encounter *am_encounters_find(const struct am_encounters *encounters, struct amends_view name)
{
    if (!encounters->buckets)
        return NULL;
    for (struct am_encounter *at = encounters->buckets[hash(name) % encounters->bucket_count]; at;
         at = at->next)
        if (at->name_len == name.len_bytes && memcmp(at->name, name.bytes, name.len_bytes) == 0)
            return at;
    return NULL;
}

struct am_encounter *am_encounters_get(struct am_encounters *encounters, struct amends_view name,
                                       enum amends_status *status)
{
    *status = AMENDS_E_MEMORY;
    if (!encounters->buckets) {
        encounters->buckets = calloc(BUCKETS, sizeof(struct am_encounter *));
        if (!encounters->buckets)
            return NULL;
        encounters->bucket_count = BUCKETS;
    }
    struct am_encounter *known = am_encounters_find(encounters, name);
    if (known)
        return known;
    if (encounters->count >= AMENDS_ENCOUNTERS_MAX && !forget_one(encounters)) {
        *status = AMENDS_E_LIMIT;
        return NULL;
    }
    struct am_encounter *made = encounter_new(name);
    if (!made)
        return NULL;
    struct am_encounter **bucket = &encounters->buckets[hash(name) % encounters->bucket_count];
    made->next = *bucket;
    *bucket = made;
    encounters->count++;
    return made;
}

void am_encounter_note(struct am_encounter *encounter, const struct amends_event *event)
{
    if (event->kind == AMENDS_EVENT_START) {
        encounter->lang = event->start.lang;
        encounter->ui_lang = event->start.ui_lang;
        encounter->channel = event->start.channel;
        memcpy(encounter->currency, event->start.authority.currency, sizeof encounter->currency);
        memcpy(encounter->emergency_number, event->start.emergency_number,
               sizeof encounter->emergency_number);
    } else if (event->kind == AMENDS_EVENT_AUTHORITY) {
        memcpy(encounter->currency, event->gave.currency, sizeof encounter->currency);
    }
    if (event->kind != AMENDS_EVENT_OBSERVED) /* danger_cleared after the end ends nothing anew */
        encounter->ended = event->kind == AMENDS_EVENT_OUTCOME;
}
