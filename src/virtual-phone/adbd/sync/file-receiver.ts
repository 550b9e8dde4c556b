import { type FileHandle, mkdir, open, rm, utimes } from 'node:fs/promises';
import { posix } from 'node:path';

/** The phone's file system as the sync service needs it. */
export interface PhoneStorage {
  /** Path on this machine of a path on the phone. Never leaves the phone's root. */
  readonly hostPath: (phonePath: string) => string;
  /** Whether the shell user may write below this path. */
  readonly isWritable: (phonePath: string) => boolean;
  /** Takes `bytes` of the free space. @returns false when there is too little. */
  readonly reserve: (bytes: number) => boolean;
}

const systemTexts: Readonly<Record<string, string>> = {
  EISDIR: 'Is a directory',
  ENOENT: 'No such file or directory',
  EACCES: 'Permission denied',
  ENOTDIR: 'Not a directory',
  ENOSPC: 'No space left on device',
  ENAMETOOLONG: 'File name too long',
};

/** What a phone says of an error of its file system. */
export function systemText(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  return systemTexts[code] ?? (code === '' ? 'I/O error' : code);
}

/** `path,mode`, the mode in decimal; without a mode the file is readable by all. */
export function parseSendPath(text: string): { path: string; permissions: number } {
  const comma = text.lastIndexOf(',');
  const mode = comma < 0 ? NaN : Number.parseInt(text.slice(comma + 1), 10);
  const owner = (Number.isNaN(mode) ? 0o644 : mode) & 0o700;
  // adbd gives the group and all others what the owner has (file_sync_service.cpp, do_send).
  return { path: comma < 0 ? text : text.slice(0, comma), permissions: owner | (owner >> 3) | (owner >> 6) };
}

/** Receives one file. Its first failure is what counts; what comes after is eaten up to the end. */
export class FileReceiver {
  private file: FileHandle | undefined;
  failure: string | undefined;

  constructor(
    private readonly storage: PhoneStorage,
    private readonly path: string,
    private readonly permissions: number,
  ) {}

  async begin(): Promise<void> {
    const hostPath = this.storage.hostPath(this.path);
    if (!this.storage.isWritable(this.path)) {
      this.failure = "couldn't create file: Read-only file system";
      return;
    }
    try {
      await mkdir(posix.dirname(hostPath), { recursive: true });
      await rm(hostPath, { force: true });
      this.file = await open(hostPath, 'w', this.permissions);
      await this.file.chmod(this.permissions);
    } catch (error) {
      this.failure = `couldn't create file: ${systemText(error)}`;
    }
  }

  async append(bytes: Buffer): Promise<void> {
    if (this.failure !== undefined || this.file === undefined) return;
    if (!this.storage.reserve(bytes.length)) {
      this.failure = `write failed: ${systemTexts['ENOSPC'] ?? ''}`;
      return;
    }
    try {
      await this.file.writeFile(bytes);
    } catch (error) {
      this.failure = `write failed: ${systemText(error)}`;
    }
  }

  /** Closes the file. One that failed is removed, as adbd does it. */
  async end(modifiedSeconds: number | undefined): Promise<void> {
    if (this.file === undefined) return;
    await this.file.close();
    this.file = undefined;
    const hostPath = this.storage.hostPath(this.path);
    if (this.failure !== undefined) await rm(hostPath, { force: true }).catch(() => undefined);
    else if (modifiedSeconds !== undefined) await utimes(hostPath, modifiedSeconds, modifiedSeconds);
  }
}
