import { expect, it } from 'vitest';

import { metricTable } from '../../src/api/metrics/metric-table.js';

it('docs/reference/metrics.md lists every metric as the server tells it', async () => {
  const rows = Object.entries(metricTable).map(
    ([name, { type, labels, help }]) =>
      `| \`${name}\` | ${type} | ${labels.map((label) => `\`${label}\``).join(', ')} | ${help} |`,
  );
  const page = [
    '<!-- Made of src/api/metrics/metric-table.ts: npx vitest run test/reference/metrics.test.ts -u writes it anew. -->',
    '',
    '# Metrics',
    '',
    'What `GET /metrics` of `farm serve` tells Prometheus, for whoever has a token (`farm tokens create --role viewer`). Counters are of what',
    'the database holds, but those of requests and predictions, which begin anew with the server.',
    '',
    '<!-- prettier-ignore-start -->',
    '',
    '| metric | type | labels | what it tells |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
    '<!-- prettier-ignore-end -->',
    '',
    'A configuration for Prometheus, alert rules and a dashboard for Grafana are in `ops/`.',
    '',
  ];
  await expect(page.join('\n')).toMatchFileSnapshot('../../docs/reference/metrics.md');
});
