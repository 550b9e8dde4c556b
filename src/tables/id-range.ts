/** The least and the greatest id that begin as a text does. */
export interface IdRange {
  readonly first: string;
  readonly last: string;
}

const idForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The ids (UUIDs) that begin so, in either case; undefined where none can. An index finds a range at once. */
export function idsBeginning(prefix: string): IdRange | undefined {
  const wanted = prefix.toLowerCase();
  const filledWith = (digit: string) =>
    wanted + '00000000-0000-0000-0000-000000000000'.replaceAll('0', digit).slice(wanted.length);
  const range = { first: filledWith('0'), last: filledWith('f') };
  return wanted !== '' && idForm.test(range.first) ? range : undefined;
}
