import type { BenchmarkBinary } from '../../platform/database/index.js';
import type { BenchmarkToolKind } from '../../records/benchmark-tool-kind.js';
import type { Connection } from '../connection.js';

/** A benchmark tool, without its content. */
export type BinaryFacts = Omit<BenchmarkBinary, 'content' | 'kind' | 'removedAt' | 'sizeBytes'> & {
  readonly kind: BenchmarkToolKind;
  readonly sizeBytes: number;
};

/** What a tool is, and whether it was taken out of the farm. */
export interface KnownBinary {
  readonly sha256: string;
  readonly kind: BenchmarkToolKind;
  readonly abi: string;
  readonly runtimeVersion: string;
  readonly removed: boolean;
}

/** A tool that is in the farm, with the version of the runtime inside it. */
export interface VersionedTool {
  readonly sha256: string;
  readonly runtimeVersion: string;
}

/** Reads a tool and keeps others from changing it until the transaction ends. */
export async function lockBinary(connection: Connection, sha256: string): Promise<KnownBinary | undefined> {
  const { rows } = await connection.query<KnownBinary>(
    `SELECT sha256, kind, abi, "runtimeVersion", "removedAt" IS NOT NULL AS removed FROM "BenchmarkBinary" WHERE sha256 = $1 FOR UPDATE`,
    [sha256],
  );
  return rows[0];
}

/** Stores a tool. One that is there gets the kind, the version and the content, and is in the farm again. */
export async function storeBinary(
  connection: Connection,
  binary: Pick<BenchmarkBinary, 'sha256' | 'fileName' | 'abi' | 'runtimeVersion' | 'content'> &
    Pick<BinaryFacts, 'kind'>,
): Promise<BinaryFacts> {
  const { sha256, fileName, kind, abi, runtimeVersion, content } = binary;
  const { rows } = await connection.query<Omit<BinaryFacts, 'sizeBytes'> & { sizeBytes: string }>(
    `INSERT INTO "BenchmarkBinary" (sha256, "fileName", abi, "runtimeVersion", "sizeBytes", content, kind)
     VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (sha256) DO UPDATE
       SET kind = EXCLUDED.kind, "runtimeVersion" = EXCLUDED."runtimeVersion", content = EXCLUDED.content, "removedAt" = NULL
     RETURNING sha256, "fileName", kind, abi, "runtimeVersion", "sizeBytes", "createdAt"`,
    [sha256, fileName, abi, runtimeVersion, content.byteLength, content, kind],
  );
  const [stored] = rows as [(typeof rows)[number]];
  return { ...stored, sizeBytes: Number(stored.sizeBytes) };
}

/** Hashes of tools in the farm that begin so, two at the most. */
export async function binariesBeginning(connection: Connection, prefix: string): Promise<string[]> {
  const { rows } = await connection.query<{ sha256: string }>(
    `SELECT sha256 FROM "BenchmarkBinary" WHERE starts_with(sha256, $1) AND "removedAt" IS NULL LIMIT 2`,
    [prefix],
  );
  return rows.map(({ sha256 }) => sha256);
}

/** Takes a tool out of the farm: what measured keeps what it was, and loses its content. */
export async function takeBinaryOut(
  connection: Connection,
  sha256: string,
  { hasMeasured }: { readonly hasMeasured: boolean },
): Promise<void> {
  await connection.query(
    hasMeasured
      ? `UPDATE "BenchmarkBinary" SET "removedAt" = now(), content = '' WHERE sha256 = $1`
      : 'DELETE FROM "BenchmarkBinary" WHERE sha256 = $1',
    [sha256],
  );
}

/** The tool of a kind and a version for the first of a phone's ABIs, in the phone's order, that there is one for; the latest added. */
export async function findTool(
  connection: Connection,
  abis: readonly string[],
  { kind, runtimeVersion }: Pick<BinaryFacts, 'kind' | 'runtimeVersion'>,
): Promise<string | undefined> {
  const { rows } = await connection.query<{ sha256: string }>(
    `SELECT sha256 FROM "BenchmarkBinary"
     WHERE "runtimeVersion" = $1 AND abi = ANY($2::text[]) AND kind = $3 AND "removedAt" IS NULL
     ORDER BY array_position($2::text[], abi), "createdAt" DESC LIMIT 1`,
    [runtimeVersion, abis, kind],
  );
  return rows[0]?.sha256;
}

/** The tools of a kind for a phone's ABIs: what measured last on this phone first, then on any phone, then the latest added. */
export async function readToolsProvenFirst(
  connection: Connection,
  phoneId: string,
  abis: readonly string[],
  kind: BenchmarkToolKind,
): Promise<VersionedTool[]> {
  const { rows } = await connection.query<VersionedTool>(
    `SELECT b.sha256, b."runtimeVersion" FROM "BenchmarkBinary" b
     LEFT JOIN "Run" r ON r."benchmarkBinarySha256" = b.sha256 AND r.state = 'DONE'
     WHERE b.abi = ANY($1::text[]) AND b.kind = $3 AND b."removedAt" IS NULL
     GROUP BY b.sha256
     ORDER BY max(r."finishedAt") FILTER (WHERE r."phoneId" = $2) DESC NULLS LAST, max(r."finishedAt") DESC NULLS LAST,
       array_position($1::text[], b.abi), b."createdAt" DESC`,
    [abis, phoneId, kind],
  );
  return rows;
}

/** The bytes of a tool; empty when it was taken out, undefined when it was never there. */
export async function readToolContent(connection: Connection, sha256: string): Promise<Buffer | undefined> {
  const { rows } = await connection.query<{ content: Buffer }>(
    'SELECT content FROM "BenchmarkBinary" WHERE sha256 = $1',
    [sha256],
  );
  return rows[0]?.content;
}
