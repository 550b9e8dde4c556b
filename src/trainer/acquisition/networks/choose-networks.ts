import { buildArchitecture, GraphError, type Precision } from '../../../graph/index.js';
import { chooseTotals } from '../../../learning/rates/choose-totals.js';
import { amountsRow } from '../../../learning/rates/rate-belief.js';
import { inTransaction, readOneSnapshot, type SqlDatabase } from '../../../platform/database/index.js';
import { answerByRates, type RateModel } from '../../../predictor/rates/rate-model.js';
import { withKinds } from '../../../predictor/work/rate-priors.js';
import { networkWork, type WorkTarget } from '../../../predictor/work/network-work.js';
import type { Work } from '../../../predictor/work/work.js';
import { measuringMs, type Measurement } from '../../../records/measurement.js';
import { sampleHash } from '../../../records/sample.js';
import { parseScenarioKey, type ScenarioSpec } from '../../../records/scenario.js';
import { misplacedSampleIds } from '../../../tables/sample/misplaced-samples.js';
import type { MeasuredTotal } from '../../material/measured-total.js';
import { choosePrior, type OfferedPrior } from '../../totals/choose-prior.js';
import { kindsOfWork } from '../../totals/fit-totals.js';
import { learnTotals } from '../../totals/learn-totals.js';
import { readScenarioTotals, targetOfScenario } from '../../training-set/whole-totals.js';
import { centralMass, meanAbsoluteNormal, type ErrorEstimate } from '../round/estimate-error.js';

/** A network that may be measured. */
export interface NetworkCandidate {
  readonly name: string;
  readonly precision: Precision;
}

export interface ChooseNetworksOptions {
  readonly database: SqlDatabase;
  readonly scenarioKey: string;
  readonly deviceModel: string;
  readonly candidates: readonly NetworkCandidate[];
  /** Names of networks that were chosen before, whatever became of them. */
  readonly tried: readonly string[];
  /** Names of networks that are being measured, here or on phones of the same device model: what they teach is as good as known. */
  readonly inFlight: readonly string[];
  /** What phones have in common. */
  readonly prior?: OfferedPrior;
  /** How many to choose. */
  readonly count: number;
  /** Phone time of measuring a network: `startMs`, and what a run measures. */
  readonly cost: { readonly startMs: number; readonly measurement: Measurement };
  /** A network that costs more is not chosen. */
  readonly budgetMs: number;
  readonly withinPercent: number;
}

/** Networks to measure next, and how well all of them are thought to be known. */
export interface ChosenNetworks {
  /** That which teaches most first. */
  readonly wanted: readonly (NetworkCandidate & { readonly costMs: number })[];
  /** Candidates that were not tried, and cost more than the budget. */
  readonly tooCostly: number;
  /** Candidates that nobody can describe, and why. */
  readonly unknown: readonly { readonly network: string; readonly reason: string }[];
  /** Absent where no candidate can be described. */
  readonly estimate: (ErrorEstimate & { readonly measured: number }) | undefined;
}

/**
 * The networks whose times as wholes teach most of all candidates for each second of phone time, by what the prior and the totals measured
 * so far leave open: greedily, one after the other. Nothing is needed that tells of single operations.
 */
export async function chooseNetworks(options: ChooseNetworksOptions): Promise<ChosenNetworks> {
  const { totals, target } = await readKnown(options);
  const { described, unknown } = describe(options.candidates, target);
  const scenario = parseScenarioKey(options.scenarioKey) as ScenarioSpec;
  const model = believed(totals, described, options, scenario);
  const answers = described.map(({ work }) => answerByRates(model, work));
  const { startMs, measurement } = options.cost;
  const costsMs = answers.map(({ us }) => startMs + measuringMs(measurement, us / 1000));
  const measured = new Set(totals.map(({ contentHash }) => contentHash));
  const isOpenHash = (each: DescribedCandidate) => !measured.has(hashOf(each));
  const closed = new Set([...options.tried, ...options.inFlight]);
  const isOpen = described.map((each) => !closed.has(each.name) && isOpenHash(each));
  const inFlight = new Set(options.inFlight);
  const affordable = isOpen.map((open, index) => open && (costsMs[index] as number) <= options.budgetMs);
  const chosen = chooseTotals(
    model.belief,
    described.map(({ work }) => amountsRow(model.belief.names, work)),
    Math.min(options.count, affordable.filter(Boolean).length),
    {
      noise: model.leftUnexplained,
      costs: costsMs.map((costMs, index) => (affordable[index] === true ? costMs : Infinity)),
      measured: described.flatMap((each, index) =>
        inFlight.has(each.name) && isOpenHash(each) ? [index] : [],
      ),
    },
  );
  return {
    wanted: chosen.map((index) => {
      const { name, precision } = described[index] as DescribedCandidate;
      return { name, precision, costMs: costsMs[index] as number };
    }),
    tooCostly: isOpen.filter((open, index) => open && affordable[index] !== true).length,
    unknown,
    estimate:
      answers.length === 0
        ? undefined
        : { measured: totals.length, ...errorOf(answers, options.withinPercent) },
  };
}

interface DescribedCandidate extends NetworkCandidate {
  readonly work: Work;
}

function hashOf({ name, precision }: NetworkCandidate): string {
  return sampleHash({ kind: 'architecture', name, precision });
}

async function readKnown({ database, scenarioKey, deviceModel }: ChooseNetworksOptions) {
  return inTransaction(database.pool, async (client) => {
    await readOneSnapshot(client);
    const misplaced = await misplacedSampleIds(client, scenarioKey);
    const sampleKinds = ['ARCHITECTURE', 'FILE'] as const;
    const places = { deviceModel, scenarioKey, sampleKinds, misplaced };
    const { totals } = await readScenarioTotals(client, places);
    return { totals, target: (await targetOfScenario(client, places)) as WorkTarget };
  });
}

function describe(candidates: readonly NetworkCandidate[], target: WorkTarget) {
  const unknown: { network: string; reason: string }[] = [];
  const described = candidates.flatMap((candidate): DescribedCandidate[] => {
    const { name, precision } = candidate;
    try {
      return [{ ...candidate, work: networkWork(buildArchitecture(name, { precision }), target) }];
    } catch (error) {
      if (!(error instanceof GraphError)) throw error;
      unknown.push({ network: name, reason: error.message });
      return [];
    }
  });
  return { described, unknown };
}

/** What is believed by now: the prior where nothing was measured, what was learned under it else. */
function believed(
  totals: readonly MeasuredTotal[],
  described: readonly DescribedCandidate[],
  { prior, deviceModel }: ChooseNetworksOptions,
  scenario: ScenarioSpec,
): RateModel {
  const kinds = kindsOfWork([...totals, ...described]);
  const { belief, heldOut } = choosePrior(totals, prior, { deviceModel, ...scenario });
  return learnTotals(totals, withKinds(belief, kinds), heldOut).rates;
}

/** The errors that the rates say they make on the candidates, which are taken to be normal. */
function errorOf(answers: readonly { readonly deviation: number }[], withinPercent: number): ErrorEstimate {
  const mean = (of: (deviation: number) => number) =>
    answers.reduce((sum, { deviation }) => sum + of(deviation), 0) / answers.length;
  return {
    expectedErrorPercent: 100 * mean((deviation) => meanAbsoluteNormal * deviation),
    networksWithinPercent: 100 * mean((deviation) => centralMass(withinPercent / 100 / deviation)),
  };
}
