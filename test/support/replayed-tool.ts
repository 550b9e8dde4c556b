/** What a genuine tool wrote once. */
export interface RecordedOutput {
  readonly stdout: string;
  readonly stderr: string;
}

/** A benchmark tool for virtual phones that says again, whatever the model, what a genuine one said: with and without the profiler. */
export function replayedTool(plain: RecordedOutput, profiled: RecordedOutput): string {
  return [
    '#!/bin/sh',
    'case "$*" in',
    `*--enable_op_profiling=true*)`,
    ...printing(profiled),
    ';;',
    '*)',
    ...printing(plain),
    ';;',
    'esac',
    '',
  ].join('\n');
}

function printing({ stdout, stderr }: RecordedOutput): string[] {
  const mark = 'END_OF_RECORDED_OUTPUT';
  return [`cat <<'${mark}'`, stdout.trimEnd(), '', mark, `cat >&2 <<'${mark}'`, stderr.trimEnd(), mark];
}
