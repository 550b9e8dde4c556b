import type { OperationSizes } from '../../predictor/features/operation-sizes.js';
import { invalidRow, type FilePlace } from '../files/csv.js';
import { isUnmeasured, wholeNumber } from '../files/number-cells.js';
import { parsePythonDictionary } from '../files/python-dictionary.js';

/** Names of features in the table, and what they are called here. */
export const featureKeys = {
  Input_shape: 'inputSide',
  Input_channel: 'inputChannels',
  Output_shape: 'outputSide',
  Stride: 'stride',
  Kernel: 'kernel',
  Filter: 'filters',
  Group: 'groups',
  FLOPS: 'flops',
} as const satisfies Readonly<Record<string, keyof OperationSizes>>;

/** Operations of convolutional networks: the tables tell all sizes of each, `-` for those that mean nothing. */
const sizedOperations: ReadonlySet<string> = new Set([
  'CONV_2D',
  'CONV_2D_GROUP',
  'DEPTHWISE_CONV_2D',
  'FULLY_CONNECTED',
  'MEAN',
  'CONCATENATION',
  'MAX_POOL_2D',
  'AVERAGE_POOL_2D',
]);

/** What a table tells of an operation's sizes. */
export interface ToldFeatures {
  readonly features: OperationSizes;
  /** The cell as it stands, where it is of another kind than the sizes of TFLite's convolutional networks: kept, and not understood. */
  readonly text?: string;
}

/**
 * Reads the cell that holds an operation's features as a Python dictionary. In a table of TFLite's convolutional networks (`isSized`) all
 * sizes of operations that are known must be there. Of others the cell is kept as it is where it does not tell them all.
 */
export function readFeatures(
  operation: string,
  cell: string,
  isSized: boolean,
  place: FilePlace,
): ToldFeatures {
  const isKnown = isSized && sizedOperations.has(operation);
  if (isKnown && cell === '') throw invalidRow(place, 'the cell is empty');
  const dictionary = isSized ? parsePythonDictionary(cell) : undefined;
  const tellsAll = Object.keys(featureKeys).every((key) => dictionary?.has(key));
  if (dictionary === undefined || !(isKnown || tellsAll)) {
    if (isKnown) throw notDictionary(place);
    return { features: {}, text: keptText(cell, place) };
  }
  const features: Partial<Record<keyof OperationSizes, number>> = {};
  for (const [key, name] of Object.entries(featureKeys)) {
    const field = `feature.${key}`;
    const value = dictionary.get(key);
    if (value === undefined) throw invalidRow({ ...place, field }, 'the feature is missing');
    if (value !== '-') features[name] = wholeNumber(value, { ...place, field });
  }
  return { features };
}

function keptText(cell: string, place: FilePlace): string {
  if (isUnmeasured(cell)) return '';
  if (/^\{.*\}$/s.test(cell)) return cell;
  throw notDictionary(place);
}

function notDictionary(place: FilePlace): Error {
  return invalidRow(place, 'this is not a Python dictionary of strings and numbers');
}

/** The cell again: as it was, or the sizes as the tables write them. */
export function featureCell({ features, text }: ToldFeatures): string {
  if (text !== undefined) return text;
  const entries = Object.entries(featureKeys).map(([name, key]) => `'${name}': '${features[key] ?? '-'}'`);
  return `{${entries.join(', ')}}`;
}
