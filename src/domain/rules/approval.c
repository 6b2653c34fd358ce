#include "domain/rules/approval.h"

#include "amends/labels.h"

const char *am_approval_said_name(enum am_approval_said said)
{
    static const char *const names[AM_APPROVAL_SAID_COUNT] = {"taken",  "again", "answered", "gone",
                                                              "beyond", "own",   "no_amount"};

    return (unsigned)said < AM_APPROVAL_SAID_COUNT ? names[said] : "?";
}

static struct am_gift gift_of(const struct am_approval *approval, int64_t minor, int64_t percent_bp)
{
    return (struct am_gift){.remedy = approval->remedy,
                            .amount_minor = minor,
                            .percent_bp = percent_bp,
                            .price_minor = -1,
                            .currency = approval->currency,
                            .owed = approval->owed};
}

static enum amends_cover cover(const struct amends_authority *authority, const struct am_approval *approval,
                               int64_t minor, int64_t percent_bp, const struct am_approval_given *given)
{
    struct am_gift gift = gift_of(approval, minor, percent_bp);

    return am_may_give(authority, given->remedies, given->count, &gift);
}

bool am_approval_could(const struct am_approval *approval, const struct am_approver *who,
                       const struct am_approval_given *given)
{
    return who->person != approval->asked_by && who->role >= AM_ROLE_SUPERVISOR &&
           who->role < AM_ROLE_ADMINISTRATOR &&
           (cover(&who->authority, approval, approval->asked_minor, approval->asked_percent_bp, given) ==
                AMENDS_COVER_COVERED ||
            (approval->asked_minor < 0 && approval->asked_percent_bp < 0 &&
             cover(&who->authority, approval, -1, -1, given) == AMENDS_COVER_UNCLEAR));
}

/* This site's supervisors, its managers, then the organisation's managers. */
static const struct level {
    int32_t role;
    bool whole;
} levels[] = {{AM_ROLE_SUPERVISOR, false}, {AM_ROLE_MANAGER, false}, {AM_ROLE_MANAGER, true}};

enum { LEVELS = sizeof levels / sizeof levels[0] };

/* Managers of the organisation who are of this site too were asked a level before. */
static bool is_of(const struct am_approver *who, const struct level *level)
{
    return who->role == level->role && who->here == !level->whole;
}

static size_t asked_at(const struct am_approval *approval, const struct level *level,
                       const struct am_approver *people, size_t count, const struct am_approval_given *given,
                       size_t *asked)
{
    size_t found = 0;

    for (size_t i = 0; i < count; i++) {
        if (!is_of(&people[i], level) || people[i].away || !am_approval_could(approval, &people[i], given))
            continue;
        if (asked != NULL)
            asked[found] = i;
        found++;
    }
    return found;
}

/* Goes to the first level from `from` on in which there is somebody. */
static bool ask_from(struct am_approval *approval, size_t from, const struct am_approver *people,
                     size_t count, const struct am_approval_given *given, int64_t now_ms, int64_t wait_ms)
{
    for (size_t i = from; i < LEVELS; i++) {
        if (asked_at(approval, &levels[i], people, count, given, NULL) > 0) {
            approval->level = levels[i].role;
            approval->whole = levels[i].whole;
            approval->due_at_ms = now_ms + wait_ms;
            return true;
        }
    }
    return false;
}

static size_t level_of(const struct am_approval *approval)
{
    for (size_t i = 0; i < LEVELS; i++) {
        if (levels[i].role == approval->level && levels[i].whole == approval->whole)
            return i;
    }
    return LEVELS - 1;
}

static void grant(struct am_approval *approval, am_id by, int64_t minor, int64_t percent_bp, int64_t now_ms)
{
    approval->state = AM_APPROVAL_GRANTED;
    approval->answered_by = by;
    approval->granted_minor = minor;
    approval->granted_percent_bp = percent_bp;
    approval->answered_at_ms = now_ms;
}

enum am_approval_begun am_approval_begin(struct am_approval *approval, const struct amends_authority *own,
                                         const struct am_approver *people, size_t count,
                                         const struct am_approval_given *given, int64_t now_ms,
                                         int64_t wait_ms)
{
    approval->state = AM_APPROVAL_ASKED;
    approval->answered_by = 0;
    approval->answered_at_ms = approval->due_at_ms = 0;
    approval->granted_minor = approval->granted_percent_bp = -1;
    if (cover(own, approval, approval->asked_minor, approval->asked_percent_bp, given) ==
        AMENDS_COVER_COVERED) {
        grant(approval, approval->asked_by, approval->asked_minor, approval->asked_percent_bp, now_ms);
        return AM_APPROVAL_BY_ONESELF;
    }
    if (ask_from(approval, 0, people, count, given, now_ms, wait_ms))
        return AM_APPROVAL_TO_ASK;
    approval->state = AM_APPROVAL_LAPSED;
    approval->answered_at_ms = now_ms;
    return AM_APPROVAL_NOBODY;
}

size_t am_approval_asked(const struct am_approval *approval, const struct am_approver *people, size_t count,
                         const struct am_approval_given *given, size_t *asked)
{
    return asked_at(approval, &levels[level_of(approval)], people, count, given, asked);
}

enum am_approval_ticked am_approval_tick(struct am_approval *approval, const struct am_approver *people,
                                         size_t count, const struct am_approval_given *given, int64_t now_ms,
                                         int64_t wait_ms)
{
    /* Further ahead than one waits: the clock was set back. */
    if (approval->state != AM_APPROVAL_ASKED ||
        (now_ms < approval->due_at_ms && approval->due_at_ms - now_ms <= wait_ms))
        return AM_APPROVAL_WAITS;
    if (ask_from(approval, level_of(approval) + 1, people, count, given, now_ms, wait_ms))
        return AM_APPROVAL_HIGHER;
    approval->state = AM_APPROVAL_LAPSED;
    approval->answered_at_ms = now_ms;
    return AM_APPROVAL_AT_END;
}

/* What is granted: another amount, or what was asked. */
static void amounts(const struct am_approval *approval, const struct am_approval_answer *answer,
                    int64_t *minor, int64_t *percent_bp)
{
    bool another = answer->minor >= 0 || answer->percent_bp >= 0;

    *minor = another ? answer->minor : approval->asked_minor;
    *percent_bp = another ? answer->percent_bp : approval->asked_percent_bp;
}

static bool needs_amount(int32_t remedy)
{
    return remedy >= 0 && remedy <= AMENDS_REMEDY_DISCOUNT;
}

static bool has_amount(int32_t remedy, int64_t minor, int64_t percent_bp)
{
    return remedy == AMENDS_REMEDY_DISCOUNT ? percent_bp > 0 : minor > 0;
}

static enum am_approval_said said_before(const struct am_approval *approval, const struct am_approver *who,
                                         const struct am_approval_answer *answer)
{
    int64_t minor, percent_bp;

    if (approval->state != AM_APPROVAL_GRANTED && approval->state != AM_APPROVAL_DECLINED)
        return AM_APPROVAL_GONE;
    amounts(approval, answer, &minor, &percent_bp);
    if (approval->answered_by != who->person || answer->grant != (approval->state == AM_APPROVAL_GRANTED) ||
        (answer->grant && (minor != approval->granted_minor || percent_bp != approval->granted_percent_bp)))
        return AM_APPROVAL_ANSWERED;
    return AM_APPROVAL_AGAIN;
}

enum am_approval_said am_approval_say(struct am_approval *approval, const struct am_approver *who,
                                      const struct am_approval_answer *answer,
                                      const struct am_approval_given *given, int64_t now_ms)
{
    int64_t minor, percent_bp;

    if (approval->state != AM_APPROVAL_ASKED)
        return said_before(approval, who, answer);
    if (who->person == approval->asked_by)
        return AM_APPROVAL_OWN;
    if (!answer->grant) {
        if (!am_approval_could(approval, who, given))
            return AM_APPROVAL_BEYOND;
        approval->state = AM_APPROVAL_DECLINED;
        approval->answered_by = who->person;
        approval->answered_at_ms = now_ms;
        approval->answer = answer->words;
        return AM_APPROVAL_TAKEN;
    }
    amounts(approval, answer, &minor, &percent_bp);
    if (needs_amount(approval->remedy) && !has_amount(approval->remedy, minor, percent_bp))
        return AM_APPROVAL_NO_AMOUNT;
    if (who->role < AM_ROLE_SUPERVISOR || who->role >= AM_ROLE_ADMINISTRATOR ||
        cover(&who->authority, approval, minor, percent_bp, given) != AMENDS_COVER_COVERED)
        return AM_APPROVAL_BEYOND;
    grant(approval, who->person, minor, percent_bp, now_ms);
    approval->answer = answer->words;
    return AM_APPROVAL_TAKEN;
}

enum am_approval_said am_approval_withdraw(struct am_approval *approval, am_id person, int64_t now_ms)
{
    if (person != approval->asked_by)
        return AM_APPROVAL_BEYOND;
    if (approval->state == AM_APPROVAL_GRANTED || approval->state == AM_APPROVAL_DECLINED)
        return AM_APPROVAL_ANSWERED;
    if (approval->state == AM_APPROVAL_WITHDRAWN)
        return AM_APPROVAL_AGAIN;
    if (approval->state != AM_APPROVAL_ASKED)
        return AM_APPROVAL_GONE;
    approval->state = AM_APPROVAL_WITHDRAWN;
    approval->answered_at_ms = now_ms;
    return AM_APPROVAL_TAKEN;
}
