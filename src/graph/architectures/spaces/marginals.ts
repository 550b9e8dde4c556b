import type { ChoiceValue, Decision } from './design.js';

/** How often a decision is taken each way in sampled architectures. */
export interface Marginal {
  readonly name: string;
  /** Probability of each value; what is missing to 1 is how often the decision does not arise. */
  readonly probabilities: readonly { readonly value: ChoiceValue; readonly probability: number }[];
}

/** Marginals of every decision, in the order in which decisions first arise. Exact, without drawing anything. */
export function designMarginals(decisions: readonly Decision[]): readonly Marginal[] {
  const tables = new Map<string, Map<ChoiceValue, number>>();
  addMarginals(decisions, 1, tables);
  return [...tables].map(([name, table]) => ({
    name,
    probabilities: [...table].map(([value, probability]) => ({ value, probability })),
  }));
}

function addMarginals(
  decisions: readonly Decision[],
  arises: number,
  tables: Map<string, Map<ChoiceValue, number>>,
): void {
  for (const { name, options } of decisions) {
    const table = tables.get(name) ?? new Map<ChoiceValue, number>();
    tables.set(name, table);
    const total = options.reduce((sum, { weight }) => sum + weight, 0);
    for (const { value, weight, then } of options) {
      const probability = (arises * weight) / total;
      table.set(value, (table.get(value) ?? 0) + probability);
      addMarginals(then, probability, tables);
    }
  }
}
