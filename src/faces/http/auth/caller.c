#include "faces/http/auth/caller.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

bool am_caller_furnish(struct am_caller *caller, const struct am_membership *memberships, size_t count,
                       struct amends_view scopes)
{
    const size_t members_len = count * sizeof *memberships;
    char *block = calloc(1, members_len + scopes.len_bytes + 1);
    if (!block)
        return false;
    if (count > 0)
        memcpy(block, memberships, members_len);
    if (scopes.len_bytes > 0)
        memcpy(block + members_len, scopes.bytes, scopes.len_bytes);
    free(caller->block);
    caller->block = block;
    caller->block_len = members_len + scopes.len_bytes + 1;
    caller->actor.memberships = (const void *)block;
    caller->actor.membership_count = count;
    caller->actor.scopes = scopes.bytes ? block + members_len : NULL;
    return true;
}

bool am_caller_copy(const struct am_caller *from, struct am_caller *to)
{
    const char *scopes = from->actor.scopes;
    struct am_caller copy = *from;
    copy.block = NULL;
    if (!am_caller_furnish(&copy, from->actor.memberships, from->actor.membership_count,
                           (struct amends_view){scopes, scopes ? strlen(scopes) : 0}))
        return false;
    *to = copy;
    return true;
}

void am_caller_forget(struct am_caller *caller)
{
    free(caller->block);
    sodium_memzero(caller, sizeof *caller);
}
