/** Objects as RFC 4180, the named members as columns. Moments as ISO 8601, lists joined by blanks, what is not known as empty cells. */
export async function csvOf<Row extends object>(
  columns: readonly (keyof Row & string)[],
  rows: readonly Row[],
): Promise<string> {
  const { csvLine } = await import('../../exchange/measurements/encode-text.js');
  return [columns, ...rows.map((row) => columns.map((name) => cellOf(row[name])))].map(csvLine).join('');
}

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.join(' ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
