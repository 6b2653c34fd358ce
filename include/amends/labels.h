/*
 * The vocabulary (LABELS.md, METHOD.md, CONTRACT.md): one word per idea, in code, data and answers.
 * Each list is a table; the enum and the names come from it. Depends on nothing.
 */
#ifndef AMENDS_LABELS_H
#define AMENDS_LABELS_H

#include <stdint.h>

/* What a customer's text shows; anger is a level beside them. */
#define AMENDS_SIGNALS(X)                                                                                    \
    X(COMPLAINT, "complaint")                                                                                \
    X(DEMAND, "demand")                                                                                      \
    X(ASK_SUPERVISOR, "ask_supervisor")                                                                      \
    X(CHURN_THREAT, "churn_threat")                                                                          \
    X(PUBLICITY_THREAT, "publicity_threat")                                                                  \
    X(LEGAL_THREAT, "legal_threat")                                                                          \
    X(PROFANITY, "profanity")                                                                                \
    X(INSULT, "insult")                                                                                      \
    X(HARASSMENT, "harassment")                                                                              \
    X(THREAT, "threat")                                                                                      \
    X(INTOXICATION, "intoxication")                                                                          \
    X(HAZARD, "hazard")                                                                                      \
    X(DISTRESS, "distress")                                                                                  \
    X(REFUSES_OFFER, "refuses_offer")                                                                        \
    X(CALMING, "calming")

/* What is seen or tapped besides the signals. */
#define AMENDS_OBSERVATIONS(X)                                                                               \
    X(REPEATS, "repeats")                                                                                    \
    X(RAISED_VOICE, "raised_voice")                                                                          \
    X(SCENE, "scene")                                                                                        \
    X(VIOLENCE, "violence")                                                                                  \
    X(CALMED, "calmed")                                                                                      \
    X(LEFT, "left")                                                                                          \
    X(SUPERVISOR_ARRIVED, "supervisor_arrived")                                                              \
    X(SUPERVISOR_UNAVAILABLE, "supervisor_unavailable")                                                      \
    X(COLLEAGUE_ARRIVED, "colleague_arrived")                                                                \
    X(SECURITY_ARRIVED, "security_arrived")                                                                  \
    X(NEED_HELP, "need_help")                                                                                \
    X(DANGER_CLEARED, "danger_cleared")                                                                      \
    X(ANGER, "anger")

/* What the coach advises (METHOD.md, the encounter step by step). */
#define AMENDS_ACTS(X)                                                                                       \
    X(STAY_CALM, "stay_calm")                                                                                \
    X(SLOW_DOWN, "slow_down")                                                                                \
    X(LISTEN, "listen")                                                                                      \
    X(APOLOGISE, "apologise")                                                                                \
    X(EMPATHISE, "empathise")                                                                                \
    X(EMPATHISE_MORE, "empathise_more")                                                                      \
    X(TEAM_UP, "team_up")                                                                                    \
    X(ASK, "ask")                                                                                            \
    X(EXPLAIN, "explain")                                                                                    \
    X(SOLVE, "solve")                                                                                        \
    X(OFFER_ALTERNATIVES, "offer_alternatives")                                                              \
    X(CHECK_FIRST, "check_first")                                                                            \
    X(CALL_SUPERVISOR, "call_supervisor")                                                                    \
    X(CALL_COLLEAGUE, "call_colleague")                                                                      \
    X(WAIT_CARE, "wait_care")                                                                                \
    X(SET_BOUNDARY, "set_boundary")                                                                          \
    X(END_SERVICE, "end_service")                                                                            \
    X(STAY_SAFE, "stay_safe")                                                                                \
    X(CALL_SECURITY, "call_security")                                                                        \
    X(CALL_EMERGENCY, "call_emergency")                                                                      \
    X(THANK, "thank")                                                                                        \
    X(GOODWILL, "goodwill")                                                                                  \
    X(FOLLOW_UP, "follow_up")                                                                                \
    X(DEBRIEF, "debrief")

/* Faults in what staff say, in the order in which one span is given to one of them. */
#define AMENDS_FINDINGS(X)                                                                                   \
    X(HOSTILE, "hostile")                                                                                    \
    X(NON_APOLOGY, "non_apology")                                                                            \
    X(BLAMES_CUSTOMER, "blames_customer")                                                                    \
    X(AGAINST_CUSTOMER, "against_customer")                                                                  \
    X(DISMISSIVE, "dismissive")                                                                              \
    X(POLICY_BRUSHOFF, "policy_brushoff")                                                                    \
    X(UNAUTHORISED_OFFER, "unauthorised_offer")                                                              \
    X(UNAUTHORISED_PROMISE, "unauthorised_promise")

/* What is done well in what staff say. */
#define AMENDS_MOVES(X)                                                                                      \
    X(ACKNOWLEDGES, "acknowledges")                                                                          \
    X(EMPATHISES, "empathises")                                                                              \
    X(APOLOGISES, "apologises")                                                                              \
    X(TEAMS_UP, "teams_up")                                                                                  \
    X(ASKS, "asks")                                                                                          \
    X(EXPLAINS, "explains")                                                                                  \
    X(OFFERS_SOLUTION, "offers_solution")                                                                    \
    X(CHECKS_FIRST, "checks_first")                                                                          \
    X(HANDS_OVER, "hands_over")                                                                              \
    X(SETS_BOUNDARY, "sets_boundary")                                                                        \
    X(ENDS_SERVICE, "ends_service")                                                                          \
    X(THANKS, "thanks")                                                                                      \
    X(COMMITS_FOLLOW_UP, "commits_follow_up")

/* What the coach must know of a text beside signals and moves (docs/design/playbook.md, marks). */
#define AMENDS_MARKS(X)                                                                                      \
    X(DISBELIEF, "disbelief")                                                                                \
    X(OWED, "owed")                                                                                          \
    X(WAITING, "waiting")                                                                                    \
    X(PARTING, "parting")                                                                                    \
    X(NEAR, "near")                                                                                          \
    X(RECURRED, "recurred")                                                                                  \
    X(QUESTION, "question")                                                                                  \
    X(REMORSE, "remorse")                                                                                    \
    X(ACCEPTS, "accepts")                                                                                    \
    X(MALICE, "malice")                                                                                      \
    X(ALONE_OWNER, "alone_owner")                                                                            \
    X(SAFE, "safe")                                                                                          \
    X(ASKS_RETELL, "asks_retell")                                                                            \
    X(FIXED, "fixed")                                                                                        \
    X(TO_SUPERVISOR, "to_supervisor")                                                                        \
    X(TO_COLLEAGUE, "to_colleague")                                                                          \
    X(TO_SECURITY, "to_security")                                                                            \
    X(TO_EMERGENCY, "to_emergency")                                                                          \
    X(ASKS_WAIT, "asks_wait")                                                                                \
    X(SAYS_DANGER_OVER, "says_danger_over")                                                                  \
    X(SAID_BEFORE, "said_before")

/* Remedies: those with an amount, a percentage, and those that are granted or not. */
#define AMENDS_REMEDIES(X)                                                                                   \
    X(REFUND, "refund")                                                                                      \
    X(VOUCHER, "voucher")                                                                                    \
    X(FREE_ITEM, "free_item")                                                                                \
    X(DISCOUNT, "discount_percent")                                                                          \
    X(EXCHANGE, "exchange")                                                                                  \
    X(REPLACEMENT, "replacement")                                                                            \
    X(REPAIR, "repair")                                                                                      \
    X(REDO, "redo")                                                                                          \
    X(UPGRADE, "upgrade")                                                                                    \
    X(REFRESHMENT, "refreshment")

#define AMENDS_LEVELS(X)                                                                                     \
    X(NONE, "none")                                                                                          \
    X(COLLEAGUE, "colleague") X(SUPERVISOR, "supervisor") X(SECURITY, "security") X(EMERGENCY, "emergency")
#define AMENDS_CHANNELS(X)                                                                                   \
    X(COUNTER, "counter") X(PHONE, "phone") X(CHAT, "chat") X(EMAIL, "email") X(SOCIAL, "social")
#define AMENDS_SPEAKER_ROLES(X)                                                                              \
    X(CUSTOMER, "customer") X(STAFF, "staff") X(SUPERVISOR, "supervisor") X(BYSTANDER, "bystander")
/* clang-format off */
#define AMENDS_OUTCOMES(X)                                                                                   \
    X(NONE, "none") X(SATISFIED, "satisfied") X(PARTLY, "partly") X(UNSATISFIED, "unsatisfied")              \
    X(SERVICE_ENDED, "service_ended") X(REMOVED, "removed")
/* clang-format on */
#define AMENDS_VERDICTS(X)                                                                                   \
    X(SEND, "send") X(REWRITE, "rewrite") X(HAND_OVER, "hand_over") X(EMERGENCY, "emergency")

/* For each list: its enum, its count, and amends_<list>_name / amends_<list>_find. */
#define AMENDS_LISTS(L)                                                                                      \
    L(signal, SIGNAL, AMENDS_SIGNALS)                                                                        \
    L(observation, OBSERVED, AMENDS_OBSERVATIONS)                                                            \
    L(act, ACT, AMENDS_ACTS)                                                                                 \
    L(finding, FINDING, AMENDS_FINDINGS)                                                                     \
    L(move, MOVE, AMENDS_MOVES)                                                                              \
    L(mark, MARK, AMENDS_MARKS)                                                                              \
    L(remedy, REMEDY, AMENDS_REMEDIES)                                                                       \
    L(level, LEVEL, AMENDS_LEVELS)                                                                           \
    L(channel, CHANNEL, AMENDS_CHANNELS)                                                                     \
    L(role, ROLE, AMENDS_SPEAKER_ROLES)                                                                      \
    L(outcome, OUTCOME, AMENDS_OUTCOMES)                                                                     \
    L(verdict, VERDICT, AMENDS_VERDICTS)

enum amends_signal {
#define X(id, name) AMENDS_SIGNAL_##id,
    AMENDS_SIGNALS(X)
#undef X
        AMENDS_SIGNAL_COUNT
};
enum amends_observation {
#define X(id, name) AMENDS_OBSERVED_##id,
    AMENDS_OBSERVATIONS(X)
#undef X
        AMENDS_OBSERVED_COUNT
};
enum amends_act {
#define X(id, name) AMENDS_ACT_##id,
    AMENDS_ACTS(X)
#undef X
        AMENDS_ACT_COUNT
};
enum amends_finding {
#define X(id, name) AMENDS_FINDING_##id,
    AMENDS_FINDINGS(X)
#undef X
        AMENDS_FINDING_COUNT
};
enum amends_move {
#define X(id, name) AMENDS_MOVE_##id,
    AMENDS_MOVES(X)
#undef X
        AMENDS_MOVE_COUNT
};
enum amends_mark {
#define X(id, name) AMENDS_MARK_##id,
    AMENDS_MARKS(X)
#undef X
        AMENDS_MARK_COUNT
};
enum amends_remedy {
#define X(id, name) AMENDS_REMEDY_##id,
    AMENDS_REMEDIES(X)
#undef X
        AMENDS_REMEDY_COUNT
};
enum amends_level {
#define X(id, name) AMENDS_LEVEL_##id,
    AMENDS_LEVELS(X)
#undef X
        AMENDS_LEVEL_COUNT
};
enum amends_channel {
#define X(id, name) AMENDS_CHANNEL_##id,
    AMENDS_CHANNELS(X)
#undef X
        AMENDS_CHANNEL_COUNT
};
enum amends_role {
#define X(id, name) AMENDS_ROLE_##id,
    AMENDS_SPEAKER_ROLES(X)
#undef X
        AMENDS_ROLE_COUNT
};
enum amends_outcome {
#define X(id, name) AMENDS_OUTCOME_##id,
    AMENDS_OUTCOMES(X)
#undef X
        AMENDS_OUTCOME_COUNT
};
enum amends_verdict {
#define X(id, name) AMENDS_VERDICT_##id,
    AMENDS_VERDICTS(X)
#undef X
        AMENDS_VERDICT_COUNT
};

#define AMENDS_BIT(n) (UINT32_C(1) << (n))

/*
 * For every list: amends_signal_name(AMENDS_SIGNAL_DEMAND) is "demand", static, "?" out of range;
 * amends_signal_find("demand", 6) is its number, -1 when no such name. Thread-safe.
 */
#define L(list, ID, TABLE)                                                                                   \
    const char *amends_##list##_name(int number);                                                            \
    int amends_##list##_find(const char *name, unsigned long len_bytes);
AMENDS_LISTS(L)
#undef L

#endif
