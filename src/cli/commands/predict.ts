import type { Command } from 'commander';

import type { GraphPrediction } from '../../predictor/index.js';
import { parseScenarioKey } from '../../records/scenario.js';
import type { ScenarioSpec } from '../../records/scenario.js';
import { scenarioArgument } from '../arguments.js';
import type { CommandContext } from '../context.js';
import { latencyText, shareText } from '../output/format.js';
import { writeJson } from '../output/output.js';
import { renderTable } from '../output/table.js';

interface PredictOptions {
  readonly scenario: string;
  readonly device?: string;
  readonly gpu?: string;
  readonly json?: true;
}

export function registerPredict(command: Command, context: CommandContext): void {
  command
    .argument('<file>', '.tflite file')
    .requiredOption('--scenario <key>', 'such as 1large-t1-float32-builtin-2.15', scenarioArgument)
    .option('--device <model>', 'device model; needed where several have predictors')
    .option('--gpu <model>', 'the phone’s GPU, for scenarios of the GPU delegate, e.g. adreno640')
    .option('--json', 'print one JSON document')
    .action((file: string, options: PredictOptions) => predict(context, file, options));
}

async function predict(context: CommandContext, file: string, options: PredictOptions): Promise<void> {
  const { readModelFile } = await import('../model-file.js');
  const { name, graph } = await readModelFile(file, context.cwd);
  const { createPredictor, refuseMisfit } = await import('../../predictor/index.js');
  const { loadRelease } = await import('../../trainer/index.js');
  const scenario = parseScenarioKey(options.scenario) as ScenarioSpec;
  refuseMisfit(graph, file, { scenario, scenarioKey: options.scenario });
  const database = await context.database();
  const release = await loadRelease(database, {
    scenarioKey: options.scenario,
    ...(options.device === undefined ? {} : { deviceModel: options.device }),
  });
  const prediction = createPredictor(release, options.gpu === undefined ? {} : { gpu: options.gpu }).predict(
    graph,
  );
  if (options.json === true) {
    const { deviceModel, scenarioKey, version } = release;
    writeJson(context.stdout, { name, deviceModel, scenarioKey, release: version, ...prediction });
    return;
  }
  const { interval, extrapolatedShare, totalUs, overheadUs } = prediction;
  const range = `${latencyText(interval.lowUs)} to ${latencyText(interval.highUs)}`;
  context.stdout.write(
    `${name} on ${release.deviceModel}, ${release.scenarioKey}: ${latencyText(totalUs)}\n`,
  );
  context.stdout.write(`${shareText(interval.coverage)} interval: ${range}\n`);
  context.stdout.write(`outside what was measured: ${shareText(extrapolatedShare)}\n\n`);
  context.stdout.write(operatorTable(prediction, overheadUs));
}

function operatorTable({ operations, totalUs }: GraphPrediction, overheadUs: number): string {
  const byOperator = new Map<string, { count: number; predictedUs: number }>();
  for (const { operator, predictedUs } of operations) {
    const sum = byOperator.get(operator) ?? { count: 0, predictedUs: 0 };
    byOperator.set(operator, { count: sum.count + 1, predictedUs: sum.predictedUs + predictedUs });
  }
  const rows = [...byOperator].toSorted(([, a], [, b]) => b.predictedUs - a.predictedUs);
  return renderTable(
    [
      { heading: 'operator' },
      { heading: 'count', align: 'right' },
      { heading: 'predicted', align: 'right' },
      { heading: 'share', align: 'right' },
    ],
    [
      ...rows.map(([operator, { count, predictedUs }]) => [
        operator,
        String(count),
        latencyText(predictedUs),
        shareText(predictedUs / totalUs),
      ]),
      ['overhead', '', latencyText(overheadUs), shareText(overheadUs / totalUs)],
    ],
  );
}
