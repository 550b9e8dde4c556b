import { FarmError } from '../../../platform/errors.js';
import type { FilePlace } from '../../../platform/yaml.js';

/** Where a field of a campaign file is; `undefined` for a campaign that a program made. */
export type PlaceOf = (path: readonly PropertyKey[]) => FilePlace | undefined;

/** The places of a campaign that is in no file. */
export const nowhere: PlaceOf = () => undefined;

/** An error with the file, line and field that are to blame in front of its message. */
export function blameField(error: FarmError, place: FilePlace | undefined): FarmError {
  if (place === undefined) return error;
  const { file, line, column, field } = place;
  return new FarmError(error.code, error, `${file}:${line}:${column}: ${field}: ${error.message}`, {
    cause: error,
    details: { ...error.details, ...place },
  });
}

/** Does `work`; what it refuses because of the caller's input is put down to a field. Errors of other files name theirs. */
export async function blamingField<Result>(
  placeOf: PlaceOf,
  path: readonly PropertyKey[],
  work: () => Result | Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const ours = error instanceof FarmError && error.blame === 'config' && error.code !== 'INVALID_FILE';
    throw ours ? blameField(error, placeOf(path)) : error;
  }
}
