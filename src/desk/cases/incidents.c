#include "desk/cases/incidents.h"

#include <stdio.h>
#include <string.h>

#include "amends/labels.h"
#include "desk/cases/matter.h"
#include "desk/kit.h"
#include "domain/kinds/help.h"
#include "domain/kinds/ledger.h"

enum { LINE_BYTES = 900 }; /* of what is filled in: a line's limit is 1000 code points */

/* Whom one calls, as the reader says it. English first. */
static const struct words {
    const char *lang, *levels[AMENDS_LEVEL_COUNT], *came, *between;
} words[] = {{"en",
              {[AMENDS_LEVEL_COLLEAGUE] = "colleague",
               [AMENDS_LEVEL_SUPERVISOR] = "supervisor",
               [AMENDS_LEVEL_SECURITY] = "security",
               [AMENDS_LEVEL_EMERGENCY] = "emergency services"},
              " (came)",
              ", "},
             {"zh",
              {[AMENDS_LEVEL_COLLEAGUE] = "同事",
               [AMENDS_LEVEL_SUPERVISOR] = "主管",
               [AMENDS_LEVEL_SECURITY] = "保安",
               [AMENDS_LEVEL_EMERGENCY] = "紧急救援"},
              "（已到场）",
              "、"},
             {"fi",
              {[AMENDS_LEVEL_COLLEAGUE] = "työkaveri",
               [AMENDS_LEVEL_SUPERVISOR] = "esihenkilö",
               [AMENDS_LEVEL_SECURITY] = "vartija",
               [AMENDS_LEVEL_EMERGENCY] = "hätäkeskus"},
              " (tuli paikalle)",
              ", "},
             {"ru",
              {[AMENDS_LEVEL_COLLEAGUE] = "коллега",
               [AMENDS_LEVEL_SUPERVISOR] = "руководитель",
               [AMENDS_LEVEL_SECURITY] = "охрана",
               [AMENDS_LEVEL_EMERGENCY] = "экстренные службы"},
              " (на месте)",
              ", "}};

/* A line that grows: parts with commas between, no more than fit whole. */
struct line {
    char text[LINE_BYTES];
    size_t len;
    const struct words *words;
};

/* The reader's words. */
static bool read_words(struct am_doing *doing, const struct words **out)
{
    struct am_person reader;
    const enum am_kept kept = am_tx_read(doing->tx, &am_person_record, doing->actor->org,
                                         doing->actor->person, doing->arena, &reader);
    *out = words;
    if (kept == AM_KEPT_NONE)
        return true;
    for (size_t i = 0; kept == AM_KEPT_OK && i < sizeof words / sizeof *words; i++)
        if (am_view_same(reader.lang, am_view_of(words[i].lang)))
            *out = &words[i];
    return am_doing_kept(doing, kept);
}

static void add_part(struct line *line, struct amends_view part, const char *behind)
{
    const size_t more = part.len_bytes + strlen(behind) + strlen(line->words->between) + 1;
    if (part.len_bytes == 0 || line->len + more > sizeof line->text)
        return;
    line->len +=
        (size_t)snprintf(line->text + line->len, sizeof line->text - line->len, "%s%.*s%s",
                         line->len > 0 ? line->words->between : "", (int)part.len_bytes, part.bytes, behind);
}

static bool add_person(struct am_doing *doing, am_id person, struct line *line)
{
    struct am_person who;
    if (person == 0)
        return true;
    const enum am_kept kept =
        am_tx_read(doing->tx, &am_person_record, doing->actor->org, person, doing->arena, &who);
    if (kept == AM_KEPT_OK)
        add_part(line, who.name, "");
    return kept == AM_KEPT_NONE || am_doing_kept(doing, kept);
}

/* Who was called for help, and who came. */
static bool read_calls(struct am_doing *doing, const struct am_live_encounter *encounter, struct line *there,
                       struct line *called)
{
    const struct am_where where = {.field = "encounter", .how = AM_IS, .number = encounter->row.id};
    void *rows = NULL;
    size_t count = 0;
    if (!add_person(doing, encounter->person, there) ||
        !am_doing_few(doing, &am_call_record, &where, 1, &rows, &count))
        return false;
    const struct am_call *calls = rows;
    for (size_t i = 0; i < count; i++) {
        const bool came = calls[i].arrived_at_ms != 0;
        if (calls[i].whom >= AMENDS_LEVEL_COLLEAGUE && calls[i].whom <= AMENDS_LEVEL_EMERGENCY)
            add_part(called, am_view_of(called->words->levels[calls[i].whom]),
                     came ? called->words->came : "");
        if (came && calls[i].answered_by != encounter->person &&
            !add_person(doing, calls[i].answered_by, there))
            return false;
    }
    return true;
}

/* The harm that the encounter's signals speak of; the person knows better. */
static bool read_harm(struct am_doing *doing, am_id encounter, int32_t *harm)
{
    const struct am_where where[] = {{.field = "encounter", .how = AM_IS, .number = encounter},
                                     {.field = "signal", .how = AM_IS, .number = AMENDS_SIGNAL_THREAT}};
    int64_t threats = 0;
    if (!am_doing_kept(doing, am_tx_count(doing->tx, &am_met_record, doing->actor->org, where, 2, &threats)))
        return false;
    *harm = threats > 0 ? AM_HARM_THREAT : AM_HARM_NONE;
    return true;
}

bool am_incident_prefill(struct am_doing *doing, const struct am_hooks *hooks, am_id encounter,
                         struct am_incident *row)
{
    struct am_place place;
    struct line there = {.len = 0}, called = {.len = 0};
    am_record_empty(&am_incident_record, row);
    if (!read_words(doing, &there.words))
        return false;
    called.words = there.words;
    if (!am_place_find(doing, &am_incident_record, encounter, 0, &place) ||
        !am_doing_may(doing, AM_MAY_ENCOUNTER_SEE, place.site.row.id, place.encounter.person) ||
        !read_calls(doing, &place.encounter, &there, &called) || !read_harm(doing, encounter, &row->harm))
        return false;
    row->site = place.site.row.id;
    row->encounter = encounter;
    row->case_ = place.case_.row.id;
    row->reported_by = doing->actor->person;
    row->happened_at_ms = place.encounter.row.created_at_ms;
    row->there = am_arena_copy(doing->arena, (struct amends_view){there.text, there.len});
    row->called = am_arena_copy(doing->arena, (struct amends_view){called.text, called.len});
    row->what = place.case_.happened;
    return row->what.len_bytes > 0 || hooks == NULL || hooks->hand_over == NULL ||
           hooks->hand_over(doing, &place.encounter, &row->what);
}

bool am_incident_report(struct am_doing *doing, struct am_incident *row)
{
    struct am_place place = {0};
    if (row->encounter != 0 || row->case_ != 0) {
        if (!am_place_find(doing, &am_incident_record, row->encounter, row->case_, &place))
            return false;
        if (row->site != 0 && row->site != place.site.row.id)
            return am_refuse_field(doing, &am_incident_record, "site", "the encounter's or the case's site");
        row->site = place.site.row.id;
        row->encounter = place.encounter.row.id;
        row->case_ = place.case_.row.id;
    }
    if (row->site == 0)
        return am_refuse_field(doing, &am_incident_record, "site", "where it happened");
    row->reported_by = doing->actor->person;
    if (row->happened_at_ms == 0)
        row->happened_at_ms = place.encounter.row.id != 0 ? place.encounter.row.created_at_ms : doing->now_ms;
    if (row->happened_at_ms > doing->now_ms)
        return am_refuse_field(doing, &am_incident_record, "happened_at_ms", "a time that is not to come");
    row->followed = (struct amends_view){0};
    row->settled_at_ms = 0;
    row->hold = false;
    am_doing_begin_row(doing, &row->row);
    return am_doing_references(doing, &am_incident_record, row, NULL) &&
           am_doing_may(doing, AM_MAY_INCIDENT_REPORT, row->site, doing->actor->person) &&
           am_doing_kept(doing, am_tx_next(doing->tx, row->row.org, "incident", &row->number)) &&
           am_doing_added(doing, &am_incident_record, row, "incident.reported",
                          am_doing_print(doing, "{\"number\":%lld,\"harm\":%d}", (long long)row->number,
                                         (int)row->harm)) &&
           am_notice_write(doing, "incident.reported", row->site, AM_MAY_INCIDENT_SEE, row->row.id, 0);
}

bool am_incident_see(struct am_doing *doing, am_id id, struct am_incident *row)
{
    return am_doing_read(doing, &am_incident_record, id, row) &&
           (row->reported_by == doing->actor->person ||
            am_doing_may(doing, AM_MAY_INCIDENT_SEE, row->site, row->reported_by));
}

bool am_incident_change(struct am_doing *doing, am_id id, const struct am_incident *wanted, int64_t version,
                        struct am_incident *row)
{
    struct amends_view detail;
    if (!am_incident_see(doing, id, row))
        return false;
    if (row->settled_at_ms != 0)
        return am_refuse(doing, AM_REFUSED_STATE, "settled", "nothing more is to be done about it");
    if ((row->followed.len_bytes > 0 || row->reported_by != doing->actor->person) &&
        !am_doing_may(doing, AM_MAY_INCIDENT_SEE, row->site, 0))
        return false;
    const struct am_incident before = *row;
    if (!am_doing_edit(doing, &am_incident_record, row, wanted, &detail))
        return false;
    if (row->happened_at_ms == 0)
        row->happened_at_ms = before.happened_at_ms;
    if (row->happened_at_ms > doing->now_ms)
        return am_refuse_field(doing, &am_incident_record, "happened_at_ms", "a time that is not to come");
    return am_doing_references(doing, &am_incident_record, row, &before) &&
           (row->case_ == before.case_ ||
            am_case_must_be_at(doing, &am_incident_record, row->case_, row->site)) &&
           am_doing_changed(doing, &am_incident_record, row, version, "incident.changed", detail) &&
           am_notice_write(doing, "incident.changed", row->site, AM_MAY_INCIDENT_SEE, id, 0);
}

bool am_incident_follow(struct am_doing *doing, am_id id, struct amends_view followed, bool settled,
                        int64_t version, struct am_incident *row)
{
    if (!am_doing_read(doing, &am_incident_record, id, row) ||
        !am_doing_may(doing, AM_MAY_INCIDENT_SEE, row->site, 0))
        return false;
    if (row->settled_at_ms != 0)
        return am_refuse(doing, AM_REFUSED_STATE, "settled", "nothing more is to be done about it");
    row->followed = am_view_trim(followed);
    if (row->followed.len_bytes == 0)
        return am_refuse_field(doing, &am_incident_record, "followed", "what came of it");
    if (settled)
        row->settled_at_ms = doing->now_ms;
    return am_doing_changed(doing, &am_incident_record, row, version,
                            settled ? "incident.settled" : "incident.followed", (struct amends_view){0}) &&
           am_notice_write(doing, "incident.followed", row->site, AM_MAY_INCIDENT_REPORT, id,
                           row->reported_by);
}
