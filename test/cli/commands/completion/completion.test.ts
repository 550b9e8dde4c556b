import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { commandTable } from '../../../../src/cli/commands/command-table.js';
import { runFarm } from '../../../support/farm-command.js';
import { describeWith } from '../../../support/system-packages.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'farm-completion-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function scriptFor(shell: string): Promise<string> {
  const { stdout } = await runFarm(['completion', shell]);
  const path = join(folder, `farm.${shell}`);
  writeFileSync(path, stdout);
  return path;
}

/** What is offered for the last of some words: of them the beginning is there already. */
const lines: readonly (readonly [words: string, offered: readonly string[]])[] = [
  ['farm camp', ['campaign']],
  ['farm campaign sub', ['submit']],
  ['farm hosts add --k', ['--key']],
  ['farm --json phones dr', ['drain']],
  ['farm lab', []],
  ['farm nothing sub', []],
];

describe('bash completes', () => {
  it.each(lines)('%s', async (words, offered) => {
    const path = await scriptFor('bash');
    const program = `source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _farm; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const stdout = execFileSync('bash', ['-c', program, 'bash', path, ...words.split(' ')], {
      encoding: 'utf8',
    });
    expect(stdout.split('\n').filter((line) => line !== '')).toEqual(offered);
  });

  it('all commands that are shown, and no other', async () => {
    const path = await scriptFor('bash');
    const program = `source "$1"; COMP_WORDS=(farm ''); COMP_CWORD=1; _farm; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const offered = execFileSync('bash', ['-c', program, 'bash', path], { encoding: 'utf8' }).split('\n');
    const shown = commandTable.filter(({ hidden }) => hidden !== true).map(({ name }) => name);
    expect(offered).toEqual(expect.arrayContaining(shown));
    expect(offered).not.toContain('lab');
  });
});

describeWith('fish', 'fish completes', () => {
  it.each(lines.filter(([, offered]) => offered.length > 0))('%s', async (words, offered) => {
    const path = await scriptFor('fish');
    const stdout = execFileSync('fish', ['-c', `source ${path}; complete --do-complete '${words}'`], {
      encoding: 'utf8',
      env: { ...process.env, HOME: folder },
    });
    expect(stdout.split('\n').filter((line) => line !== '')).toEqual(offered);
  });
});

describeWith('zsh', 'zsh', () => {
  it('takes its script', async () => {
    const path = await scriptFor('zsh');
    const stdout = execFileSync(
      'zsh',
      ['-f', '-c', `autoload -U compinit && compinit -u -D; source ${path}; whence -w _farm`],
      {
        encoding: 'utf8',
        env: { ...process.env, HOME: folder },
      },
    );
    expect(stdout).toBe('_farm: function\n');
  });
});
