import type { AdbPhone } from '../../adb/index.js';
import { runTool } from './tool-process.js';
import type { ToolResult } from './tool-script.js';
import { profilesApart, profilesOperations, toolWords } from './tool-words.js';
import type { ToolCall } from './tool-words.js';

/** The commands that measure a model: one, or one for its latency and one for its operations. */
export interface ToolCommands {
  readonly words: readonly string[];
  /** With the profiler, where that changes the latency. */
  readonly profiledWords?: readonly string[];
}

/** What the commands left behind. */
export interface ToolResults {
  readonly result: ToolResult;
  readonly profiled?: ToolResult;
  /** Of all executions. */
  readonly toolMs: number;
}

export interface ExecutionLimits {
  readonly runId: string;
  /** Paths on the phone of the tool and the model. */
  readonly files: readonly string[];
  /** Of one execution. */
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
}

/** Throws BENCHMARK_OPTION_…. */
export function toolCommands(call: Omit<ToolCall, 'profiled'>): ToolCommands {
  if (!profilesOperations(call.scenario)) return { words: toolWords({ ...call, profiled: false }) };
  if (!profilesApart(call.scenario)) return { words: toolWords({ ...call, profiled: true }) };
  return {
    words: toolWords({ ...call, profiled: false }),
    profiledWords: toolWords({ ...call, profiled: true }),
  };
}

/** Executes the commands one after the other; the second only after the first ended well. Throws what {@link runTool} does. */
export async function executeTool(
  phone: AdbPhone,
  { words, profiledWords }: ToolCommands,
  limits: ExecutionLimits,
): Promise<ToolResults> {
  const result = await runTool(phone, { ...limits, words });
  if (profiledWords === undefined || result.exitCode !== 0) return { result, toolMs: result.durationMs };
  const profiled = await runTool(phone, { ...limits, words: profiledWords });
  return { result, profiled, toolMs: result.durationMs + profiled.durationMs };
}
