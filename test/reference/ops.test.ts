import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { expect, it } from 'vitest';

import { metricTable } from '../../src/api/metrics/metric-table.js';
import { describeWith, findProgram } from '../support/system-packages.js';

const ops = fileURLToPath(new URL('../../ops/', import.meta.url));

it.each(['prometheus/alerts.yml', 'grafana/latency-farm.json'])(
  'ops/%s asks for metrics that there are',
  (file) => {
    const asked = readFileSync(`${ops}${file}`, 'utf8').match(/latency_farm_\w+/g) ?? [];
    const names = new Set(asked.map((name) => name.replace(/_(bucket|sum|count)$/, '')));
    expect(names.size).toBeGreaterThan(4);
    expect([...names].filter((name) => !(name in metricTable))).toEqual([]);
  },
);

describeWith('promtool', 'ops/prometheus', () => {
  const promtool = (...args: string[]) =>
    execFileSync(findProgram('promtool') ?? '', args, { cwd: `${ops}prometheus`, encoding: 'utf8' });

  it('has rules that Prometheus takes', () => {
    expect(promtool('check', 'rules', 'alerts.yml')).toContain('SUCCESS: 6 rules found');
  });

  it('has alerts that come when they are to come, and not before', () => {
    expect(promtool('test', 'rules', 'alerts.test.yml')).toContain('SUCCESS');
  });
});
