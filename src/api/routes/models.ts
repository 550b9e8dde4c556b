import type { Readable } from 'node:stream';

import { z } from 'zod';

import { builtForScenario, type Variation } from '../../graph/index.js';
import type { ReleaseScenario } from '../../predictor/index.js';
import { refusals } from '../documents/common.js';
import { modelQuerySchema, predictionSchema } from '../documents/prediction.js';
import { apiError } from '../errors.js';
import { keyOf } from '../predictions/release-key.js';
import { predictionDocument } from './prediction-document.js';
import type { ApiServer } from '../basis/api-server.js';
import type { ApiLimits } from '../basis/limits.js';
import type { ApiServices } from '../basis/services.js';

/** Predictions of .tflite files. Only here is a body no JSON, and larger than others. */
export async function addModelRoute(
  server: ApiServer,
  { models, predictors }: ApiServices,
  { modelBytes }: ApiLimits,
): Promise<void> {
  await server.register((scope: ApiServer, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('application/octet-stream', (_request, body, parsed) => parsed(null, body));
    scope.post(
      '/v1/prediction/model',
      {
        bodyLimit: modelBytes,
        schema: {
          tags: ['predictions'],
          summary: 'predict the network of a .tflite file, which is the body',
          consumes: ['application/octet-stream'],
          querystring: modelQuerySchema,
          response: { 200: predictionSchema, ...refusals },
        },
      },
      async (request) => {
        const { scenario, gpu, name, width, kernel, convert = false, ...which } = request.query;
        const declared = Number(request.headers['content-length'] ?? 0);
        if (declared > modelBytes)
          throw apiError('REQUEST_TOO_LARGE', `The model is larger than ${modelBytes} bytes.`);
        const { release } = await predictors.answering(keyOf(scenario, which), gpu);
        const body = z.custom<Readable>().parse(request.body);
        const variation = {
          ...(width !== undefined && { width }),
          ...(kernel !== undefined && { kernel }),
          ...(convert && precisionOf(release.scenario)),
        };
        const predicted = await models.predict(body, release, { name, variation, mostBytes: modelBytes });
        return predictionDocument(name, release, predicted);
      },
    );
    done();
  });
}

/** What a network is converted to for a scenario; nothing where this program builds none for it. */
function precisionOf(scenario: ReleaseScenario): Pick<Variation, 'precision'> {
  const precision = builtForScenario(scenario);
  return precision === undefined ? {} : { precision };
}
