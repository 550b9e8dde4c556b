import { z } from 'zod';

const cpuList = z.string().regex(/^\d+(?:-\d+)?(?:,\d+(?:-\d+)?)*$/, 'a list of cores such as 0-3 or 4,6');

const cluster = z.strictObject({
  /** Cores of this cluster: `0-3`. */
  cpus: cpuList,
  minFrequencyKhz: z.int().positive(),
  maxFrequencyKhz: z.int().positive(),
  /** The kernel's `cpu_capacity`: 1024 for the fastest core. */
  capacity: z.int().positive().max(1024),
  /** How many times slower a core of this cluster is than a core of the machine that the phone runs on. */
  slowdown: z.number().positive(),
});

const throttleStep = z.strictObject({
  /** Battery temperature from which this step applies. */
  fromC: z.number(),
  /** How many times slower all cores are, besides their own slowness. */
  slowdown: z.number().min(1),
  /** `Thermal Status` that the phone then reports: 0 none … 6 shutdown. */
  thermalStatus: z.int().min(0).max(6),
});

/** What a virtual phone is: see configs/virtual-phones/ for examples. */
export const profileSchema = z.strictObject({
  /** What `getprop` says, besides the serial number. */
  properties: z
    .record(z.string().regex(/^[\w.-]+$/), z.string())
    .refine((properties) => 'ro.product.model' in properties, 'needs ro.product.model')
    .refine((properties) => 'ro.product.cpu.abilist' in properties, 'needs ro.product.cpu.abilist'),
  clusters: z.array(cluster).min(1),
  memory: z.strictObject({ totalMb: z.int().positive(), availableMb: z.int().positive() }),
  storage: z.strictObject({ totalMb: z.int().positive(), usedMb: z.int().min(0) }),
  battery: z.strictObject({
    levelPercent: z.int().min(0).max(100),
    temperatureC: z.number(),
    powered: z.boolean(),
  }),
  thermal: z.strictObject({
    /** The temperature to which an idle phone cools. */
    ambientC: z.number(),
    /** Rise of the battery for a second of one busy core. */
    heatingCPerBusySecond: z.number().min(0),
    /** In this time an idle phone loses half of what it is above {@link ambientC}. */
    coolingHalfLifeSeconds: z.number().positive(),
    /** How much hotter than the battery the processor is while a core is busy. */
    processorRiseC: z.number().min(0),
    throttling: z.array(throttleStep),
  }),
  /** What SurfaceFlinger says of the GPU. */
  gpu: z.string(),
});

export type Profile = z.infer<typeof profileSchema>;
export type Cluster = Profile['clusters'][number];
