import { Argument, type Command } from 'commander';

import type { CommandContext } from '../../context/context.js';
import { completionScript, shells, type FollowingWords, type Shell } from './scripts.js';

/** `farm completion`: lets a shell complete commands and options. */
export function registerCompletion(completion: Command, context: CommandContext): void {
  completion.addArgument(new Argument('<shell>', 'which one').choices([...shells])).action((shell: Shell) => {
    context.stdout.write(completionScript(shell, followingWords(completion.parent ?? completion)));
  });
}

/** What follows each command: its subcommands, then its options. Hidden ones are left out. */
export function followingWords(program: Command): FollowingWords {
  const words = new Map<string, readonly string[]>();
  const visit = (command: Command, path: string) => {
    const help = command.createHelp();
    const subcommands = help.visibleCommands(command);
    const options = help.visibleOptions(command).map(({ long, short }) => long ?? short ?? '');
    words.set(path, [...subcommands.map((subcommand) => subcommand.name()), ...options]);
    for (const subcommand of subcommands)
      if (subcommand.name() !== 'help') visit(subcommand, `${path} ${subcommand.name()}`.trim());
  };
  visit(program, '');
  return words;
}
