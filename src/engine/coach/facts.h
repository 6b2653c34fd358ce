/*
 * The facts that advice is given upon: each true or false of one moment, computed in C from the state and the
 * percept, named in coach.yaml. A table: enum and names come from it. Depends on labels alone.
 */
#ifndef AM_FACTS_H
#define AM_FACTS_H

#include <stdbool.h>
#include <stdint.h>

#include "amends/labels.h"

/* id, name in coach.yaml, and what the user reads where it is the reason of an act */
#define AM_FACT_LIST(X)                                                                                      \
    /* what kind of event it was */                                                                          \
    X(START, "start", "the encounter begins")                                                                \
    X(BY_CUSTOMER, "by_customer", "the customer spoke")                                                      \
    X(BY_BYSTANDER, "by_bystander", "a bystander spoke")                                                     \
    X(BY_STAFF, "by_staff", "what was said")                                                                 \
    X(BY_SUPERVISOR, "by_supervisor", "the supervisor spoke")                                                \
    X(ABOUT_CUSTOMER, "about_customer", "the customer spoke or was seen")                                    \
    X(CHANGED, "changed", "authority changed")                                                               \
    X(GIVEN, "given", "a remedy was given")                                                                  \
    X(SPEECHLESS, "speechless", "nothing that can be read")                                                  \
    /* what the customer shows in this event, said or tapped */                                              \
    X(COMPLAINT, "complaint", "complaint")                                                                   \
    X(DEMAND, "demand", "demand")                                                                            \
    X(ASK_SUPERVISOR, "ask_supervisor", "supervisor asked for")                                              \
    X(CHURN_THREAT, "churn_threat", "threat to leave")                                                       \
    X(PUBLICITY_THREAT, "publicity_threat", "threat to tell others")                                         \
    X(LEGAL_THREAT, "legal_threat", "legal threat")                                                          \
    X(PROFANITY, "profanity", "swearing")                                                                    \
    X(ABUSE, "abuse", "abuse")                                                                               \
    X(DISTRESS, "distress", "distress")                                                                      \
    X(REFUSES_OFFER, "refuses_offer", "an offer refused")                                                    \
    X(CALMING, "calming", "softened")                                                                        \
    X(SOFTER, "softer", "softened")                                                                          \
    X(ANGRY, "angry", "anger")                                                                               \
    X(FURIOUS, "furious", "strong anger")                                                                    \
    X(GRIEVANCE, "grievance", "their complaint")                                                             \
    X(DISBELIEF, "disbelief", "not believed")                                                                \
    X(ASKS_HOW_LONG, "asks_how_long", "waiting")                                                             \
    X(PARTING, "parting", "parting")                                                                         \
    X(QUESTION, "question", "a question")                                                                    \
    X(ACCEPTS, "accepts", "accepted")                                                                        \
    X(RECURRED, "recurred", "the fault came back")                                                           \
    X(REMORSE, "remorse", "an apology from them")                                                            \
    X(STILL, "still", "it is not settled")                                                                   \
    X(REITERATION, "reiteration", "said again")                                                              \
    X(RAISED_VOICE, "raised_voice", "raised voice")                                                          \
    X(SCENE, "scene", "a scene")                                                                             \
    X(SCENE_AGAIN, "scene_again", "a scene again")                                                           \
    X(ARRIVAL, "arrival", "help arrived")                                                                    \
    X(SUPERVISOR_ARRIVED, "supervisor_arrived", "the supervisor arrived")                                    \
    X(SUPERVISOR_UNAVAILABLE, "supervisor_unavailable", "no supervisor to be had")                           \
    X(NEED_HELP, "need_help", "help asked for")                                                              \
    X(CLEARED, "cleared", "the danger is over")                                                              \
    X(LEFT, "left", "they left")                                                                             \
    /* what we said or did in this event */                                                                  \
    X(APOLOGISED, "apologised", "the apology was made")                                                      \
    X(EMPATHISED, "empathised", "understanding was shown")                                                   \
    X(ASKED, "asked", "a question was asked")                                                                \
    X(EXPLAINED, "explained", "it was explained")                                                            \
    X(OFFERED, "offered", "a solution was offered")                                                          \
    X(BOUNDARY_NOW, "boundary_now", "the boundary was said")                                                 \
    X(ENDED_NOW, "ended_now", "the end of service was said")                                                 \
    X(COMMITTED, "committed", "a follow-up was promised")                                                    \
    X(FAULT, "fault", "a fault in what was said")                                                            \
    X(OVERPROMISED, "overpromised", "more was promised than may be")                                         \
    /* how things stand */                                                                                   \
    X(DANGER, "danger", "danger")                                                                            \
    X(REMOTE, "remote", "a threat from afar")                                                                \
    X(MENACE, "menace", "a threat")                                                                          \
    X(HAZARD, "hazard", "life or health in danger")                                                          \
    X(NOT_ENOUGH, "not_enough", "what was called is not enough")                                             \
    X(DRINK, "drink", "drink with trouble")                                                                  \
    X(DRINK_AGAIN, "drink_again", "drink, and they go on")                                                   \
    X(FACE_TO_FACE, "face_to_face", "face to face")                                                          \
    X(SPOKEN, "spoken", "spoken")                                                                            \
    X(WARNED, "warned", "abuse after the boundary")                                                          \
    X(IN_NEED, "in_need", "in real need")                                                                    \
    X(SERVICE_ENDED, "service_ended", "the service was ended")                                               \
    X(HOSTILE, "hostile", "abuse stands")                                                                    \
    X(PEACE, "peace", "made up")                                                                             \
    X(TOP_OF_EMPATHY, "top_of_empathy", "top of empathy")                                                    \
    X(NO_PROGRESS, "no_progress", "no progress")                                                             \
    X(WANTED, "wanted", "supervisor wanted")                                                                 \
    X(WAITING, "waiting", "waiting")                                                                         \
    X(HELP_COLLEAGUE, "help_colleague", "help asked for")                                                    \
    X(HELP_SUPERVISOR, "help_supervisor", "help asked for")                                                  \
    X(HELP_SECURITY, "help_security", "help asked for")                                                      \
    X(HELP_EMERGENCY, "help_emergency", "nobody else to call")                                               \
    X(HELP_NOBODY, "help_nobody", "nobody to call")                                                          \
    X(SECURITY_EXISTS, "security_exists", "there is security")                                               \
    X(SECURITY_FREE, "security_free", "security can be called")                                              \
    X(SUPERVISOR_EXISTS, "supervisor_exists", "there is a supervisor")                                       \
    X(SUPERVISOR_FREE, "supervisor_free", "a supervisor can be called")                                      \
    X(SUPERVISOR_CALLED, "supervisor_called", "the supervisor was called")                                   \
    X(SUPERVISOR_HERE, "supervisor_here", "the supervisor is here")                                          \
    X(COLLEAGUE_EXISTS, "colleague_exists", "there is a colleague")                                          \
    X(COLLEAGUE_FREE, "colleague_free", "a colleague can be called")                                         \
    X(DECIDES_ALONE, "decides_alone", "you decide")                                                          \
    X(MATTER, "matter", "their matter")                                                                      \
    X(COVERED, "covered", "within authority")                                                                \
    X(UNCLEAR, "unclear", "unclear authority")                                                               \
    X(OVER, "over", "over limit")                                                                            \
    X(OWED, "owed", "owed to them")                                                                          \
    X(PROMISE, "promise", "a promise is open")                                                               \
    X(OPENED, "opened", "heard before")                                                                      \
    X(HOT, "hot", "anger")                                                                                   \
    X(GONE, "gone", "they left")                                                                             \
    X(ENDED, "ended", "the end")                                                                             \
    X(ENDED_SATISFIED, "ended_satisfied", "satisfied")                                                       \
    X(ENDED_OPEN, "ended_open", "not satisfied")                                                             \
    X(ENDED_NEUTRAL, "ended_neutral", "service ended")                                                       \
    X(REMOVED, "removed", "removed")                                                                         \
    X(ALWAYS, "always", "nothing else is called for")

enum am_fact {
#define X(id, name, text) AM_FACT_##id,
    AM_FACT_LIST(X)
#undef X
        AM_FACT_COUNT
};

_Static_assert(AM_FACT_COUNT <= 128, "facts fit in two words");

struct am_facts {
    uint64_t word[2];
};

static inline void am_fact_set(struct am_facts *facts, int fact, bool holds)
{
    if (holds)
        facts->word[fact >> 6] |= UINT64_C(1) << (fact & 63);
}

static inline bool am_fact_holds(const struct am_facts *facts, int fact)
{
    return (facts->word[fact >> 6] >> (fact & 63) & 1) != 0;
}

/* The fact's name in coach.yaml, "?" out of range; its number by name, -1 where there is none. */
const char *am_fact_name(int fact);
int am_fact_find(const char *name, unsigned long len_bytes);

struct am_coach_rules;
struct am_core;
struct am_moment;
struct am_percept;

/* All facts of one moment. */
void am_facts_of(struct am_facts *facts, const struct am_core *core, const struct am_moment *moment,
                 const struct am_percept *percept, const struct am_coach_rules *rules);

#endif
