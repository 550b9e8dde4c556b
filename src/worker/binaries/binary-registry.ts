import type { Database } from '../../platform/database/index.js';
import { sha256Hex } from '../../graph/index.js';
import { workerError } from '../errors.js';
import { programKind } from './program-abi.js';

/** A benchmark tool as its user hands it in. */
export interface NewBinary {
  readonly fileName: string;
  readonly content: Uint8Array<ArrayBuffer>;
  /** The ABI that phones name it by in `ro.product.cpu.abilist`. */
  readonly abi: string;
  /** As scenarios name it: `2.15`, `litert-2.1`. */
  readonly runtimeVersion: string;
  /** What the user expects the file to be, if they say so: 64 hexadecimal digits. */
  readonly sha256?: string;
}

/** A benchmark tool that the farm has. */
export interface StoredBinary {
  readonly sha256: string;
  readonly fileName: string;
  readonly abi: string;
  readonly runtimeVersion: string;
  readonly sizeBytes: number;
  readonly createdAt: Date;
}

/** Larger than any benchmark tool with all its delegates, and small enough to hold in memory. */
const maximumBytes = 256 * 1024 * 1024;

/**
 * Adds a benchmark tool, once per content, after it was looked at: its hash must be the expected one, and a native program
 * must be of the ABI it is added for. A script is accepted for any ABI: it is what a phone made of software runs.
 * Throws BENCHMARK_BINARY_REFUSED before anything is written.
 */
export async function addBinary(database: Database, binary: NewBinary): Promise<StoredBinary> {
  const sha256 = sha256Hex(binary.content);
  refuseUnfit(binary, sha256);
  const { fileName, abi, runtimeVersion, content } = binary;
  const stored = await database.prisma.benchmarkBinary.upsert({
    where: { sha256 },
    update: {},
    create: { sha256, fileName, abi, runtimeVersion, sizeBytes: content.byteLength, content },
    omit: { content: true },
  });
  if (stored.abi !== abi || stored.runtimeVersion !== runtimeVersion) {
    throw refused(binary, `the farm has this very file as ${stored.runtimeVersion} for ${stored.abi}`);
  }
  return { ...stored, sizeBytes: Number(stored.sizeBytes) };
}

/** The benchmark tools that the farm has, the latest first, without their contents. */
export async function listBinaries(database: Database): Promise<StoredBinary[]> {
  const rows = await database.prisma.benchmarkBinary.findMany({
    orderBy: [{ createdAt: 'desc' }, { sha256: 'asc' }],
    omit: { content: true },
  });
  return rows.map((row) => ({ ...row, sizeBytes: Number(row.sizeBytes) }));
}

function refuseUnfit(binary: NewBinary, sha256: string): void {
  if (binary.content.byteLength > maximumBytes)
    throw refused(binary, `it is larger than ${maximumBytes} bytes`);
  if (binary.sha256 !== undefined && binary.sha256.toLowerCase() !== sha256) {
    throw refused(binary, `its SHA-256 is ${sha256}, not ${binary.sha256}`);
  }
  if (!/^[a-z0-9][a-z0-9._-]*$/i.test(binary.abi)) throw refused(binary, `"${binary.abi}" is no ABI`);
  if (!/^[a-z0-9][a-z0-9.-]*$/.test(binary.runtimeVersion)) {
    throw refused(binary, `"${binary.runtimeVersion}" is no runtime version, e.g. 2.15 or litert-2.1`);
  }
  const program = programKind(binary.content);
  if (program.kind === 'other') throw refused(binary, `it is ${program.description}`);
  if (program.kind === 'native' && program.abi !== binary.abi) {
    throw refused(binary, `it is a program for ${program.abi}, not for ${binary.abi}`);
  }
}

function refused(binary: NewBinary, reason: string) {
  return workerError('BENCHMARK_BINARY_REFUSED', `${binary.fileName}: ${reason}`, {
    details: { file: binary.fileName, abi: binary.abi, runtimeVersion: binary.runtimeVersion },
  });
}
