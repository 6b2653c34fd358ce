#include "engine/signals/content.h"

bool am_content_any(const struct am_content *content)
{
    return content->stem_count > 0 || content->number_count > 0 || content->senses != 0 ||
           content->remedies != 0;
}

void am_content_share(struct am_shared *io, const struct am_content *now, const struct am_content *told)
{
    for (unsigned i = 0, j = 0; i < now->stem_count && j < told->stem_count;) {
        if (now->stems[i] == told->stems[j])
            io->stems |= (uint16_t)AMENDS_BIT(i);
        if (now->stems[i] <= told->stems[j])
            i++;
        else
            j++;
    }
    for (unsigned i = 0; i < now->number_count; i++)
        for (unsigned j = 0; j < told->number_count; j++)
            if (now->numbers[i] == told->numbers[j])
                io->numbers |= (uint8_t)AMENDS_BIT(i);
    io->senses |= now->senses & told->senses;
    io->remedies |= now->remedies & told->remedies;
}

static unsigned count_bits(uint64_t bits)
{
    unsigned count = 0;

    for (; bits != 0; bits &= bits - 1)
        count++;
    return count;
}

static int at_most(unsigned count, unsigned most)
{
    return (int)(count < most ? count : most);
}

int am_content_points(const struct am_retelling *retelling, const struct am_shared *shared)
{
    const int8_t *points = retelling->points;

    return points[AM_POINT_STEM] * at_most(count_bits(shared->stems), retelling->most) +
           points[AM_POINT_SENSE] * at_most(count_bits(shared->senses & ~retelling->again), retelling->most) +
           points[AM_POINT_NUMBER] * (shared->numbers != 0) +
           points[AM_POINT_REMEDY] * (shared->remedies != 0);
}
