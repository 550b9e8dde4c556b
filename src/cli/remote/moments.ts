/** Members that hold a moment, by their names: `createdAt`, `at`, `quarantinedUntil`. */
const momentName = /^at$|[a-z](?:At|Until)$/;

const isoText = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;

/** The same document with its moments as dates: JSON carries them as text. */
export function momentsOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(momentsOf);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]: [string, unknown]) => [
      name,
      momentName.test(name) && typeof member === 'string' && isoText.test(member)
        ? new Date(member)
        : momentsOf(member),
    ]),
  );
}
