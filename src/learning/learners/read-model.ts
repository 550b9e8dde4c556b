import { GaussianProcessModel } from './gaussian-process.js';
import type { FittedModel } from '../model/learner.js';
import { LinearModel } from './linear/linear-model.js';
import { LatencyModel } from './loss.js';
import { invalid, type ModelDocument } from '../model/model-document.js';
import { NeuralNetworkModel } from './neural-network.js';
import { ColumnsModel } from './on-columns.js';
import { RooflineModel } from './roofline.js';
import { TreeEnsemble } from './trees/tree-ensemble.js';

/** Models in a document nest at most this deep; our learners nest 3 deep. */
const maxNesting = 8;

/**
 * Makes the model that a document describes, for rows of `featureCount` features. Throws PREDICTOR_FILE_INVALID when a kind is
 * unknown, an array does not fit or an index points outside: a document is data of unknown origin until it has passed here.
 */
export function readModel(document: ModelDocument, featureCount: number, nesting = 0): FittedModel {
  if (nesting > maxNesting) throw invalid(document, 'models nest too deep');
  const read = (child: ModelDocument, count = featureCount) => readModel(child, count, nesting + 1);
  switch (document.kind) {
    case ColumnsModel.kind:
      return ColumnsModel.fromDocument(document, featureCount, read);
    case GaussianProcessModel.kind:
      return GaussianProcessModel.fromDocument(document, featureCount);
    case NeuralNetworkModel.kind:
      return NeuralNetworkModel.fromDocument(document, featureCount);
    case LatencyModel.kind:
      return LatencyModel.fromDocument(document, read);
    case LinearModel.kind:
      return LinearModel.fromDocument(document, featureCount);
    case RooflineModel.kind:
      return RooflineModel.fromDocument(document, featureCount, read);
    case TreeEnsemble.kind:
      return TreeEnsemble.fromDocument(document, featureCount);
    default:
      throw invalid(document, 'this version knows no such kind');
  }
}
