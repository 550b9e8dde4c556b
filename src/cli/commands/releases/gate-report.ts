import type { GateReport } from '../../../trainer/index.js';
import { renderTable } from '../../output/table.js';

/** What the gate asked of a release, and what it found, as a table. */
export function gateReportText({ checks }: GateReport): string {
  return renderTable(
    [{ heading: 'gate' }, { heading: 'passed' }, { heading: 'found' }],
    checks.map(({ name, passed, judged, detail }) => [name, !passed ? 'no' : judged ? 'yes' : '-', detail]),
  );
}
