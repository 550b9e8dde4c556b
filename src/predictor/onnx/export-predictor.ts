import { canonicalJson } from '../../graph/canonical-json.js';
import type { KernelPredictor } from '../kernels/kernel-predictor.js';
import { OnnxGraphBuilder } from './graph-builder.js';
import { encodeModel } from './messages.js';
import { addModel } from './model-graph.js';

/** Names of the model's one input and one output. */
export const onnxInput = 'features';
export const onnxOutput = 'latencyUs';

/**
 * A predictor as a .onnx file: `features` is a float64 matrix of a row for each kernel and a column for each feature, in the order
 * that the metadata `features` lists them with their units and the ranges learned from; `latencyUs` is [rows, 1] in microseconds.
 * Agrees with our own predictions to float32's precision, in which ONNX hands over the sum of trees.
 */
export function predictorToOnnx(predictor: KernelPredictor): Uint8Array {
  const { facts, model } = predictor;
  const graph = new OnnxGraphBuilder();
  graph.name(addModel(graph, model.toDocument(), onnxInput), onnxOutput);
  return encodeModel({
    name: facts.kernelGroup,
    input: { name: onnxInput, width: facts.features.length },
    output: { name: onnxOutput, width: 1 },
    nodes: graph.nodes,
    constants: graph.constants,
    metadata: {
      kernelGroup: facts.kernelGroup,
      learner: facts.learner,
      features: canonicalJson(facts.features),
      trainingSetHash: facts.trainingSetHash,
      trainingRows: String(facts.trainingRows),
      seed: String(facts.seed),
    },
    producer: { name: 'latency-farm', version: facts.codeVersion },
  });
}
