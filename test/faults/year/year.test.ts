import { expect, it } from 'vitest';

import { systemClock } from '../../../src/platform/index.js';
import { describeWith } from '../../support/system-packages.js';
import { summaryOf } from './report.js';
import { runYear } from './run-year.js';

// A few moments of `npm run faults`, whose years are longer and have a genuine adbd. In those of this seed a worker, Redis and Postgres are killed.
describeWith('redis-server', 'a lab in which things fail', () => {
  describeWith('adb', 'with phones', () => {
    it('loses nothing, stores nothing twice and comes back by itself', async () => {
      const said: string[] = [];
      const report = await runYear({
        ...{
          seed: 3,
          minutes: 0.2,
          samples: 8,
          phones: 2,
          genuinePhones: 0,
          linked: false,
          queue: 'redis',
          clock: systemClock,
        },
        ...{ everyMs: 1_500, longestMs: 5_000, say: (line) => said.push(line) },
      });
      const { injected, recovered } = summaryOf(report);
      expect({ ...report.audit, ownEnds: report.ownEnds }, said.join('\n')).toEqual({
        ...{ lost: [], duplicated: [], staleWrites: [], stuck: [], ownEnds: [] },
      });
      expect(injected).toBeGreaterThan(0);
      expect(recovered, said.join('\n')).toBe(injected);
    });
  });
});
