import { publishedGpu, type PublishedNetwork } from '../../src/exchange/index.js';
import { mean, median } from '../../src/learning/validation/averages.js';
import { evaluateTotals } from '../../src/trainer/index.js';
import type { EvaluateTotalsOptions, TotalsEvaluation } from '../../src/trainer/index.js';
import { cpuMs } from '../trainer/cpu-clock.js';
import { phones, type Setting } from './settings.js';
import { byFamily, transformersHeldOut, type Lists } from './splits.js';

/** Whole networks of the published tables. */
export interface Tables {
  readonly networks: readonly PublishedNetwork[];
  readonly transformers: readonly PublishedNetwork[];
}

/** Medians over scenarios and splits; percent. Coverage is the mean: of ten networks a median has steps of ten. */
export interface Measured {
  readonly mape: number;
  readonly within10: number;
  readonly coverage90: number;
  readonly halfWidth90Percent: number;
  readonly splits: number;
}

/** A row of the table, and the same of each phone. */
export interface MeasuredSetting extends Measured {
  readonly name: string;
  readonly goal: number;
  readonly phones: Readonly<Record<string, Measured>>;
  /** CPU time of choosing and fitting a scenario, intervals included: the median. */
  readonly fitMs: number;
}

export function measureSetting(setting: Setting, tables: Tables, deadlineMs: number): MeasuredSetting {
  const evaluations: { readonly device: string; readonly evaluation: TotalsEvaluation }[] = [];
  let splits = 0;
  for (let seed = 1; seed <= setting.splits && (seed === 1 || performance.now() < deadlineMs); seed++) {
    for (const device of phones) {
      evaluations.push({ device, evaluation: evaluatePhone(setting, tables, device, seed) });
    }
    splits++;
  }
  const of = (device?: string) =>
    summary(
      evaluations.filter((each) => device === undefined || each.device === device),
      splits,
    );
  return {
    name: setting.name,
    goal: setting.goal,
    ...of(),
    phones: Object.fromEntries(phones.map((device) => [device, of(device)])),
    fitMs: 1000 * median(evaluations.map(({ evaluation }) => evaluation.fitSeconds)),
  };
}

function evaluatePhone(setting: Setting, { networks, transformers }: Tables, device: string, seed: number) {
  const all = setting.transformers === true ? [...networks, ...transformers] : networks;
  const lists =
    setting.transformers === true
      ? transformersHeldOut(networks, transformers, seed)
      : byFamily(networks, seed);
  const scenarios = scenarioNames(networks, device).filter(setting.isWanted);
  return evaluate(all, device, lists, { scenarios, ...setting.options?.(device) });
}

/** One evaluation as `farm evaluate totals` makes it, timed in CPU time. */
export function evaluate(
  networks: readonly PublishedNetwork[],
  device: string,
  lists: Lists,
  options: Partial<EvaluateTotalsOptions> = {},
): TotalsEvaluation {
  const monotonicMs = cpuMs;
  return evaluateTotals({
    networks,
    device,
    ...lists,
    sources: [],
    gpuOf: publishedGpu,
    monotonicMs,
    ...options,
  });
}

function summary(
  evaluations: readonly { readonly evaluation: TotalsEvaluation }[],
  splits: number,
): Measured {
  const scenarios = evaluations.flatMap(({ evaluation }) => evaluation.scenarios);
  return {
    mape: median(scenarios.map(({ mape }) => mape)),
    within10: median(scenarios.map(({ within10 }) => within10)),
    coverage90: mean(scenarios.map(({ coverage90 }) => coverage90)),
    halfWidth90Percent: median(scenarios.map(({ halfWidth90Percent }) => halfWidth90Percent)),
    splits,
  };
}

/** Scenarios of a device, as `cores|precision`. */
export function scenarioNames(networks: readonly PublishedNetwork[], device: string): string[] {
  const own = networks.flatMap(({ latencies }) => latencies.filter((latency) => latency.device === device));
  return [...new Set(own.map(({ cores, precision }) => `${cores}|${precision}`))];
}
