import type { RawClock } from './clock.js';

/** WebAssembly's codes of what the yardstick is made of (WebAssembly Core Specification 2.0, chapter 5, Binary Format). */
const wasm = {
  magic: [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  section: { type: 1, function: 3, memory: 5, export: 7, code: 10 },
  i32: 0x7f,
  f32: 0x7d,
  functionType: 0x60,
  noResult: 0x40,
  loop: 0x03,
  branchIf: 0x0d,
  end: 0x0b,
  get: 0x20,
  set: 0x21,
  tee: 0x22,
  i32Const: 0x41,
  i32LessThan: 0x48,
  i32Add: 0x6a,
  i32And: 0x71,
  i32ShiftLeft: 0x74,
  f32Load: 0x2a,
  f32Add: 0x92,
  f32Multiply: 0x94,
} as const;

const words = 1024;
const wordBytes = 4;
/** Locals of the function: how many steps, the step, and sums that do not wait for each other. */
const steps = 0;
const step = 1;
const sums = [2, 3, 4, 5];

/**
 * Sums of products of numbers in the first-level cache, four chains at once: it fills a core's units as TFLite's kernels do, and so is as
 * much slower as those are while another tenant of the machine uses the same core.
 */
function program(): Uint8Array {
  const { section, get, set, tee, end } = wasm;
  const constant = (value: number) => [wasm.i32Const, ...leb(value)];
  const offsetOfStep = [get, step, ...constant(words - 1), wasm.i32And, ...constant(2), wasm.i32ShiftLeft];
  const load = (array: number) => [...offsetOfStep, wasm.f32Load, 2, ...leb(array * words * wordBytes)];
  const addProduct = (sum: number, lane: number) => [
    ...[get, sum, ...load(2 * lane), ...load(2 * lane + 1)],
    ...[wasm.f32Multiply, wasm.f32Add, set, sum],
  ];
  const body = [
    ...[2, 1, wasm.i32, sums.length, wasm.f32],
    ...[wasm.loop, wasm.noResult, ...sums.flatMap(addProduct)],
    ...[get, step, ...constant(1), wasm.i32Add, tee, step, get, steps, wasm.i32LessThan],
    ...[wasm.branchIf, 0, end],
    ...sums.flatMap((sum, lane) => [get, sum, ...(lane === 0 ? [] : [wasm.f32Add])]),
    end,
  ];
  return Uint8Array.from([
    ...wasm.magic,
    ...sectionOf(section.type, [1, wasm.functionType, 1, wasm.i32, 1, wasm.f32]),
    ...sectionOf(section.function, [1, 0]),
    ...sectionOf(section.memory, [1, 0, 1]),
    ...sectionOf(section.export, [1, 1, 'f'.charCodeAt(0), 0, 0]),
    ...sectionOf(section.code, [1, ...leb(body.length), ...body]),
  ]);
}

function sectionOf(id: number, content: readonly number[]): number[] {
  return [id, ...leb(content.length), ...content];
}

/** A number that is not negative, as WebAssembly writes whole numbers: seven bits a byte, the lowest first. */
function leb(value: number): number[] {
  const signBit = 0x40;
  const bytes: number[] = [];
  for (let rest = value; ; rest >>= 7) {
    const low = rest & 0x7f;
    // A signed reader takes the highest bit of the last byte for the sign.
    if (rest < signBit) return [...bytes, low];
    bytes.push(low | 0x80);
  }
}

interface WasmEngine {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: { readonly f: (steps: number) => number } };
}

const stepsOfYardstick = 10_000;
/** What that takes on a core of an AMD EPYC 9004 that nobody else uses: a phone's slowdowns are in terms of that. */
export const yardstickUs = 48;

/** A fixed piece of work, to see how fast this machine's core is at the moment. */
export type Yardstick = () => void;

/** Compiles the yardstick with the compiler that is used at the moment. */
export function makeYardstick(): Yardstick {
  const engine = (globalThis as unknown as { readonly WebAssembly: WasmEngine }).WebAssembly;
  const { f } = new engine.Instance(new engine.Module(program())).exports;
  const run = () => void f(stepsOfYardstick);
  run();
  return run;
}

/**
 * How many times faster than the core that {@link yardstickUs} is of this one is at the moment: the better of two tries, for an
 * interruption takes time and never gives any.
 */
export function machineSpeed(raw: RawClock, yardstick: Yardstick): number {
  const tries = [0, 1].map(() => {
    const beginUs = raw.nowUs();
    yardstick();
    return raw.nowUs() - beginUs;
  });
  return yardstickUs / Math.max(1, Math.min(...tries));
}
