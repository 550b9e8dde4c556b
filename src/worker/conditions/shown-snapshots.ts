import { z } from 'zod';

/** A snapshot as workers store it; members are absent where the phone did not tell them. */
const snapshotSchema = z.looseObject({
  battery: z
    .looseObject({
      temperatureC: z.number().optional(),
      levelPercent: z.number().optional(),
      powered: z.boolean().optional(),
    })
    .optional(),
  thermal: z
    .looseObject({
      status: z.number().optional(),
      temperatures: z.array(z.looseObject({ temperatureC: z.number() })).optional(),
    })
    .optional(),
  clocks: z
    .array(
      z.looseObject({
        policy: z.string(),
        governor: z.string().optional(),
        currentKhz: z.number().optional(),
        maxKhz: z.number().optional(),
      }),
    )
    .optional(),
  loadAverage: z.number().optional(),
});

const conditionsSchema = z.looseObject({
  before: snapshotSchema.optional(),
  during: z.array(snapshotSchema).optional(),
  after: snapshotSchema.optional(),
  foreignCpuShare: z.number().optional(),
});

/** What people want to see of a snapshot; undefined where the phone did not tell. */
export interface ShownSnapshot {
  readonly when: 'before' | 'during' | 'after';
  readonly batteryC: number | undefined;
  readonly levelPercent: number | undefined;
  readonly powered: boolean | undefined;
  readonly thermalStatus: number | undefined;
  /** Of all its sensors. */
  readonly hottestC: number | undefined;
  readonly loadAverage: number | undefined;
  readonly clocks: readonly {
    readonly policy: string;
    readonly governor?: string | undefined;
    readonly currentKhz?: number | undefined;
    readonly maxKhz?: number | undefined;
  }[];
}

/** The conditions stored with a run: before, during and after it. None of what is no such thing. */
export function snapshotsOf(conditions: unknown): ShownSnapshot[] {
  const { data } = conditionsSchema.safeParse(conditions);
  if (data === undefined) return [];
  const { before, during = [], after } = data;
  return [
    ...(before === undefined ? [] : [shownSnapshot('before', before)]),
    ...during.map((snapshot) => shownSnapshot('during', snapshot)),
    ...(after === undefined ? [] : [shownSnapshot('after', after)]),
  ];
}

/** Share of the cores' time that other programs took while a run measured, 0 to 1; undefined where nobody looked. */
export function foreignShareOf(conditions: unknown): number | undefined {
  return conditionsSchema.safeParse(conditions).data?.foreignCpuShare;
}

function shownSnapshot(
  when: ShownSnapshot['when'],
  { battery, thermal, clocks = [], loadAverage }: z.output<typeof snapshotSchema>,
): ShownSnapshot {
  const temperatures = (thermal?.temperatures ?? []).map(({ temperatureC }) => temperatureC);
  return {
    when,
    batteryC: battery?.temperatureC,
    levelPercent: battery?.levelPercent,
    powered: battery?.powered,
    thermalStatus: thermal?.status,
    hottestC: temperatures.length === 0 ? undefined : Math.max(...temperatures),
    loadAverage,
    clocks,
  };
}
