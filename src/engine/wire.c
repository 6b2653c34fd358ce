#include "amends/wire.h"

#include "engine/bytes.h"

enum {
    FLAG_FORMAL = 1,
    FLAG_SECURITY = 2,
    FLAG_SUPERVISOR = 4,
    FLAG_COLLEAGUE = 8,
    FLAG_SUPERVISOR_AUTHORITY = 16
};

static void decode_start(struct am_reader *reader, struct amends_start *start)
{
    start->lang = (int8_t)am_read_signed(reader, 1);
    start->ui_lang = (int8_t)am_read_signed(reader, 1);
    start->channel = (uint8_t)am_read(reader, 1);

    unsigned flags = (unsigned)am_read(reader, 1);

    start->formal = (flags & FLAG_FORMAL) != 0;
    start->security_on_site = (flags & FLAG_SECURITY) != 0;
    start->supervisor = (flags & FLAG_SUPERVISOR) != 0;
    start->colleague = (flags & FLAG_COLLEAGUE) != 0;
    start->supervisor_authority_named = (flags & FLAG_SUPERVISOR_AUTHORITY) != 0;
    am_read_authority(reader, &start->authority);
    am_read_authority(reader, &start->supervisor_authority);

    struct amends_view number = am_read_view(reader);

    if (number.len_bytes >= sizeof start->emergency_number || start->channel >= AMENDS_CHANNEL_COUNT ||
        flags > 31)
        reader->failed = true;
    else if (number.len_bytes > 0)
        memcpy(start->emergency_number, number.bytes, number.len_bytes);
}

enum amends_status amends_event_decode(const void *bytes, size_t len_bytes, struct amends_event *out)
{
    if (bytes == NULL || out == NULL)
        return AMENDS_E_ARGUMENT;

    struct am_reader reader = {bytes, len_bytes, 0, false};
    struct amends_event event = {0};
    unsigned version = (unsigned)am_read(&reader, 1);
    unsigned kind = (unsigned)am_read(&reader, 1);

    event.kind = (enum amends_event_kind)kind;
    event.role = (uint8_t)am_read(&reader, 1);
    event.code = (int)am_read_signed(&reader, 4);
    event.text = am_read_view(&reader);
    event.speaker = am_read_view(&reader);
    event.to = am_read_view(&reader);
    am_read_authority(&reader, &event.gave);
    if (kind == AMENDS_EVENT_START)
        decode_start(&reader, &event.start);
    if (reader.failed || reader.at != len_bytes || version != AMENDS_WIRE_VERSION ||
        kind > AMENDS_EVENT_OUTCOME || event.role >= AMENDS_ROLE_COUNT)
        return AMENDS_E_STATE;
    *out = event;
    return AMENDS_OK;
}

static void encode_span(struct am_writer *writer, struct amends_span span)
{
    am_write(writer, span.start, 4);
    am_write(writer, span.end, 4);
}

static void encode_found(struct am_writer *writer, const struct amends_found *found)
{
    encode_span(writer, found->span);
    am_write(writer, found->finding, 1);
    am_write(writer, found->rule, 2);
}

static enum amends_status finish(const struct am_writer *writer, size_t *len_bytes)
{
    if (writer->failed)
        return AMENDS_E_SPACE;
    *len_bytes = writer->at;
    return AMENDS_OK;
}

enum amends_status amends_card_encode(const struct amends_card *card, void *bytes, size_t size,
                                      size_t *len_bytes)
{
    struct am_writer writer = {bytes, size, 0, false};

    am_write(&writer, AMENDS_WIRE_VERSION, 1);
    am_write(&writer, card->n, 4);
    am_write(&writer, card->escalate, 1);
    am_write(&writer, card->anger, 1);
    am_write(&writer, card->reiteration, 1);
    am_write(&writer, card->heat_permille, 2);
    am_write(&writer, (uint64_t)card->lang, 1);
    am_write(&writer, card->avoid, 1);
    am_write(&writer, card->signals, 4);
    am_write(&writer, card->act_count, 1);
    for (unsigned i = 0; i < card->act_count; i++) {
        const struct amends_why *why = &card->why[i];

        am_write(&writer, card->acts[i], 1);
        am_write(&writer, why->act, 1);
        am_write(&writer, why->kind, 1);
        am_write(&writer, why->code, 1);
        am_write(&writer, why->has_span, 1);
        am_write(&writer, why->sources, 4);
        encode_span(&writer, why->span);
    }
    am_write(&writer, card->say_count, 1);
    for (unsigned i = 0; i < card->say_count; i++) {
        am_write(&writer, card->say[i].act, 1);
        am_write(&writer, card->say[i].phrase, 4);
    }
    am_write(&writer, (uint64_t)card->findings_lang, 1);
    am_write(&writer, card->finding_count, 1);
    for (unsigned i = 0; i < card->finding_count; i++)
        encode_found(&writer, &card->findings[i]);
    return finish(&writer, len_bytes);
}

enum amends_status amends_reading_encode(const struct amends_reading *reading, void *bytes, size_t size,
                                         size_t *len_bytes)
{
    struct am_writer writer = {bytes, size, 0, false};

    am_write(&writer, AMENDS_WIRE_VERSION, 1);
    am_write(&writer, (uint64_t)reading->lang, 1);
    am_write(&writer, reading->anger, 1);
    am_write(&writer, reading->signals, 4);
    am_write(&writer, reading->marks, 4);
    am_write(&writer, reading->topics, 4);
    for (int i = 0; i < AMENDS_SIGNAL_COUNT; i++)
        am_write(&writer, reading->weight[i], 2);
    am_write(&writer, reading->evidence_count, 2);
    for (unsigned i = 0; i < reading->evidence_count; i++) {
        encode_span(&writer, reading->evidence[i].span);
        am_write(&writer, reading->evidence[i].signal, 1);
        am_write(&writer, (uint64_t)reading->evidence[i].lang, 1);
        am_write(&writer, reading->evidence[i].rule, 2);
    }
    return finish(&writer, len_bytes);
}

enum amends_status amends_reviewed_encode(const struct amends_reviewed *reviewed, void *bytes, size_t size,
                                          size_t *len_bytes)
{
    struct am_writer writer = {bytes, size, 0, false};

    am_write(&writer, AMENDS_WIRE_VERSION, 1);
    am_write(&writer, (uint64_t)reviewed->lang, 1);
    am_write(&writer, reviewed->marks, 4);
    am_write(&writer, reviewed->remedies, 4);
    am_write(&writer, reviewed->found_count, 2);
    for (unsigned i = 0; i < reviewed->found_count; i++)
        encode_found(&writer, &reviewed->found[i]);
    am_write(&writer, reviewed->moved_count, 2);
    for (unsigned i = 0; i < reviewed->moved_count; i++) {
        encode_span(&writer, reviewed->moved[i].span);
        am_write(&writer, reviewed->moved[i].move, 1);
        am_write(&writer, reviewed->moved[i].rule, 2);
    }
    return finish(&writer, len_bytes);
}
