import type { RunDetails } from '../../../orchestrator/index.js';
import type { PredictedRun, PredictedTotal } from '../../../trainer/index.js';
import { durationText, latencyText, signedPercentText } from '../../output/format.js';
import { renderTable } from '../../output/table.js';
import { conditionsText } from './conditions-text.js';
import { momentText, outcomeText } from './run-table.js';
import { toolReportRows } from './tool-report-rows.js';

/** All that is known of a run, as text: what it is, how it went, its conditions, and its operations beside what is predicted. */
export function runSheet(run: RunDetails, predicted: PredictedRun<RunDetails['operations'][number]>): string {
  const facts = renderTable(
    [{ heading: 'field' }, { heading: 'value' }],
    [...identityRows(run), ...outcomeRows(run), ...latencyRows(run), ...predictionRows(predicted.total)],
  );
  const parts = [facts, conditionsText(run.conditions), operationsText(predicted.operations)];
  return parts.filter((part) => part !== '').join('\n');
}

type Row = [string, string];

function identityRows(run: RunDetails): Row[] {
  return [
    ['run', run.id],
    ['campaign', `${run.campaign} (${run.campaignId})`],
    ['sample', `${run.sample}, ${run.sampleKind.toLowerCase()}, repetition ${run.repetition}`],
    ['scenario', run.scenario],
    ['phone', `${run.phone ?? 'none'}: ${run.deviceModel}, pool ${run.pool}`],
    ['started', `${momentText(run.startedAt)}, ended ${momentText(run.finishedAt)}`],
    ['phone time', `${timeText(run.phoneBusyMs)}, in the tool ${timeText(run.toolMs)}`],
    ['command line', run.commandLine.join(' ') || '-'],
    ['benchmark tool', run.benchmarkBinarySha256 ?? '-'],
    ['model', run.modelSha256 ?? '-'],
    [
      'output',
      run.outputBytes === null ? 'none kept' : `${run.outputBytes} bytes, compressed: farm runs log`,
    ],
  ];
}

function outcomeRows(run: RunDetails): Row[] {
  const why = run.state === 'FAILED' ? run.failureMessage : run.verdictReason;
  const earlier = run.earlierMeasurements.length;
  return [
    ['outcome', `${outcomeText(run)}, attempt ${run.attempts}`],
    ...(why === null ? [] : [['why', why] satisfies Row]),
    ...(run.state === 'FAILED' || run.failureCode === null
      ? []
      : [['last failure', `${run.failureCode}: ${run.failureMessage ?? ''}`] satisfies Row]),
    ...(earlier === 0 ? [] : [['gave way', `${earlier} earlier measurements`] satisfies Row]),
  ];
}

function latencyRows(run: RunDetails): Row[] {
  if (run.inferenceMeanUs === null) return [];
  const spread = [
    ...told('standard deviation', run.inferenceStdUs),
    ...told('least', run.inferenceMinUs),
    ...told('greatest', run.inferenceMaxUs),
  ].join(', ');
  const start = [
    ...told('initialized in', run.initUs),
    ...told('first inference', run.firstInferenceUs),
    ...told('warm-up', run.warmupMeanUs),
  ].join(', ');
  return [
    ['latency', `${latencyText(run.inferenceMeanUs)}, mean of ${run.inferenceCount ?? '?'} inferences`],
    ...(spread === '' ? [] : [['spread', spread] satisfies Row]),
    ...(start === '' ? [] : [['start', start] satisfies Row]),
    ...(run.operationSumUs === null ? [] : [['operations', latencyText(run.operationSumUs)] satisfies Row]),
    ...toolReportRows(run.toolReport),
    ...energyRows(run.energy),
    ['clock', `${run.clockSource ?? '-'}, read by parser version ${run.parserVersion ?? '-'}`],
  ];
}

function energyRows(energy: RunDetails['energy']): Row[] {
  if (energy === null) return [];
  const { energyMj, uncertaintyMj, meanPowerMw, samples } = energy;
  const per = `${energyMj.toPrecision(3)} ± ${uncertaintyMj.toPrecision(2)} mJ an inference`;
  return [['energy', `${per}, of the whole phone: ${Math.round(meanPowerMw)} mW in ${samples} readings`]];
}

function predictionRows(total: PredictedTotal): Row[] {
  const { predictedUs, lowUs, highUs, errorPercent, inInterval, releaseVersion } = total;
  if (predictedUs === null) return [['predicted', total.notPredicted ?? '-']];
  const interval =
    lowUs === null || highUs === null ? '' : `, ${latencyText(lowUs)} to ${latencyText(highUs)}`;
  const judged =
    errorPercent === null
      ? ''
      : `, ${signedPercentText(errorPercent)}: ${inInterval === true ? 'in' : 'outside'} the interval`;
  return [
    ['predicted', `${latencyText(predictedUs)}${interval}${judged}, by release ${releaseVersion ?? '-'}`],
  ];
}

function operationsText(operations: PredictedRun<RunDetails['operations'][number]>['operations']): string {
  if (operations.length === 0) return '';
  const right = (heading: string) => ({ heading, align: 'right' as const });
  const sumUs = operations.reduce((sum, { meanUs }) => sum + meanUs, 0);
  return renderTable(
    [
      right('operation'),
      ...['operator', 'kernel'].map((heading) => ({ heading })),
      ...['measured', '±', 'share', 'predicted', 'error'].map(right),
      { heading: 'note' },
    ],
    operations.map((each) => [
      each.operationIndex === null ? '-' : String(each.operationIndex),
      each.operator,
      each.kernel ?? '-',
      latencyText(each.meanUs),
      each.stdUs === null ? '-' : latencyText(each.stdUs),
      sumUs > 0 ? `${((100 * each.meanUs) / sumUs).toFixed(1)} %` : '-',
      each.predictedUs === null ? '-' : latencyText(each.predictedUs),
      each.errorPercent === null ? '-' : signedPercentText(each.errorPercent),
      [
        ...(each.sharedRow ? ['a share of one row'] : []),
        ...(each.extrapolated === true ? ['extrapolated'] : []),
      ].join(', '),
    ]),
  );
}

function told(name: string, us: number | null): string[] {
  return us === null ? [] : [`${name} ${latencyText(us)}`];
}

function timeText(ms: number | null): string {
  return ms === null ? '-' : durationText(ms);
}
