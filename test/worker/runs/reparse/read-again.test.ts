import { describe, expect, it } from 'vitest';

import { graphOfConfigurations } from '../../../../src/graph/index.js';
import type { KeptRun } from '../../../../src/tables/run/kept-runs.js';
import { readAgain } from '../../../../src/worker/runs/reparse/read-again.js';
import { convolutionSample } from '../../../support/worker-records.js';
import { profileText, toolOutput } from '../../benchmark-tool/support/tool-output.js';

const sample = convolutionSample();
const graph = graphOfConfigurations(sample.kind === 'operations' ? sample.configurations : []);

const verdictOf = (inferences: number, commandLine: readonly string[]) => {
  const profile = profileText([['CONV_2D', '[output]:0', 100]], inferences);
  const stdout = Buffer.from(toolOutput({ inferenceUs: 100, runs: inferences, profile }));
  const run = {
    scenarioKey: '1large-t1-float32-builtin-2.15',
    campaignSpec: { measurement: { runs: 10 } },
    ...{ commandLine, gpuModel: null, coreClusters: [], conditions: null },
    output: { exitCode: 0, stdout, stderr: Buffer.from('') },
  } as Partial<KeptRun> as KeptRun;
  const reading = readAgain(run, graph);
  return 'measurement' in reading ? reading.measurement.verdict : reading.refusal;
};

describe('an output that is read again', () => {
  it('is whole by as many inferences as its own attempt was asked for', () => {
    expect(verdictOf(20, ['benchmark_model', '--num_runs=20'])).toBe('ok');
    expect(verdictOf(15, ['benchmark_model', '--num_runs=20'])).toBe('incomplete');
  });

  it('is whole by what its campaign says where the command line does not tell', () => {
    expect(verdictOf(10, ['benchmark_model'])).toBe('ok');
    expect(verdictOf(9, ['benchmark_model'])).toBe('incomplete');
  });
});
