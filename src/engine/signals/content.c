#include "engine/signals/content.h"

bool am_content_same(const uint16_t *a, unsigned a_count, const uint16_t *b, unsigned b_count)
{
    unsigned shared = 0, shorter = a_count < b_count ? a_count : b_count;

    for (unsigned i = 0, j = 0; i < a_count && j < b_count;) {
        if (a[i] == b[j]) {
            shared++;
            i++;
            j++;
        } else if (a[i] < b[j]) {
            i++;
        } else {
            j++;
        }
    }
    return shorter > 1 ? shared >= 2 && 2 * shared >= shorter : shorter == 1 && shared == 1;
}
