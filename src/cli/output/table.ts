import { harmlessCell } from './harmless.js';

/** A column of a table: its heading, and how it is aligned. */
export interface Column {
  readonly heading: string;
  readonly align?: 'left' | 'right';
}

/**
 * Rows of text under headings, in columns as wide as they need to be, two spaces apart. Ends with a line break. Cells may be texts of others:
 * what a terminal would obey is written as what it is.
 */
export function renderTable(columns: readonly Column[], cells: readonly (readonly string[])[]): string {
  const rows = cells.map((row) => row.map(harmlessCell));
  const widths = columns.map(({ heading }, index) =>
    Math.max(heading.length, ...rows.map((row) => (row[index] ?? '').length)),
  );
  const line = (cells: readonly string[]): string =>
    columns
      .map(({ align }, index) => {
        const cell = cells[index] ?? '';
        return align === 'right' ? cell.padStart(widths[index] ?? 0) : cell.padEnd(widths[index] ?? 0);
      })
      .join('  ')
      .trimEnd();
  const headings = columns.map(({ heading }) => heading);
  const rule = widths.map((width) => '-'.repeat(width));
  return `${[headings, rule, ...rows].map(line).join('\n')}\n`;
}
