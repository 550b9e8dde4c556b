export {
  architectureFamily,
  architectureNames,
  buildArchitecture,
  isArchitectureName,
} from './architectures/index.js';
export type { BuildOptions } from './architectures/index.js';
export { GraphBuilder } from './builder/graph-builder.js';
export type { Value } from './builder/graph-builder.js';
export type { ActivationKind } from './builder/layer-options.js';
export { sha256Hex } from './canonical-json.js';
export type { Operand, OperationConfiguration } from './model/configuration.js';
export { configurationHash } from './description/configuration-hash.js';
export { costOf, outputsOf } from './description/cost.js';
export type { Cost } from './description/cost.js';
export { configurationOf, describeGraph } from './description/describe.js';
export type { GraphDescription, OperationDescription, SubgraphDescription } from './description/describe.js';
export { GraphError } from './errors.js';
export { featureLevel, isRuntimeVersion, isTfliteVersion, parseRuntimeVersion } from './runtime-version.js';
export type { GraphErrorCode } from './errors.js';
export type { Attributes, AttributeValue, Call, Graph, Operation } from './model/graph.js';
export { unfilledInputs } from './description/filled-inputs.js';
export { graphOfConfigurations } from './builder/graph-of-configurations.js';
export { gapOf, leftOutOf } from './description/left-out.js';
export type { LeftOut } from './description/left-out.js';
export { featureNames, featuresOf } from './description/operation-features.js';
export type { FusedActivation } from './operators/definition/fields.js';
export { operatorNames } from './operators/registry.js';
export {
  architectureSpace,
  architectureSpaces,
  designMarginals,
  designSize,
  restrictDesign,
  sampleArchitecture,
} from './architectures/spaces/index.js';
export type {
  ArchitectureSpace,
  Choices,
  Marginal,
  Restriction,
  SampledArchitecture,
} from './architectures/spaces/index.js';
export { inPrecision } from './precision/in-precision.js';
export { precisions, storedWords } from './model/precision.js';
export type { Precision, StoredPrecision } from './model/precision.js';
export {
  builtForScenario,
  fitsScenario,
  misfitReason,
  scenarioPrecisions,
  storedInScenario,
} from './precision/scenario-precision.js';
export type { ScenarioPrecision } from './precision/scenario-precision.js';
export {
  precisionOfConfigurations,
  precisionOfDescription,
  precisionOfGraph,
} from './precision/precisions-of.js';
export type { NetworkPrecision } from './precision/precisions-of.js';
export { dynamicDimension } from './model/tensor.js';
export type { ElementType, Quantization, Shape, Tensor } from './model/tensor.js';
export { readTflite } from './tflite/read-model.js';
export type { TfliteModel, UnknownOperation } from './tflite/read-model.js';
export { writeTflite } from './tflite/write-model.js';
export type { WriteOptions } from './tflite/write-model.js';
export { variationLimits } from './variation/variation.js';
export type { Variation } from './variation/variation.js';
export { varyGraph } from './variation/vary-graph.js';
