import { columnIndex, selectColumns } from '../model/feature-table.js';
import type { FittedModel, Learner } from '../model/learner.js';
import { requireChild, requireIndices, type ModelDocument } from '../model/model-document.js';

/** Lets a learner see only the columns of the given names. */
export function onColumns(names: readonly string[], learner: Learner): Learner {
  return {
    name: learner.name,
    fit: (problem, random) => {
      const columns = Int32Array.from(names, (name) => columnIndex(problem.table.names, name));
      const table = selectColumns(problem.table, names);
      return new ColumnsModel(columns, learner.fit({ ...problem, table }, random));
    },
  };
}

/** A model of some of the columns. */
export class ColumnsModel implements FittedModel {
  static readonly kind = 'columns';

  constructor(
    private readonly columns: Int32Array,
    private readonly inner: FittedModel,
  ) {}

  predictRow(row: Float64Array): number {
    return this.inner.predictRow(Float64Array.from(this.columns, (column) => row[column] as number));
  }

  toDocument(): ModelDocument {
    const children = { inner: this.inner.toDocument() };
    return { kind: ColumnsModel.kind, scalars: {}, arrays: { columns: this.columns }, children };
  }

  static fromDocument(
    document: ModelDocument,
    featureCount: number,
    read: (child: ModelDocument, featureCount: number) => FittedModel,
  ): ColumnsModel {
    const columns = requireIndices(document, 'columns', 0, featureCount);
    return new ColumnsModel(columns, read(requireChild(document, 'inner'), columns.length));
  }
}
