import { z } from 'zod';

import { latencyText } from '../../output/format.js';

/** What is stored of the tool's report beside the latency; members are absent where it does not tell them. */
const toolReportSchema = z.looseObject({
  p5Us: z.number().optional(),
  medianUs: z.number().optional(),
  p95Us: z.number().optional(),
  initMb: z.number().optional(),
  overallMb: z.number().optional(),
  peakMb: z.number().optional(),
  delegatedNodes: z
    .array(z.looseObject({ delegate: z.string(), nodes: z.number(), of: z.number(), partitions: z.number() }))
    .optional(),
  applied: z
    .array(
      z.looseObject({
        delegate: z.string(),
        extent: z.enum(['complete', 'partial', 'none']),
        partitions: z.number().optional(),
      }),
    )
    .optional(),
});

const extents = { complete: 'everything', partial: 'a part', none: 'nothing' };

/** Percentiles, memory and nodes of delegates, a row each; none where nothing is told. */
export function toolReportRows(toolReport: unknown): [string, string][] {
  const { data } = toolReportSchema.safeParse(toolReport);
  if (data === undefined) return [];
  const { p5Us, medianUs, p95Us, initMb, overallMb, peakMb, delegatedNodes = [], applied = [] } = data;
  const percentiles = [
    ...(p5Us === undefined ? [] : [`5 % within ${latencyText(p5Us)}`]),
    ...(medianUs === undefined ? [] : [`median ${latencyText(medianUs)}`]),
    ...(p95Us === undefined ? [] : [`95 % within ${latencyText(p95Us)}`]),
  ];
  const memory = [
    ...(initMb === undefined ? [] : [`${initMb.toFixed(1)} MB loaded`]),
    ...(overallMb === undefined ? [] : [`${overallMb.toFixed(1)} MB at the end`]),
    ...(peakMb === undefined ? [] : [`${peakMb.toFixed(1)} MB at most`]),
  ];
  const delegated = [
    ...applied.map(
      ({ delegate, extent, partitions }) =>
        `${extents[extent]} by ${delegate}${partitions === undefined ? '' : ` in ${partitions} parts`}`,
    ),
    ...delegatedNodes.map(
      ({ delegate, nodes, of, partitions }) =>
        `${nodes} of ${of} nodes by ${delegate} in ${partitions} parts`,
    ),
  ];
  return Object.entries({ percentiles, memory, delegated }).flatMap(([name, told]): [string, string][] =>
    told.length === 0 ? [] : [[name, told.join(', ')]],
  );
}
