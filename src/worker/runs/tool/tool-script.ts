import { quoteArgument, shellWords } from '../../adb/index.js';
import type { ShellResult } from '../../adb/index.js';
import { parseProcessorTimes } from '../../conditions/processor-times.js';
import type { ProcessorUse } from '../../conditions/processor-times.js';
import { longestResultFile } from '../../benchmark-tool/index.js';

const toolMark = '@latency-farm:tool\n';
const afterMark = '\n@latency-farm:after\n';
const resultMark = '\n@latency-farm:result\n';
const filesLostMark = '@latency-farm:files lost\n';
const readProcessorTimes = 'grep ^cpu /proc/stat 2>/dev/null';

/** What an execution of the tool left behind. */
export interface ToolResult extends ShellResult {
  /** Who used the phone's cores meanwhile; absent where the phone does not tell. */
  readonly processorUse?: ProcessorUse;
  /** The file that it wrote its result to, where it was told to. */
  readonly resultFile?: Buffer;
}

/** Where the tool writes its result, in its run's directory. */
export const resultFileName = './result.pb';
const resultFileFlag = `--result_file_path=${resultFileName}`;

/**
 * The shell script that executes the tool in its directory: it writes the tool's process id down, ends the tool when adbd hangs
 * up on the shell, and reads what the cores did before and after. `directory` is quoted. Where one of the files is not there that the tool
 * needs, it says so and starts nothing: whoever has the phone in hand may delete what he likes below /data/local/tmp. The file that the tool is
 * told to write is printed behind everything else, as digits: some shells of adbd change line ends.
 */
export function toolScript(directory: string, words: readonly string[], files: readonly string[]): string {
  const present = files.map((file) => `[ -s ${quoteArgument(file)} ]`).join(' && ') || 'true';
  const writesResult = words.includes(resultFileFlag);
  return [
    `${present} || { printf '${filesLostMark.replace('\n', '\\n')}'; exit 1; }`,
    `mkdir -p ${directory} && cd ${directory} || exit`,
    ...(writesResult ? [`rm -f ${resultFileName}`] : []),
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
    ...(writesResult ? [printResult] : []),
    'exit $code',
  ].join('\n');
}

const printResult =
  `[ -f ${resultFileName} ] && printf '${resultMark.replaceAll('\n', '\\n')}' && ` +
  `od -An -v -tx1 -N ${longestResultFile + 1} ${resultFileName} 2>/dev/null`;

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
  const [behind = '', digits] = stdout.toString('latin1', end + afterMark.length).split(resultMark);
  const [times = '', ...after] = behind.split(/^(?=cpu)/m);
  const own = { before, after: parseProcessorTimes(after.join('')), ownMs: ownTimeMs(times) };
  const output = {
    ...result,
    stdout: stdout.subarray(begin + toolMark.length, end),
    ...(digits === undefined ? {} : { resultFile: bytesOf(digits) }),
  };
  return before.size === 0 ? output : { ...output, processorUse: own };
}

/** What `od -tx1` printed. What it did not, for want of `od`, is an empty file, which tells nothing. */
function bytesOf(digits: string): Buffer {
  return Buffer.from(digits.replace(/\s+/g, ''), 'hex');
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
