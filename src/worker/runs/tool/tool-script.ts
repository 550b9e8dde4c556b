import { quoteArgument, shellWords } from '../../adb/index.js';
import type { ShellResult } from '../../adb/index.js';
import { parseProcessorTimes } from '../../conditions/processor-times.js';
import type { ProcessorUse } from '../../conditions/processor-times.js';

const toolMark = '@latency-farm:tool\n';
const afterMark = '\n@latency-farm:after\n';
const filesLostMark = '@latency-farm:files lost\n';
const readProcessorTimes = 'grep ^cpu /proc/stat 2>/dev/null';

/** What an execution of the tool left behind. */
export interface ToolResult extends ShellResult {
  /** Who used the phone's cores meanwhile; absent where the phone does not tell. */
  readonly processorUse?: ProcessorUse;
}

/**
 * The shell script that executes the tool in its directory: it writes the tool's process id down, ends the tool when adbd hangs
 * up on the shell, and reads what the cores did before and after. `directory` is quoted. Where one of the files is not there that the tool
 * needs, it says so and starts nothing: whoever has the phone in hand may delete what he likes below /data/local/tmp.
 */
export function toolScript(directory: string, words: readonly string[], files: readonly string[]): string {
  const present = files.map((file) => `[ -s ${quoteArgument(file)} ]`).join(' && ') || 'true';
  return [
    `${present} || { printf '${filesLostMark.replace('\n', '\\n')}'; exit 1; }`,
    `mkdir -p ${directory} && cd ${directory} || exit`,
    readProcessorTimes,
    `printf '${toolMark.replace('\n', '\\n')}'`,
    `trap 'kill -9 $tool' HUP`,
    `${shellWords(words)} &`,
    'tool=$!',
    'echo $tool > pid',
    'wait $tool',
    'code=$?',
    `printf '${afterMark.replaceAll('\n', '\\n')}'`,
    'times',
    readProcessorTimes,
    'exit $code',
  ].join('\n');
}

/** Whether the script found that a file was not there. */
export function saysFilesLost({ stdout }: ShellResult): boolean {
  return stdout.toString('latin1') === filesLostMark;
}

/** Takes what the script printed apart again; an output without its marks, such as garbage, is the tool's alone. */
export function splitToolOutput(result: ShellResult): ToolResult {
  const { stdout } = result;
  const begin = stdout.indexOf(toolMark);
  const end = stdout.lastIndexOf(afterMark);
  if (begin < 0 || end < begin) return result;
  const before = parseProcessorTimes(stdout.toString('latin1', 0, begin));
  const [times = '', ...after] = stdout.toString('latin1', end + afterMark.length).split(/^(?=cpu)/m);
  const own = { before, after: parseProcessorTimes(after.join('')), ownMs: ownTimeMs(times) };
  const output = { ...result, stdout: stdout.subarray(begin + toolMark.length, end) };
  return before.size === 0 ? output : { ...output, processorUse: own };
}

/** The sum of all that the shell's `times` prints: user and system time of the shell itself and of what it started. */
function ownTimeMs(times: string): number {
  const parts = [...times.matchAll(/(\d+)m(\d+(?:[.,]\d+)?)s/g)];
  return parts.reduce(
    (sum, [, minutes, seconds]) =>
      sum + 60_000 * Number(minutes) + 1_000 * Number(seconds?.replace(',', '.')),
    0,
  );
}
