import { existsSync, readdirSync, readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

const root = new URL('../../', import.meta.url);

interface Definition {
  readonly remedy: string;
  readonly blame?: string;
  readonly retryable?: boolean;
}

/** Every error of a room, by code: all catalogues that its errors.ts exports, whatever they are called. */
async function catalogueOf(room: string): Promise<Map<string, Definition>> {
  const module = (await import(new URL(`src/${room}/errors.ts`, root).href)) as Record<string, unknown>;
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

const rooms = readdirSync(new URL('src/', root)).filter((room) =>
  existsSync(new URL(`src/${room}/errors.ts`, root)),
);

describe('docs/reference/errors.md', () => {
  it.each(rooms)('lists every error of src/%s with its blame and its remedy', async (room) => {
    const missing = [...(await catalogueOf(room))]
      .map(([code, definition]) => cellsOf(code, definition))
      .filter((cells) => !rows.some((row) => cells.every((cell) => row.includes(cell))))
      .map((cells) => `| ${cells.join(' | ')} |`);
    expect(missing, 'rows that the page lacks, or has otherwise').toEqual([]);
  });

  it('lists no code twice, and none that does not exist', async () => {
    const listed = rows.map(([code = '']) => code.replaceAll('`', ''));
    const known = await Promise.all(rooms.map(async (room) => [...(await catalogueOf(room)).keys()]));
    expect(listed.filter((code, index) => listed.indexOf(code) !== index)).toEqual([]);
    expect(listed.filter((code) => !known.flat().includes(code))).toEqual([]);
  });
});
