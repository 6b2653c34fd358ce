/* A record as JSON text at once: what am_record_json makes, without a tree in between. */
#include <string.h>

#include "amends/authority.h"
#include "faces/http/recordjson.h"
#include "faces/http/timetext.h"
#include "faces/json/sound.h"

static void write_id(struct am_writer *out, am_id id)
{
    char text[AM_ID_TEXT_LEN + 1];
    if (id == 0) {
        am_writer_null(out);
        return;
    }
    am_id_write(id, text);
    am_writer_name(out, text);
}

static void write_time(struct am_writer *out, int64_t time_ms)
{
    char text[AM_TIME_TEXT_LEN + 1];
    if (time_ms == 0) {
        am_writer_null(out);
        return;
    }
    am_time_write(time_ms, text);
    am_writer_name(out, text);
}

/* Without zeros behind. */
static void write_decimal(struct am_writer *out, int64_t scaled, unsigned digits)
{
    for (; digits > 0 && scaled % 10 == 0; digits--)
        scaled /= 10;
    if (digits == 0)
        am_writer_number(out, scaled);
    else
        am_writer_decimal(out, scaled, digits);
}

static void write_choice(struct am_writer *out, const struct am_field *field, int32_t choice)
{
    if (choice < 0)
        am_writer_null(out);
    else
        am_writer_string(out, am_choice_name(field, choice));
}

static void write_json(struct am_writer *out, struct amends_view json)
{
    if (am_json_sound(json))
        am_writer_value(out, json);
    else
        am_writer_null(out);
}

static void write_number(struct am_writer *out, int64_t number, unsigned digits, bool may_be_none)
{
    if (may_be_none && number < 0)
        am_writer_null(out);
    else
        write_decimal(out, number, digits);
}

static void write_value(struct am_writer *out, const struct am_record *record, const struct am_field *field,
                        const void *row)
{
    const void *at = am_field_of(field, row);
    const unsigned decimals = am_field_decimals(field);
    switch (field->kind) {
    case AM_FIELD_ID:
        write_id(out, *(const am_id *)at);
        break;
    case AM_FIELD_TEXT:
        am_writer_view(out, *(const struct amends_view *)at);
        break;
    case AM_FIELD_NUMBER:
        write_number(out, *(const int64_t *)at, decimals, decimals > 0);
        break;
    case AM_FIELD_FLAG:
        am_writer_bool(out, *(const bool *)at);
        break;
    case AM_FIELD_TIME:
        write_time(out, *(const int64_t *)at);
        break;
    case AM_FIELD_MINOR:
        write_number(out, *(const int64_t *)at, am_field_currency_digits(record, field, row), true);
        break;
    case AM_FIELD_CHOICE:
        write_choice(out, field, *(const int32_t *)at);
        break;
    case AM_FIELD_JSON:
        write_json(out, *(const struct amends_view *)at);
        break;
    case AM_FIELD_BYTES:
        am_writer_null(out);
        break;
    }
}

void am_record_text(struct am_writer *out, const struct am_record *record, const void *row)
{
    am_writer_open(out, '{');
    am_record_text_fields(out, record, row);
    am_writer_close(out, '}');
}

void am_record_text_fields(struct am_writer *out, const struct am_record *record, const void *row)
{
    if (record->plural) {
        const struct am_row *head = row;
        am_writer_key(out, "id");
        write_id(out, head->id);
        am_writer_key(out, "created_at");
        write_time(out, head->created_at_ms);
        am_writer_key(out, "version");
        am_writer_number(out, head->version);
    }
    for (size_t i = 0; i < record->field_count; i++) {
        const struct am_field *field = &record->fields[i];
        char name[AM_OUTSIDE_NAME_MAX];
        if (!am_field_goes_out(field))
            continue;
        am_field_outside(field, name);
        am_writer_key(out, name);
        write_value(out, record, field, row);
    }
}
