import { leftOutText } from '../../../predictor/networks/left-out-text.js';
import type { OperatorChange } from '../../../predictor/networks/compare-predictions.js';
import { latencyText, shareText, signedPercentText } from '../../output/format.js';
import type { CheckedNetwork, Judgement } from './judge.js';

/** Operators that a table shows; the others changed less. */
const mostOperators = 10;

/** A judgement as Markdown, for the comments of a pull request. */
export function checkMarkdown(judgement: Judgement): string {
  const { network, baseline, limitUs, comparison } = judgement;
  const { name, deviceModel, scenarioKey } = network;
  const lines = [
    `### ${codeText(name)} on ${plainText(deviceModel)}, ${codeText(scenarioKey)}: ${judgement.verdict}`,
    '',
    '| | predicted | interval |',
    '| --- | ---: | --- |',
    ...(baseline === undefined ? [] : [networkRow(baseline)]),
    networkRow(network),
    ...(comparison === undefined ? [] : [`| change | ${signedPercentText(comparison.changePercent)} | |`]),
    `| at most | ${limitUs === null ? 'not known' : latencyText(limitUs)} | |`,
    '',
    certaintyText(judgement),
  ];
  const changed = comparison?.operators.filter(({ beforeUs, afterUs }) => beforeUs !== afterUs) ?? [];
  if (changed.length > 0) lines.push('', ...operatorTable(changed));
  return `${lines.join('\n')}\n`;
}

function networkRow({ name, release, prediction }: CheckedNetwork): string {
  const title = `${codeText(name)}, release ${release}`;
  if (!prediction.complete)
    return `| ${title} | not known whole | ${plainText(leftOutText(prediction.unknown))} |`;
  const { totalUs, interval } = prediction;
  const range = `${latencyText(interval.lowUs)} to ${latencyText(interval.highUs)}`;
  return `| ${title} | ${latencyText(totalUs)} | ${range} (${shareText(interval.coverage)}) |`;
}

function certaintyText({ verdict, sure, network, comparison }: Judgement): string {
  if (verdict === 'not known') return 'Not all of it is known, so there is no latency to judge by.';
  const { prediction } = network;
  const outside = prediction.complete ? prediction.extrapolatedShare : 0;
  const far = outside > 0 ? ` ${shareText(outside)} of it lies outside what was measured.` : '';
  const doubt = comparison === undefined ? '' : `, which may be off by ${latencyText(comparison.doubtUs)},`;
  if (sure) return `Sure: the limit lies outside what the prediction leaves open.${far}`;
  return `Not sure: the limit lies within what the prediction${doubt} leaves open; measure it to know.${far}`;
}

function operatorTable(changes: readonly OperatorChange[]): string[] {
  const rows = changes.slice(0, mostOperators).map(({ operator, ...of }) => {
    const change = of.afterUs - of.beforeUs;
    const sign = change < 0 ? '-' : '+';
    return `| ${codeText(operator)} | ${of.beforeCount} | ${of.afterCount} | ${latencyText(of.beforeUs)} | ${latencyText(of.afterUs)} | ${sign}${latencyText(Math.abs(change))} |`;
  });
  return [
    '| operator | number before | now | takes before | now | change |',
    '| --- | ---: | ---: | ---: | ---: | ---: |',
    ...rows,
    ...(changes.length > mostOperators ? [``, `${changes.length - mostOperators} more changed less.`] : []),
  ];
}

/** Names come from files of strangers: nothing of them may become Markdown or HTML. */
function codeText(text: string): string {
  return `\`${text.replaceAll(/[`|\p{Cc}]/gu, ' ')}\``;
}

function plainText(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, ' ').replaceAll(/[\\`*_{}[\]<>#|!&]/g, '\\$&');
}
