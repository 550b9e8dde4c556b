/**
 * All that is used of OpenTelemetry and bullmq-otel, in one place: a build puts one file here that holds them (scripts/bundle-http.js), which is
 * loaded only where telemetry is turned on.
 */
export { context, diag, DiagLogLevel, propagation, trace } from '@opentelemetry/api';
export { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
export { W3CTraceContextPropagator } from '@opentelemetry/core';
export { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
export { resourceFromAttributes } from '@opentelemetry/resources';
export { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
export { BullMQOtel } from 'bullmq-otel';
