import type { Command } from 'commander';

import type { CommandContext, ExitCode } from '../../context/context.js';
import { writeOutputFile } from '../../files/output-file.js';
import { writeJson } from '../../output/output.js';
import { scenarioArgument } from '../options/arguments.js';
import type { Judgement } from './judge.js';
import { latencyLimit, type LatencyLimit } from './limit.js';

interface CheckOptions {
  readonly scenario: readonly string[];
  readonly max: LatencyLimit;
  readonly baseline?: string;
  readonly device?: string;
  readonly out?: string;
  readonly json?: true;
}

/** `farm check`: a gate for changes of a network. */
export function registerCheck(check: Command, context: CommandContext): void {
  check
    .argument('<network>', 'a .tflite file, or the name of an architecture')
    .requiredOption(
      '--scenario <key>',
      'such as 1large-t1-float32-builtin-2.15; may be given again',
      (text: string, before: readonly string[] | undefined) => [...(before ?? []), scenarioArgument(text)],
    )
    .requiredOption(
      '--max <limit>',
      'what it may take, such as 30ms, or +5% more than the baseline',
      latencyLimit,
    )
    .option('--baseline <network>', 'a network to compare it with, or the version of another release')
    .option('--device <model>', 'device model; needed where several have predictors')
    .option('--out <file>', 'write the Markdown there as well')
    .option('--json', 'print one JSON document in place of Markdown')
    .action((network: string, options: CheckOptions) => run(context, check, network, options));
}

/** The worst of several scenarios decides. */
const exitCodes: Readonly<Record<Judgement['verdict'], ExitCode>> = {
  passes: 0,
  'not known': 3,
  'too slow': 1,
};

async function run(
  context: CommandContext,
  check: Command,
  network: string,
  options: CheckOptions,
): Promise<void> {
  const { max, baseline, device, out, json } = options;
  if (max.kind === 'increase' && baseline === undefined)
    check.error('error: an increase needs a --baseline to compare with');
  const { judge } = await import('./judge.js');
  const { predictChecked } = await import('./predict-checked.js');
  const { checkMarkdown } = await import('./check-markdown.js');
  const judgements: Judgement[] = [];
  for (const scenarioKey of new Set(options.scenario)) {
    const place = { scenarioKey, ...(device !== undefined && { deviceModel: device }) };
    const checked = await predictChecked(context, network, place);
    const before =
      baseline === undefined
        ? undefined
        : /^\d+$/.test(baseline)
          ? await predictChecked(context, network, { ...place, version: Number(baseline) })
          : await predictChecked(context, baseline, place);
    judgements.push(judge(checked, max, before));
  }
  const markdown = judgements.map(checkMarkdown).join('\n');
  if (out !== undefined) await writeOutputFile(context.cwd, out, markdown);
  if (json === true) writeJson(context.stdout, judgements);
  else context.stdout.write(markdown);
  const verdicts = judgements.map(({ verdict }) => verdict);
  const worst =
    verdicts.find((verdict) => verdict === 'too slow') ?? verdicts.find((each) => each !== 'passes');
  context.exitWith(exitCodes[worst ?? 'passes']);
}
