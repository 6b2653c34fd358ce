/* What was set up before. */
#include <string.h>

#include "desk/doing.h"
#include "domain/kinds/people.h"
#include "fill.h"
#include "store/whole.h"

static bool list(struct fill *fill, const struct am_record *record, const char *field, am_id value,
                 void **rows, size_t *count)
{
    const struct am_where where = {.field = field, .how = AM_IS, .number = value};
    const struct am_list all = {.where = &where, .where_count = field ? 1 : 0, .most = AM_LIST_MOST};
    return am_tx_list(&fill->tx, record, fill->org, &all, &fill->kept, rows, count) == AM_KEPT_OK;
}

static bool read_people(struct fill *fill)
{
    void *rows;
    size_t count;
    for (size_t i = 0; i < fill->site_count; i++) {
        if (!list(fill, &am_membership_record, "site", fill->sites[i].row.id, &rows, &count) || count == 0)
            return false;
        const struct am_membership *members = rows;
        for (size_t j = 0; j < count && j < PEOPLE_MOST; j++)
            fill->people[i][fill->people_count[i]++] = members[j].person;
    }
    return true;
}

static bool read_models(struct fill *fill)
{
    void *rows;
    size_t count;
    if (!list(fill, &am_live_encounter_record, NULL, 0, &rows, &count))
        return false;
    const struct am_live_encounter *encounters = rows;
    for (size_t i = 0; i < count && fill->model_count < MODELS_MOST; i++) {
        struct fill_model *model = &fill->models[fill->model_count];
        void *events;
        if (encounters[i].case_ == 0)
            continue;
        model->encounter = encounters[i];
        if (am_tx_read(&fill->tx, &am_case_record, fill->org, encounters[i].case_, &fill->kept, &model->of) !=
                AM_KEPT_OK ||
            !list(fill, &am_encounter_event_record, "encounter", encounters[i].row.id, &events,
                  &model->event_count))
            return false;
        model->events = events;
        fill->model_count++;
    }
    return fill->model_count > 0;
}

bool fill_read(struct fill *fill)
{
    am_id *orgs;
    void *sites;
    size_t count;
    if (am_tx_organisations(&fill->tx, &fill->kept, &orgs, &count) != AM_KEPT_OK || count != 1)
        return false;
    fill->org = orgs[0];
    if (!list(fill, &am_site_record, NULL, 0, &sites, &fill->site_count) || fill->site_count == 0 ||
        fill->site_count > SITES_MOST)
        return false;
    fill->sites = sites;
    return read_people(fill) && read_models(fill);
}
