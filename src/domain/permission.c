#include "domain/permission.h"

#include <string.h>

struct permission {
    const char *name, *allows;
    enum am_reach reach[AM_ROLE_COUNT];
};

#define X(symbol, name, allows, associate, supervisor, manager, administrator)                               \
    {name,                                                                                                   \
     allows,                                                                                                 \
     {[AM_ROLE_ASSOCIATE] = AM_REACH_##associate,                                                            \
      [AM_ROLE_SUPERVISOR] = AM_REACH_##supervisor,                                                          \
      [AM_ROLE_MANAGER] = AM_REACH_##manager,                                                                \
      [AM_ROLE_ADMINISTRATOR] = AM_REACH_##administrator}},
static const struct permission permissions[] = {AM_PERMISSIONS(X)};
#undef X

static bool known(enum am_permission permission)
{
    return (unsigned)permission < AM_PERMISSION_COUNT;
}

const char *am_permission_name(enum am_permission permission)
{
    return known(permission) ? permissions[permission].name : "?";
}

const char *am_permission_allows(enum am_permission permission)
{
    return known(permission) ? permissions[permission].allows : "?";
}

enum am_reach am_permission_reach(enum am_permission permission, enum am_role role)
{
    return known(permission) && (unsigned)role < AM_ROLE_COUNT ? permissions[permission].reach[role]
                                                               : AM_REACH_NEVER;
}

size_t am_memberships_now(struct am_membership *memberships, size_t count, int64_t now_ms)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (am_membership_now(&memberships[i], now_ms))
            memberships[kept++] = memberships[i];
    return kept;
}

/* Is this word the permission's name, or the part of it before the dot? */
static bool scope_names(const char *word, size_t len, const char *name)
{
    return strncmp(word, name, len) == 0 && (name[len] == '\0' || name[len] == '.');
}

static bool scopes_hold(const char *scopes, const char *name)
{
    while (*scopes != '\0') {
        const size_t len = strcspn(scopes, " ");
        if (scope_names(scopes, len, name))
            return true;
        scopes += len;
        scopes += strspn(scopes, " ");
    }
    return false;
}

bool am_permission_needs_password(enum am_permission permission)
{
    return permission == AM_MAY_PERSON_ADMINISTER || permission == AM_MAY_GRANT_GIVE ||
           permission == AM_MAY_SITE_ADMINISTER || permission == AM_MAY_CUSTOMER_ERASE ||
           permission == AM_MAY_KEEP;
}

/* What the way in leaves of all permissions: a PIN is quickly seen over a shoulder, a token is for some
 * things. */
static bool way_in_allows(const struct am_actor *actor, enum am_permission permission)
{
    if (!known(permission) || actor->person == 0)
        return false;
    if (actor->by_pin && am_permission_needs_password(permission))
        return false;
    return actor->scopes == NULL || scopes_hold(actor->scopes, permissions[permission].name);
}

/* A shop of one person: they have all roles everywhere. What no role may do to others' stays one's own. */
static enum am_reach reach_alone(enum am_permission permission)
{
    for (int role = 0; role < AM_ROLE_COUNT; role++)
        if (permissions[permission].reach[role] > AM_REACH_OWN)
            return AM_REACH_ORGANISATION;
    return AM_REACH_OWN;
}

enum am_reach am_actor_reach(const struct am_actor *actor, enum am_permission permission)
{
    if (!way_in_allows(actor, permission))
        return AM_REACH_NEVER;
    enum am_reach farthest = actor->alone ? reach_alone(permission) : AM_REACH_NEVER;
    for (size_t i = 0; i < actor->membership_count; i++) {
        const enum am_reach reach = am_permission_reach(permission, (enum am_role)actor->memberships[i].role);
        if (reach > farthest)
            farthest = reach;
    }
    return farthest;
}

static bool reaches(const struct am_actor *actor, enum am_reach reach, am_id member_site, am_id site,
                    am_id owner)
{
    switch (reach) {
    case AM_REACH_NEVER:
        return false;
    case AM_REACH_OWN:
        return owner == actor->person;
    case AM_REACH_SITE:
        return member_site == 0 || member_site == site;
    case AM_REACH_ORGANISATION:
        return true;
    }
    return false;
}

bool am_actor_may(const struct am_actor *actor, enum am_permission permission, am_id site, am_id owner)
{
    if (!way_in_allows(actor, permission))
        return false;
    if (actor->alone && reaches(actor, reach_alone(permission), 0, site, owner))
        return true;
    for (size_t i = 0; i < actor->membership_count; i++) {
        const struct am_membership *membership = &actor->memberships[i];
        const enum am_reach reach = am_permission_reach(permission, (enum am_role)membership->role);
        if (reaches(actor, reach, membership->site, site, owner))
            return true;
    }
    return false;
}

static bool among(const am_id *sites, size_t count, am_id site)
{
    for (size_t i = 0; i < count; i++)
        if (sites[i] == site)
            return true;
    return false;
}

const am_id *am_actor_sites(const struct am_actor *actor, enum am_permission permission,
                            struct am_arena *arena, size_t *count, bool *all)
{
    const enum am_reach farthest = am_actor_reach(actor, permission);
    *count = 0;
    *all = farthest == AM_REACH_ORGANISATION;
    if (farthest != AM_REACH_SITE)
        return NULL;
    am_id *sites = am_arena_take(arena, actor->membership_count * sizeof *sites);
    if (sites == NULL)
        return NULL;
    size_t found = 0;
    for (size_t i = 0; i < actor->membership_count; i++) {
        const struct am_membership *membership = &actor->memberships[i];
        if (am_permission_reach(permission, (enum am_role)membership->role) != AM_REACH_SITE)
            continue;
        if (membership->site == 0) {
            *all = true;
            return NULL;
        }
        if (!among(sites, found, membership->site))
            sites[found++] = membership->site;
    }
    *count = found;
    return sites;
}
