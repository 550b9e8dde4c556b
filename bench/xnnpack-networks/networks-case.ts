/** Networks that are predicted in one scenario, from operations of one search space. */
export interface NetworksCase {
  readonly name: string;
  readonly delegate: 'builtin' | 'xnnpack';
  /** A file of configs/search-spaces/. */
  readonly searchSpace: string;
  /** Configurations that predictors learn from. */
  readonly samples: number;
  /** Names of architectures. */
  readonly networks: readonly string[];
  /** Most that the mean error of the networks may be. */
  readonly mostErrorPercent: number;
}

/** The version of TensorFlow whose runtime the virtual phone's benchmark tool has. */
export const runtimeVersion = '2.12';

export const cases: readonly NetworksCase[] = [
  {
    name: 'six architectures, XNNPACK, learned from single operations',
    delegate: 'xnnpack',
    searchSpace: 'mobile-cnns.yaml',
    samples: 300,
    networks: [
      'mobilenetv2_wd2',
      'squeezenet_v1_1',
      'mnasnet_a1',
      'mobilenetv3_small_w1',
      'ghostnet',
      'resnet10',
    ],
    mostErrorPercent: 8,
  },
];
