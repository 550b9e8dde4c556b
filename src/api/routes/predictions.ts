import { z } from 'zod';

import type { OperationConfiguration } from '../../graph/index.js';
import { refusals } from '../documents/common.js';
import {
  batchSchema,
  predictionRowSchema,
  predictionSchema,
  questionSchema,
} from '../documents/prediction.js';
import type { networkSchema } from '../documents/prediction.js';
import { apiError } from '../errors.js';
import { predictNetwork, predictNetworks, type NetworkSpec } from '../predictions/predict-networks.js';
import { keyOf } from '../predictions/release-key.js';
import { unmeasuredOf } from '../predictions/unmeasured.js';
import { predictionDocument } from './prediction-document.js';
import type { ApiServer } from '../basis/api-server.js';
import type { ApiServices } from '../basis/services.js';

/** Answers of one batch, which are all in memory until the last is there. */
const mostAnswers = 40_000;

/** Predictions of networks that are named or described. */
export function addPredictionRoutes(server: ApiServer, { predictors, clock }: ApiServices): void {
  server.post(
    '/v1/predictions',
    {
      schema: {
        tags: ['predictions'],
        summary:
          'predict many networks in up to 20 scenarios, at most 40,000 answers; what is wrong with one network is told in its row',
        body: batchSchema,
        response: { 200: z.object({ predictions: z.array(predictionRowSchema) }), ...refusals },
      },
    },
    async ({ body: { networks, scenarios, device, gpu } }, reply) => {
      const places = [...new Set(scenarios)];
      const asked = networks.length * places.length;
      if (asked > mostAnswers)
        throw apiError('REQUEST_TOO_LARGE', `A batch has at most ${mostAnswers} answers, not ${asked}.`);
      const answering = await Promise.all(
        places.map((scenarioKey) => predictors.answering(keyOf(scenarioKey, { device }), gpu)),
      );
      const predictions = await predictNetworks(networks.map(specOf), answering, clock);
      // Rows have no more than they show, and checking thousands again would hold up others.
      void reply.type('application/json').serializer((document: unknown) => JSON.stringify(document));
      return { predictions: predictions.map((row) => ({ ...row })) };
    },
  );
  server.post(
    '/v1/prediction',
    {
      schema: {
        tags: ['predictions'],
        summary: 'predict one network, operation by operation',
        body: questionSchema,
        response: { 200: predictionSchema, ...refusals },
      },
    },
    async ({ body: { network, variation, scenario, gpu, ...which } }) => {
      const answering = await predictors.answering(keyOf(scenario, which), gpu);
      const { name, graph, prediction } = predictNetwork(specOf(network), answering, variation);
      const unmeasured = unmeasuredOf(graph, prediction);
      return predictionDocument(name, answering.release, { prediction, unmeasured });
    },
  );
}

/** Attributes and types are checked where the operations are built. */
function specOf(network: z.output<typeof networkSchema>): NetworkSpec {
  if (typeof network === 'string') return network;
  return { name: network.name, operations: network.operations as readonly OperationConfiguration[] };
}
