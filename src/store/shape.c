#include "store/tx.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "store/shape.h"

/* Read without the lock: what stands in the list is never changed. */
struct am_shapes {
    _Atomic(struct am_shape *) first;
    pthread_mutex_t lock;
};

/* The order is that of the numbers in search_words: only ever added to. */
static const char *const searchable[] = {"case", "customer", "incident", "promise", "refusal"};

/* Those for which 0002-keys.sql has a unique index. */
static const char *const single[] = {"answer", "audit", "case", "event", "incident", "notice", "person"};

static unsigned place_in(const char *const *names, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(names[i], name) == 0)
            return (unsigned)i + 1;
    return 0;
}

bool am_field_searchable(const struct am_field *field)
{
    /* Codes (EUR, fi) are no words of anybody. */
    bool code = field->most > 0 && field->most <= 8;
    return field->kind == AM_FIELD_TEXT && !(field->flags & AM_FIELD_SECRET) && !code &&
           strcmp(field->name, "currency") != 0;
}

bool am_field_numbers_record(const struct am_field *field)
{
    return field->kind == AM_FIELD_NUMBER && strcmp(field->name, "number") == 0;
}

struct am_shapes *am_shapes_new(void)
{
    struct am_shapes *shapes = calloc(1, sizeof *shapes);
    if (shapes && pthread_mutex_init(&shapes->lock, NULL) != 0) {
        free(shapes);
        return NULL;
    }
    return shapes;
}

static void shape_free(struct am_shape *shape)
{
    if (!shape)
        return;
    free(shape->columns);
    free(shape->read);
    free(shape->add);
    free(shape->change);
    free(shape);
}

void am_shapes_free(struct am_shapes *shapes)
{
    if (!shapes)
        return;
    struct am_shape *shape = atomic_load(&shapes->first);
    while (shape) {
        struct am_shape *next = shape->next;
        shape_free(shape);
        shape = next;
    }
    pthread_mutex_destroy(&shapes->lock);
    free(shapes);
}

static void write_columns(struct am_text *text, const struct am_record *record)
{
    am_text_add(text, "\"id\",\"version\",\"created_at_ms\"");
    for (size_t i = 0; i < record->field_count; i++) {
        am_text_add(text, ",");
        am_text_name(text, record->fields[i].name);
    }
}

static char *write_read(const struct am_record *record)
{
    struct am_text text = {0};
    am_text_add(&text, "SELECT ");
    write_columns(&text, record);
    am_text_add(&text, " FROM ");
    am_text_name(&text, record->plural);
    am_text_add(&text, " WHERE \"org\" = $1 AND \"id\" = $2");
    return text.failed ? (free(text.bytes), NULL) : text.bytes;
}

static char *write_add(const struct am_record *record)
{
    struct am_text text = {0};
    am_text_add(&text, "INSERT INTO ");
    am_text_name(&text, record->plural);
    am_text_add(&text, " (\"org\",");
    write_columns(&text, record);
    am_text_add(&text, ") VALUES ($1");
    for (size_t i = 2; i <= record->field_count + 1 + AM_ROW_COLUMNS; i++)
        am_text_print(&text, ",$%zu", i);
    /* So that one that is there already is an answer on both engines, and no failure. */
    am_text_add(&text, ") ON CONFLICT DO NOTHING");
    return text.failed ? (free(text.bytes), NULL) : text.bytes;
}

static char *write_change(const struct am_record *record)
{
    struct am_text text = {0};
    am_text_add(&text, "UPDATE ");
    am_text_name(&text, record->plural);
    am_text_add(&text, " SET \"version\" = \"version\" + 1");
    for (size_t i = 0; i < record->field_count; i++) {
        am_text_add(&text, ",");
        am_text_name(&text, record->fields[i].name);
        am_text_print(&text, " = $%zu", i + 4);
    }
    am_text_add(&text, " WHERE \"org\" = $1 AND \"id\" = $2 AND \"version\" = $3");
    return text.failed ? (free(text.bytes), NULL) : text.bytes;
}

static struct am_shape *shape_make(const struct am_record *record)
{
    struct am_shape *shape = calloc(1, sizeof *shape);
    if (!shape)
        return NULL;
    struct am_text columns = {0};
    write_columns(&columns, record);
    shape->record = record;
    shape->columns = columns.bytes;
    shape->read = write_read(record);
    shape->add = write_add(record);
    shape->change = write_change(record);
    shape->single = place_in(single, sizeof single / sizeof *single, record->name) != 0;
    shape->kind = place_in(searchable, sizeof searchable / sizeof *searchable, record->name);
    if (columns.failed || !shape->read || !shape->add || !shape->change) {
        shape_free(shape);
        return NULL;
    }
    return shape;
}

static const struct am_shape *find(struct am_shapes *shapes, const struct am_record *record)
{
    for (const struct am_shape *shape = atomic_load(&shapes->first); shape; shape = shape->next)
        if (shape->record == record)
            return shape;
    return NULL;
}

const struct am_shape *am_shape_of(struct am_shapes *shapes, const struct am_record *record)
{
    const struct am_shape *known = find(shapes, record);
    if (known)
        return known;
    pthread_mutex_lock(&shapes->lock);
    known = find(shapes, record);
    if (!known) {
        struct am_shape *made = shape_make(record);
        if (made) {
            made->next = atomic_load(&shapes->first);
            atomic_store(&shapes->first, made);
        }
        known = made;
    }
    pthread_mutex_unlock(&shapes->lock);
    return known;
}
