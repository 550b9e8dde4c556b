import { columnIndex, selectColumns, type FeatureTable } from '../model/feature-table.js';
import { predictTable, type FittedModel, type Learner, type TrainingProblem } from '../model/learner.js';
import { nonNegativeCoefficients } from './linear/non-negative.js';
import { requireLatencies } from './loss.js';
import { requireChild, requireFloats, requireIndices, type ModelDocument } from '../model/model-document.js';

/** Most that the residual may correct the roofline by, either way: a factor of e³ ≈ 20. */
export const maxLogCorrection = 3;

/**
 * A roofline prior with a learned correction. The prior is the sum of the times that arithmetic, memory traffic and the launch
 * take: non-negative least squares on the columns named `terms` (work done, bytes moved) and a constant, fitted for relative error (the
 * additive form of the roofline of Williams, Waterman, Patterson 2009). It extrapolates to operations larger than any learned
 * from, which trees cannot. `residual` learns ln(latency / prior), which is small and even, from all features and ln(prior).
 */
export function roofline(terms: readonly string[], residual: Learner): Learner {
  return {
    name: 'roofline',
    fit: (problem, random) => {
      const prior = fitPrior(problem, terms);
      const table = withPriorColumn(problem.table, prior);
      const lnPrior = table.columns.at(-1) as Float64Array;
      const target = problem.target.map((latency, row) => Math.log(latency) - (lnPrior[row] as number));
      return new RooflineModel(prior, residual.fit({ ...problem, table, target }, random));
    },
  };
}

/** Name of the column that the residual's learner finds beside the features: the logarithm of the prior. */
const priorColumn = 'lnPrior';

/** constant + Σ microseconds per unit · units of work; microseconds. */
class RooflinePrior {
  constructor(
    /** Columns of the terms, in the table learned from. */
    readonly columns: Int32Array,
    /** Microseconds per unit of each term, and at the end the constant. */
    readonly costs: Float64Array,
  ) {}

  predictRow(row: Float64Array): number {
    let sum = this.costs[this.columns.length] as number;
    for (let term = 0; term < this.columns.length; term++) {
      sum += (this.costs[term] as number) * (row[this.columns[term] as number] as number);
    }
    return Math.max(sum, Number.MIN_VALUE);
  }
}

/** prior · exp(correction). */
export class RooflineModel implements FittedModel {
  static readonly kind = 'roofline';

  constructor(
    private readonly prior: RooflinePrior,
    private readonly residual: FittedModel,
  ) {}

  predictRow(row: Float64Array): number {
    const prior = this.prior.predictRow(row);
    const extended = new Float64Array(row.length + 1);
    extended.set(row);
    extended[row.length] = Math.log(prior);
    const correction = this.residual.predictRow(extended);
    return prior * Math.exp(Math.min(maxLogCorrection, Math.max(-maxLogCorrection, correction)));
  }

  toDocument(): ModelDocument {
    const { columns, costs } = this.prior;
    const children = { residual: this.residual.toDocument() };
    return { kind: RooflineModel.kind, scalars: {}, arrays: { columns, costs }, children };
  }

  static fromDocument(
    document: ModelDocument,
    featureCount: number,
    read: (child: ModelDocument, featureCount: number) => FittedModel,
  ): RooflineModel {
    const columns = requireIndices(document, 'columns', 0, featureCount);
    const costs = requireFloats(document, 'costs', columns.length + 1);
    const residual = read(requireChild(document, 'residual'), featureCount + 1);
    return new RooflineModel(new RooflinePrior(columns, costs), residual);
  }
}

function fitPrior({ table, target, weights }: TrainingProblem, terms: readonly string[]): RooflinePrior {
  requireLatencies(target);
  const constant = new Float64Array(table.rowCount).fill(1);
  const columns = [...selectColumns(table, terms).columns, constant];
  const relative = target.map((latency, row) => (weights?.[row] ?? 1) / latency ** 2);
  const indices = Int32Array.from(terms, (term) => columnIndex(table.names, term));
  return new RooflinePrior(indices, nonNegativeCoefficients(columns, target, relative));
}

function withPriorColumn(table: FeatureTable, prior: RooflinePrior): FeatureTable {
  const lnPrior = predictTable(prior, table).map(Math.log);
  return { ...table, names: [...table.names, priorColumn], columns: [...table.columns, lnPrior] };
}
