import { z } from 'zod';

import type { SampleKind } from '../../records/sample.js';
import type { TrainingMaterial } from '../material/training-material.js';

const groupSchema = z.object({
  kernelGroup: z.string(),
  learner: z.string(),
  configurations: z.number(),
  mapePercent: z.number().exactOptional(),
});

const notesSchema = z.object({
  /** One entry a predictor. */
  groups: z.array(groupSchema),
  /** What was learned from. */
  learnedFrom: z
    .object({
      /** Timings of operations that were measured by themselves, and of those that stood in networks. */
      operationTimings: z.int(),
      networkTimings: z.int(),
      networks: z.int(),
      /** What was to be learned from, and the learner asked for. */
      from: z.enum(['operations', 'networks', 'both']),
      learner: z.string(),
    })
    .exactOptional(),
  /** Mean errors of what was held out while learning, percent. */
  heldOut: z
    .object({
      /** Of single operations, latencies counting by their size. */
      operationsPercent: z.number(),
      /** Of whole networks of families that were left out; absent where too few were measured. */
      networksPercent: z.number().exactOptional(),
    })
    .exactOptional(),
  /** Kernel groups whose predictors came from files. */
  imported: z.array(z.string()).exactOptional(),
});

/** What is told of a release beside its predictors. */
export type ReleaseNotes = z.output<typeof notesSchema>;

/** What learning itself says of a release. */
interface LearnedNotes {
  readonly groups: readonly ReleaseNotes['groups'][number][];
  readonly heldOut: NonNullable<ReleaseNotes['heldOut']>;
}

/** The notes of a stored release; empty ones for a release of an earlier version, which said less. */
export function readReleaseNotes(stored: unknown): ReleaseNotes {
  const parsed = notesSchema.safeParse(stored);
  return parsed.success ? parsed.data : { groups: [] };
}

export function releaseNotes(
  { rows, networks }: TrainingMaterial,
  { groups, heldOut }: LearnedNotes,
  asked: { readonly sampleKinds: readonly SampleKind[]; readonly learner: string },
): ReleaseNotes {
  const networkTimings = rows.filter(({ network }) => network !== undefined).length;
  return {
    groups: [...groups],
    learnedFrom: {
      operationTimings: rows.length - networkTimings,
      networkTimings,
      networks: networks.length,
      from: askedFor(asked.sampleKinds),
      learner: asked.learner,
    },
    heldOut,
  };
}

function askedFor(kinds: readonly SampleKind[]): 'operations' | 'networks' | 'both' {
  if (!kinds.includes('OPERATIONS')) return 'networks';
  return kinds.length === 1 ? 'operations' : 'both';
}
