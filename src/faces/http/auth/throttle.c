#include "faces/http/auth/throttle.h"

#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { WAYS = 8 }; /* places one name may stand in */

struct place {
    uint64_t name; /* keyed hash; 0: free */
    int64_t until_ms, last_ms;
    unsigned failures;
};

struct am_throttle {
    pthread_mutex_t lock;
    unsigned char key[crypto_shorthash_KEYBYTES]; /* nobody outside can choose who shares a place */
    struct place places[AM_THROTTLE_PLACES];
};

struct am_throttle *am_throttle_new(void)
{
    struct am_throttle *throttle = calloc(1, sizeof *throttle);
    if (!throttle)
        return NULL;
    pthread_mutex_init(&throttle->lock, NULL);
    randombytes_buf(throttle->key, sizeof throttle->key);
    return throttle;
}

void am_throttle_free(struct am_throttle *throttle)
{
    if (throttle)
        pthread_mutex_destroy(&throttle->lock);
    free(throttle);
}

static uint64_t name_of(const struct am_throttle *throttle, char kind, am_id org, struct amends_view text)
{
    unsigned char bytes[9 + 256];
    uint64_t name;
    const size_t len = text.len_bytes < 256 ? text.len_bytes : 256;
    bytes[0] = (unsigned char)kind;
    memcpy(bytes + 1, &org, sizeof org);
    if (len > 0)
        memcpy(bytes + 9, text.bytes, len);
    crypto_shorthash((unsigned char *)&name, bytes, 9 + len, throttle->key);
    return name ? name : 1;
}

/* Its place; where it has none and `make`, the one that is least missed. */
static struct place *place_of(struct am_throttle *throttle, uint64_t name, bool make, int64_t now_ms)
{
    struct place *set = &throttle->places[name % (AM_THROTTLE_PLACES / WAYS) * WAYS], *oldest = set;
    for (size_t i = 0; i < WAYS; i++) {
        if (set[i].name == name) {
            if (now_ms - set[i].last_ms > AM_THROTTLE_FORGET_MS)
                set[i] = (struct place){.name = name, .last_ms = now_ms};
            return &set[i];
        }
        if (set[i].until_ms < oldest->until_ms ||
            (set[i].until_ms == oldest->until_ms && set[i].last_ms < oldest->last_ms))
            oldest = &set[i];
    }
    if (!make)
        return NULL;
    *oldest = (struct place){.name = name};
    return oldest;
}

static int64_t wait_of(struct am_throttle *throttle, uint64_t name, int64_t now_ms)
{
    const struct place *place = place_of(throttle, name, false, now_ms);
    return place && place->until_ms > now_ms ? place->until_ms - now_ms : 0;
}

static void fail(struct am_throttle *throttle, uint64_t name, unsigned free_failures, int64_t now_ms)
{
    struct place *place = place_of(throttle, name, true, now_ms);
    place->last_ms = now_ms;
    if (place->failures < 64)
        place->failures++;
    if (place->failures < free_failures)
        return;
    const unsigned doublings = place->failures - free_failures;
    int64_t wait_ms = doublings > 10 ? AM_THROTTLE_WAIT_MS_MOST : INT64_C(1000) << doublings;
    wait_ms = wait_ms > AM_THROTTLE_WAIT_MS_MOST ? AM_THROTTLE_WAIT_MS_MOST : wait_ms;
    place->until_ms = now_ms + wait_ms;
}

int64_t am_throttle_wait_ms(struct am_throttle *throttle, am_id org, struct amends_view account,
                            struct amends_view address, int64_t now_ms)
{
    pthread_mutex_lock(&throttle->lock);
    const int64_t of_account = wait_of(throttle, name_of(throttle, 'a', org, account), now_ms);
    const int64_t of_address = wait_of(throttle, name_of(throttle, 'n', 0, address), now_ms);
    pthread_mutex_unlock(&throttle->lock);
    return of_account > of_address ? of_account : of_address;
}

void am_throttle_failed(struct am_throttle *throttle, am_id org, struct amends_view account,
                        struct amends_view address, int64_t now_ms)
{
    pthread_mutex_lock(&throttle->lock);
    fail(throttle, name_of(throttle, 'a', org, account), AM_THROTTLE_FREE, now_ms);
    fail(throttle, name_of(throttle, 'n', 0, address), AM_THROTTLE_ADDRESS_FREE, now_ms);
    pthread_mutex_unlock(&throttle->lock);
}

void am_throttle_succeeded(struct am_throttle *throttle, am_id org, struct amends_view account)
{
    pthread_mutex_lock(&throttle->lock);
    const uint64_t name = name_of(throttle, 'a', org, account);
    struct place *place = place_of(throttle, name, false, 0);
    if (place)
        *place = (struct place){0};
    pthread_mutex_unlock(&throttle->lock);
}
