import { sha256Hex } from '../../graph/index.js';
import { inTransaction } from '../../platform/database/index.js';
import type { Database } from '../../platform/database/index.js';
import { isFarmError } from '../../platform/index.js';
import { toolNames, toolText } from '../../records/benchmark-tool-kind.js';
import type { BenchmarkToolKind } from '../../records/benchmark-tool-kind.js';
import { lockBinary, storeBinary } from '../../tables/benchmark-binary/benchmark-binaries.js';
import type { BinaryFacts } from '../../tables/benchmark-binary/benchmark-binaries.js';
import { toolFeatureLevel } from '../benchmark-tool/index.js';
import { workerError } from '../errors.js';
import { refuseWhileNeeded } from './needed-binaries.js';
import { programKind } from './program-abi.js';

/** A benchmark tool as its user hands it in. */
export interface NewBinary {
  readonly fileName: string;
  readonly content: Uint8Array<ArrayBuffer>;
  /** TFLite's `benchmark_model` unless it says so. */
  readonly kind?: BenchmarkToolKind;
  /** The ABI that phones name it by in `ro.product.cpu.abilist`. */
  readonly abi: string;
  /** As scenarios name it: `2.15`, `2.20-rc0`, `litert-2.1`. */
  readonly runtimeVersion: string;
  /** What the user expects the file to be, if they say so: 64 hexadecimal digits. */
  readonly sha256?: string;
}

/** A benchmark tool that the farm has. */
export type StoredBinary = BinaryFacts;

/** A tool that was added, and what it was declared to be until now where that was another version or another kind. */
export interface AddedBinary extends StoredBinary {
  readonly correctedFrom?: string;
}

/** Larger than any benchmark tool with all its delegates, and small enough to hold in memory. */
const maximumBytes = 256 * 1024 * 1024;

/**
 * Adds a benchmark tool, once per content, after it was looked at: its hash must be the expected one, a native program
 * must be of the ABI it is added for, and LiteRT's other tool must be called what it is. A script is accepted for any ABI: it is what a phone made of software runs. A file that the farm has
 * under another version gets the version that it is now said to have; runs that were measured with it keep their scenarios.
 * Throws BENCHMARK_BINARY_REFUSED, and BENCHMARK_BINARY_NEEDED where open runs need the file under its old version, before anything is written.
 */
export async function addBinary(database: Database, binary: NewBinary): Promise<AddedBinary> {
  const sha256 = sha256Hex(binary.content);
  refuseUnfit(binary, sha256);
  const { fileName, kind = 'tflite', abi, runtimeVersion, content } = binary;
  return await inTransaction(database.pool, async (client) => {
    const known = await lockBinary(client, sha256);
    if (known !== undefined && known.abi !== abi) {
      throw refused(binary, `the farm has this very file as ${known.runtimeVersion} for ${known.abi}`);
    }
    const isSame = known?.runtimeVersion === runtimeVersion && known.kind === kind;
    const isCorrection = known !== undefined && !known.removed && !isSame;
    if (isCorrection) await refuseWhileNeeded(client, known);
    const stored = await storeBinary(client, { sha256, fileName, kind, abi, runtimeVersion, content });
    return isCorrection ? { ...stored, correctedFrom: toolText(known) } : stored;
  });
}

/** The benchmark tools that the farm has, the latest first, without their contents. */
export async function listBinaries(database: Database): Promise<StoredBinary[]> {
  const rows = await database.prisma.benchmarkBinary.findMany({
    where: { removedAt: null },
    orderBy: [{ createdAt: 'desc' }, { sha256: 'asc' }],
    omit: { content: true, removedAt: true },
  });
  return rows.map((row) => ({
    ...row,
    kind: row.kind as BenchmarkToolKind,
    sizeBytes: Number(row.sizeBytes),
  }));
}

function refuseUnfit(binary: NewBinary, sha256: string): void {
  if (binary.content.byteLength > maximumBytes)
    throw refused(binary, `it is larger than ${maximumBytes} bytes`);
  if (binary.sha256 !== undefined && binary.sha256.toLowerCase() !== sha256) {
    throw refused(binary, `its SHA-256 is ${sha256}, not ${binary.sha256}`);
  }
  if (!/^[a-z0-9][a-z0-9._-]*$/i.test(binary.abi)) throw refused(binary, `"${binary.abi}" is no ABI`);
  refuseUnusableVersion(binary);
  refuseOtherKind(binary);
  const program = programKind(binary.content);
  if (program.kind === 'other') throw refused(binary, `it is ${program.description}`);
  if (program.kind === 'native' && program.abi !== binary.abi) {
    throw refused(binary, `it is a program for ${program.abi}, not for ${binary.abi}`);
  }
}

/** What no run could use is not taken. */
function refuseUnusableVersion(binary: NewBinary): void {
  try {
    toolFeatureLevel(binary.runtimeVersion);
  } catch (error) {
    if (isFarmError(error)) throw refused(binary, error.message);
    throw error;
  }
}

/** LiteRT's other tool names its own source file in what it writes, so that its name is in the program, and in no other. */
function refuseOtherKind(binary: NewBinary): void {
  const { kind = 'tflite', content } = binary;
  const { buffer, byteOffset, byteLength } = content;
  const isLitert = Buffer.from(buffer, byteOffset, byteLength).includes(toolNames.litert);
  if (isLitert === (kind === 'litert')) return;
  throw refused(
    binary,
    isLitert
      ? `it is ${toolNames.litert}, another tool of LiteRT: add it as of kind litert`
      : `it is not ${toolNames.litert}, whose name is nowhere in it: add it as of kind tflite`,
  );
}

function refused(binary: NewBinary, reason: string) {
  return workerError('BENCHMARK_BINARY_REFUSED', `${binary.fileName}: ${reason}`, {
    details: { file: binary.fileName, abi: binary.abi, runtimeVersion: binary.runtimeVersion },
  });
}
