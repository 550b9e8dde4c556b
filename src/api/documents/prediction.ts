import { z } from 'zod';

import { variationLimits } from '../../graph/index.js';
import { configurationSchema } from '../../exchange/measurements/configuration-schema.js';
import type { GraphPrediction } from '../../predictor/index.js';
import type { PredictionRow } from '../../predictor/networks/prediction-row.js';
import { scenarioKey, shortText } from './common.js';
import type { IsTold } from './told.js';

/** A network: the name of an architecture, or the operations that it is made of, each with its inputs' shapes. */
export const networkSchema = z.union([
  shortText,
  z.strictObject({ name: shortText, operations: z.array(configurationSchema).min(1).max(20_000) }),
]);

const place = {
  device: shortText.optional().describe('device model; needed where several have a release'),
  gpu: shortText.optional().describe("the phone's GPU, such as adreno640; the release's own by default"),
};

const releaseText = 'version of the release; the one that answers now by default';
const mostVersions = 0x7fffffff;

const { leastWidth, mostWidth, mostKernel } = variationLimits;
const width = z.number().min(leastWidth).max(mostWidth);
const kernel = z
  .int()
  .min(1)
  .max(mostKernel)
  .refine((size) => size % 2 === 1, { error: 'expected an odd number' });
const widthText = 'what channels are multiplied by, rounded to multiples of eight';
const kernelText = 'height and width of the windows of convolutions that have larger ones than 1×1';

/** "What if": the same network with other channels and windows. */
const variationSchema = z
  .strictObject({
    width: width.describe(widthText).exactOptional(),
    kernel: kernel.describe(kernelText).exactOptional(),
  })
  .describe('what is to be another in the network that is predicted');

/** Which network, where. */
export const questionSchema = z.strictObject({
  network: networkSchema,
  variation: variationSchema.optional(),
  scenario: scenarioKey,
  release: z.int().min(1).max(mostVersions).optional().describe(releaseText),
  ...place,
});

/** Which networks, where: every network is predicted in every scenario. */
export const batchSchema = z.strictObject({
  networks: z.array(networkSchema).min(1).max(20_000),
  scenarios: z.array(scenarioKey).min(1).max(20),
  ...place,
});

/** Where the network of a file is predicted. */
export const modelQuerySchema = z.strictObject({
  scenario: scenarioKey,
  name: shortText.default('model').describe('what the network is called in the answer'),
  width: z.coerce.number().pipe(width).optional().describe(`what if: ${widthText}`),
  kernel: z.coerce.number().pipe(kernel).optional().describe(`what if: ${kernelText}`),
  convert: z
    .stringbool()
    .optional()
    .describe('what if: a float32 network is converted to the precision of the scenario'),
  release: z.coerce.number().int().min(1).max(mostVersions).optional().describe(releaseText),
  ...place,
});

const latency = z.number().nullable();

/** What is predicted of one network in one scenario, or why nothing is. */
export const predictionRowSchema = z.object({
  network: z.string(),
  device: z.string(),
  scenario: z.string(),
  release: z.int().describe('version of the release that answered'),
  latencyUs: latency,
  lowUs: latency,
  highUs: latency,
  coverage: z.number().nullable().describe('share of networks that the interval is to cover'),
  extrapolatedShare: z.number().nullable(),
  unknown: z.string().nullable().describe('what is left out: such a network has no latency'),
  errorCode: z.string().nullable(),
  error: z.string().nullable(),
});

const operationSchema = z.object({
  index: z.int(),
  operator: z.string(),
  predictedUs: z.number(),
  source: z.string(),
  interval: z
    .object({ lowUs: z.number(), highUs: z.number() })
    .optional()
    .describe("where its time lies with the coverage of the network's interval"),
  into: z.int().optional().describe('the operation whose kernel does the work'),
  extrapolated: z.boolean(),
  distance: z.number(),
  measured: z.boolean(),
  kernelGroup: z.string(),
  leftOut: z.string().optional(),
});

const unmeasuredSchema = z
  .object({
    configurations: z.int(),
    ofUnknownTime: z.int().describe('those of whose time nothing is known'),
    inferenceUs: z.number().describe('one inference of each of the others, in all, as predicted'),
  })
  .describe('distinct configurations of operations that were not measured and are guessed or extrapolated');

const answered = {
  name: z.string(),
  deviceModel: z.string(),
  scenarioKey: z.string(),
  release: z.int(),
  operations: z.array(operationSchema),
  unmeasured: unmeasuredSchema,
};

const completeSchema = z.object({
  ...answered,
  complete: z.literal(true),
  unknown: z.array(z.never()),
  totalUs: z.number(),
  overheadUs: z.number(),
  interval: z.object({ lowUs: z.number(), highUs: z.number(), coverage: z.number() }),
  extrapolatedShare: z.number(),
});

const partialSchema = z.object({
  ...answered,
  complete: z.literal(false),
  unknown: z.array(z.object({ operator: z.string(), count: z.int(), reason: z.string() })),
  knownUs: z.number(),
});

/** What is predicted of one network, operation by operation. One that is not known whole has no latency. */
export const predictionSchema = z.discriminatedUnion('complete', [completeSchema, partialSchema]);

true satisfies IsTold<typeof completeSchema, Extract<GraphPrediction, { complete: true }>>;
true satisfies IsTold<typeof partialSchema, Extract<GraphPrediction, { complete: false }>>;
true satisfies IsTold<typeof predictionRowSchema, PredictionRow>;
