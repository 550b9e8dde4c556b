import type { Value } from '../../builder/graph-builder.js';

/** A step of a network that branches: it runs once its inputs are there. */
export interface Step {
  /** The layer's path in the model that was converted. */
  readonly name: string;
  readonly inputs: readonly Step[];
  run(...inputs: readonly Value[]): Value;
}

/**
 * Runs steps, and all that they need, in the order in which TensorFlow's importer emits a graph: whatever is ready, the
 * smallest name first. Operations of parallel branches are thereby interleaved as in a converted model.
 */
export function runInConverterOrder(wanted: readonly Step[]): ReadonlyMap<Step, Value> {
  const waiting = [...reachable(wanted)].sort((a, b) => (a.name < b.name ? -1 : 1));
  const done = new Map<Step, Value>();
  while (waiting.length > 0) {
    const next = waiting.findIndex((step) => step.inputs.every((input) => done.has(input)));
    const [step] = waiting.splice(next, 1);
    if (next < 0 || step === undefined) throw new RangeError('steps wait for each other');
    done.set(step, step.run(...step.inputs.flatMap((input) => done.get(input) ?? [])));
  }
  return done;
}

function reachable(wanted: readonly Step[]): ReadonlySet<Step> {
  const found = new Set<Step>();
  const pending = [...wanted];
  for (let step = pending.pop(); step !== undefined; step = pending.pop()) {
    if (found.has(step)) continue;
    found.add(step);
    pending.push(...step.inputs);
  }
  return found;
}
