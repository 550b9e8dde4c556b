/** Whether a run may be learned from. Anything but `ok` is kept and shown, never trained on. */
export const verdicts = [
  'ok',
  'throttled',
  'contended',
  'noisy',
  'doubtful',
  'drifted',
  'parse-mismatch',
  'incomplete',
  'fallback',
] as const;
export type Verdict = (typeof verdicts)[number];
