import type { Database } from '../../platform/database/index.js';
import type { Clock } from '../../platform/index.js';
import type { PredictorCache } from '../predictions/predictor-cache.js';
import { readFarmSamples } from './farm-samples.js';
import { FreshCoverage } from './fresh-coverage.js';
import { metricTable, type MetricName } from './metric-table.js';
import { Counter, Gauge, Histogram, Registry } from './prometheus.js';

/** From half a millisecond to ten seconds. */
const secondBuckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export interface MetricsOptions {
  readonly database: Database;
  readonly predictors: PredictorCache;
  readonly clock: Clock;
}

/** What Prometheus reads: what the server has counted itself, and what the database tells at the moment it is asked. */
export class Metrics {
  readonly #options: MetricsOptions;
  readonly #registry = new Registry();
  readonly #counted = new Map<MetricName, Counter | Gauge>();
  readonly #predictions: Histogram;
  readonly #coverage: FreshCoverage;
  #reading: Promise<string> | undefined;

  constructor(options: MetricsOptions) {
    this.#options = options;
    this.#coverage = new FreshCoverage(options.database, options.predictors, options.clock);
    for (const [name, { type, help, labels }] of Object.entries(metricTable)) {
      const made = { name, help, labelNames: [...labels], registers: [this.#registry] };
      if (type === 'counter') this.#counted.set(name as MetricName, new Counter(made));
      if (type === 'gauge') this.#counted.set(name as MetricName, new Gauge(made));
    }
    const { help, labels } = metricTable.latency_farm_prediction_seconds;
    this.#predictions = new Histogram({
      ...{ name: 'latency_farm_prediction_seconds', help, labelNames: [...labels] },
      buckets: secondBuckets,
      registers: [this.#registry],
    });
  }

  /** Counts a request that was answered. */
  answered(route: string | undefined, status: number, durationMs: number): void {
    this.#counted.get('latency_farm_http_requests_total')?.inc({ status: `${Math.floor(status / 100)}xx` });
    if (route?.startsWith('/v1/prediction') === true && status < 400)
      this.#predictions.observe({ route }, durationMs / 1000);
  }

  /** All metrics as Prometheus reads them. Who asks while they are read for another gets the same. */
  text(): Promise<string> {
    this.#reading ??= this.#read().finally(() => (this.#reading = undefined));
    return this.#reading;
  }

  async #read(): Promise<string> {
    const { database, clock } = this.#options;
    const samples = await readFarmSamples(database, this.#coverage, clock.nowMs());
    for (const [name, metric] of this.#counted)
      if (name !== 'latency_farm_http_requests_total') metric.reset();
    for (const { metric, labels, value } of samples) this.#counted.get(metric)?.inc(labels, value);
    return this.#registry.metrics();
  }
}
