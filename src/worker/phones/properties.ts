/** What `getprop` printed, by name. */
export type PhoneProperties = ReadonlyMap<string, string>;

/**
 * Reads `getprop`'s listing: `[name]: [value]`, where a value may run over several lines. Lines that are neither are
 * skipped: vendors print warnings among them.
 */
export function parseProperties(listing: string): PhoneProperties {
  const properties = new Map<string, string>();
  const text = listing.replaceAll('\r\n', '\n');
  for (const match of text.matchAll(/^\[(.+?)\]: \[([\s\S]*?)\]$(?=\n\[|\n*$|\n)/gm)) {
    properties.set(match[1] as string, match[2] as string);
  }
  return properties;
}

/** The first of the named properties that says something. */
export function firstProperty(properties: PhoneProperties, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = properties.get(name)?.trim();
    if (value !== undefined && value !== '' && value !== 'unknown') return value;
  }
  return undefined;
}
