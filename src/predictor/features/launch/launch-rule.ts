import * as z from 'zod/mini';

const count = z.int().check(z.positive());

/**
 * How the delegate divides a convolution among threads, as far as it depends on the GPU: which outputs one thread computes, and how
 * threads are grouped. The sizes are those in `ConvGeneric::GuessBestParams` (gpu/common/tasks/conv_generic.cc).
 */
export const launchRuleSchema = z.discriminatedUnion('vendor', [
  /** The block grows with the waves for each compute unit; `parallelThreads` is compute units times threads of a wave. */
  z.strictObject({ vendor: z.literal('adreno'), parallelThreads: count }),
  /** The block has 1, 2, 4 or 8 outputs; with as many outputs in all as the thresholds say it has at most 1, 2 or 4. */
  z.strictObject({
    vendor: z.literal('mali'),
    thresholds: z.tuple([count, count, count]),
  }),
  z.strictObject({ vendor: z.literal('powervr') }),
]);

export type LaunchRule = z.infer<typeof launchRuleSchema>;

/** Rules of one vendor: a typical one, and others that a GPU of the vendor may follow. */
export interface LaunchRules {
  readonly typical: LaunchRule;
  readonly others: readonly LaunchRule[];
}

const adreno = (parallelThreads: number): LaunchRule => ({ vendor: 'adreno', parallelThreads });

/** Thresholds are multiples of 256 outputs a core, by generation (`GetRecommendedBlockSizeForConv`, gpu/common/task/util.cc). */
const mali = (generation: readonly [number, number, number], cores: number): LaunchRule => {
  const [one, two, four] = generation;
  return { vendor: 'mali', thresholds: [256 * one * cores, 256 * two * cores, 256 * four * cores] };
};
/** Bifrost's three generations (the last with Valhall), and Midgard, which never computes 8 outputs in a thread. */
const bifrost1 = [1, 4, 8] as const;
const bifrost2 = [2, 8, 16] as const;
const valhall = [1, 6, 16] as const;
const midgard = [4, 16, 1 << 20] as const;

/** The rules that are tried where the GPU is not known. Cores and units between those named have thresholds between theirs. */
export const launchRules: readonly LaunchRules[] = [
  { typical: adreno(256), others: [64, 128, 384, 512, 768].map(adreno) },
  {
    typical: mali(valhall, 6),
    others: [
      ...[2, 4, 9, 12, 18].map((cores) => mali(valhall, cores)),
      ...[2, 4, 8, 12, 18].map((cores) => mali(bifrost1, cores)),
      ...[1, 2, 3, 12, 18].map((cores) => mali(bifrost2, cores)),
      ...[1, 2, 4, 8].map((cores) => mali(midgard, cores)),
    ],
  },
  { typical: { vendor: 'powervr' }, others: [] },
];
