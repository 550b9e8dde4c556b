import { isFarmError } from '../../../platform/index.js';
import type { AdbPhone, PushFile } from '../../adb/index.js';
import { binariesDirectory } from './phone-files.js';

/**
 * Pushes files; where the phone has no space for them, the farm's own tools give way, which can be pushed again, and it is tried once more.
 * Resolves with whether they did. Throws what pushing throws.
 */
export async function pushMakingRoom(
  phone: AdbPhone,
  files: readonly PushFile[],
  signal: AbortSignal,
): Promise<boolean> {
  try {
    await phone.push(files, { signal });
    return false;
  } catch (error) {
    if (!isFarmError(error, 'PHONE_NO_SPACE')) throw error;
    await phone.read(`rm -rf ${binariesDirectory}`, { deadlineMs: 30_000, signal });
    await phone.push(files, { signal });
    return true;
  }
}
