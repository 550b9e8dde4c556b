/** The ABIs that Android names, by the machine code in an ELF header (`e_machine`) and its class (32 or 64 bits). */
const elfAbis: ReadonlyMap<string, string> = new Map([
  ['183/64', 'arm64-v8a'],
  ['40/32', 'armeabi-v7a'],
  ['62/64', 'x86_64'],
  ['3/32', 'x86'],
  ['243/64', 'riscv64'],
]);

const headerBytes = 20;
const executableTypes = [2, 3]; // ET_EXEC, and ET_DYN for position-independent programs

/** What a file says it is: a native program for an ABI, a script that brings its own interpreter, or neither. */
export type ProgramKind =
  | { readonly kind: 'native'; readonly abi: string }
  | { readonly kind: 'script'; readonly interpreter: string }
  | { readonly kind: 'other'; readonly description: string };

/** Reads the first bytes of a program: the ELF header (System V ABI, chapter 4) or a `#!` line. Never throws. */
export function programKind(content: Uint8Array): ProgramKind {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  if (bytes.subarray(0, 2).toString('latin1') === '#!') return script(bytes);
  if (bytes.length < headerBytes || bytes.subarray(0, 4).toString('latin1') !== '\x7fELF') {
    return { kind: 'other', description: 'neither an ELF program nor a script' };
  }
  return native(bytes);
}

function script(bytes: Buffer): ProgramKind {
  const [line = ''] = bytes.subarray(2, 258).toString('utf8').split('\n', 1);
  return { kind: 'script', interpreter: line.trim() };
}

function native(bytes: Buffer): ProgramKind {
  if (bytes[5] !== 1) return { kind: 'other', description: 'a big-endian ELF file' };
  const bits = bytes[4] === 2 ? 64 : 32;
  const type = bytes.readUInt16LE(16);
  const machine = bytes.readUInt16LE(18);
  if (!executableTypes.includes(type))
    return { kind: 'other', description: 'an ELF file that is no program' };
  const abi = elfAbis.get(`${machine}/${bits}`);
  return abi === undefined
    ? { kind: 'other', description: `an ELF program for machine ${machine} (${bits} bits)` }
    : { kind: 'native', abi };
}
