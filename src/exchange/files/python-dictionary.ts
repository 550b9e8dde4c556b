/** One `'key': value` of a Python dictionary literal; values are strings in single quotes or numbers. */
const entry = /\s*'((?:[^'\\])*)'\s*:\s*(?:'([^'\\]*)'|([-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?))\s*(,|$)/y;

/**
 * Reads a Python dictionary literal of strings and numbers, without escapes: `{'Kernel': '3', 'Input_channel': 64}`. All values
 * come back as text. `undefined` for any other text, and for a key that stands twice.
 */
export function parsePythonDictionary(text: string): ReadonlyMap<string, string> | undefined {
  const body = /^\s*\{(.*)\}\s*$/s.exec(text)?.[1];
  if (body === undefined) return undefined;
  const values = new Map<string, string>();
  entry.lastIndex = 0;
  while (entry.lastIndex < body.length) {
    const match = entry.exec(body);
    const key = match?.[1];
    if (key === undefined || values.has(key)) return undefined;
    values.set(key, match?.[2] ?? match?.[3] ?? '');
  }
  return values;
}
