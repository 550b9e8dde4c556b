import type { SqlDatabase } from '../../platform/database/index.js';
import { chooseNetworks, chooseRound } from '../../trainer/index.js';
import type { ChooseNetworksOptions, ChosenNetworks, Round, RoundOptions } from '../../trainer/index.js';

/** What is asked of whoever chooses networks: where it reads what was measured of them is its own affair. */
export type NetworksWanted = Omit<ChooseNetworksOptions, 'database'>;

/** Who says what an active campaign measures next; in this process or in another. */
export interface Choosers {
  readonly operations: (options: RoundOptions) => Round | Promise<Round>;
  readonly networks: (options: NetworksWanted) => Promise<ChosenNetworks>;
}

/** Choosers that keep this process busy for as long as they choose. */
export function choosersInProcess(database: SqlDatabase): Choosers {
  return {
    operations: chooseRound,
    networks: (options) => chooseNetworks({ ...options, database }),
  };
}
