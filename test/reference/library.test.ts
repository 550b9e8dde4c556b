import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { buildArchitecture, writeTflite } from '../../src/graph/index.js';
import { runCommand } from '../../src/platform/index.js';
import { encodeRelease } from '../../src/predictor/index.js';
import { exampleRelease } from '../predictor/support/example-release.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const page = readFileSync(join(root, 'docs/reference/library.md'), 'utf8');
const examples = [...page.matchAll(/^## (.+)\n+```ts\n([^]*?)```/gm)].map(([, title = '', code = '']) => ({
  title,
  code,
}));

/** The entries of the library as their sources are, so that no build need be up to date. */
const compilerOptions = {
  target: 'es2023',
  module: 'nodenext',
  moduleResolution: 'nodenext',
  strict: true,
  skipLibCheck: true,
  noEmit: true,
  types: ['node'],
  paths: Object.fromEntries(
    ['graph', 'learning', 'predictor'].map((entry) => [
      `latency-farm/${entry}`,
      [join(root, 'src', entry, 'index.ts')],
    ]),
  ),
};

// A type checker and a program each start from nothing.
describe('docs/reference/library.md', { timeout: 240_000 }, () => {
  let directory: string;
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'latency-farm-library-'));
    symlinkSync(join(root, 'node_modules'), join(directory, 'node_modules'));
    writeFileSync(join(directory, 'package.json'), '{"type":"module"}');
    writeFileSync(join(directory, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
    writeFileSync(join(directory, 'pixel4.lfr'), encodeRelease(exampleRelease()));
    writeFileSync(join(directory, 'network.tflite'), writeTflite(buildArchitecture('mobilenetv2_wd4')));
    examples.forEach(({ code }, index) => writeFileSync(join(directory, `example-${index}.ts`), code));
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it('has examples that the type checker takes', () => {
    const config = ts.parseJsonConfigFileContent({ compilerOptions }, ts.sys, directory);
    const files = examples.map((_, index) => join(directory, `example-${index}.ts`));
    const program = ts.createProgram(files, config.options);
    const problems = files.flatMap((file) => {
      const source = program.getSourceFile(file);
      return source === undefined
        ? [`${file} was not read`]
        : [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
            ({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'),
          );
    });
    expect(problems).toEqual([]);
  });

  it.each(examples.map(({ title }, index) => [title, index] as const))(
    'has an example "%s" that runs and prints',
    async (_title, index) => {
      const { exitCode, stdout, stderr } = await runCommand(
        process.execPath,
        [join(root, 'node_modules/tsx/dist/cli.mjs'), `example-${index}.ts`],
        { cwd: directory },
      );
      expect(stderr).toBe('');
      expect(exitCode).toBe(0);
      expect(stdout.trim()).not.toBe('');
    },
  );
});
