/** A metric: its name, what it tells, and the labels that tell its values apart. */
export interface MetricDefinition {
  readonly type: 'gauge' | 'counter' | 'histogram';
  readonly help: string;
  readonly labels: readonly string[];
}

/** Every metric of `GET /metrics`; docs/reference/metrics.md is made of it. What falls again, as runs do that are measured once more, is a gauge. */
export const metricTable = {
  latency_farm_phones: {
    type: 'gauge',
    help: 'Phones by their state as "farm phones ls" shows it.',
    labels: ['state'],
  },
  latency_farm_phone_seconds: {
    type: 'gauge',
    help: 'How long phones were held for the last attempts of all runs that are kept: "kept" for those that may be learned from, "wasted" for all others that have ended, "open" for the rest.',
    labels: ['use'],
  },
  latency_farm_runs: {
    type: 'gauge',
    help: 'Runs that were measured, by verdict; "failed" for those that were given up.',
    labels: ['verdict'],
  },
  latency_farm_queue_runs: {
    type: 'gauge',
    help: 'Runs that wait or run now.',
    labels: ['state'],
  },
  latency_farm_queue_oldest_seconds: {
    type: 'gauge',
    help: 'How long the run of a running campaign that was made first has waited.',
    labels: [],
  },
  latency_farm_campaigns: {
    type: 'gauge',
    help: 'Campaigns by their state.',
    labels: ['state'],
  },
  latency_farm_retrains_total: {
    type: 'counter',
    help: 'Trainings by schedule that have ended, by outcome: promoted, kept, no-new-data, failed.',
    labels: ['outcome'],
  },
  latency_farm_release_error_percent: {
    type: 'gauge',
    help: 'Mean error of what was held out while the release that answers was learned: of whole networks, or of single operations.',
    labels: ['device', 'scenario', 'of'],
  },
  latency_farm_release_age_seconds: {
    type: 'gauge',
    help: 'How long ago the release that answers was learned.',
    labels: ['device', 'scenario'],
  },
  latency_farm_interval_coverage_ratio: {
    type: 'gauge',
    help: 'Share of the networks measured since the release that answers was learned, whenever they were stored, whose latency lies in its interval; absent before there is one.',
    labels: ['device', 'scenario'],
  },
  latency_farm_prediction_seconds: {
    type: 'histogram',
    help: 'How long requests for predictions took, by route.',
    labels: ['route'],
  },
  latency_farm_http_requests_total: {
    type: 'counter',
    help: 'Requests that were answered since the server started, by the class of their status.',
    labels: ['status'],
  },
} as const satisfies Readonly<Record<string, MetricDefinition>>;

export type MetricName = keyof typeof metricTable;
