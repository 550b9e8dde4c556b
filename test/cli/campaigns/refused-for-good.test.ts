import { expect, it } from 'vitest';

import { isRefusedForGood } from '../../../src/cli/campaigns/refused-for-good.js';
import { failureOf, networksOf } from '../../../src/cli/campaigns/round-process/messages.js';
import { GraphError } from '../../../src/graph/errors.js';
import { PredictorError } from '../../../src/predictor/errors.js';

it.each([
  [new GraphError('UNKNOWN_ARCHITECTURE', 'there is none'), false],
  [new PredictorError('PREDICTOR_FORMAT_UNSUPPORTED', 'of another version'), false],
  [new Error('the connection was lost'), true],
])('what another process refuses is tried again only where it may go otherwise: %s', (error, retryable) => {
  const answer = failureOf(error, isRefusedForGood(error));
  expect(() => networksOf(answer)).toThrow(expect.objectContaining({ retryable }) as Error);
});
