import type { SpanExporter } from '@opentelemetry/sdk-trace-base';

import type { Logger } from '../logging.js';
import type { QueueTelemetry } from '../queue/index.js';
import {
  AsyncLocalStorageContextManager,
  BasicTracerProvider,
  BatchSpanProcessor,
  BullMQOtel,
  context,
  diag,
  DiagLogLevel,
  OTLPTraceExporter,
  propagation,
  resourceFromAttributes,
  trace,
  W3CTraceContextPropagator,
} from './open-telemetry.js';

/** Spans of the queue's jobs on their way to a collector. */
export interface RunningTelemetry {
  /** What BullMQ tells of each job that is added or carried out. */
  readonly queue: QueueTelemetry;
  /** Sends what was told so far. */
  flush(): Promise<void>;
  /** Sends what is left, and tells nothing any more. Does not fail where no collector answers. */
  stop(): Promise<void>;
}

export interface TelemetryOptions {
  /** Where spans go: {@link otlpExporter}, or one that keeps them. */
  readonly exporter: SpanExporter;
  readonly version: string;
  readonly logger: Logger;
}

/** How long a collector may take: nobody waits half a minute, OpenTelemetry's default, for a farm to end. */
const patienceMs = 3_000;

/** Sends spans to a collector as OTLP over HTTP, to `/v1/traces` below its URL. */
export function otlpExporter(collectorUrl: string): SpanExporter {
  return new OTLPTraceExporter({
    url: `${collectorUrl.replace(/\/+$/, '')}/v1/traces`,
    timeoutMillis: patienceMs,
  });
}

/**
 * Tells OpenTelemetry's API of this process where spans go, until it is stopped. Where somebody has told it before, as an SDK that Node.js was
 * started with (`--import`), that one's exporter gets them, and what is theirs stays as it is.
 */
export function startTelemetry({ exporter, version, logger }: TelemetryOptions): RunningTelemetry {
  const log = logger.child({ part: 'telemetry' });
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'latency-farm', 'service.version': version }),
    spanProcessors: [new BatchSpanProcessor(exporter, { exportTimeoutMillis: patienceMs })],
  });
  const ours = takeGlobals(provider);
  // Once the others are taken, which tell it where somebody else has them.
  if (ours.includes(trace)) ours.push(tellOfTrouble((message) => log.warn(message)));
  return {
    queue: new BullMQOtel({ tracerName: 'latency-farm', version }),
    flush: () => provider.forceFlush(),
    async stop() {
      await provider
        .shutdown()
        .catch((error: unknown) => log.warn({ error }, 'the last spans were not sent'));
      for (const api of ours.splice(0)) api.disable();
    },
  };
}

/** A part of OpenTelemetry's API that this process was given. */
interface TakenApi {
  disable(): void;
}

/** Gives each part of OpenTelemetry's API what it needs, unless somebody has; those that took it. */
function takeGlobals(provider: BasicTracerProvider): TakenApi[] {
  const given: readonly (readonly [TakenApi, boolean])[] = [
    [trace, trace.setGlobalTracerProvider(provider)],
    [context, context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())],
    [propagation, propagation.setGlobalPropagator(new W3CTraceContextPropagator())],
  ];
  return given.flatMap(([api, isTaken]) => (isTaken ? [api] : []));
}

/** What OpenTelemetry warns of, one's own log is told. */
function tellOfTrouble(warn: (message: string) => void): TakenApi {
  const silent = (): void => undefined;
  diag.setLogger(
    { error: warn, warn, info: silent, debug: silent, verbose: silent },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
  return diag;
}
