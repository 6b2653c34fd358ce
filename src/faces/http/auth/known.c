#include "faces/http/auth/known.h"

#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

struct place {
    unsigned char hash[AM_SECRET_HASH_BYTES];
    int64_t until_ms;
    uint64_t state;
    struct am_caller caller;
};

struct am_known {
    pthread_mutex_t lock;
    uint64_t state;
    struct place places[AM_KNOWN_PLACES];
};

struct am_known *am_known_new(void)
{
    struct am_known *known = calloc(1, sizeof *known);
    if (known)
        pthread_mutex_init(&known->lock, NULL);
    return known;
}

void am_known_free(struct am_known *known)
{
    if (!known)
        return;
    for (size_t i = 0; i < AM_KNOWN_PLACES; i++)
        am_caller_forget(&known->places[i].caller);
    pthread_mutex_destroy(&known->lock);
    free(known);
}

static struct place *place_of(struct am_known *known, const unsigned char *hash)
{
    return &known->places[(hash[0] | (unsigned)hash[1] << 8) % AM_KNOWN_PLACES];
}

bool am_known_find(struct am_known *known, const unsigned char hash[AM_SECRET_HASH_BYTES], int64_t clock_ms,
                   struct am_caller *caller)
{
    pthread_mutex_lock(&known->lock);
    const struct place *place = place_of(known, hash);
    const bool found = place->until_ms > clock_ms && place->state == known->state &&
                       sodium_memcmp(place->hash, hash, sizeof place->hash) == 0 &&
                       am_caller_copy(&place->caller, caller);
    pthread_mutex_unlock(&known->lock);
    return found;
}

uint64_t am_known_state(struct am_known *known)
{
    pthread_mutex_lock(&known->lock);
    const uint64_t state = known->state;
    pthread_mutex_unlock(&known->lock);
    return state;
}

void am_known_keep(struct am_known *known, uint64_t state, const unsigned char hash[AM_SECRET_HASH_BYTES],
                   int64_t clock_ms, const struct am_caller *caller)
{
    struct am_caller copy;
    if (!am_caller_copy(caller, &copy))
        return;
    pthread_mutex_lock(&known->lock);
    struct place *place = place_of(known, hash);
    am_caller_forget(&place->caller);
    place->caller = copy;
    place->state = state;
    place->until_ms = clock_ms + AM_KNOWN_MS;
    memcpy(place->hash, hash, sizeof place->hash);
    pthread_mutex_unlock(&known->lock);
}

void am_known_forget(struct am_known *known)
{
    pthread_mutex_lock(&known->lock);
    known->state++;
    pthread_mutex_unlock(&known->lock);
}
