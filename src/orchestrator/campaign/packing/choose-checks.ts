import type { Random } from '../../../learning/random/random.js';
import { groupBy } from '../group-by.js';
import { fewestChecks } from './judge-packing.js';

export interface PackingCheckOptions<Item> {
  readonly operatorOf: (item: Item) => string;
  /** How many checks an operator is to have. */
  readonly checksOf: (operator: string) => number;
  /** Whether an operator that is to be checked and has too few configurations for a judgement has all of them measured alone. */
  readonly fewAlone: boolean;
  readonly random: Random;
}

/** What is measured alone as well as packed, so that packing can be judged: so many of each operator, by chance. */
export function choosePackingChecks<Item>(
  packed: readonly Item[],
  { operatorOf, checksOf, fewAlone, random }: PackingCheckOptions<Item>,
): Item[] {
  return [...groupBy(packed, operatorOf)].flatMap(([operator, own]) => {
    const checks = checksOf(operator);
    if (own.length < fewestChecks) return fewAlone && checks > 0 ? own : [];
    return random.split(`checks of ${operator}`).shuffle(own).slice(0, checks);
  });
}
