import type { SqlDatabase } from '../../platform/database/index.js';
import { runsBeginning } from '../../tables/run/listed-runs.js';
import type { RunPlace } from '../../tables/run/listed-runs.js';
import { orchestratorError } from '../errors.js';

/**
 * The run with an id, or with an id that begins so, when only one does.
 * @throws FarmError RUN_UNKNOWN
 */
export async function findRun({ pool }: SqlDatabase, id: string): Promise<RunPlace> {
  const [found, another] = await runsBeginning(pool, id);
  const details = { id };
  if (found === undefined) throw orchestratorError('RUN_UNKNOWN', `There is no run ${id}.`, { details });
  if (another !== undefined) {
    throw orchestratorError('RUN_UNKNOWN', `More than one run begins with ${id}.`, { details });
  }
  return found;
}
