/** What a genuine tool wrote once, or what its sources say that it writes. */
export interface RecordedOutput {
  readonly stdout: string;
  readonly stderr: string;
}

/** A benchmark tool for virtual phones that says again, whatever the model, what a genuine one said: with and without the profiler. */
export function replayedTool(plain: RecordedOutput, profiled: RecordedOutput): string {
  return toolThatReplays([
    ['*--enable_op_profiling=true*', profiled],
    ['*', plain],
  ]);
}

/** One that says again what belongs to the first pattern of its arguments, as a shell's `case` reads them. */
export function toolThatReplays(
  recordings: readonly (readonly [pattern: string, output: RecordedOutput])[],
): string {
  const cases = recordings.flatMap(([pattern, output]) => [`${pattern})`, ...printing(output), ';;']);
  return ['#!/bin/sh', 'case "$*" in', ...cases, 'esac', ''].join('\n');
}

function printing({ stdout, stderr }: RecordedOutput): string[] {
  const mark = 'END_OF_RECORDED_OUTPUT';
  return [`cat <<'${mark}'`, stdout.trimEnd(), '', mark, `cat >&2 <<'${mark}'`, stderr.trimEnd(), mark];
}
