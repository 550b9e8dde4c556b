import { quoteArgument, shellWords } from '../../adb/index.js';
import type { AdbPhone, ShellResult } from '../../adb/index.js';
import { isFarmError } from '../../../platform/index.js';
import { workerError } from '../../errors.js';
import { runDirectory, runsDirectory } from '../staging/phone-files.js';
import { saysFilesLost, splitToolOutput, toolScript } from './tool-script.js';
import type { ToolResult } from './tool-script.js';

/** One execution of the benchmark tool on a phone. */
export interface ToolExecution {
  readonly runId: string;
  /** The tool and its flags, after `taskset` where the scenario pins it to cores. */
  readonly words: readonly string[];
  /** Paths on the phone of what was put there for it: the tool itself, the model. */
  readonly files: readonly string[];
  readonly deadlineMs: number;
  /** Aborts when the phone must not be used any more. */
  readonly signal: AbortSignal;
}

/**
 * Runs the benchmark tool in its run's directory. Its process id is written down there, so that it can be found and ended whatever
 * becomes of the connection.
 * Throws PHONE_FILES_LOST before anything is started, RUN_TIMEOUT, PHONE_LOST and the like; PHONE_PROCESS_STUCK when the tool could not be ended after that.
 */
export async function runTool(phone: AdbPhone, execution: ToolExecution): Promise<ToolResult> {
  const { runId, words, files, deadlineMs, signal } = execution;
  const script = toolScript(quoteArgument(runDirectory(runId)), words, files);
  try {
    const result = await phone.shell(script, { deadlineMs, signal });
    if (coresRefused(result)) {
      throw workerError('PHONE_NOT_FIT', `cores of phone ${phone.adbSerial} have gone offline`, {
        details: { kinds: ['cores-offline'] },
      });
    }
    if (!saysFilesLost(result)) return splitToolOutput(result);
    throw workerError('PHONE_FILES_LOST', `files that were put on ${phone.adbSerial} are not there any more`);
  } catch (error) {
    if (mustEndTool(error)) await endTool(phone, runId);
    if (!isFarmError(error, 'ADB_TIMEOUT')) throw error;
    throw workerError('RUN_TIMEOUT', `run ${runId} did not end within ${deadlineMs} ms`, { cause: error });
  }
}

/** toybox 0.8's taskset.c: "failed to set pid 123's affinity", before the tool was started. */
function coresRefused({ exitCode, stderr }: ShellResult): boolean {
  return exitCode !== 0 && /^taskset: failed to set /m.test(stderr.toString('utf8'));
}

/** Kills the tool of a run by its process id and waits until it is gone. Throws PHONE_PROCESS_STUCK. */
export async function endTool(phone: AdbPhone, runId: string): Promise<void> {
  await endTools(phone, runDirectory(runId));
}

/** Kills whatever tools earlier holders of the phone left running, and removes their files. */
export async function sweepRuns(phone: AdbPhone, signal: AbortSignal): Promise<void> {
  await endTools(phone, `${runsDirectory}/*`, signal);
  await phone.read(`rm -rf ${runsDirectory}/*`, { deadlineMs: 30_000, signal });
}

/** Removes the files of runs that are over. */
export async function removeRuns(
  phone: AdbPhone,
  runIds: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  await phone.read(shellWords(['rm', '-rf', ...runIds.map(runDirectory)]), { deadlineMs: 30_000, signal });
}

/**
 * The id in a pid file may have gone to another process since: only one whose command line names the tool is killed. A zombie
 * (state Z) has ended; its parent has only not heard of it.
 */
async function endTools(phone: AdbPhone, directories: string, signal?: AbortSignal): Promise<void> {
  const commandText = `
stuck=0
for file in ${directories}/pid; do
  [ -f "$file" ] || continue
  pid=$(cat "$file")
  grep -q benchmark_model "/proc/$pid/cmdline" 2>/dev/null || continue
  kill -9 "$pid"
  tries=0
  while [ -d "/proc/$pid" ] && ! grep -q '^State:.*Z' "/proc/$pid/status" 2>/dev/null; do
    tries=$((tries + 1))
    if [ $tries -gt 50 ]; then stuck=$pid; break; fi
    sleep 0.1
  done
done
[ $stuck = 0 ]`;
  const options = signal === undefined ? {} : { signal };
  const { exitCode } = await phone.shell(commandText, { deadlineMs: 10_000, ...options });
  if (exitCode === 0) return;
  throw workerError('PHONE_PROCESS_STUCK', `a benchmark process on ${phone.adbSerial} survives being killed`);
}

/** Whoever lost the lease must not touch the phone's processes: they may be its next holder's. Nothing was started where files or cores are away. */
function mustEndTool(error: unknown): boolean {
  const gone = ['LEASE_LOST', 'PHONE_LOST', 'ADB_SERVER_LOST', 'PHONE_UNAUTHORIZED'];
  const notStarted = ['PHONE_FILES_LOST', 'PHONE_NOT_FIT'];
  return ![...gone, ...notStarted].some((code) => isFarmError(error, code));
}
