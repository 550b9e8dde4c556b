import type { Random } from '../../../learning/random/random.js';
import { groupBy } from '../group-by.js';
import { fewestChecks } from './judge-packing.js';

/**
 * What is measured alone as well as packed, so that packing can be judged: so many of each operator as `checksOf` says, by chance; none
 * of an operator that has too few for a judgement.
 */
export function choosePackingChecks<Item>(
  packed: readonly Item[],
  operatorOf: (item: Item) => string,
  checksOf: (operator: string) => number,
  random: Random,
): Item[] {
  return [...groupBy(packed, operatorOf)].flatMap(([operator, own]) =>
    own.length < fewestChecks
      ? []
      : random.split(`checks of ${operator}`).shuffle(own).slice(0, checksOf(operator)),
  );
}
