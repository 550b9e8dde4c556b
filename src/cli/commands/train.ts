import { availableParallelism, userInfo } from 'node:os';

import type { Command } from 'commander';

import type {
  GateReport,
  GroupLearners,
  TrainedGroup,
  TrainingSummary,
  TrainScenarioOptions,
} from '../../trainer/index.js';
import { scenarioArgument, wholeNumber } from './options/arguments.js';
import type { CommandContext } from '../context/context.js';
import { offeredPrior } from '../files/offered-prior.js';
import { gateReportText } from './releases/gate-report.js';
import { writeJson } from '../output/output.js';
import { renderTable } from '../output/table.js';
import { kindsOf, withTrainingOptions, type TrainingOptions } from './options/training-options.js';
import { programVersion } from '../version.js';

interface TrainOptions extends TrainingOptions {
  readonly scenario: string;
  readonly device?: string;
  readonly seed: number;
  readonly promote: boolean;
  readonly minimumFrozen?: number;
  readonly prior: string;
  readonly json?: true;
}

export function registerTrain(command: Command, context: CommandContext): void {
  withTrainingOptions(command)
    .requiredOption('--scenario <key>', 'such as 1large-t1-float32-builtin-2.15', scenarioArgument)
    .option('--device <model>', 'device model; needed where several were measured')
    .option(
      '--seed <number>',
      'the same measurements and seed give the same predictors',
      wholeNumber(0, 0x7fffffff),
      1,
    )
    .option(
      '--prior <name>',
      'what phones have in common, where only whole networks were timed: auto (the shipped one where it helps), always, none, or a file of "farm prior make"',
      'auto',
    )
    .option('--no-promote', 'keep the release as a candidate, unjudged')
    .option(
      '--minimum-frozen <number>',
      'frozen configurations that the gate needs to compare with the release that answers now (default: half of what one in ten of all is, 5 to 20); a first release needs none',
      wholeNumber(1, 0x7fffffff),
    )
    .option('--json', 'print one JSON document')
    .action((options: TrainOptions) => train(context, options));
}

async function train(context: CommandContext, options: TrainOptions): Promise<void> {
  const { parseLearnerName } = await import('../../learning/index.js');
  const learner = parseLearnerName(options.learner);
  const prior = await offeredPrior(options.prior, context.cwd);
  const stage = context.progress.stage('train');
  const { training, gate } = await withLearners(async (learners) =>
    trained(options, {
      database: await context.sqlDatabase(),
      scenarioKey: options.scenario,
      ...(options.device === undefined ? {} : { deviceModel: options.device }),
      seed: options.seed,
      codeVersion: programVersion,
      sampleKinds: kindsOf(options),
      learner,
      learners,
      ...(prior !== undefined && { prior }),
      onGroup: ({ kernelGroup }, done, total) => stage.update(`${done} of ${total}: ${kernelGroup}`),
    }),
  );
  stage.done(`${madeText(training)}${leftOut(training)}`);
  const state = gate === undefined ? 'candidate' : gate.passed ? 'promoted' : 'rejected';
  if (options.json === true) {
    writeJson(context.stdout, { ...training, state, ...(gate === undefined ? {} : { gate }) });
  } else {
    const { version, deviceModel, scenarioKey, groups, notes } = training;
    const { doubtsText, errorText, learnedFromText } = await import('./releases/release-text.js');
    context.stdout.write(`release ${version} for ${deviceModel}, ${scenarioKey}: ${state}\n`);
    context.stdout.write(`learned from ${learnedFromText(notes)}\n`);
    context.stdout.write(`${errorText(notes, gate)}\n`);
    context.stdout.write(doubtsText(notes));
    if (groups.length > 0) context.stdout.write(`\n${groupsText(groups)}`);
    if (gate !== undefined) context.stdout.write(`\n${gateReportText(gate)}`);
  }
  if (state === 'rejected') context.exitWith(1);
}

function madeText({ groups, trainingRows, notes }: TrainingSummary): string {
  if (notes.learnedFrom?.learner === 'rates') return `rates from ${trainingRows} whole networks`;
  return `${groups.length} predictors from ${trainingRows} timings`;
}

/** Threads for all cores, started before anything is read: they get ready while the database answers. */
async function withLearners<T>(work: (learners: GroupLearners) => Promise<T>): Promise<T> {
  const { ThreadedLearners } = await import('../../trainer/training/threads/threaded-learners.js');
  const learners = new ThreadedLearners(availableParallelism() - 1);
  try {
    return await work(learners);
  } finally {
    await learners.close();
  }
}

function leftOut({ misplacedRuns }: TrainingSummary): string {
  if (misplacedRuns === 0) return '';
  return `; not learned from: ${misplacedRuns} runs of models of another precision than the scenario’s`;
}

async function trained(
  { promote, minimumFrozen }: TrainOptions,
  options: TrainScenarioOptions,
): Promise<{ readonly training: TrainingSummary; readonly gate?: GateReport }> {
  // Their own files, and not the whole trainer, which takes longer to load than a release takes to learn.
  if (!promote) {
    const { trainScenario } = await import('../../trainer/training/train-scenario.js');
    return { training: await trainScenario({ ...options, candidate: true }) };
  }
  const { retrainScenario } = await import('../../trainer/training/retrain.js');
  return retrainScenario({
    ...options,
    actor: userInfo().username,
    acceptsFirst: true,
    gate: minimumFrozen === undefined ? {} : { minimumConfigurations: minimumFrozen },
  });
}

function groupsText(groups: readonly TrainedGroup[]): string {
  return renderTable(
    [
      { heading: 'kernel group' },
      { heading: 'learner' },
      { heading: 'configurations', align: 'right' },
      { heading: 'error', align: 'right' },
    ],
    groups.map(({ kernelGroup, learner, configurations, mapePercent }) => [
      kernelGroup,
      learner,
      String(configurations),
      mapePercent === undefined ? '-' : `${mapePercent.toFixed(1)} %`,
    ]),
  );
}
