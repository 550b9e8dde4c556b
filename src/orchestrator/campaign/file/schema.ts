import { z } from 'zod';

import { architectureFamily, GraphError, precisions } from '../../../graph/index.js';
import { blackBoxes, isBlackBox } from '../../../graph/precision/delegates.js';
import { delegateSettingsSchema } from '../../../records/delegate-settings.js';
import { measurementSchema } from '../../../records/measurement.js';
import { delegateNamePattern, parseScenarioKey } from '../../../records/scenario.js';
import { activeSchema, type ActiveSettings } from './active-schema.js';
import { checksUnderXnnpack } from './checks-wanted.js';

const path = z.string().min(1).describe('Relative to the folder of this file.');
const precision = z
  .enum(precisions)
  .optional()
  .describe(
    'What its numbers are stored as: what the scenarios measure when left out, and nothing else otherwise.',
  );
const count = z.number().int().positive();

/** A name that a worker can build a network from. */
const architectureName = z.string().superRefine((name, context) => {
  try {
    architectureFamily(name);
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    context.addIssue({ code: 'custom', message: error.message });
  }
});

const selectorSchema = z
  .strictObject({
    pools: z.array(z.string()).min(1).optional().describe('Keys of pools, as "farm phones ls" shows them.'),
    deviceModels: z.array(z.string()).min(1).optional().describe('Device models, such as "Pixel 4".'),
    labels: z
      .array(z.string())
      .min(1)
      .optional()
      .describe('Labels that a phone of the pool has, all of them.'),
  })
  .describe('Which pools of phones measure; every pool that has a phone when nothing is said.');

/** Of one sampling: a farm measures some thousands a night, and sampling keeps all that it has drawn in memory. */
const samples = count.max(1_000_000);

const operationsSchema = z.strictObject({
  searchSpace: path,
  samples: z
    .union([samples, z.record(z.string(), samples)], {
      error: 'expected a number of samples up to 1000000, or such numbers by the names of operations',
    })
    .describe('How many configurations: in all, or of each named operation of the space.'),
  pack: count.max(64).default(1).describe('How many configurations share one model file, and so one run.'),
  checkPacking: z
    .number()
    .int()
    .min(0)
    .max(50)
    .optional()
    .describe(
      `How many configurations of each operator are measured alone as well, to see whether packed timings agree; 0: none. ${checksUnderXnnpack} under XNNPACK, whose kernels depend most on what stands beside them, and else 0.`,
    ),
});

/** Whether an active campaign measures whole networks and nothing else. */
function measuresWholes(active: ActiveSettings | undefined): boolean {
  return active?.units === 'networks' || active?.units === 'architectures';
}

/** Whether nothing tells times of single operations in a scenario. */
function isOfBlackBox(key: string): boolean {
  const scenario = parseScenarioKey(key);
  return scenario !== undefined && isBlackBox(scenario.delegate);
}

/** A file of configs/campaigns/. */
export const campaignSchema = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]*$/, { error: 'expected lower-case letters, digits and hyphens' }),
    owner: z.string().min(1).describe('Who asks for it and whose budget it is.'),
    seed: z
      .number()
      .int()
      .min(0)
      .max(0x7fffffff)
      .default(1)
      .describe('Decides the samples and the order of runs.'),
    priority: z.number().int().min(0).max(1000).default(100).describe('0 goes first, 1000 last.'),
    scenarios: z
      .array(
        z.string().refine((key) => parseScenarioKey(key) !== undefined, {
          error: 'expected a scenario such as 1large-t1-float32-builtin-2.15',
        }),
      )
      .min(1)
      .describe(
        'Processor, threads, precision, delegate and runtime: <cores>-t<threads>-<precision>-<delegate>-<runtime>.',
      ),
    delegates: z
      .record(
        z
          .string()
          .regex(delegateNamePattern, { error: 'expected lower-case letters, digits and underscores' }),
        delegateSettingsSchema,
      )
      .optional()
      .describe('What the black boxes are that scenarios name, such as external.NAME and nnapi.NAME.'),
    phones: selectorSchema.prefault({}),
    operations: z
      .array(operationsSchema)
      .default([])
      .describe('Operation configurations sampled from search spaces.'),
    architectures: z
      .array(z.strictObject({ name: architectureName, precision }))
      .default([])
      .describe('Networks that this program can build, by name.'),
    sampledArchitectures: z
      .array(
        z.strictObject({
          searchSpace: path,
          samples: samples.describe('How many different networks.'),
          precision,
        }),
      )
      .default([])
      .describe('Whole networks sampled from spaces of architectures.'),
    files: z.array(path).default([]).describe('.tflite files.'),
    repetitions: count.max(100).default(1).describe('How often each model is measured, apart in time.'),
    runsPerJob: count.max(200).default(8).describe('Runs that a phone takes from the queue at once.'),
    measurement: measurementSchema.prefault({}),
    active: activeSchema.optional(),
    budget: z
      .strictObject({ phoneMinutes: z.number().positive() })
      .optional()
      .describe('The most phone time the campaign may use; what is left undone then is cancelled.'),
  })
  .refine(
    ({ operations, architectures, sampledArchitectures, files }) =>
      operations.length + architectures.length + sampledArchitectures.length + files.length > 0,
    {
      error: 'expected at least one of operations, architectures, sampledArchitectures and files',
    },
  )
  .refine(({ active, files }) => active === undefined || files.length === 0, {
    path: ['files'],
    error: 'expected none beside active, which chooses among operations',
  })
  .refine(({ active, budget }) => active === undefined || budget === undefined, {
    path: ['budget'],
    error: 'expected none beside active, which has budgetPhoneMinutes',
  })
  .refine(({ active, operations }) => !measuresWholes(active) || operations.length === 0, {
    path: ['operations'],
    error: 'expected none beside active.units networks or architectures, which measure whole networks only',
  })
  .refine(
    ({ active, scenarios }) =>
      active === undefined || active.units === 'networks' || !scenarios.some(isOfBlackBox),
    {
      path: ['active', 'units'],
      error: `expected networks: nothing times single operations in a scenario of ${blackBoxes.join(', ')}`,
    },
  )
  .refine(
    ({ active, architectures, sampledArchitectures }) =>
      !measuresWholes(active) || architectures.length + sampledArchitectures.length > 0,
    { path: ['active', 'units'], error: 'expected architectures or sampledArchitectures to measure' },
  )
  .refine(({ active, repetitions }) => active === undefined || repetitions === 1, {
    path: ['repetitions'],
    error: 'expected 1 beside active, which measures what it is unsure of',
  });

export type CampaignFile = z.output<typeof campaignSchema>;
