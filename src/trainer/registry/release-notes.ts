import { z } from 'zod/mini';

import type { SampleKind } from '../../records/sample.js';
import type { UnknownTotal } from '../material/measured-total.js';
import type { TrainingMaterial } from '../material/training-material.js';
import type { DoubtedTotal } from '../totals/doubted-totals.js';
import type { LearnedRates } from '../totals/learn-rates.js';

const groupSchema = z.object({
  kernelGroup: z.string(),
  learner: z.string(),
  configurations: z.number(),
  mapePercent: z.exactOptional(z.number()),
});

const learnedFromSchema = z.object({
  /** Timings of operations that were measured by themselves, and of those that stood in networks. */
  operationTimings: z.int(),
  networkTimings: z.int(),
  networks: z.int(),
  /** Networks of which only the whole was timed. */
  wholeNetworks: z.exactOptional(z.int()),
  /** What was to be learned from, and the learner asked for. */
  from: z.enum(['operations', 'networks', 'both']),
  learner: z.string(),
});

const heldOutSchema = z.object({
  /** Of single operations, latencies counting by their size; absent where none was timed. */
  operationsPercent: z.exactOptional(z.number()),
  /** Of whole networks of families that were left out; absent where too few were measured. */
  networksPercent: z.exactOptional(z.number()),
});

/** What is told of a release beside its predictors, as it is stored. */
export const notesSchema = z.object({
  /** One entry a predictor. */
  groups: z.array(groupSchema),
  /** What was learned from. */
  learnedFrom: z.exactOptional(learnedFromSchema),
  /** Mean errors of what was held out while learning, percent. */
  heldOut: z.exactOptional(heldOutSchema),
  /** Kernel groups whose predictors came from files. */
  imported: z.exactOptional(z.array(z.string())),
  /** Networks that were measured and not learned from, and why. */
  leftOut: z.exactOptional(z.array(z.object({ network: z.string(), reason: z.string() }))),
  /** What was decided on what phones have in common. */
  prior: z.exactOptional(
    z.object({ name: z.string(), sha256: z.string(), used: z.boolean(), reason: z.string() }),
  ),
  /** What was decided on whole networks' times, where operations were timed as well. */
  totals: z.exactOptional(
    z.object({ used: z.enum(['operations', 'both', 'totals']), wholeNetworks: z.int(), reason: z.string() }),
  ),
  /** What makes the whole of what was learned from doubtful. */
  warnings: z.exactOptional(z.array(z.string())),
});

export type ReleaseNotes = z.output<typeof notesSchema>;

/** What learning itself says of a release. */
interface LearnedNotes {
  readonly groups: readonly ReleaseNotes['groups'][number][];
  readonly heldOut: NonNullable<ReleaseNotes['heldOut']>;
  readonly rates?: Pick<LearnedRates, 'rates' | 'isMilliseconds' | 'prior'>;
  readonly doubted: readonly DoubtedTotal[];
  readonly unpredicted?: readonly UnknownTotal[];
  readonly totals?: NonNullable<ReleaseNotes['totals']>;
}

/** The notes of a stored release; empty ones for a release of an earlier version, which said less. */
export function readReleaseNotes(stored: unknown): ReleaseNotes {
  const parsed = notesSchema.safeParse(stored);
  return parsed.success ? parsed.data : { groups: [] };
}

export function releaseNotes(
  material: TrainingMaterial,
  { groups, heldOut, rates, doubted, unpredicted = [], totals }: LearnedNotes,
  asked: { readonly sampleKinds: readonly SampleKind[]; readonly learner: string },
  unknownTotals: readonly UnknownTotal[] = [],
): ReleaseNotes {
  // Rates are learned from nothing but wholes, also where operations were timed.
  const { rows, networks } = rates === undefined ? material : { rows: [], networks: [] };
  const networkTimings = rows.filter(({ network }) => network !== undefined).length;
  return {
    groups: [...groups],
    learnedFrom: {
      operationTimings: rows.length - networkTimings,
      networkTimings,
      networks: networks.length,
      from: askedFor(asked.sampleKinds),
      learner: rates === undefined ? asked.learner : rates.rates.facts.learner,
      ...wholeNetworks(rates, totals),
    },
    heldOut,
    ...doubtsOf(doubted, [...unpredicted, ...unknownTotals], rates?.isMilliseconds === true),
    ...(totals !== undefined && { totals }),
    ...(rates?.prior !== undefined && { prior: rates.prior }),
  };
}

/** How many networks were learned from of which nothing but the whole was timed; with rates, all whose whole was learned from. */
function wholeNetworks(rates: LearnedNotes['rates'], totals: LearnedNotes['totals']) {
  if (rates !== undefined) return { wholeNetworks: rates.rates.facts.trainingRows };
  const used = totals?.used === 'both' ? totals.wholeNetworks : 0;
  return used === 0 ? {} : { wholeNetworks: used };
}

function doubtsOf(
  doubted: readonly DoubtedTotal[],
  unknownTotals: readonly UnknownTotal[],
  isMilliseconds: boolean,
) {
  const leftOut = [
    ...doubted.map((total) => ({ network: total.network, reason: doubtText(total) })),
    ...unknownTotals,
  ];
  return {
    ...(leftOut.length > 0 && { leftOut }),
    ...(isMilliseconds && {
      warnings: [
        'all times are about a thousandth of what is expected: milliseconds taken for microseconds?',
      ],
    }),
  };
}

function doubtText({ us, expectedUs, isMilliseconds }: DoubtedTotal): string {
  const unit = isMilliseconds ? ': milliseconds taken for microseconds?' : '';
  return `${us.toPrecision(3)} µs where about ${expectedUs.toPrecision(3)} µs are expected${unit}`;
}

function askedFor(kinds: readonly SampleKind[]): 'operations' | 'networks' | 'both' {
  if (!kinds.includes('OPERATIONS')) return 'networks';
  return kinds.length === 1 ? 'operations' : 'both';
}
