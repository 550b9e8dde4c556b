/** What tells one residual network from another, pre-activated or not. */
export interface ResNetConfiguration {
  /** Residual units of each of the four stages. */
  readonly units: readonly [number, number, number, number];
  /** Whether a unit is 1×1, 3×3 and 1×1 convolutions instead of two 3×3 ones. */
  readonly bottleneck: boolean;
  /** By which all numbers of channels are multiplied, save those of the very last unit; 1 if left out. */
  readonly width?: number;
  /** Whether units end with squeeze and excitation. */
  readonly excited?: boolean;
  /** Groups of the 3×3 convolutions (ResNeXt), and channels of each in the first stage. */
  readonly cardinality?: number;
  readonly groupWidth?: number;
}

export function twoLayers(...units: ResNetConfiguration['units']): ResNetConfiguration {
  return { units, bottleneck: false };
}

export function bottlenecks(...units: ResNetConfiguration['units']): ResNetConfiguration {
  return { units, bottleneck: true };
}

export interface ResidualUnit {
  /** Output channels. */
  readonly filters: number;
  readonly stride: number;
}

/** Channels after the first convolution, and every unit in its order. */
export function stagesOf(configuration: ResNetConfiguration): {
  stem: number;
  units: readonly ResidualUnit[];
} {
  const { units, bottleneck, width = 1 } = configuration;
  const expansion = bottleneck ? 4 : 1;
  const all = units.flatMap((count, stage) => {
    const channels = 64 * 2 ** stage * expansion;
    return Array.from({ length: count }, (_, unit) => {
      const isVeryLast = stage === units.length - 1 && unit === count - 1;
      const filters = isVeryLast ? channels : Math.floor(channels * width);
      return { filters, stride: stage > 0 && unit === 0 ? 2 : 1 };
    });
  });
  return { stem: Math.floor(64 * width), units: all };
}
