import type { CoreSelection } from '../cores/core-sets.js';
import type { DelegateLibrary } from './staging/delegate-library.js';

/** A phone made ready for the runs of one scenario. */
export interface PreparedScenario {
  readonly toolPath: string;
  readonly binarySha256: string;
  readonly cores: CoreSelection | undefined;
  /** Of an external delegate. */
  readonly delegateLibrary?: DelegateLibrary;
}
