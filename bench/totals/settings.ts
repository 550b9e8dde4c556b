import type { EvaluateTotalsOptions } from '../../src/trainer/index.js';

/** Devices of the development set. */
export const phones = ['pixel4', 's10', 'a03s'] as const;

/** One row of the table: what is known, of which scenarios, and the error that is asked for. */
export interface Setting {
  readonly name: string;
  /** Error, percent. */
  readonly goal: number;
  /** As `cores|precision`. */
  readonly isWanted: (scenario: string) => boolean;
  readonly options?: (device: string) => Partial<EvaluateTotalsOptions>;
  /** Whether transformers are what is predicted, and CNNs with three transformers what is learned from; otherwise CNNs by family. */
  readonly transformers?: true;
  /** Most splits; fewer where the time is up. */
  readonly splits: number;
}

const all = (precision: string) => (name: string) => !name.startsWith('gpu') && name.endsWith(precision);
/** One core, equal ones and small ones of every phone: what others know takes minutes a row on all scenarios. */
const some = (precision: string) => (name: string) =>
  ['1large', '2med', '2large', '2small'].some((cores) => name === `${cores}|${precision}`);
const others = (device: string) => phones.filter((phone) => phone !== device);

function bothPrecisions(
  name: string,
  goals: readonly [float: number, quant: number],
  rest: Omit<Setting, 'name' | 'goal' | 'isWanted'> & { readonly scenarios: typeof all },
): Setting[] {
  const { scenarios, ...more } = rest;
  return [
    { ...more, name: `${name}, float`, goal: goals[0], isWanted: scenarios('float') },
    { ...more, name: `${name}, int8`, goal: goals[1], isWanted: scenarios('quant') },
  ];
}

export const settings: readonly Setting[] = [
  ...bothPrecisions('all train networks', [3.6, 3], { scenarios: all, splits: 8 }),
  ...bothPrecisions('20 chosen', [4.6, 4], { scenarios: all, splits: 4, options: () => ({ budget: 20 }) }),
  ...bothPrecisions('10 chosen', [6, 6.5], { scenarios: all, splits: 4, options: () => ({ budget: 10 }) }),
  ...bothPrecisions('new core set, 3 networks', [4.5, 3.5], {
    scenarios: some,
    splits: 2,
    options: () => ({ budget: 3, knownScenarios: 'others' }),
  }),
  ...bothPrecisions('new phone, two known, 5 networks', [5, 4.5], {
    scenarios: some,
    splits: 2,
    options: (device) => ({ budget: 5, sources: others(device) }),
  }),
  { name: 'GPU end to end', goal: 3.7, isWanted: (name) => name.startsWith('gpu'), splits: 8 },
  ...bothPrecisions('transformers from CNNs and 3', [8, 8], {
    scenarios: some,
    splits: 2,
    transformers: true,
  }),
];
