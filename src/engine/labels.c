#include "amends/labels.h"

#include <stddef.h>
#include <string.h>

static const char *name_of(const char *const *names, int count, int number)
{
    return number >= 0 && number < count ? names[number] : "?";
}

static int find_in(const char *const *names, int count, const char *name, unsigned long len_bytes)
{
    for (int i = 0; i < count; i++)
        if (strlen(names[i]) == len_bytes && memcmp(names[i], name, len_bytes) == 0)
            return i;
    return -1;
}

#define X(id, name) name,
#define L(list, ID, TABLE)                                                                                   \
    static const char *const list##_names[] = {TABLE(X)};                                                    \
    const char *amends_##list##_name(int number)                                                             \
    {                                                                                                        \
        return name_of(list##_names, (int)(sizeof list##_names / sizeof *list##_names), number);             \
    }                                                                                                        \
    int amends_##list##_find(const char *name, unsigned long len_bytes)                                      \
    {                                                                                                        \
        return find_in(list##_names, (int)(sizeof list##_names / sizeof *list##_names), name, len_bytes);    \
    }
AMENDS_LISTS(L)
