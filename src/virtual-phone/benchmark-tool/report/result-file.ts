import type { Stat } from './stat.js';

/** What the tool knows at its end; times in microseconds, memory in bytes since its start. */
export interface ToolResult {
  readonly initUs: number;
  readonly warmup: Stat;
  readonly inference: Stat;
  readonly initBytes: number;
  readonly overallBytes: number;
  readonly modelBytes: number;
}

/**
 * The message BenchmarkResult of TFLite's tools/benchmark/proto/benchmark_result.proto, as ProtoBenchmarkReporter of benchmark_tflite_model.cc
 * fills it. Percentiles are left out, as this tool's output has none.
 */
export function resultFile({
  initUs,
  warmup,
  inference,
  initBytes,
  overallBytes,
  modelBytes,
}: ToolResult): Buffer {
  const inferenceUs = [inference.average, inference.min, inference.max, inference.deviation];
  const latency = [
    ...inferenceUs.map((us, index) => float(index + 1, us / 1_000)),
    ...[initUs, warmup.first, warmup.average].map((us, index) => float(index + 8, us / 1_000)),
  ];
  const memory = [initBytes, overallBytes].map((bytes, index) => whole(index + 1, bytes / 1_024));
  const misc = [
    float(1, modelBytes / 1e6),
    whole(2, inference.count),
    whole(3, warmup.count),
    float(4, modelBytes / inference.average),
  ];
  return Buffer.concat([latency, memory, misc].map((parts, index) => message(index + 2, parts)));
}

function message(field: number, parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([varint(BigInt(8 * field + 2)), varint(BigInt(content.length)), content]);
}

function float(field: number, value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return Buffer.concat([varint(BigInt(8 * field + 5)), bytes]);
}

/** Memory may have become less: negative numbers are written as protobuf has them, in 64 bits. */
function whole(field: number, value: number): Buffer {
  const bits = BigInt.asUintN(64, BigInt(Math.trunc(value)));
  return Buffer.concat([varint(BigInt(8 * field)), varint(bits)]);
}

function varint(value: bigint): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  return Buffer.from([...bytes, Number(rest)]);
}
