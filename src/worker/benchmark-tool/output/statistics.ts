import type { SampleStatistics } from '../report.js';
import { streamedValue, wholeNumber } from './numbers.js';

const fieldNames: Readonly<Record<string, keyof SampleStatistics>> = {
  first: 'firstUs',
  curr: 'lastUs',
  min: 'minUs',
  max: 'maxUs',
  avg: 'meanUs',
  std: 'stdUs',
  p5: 'p5Us',
  median: 'medianUs',
  p95: 'p95Us',
};
/** Follows the last value when all values are equal. It holds the blank that otherwise separates fields. */
const allSamePattern = /^(.* curr=[^ (]+)\(all same\)(.*)$/;

/**
 * Reads what the tool's statistics print of themselves: `count=0`; `count=1 curr=5`; `count=3 curr=5(all same)`;
 * `count=10 first=… curr=… min=… max=… avg=… std=…`, each with `p5=… median=… p95=…` in later versions.
 * `undefined` for a text of another form, for an unknown field and for numbers that contradict each other.
 */
export function parseStatistics(text: string): SampleStatistics | undefined {
  const allSame = allSamePattern.exec(text);
  const [countField, ...fieldTexts] = (allSame === null ? text : `${allSame[1]}${allSame[2]}`)
    .trim()
    .split(' ');
  const count = countField?.startsWith('count=') ? wholeNumber(countField.slice('count='.length)) : undefined;
  if (count === undefined) return undefined;
  if (count === 0) return fieldTexts.length === 0 ? { count } : undefined;
  const fields = readFields(fieldTexts);
  if (fields === undefined) return undefined;
  const isConstant = allSame !== null || count === 1;
  return isConstant ? constantStatistics(count, fields) : variedStatistics(count, fields);
}

type Fields = Partial<Record<keyof SampleStatistics, number>>;

function readFields(texts: readonly string[]): Fields | undefined {
  const fields: Fields = {};
  for (const text of texts) {
    const separator = text.indexOf('=');
    const key = text.slice(0, Math.max(separator, 0));
    const name = Object.hasOwn(fieldNames, key) ? fieldNames[key] : undefined;
    const value = streamedValue(text.slice(separator + 1));
    if (name === undefined || value === undefined || !Number.isFinite(value)) return undefined;
    if (fields[name] !== undefined) return undefined;
    fields[name] = value;
  }
  return fields;
}

function constantStatistics(count: number, fields: Fields): SampleStatistics | undefined {
  const { lastUs, ...others } = fields;
  if (lastUs === undefined || Object.keys(others).some((name) => !/^(?:p5|median|p95)Us$/.test(name))) {
    return undefined;
  }
  return {
    ...others,
    count,
    firstUs: lastUs,
    lastUs,
    minUs: lastUs,
    maxUs: lastUs,
    meanUs: lastUs,
    stdUs: 0,
  };
}

function variedStatistics(count: number, fields: Fields): SampleStatistics | undefined {
  const { firstUs, lastUs, minUs, maxUs, meanUs, stdUs } = fields;
  if (firstUs === undefined || lastUs === undefined || minUs === undefined) return undefined;
  if (maxUs === undefined || meanUs === undefined || stdUs === undefined) return undefined;
  if (minUs > maxUs || Math.min(firstUs, lastUs) < minUs || Math.max(firstUs, lastUs) > maxUs)
    return undefined;
  const slackUs = Math.abs(meanUs) * 5e-6;
  if (meanUs < minUs - slackUs || meanUs > maxUs + slackUs) return undefined;
  return { ...fields, count, firstUs, lastUs, minUs, maxUs, meanUs, stdUs };
}
