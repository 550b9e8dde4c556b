import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { expect, it } from 'vitest';

const text = (path: string) => readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8');

it('names a test for each of the 21 accidents, and each of them is there', () => {
  const rows = text('docs/reference/accidents.md').matchAll(
    /^\| +(\d+) \|.*\| (test\/\S+\.ts): "(.*)" +\|$/gm,
  );
  const held = [...rows].map(([, number, path = '', name = '']) => ({ number: Number(number), path, name }));
  expect(held.map(({ number }) => number)).toEqual(Array.from({ length: 21 }, (_, index) => index + 1));
  for (const { path, name } of held) expect(text(path), path).toContain(name);
});
