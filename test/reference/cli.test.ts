import type { Command } from 'commander';
import { expect, it } from 'vitest';

import { createContext } from '../../src/cli/context/context.js';
import { createProgram } from '../../src/cli/program/program.js';
import { systemClock } from '../../src/platform/index.js';

const introduction = `# The \`farm\` command

\`npx farm\` below the package's folder, or \`farm\` where it is installed. This page is what \`farm help\` prints, command by command; a
test keeps it so (\`npx vitest run test/reference/cli.test.ts -u\` writes it anew).

- Data goes to stdout, progress and errors to stderr. \`--json\` prints one JSON document.
- Exit codes: 0 done, 1 failed, 2 wrong usage or input, 3 partly done, 130 interrupted.
- An error says what is wrong, what to do about it (\`hint\`), and its \`code\` in [errors.md](errors.md).
- [configuration.md](configuration.md) lists the environment variables.
`;

function commandsBelow(command: Command, path: string): { path: string; command: Command }[] {
  const visible = command.createHelp().visibleCommands(command);
  const children = command.commands.filter((child) => visible.includes(child));
  return [{ path, command }, ...children.flatMap((child) => commandsBelow(child, `${path} ${child.name()}`))];
}

it('is described in docs/reference/cli.md as it describes itself', async () => {
  const { context } = createContext({
    stdout: { write: () => true },
    stderr: { write: () => true },
    env: {},
    cwd: '/',
    clock: systemClock,
    signal: new AbortController().signal,
  });
  const sections = commandsBelow(await createProgram(context, () => true), 'farm').map(
    ({ path, command }) => {
      return `## ${path}\n\n\`\`\`text\n${command.helpInformation().trimEnd()}\n\`\`\`\n`;
    },
  );
  await expect([introduction, ...sections].join('\n')).toMatchFileSnapshot('../../docs/reference/cli.md');
});
