import { z } from 'zod';

/** What an inference takes from the battery: informative, and no part of any verdict or of what is learned. */
export interface EnergyPerInference {
  /** Readings of the gauge while the tool ran. */
  readonly samples: number;
  /** Of the whole phone, idle part included. */
  readonly meanPowerMw: number;
  readonly energyMj: number;
  /**
   * One standard error, from the spread of the readings. At the least: gauges average over seconds, so that readings which follow each other
   * are not independent, and their own error is not told.
   */
  readonly uncertaintyMj: number;
}

const conditionsSchema = z.looseObject({
  during: z.array(
    z.looseObject({
      battery: z.looseObject({ powered: z.boolean().optional() }).optional(),
      supply: z
        .looseObject({ currentUa: z.number().optional(), voltageUv: z.number().optional() })
        .optional(),
    }),
  ),
});

/** Fewer readings say nothing of how much they vary. */
const fewestSamples = 3;
/** What a phone that computes can draw. Some makers count in milliamperes, which shows as a thousandth. */
const plausiblePowerMw = { least: 50, most: 30_000 };

/**
 * Energy of an inference by the battery's gauge, from the conditions that are stored of a run: mean power times the mean inference. Undefined where the
 * phone does not tell, was on external power (the gauge then tells what charges the battery), or was looked at too seldom.
 */
export function energyPerInference(
  conditions: unknown,
  inferenceMeanUs: number | null,
): EnergyPerInference | undefined {
  const { data } = conditionsSchema.safeParse(conditions);
  if (data === undefined || inferenceMeanUs === null) return undefined;
  const powersMw = data.during.flatMap(({ battery, supply }) => {
    const { currentUa, voltageUv } = supply ?? {};
    if (battery?.powered !== false || currentUa === undefined || voltageUv === undefined) return [];
    return [(Math.abs(currentUa) * voltageUv) / 1e9];
  });
  const samples = powersMw.length;
  if (samples < fewestSamples || samples < data.during.length) return undefined;
  const meanPowerMw = powersMw.reduce((sum, power) => sum + power, 0) / samples;
  if (meanPowerMw < plausiblePowerMw.least || meanPowerMw > plausiblePowerMw.most) return undefined;
  const squares = powersMw.reduce((sum, power) => sum + (power - meanPowerMw) ** 2, 0);
  const standardErrorMw = Math.sqrt(squares / (samples - 1) / samples);
  const seconds = inferenceMeanUs / 1e6;
  return {
    samples,
    meanPowerMw,
    energyMj: meanPowerMw * seconds,
    uncertaintyMj: standardErrorMw * seconds,
  };
}
