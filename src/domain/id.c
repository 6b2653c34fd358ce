#include "domain/id.h"

static const int64_t epoch_ms = INT64_C(1577836800000); /* 2020-01-01T00:00:00Z */
static const int64_t time_most = (INT64_C(1) << 41) - 1;
static const int64_t random_most = (INT64_C(1) << 20) - 1;

am_id am_id_make(int64_t now_ms, uint32_t random)
{
    /* A clock before 2020 or after 2089 is wrong; an id from it must still be one. */
    int64_t since = now_ms < epoch_ms ? 0 : now_ms - epoch_ms;
    if (since > time_most)
        since = time_most;
    const am_id id = since << 20 | (int64_t)(random & random_most);
    return id == 0 ? 1 : id;
}

int64_t am_id_time_ms(am_id id)
{
    return (id >> 20) + epoch_ms;
}

void am_id_write(am_id id, char text[AM_ID_TEXT_LEN + 1])
{
    uint64_t rest = (uint64_t)id;
    for (int i = AM_ID_TEXT_LEN - 1; i >= 0; i--) {
        text[i] = "0123456789abcdefghjkmnpqrstvwxyz"[rest & 31];
        rest >>= 5;
    }
    text[AM_ID_TEXT_LEN] = '\0';
}

/* What one character stands for; -1: it is none of them. Letters that look like digits are those digits. */
static int digit_of(char character)
{
    static const signed char letters[26] = {
        /* a b c d e f g h */ 10,     11, 12, 13, 14, 15, 16, 17,
        /* i j k l m n o p */ 1,      18, 19, 1,  20, 21, 0,  22,
        /* q r s t u v w x y z */ 23, 24, 25, 26, -1, 27, 28, 29, 30, 31,
    };
    if (character >= '0' && character <= '9')
        return character - '0';
    if (character >= 'a' && character <= 'z')
        return letters[character - 'a'];
    if (character >= 'A' && character <= 'Z')
        return letters[character - 'A'];
    return -1;
}

bool am_id_read(struct amends_view text, am_id *out)
{
    if (text.len_bytes != AM_ID_TEXT_LEN)
        return false;
    int64_t id = 0;
    for (int i = 0; i < AM_ID_TEXT_LEN; i++) {
        const int digit = digit_of(text.bytes[i]);
        if (digit < 0 || (i == 0 && digit > 1)) /* twelve characters hold sixty bits */
            return false;
        id = id << 5 | digit;
    }
    if (id == 0)
        return false;
    *out = id;
    return true;
}
