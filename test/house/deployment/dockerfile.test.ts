import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { validate } from 'dockerfile-utils';
import { describe, expect, it } from 'vitest';

import { readComposeFile } from './compose-file.js';

const root = new URL('../../../', import.meta.url);
const text = readFileSync(new URL('Dockerfile', root), 'utf8');

/** The instructions of each stage, in their order, each in one line. */
const stages = new Map(
  text
    .replace(/^#.*\n/gm, '')
    .replaceAll(/\s*\\\n\s*/g, ' ')
    .split(/^FROM /m)
    .slice(1)
    .map((stage) => {
      const [from = '', ...lines] = stage.trim().split('\n');
      const [base = '', name = ''] = from.split(' AS ');
      return [name, { base, lines: lines.filter((line) => line !== '') }] as const;
    }),
);

const lastOf = (stage: string, instruction: string) =>
  stages.get(stage)?.lines.findLast((line) => line.startsWith(`${instruction} `));

describe('the Dockerfile', () => {
  it('has nothing that a linter finds', () => {
    expect(validate(text)).toEqual([]);
  });

  it('has every stage that docker-compose.yml builds', () => {
    const targets = Object.values(readComposeFile().services).flatMap(({ build }) => build?.target ?? []);
    expect([...new Set(targets)].filter((target) => !stages.has(target))).toEqual([]);
    expect(targets).toHaveLength(4);
  });

  it.each(['farm', 'worker'])('runs as another user than root in the stage %s', (stage) => {
    expect(lastOf(stage, 'USER')).toBe('USER node');
  });

  it('takes along what npm publishes and what that imports, and nothing that it was built with', () => {
    const copied = [...stages.values()].flatMap(({ lines }, index) =>
      index < 2 ? [] : lines.filter((line) => line.startsWith('COPY ')),
    );
    expect(copied).toEqual([
      'COPY --from=dependencies /farm/node_modules ./node_modules',
      'COPY --from=build /build/package ./',
    ]);
    expect(lastOf('dependencies', 'RUN')).toContain('--omit=dev');
  });

  it('installs by the settings that this repository has for npm', () => {
    const installing = [...stages.values()].filter(({ lines }) =>
      lines.some((line) => line.startsWith('RUN npm ci')),
    );
    expect(installing).toHaveLength(2);
    for (const { lines } of installing)
      expect(lines).toContain('COPY package.json package-lock.json .npmrc ./');
  });

  it('starts what there is once it is built', () => {
    const [, program = ''] = JSON.parse(lastOf('farm', 'ENTRYPOINT')?.slice(11) ?? '[]') as string[];
    const source = program.replace('/farm/dist/', 'src/').replace(/\.js$/, '.ts');
    expect(existsSync(fileURLToPath(new URL(source, root)))).toBe(true);
  });
});
