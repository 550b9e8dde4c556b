import { Command } from 'commander';

import { commandTable } from '../commands/command-table.js';
import type { CommandEntry } from '../commands/command-table.js';
import type { CommandContext } from '../context/context.js';
import { programVersion } from '../version.js';

/**
 * The `farm` command line. All commands have their names and descriptions; only those that `isWanted` says are loaded and can be run.
 * It throws CommanderError on wrong usage and for help, and never ends the process.
 */
export async function createProgram(
  context: CommandContext,
  isWanted: (name: string) => boolean,
): Promise<Command> {
  const program = new Command('farm')
    .description('Measures operations of neural networks on phones, and predicts how long a network takes.')
    .version(programVersion)
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help of a command')
    .addHelpText(
      'after',
      '\nExit codes: 0 done, 1 failed, 2 wrong usage or input, 3 partly done.\nGuides: docs/guides/getting-started.md',
    );
  const all = commandTable.some(({ name, tellsOfAll = false }) => tellsOfAll && isWanted(name));
  for (const entry of commandTable) await addCommand(program, entry, context, all || isWanted(entry.name));
  everyCommand(program, (command) => {
    command.exitOverride().configureOutput({
      writeOut: (text) => void context.stdout.write(text),
      writeErr: (text) => void context.stderr.write(text),
      getOutHelpWidth: () => helpWidth,
      getErrHelpWidth: () => helpWidth,
    });
  });
  // Options and arguments of commands that are not loaded are not known, and would be missing beside the names of some.
  program.configureHelp({ subcommandTerm: (command) => command.name() });
  return program;
}

async function addCommand(
  program: Command,
  { name, description, hidden = false, load }: CommandEntry,
  context: CommandContext,
  wanted: boolean,
): Promise<void> {
  const command = program.command(name, { hidden }).description(description);
  if (!wanted) return;
  const register = await load();
  register(command, context);
}

const helpWidth = 100;

function everyCommand(command: Command, visit: (command: Command) => void): void {
  visit(command);
  for (const subcommand of command.commands) everyCommand(subcommand, visit);
}
