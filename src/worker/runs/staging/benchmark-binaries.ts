import type { Pool } from 'pg';

import { sha256Hex } from '../../../graph/index.js';
import { workerError } from '../../errors.js';
import type { StagedBinary } from './stage-binary.js';

/** A tool with the version of the runtime inside it. */
export interface VersionedBinary extends StagedBinary {
  readonly runtimeVersion: string;
}

/** The benchmark tools that this farm has, from the database, where every worker host finds the very same bytes. */
export class BenchmarkBinaries {
  /** Being read, or in use: all phones of a host may want the same tool at once, and memory holds it once. */
  readonly #contents = new Map<string, Promise<WeakRef<Uint8Array>>>();

  constructor(private readonly pool: Pool) {}

  /**
   * The tool of a runtime version for the first of a phone's ABIs, in the phone's order, that there is one for; the latest
   * added when there are several. Throws BENCHMARK_BINARY_MISSING.
   */
  async find(abis: readonly string[], runtimeVersion: string): Promise<StagedBinary> {
    const { rows } = await this.pool.query<{ sha256: string }>(
      `SELECT "sha256" FROM "BenchmarkBinary"
       WHERE "runtimeVersion" = $1 AND "abi" = ANY($2::text[]) AND "removedAt" IS NULL
       ORDER BY array_position($2::text[], "abi"), "createdAt" DESC LIMIT 1`,
      [runtimeVersion, abis],
    );
    const sha256 = rows[0]?.sha256;
    if (sha256 !== undefined) return { sha256, content: () => this.#content(sha256) };
    throw workerError(
      'BENCHMARK_BINARY_MISSING',
      `there is no benchmark tool of ${runtimeVersion} for ${abis.join(' or ')}`,
      { details: { abis, runtimeVersion } },
    );
  }

  /**
   * The tools for a phone's ABIs, those first that tell best whether the phone works: what measured last on this phone, then on any phone,
   * then the latest added.
   */
  async provenFirst(phoneId: string, abis: readonly string[]): Promise<VersionedBinary[]> {
    const { rows } = await this.pool.query<{ sha256: string; runtimeVersion: string }>(
      `SELECT b."sha256", b."runtimeVersion" FROM "BenchmarkBinary" b
       LEFT JOIN "Run" r ON r."benchmarkBinarySha256" = b."sha256" AND r."state" = 'DONE'
       WHERE b."abi" = ANY($1::text[]) AND b."removedAt" IS NULL
       GROUP BY b."sha256"
       ORDER BY max(r."finishedAt") FILTER (WHERE r."phoneId" = $2) DESC NULLS LAST, max(r."finishedAt") DESC NULLS LAST,
         array_position($1::text[], b."abi"), b."createdAt" DESC`,
      [abis, phoneId],
    );
    return rows.map((tool) => ({ ...tool, content: () => this.#content(tool.sha256) }));
  }

  async #content(sha256: string): Promise<Uint8Array> {
    const earlier = this.#contents.get(sha256);
    if (earlier !== undefined) {
      const known = (await earlier).deref();
      if (known !== undefined) return known;
    }
    const reading = this.#read(sha256);
    const remembered = reading.then((content) => new WeakRef(content));
    remembered.catch(() => this.#contents.delete(sha256));
    this.#contents.set(sha256, remembered);
    return await reading;
  }

  async #read(sha256: string): Promise<Uint8Array> {
    const { rows } = await this.pool.query<{ content: Buffer }>(
      'SELECT "content" FROM "BenchmarkBinary" WHERE "sha256" = $1',
      [sha256],
    );
    const content = rows[0]?.content;
    if (content !== undefined && sha256Hex(content) === sha256) return content;
    throw workerError(
      'BENCHMARK_BINARY_MISSING',
      `the benchmark tool ${sha256} in the database is not what it was`,
    );
  }
}
