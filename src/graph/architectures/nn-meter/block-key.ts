/** Shapes of a block of nn-Meter's tables, as its key says them. */
export type BlockKey =
  | {
      readonly type: 'conv';
      readonly side: number;
      readonly input: number;
      readonly output: number;
      readonly expansion: number;
      readonly stride: number;
      readonly activation: BlockActivation;
      readonly kernel: number;
      readonly hasExcitation: boolean;
    }
  | {
      readonly type: 'transds';
      readonly side: number;
      readonly input: number;
      readonly output: number;
      readonly stride: number;
      readonly expansion: number;
    }
  | {
      readonly type: 'transffn';
      readonly side: number;
      readonly channels: number;
      readonly expansion: number;
      readonly activation: BlockActivation;
      readonly isNormalized: boolean;
    }
  | {
      readonly type: 'transattn';
      readonly side: number;
      readonly channels: number;
      readonly activation: BlockActivation;
      readonly valueRatio: number;
      readonly isNormalized: boolean;
    }
  | {
      readonly type: 'mbpool';
      readonly side: number;
      readonly input: number;
      readonly output: number;
      readonly expansion: number;
      readonly activation: BlockActivation;
    }
  | {
      readonly type: 'firstconv';
      readonly side: number;
      readonly input: number;
      readonly output: number;
      readonly stride: number;
      readonly kernel: number;
    };

export type BlockActivation = 'relu' | 'hard-swish';

const keyPattern =
  /^(?:conv_(?<conv>\d+_\d+_\d+_\d+_\d+_(?:relu|hard_swish)_\d+_(?:se|nose))|transds_(?<transds>\d+_\d+_\d+_\d+_\d+)|transffn_(?<transffn>\d+_\d+_\d+_(?:relu|hard_swish)_(?:ln|bn))|transattn_(?<transattn>\d+_\d+_(?:relu|hard_swish)_\d+_(?:ln|bn))|mbpool_(?<mbpool>\d+_\d+_\d+_\d+_(?:relu|hard_swish))|firstconv_(?<firstconv>\d+_\d+_\d+_\d+_\d+))$/;

/** Larger than any size of a table's: a key beyond is a mistake, and a network that no memory holds. */
const mostSize = 4096;

/**
 * Reads a key such as `conv_64_16_24_1_1_hard_swish_3_nose`: type, and after it side and channels of the input and whatever else tells blocks of
 * the type apart, in the tables' order. `undefined` for what is no key, or of sizes that no block has.
 */
export function parseBlockKey(text: string): BlockKey | undefined {
  const groups = keyPattern.exec(text)?.groups;
  if (groups === undefined) return undefined;
  const type = Object.keys(groups).find((name) => groups[name] !== undefined) as BlockKey['type'];
  const words = (groups[type] ?? '').replace('hard_swish', 'hard-swish').split('_');
  const sizes = words.filter((word) => /^\d+$/.test(word)).map(Number);
  if (sizes.some((size) => size < 1 || size > mostSize)) return undefined;
  const [a = 1, b = 1, c = 1, d = 1, e = 1, f = 1] = sizes;
  const activation: BlockActivation = words.includes('relu') ? 'relu' : 'hard-swish';
  const isNormalized = words.includes('ln');
  switch (type) {
    case 'conv':
      return {
        ...{ type, side: a, input: b, output: c, expansion: d, stride: e, kernel: f, activation },
        hasExcitation: words.includes('se'),
      };
    case 'transds':
      return { type, side: a, input: b, output: c, stride: d, expansion: e };
    case 'transffn':
      return { type, side: a, channels: b, expansion: c, activation, isNormalized };
    case 'transattn':
      return { type, side: a, channels: b, valueRatio: c, activation, isNormalized };
    case 'mbpool':
      return { type, side: a, input: b, output: c, expansion: d, activation };
    case 'firstconv':
      return { type, side: a, input: b, output: c, stride: d, kernel: e };
  }
}
