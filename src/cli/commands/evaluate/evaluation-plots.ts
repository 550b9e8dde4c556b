import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import { evaluationPlots, type PredictedNetwork } from '../../../trainer/index.js';
import type { CommandContext } from '../../context/context.js';
import { cliError } from '../../errors.js';

/** Writes the plots of an evaluation into a folder, which is made where it is absent. Throws FILE_NOT_WRITTEN. */
export async function writePlots(
  context: CommandContext,
  folder: string,
  device: string,
  predicted: readonly PredictedNetwork[],
): Promise<void> {
  await writePlotFiles(context, folder, evaluationPlots(device, predicted));
}

/** Writes SVG documents by file name into a folder, which is made where it is absent. Throws FILE_NOT_WRITTEN. */
export async function writePlotFiles(
  context: CommandContext,
  folder: string,
  plots: Readonly<Record<string, string>>,
): Promise<void> {
  const directory = resolve(context.cwd, folder);
  try {
    await mkdir(directory, { recursive: true });
    for (const [name, document] of Object.entries(plots)) {
      await writeFile(join(directory, name), document);
    }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw cliError('FILE_NOT_WRITTEN', `${folder}: ${reason}`, { cause, details: { file: folder } });
  }
}
