import type { InferenceTimes, Session } from '../runtime/session.js';
import type { SummaryRow } from '../runtime/summary-rows.js';

/** What the tool measures: a session, or one whose first nodes are a delegate's. */
export type MeasuredSession = Pick<Session, 'initUs' | 'graphRows' | 'insideRows' | 'run'>;

/**
 * The session with its first nodes in one row behind the others, as a delegate's node stands in a profile (TFLite appends it to the graph); what it
 * does inside has no rows. They take what they take in the CPU's kernels: this phone has no other hardware.
 */
export function delegatedSession(session: MeasuredSession, node: string, nodes: number): MeasuredSession {
  const { graphRows } = session;
  const left = graphRows.slice(nodes);
  const outputs = graphRows[nodes - 1]?.name.replace(/:\d+$/, '') ?? '[]';
  const row: SummaryRow = {
    type: node,
    name: `${outputs}:${graphRows.length}`,
    firstMs: 0,
    timesCalled: 1,
  };
  return {
    initUs: session.initUs,
    graphRows: [...left, row],
    insideRows: [],
    run: () => delegatedTimes(session.run(), nodes),
  };
}

function delegatedTimes({ totalUs, graphUs }: InferenceTimes, nodes: number): InferenceTimes {
  const delegateUs = graphUs.slice(0, nodes).reduce((sum, us) => sum + us, 0);
  return { totalUs, graphUs: [...graphUs.slice(nodes), delegateUs], insideUs: [] };
}
