import type { PublishedNetwork } from '../../exchange/published/networks.js';
import type { RateBelief } from '../../learning/rates/rate-belief.js';
import type { RatePrior, RatePriorFamily } from '../../predictor/rates/rate-prior.js';
import { networkFamily } from '../material/measured-networks.js';
import { kindsOfWork } from './fit-totals.js';
import { isDescribable, WorkOfNetworks } from './network-work.js';
import { commonOfScenarios } from './scenario-prior.js';
import { scenariosOf, type ScenarioTotals } from './scenario-totals.js';

export interface MakeRatePriorOptions {
  readonly name: string;
  readonly tables: readonly {
    readonly file: string;
    readonly sha256: string;
    readonly networks: readonly PublishedNetwork[];
  }[];
  /** Devices of the tables to learn from; all of them when left out. */
  readonly devices?: readonly string[];
  readonly gpuOf: (device: string) => string | undefined;
  /** What the farm calls a device of the tables. */
  readonly deviceModelOf: (device: string) => string;
}

/** Kinds of processor that rates have something in common on, by what tables call them. */
const kindsOfProcessor = [
  { delegate: 'builtin', precision: 'float32', isOf: isOnCpu('float') },
  { delegate: 'builtin', precision: 'int8', isOf: isOnCpu('quant') },
  { delegate: 'gpu', precision: 'float16', isOf: ({ cores }: ScenarioTotals) => cores === 'gpu' },
] as const;

/**
 * Learns what phones have in common from tables of whole networks: for each kind of processor the common mean and covariance of all
 * scenarios. Networks that nobody can describe, and GPUs that are not known, are left out. The same tables give the same prior.
 */
export function makeRatePrior(
  options: MakeRatePriorOptions,
): Omit<RatePrior, 'format' | 'version' | 'sha256'> {
  const { name, tables, deviceModelOf, gpuOf } = options;
  const work = new WorkOfNetworks(gpuOf);
  const networks = tables.flatMap((table) => table.networks).filter(({ network }) => isDescribable(network));
  const scenarios = scenariosOf(networks).filter(
    (scenario) =>
      (options.devices === undefined || options.devices.includes(scenario.device)) &&
      work.unable(scenario) === undefined,
  );
  const families = kindsOfProcessor.flatMap(({ delegate, precision, isOf }): RatePriorFamily[] => {
    const known = scenarios.filter(isOf).map((scenario) => ({
      ...scenario,
      totals: scenario.totals.map((total) => ({
        ...total,
        family: networkFamily(total.network),
        ...work.describe(total.network, scenario),
      })),
    }));
    if (known.length === 0) return [];
    const kinds = kindsOfWork(known.flatMap(({ totals }) => totals));
    const { common } = commonOfScenarios(kinds, known);
    return [{ delegate, precision, scenarios: known.length, ...numbersOf(common) }];
  });
  const devices = [...new Set(scenarios.map(({ device }) => deviceModelOf(device)))];
  return { name, devices, madeFrom: tables.map(({ file, sha256 }) => ({ file, sha256 })), families };
}

function isOnCpu(precision: string) {
  return (scenario: ScenarioTotals) => scenario.cores !== 'gpu' && scenario.precision === precision;
}

function numbersOf({ names, mean, covariance }: RateBelief) {
  const size = names.length;
  const triangle: number[] = [];
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++)
      triangle.push(rounded(covariance[row * size + column] ?? 0));
  }
  return { kinds: [...names], mean: [...mean].map(rounded), covariance: triangle };
}

/** As many digits as rates are ever known to. */
function rounded(value: number): number {
  return Number(value.toPrecision(6));
}
