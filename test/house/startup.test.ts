import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from 'vitest';

import { commandTable } from '../../src/cli/commands/command-table.js';

const source = fileURLToPath(new URL('../../src/', import.meta.url));

/** What a file loads together with itself: neither types, nor what is imported on use. */
function staticImports(file: string): { files: string[]; packages: string[] } {
  const text = readFileSync(join(source, file), 'utf8');
  const specifiers = [
    ...text.matchAll(/^(?:import|export)\s+(?!type\b)(?:[^'";]*?\sfrom\s+)?'([^']+)'/gm),
  ].map(([, specifier = '']) => specifier);
  const files = specifiers.filter((specifier) => specifier.startsWith('.'));
  return {
    files: files.map((path) => relative(source, join(source, dirname(file), path)).replace(/\.js$/, '.ts')),
    packages: specifiers.filter((specifier) => !specifier.startsWith('.') && !specifier.startsWith('node:')),
  };
}

/** All files and packages that files of src/ load, directly or through others. */
function loadedBy(...entries: string[]): { files: string[]; packages: string[] } {
  const files = new Set<string>();
  const packages = new Set<string>();
  const queue = [...entries];
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (files.has(file)) continue;
    files.add(file);
    const imports = staticImports(file);
    imports.packages.forEach((name) => packages.add(name));
    queue.push(...imports.files);
  }
  return { files: [...files].sort(), packages: [...packages].sort() };
}

/** What says how scenarios are written, and what all commands share. */
const lightFiles =
  /^(cli|records)\/|^platform\/(errors|atomic-file|format)\.ts$|^graph\/(errors|runtime-version|model\/precision|precision\/(scenario-precision|delegates))\.ts$/;

/** The file that a command of the table loads, by the command's name. */
function moduleOfCommand(): Map<string, string> {
  const table = readFileSync(join(source, 'cli/commands/command-table.ts'), 'utf8');
  const entries = table.matchAll(/\bname: '([\w-]+)',[^}]*?import\('\.\/([\w/-]+)\.js'\)/g);
  return new Map([...entries].map(([, name = '', module = '']) => [name, `cli/commands/${module}.ts`]));
}

describe('what starts', () => {
  it('with every command is the command line alone', () => {
    const { files, packages } = loadedBy('cli/main.ts');
    expect(packages).toEqual(['commander']);
    expect(files.filter((file) => !file.startsWith('cli/'))).toEqual([
      'platform/clock.ts',
      'platform/format.ts',
    ]);
  });

  it('with `farm campaign ls` is neither graphs, nor queues, nor Prisma', () => {
    const { files, packages } = loadedBy(
      'cli/commands/campaign/campaign.ts',
      'cli/context/configured-services.ts',
      'orchestrator/campaign/progress.ts',
      'platform/config/index.ts',
      'platform/database/open-sql-database.ts',
      'platform/logging.ts',
    );
    expect(
      files.filter(
        (file) =>
          !lightFiles.test(file) && /^(graph|predictor|trainer|worker)\/|generated\/|\/queue\//.test(file),
      ),
    ).toEqual([]);
    expect(packages).toEqual(['commander', 'pg', 'pino', 'zod']);
  });

  it('with a command is no more than it asks for', () => {
    const needGraphs = ['graph', 'space'];
    const modules = moduleOfCommand();
    expect([...modules.keys()]).toEqual(commandTable.map(({ name }) => name));
    const heavy = [...modules]
      .filter(([name]) => !needGraphs.includes(name))
      .flatMap(([name, module]) => {
        const { files } = loadedBy(module);
        return files
          .filter((file) => !lightFiles.test(file))
          .map((file) => `farm ${name} loads src/${file} before it knows what it is asked`);
      });
    expect(heavy).toEqual([]);
  });
});
