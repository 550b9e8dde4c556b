/** Ways in which an active campaign chooses what to measure, the default first. Campaign files name them; the trainer has them. */
export const strategyNames = [
  'combined',
  'combined-by-cost',
  'random',
  'latin-hypercube',
  'low-discrepancy',
  'coverage',
  'coverage-by-cost',
  'gp-variance',
  'network-variance',
  'ensemble-variance',
  'error-driven',
] as const;

export type StrategyName = (typeof strategyNames)[number];
