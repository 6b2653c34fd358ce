#include "engine/bytes.h"

#include "amends/labels.h"
#include "amends/limits.h"

void am_write(struct am_writer *writer, uint64_t value, unsigned width)
{
    if (writer->failed || writer->size - writer->at < width) {
        writer->failed = true;
        return;
    }
    for (unsigned i = 0; i < width; i++)
        writer->bytes[writer->at++] = (unsigned char)(value >> (8 * i));
}

void am_write_bytes(struct am_writer *writer, const void *bytes, size_t len_bytes)
{
    if (writer->failed || writer->size - writer->at < len_bytes) {
        writer->failed = true;
        return;
    }
    memcpy(writer->bytes + writer->at, bytes, len_bytes);
    writer->at += len_bytes;
}

void am_write_authority(struct am_writer *writer, const struct amends_authority *authority)
{
    am_write_bytes(writer, authority->currency, sizeof authority->currency);
    am_write(writer, authority->all, 1);
    am_write(writer, authority->named, 2);
    am_write(writer, authority->granted, 2);
    am_write(writer, authority->discount_bp, 4);
    am_write(writer, (uint64_t)authority->refund_minor, 8);
    am_write(writer, (uint64_t)authority->voucher_minor, 8);
    am_write(writer, (uint64_t)authority->free_item_minor, 8);
}

uint64_t am_read(struct am_reader *reader, unsigned width)
{
    uint64_t value = 0;

    if (reader->failed || reader->size - reader->at < width) {
        reader->failed = true;
        return 0;
    }
    for (unsigned i = 0; i < width; i++)
        value |= (uint64_t)reader->bytes[reader->at++] << (8 * i);
    return value;
}

int64_t am_read_signed(struct am_reader *reader, unsigned width)
{
    uint64_t value = am_read(reader, width);

    if (width < 8 && (value >> (8 * width - 1)) != 0)
        value |= ~UINT64_C(0) << (8 * width);
    return (int64_t)value;
}

bool am_read_bool(struct am_reader *reader)
{
    uint64_t value = am_read(reader, 1);

    if (value > 1)
        reader->failed = true;
    return value == 1;
}

void am_read_bytes(struct am_reader *reader, void *bytes, size_t len_bytes)
{
    if (reader->failed || reader->size - reader->at < len_bytes) {
        reader->failed = true;
        memset(bytes, 0, len_bytes);
        return;
    }
    memcpy(bytes, reader->bytes + reader->at, len_bytes);
    reader->at += len_bytes;
}

struct amends_view am_read_view(struct am_reader *reader)
{
    size_t len_bytes = (size_t)am_read(reader, 4);

    if (reader->failed || reader->size - reader->at < len_bytes) {
        reader->failed = true;
        return (struct amends_view){NULL, 0};
    }

    struct amends_view view = {(const char *)reader->bytes + reader->at, len_bytes};

    reader->at += len_bytes;
    return view;
}

static bool is_currency(const char currency[4])
{
    if (currency[0] == '\0')
        return currency[1] == '\0' && currency[2] == '\0' && currency[3] == '\0';
    for (int i = 0; i < 3; i++)
        if (currency[i] < 'A' || currency[i] > 'Z')
            return false;
    return currency[3] == '\0';
}

static bool is_amount(int64_t minor)
{
    return minor >= 0 && minor <= AMENDS_MONEY_MINOR_MAX;
}

bool am_is_authority(const struct amends_authority *authority)
{
    const uint16_t remedies = (uint16_t)(AMENDS_BIT(AMENDS_REMEDY_COUNT) - 1);

    return is_currency(authority->currency) && (authority->named & ~remedies) == 0 &&
           (authority->granted & ~remedies) == 0 && authority->discount_bp <= AMENDS_DISCOUNT_BP_MAX &&
           is_amount(authority->refund_minor) && is_amount(authority->voucher_minor) &&
           is_amount(authority->free_item_minor);
}

void am_read_authority(struct am_reader *reader, struct amends_authority *out)
{
    am_read_bytes(reader, out->currency, sizeof out->currency);
    out->all = am_read_bool(reader);
    out->named = (uint16_t)am_read(reader, 2);
    out->granted = (uint16_t)am_read(reader, 2);
    out->discount_bp = (uint32_t)am_read(reader, 4);
    out->refund_minor = am_read_signed(reader, 8);
    out->voucher_minor = am_read_signed(reader, 8);
    out->free_item_minor = am_read_signed(reader, 8);
    if (!am_is_authority(out))
        reader->failed = true;
}
