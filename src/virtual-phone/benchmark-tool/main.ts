/** Entry point of the virtual phone's `benchmark_model`: see docs/guides/virtual-phone.md. */
import glue from '@tensorflow/tfjs-tflite/wasm/tflite_web_api_cc_simd.js';
import wasm from '@tensorflow/tfjs-tflite/wasm/tflite_web_api_cc_simd.wasm';
import { benchmark, SessionRefusedError } from './benchmark.js';
import { cpuTime, type RawClock, type ToolClock, wallTime } from './clock/clock.js';
import { phoneSlowdown, type PhoneSpeedEnvironment } from './clock/phone-speed.js';
import { costOfReadingUs, virtualClock } from './clock/virtual-clock.js';
import { machineSpeed, makeYardstick } from './clock/yardstick.js';
import { type Log, openLog, writeFully } from './report/log.js';
import { ModelRefusedError } from './runtime/model-runner.js';
import { RuntimeLog } from './runtime/runtime-log.js';
import { openStopwatch, Session } from './runtime/session.js';
import { compiledToBeFast, loadTflite, quietEngine } from './runtime/tflite-module.js';
import { withoutDefaultDelegate } from './runtime/without-delegate.js';

/** How inputs are filled is the same in every run: minimal standard generator (Park and Miller). */
function inputRandom(): () => number {
  let state = 1;
  return () => {
    state = (state * 48271) % 0x7fffffff;
    return state / 0x7fffffff;
  };
}

function withoutDelegateIfPossible(model: Uint8Array): Uint8Array {
  try {
    return withoutDefaultDelegate(model);
  } catch (error) {
    // What is no model is the runtime's to refuse, in its own words.
    if (error instanceof RangeError) return model;
    throw error;
  }
}

async function openSession(
  model: Uint8Array,
  defaultDelegate: boolean,
  clock: ToolClock,
  log: Log,
): Promise<Session> {
  const stopwatch = openStopwatch();
  const runtimeLog = new RuntimeLog(log.runtime, defaultDelegate);
  const module = await loadTflite({ glue, wasm, nowMs: stopwatch.read, onLine: runtimeLog.line });
  const graph = defaultDelegate ? model : withoutDelegateIfPossible(model);
  try {
    return Session.open(module, graph, stopwatch, clock, inputRandom());
  } catch (error) {
    throw error instanceof ModelRefusedError ? new SessionRefusedError(runtimeLog.refusal) : error;
  }
}

function plainClock(raw: RawClock, speed: PhoneSpeedEnvironment): ToolClock {
  return virtualClock(raw, () => phoneSlowdown(speed), costOfReadingUs(raw));
}

/** Processor time, in terms of how fast this machine's core is at the moment. */
function steadyClock(speed: PhoneSpeedEnvironment): ToolClock {
  const yardstick = compiledToBeFast(makeYardstick);
  const slowdown = () => phoneSlowdown(speed) * machineSpeed(cpuTime, yardstick);
  return virtualClock({ ...cpuTime, source: 'yardstick' }, slowdown, costOfReadingUs(cpuTime));
}

async function main(): Promise<number> {
  quietEngine();
  const log = openLog(writeFully);
  const speed = {
    clockFile: process.env['VIRTUAL_PHONE_CLOCK_FILE'],
    cpuList: process.env['VIRTUAL_PHONE_CPU_LIST'],
  };
  const wanted = process.env['VIRTUAL_PHONE_CLOCK_SOURCE'];
  const raw = [cpuTime, wallTime].find(({ source }) => source === wanted);
  const clock = raw === undefined ? steadyClock(speed) : plainClock(raw, speed);
  return benchmark(process.argv.slice(2), {
    log,
    clock,
    program: process.argv[1] ?? 'benchmark_model',
    residentBytes: () => process.memoryUsage.rss(),
    openSession: (model, defaultDelegate) => openSession(model, defaultDelegate, clock, log),
  });
}

main().then(
  (status) => process.exit(status),
  (error: unknown) => {
    writeFully(2, `FATAL: ${error instanceof Error ? error.message : String(error)}\n`);
    process.abort();
  },
);
