import { z } from 'zod';

import type { ScenarioSpec } from './scenario.js';

/** TFLite's tool takes options apart at `;` and `:`, and leaves one with a second colon out without a word. */
const optionText = z.string().regex(/^[^;:\u0000-\u001f\u007f]+$/, {
  error: 'expected a text without ";" and ":", at which the benchmark tool takes options apart',
});

/**
 * What a black box is: said in a campaign's file, under the name that scenarios know it by, and kept in the column `spec` of the campaign, where
 * the worker reads it. A name means one thing in a farm, for good: latencies of a scenario are of one delegate.
 */
export const delegateSettingsSchema = z
  .strictObject({
    accelerator: z
      .string()
      .regex(/^[A-Za-z0-9._-]{1,100}$/, { error: "expected a name as the phone's drivers have them" })
      .optional()
      .describe('NNAPI: the accelerator, as the phone names it: google-edgetpu, qti-dsp.'),
    library: z
      .string()
      .regex(/^\/[^\u0000-\u001f\u007f]*$/, { error: 'expected a path on the phone, from /' })
      .optional()
      .describe(
        "On the phone: of an external delegate its library, of Hexagon the folder of its libraries (/data/local/tmp by default), of an NPU the folder of its vendor's dispatch library.",
      ),
    compilerPlugins: z
      .string()
      .regex(/^\/[^\u0000-\u001f\u007f]*$/, { error: 'expected a path on the phone, from /' })
      .optional()
      .describe(
        "NPU, on the phone: the folder of its vendor's compiler plugin, without which only networks run that were compiled for it.",
      ),
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/, { error: 'expected 64 hexadecimal digits' })
      .optional()
      .describe("The external delegate's library: phones with another file measure nothing."),
    options: z
      .record(optionText, optionText)
      .optional()
      .describe('What the external delegate is told: backend_type: htp.'),
    partial: z
      .enum(['refuse', 'accept'])
      .default('refuse')
      .describe('Whether runs count of which it left a part to the CPU.'),
  })
  .refine(({ sha256, library }) => sha256 === undefined || library !== undefined, {
    path: ['sha256'],
    error: 'expected none without library',
  });

export type DelegateSettings = z.output<typeof delegateSettingsSchema>;

/** What is not said of a black box without a name. */
const unnamed: DelegateSettings = { partial: 'refuse' };

const specSchema = z.looseObject({ delegates: z.record(z.string(), delegateSettingsSchema).optional() });

/** What the campaign says of a scenario's black box, from its `spec` column. */
export function delegateSettingsOf(
  campaignSpec: unknown,
  { delegateName }: Pick<ScenarioSpec, 'delegateName'>,
): DelegateSettings {
  const { delegates } = specSchema.parse(campaignSpec);
  return (delegateName === undefined ? undefined : delegates?.[delegateName]) ?? unnamed;
}

/** Why settings do not fit the delegate that is to have them; `undefined` where they do. */
export function misfitOfSettings(
  { delegate }: Pick<ScenarioSpec, 'delegate'>,
  { accelerator, library, compilerPlugins, options, sha256 }: DelegateSettings,
): string | undefined {
  if (compilerPlugins !== undefined && delegate !== 'npu')
    return `${delegate} has no compilerPlugins; npu does`;
  if (delegate === 'nnapi') {
    if (accelerator === undefined) return 'an NNAPI delegate with a name has an accelerator';
    return library === undefined && options === undefined ? undefined : 'NNAPI has no library and no options';
  }
  if (accelerator !== undefined) return `${delegate} has no accelerator; nnapi does`;
  if (delegate === 'external')
    return library === undefined ? 'an external delegate has a library' : undefined;
  const box = delegate === 'npu' ? 'an NPU' : 'Hexagon';
  if (library === undefined) return `${box} with a name has the folder of its libraries as library`;
  return options === undefined && sha256 === undefined ? undefined : `${box} has no options and no sha256`;
}
