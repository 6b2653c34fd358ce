/* What a case cost, and whether the customer came back. */
#include <string.h>

#include "desk/cases/cases.h"
#include "desk/kit.h"

/* The case and all that were merged into it, or into those. */
static bool family(struct am_doing *doing, am_id id, struct am_case **cases, size_t *count)
{
    enum { FAMILY_MOST = 256 };
    *cases = am_arena_take(doing->arena, FAMILY_MOST * sizeof **cases);
    *count = 1;
    if (*cases == NULL)
        return am_doing_kept(doing, AM_KEPT_MEMORY);
    if (!am_doing_read(doing, &am_case_record, id, &(*cases)[0]))
        return false;
    for (size_t i = 0; i < *count; i++) {
        const struct am_where where = {.field = "merged_into", .how = AM_IS, .number = (*cases)[i].row.id};
        void *rows = NULL;
        size_t merged = 0;
        if (!am_doing_few(doing, &am_case_record, &where, 1, &rows, &merged))
            return false;
        if (*count + merged > FAMILY_MOST)
            return am_refuse(doing, AM_REFUSED_STATE, "too-many", "more than %d merged cases", FAMILY_MOST);
        if (merged > 0)
            memcpy(&(*cases)[*count], rows, merged * sizeof **cases);
        *count += merged;
    }
    return true;
}

/* All remedies of some cases and the encounters they came of, each once. */
struct remedies {
    struct am_remedy *all;
    size_t count, room;
};

static bool gather(struct am_doing *doing, const char *field, am_id id, struct remedies *remedies)
{
    const struct am_where where = {.field = field, .how = AM_IS, .number = id};
    void *rows = NULL;
    size_t count = 0;
    if (id == 0)
        return true;
    if (!am_doing_few(doing, &am_remedy_record, &where, 1, &rows, &count))
        return false;
    if (remedies->count + count > remedies->room) {
        const size_t room = (remedies->count + count) * 2;
        struct am_remedy *more = am_arena_take(doing->arena, room * sizeof *more);
        if (more == NULL)
            return am_doing_kept(doing, AM_KEPT_MEMORY);
        if (remedies->count > 0)
            memcpy(more, remedies->all, remedies->count * sizeof *more);
        remedies->all = more;
        remedies->room = room;
    }
    const struct am_remedy *found = rows;
    for (size_t i = 0; i < count; i++) {
        bool known = false;
        for (size_t k = 0; k < remedies->count && !known; k++)
            known = remedies->all[k].row.id == found[i].row.id;
        if (!known)
            remedies->all[remedies->count++] = found[i];
    }
    return true;
}

static bool taken_back(const struct remedies *remedies, am_id id)
{
    for (size_t i = 0; i < remedies->count; i++)
        if (remedies->all[i].takes_back == id)
            return true;
    return false;
}

static void add_cost(const struct am_remedy *remedy, struct am_cost *costs, size_t *count)
{
    char currency[4] = "";
    const bool amount = remedy->amount_minor >= 0 && remedy->currency.len_bytes == 3;
    if (amount)
        memcpy(currency, remedy->currency.bytes, 3);
    size_t at = 0;
    while (at < *count && strcmp(costs[at].currency, currency) != 0)
        at++;
    if (at == *count) {
        costs[at] = (struct am_cost){0};
        memcpy(costs[at].currency, currency, sizeof currency);
        ++*count;
    }
    if (!amount)
        costs[at].without_amount++;
    else if (remedy->owed)
        costs[at].owed_minor += remedy->amount_minor;
    else
        costs[at].conceded_minor += remedy->amount_minor;
}

bool am_case_costs(struct am_doing *doing, am_id id, struct am_cost **costs, size_t *count)
{
    struct am_case *cases = NULL;
    struct remedies remedies = {0};
    size_t case_count = 0;
    if (!family(doing, id, &cases, &case_count) ||
        !am_doing_may(doing, AM_MAY_CASE_SEE, cases[0].site, cases[0].owner))
        return false;
    for (size_t i = 0; i < case_count; i++)
        if (!gather(doing, "case", cases[i].row.id, &remedies) ||
            !gather(doing, "encounter", cases[i].encounter, &remedies))
            return false;
    *count = 0;
    *costs = am_arena_take(doing->arena, (remedies.count + 1) * sizeof **costs);
    if (*costs == NULL)
        return am_doing_kept(doing, AM_KEPT_MEMORY);
    for (size_t i = 0; i < remedies.count; i++)
        if (remedies.all[i].takes_back == 0 && !taken_back(&remedies, remedies.all[i].row.id))
            add_cost(&remedies.all[i], *costs, count);
    return true;
}

bool am_case_came_back(struct am_doing *doing, am_id id, enum am_came_back *came)
{
    struct am_case row;
    struct am_customer customer;
    int64_t encounters = 0;
    if (!am_doing_read(doing, &am_case_record, id, &row) ||
        !am_doing_may(doing, AM_MAY_CASE_SEE, row.site, row.owner))
        return false;
    const int64_t since_ms = row.responded_at_ms != 0 ? row.responded_at_ms : row.closed_at_ms;
    *came = AM_CAME_NOT_KNOWN;
    if (row.customer == 0 || since_ms == 0)
        return true;
    if (!am_doing_read(doing, &am_customer_record, row.customer, &customer))
        return false;
    const struct am_where where[] = {{.field = "customer", .how = AM_IS, .number = row.customer},
                                     {.field = "created_at_ms", .how = AM_FROM, .number = since_ms + 1},
                                     {.field = "id", .how = AM_IS_NOT, .number = row.encounter}};
    if (!am_doing_kept(doing, am_tx_count(doing->tx, &am_live_encounter_record, doing->actor->org, where, 3,
                                          &encounters)))
        return false;
    *came = encounters > 0 || customer.last_visit_at_ms > since_ms ? AM_CAME_BACK : AM_CAME_NOT_YET;
    return true;
}
