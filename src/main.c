/*
 * The program: reads the command line, opens what a subcommand works with, runs it, closes, exits. The only
 * place that knows everything.
 */
#include <stdio.h>
#include <string.h>

#include "faces/cli/commands.h"
#include "faces/json/answer.h"

static int tell_version(struct am_program *program)
{
    int status = am_program_open(program);
    if (status != AM_EXIT_OK)
        return status;
    const struct amends_view playbook = amends_engine_playbook_version(program->engine);
    printf("amends %s\ncontract %d\nplaybook %.*s\n", AMENDS_VERSION, AM_CONTRACT_VERSION,
           (int)playbook.len_bytes, playbook.bytes);
    return am_output_finish(AM_EXIT_OK);
}

static int dispatch(struct am_program *program)
{
    struct am_options *options = &program->options;
    if (options->wrong) {
        am_complain("%s: %s; see amends --help", options->wrong, options->reason);
        return AM_EXIT_USAGE;
    }
    const char *name = options->operand_count > 0 ? options->operands[0] : NULL;
    const struct am_command *command = name ? am_command_find(name) : NULL;
    if (name && !command) {
        am_complain("%s: no such command; see amends --help", name);
        return AM_EXIT_USAGE;
    }
    if (options->version)
        return tell_version(program);
    if (options->help) {
        am_command_help(command);
        return am_output_finish(AM_EXIT_OK);
    }
    if (!command) {
        am_complain("a command was expected; see amends --help");
        return AM_EXIT_USAGE;
    }
    options->operand_count--;
    memmove(options->operands, options->operands + 1, options->operand_count * sizeof *options->operands);
    if (options->operand_count > 0 && !command->takes_operands) {
        am_complain("%s reads standard input: \"%s\" was not expected; see amends %s --help", command->name,
                    options->operands[0], command->name);
        return AM_EXIT_USAGE;
    }
    if (options->given_count > 0 && !command->takes_settings) {
        am_complain("%s: no such option of %s; see amends %s --help",
                    am_setting(options->given[0].setting)->flag, command->name, command->name);
        return AM_EXIT_USAGE;
    }
    int status = command->needs_engine ? am_program_open(program) : AM_EXIT_OK;
    return status == AM_EXIT_OK ? command->run(program) : status;
}

int main(int argc, char *argv[])
{
    struct am_program program = {.lang = -1, .ui_lang = -1, .channel = -1};
    am_options_parse(argc, argv, &program.options);
    int status = dispatch(&program);
    am_program_close(&program);
    return status;
}
