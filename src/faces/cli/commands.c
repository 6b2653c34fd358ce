#include "faces/cli/commands.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "faces/cli/filter.h"
#include "faces/cli/interactive.h"
#include "faces/cli/overlay.h"
#include "faces/cli/replay.h"

static int run_coach(struct am_program *program)
{
    const bool terminal = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO) && !program->options.json;
    if (terminal)
        return am_interactive_run(program);
    if (program->options.operand_count > 0) {
        am_complain("coach reads standard input; FILE is for the interactive coach on a terminal (or: amends "
                    "replay)");
        return AM_EXIT_USAGE;
    }
    return am_coach_run(program);
}

static int run_playbook(struct am_program *program)
{
    const struct am_options *options = &program->options;
    if (options->operand_count == 2 && strcmp(options->operands[0], "export") == 0)
        return am_overlay_export(options->operands[1]);
    if (options->operand_count != 2 || strcmp(options->operands[0], "check") != 0) {
        am_complain("playbook: check DIR or export DIR was expected; see amends playbook --help");
        return AM_EXIT_USAGE;
    }
    int status = am_overlay_compile(options->operands[1], options->alone, &program->overlaid);
    if (status == AM_EXIT_OK)
        printf("%s: no mistakes\n", options->operands[1]);
    return am_output_finish(status);
}

#define COMMON_OPTIONS                                                                                       \
    "  --playbook DIR   lay this playbook over the built-in one (amends-playbook(5))\n"                      \
    "  --ui-lang CODE   language of messages, where the input does not say\n"                                \
    "  --help           this help\n"

static const struct am_command commands[] = {
    {"signals", "amends signals", "what a customer's text shows",
     "Reads JSON Lines on standard input, one text a line, and answers each with what it shows:\n"
     "  {\"id\": \"a1\", \"text\": \"I want my money back.\", \"lang\": \"en\", \"channel\": \"chat\"}\n"
     "`lang` and `channel` may be left out.\n\n" COMMON_OPTIONS,
     true, false, false, am_signals_run},
    {"review", "amends review", "what is wrong, and right, in a reply to a customer",
     "Reads JSON Lines on standard input, one reply a line, and answers each with findings and moves:\n"
     "  {\"id\": \"r1\", \"text\": \"I'm sorry you feel that way.\", \"customer\": \"…\", \"ui_lang\": "
     "\"fi\",\n"
     "   \"authority\": {\"currency\": \"EUR\", \"refund\": 50}}\n"
     "Without `authority` the speaker may give nothing.\n\n" COMMON_OPTIONS,
     true, false, false, am_review_run},
    {"coach", "amends coach [FILE...]", "what to do next in an encounter",
     "On a terminal: the interactive coach. Type what is said; one key tells what is seen. FILEs are "
     "encounters\n"
     "to watch (JSON Lines). Otherwise reads JSON Lines on standard input, one event a line, and answers "
     "each with a card:\n"
     "  {\"encounter\": \"e1\", \"start\": {\"lang\": \"en\", \"channel\": \"counter\"}}\n"
     "  {\"encounter\": \"e1\", \"from\": \"customer\", \"text\": \"This is the third time!\"}\n"
     "  {\"encounter\": \"e1\", \"observed\": \"raised_voice\"}\n\n"
     "  --lang CODE      the customer's language (terminal)\n"
     "  --channel NAME   counter, phone, chat, email or social (terminal)\n"
     "  --start JSON     the start of each encounter (terminal), to say what you may give and what help "
     "there "
     "is:\n"
     "                   '{\"authority\": {\"currency\": \"EUR\", \"refund\": 50}, \"emergency_number\": "
     "\"112\"}'\n"
     "  --json           read JSON Lines also on a terminal\n" COMMON_OPTIONS,
     true, true, false, run_coach},
    {"guard", "amends guard", "may this answer go out? for drafts and AI agents",
     "Reads JSON Lines on standard input, one conversation with a draft a line, and answers each with a "
     "verdict:\n"
     "  {\"id\": \"g1\", \"messages\": [{\"role\": \"customer\", \"text\": \"…\"}], \"draft\": \"…\", "
     "\"authority\": {…}}\n"
     "The verdict is send, rewrite, hand_over or emergency.\n\n" COMMON_OPTIONS,
     true, false, false, am_guard_run},
    {"replay", "amends replay FILE...", "a transcript in, the same with advice out",
     "FILE is JSON Lines as for coach, or plain text (- is standard input):\n"
     "  customer: …  staff: …  supervisor: …  bystander: …     what was said (or as the screen says it:\n"
     "                                                         Asiakas: …  Клиент: …  客人：…)\n"
     "  customer b: …                                          one of several customers\n"
     "  [left]  [did set_boundary]  [gave refund 15 EUR]  [outcome satisfied]  [overrule threat]  [undo]\n"
     "  # a comment\n\n"
     "  --lang CODE      the customer's language, where the transcript does not say\n"
     "  --channel NAME   counter, phone, chat, email or social\n"
     "  --json           print the cards as JSON Lines\n"
     "  --color WHEN     auto, always or never (NO_COLOR is heeded)\n" COMMON_OPTIONS,
     true, true, false, am_replay_run},
    {"playbook", "amends playbook check DIR | export DIR", "check a playbook, or write the built-in one out",
     "check DIR tells every mistake with file, line, column, the line and what was expected; DIR is laid "
     "over the\n"
     "built-in playbook. export DIR writes the built-in playbook's files, to read or to change.\n\n"
     "  --alone          check: DIR is a whole playbook of its own\n"
     "  --help           this help\n",
     false, true, false, run_playbook},
};

const struct am_command *am_command_find(const char *name)
{
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    for (const struct am_command *command = am_desk_commands; command->name; command++)
        if (strcmp(command->name, name) == 0)
            return command;
    return NULL;
}

void am_command_help(const struct am_command *command)
{
    if (command) {
        printf("usage: %s\n\n%s: %s.\n\n%s", command->usage, command->name, command->summary, command->help);
        return;
    }
    printf("usage: amends COMMAND [OPTION...]\n\nThe right next step with a difficult customer.\n\n");
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        printf("  %-9s %s\n", commands[i].name, commands[i].summary);
    printf("\nThe desk, where what comes of it is kept:\n\n");
    for (const struct am_command *desk = am_desk_commands; desk->name; desk++)
        printf("  %-9s %s\n", desk->name, desk->summary);
    printf(
        "\n  --version  versions of the program, the contract and the playbook\n"
        "  --help     this help; amends COMMAND --help for a command\n\n"
        "Exit status: 0 done; 1 some lines were errors, the rest was answered; 2 the command line was not\n"
        "or a setting was not understood; 3 the playbook has errors; 4 the output could not be written; 5 "
        "no\n"
        "memory, or a file cannot be read; 6 the database cannot be used as it is; 128 + n ended by signal "
        "n.\n");
}
