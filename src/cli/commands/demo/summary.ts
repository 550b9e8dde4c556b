import { networkTable, operatorTable } from '../evaluate/evaluation-tables.js';
import { durationText, shareText } from '../../output/format.js';
import type { DemoDocument } from './run-demo.js';

/** The demo's result for people: the tables of `farm evaluate farm`, and what it took. */
export function demoSummary(document: DemoDocument): string {
  const refused = document.refused.map(
    ({ name, code, reason }) =>
      `${name} was refused, as it is meant to be: it shows what the farm says of a model that the runtime cannot run (${code}): ${reason}\n`,
  );
  return [
    `Scenario ${document.scenario}, learned from ${document.training.trainingRows} timings of single operations; the networks were not learned from.\n`,
    networkTable(document.networks),
    operatorTable(document.operators),
    ...(refused.length === 0 ? [] : [refused.join('')]),
    [
      `mean error of the networks  ${document.meanErrorPercent.toFixed(1)} %`,
      `phone time inside the tool  ${shareText(document.phoneBusyShare)}`,
      `seconds in all              ${durationText(document.seconds * 1000)}`,
      '',
    ].join('\n'),
  ].join('\n');
}
