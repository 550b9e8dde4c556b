import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';

import { GraphError, precisionOfGraph, readTflite, sha256Hex, unfilledInputs } from '../../../graph/index.js';
import type { Graph } from '../../../graph/index.js';
import { platformError } from '../../../platform/errors.js';
import { mostModelFileBytes } from '../../../tables/model-file/model-files.js';
import { orchestratorError } from '../../errors.js';
import { refuseMisfit } from './precision-groups.js';

/** A user's .tflite file that goes into the database with the campaign. */
export interface CampaignModelFile {
  readonly sha256: string;
  readonly name: string;
  /**
   * Reads its content again: of files as large as these no two are kept in memory.
   * @throws FarmError FILE_UNREADABLE; CAMPAIGN_FILE_UNUSABLE where it is another content now.
   */
  readonly read: () => Promise<Uint8Array>;
}

/**
 * Reads a user's file, and whether the campaign's scenarios can measure it.
 * @throws FarmError FILE_UNREADABLE; CAMPAIGN_FILE_UNUSABLE for what is no model, or too large, or one that the benchmark tool does not take;
 *   CAMPAIGN_PRECISION_MISFIT for one of another precision than a scenario measures.
 */
export async function readModelFile(
  path: string,
  scenarioKeys: readonly string[],
): Promise<CampaignModelFile> {
  await refuseTooLarge(path);
  const content = await readContent(path);
  const graph = graphOf(path, content);
  const [unfilled] = unfilledInputs(graph);
  if (unfilled !== undefined) {
    const message = `${path}: its input ${unfilled.name} is ${unfilled.type}, for which benchmark tools make no values`;
    throw orchestratorError('CAMPAIGN_FILE_UNUSABLE', message, { details: { file: path } });
  }
  refuseMisfit(path, precisionOfGraph(graph), scenarioKeys);
  const sha256 = sha256Hex(content);
  return { sha256, name: basename(path, '.tflite'), read: () => readUnchanged(path, sha256) };
}

async function readUnchanged(path: string, sha256: string): Promise<Uint8Array> {
  const content = await readContent(path);
  if (sha256Hex(content) === sha256) return content;
  const message = `${path}: it was changed while the campaign was read`;
  throw orchestratorError('CAMPAIGN_FILE_UNUSABLE', message, { details: { file: path } });
}

/** What cannot be read is told of when it is read. */
async function refuseTooLarge(path: string): Promise<void> {
  const size = await stat(path).then(
    (found) => found.size,
    () => 0,
  );
  if (size <= mostModelFileBytes) return;
  const message = `${path}: ${size} bytes are more than the ${mostModelFileBytes} that the database keeps of a file`;
  throw orchestratorError('CAMPAIGN_FILE_UNUSABLE', message, { details: { file: path } });
}

/**
 * What a file holds that a campaign names.
 * @throws FarmError FILE_UNREADABLE
 */
export async function readContent(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw platformError('FILE_UNREADABLE', `${path}: ${reason}`, { cause, details: { file: path } });
  }
}

function graphOf(path: string, content: Uint8Array): Graph {
  try {
    return readTflite(content).graphs[0];
  } catch (cause) {
    if (!(cause instanceof GraphError)) throw cause;
    const message = `${path}: ${cause.message}`;
    throw orchestratorError('CAMPAIGN_FILE_UNUSABLE', message, { cause, details: { file: path } });
  }
}
