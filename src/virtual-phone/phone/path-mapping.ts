/**
 * A phone's paths on this machine. Commands of the host's shell name absolute paths of the phone: they are put below the
 * phone's root before the shell sees them, and the root is taken out of what it prints.
 */

const phoneDirectories = ['data', 'sdcard', 'storage', 'sys', 'system', 'vendor', 'product', 'apex'];
/** Files of /proc that are the phone's own. All else there is this machine's, so that processes can be found and watched. */
const phoneProcFiles = [
  'cpuinfo',
  'meminfo',
  'loadavg',
  'version',
  'uptime',
  'stat',
  'sys/kernel/random/boot_id',
].map((name) => `proc/${name}`);
const names = [...phoneDirectories, ...phoneProcFiles].join('|');

/** Where a command names a path of the phone: what stands before it, the path's first names, and what follows. */
const phonePathPattern = new RegExp(`(^|[\\s'"\`=:;&|(<>,{])/(${names})(?=[/\\s'"\`;&|)<>,}*]|$)`, 'g');

/**
 * The same for `sed -E -f`, for scripts that the phone's shell reads from a file. It has to be applied twice: sed cannot look
 * ahead, so that what stands between two paths is seen with the first of them only.
 */
export function sedScript(root: string): string {
  const expression = `s#(^|[[:space:]'"\`=:;&|(<>,{])/(${names})([/[:space:]'"\`;&|)<>,}*]|$)#\\1${root}/\\2\\3#g\n`;
  return expression + expression;
}

/** Puts the phone's paths in a command below `root`, which must need no quoting. */
export function mapCommand(commandText: string, root: string): string {
  return commandText.replace(phonePathPattern, (_, lead: string, names: string) => `${lead}${root}/${names}`);
}

/** Takes `root` out of a stream of output, however it is cut into chunks. */
export class RootRemover {
  private readonly root: Buffer;
  private held: Buffer = Buffer.alloc(0);

  constructor(root: string) {
    this.root = Buffer.from(root);
  }

  /** What can be passed on; what might be the beginning of the root is held back. */
  push(chunk: Buffer): Buffer {
    const data = this.held.length === 0 ? chunk : Buffer.concat([this.held, chunk]);
    const parts: Buffer[] = [];
    let from = 0;
    for (let at = data.indexOf(this.root); at >= 0; at = data.indexOf(this.root, from)) {
      const next = data[at + this.root.length];
      if (next === undefined) break;
      parts.push(data.subarray(from, at));
      if (next !== slash) parts.push(Buffer.from('/'));
      from = at + this.root.length;
    }
    const keep = this.startOfHeld(data, from);
    parts.push(data.subarray(from, keep));
    this.held = Buffer.from(data.subarray(keep));
    return parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
  }

  /** The rest, when nothing follows. */
  end(): Buffer {
    return this.held.equals(this.root) ? Buffer.from('/') : this.held;
  }

  /** Where the longest end of `data` begins that is a beginning of the root. */
  private startOfHeld(data: Buffer, from: number): number {
    for (let start = Math.max(from, data.length - this.root.length); start < data.length; start += 1) {
      if (data.subarray(start).equals(this.root.subarray(0, data.length - start))) return start;
    }
    return data.length;
  }
}

const slash = 0x2f;
