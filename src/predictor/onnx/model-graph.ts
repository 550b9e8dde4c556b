import { PredictorError } from '../errors.js';
import { LinearModel } from '../../learning/learners/linear/linear-model.js';
import { LatencyModel } from '../../learning/learners/loss.js';
import {
  requireChild,
  requireFloats,
  requireIndices,
  requireName,
  requireNumber,
  type ModelDocument,
} from '../../learning/model/model-document.js';
import { ColumnsModel } from '../../learning/learners/on-columns.js';
import { maxLogCorrection, RooflineModel } from '../../learning/learners/roofline.js';
import { TreeEnsemble } from '../../learning/learners/trees/tree-ensemble.js';
import type { OnnxGraphBuilder, Value } from './graph-builder.js';
import { treeEnsembleAttributes } from './tree-nodes.js';

/**
 * Adds a model to a graph: trees as TreeEnsembleRegressor, all around them as standard operators, so that the result is what
 * `predictRow` of the same model says of each row, in the same unit. Throws PREDICTOR_WITHOUT_ONNX_FORM for a kind of
 * model that has none.
 */
export function addModel(graph: OnnxGraphBuilder, document: ModelDocument, rows: Value): Value {
  switch (document.kind) {
    case ColumnsModel.kind: {
      const columns = [...requireIndices(document, 'columns', 0, 2 ** 31)];
      return addModel(graph, requireChild(document, 'inner'), graph.columnsOf(rows, columns));
    }
    case LatencyModel.kind:
      return addLatency(graph, document, rows);
    case LinearModel.kind:
      return addLinear(graph, document, rows);
    case RooflineModel.kind:
      return addRoofline(graph, document, rows);
    case TreeEnsemble.kind:
      return graph.applyMachineLearning('TreeEnsembleRegressor', rows, treeEnsembleAttributes(document));
    default:
      throw new PredictorError(
        'PREDICTOR_WITHOUT_ONNX_FORM',
        `A ${document.kind} model cannot be written as ONNX.`,
        {
          details: { kind: document.kind },
        },
      );
  }
}

function addLatency(graph: OnnxGraphBuilder, document: ModelDocument, rows: Value): Value {
  const inner = addModel(graph, requireChild(document, 'inner'), rows);
  const loss = requireName(document, 'loss', ['squared', 'relative', 'logarithmic']);
  const latency = loss === 'logarithmic' ? graph.apply('Exp', [inner]) : inner;
  return graph.apply('Max', [latency, graph.scalar(requireNumber(document, 'floorUs'))]);
}

function addLinear(graph: OnnxGraphBuilder, document: ModelDocument, rows: Value): Value {
  const scale = requireName(document, 'inputScale', ['plain', 'logarithmic']);
  const inputs = scale === 'plain' ? rows : logarithmOfOnePlus(graph, rows);
  const sum = graph.apply('MatMul', [inputs, graph.column([...requireFloats(document, 'coefficients')])]);
  return graph.apply('Add', [sum, graph.scalar(requireNumber(document, 'intercept'))]);
}

function logarithmOfOnePlus(graph: OnnxGraphBuilder, rows: Value): Value {
  const positive = graph.apply('Max', [rows, graph.scalar(0)]);
  return graph.apply('Log', [graph.apply('Add', [positive, graph.scalar(1)])]);
}

function addRoofline(graph: OnnxGraphBuilder, document: ModelDocument, rows: Value): Value {
  const columns = [...requireIndices(document, 'columns', 0, 2 ** 31)];
  const costs = [...requireFloats(document, 'costs', columns.length + 1)];
  const constant = graph.scalar(costs.pop() as number);
  const work = graph.apply('MatMul', [graph.columnsOf(rows, columns), graph.column(costs)]);
  const prior = graph.apply('Max', [graph.apply('Add', [work, constant]), graph.scalar(Number.MIN_VALUE)]);
  const extended = graph.apply('Concat', [rows, graph.apply('Log', [prior])], { axis: 1 });
  const correction = addModel(graph, requireChild(document, 'residual'), extended);
  const low = graph.apply('Max', [correction, graph.scalar(-maxLogCorrection)]);
  const bounded = graph.apply('Min', [low, graph.scalar(maxLogCorrection)]);
  return graph.apply('Mul', [prior, graph.apply('Exp', [bounded])]);
}
