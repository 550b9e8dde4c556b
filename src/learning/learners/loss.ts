import { LearningError } from '../errors.js';
import { weightsOf, type FittedModel, type Learner, type TrainingProblem } from '../model/learner.js';
import { requireChild, requireName, requireNumber, type ModelDocument } from '../model/model-document.js';

/**
 * What a learner of least squares is made to minimise. `squared`: (prediction − latency)². `relative`: the same divided by
 * latency², so that small operations count as much as large ones. `logarithmic`: (ln prediction − ln latency)².
 */
export type Loss = 'squared' | 'relative' | 'logarithmic';

/** Predictions of latency stay above this share of the smallest latency learned from: no operation takes no time. */
const floorShare = 0.1;

/** Makes a learner of least squares learn latencies (microseconds, above 0) under the given loss. */
export function withLoss(learner: Learner, loss: Loss): Learner {
  return {
    name: learner.name,
    fit: (problem, random) => {
      requireLatencies(problem.target);
      const smallest = problem.target.reduce((least, value) => Math.min(least, value), Infinity);
      return new LatencyModel(learner.fit(transformed(problem, loss), random), loss, floorShare * smallest);
    },
  };
}

/** A model whose answer is a latency in microseconds, above 0. */
export class LatencyModel implements FittedModel {
  static readonly kind = 'latency';

  constructor(
    readonly inner: FittedModel,
    readonly loss: Loss,
    readonly floorUs: number,
  ) {}

  predictRow(row: Float64Array): number {
    const value = this.inner.predictRow(row);
    return Math.max(this.floorUs, this.loss === 'logarithmic' ? Math.exp(value) : value);
  }

  toDocument(): ModelDocument {
    const scalars = { loss: this.loss, floorUs: this.floorUs };
    return { kind: LatencyModel.kind, scalars, arrays: {}, children: { inner: this.inner.toDocument() } };
  }

  static fromDocument(document: ModelDocument, read: (child: ModelDocument) => FittedModel): LatencyModel {
    const loss = requireName(document, 'loss', ['squared', 'relative', 'logarithmic']);
    return new LatencyModel(read(requireChild(document, 'inner')), loss, requireNumber(document, 'floorUs'));
  }
}

/** Throws LEARNER_INPUT_INVALID unless there are latencies and all are finite and above 0. */
export function requireLatencies(target: Float64Array): void {
  const row = target.findIndex((value) => !(value > 0 && Number.isFinite(value)));
  if (target.length === 0)
    throw new LearningError('LEARNER_INPUT_INVALID', 'There are no rows to learn from.');
  if (row >= 0) {
    throw new LearningError(
      'LEARNER_INPUT_INVALID',
      `The latency of row ${row} is ${target[row] as number} µs.`,
      { row },
    );
  }
}

function transformed(problem: TrainingProblem, loss: Loss): TrainingProblem {
  if (loss === 'squared') return problem;
  if (loss === 'logarithmic') return { ...problem, target: problem.target.map(Math.log) };
  const weights = weightsOf(problem).map((weight, row) => weight / (problem.target[row] as number) ** 2);
  return { ...problem, weights };
}
