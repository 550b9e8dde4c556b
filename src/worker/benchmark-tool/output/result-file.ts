import { benchmarkToolError } from '../errors.js';
import type { ResultFile } from '../report.js';
import { protobufFields } from './protobuf-fields.js';
import type { ProtobufField } from './protobuf-fields.js';

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };
type Setter = (result: Writable<ResultFile>, field: ProtobufField) => boolean;

/** Longer is no result of the tool's: it writes about a hundred bytes. */
export const longestResultFile = 65_536;

/** Milliseconds as the tool divided them, in microseconds. */
const microseconds = (name: TimeName) => float(name, 1_000);
/** Kilobytes, in megabytes of 1,024 × 1,024 bytes. */
const kilobytes = (name: 'initMb' | 'overallMb') => whole(name, 1 / 1_024);

type TimeName = Exclude<
  keyof ResultFile,
  'initMb' | 'overallMb' | 'peakMb' | 'inferenceCount' | 'warmupCount'
>;

/** Fields of the messages of tflite/tools/benchmark/proto/benchmark_result.proto, by their numbers. */
const latencyFields: Readonly<Record<number, Setter>> = {
  1: microseconds('meanUs'),
  2: microseconds('minUs'),
  3: microseconds('maxUs'),
  4: microseconds('stdUs'),
  5: microseconds('medianUs'),
  6: microseconds('p5Us'),
  7: microseconds('p95Us'),
  8: microseconds('initUs'),
  9: microseconds('firstInferenceUs'),
  10: microseconds('warmupMeanUs'),
};
const memoryFields: Readonly<Record<number, Setter>> = {
  1: kilobytes('initMb'),
  2: kilobytes('overallMb'),
  3: float('peakMb', 1),
};
const miscFields: Readonly<Record<number, Setter>> = {
  2: whole('inferenceCount', 1),
  3: whole('warmupCount', 1),
};
const resultFields: Readonly<Record<number, Setter>> = {
  2: message(latencyFields),
  3: message(memoryFields),
  4: message(miscFields),
};

/**
 * Reads what the tool writes to `--result_file_path` (LiteRT 2.1 and later): a protobuf message BenchmarkResult. Fields that are not known are
 * passed over, as protobuf has it. Throws BENCHMARK_OUTPUT_UNREADABLE for what is no such message. The bytes may be hostile.
 */
export function readResultFile(bytes: Uint8Array): ResultFile {
  if (bytes.length > longestResultFile) throw unreadable(`it has ${bytes.length} bytes`);
  const result: Writable<ResultFile> = {};
  try {
    readMessage(bytes, resultFields, result);
  } catch (error) {
    if (error instanceof RangeError) throw unreadable(error.message);
    throw error;
  }
  return result;
}

function readMessage(
  bytes: Uint8Array,
  fields: Readonly<Record<number, Setter>>,
  result: Writable<ResultFile>,
): void {
  for (const field of protobufFields(bytes)) {
    const set = fields[field.number];
    if (set !== undefined && !set(result, field))
      throw new RangeError(`field ${field.number} is of another kind than it should be`);
  }
}

function message(fields: Readonly<Record<number, Setter>>): Setter {
  return (result, field) => {
    if (field.kind !== 'bytes') return false;
    readMessage(field.value, fields, result);
    return true;
  };
}

/** What is not a number, such as the mean of no inference, is not told. */
function float(name: Exclude<keyof ResultFile, 'inferenceCount' | 'warmupCount'>, factor: number): Setter {
  return (result, { kind, value }) => {
    if (kind !== 'fixed32') return false;
    const told = new DataView(value.buffer, value.byteOffset, 4).getFloat32(0, true);
    if (Number.isFinite(told)) result[name] = told * factor;
    return true;
  };
}

function whole(name: 'initMb' | 'overallMb' | 'inferenceCount' | 'warmupCount', factor: number): Setter {
  return (result, { kind, value }) => {
    if (kind !== 'varint') return false;
    result[name] = Number(BigInt.asIntN(64, value)) * factor;
    return true;
  };
}

function unreadable(reason: string) {
  return benchmarkToolError(
    'BENCHMARK_OUTPUT_UNREADABLE',
    `The result file of the benchmark tool is not understood: ${reason}.`,
  );
}
