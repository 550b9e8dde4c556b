import type { TriedPlace } from '../../src/api/dashboard/pages/try-network.js';
import type { paths } from '../../src/client/generated/openapi.js';

/** What the farm predicts of a network, operation by operation. */
export type Prediction = paths['/v1/prediction']['post']['responses'][200]['content']['application/json'];

/** What came of a network at a place. */
export interface Tried {
  readonly place: TriedPlace;
  readonly prediction?: Prediction;
  readonly failure?: string;
}
