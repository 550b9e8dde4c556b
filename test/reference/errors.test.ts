import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';

import { describe, expect, it } from 'vitest';

const root = new URL('../../', import.meta.url);

interface Definition {
  readonly remedy: string;
  readonly blame?: string;
  readonly retryable?: boolean;
}

/** Every error of an errors.ts, by code: all catalogues that it exports, whatever they are called. */
async function catalogueOf(file: string): Promise<Map<string, Definition>> {
  const module = (await import(new URL(`src/${file}`, root).href)) as Record<string, unknown>;
  const catalogues = Object.values(module).filter(
    (exported) => typeof exported === 'object' && exported !== null && !Array.isArray(exported),
  );
  return new Map(catalogues.flatMap((catalogue) => Object.entries(catalogue as Record<string, Definition>)));
}

/** The cells of a row as the page has them; the errors of `graph` have no blame but the input's. */
function cellsOf(code: string, { blame, retryable, remedy }: Definition): string[] {
  const codeCell = `\`${code}\``;
  return blame === undefined ? [codeCell, remedy] : [codeCell, blame, retryable ? 'yes' : 'no', remedy];
}

const page = readFileSync(new URL('docs/reference/errors.md', root), 'utf8');
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) =>
    line
      .slice(1, -1)
      .split(' | ')
      .map((cell) => cell.trim()),
  );

const files = readdirSync(new URL('src/', root), { recursive: true, encoding: 'utf8' }).filter(
  (file) => basename(file) === 'errors.ts',
);

describe('docs/reference/errors.md', () => {
  it.each(files)('lists every error of src/%s with its blame and its remedy', async (file) => {
    const missing = [...(await catalogueOf(file))]
      .map(([code, definition]) => cellsOf(code, definition))
      .filter((cells) => !rows.some((row) => cells.every((cell) => row.includes(cell))))
      .map((cells) => `| ${cells.join(' | ')} |`);
    expect(missing, 'rows that the page lacks, or has otherwise').toEqual([]);
  });

  it('lists no code twice, and none that does not exist', async () => {
    const listed = rows.map(([code = '']) => code.replaceAll('`', ''));
    const known = await Promise.all(files.map(async (file) => [...(await catalogueOf(file)).keys()]));
    expect(listed.filter((code, index) => listed.indexOf(code) !== index)).toEqual([]);
    expect(listed.filter((code) => !known.flat().includes(code))).toEqual([]);
  });
});
