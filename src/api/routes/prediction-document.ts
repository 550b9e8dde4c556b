import type { z } from 'zod';

import type { LoadedRelease } from '../../predictor/index.js';
import { predictionSchema } from '../documents/prediction.js';
import type { PredictedNetwork } from '../predictions/predicted-network.js';

/** What a release says of a network, as it is answered. */
export function predictionDocument(
  name: string,
  { deviceModel, scenarioKey, version }: LoadedRelease,
  { prediction, unmeasured }: PredictedNetwork,
): z.output<typeof predictionSchema> {
  const place = { deviceModel, scenarioKey, release: version };
  return predictionSchema.parse({ name, ...place, unmeasured, ...prediction });
}
