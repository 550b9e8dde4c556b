import { shellWords } from '../../adb/index.js';
import type { AdbPhone } from '../../adb/index.js';
import { workerError } from '../../errors.js';
import { binariesDirectory, binaryPath } from './phone-files.js';
import { pushMakingRoom } from './push-making-room.js';

/** A benchmark tool and where its bytes come from when the phone does not have it. */
export interface StagedBinary {
  readonly sha256: string;
  readonly content: () => Promise<Uint8Array>;
}

/** How many tools stay on a phone; those that were staged longest ago go first. */
export const keptBinaries = 8;

/** Where a tool lies on a phone, and the SHA-256 of all tools that are there. */
export interface StagedTools {
  readonly path: string;
  readonly kept: readonly string[];
}

/**
 * Puts the benchmark tool on the phone unless the very same bytes are there, and makes sure by their SHA-256 as the phone
 * computes it; others may have to go for it. Throws PUSH_CORRUPTED. A file that is half there never has the tool's name.
 */
export async function stageBinary(
  phone: AdbPhone,
  binary: StagedBinary,
  signal: AbortSignal,
): Promise<StagedTools> {
  const path = binaryPath(binary.sha256);
  if ((await sha256OnPhone(phone, [path], signal)).get(path) !== binary.sha256) {
    const part = `${path}.part`;
    await pushMakingRoom(phone, [{ path: part, content: await binary.content(), mode: 0o755 }], signal);
    const pushed = (await sha256OnPhone(phone, [part], signal)).get(part);
    if (pushed !== binary.sha256) {
      throw workerError(
        'PUSH_CORRUPTED',
        `${part} has SHA-256 ${pushed ?? 'none'} in place of ${binary.sha256}`,
      );
    }
    await phone.read(`chmod 755 ${part} && mv ${part} ${path}`, { signal });
  }
  const cleaning = `touch ${binariesDirectory}/${binary.sha256}; ${removeOldBinaries}; ls ${binariesDirectory}`;
  const kept = (await phone.read(cleaning, { signal })).split('\n').filter((name) => name !== '');
  return { path, kept };
}

const removeOldBinaries = `ls -t ${binariesDirectory} | tail -n +${keptBinaries + 1} | while read old; do rm -rf ${binariesDirectory}/$old; done`;

/** SHA-256 of files as the phone computes it, by path; a file that is not there is left out. */
export async function sha256OnPhone(
  phone: AdbPhone,
  paths: readonly string[],
  signal: AbortSignal,
): Promise<Map<string, string>> {
  const commandText = `for file in ${shellWords(paths)}; do sha256sum < $file || echo none; done 2>/dev/null`;
  const output = await phone.read(commandText, { deadlineMs: 120_000, signal });
  const lines = output.split('\n');
  return new Map(
    paths.flatMap((path, index) => {
      const sha256 = /^[0-9a-f]{64}(?=\s)/.exec(lines[index] ?? '')?.[0];
      return sha256 === undefined ? [] : [[path, sha256] as const];
    }),
  );
}
