/* The audit log: entries without gaps, each holding the hash of the one before. */
#include <sodium/crypto_hash_sha256.h>
#include <string.h>

#include "desk/doing.h"
#include "domain/kinds/ledger.h"

enum { HASH_BYTES = crypto_hash_sha256_BYTES, PAGE = 500 };

/* ---- The canonical form: numbers are eight bytes, big-endian; texts stand behind their length. Never
 * changed: hashes that are stored stand on it. */

static const char form[] = "amends audit 1";

static void hash_number(crypto_hash_sha256_state *hash, int64_t number)
{
    unsigned char bytes[8];

    for (unsigned i = 0; i < sizeof bytes; i++)
        bytes[i] = (unsigned char)((uint64_t)number >> (56 - 8 * i));
    crypto_hash_sha256_update(hash, bytes, sizeof bytes);
}

static void hash_text(crypto_hash_sha256_state *hash, struct amends_view text)
{
    hash_number(hash, (int64_t)text.len_bytes);
    if (text.len_bytes > 0)
        crypto_hash_sha256_update(hash, (const unsigned char *)text.bytes, text.len_bytes);
}

static void hash_entry(const struct am_audit *entry, unsigned char out[HASH_BYTES])
{
    crypto_hash_sha256_state hash;

    crypto_hash_sha256_init(&hash);
    crypto_hash_sha256_update(&hash, (const unsigned char *)form, sizeof form);
    hash_number(&hash, entry->row.org);
    hash_number(&hash, entry->row.id);
    hash_number(&hash, entry->row.created_at_ms);
    hash_number(&hash, entry->number);
    hash_number(&hash, entry->person);
    hash_number(&hash, entry->device);
    hash_number(&hash, entry->subject);
    hash_text(&hash, entry->action);
    hash_text(&hash, entry->subject_kind);
    hash_text(&hash, entry->detail);
    hash_text(&hash, entry->before);
    crypto_hash_sha256_final(&hash, out);
}

static bool same(struct amends_view a, struct amends_view b)
{
    return a.len_bytes == b.len_bytes && (a.len_bytes == 0 || memcmp(a.bytes, b.bytes, a.len_bytes) == 0);
}

static struct amends_view text_of(const char *text)
{
    return (struct amends_view){text, strlen(text)};
}

/* The entry with this number; NONE where it is missing. */
static enum am_kept read_entry(struct am_tx *tx, am_id org, int64_t number, struct am_arena *arena,
                               struct am_audit **entry)
{
    const struct am_where where = {.field = "number", .how = AM_IS, .number = number};
    const struct am_list list = {.where = &where, .where_count = 1, .most = 1};
    void *rows = NULL;
    size_t count = 0;
    enum am_kept kept = am_tx_list(tx, &am_audit_record, org, &list, arena, &rows, &count);

    if (kept != AM_KEPT_OK)
        return kept;
    *entry = rows;
    return count == 1 ? AM_KEPT_OK : AM_KEPT_NONE;
}

bool am_audit_write(struct am_doing *doing, const char *action, const struct am_record *record, am_id subject,
                    struct amends_view detail)
{
    struct am_audit entry = {.person = doing->actor->person,
                             .device = doing->actor->device,
                             .subject = subject,
                             .action = text_of(action),
                             .subject_kind = text_of(record ? record->name : ""),
                             .detail = detail.len_bytes > 0 ? detail : text_of("{}")};
    unsigned char hash[HASH_BYTES];

    am_doing_begin_row(doing, &entry.row);
    if (!am_doing_kept(doing, am_tx_next(doing->tx, entry.row.org, "audit", &entry.number)))
        return false;
    entry.before = am_tx_left(doing->tx, entry.row.org, "audit", doing->arena);
    if (entry.number > 1 && entry.before.len_bytes == 0) {
        struct am_audit *before;
        enum am_kept kept = read_entry(doing->tx, entry.row.org, entry.number - 1, doing->arena, &before);

        /* What is missing there shows when the chain is verified; work goes on. */
        if (kept == AM_KEPT_OK)
            entry.before = before->hash;
        else if (kept != AM_KEPT_NONE)
            return am_doing_kept(doing, kept);
    }
    hash_entry(&entry, hash);
    entry.hash = (struct amends_view){(const char *)hash, sizeof hash};
    if (!am_doing_append(doing, &am_audit_record, &entry))
        return false;
    am_tx_leave(doing->tx, entry.row.org, "audit", entry.hash);
    return true;
}

/* Looks at one entry; false where it is wrong. */
static bool verify_entry(const struct am_audit *entry, struct amends_view before,
                         struct am_audit_verdict *verdict)
{
    unsigned char hash[HASH_BYTES];
    int64_t expected = verdict->entries + 1;

    hash_entry(entry, hash);
    if (entry->number != expected) {
        verdict->fault = AM_AUDIT_GAP;
        verdict->number = expected;
    } else if (!same(entry->before, before)) {
        verdict->fault = AM_AUDIT_BEFORE;
        verdict->number = expected;
    } else if (!same(entry->hash, (struct amends_view){(const char *)hash, sizeof hash})) {
        verdict->fault = AM_AUDIT_HASH;
        verdict->number = expected;
    } else {
        verdict->entries++;
    }
    return verdict->fault == AM_AUDIT_SOUND;
}

/* One page of the chain; *more where there may be another. */
static enum am_kept verify_page(struct am_tx *tx, am_id org, unsigned char last[HASH_BYTES],
                                struct am_audit_verdict *verdict, bool *more)
{
    const struct am_where where = {.field = "number", .how = AM_FROM, .number = verdict->entries + 1};
    const struct am_list list = {.where = &where, .where_count = 1, .by = "number", .most = PAGE};
    struct am_arena arena = {0};
    void *rows = NULL;
    size_t count = 0;
    enum am_kept kept = am_tx_list(tx, &am_audit_record, org, &list, &arena, &rows, &count);
    const struct am_audit *entries = rows;

    *more = kept == AM_KEPT_OK && count == PAGE;
    for (size_t i = 0; kept == AM_KEPT_OK && i < count && verdict->fault == AM_AUDIT_SOUND; i++) {
        size_t len_bytes = entries[i].number == 1 ? 0 : HASH_BYTES;

        if (verify_entry(&entries[i], (struct amends_view){(const char *)last, len_bytes}, verdict))
            memcpy(last, entries[i].hash.bytes, HASH_BYTES);
    }
    am_arena_dispose(&arena);
    return kept;
}

enum am_kept am_audit_verify(struct am_tx *tx, am_id org, struct am_audit_verdict *verdict)
{
    unsigned char last[HASH_BYTES] = {0};
    enum am_kept kept = AM_KEPT_OK;
    bool more = true;

    *verdict = (struct am_audit_verdict){0};
    while (kept == AM_KEPT_OK && more && verdict->fault == AM_AUDIT_SOUND)
        kept = verify_page(tx, org, last, verdict, &more);
    return kept;
}
