#include "domain/rules/helpcall.h"

#include "amends/labels.h"

/* ---- Who. */

/* The place of a helper's level in the order for that call; -1: not called for it. */
static int rank_of(int32_t whom, int32_t level)
{
    static const struct {
        int32_t whom;
        int32_t order[3];
    } orders[] = {
        {AMENDS_LEVEL_COLLEAGUE, {AMENDS_LEVEL_COLLEAGUE, AMENDS_LEVEL_SUPERVISOR, AMENDS_LEVEL_SECURITY}},
        {AMENDS_LEVEL_SUPERVISOR, {AMENDS_LEVEL_SUPERVISOR, AMENDS_LEVEL_COLLEAGUE, -1}},
        {AMENDS_LEVEL_SECURITY, {AMENDS_LEVEL_SECURITY, AMENDS_LEVEL_SUPERVISOR, AMENDS_LEVEL_COLLEAGUE}},
        {AMENDS_LEVEL_EMERGENCY, {AMENDS_LEVEL_SECURITY, AMENDS_LEVEL_SUPERVISOR, AMENDS_LEVEL_COLLEAGUE}},
    };

    for (size_t i = 0; i < sizeof orders / sizeof orders[0]; i++) {
        for (int place = 0; orders[i].whom == whom && place < 3; place++) {
            if (orders[i].order[place] == level)
                return place;
        }
    }
    return -1;
}

/* Lower is called earlier; -1: never. */
static int weight_of(const struct am_call *call, const struct am_helper *helper)
{
    int rank = rank_of(call->whom, helper->level);

    if (rank < 0 || (!helper->on_screen && !helper->reachable) ||
        (helper->person != 0 && helper->person == call->called_by) ||
        (!helper->here && helper->level != AMENDS_LEVEL_SUPERVISOR) ||
        (helper->away && !(call->whom == AMENDS_LEVEL_EMERGENCY && helper->on_screen)))
        return -1;
    return rank * 8 + (helper->here ? 0 : 4) + (helper->on_screen ? 0 : 2) + (helper->busy ? 1 : 0);
}

size_t am_help_order(const struct am_call *call, const struct am_help_people *people, size_t *order)
{
    size_t found = 0;

    for (int weight = 0; weight < 24; weight++) {
        for (size_t i = 0; i < people->count; i++) {
            if (weight_of(call, &people->helpers[i]) == weight)
                order[found++] = i;
        }
    }
    return found;
}

static bool was_called(const struct am_help_people *people, size_t place)
{
    for (size_t i = 0; i < people->called_count; i++) {
        if (people->called[i] == place)
            return true;
    }
    return false;
}

static int32_t next_of(const struct am_call *call, const struct am_help_people *people)
{
    int least = -1;
    int32_t next = AM_HELP_NO_ONE;

    for (size_t i = 0; i < people->count; i++) {
        int weight = was_called(people, i) ? -1 : weight_of(call, &people->helpers[i]);

        if (weight >= 0 && (least < 0 || weight < least)) {
            least = weight;
            next = (int32_t)i;
        }
    }
    return next;
}

/* ---- What follows. */

static bool is_urgent(const struct am_call *call)
{
    return call->whom == AMENDS_LEVEL_EMERGENCY;
}

static int64_t unseen_ms(const struct am_help_people *people)
{
    return people->unseen_ms > 0 ? people->unseen_ms : AM_HELP_UNSEEN_MS;
}

static void give_up(struct am_call *call, struct am_help_told *told)
{
    told->changed = told->nobody = told->telephone = true;
    call->next_at_ms = 0;
    if (call->state < AM_CALL_SEEN)
        call->state = AM_CALL_NOBODY;
}

/* Calls the next one; where there is none the caller telephones, and if nobody has seen it, nobody came. */
static void call_next(struct am_call *call, const struct am_help_people *people, int64_t now_ms,
                      struct am_help_told *told)
{
    told->changed = true;
    told->next = next_of(call, people);
    if (told->next == AM_HELP_NO_ONE) {
        give_up(call, told);
        return;
    }
    if (is_urgent(call) && call->round == 0)
        told->next = AM_HELP_ALL;
    call->round++;
    call->next_at_ms = now_ms + unseen_ms(people);
}

static void begin(struct am_call *call, const struct am_help_people *people, int64_t now_ms,
                  struct am_help_told *told)
{
    call->state = AM_CALL_CALLED;
    call->round = call->seen_at_ms = call->arrived_at_ms = call->ended_at_ms = 0;
    call->answered_by = 0;
    call_next(call, people, now_ms, told);
    told->telephone = told->telephone || is_urgent(call);
}

static void seen(struct am_call *call, am_id who, int64_t now_ms, struct am_help_told *told)
{
    if (call->state != AM_CALL_CALLED && call->state != AM_CALL_DELIVERED && call->state != AM_CALL_NOBODY)
        return;
    told->changed = true;
    call->state = AM_CALL_SEEN;
    call->answered_by = who;
    call->next_at_ms = now_ms + AM_HELP_SEEN_MS;
    if (call->seen_at_ms == 0)
        call->seen_at_ms = now_ms;
}

static void coming(struct am_call *call, am_id who, int64_t now_ms, struct am_help_told *told)
{
    if (call->state == AM_CALL_ON_THE_WAY) {
        told->already = call->answered_by;
        return;
    }
    told->changed = true;
    call->state = AM_CALL_ON_THE_WAY;
    call->answered_by = who;
    call->next_at_ms = now_ms + AM_HELP_COMING_MS;
    if (call->seen_at_ms == 0)
        call->seen_at_ms = now_ms;
}

static void here(struct am_call *call, am_id who, int64_t now_ms, struct am_help_told *told)
{
    told->changed = true;
    call->state = AM_CALL_ARRIVED;
    call->answered_by = who;
    call->arrived_at_ms = now_ms;
    call->next_at_ms = 0;
    if (call->seen_at_ms == 0)
        call->seen_at_ms = now_ms;
}

/* Is it the one who was called last? 0: they are meant. */
static bool is_latest(const struct am_help_people *people, am_id who)
{
    return who == 0 || people->called_count == 0 ||
           people->helpers[people->called[people->called_count - 1]].person == who;
}

/* Somebody else may come still: nothing changes. */
static void cannot(struct am_call *call, am_id who, const struct am_help_people *people, int64_t now_ms,
                   struct am_help_told *told)
{
    bool answered = call->state == AM_CALL_SEEN || call->state == AM_CALL_ON_THE_WAY;

    if (call->state == AM_CALL_NOBODY || (answered && call->answered_by != who) ||
        (!answered && (is_urgent(call) || !is_latest(people, who))))
        return;
    call->state = AM_CALL_CALLED;
    call->answered_by = 0;
    if (is_urgent(call)) { /* the others have it too, and are waited for once more */
        told->changed = told->telephone = true;
        call->next_at_ms = now_ms + unseen_ms(people);
        return;
    }
    call_next(call, people, now_ms, told);
}

bool am_help_time_has_come(const struct am_call *call, int64_t now_ms)
{
    return call->next_at_ms != 0 &&
           (now_ms >= call->next_at_ms || call->next_at_ms - now_ms > AM_HELP_COMING_MS);
}

static void look_at_clock(struct am_call *call, const struct am_help_people *people, int64_t now_ms,
                          struct am_help_told *told)
{
    if (!am_help_time_has_come(call, now_ms))
        return;
    /* Who would be called now would run to something that is long over. */
    if (now_ms - call->next_at_ms > AM_HELP_STALE_MS)
        give_up(call, told);
    else
        call_next(call, people, now_ms, told);
    told->telephone = true;
}

static void over(struct am_call *call, int64_t now_ms, struct am_help_told *told)
{
    told->changed = true;
    told->stand_down = call->state != AM_CALL_ARRIVED;
    call->state = AM_CALL_ENDED;
    call->ended_at_ms = now_ms;
    call->next_at_ms = 0;
}

struct am_help_told am_help_step(struct am_call *call, enum am_help_event event, am_id who,
                                 const struct am_help_people *people, int64_t now_ms)
{
    struct am_help_told told = {.next = AM_HELP_NO_ONE, .quietly = call->silent};

    if (event == AM_HELP_BEGIN)
        begin(call, people, now_ms, &told);
    if (call->state == AM_CALL_ENDED || (call->state == AM_CALL_ARRIVED && event != AM_HELP_OVER))
        return told;
    switch (event) {
    case AM_HELP_DELIVERED:
        if (call->state == AM_CALL_CALLED) {
            call->state = AM_CALL_DELIVERED;
            told.changed = true;
        }
        break;
    case AM_HELP_FAILED:
        told.could_not = true;
        if (call->state < AM_CALL_SEEN && is_latest(people, who)) {
            call_next(call, people, now_ms, &told);
            told.telephone = true;
        }
        break;
    case AM_HELP_SEEN:
        seen(call, who, now_ms, &told);
        break;
    case AM_HELP_COMING:
        coming(call, who, now_ms, &told);
        break;
    case AM_HELP_CANNOT:
        cannot(call, who, people, now_ms, &told);
        break;
    case AM_HELP_HERE:
        here(call, who, now_ms, &told);
        break;
    case AM_HELP_TIME:
        look_at_clock(call, people, now_ms, &told);
        break;
    case AM_HELP_OVER:
        over(call, now_ms, &told);
        break;
    case AM_HELP_BEGIN:
        break;
    }
    return told;
}

bool am_help_telephone_now(const struct am_call *call)
{
    if (call->state == AM_CALL_NOBODY)
        return true;
    return call->state < AM_CALL_ON_THE_WAY && (is_urgent(call) || call->round > 1);
}

struct amends_view am_help_number(const struct am_call *call, const struct am_help_numbers *numbers,
                                  const struct am_helper *called_last)
{
    struct amends_view first = {NULL, 0};

    if (call->whom == AMENDS_LEVEL_SECURITY || call->whom == AMENDS_LEVEL_EMERGENCY)
        first = numbers->emergency;
    else if (called_last != NULL)
        first = called_last->telephone;
    return first.len_bytes > 0 ? first : numbers->site;
}

/* ---- Deliveries. */

void am_help_delivery_begin(struct am_delivery *delivery, int64_t now_ms, int64_t unseen_ms)
{
    delivery->state = AM_DELIVERY_WAITING;
    delivery->attempts = 0;
    delivery->next_at_ms = now_ms;
    delivery->last_at_ms = now_ms + (unseen_ms > 0 ? unseen_ms : AM_HELP_UNSEEN_MS);
}

bool am_help_delivery_may(struct am_delivery *delivery, const struct am_call *call, int64_t now_ms)
{
    if (delivery->state != AM_DELIVERY_WAITING)
        return false;
    if (now_ms > delivery->last_at_ms || call->state == AM_CALL_ARRIVED || call->state == AM_CALL_ENDED) {
        delivery->state = AM_DELIVERY_TOO_LATE;
        return false;
    }
    return now_ms >= delivery->next_at_ms;
}

void am_help_delivery_claim(struct am_delivery *delivery, int64_t now_ms, int64_t lease_ms)
{
    delivery->next_at_ms = now_ms + lease_ms;
}

void am_help_delivery_failed(struct am_delivery *delivery, bool hopeless, int64_t now_ms)
{
    int64_t wait_ms = INT64_C(1000) << (delivery->attempts < 5 ? delivery->attempts : 5);

    delivery->attempts++;
    delivery->next_at_ms = now_ms + wait_ms;
    if (hopeless || delivery->next_at_ms > delivery->last_at_ms)
        delivery->state = AM_DELIVERY_FAILED;
}
