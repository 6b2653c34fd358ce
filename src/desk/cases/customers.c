#include "desk/cases/customers.h"

#include <string.h>

#include "desk/cases/promises.h"
#include "desk/kit.h"

static bool address(struct amends_view contact)
{
    return contact.len_bytes > 0 && memchr(contact.bytes, '@', contact.len_bytes) != NULL;
}

/* Letters of telephone numbers that people write as they like. */
static bool filling(char c)
{
    return c == ' ' || c == '-' || c == '(' || c == ')' || c == '/' || c == '.' || c == '\t';
}

static bool number(struct amends_view contact)
{
    bool digits = false;
    for (size_t i = 0; i < contact.len_bytes; i++) {
        const char c = contact.bytes[i];
        if (c >= '0' && c <= '9')
            digits = true;
        else if (!filling(c) && !(c == '+' && i == 0))
            return false;
    }
    return digits;
}

/* A contact as it is stored and looked for: an address in small letters, a number without filling. Anything
 * else as it is. */
static struct amends_view plain(struct am_doing *doing, struct amends_view contact)
{
    contact = am_view_trim(contact);
    char *out = contact.len_bytes > 0 ? am_arena_take(doing->arena, contact.len_bytes) : NULL;
    const bool lower = address(contact), bare = number(contact);
    size_t len = 0;
    if (out == NULL)
        return (struct amends_view){0};
    for (size_t i = 0; i < contact.len_bytes; i++) {
        const char c = contact.bytes[i];
        if (bare && filling(c))
            continue;
        out[len++] = lower && c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    }
    return (struct amends_view){out, len};
}

/* Has somebody else this contact? */
static bool contact_free(struct am_doing *doing, const struct am_customer *row)
{
    const struct am_where where[] = {{.field = "contact", .how = AM_IS, .text = row->contact},
                                     {.field = "id", .how = AM_IS_NOT, .number = row->row.id}};
    const struct am_list list = {.where = where, .where_count = 2, .most = 1};
    char id[AM_ID_TEXT_LEN + 1];
    void *rows = NULL;
    size_t count = 0;
    if (row->contact.len_bytes == 0)
        return true;
    if (!am_doing_kept(doing, am_tx_list(doing->tx, &am_customer_record, doing->actor->org, &list,
                                         doing->arena, &rows, &count)))
        return false;
    if (count == 0)
        return true;
    am_id_write(((const struct am_customer *)rows)->row.id, id);
    return am_refuse(doing, AM_REFUSED_STATE, "customer-known", "%s has this contact already", id);
}

static bool sound(struct am_doing *doing, struct am_customer *row)
{
    row->name = am_view_trim(row->name);
    row->contact = plain(doing, row->contact);
    if (row->name.len_bytes == 0 && row->contact.len_bytes == 0 && row->notes.len_bytes == 0)
        return am_refuse_field(doing, &am_customer_record, "name", "something to know them by");
    if (row->last_visit_at_ms > doing->now_ms)
        return am_refuse_field(doing, &am_customer_record, "last_visit_at_ms", "a time that is not to come");
    return contact_free(doing, row);
}

/* Live screens of a site, and of every site for a customer of none: they are in each site's list. */
bool am_customer_tell(struct am_doing *doing, const char *kind, am_id site, am_id customer)
{
    const struct am_where open = {.field = "closed", .how = AM_IS, .number = 0};
    void *rows = NULL;
    size_t count = 0;
    if (site != 0)
        return am_notice_write(doing, kind, site, AM_MAY_CUSTOMER_SEE, customer, 0);
    if (!am_doing_few(doing, &am_site_record, &open, 1, &rows, &count))
        return false;
    const struct am_site *sites = rows;
    for (size_t i = 0; i < count; i++)
        if (!am_notice_write(doing, kind, sites[i].row.id, AM_MAY_CUSTOMER_SEE, customer, 0))
            return false;
    return true;
}

bool am_customer_add(struct am_doing *doing, struct am_customer *row)
{
    /* A customer of no site is everybody's: whoever works somewhere may note one. */
    if (row->site != 0 ? !am_doing_may(doing, AM_MAY_CUSTOMER_WORK, row->site, 0)
                       : am_actor_reach(doing->actor, AM_MAY_CUSTOMER_WORK) == AM_REACH_NEVER &&
                             !am_doing_may(doing, AM_MAY_CUSTOMER_WORK, 0, 0))
        return false;
    am_doing_begin_row(doing, &row->row);
    row->erased_at_ms = 0;
    row->hold = false;
    return sound(doing, row) && am_doing_references(doing, &am_customer_record, row, NULL) &&
           am_doing_added(doing, &am_customer_record, row, "customer.added", (struct amends_view){0}) &&
           am_customer_tell(doing, "customer.added", row->site, row->row.id);
}

/* Those of no site are anybody's who works somewhere. */
static bool may(const struct am_actor *actor, enum am_permission permission, const struct am_customer *row)
{
    return row->site == 0 ? am_actor_reach(actor, permission) != AM_REACH_NEVER
                          : am_actor_may(actor, permission, row->site, 0);
}

static bool read_to_work(struct am_doing *doing, am_id id, struct am_customer *row)
{
    if (!am_doing_read(doing, &am_customer_record, id, row))
        return false;
    if (!may(doing->actor, AM_MAY_CUSTOMER_WORK, row))
        return am_refuse(doing, AM_REFUSED_FORBIDDEN, "forbidden", "customer.work is not allowed here");
    return row->erased_at_ms == 0 ||
           am_refuse(doing, AM_REFUSED_STATE, "erased", "what was known of them was erased");
}

bool am_customer_change(struct am_doing *doing, am_id id, const struct am_customer *wanted, int64_t version,
                        struct am_customer *row)
{
    struct amends_view detail;
    if (!read_to_work(doing, id, row))
        return false;
    const struct am_customer before = *row;
    return am_doing_edit(doing, &am_customer_record, row, wanted, &detail) && sound(doing, row) &&
           am_doing_references(doing, &am_customer_record, row, &before) &&
           (row->site == before.site || row->site == 0 ||
            am_doing_may(doing, AM_MAY_CUSTOMER_WORK, row->site, 0)) &&
           am_doing_changed(doing, &am_customer_record, row, version, "customer.changed", detail) &&
           (row->site == before.site ||
            am_customer_tell(doing, "customer.changed", before.site, row->row.id)) &&
           am_customer_tell(doing, "customer.changed", row->site, row->row.id);
}

bool am_customer_find(struct am_doing *doing, struct amends_view contact, struct am_customer **rows,
                      size_t *count)
{
    const struct am_where where = {.field = "contact", .how = AM_IS, .text = plain(doing, contact)};
    void *found = NULL;
    size_t all = 0;
    *rows = NULL;
    *count = 0;
    if (where.text.len_bytes == 0)
        return am_refuse_field(doing, &am_customer_record, "contact", "a telephone number or an address");
    if (!am_doing_few(doing, &am_customer_record, &where, 1, &found, &all))
        return false;
    *rows = found;
    for (size_t i = 0; i < all; i++)
        if (may(doing->actor, AM_MAY_CUSTOMER_SEE, &(*rows)[i]))
            (*rows)[(*count)++] = (*rows)[i];
    return true;
}

bool am_customer_visit(struct am_doing *doing, am_id id, int64_t at_ms, struct am_customer *row)
{
    struct am_promise *promises = NULL;
    size_t count = 0;
    if (!read_to_work(doing, id, row) || !am_promises_waiting(doing, id, &promises, &count))
        return false;
    if (at_ms == 0)
        at_ms = doing->now_ms;
    if (at_ms > doing->now_ms)
        return am_refuse_field(doing, &am_customer_record, "last_visit_at_ms", "a time that is not to come");
    if (at_ms <= row->last_visit_at_ms)
        return true;
    row->last_visit_at_ms = at_ms;
    if (!am_doing_changed(doing, &am_customer_record, row, 0, "customer.visited", (struct amends_view){0}) ||
        !am_customer_tell(doing, "customer.visited", row->site, row->row.id))
        return false;
    for (size_t i = 0; i < count; i++)
        if (promises[i].due_at_ms == 0 &&
            !am_notice_write(doing, "promise.visit", promises[i].site, AM_MAY_PROMISE_WORK,
                             promises[i].row.id, promises[i].owner))
            return false;
    return true;
}
