import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { packageFile } from '../../../../src/cli/package-files.js';

/** What was told of a campaign when it was submitted: the auditor's own account, of which the farm's database is no part. */
export interface SubmittedCampaign {
  readonly id: string;
  readonly sampleCount: number;
  readonly runCount: number;
}

export const scenarioKey = '1large-t1-float32-builtin-2.15';

/** Small enough for a virtual phone to measure in a moment. */
const space = `name: small
operations:
  - name: pointwise
    operator: CONV_2D
    parameters:
      height: { logInteger: [6, 24] }
      channels: { logInteger: [4, 32], step: 4 }
      filters: { logInteger: [4, 32], step: 4 }
      kernel: 1
    constraints: [flops <= 1e6]
`;

/**
 * Submits one more campaign, as a user does. `undefined` where the command failed, because a server was away: it may have been stored
 * all the same, and then has to be whole.
 */
export async function submitSmallCampaign(
  directory: string,
  env: Readonly<Record<string, string>>,
  number: number,
  samples: number,
): Promise<SubmittedCampaign | undefined> {
  const file = join(directory, `campaign-${number}.yaml`);
  await writeFile(join(directory, 'space.yaml'), space);
  await writeFile(
    file,
    `name: year-${number}
owner: faults
seed: ${number}
scenarios: [${scenarioKey}]
operations:
  - { searchSpace: space.yaml, samples: ${samples} }
runsPerJob: 4
measurement: { warmupRuns: 1, runs: 3 }
`,
  );
  try {
    const args = [packageFile('dist/cli/main.js'), 'campaign', 'submit', file, '--json'];
    const options = { cwd: directory, env: { ...process.env, ...env }, timeout: 120_000 };
    const { stdout } = await promisify(execFile)(process.execPath, args, options);
    return JSON.parse(stdout) as SubmittedCampaign;
  } catch {
    return undefined;
  }
}
