import type { Pool } from 'pg';

import { sha256Hex } from '../../../graph/index.js';
import { toolKindFor, toolNames } from '../../../records/benchmark-tool-kind.js';
import type { ScenarioSpec } from '../../../records/scenario.js';
import {
  findTool,
  readToolContent,
  readToolsProvenFirst,
} from '../../../tables/benchmark-binary/benchmark-binaries.js';
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
   * The tool of a kind and a runtime version for the first of a phone's ABIs, in the phone's order, that there is one for; the latest
   * added when there are several. Throws BENCHMARK_BINARY_MISSING.
   */
  async find(
    abis: readonly string[],
    { delegate, runtimeVersion }: Pick<ScenarioSpec, 'delegate' | 'runtimeVersion'>,
  ): Promise<StagedBinary> {
    const kind = toolKindFor(delegate);
    const sha256 = await findTool(this.pool, abis, { kind, runtimeVersion });
    if (sha256 !== undefined) return { sha256, content: () => this.#content(sha256) };
    throw workerError(
      'BENCHMARK_BINARY_MISSING',
      `there is no ${toolNames[kind]} of ${runtimeVersion} for ${abis.join(' or ')}`,
      { details: { abis, kind, runtimeVersion } },
    );
  }

  /**
   * TFLite's tools for a phone's ABIs, those first that tell best whether the phone works: what measured last on this phone, then on any phone,
   * then the latest added.
   */
  async provenFirst(phoneId: string, abis: readonly string[]): Promise<VersionedBinary[]> {
    const rows = await readToolsProvenFirst(this.pool, phoneId, abis, 'tflite');
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
    const content = await readToolContent(this.pool, sha256);
    if (content !== undefined && sha256Hex(content) === sha256) return content;
    throw workerError(
      'BENCHMARK_BINARY_MISSING',
      `the benchmark tool ${sha256} in the database is not what it was`,
    );
  }
}
