import { partitionsOf, type Partition } from '../../partitions.js';
import type { TfliteView } from '../model/tflite-view.js';
import { isSupported } from './supported.js';

/**
 * Which operations of a network the delegate takes, and in which order the parts run. Of the parts that it supports it takes the
 * largest alone, as is its default (`max_delegated_partitions` is 1; `GetOpsToReplace` in common/model_builder.cc); all else runs on the CPU.
 */
export function partition(view: TfliteView): readonly Partition[] {
  const { operations } = view.graph;
  const unpacking = operations.map((operation) => view.unpacksFloat16(operation));
  const supported = operations.map((operation, index) => !unpacking[index] && isSupported(view, operation));
  if (supported.every((each, index) => each || unpacking[index])) {
    return [{ delegated: true, operations: operations.map((_, index) => index) }];
  }
  const candidates = partitionsOf(view.graph, (index) => supported[index] === true).filter(
    ({ delegated }) => delegated,
  );
  let largest: Partition | undefined;
  for (const each of candidates) {
    if (each.operations.length > (largest?.operations.length ?? 0)) largest = each;
  }
  const chosen = new Set(largest?.operations);
  return partitionsOf(view.graph, (index) => chosen.has(index));
}
