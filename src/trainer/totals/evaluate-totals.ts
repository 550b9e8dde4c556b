import { exchangeError } from '../../exchange/errors.js';
import type { PublishedNetwork } from '../../exchange/published/networks.js';
import { isScenarioNamed, scenarioName } from '../../exchange/published/table-scenario.js';
import { mean, median, percent, share } from '../../learning/validation/averages.js';
import { relativeError } from '../../learning/validation/metrics.js';
import type { RateBelief } from '../../learning/rates/rate-belief.js';
import { networkFamily } from '../material/measured-networks.js';
import { kindsOfWork, type LearnedTotal } from './fit-totals.js';
import { chosenTotals, learnTotals, type TotalsModel } from './learn-totals.js';
import { WorkOfNetworks } from './network-work.js';
import { scenarioPriors, type KnownScenario } from './scenario-prior.js';
import { scenariosOf, type ScenarioTotals } from './scenario-totals.js';

export interface EvaluateTotalsOptions {
  readonly networks: readonly PublishedNetwork[];
  /** Version of the runtime that the table was measured with, as scenarios write it; TFLite 2.10 where it is left out. */
  readonly runtimeVersion?: string;
  readonly device: string;
  /** Scenarios of the device to evaluate, as `cores|precision`; all of them when left out. */
  readonly scenarios?: readonly string[];
  readonly trainModels: readonly string[];
  readonly testModels: readonly string[];
  /** Networks that may be measured, chosen by what they teach; all train models when left out. */
  readonly budget?: number;
  /** Devices that are known on the train models. */
  readonly sources: readonly string[];
  /** Scenarios of the device itself that are known on the train models; `others`: all but the one evaluated. */
  readonly knownScenarios?: readonly string[] | 'others';
  /** GPU of a device; a scenario of a GPU that is not known is left out, and said. */
  readonly gpuOf: (device: string) => string | undefined;
  /** Milliseconds of some clock that never goes back. */
  readonly monotonicMs: () => number;
  readonly onScenario?: (done: number, all: number) => void;
}

/** How predictions of networks that were not learned from compare with what was measured; percent. */
export interface EvaluatedScenario {
  readonly scenario: string;
  readonly mape: number;
  readonly within10: number;
  readonly coverage90: number;
  readonly halfWidth90Percent: number;
  readonly learnedFrom: readonly string[];
  /** Networks whose totals contradict all others: not learned from. */
  readonly doubted: readonly string[];
  readonly fitSeconds: number;
}

export interface TotalsEvaluation {
  readonly scenarios: readonly EvaluatedScenario[];
  /** Scenarios that were not evaluated, and why. */
  readonly skipped: readonly { readonly scenario: string; readonly reason: string }[];
  readonly medianMape: number;
  readonly medianWithin10: number;
  readonly medianCoverage90: number;
  readonly medianHalfWidth90Percent: number;
  readonly fitSeconds: number;
}

/**
 * Learns scenarios of a device from whole networks' times alone and predicts others. Throws TRAINING_DATA_INVALID for a device or a
 * scenario that the table does not have, and where nothing can be evaluated.
 */
export function evaluateTotals(options: EvaluateTotalsOptions): TotalsEvaluation {
  const table = scenariosOf(options.networks);
  const work = new WorkOfNetworks(options.gpuOf, options.runtimeVersion);
  const wanted = wantedScenarios(table, options);
  const priors = new Map<string, (scenario: ScenarioTotals) => RateBelief>();
  const evaluated: EvaluatedScenario[] = [];
  const skipped: { scenario: string; reason: string }[] = [];
  for (const [index, scenario] of wanted.entries()) {
    const reason = work.unable(scenario) ?? notMeasured(scenario, options);
    if (reason === undefined) evaluated.push(evaluateScenario(scenario, { table, work, priors, options }));
    else skipped.push({ scenario: scenarioName(scenario), reason });
    options.onScenario?.(index + 1, wanted.length);
  }
  if (evaluated.length === 0) {
    throw exchangeError(
      'TRAINING_DATA_INVALID',
      `${options.device}: ${skipped[0]?.reason ?? 'no scenarios'}.`,
    );
  }
  const medianOf = (of: (scenario: EvaluatedScenario) => number) => median(evaluated.map(of));
  return {
    scenarios: evaluated,
    skipped,
    medianMape: medianOf(({ mape }) => mape),
    medianWithin10: medianOf(({ within10 }) => within10),
    medianCoverage90: medianOf(({ coverage90 }) => coverage90),
    medianHalfWidth90Percent: medianOf(({ halfWidth90Percent }) => halfWidth90Percent),
    fitSeconds: medianOf(({ fitSeconds }) => fitSeconds),
  };
}

function wantedScenarios(
  table: readonly ScenarioTotals[],
  { device, scenarios }: EvaluateTotalsOptions,
): readonly ScenarioTotals[] {
  const own = table.filter((scenario) => scenario.device === device);
  if (own.length === 0) {
    const devices = [...new Set(table.map((scenario) => scenario.device))].join(', ');
    throw exchangeError('TRAINING_DATA_INVALID', `The table has no device ${device}; it has ${devices}.`);
  }
  if (scenarios === undefined) return own;
  return scenarios.map((name) => {
    const found = own.find((scenario) => isScenarioNamed(scenario, name));
    if (found !== undefined) return found;
    const names = own.map(({ cores, precision }) => `${cores}|${precision}`).join(', ');
    throw exchangeError('TRAINING_DATA_INVALID', `${device} has no scenario ${name}; it has ${names}.`);
  });
}

/** Why a scenario tells nothing of the lists; `undefined` where it does. */
function notMeasured(
  { totals }: ScenarioTotals,
  { trainModels, testModels }: EvaluateTotalsOptions,
): string | undefined {
  const measured = new Set(totals.map(({ network }) => network));
  if (!trainModels.some((name) => measured.has(name))) return 'none of the train models was measured';
  if (!testModels.some((name) => measured.has(name))) return 'none of the test models was measured';
  return undefined;
}

interface Evaluation {
  readonly table: readonly ScenarioTotals[];
  readonly work: WorkOfNetworks;
  /** Priors that were made, by the scenarios that they rest on and the kinds of work. */
  readonly priors: Map<string, (scenario: ScenarioTotals) => RateBelief>;
  readonly options: EvaluateTotalsOptions;
}

function evaluateScenario(
  scenario: ScenarioTotals,
  { table, work, priors, options }: Evaluation,
): EvaluatedScenario {
  const of = (each: ScenarioTotals, models: readonly string[]) => learnedTotals(each, models, work);
  const train = of(scenario, options.trainModels);
  const test = of(scenario, options.testModels);
  const known = knownScenarios(scenario, table, options)
    .filter((each) => work.unable(each) === undefined)
    .map((each): KnownScenario => ({ ...each, totals: of(each, options.trainModels) }))
    .filter(({ totals }) => totals.length > 0);
  const names = kindsOfWork([...train, ...test, ...known.flatMap(({ totals }) => totals)]);
  const key = [...known.map(scenarioName), ...names].join(' ');
  const priorOf = priors.get(key) ?? scenarioPriors(names, known);
  priors.set(key, priorOf);
  const prior = priorOf(scenario);
  const started = options.monotonicMs();
  const model = learnTotals(chosenTotals(train, prior, options.budget ?? Infinity), prior);
  const fitSeconds = (options.monotonicMs() - started) / 1000;
  return { scenario: scenarioName(scenario), ...judge(model, test), fitSeconds };
}

/** What else is known: of other devices, and of the device itself, in the same precision and on the same kind of processor. */
function knownScenarios(
  scenario: ScenarioTotals,
  table: readonly ScenarioTotals[],
  { sources, knownScenarios }: EvaluateTotalsOptions,
): readonly ScenarioTotals[] {
  const alike = table.filter(
    (each) =>
      each !== scenario &&
      each.precision === scenario.precision &&
      (each.cores === 'gpu') === (scenario.cores === 'gpu'),
  );
  return alike.filter((each) => {
    if (each.device !== scenario.device) return sources.includes(each.device);
    if (knownScenarios === undefined) return false;
    return knownScenarios === 'others' || knownScenarios.some((name) => isScenarioNamed(each, name));
  });
}

function learnedTotals(
  scenario: ScenarioTotals,
  models: readonly string[],
  work: WorkOfNetworks,
): LearnedTotal[] {
  const wanted = new Set(models);
  return scenario.totals
    .filter(({ network }) => wanted.has(network))
    .map((total) => ({
      ...total,
      family: networkFamily(total.network),
      ...work.describe(total.network, scenario),
    }));
}

function judge(model: TotalsModel, test: readonly LearnedTotal[]) {
  const judged = test.map((total) => {
    const { us, lowUs, highUs } = model.predict(total);
    return {
      error: relativeError(us, total.us),
      inside: total.us >= lowUs && total.us <= highUs,
      halfWidth: (highUs - lowUs) / 2 / us,
    };
  });
  return {
    mape: percent(mean(judged.map(({ error }) => error))),
    within10: percent(share(judged.map(({ error }) => error <= 0.1))),
    coverage90: percent(share(judged.map(({ inside }) => inside))),
    halfWidth90Percent: percent(mean(judged.map(({ halfWidth }) => halfWidth))),
    learnedFrom: model.learnedFrom,
    doubted: model.doubted.map(({ network }) => network),
  };
}
