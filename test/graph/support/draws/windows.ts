import fc from 'fast-check';
import type { ElementType, OperationConfiguration } from '../../../../src/graph/index.js';
import {
  size,
  channels,
  window,
  stride,
  padding,
  fused,
  image,
  activation,
  constant,
  integers,
  configuration,
} from './operands.js';
import type { Draw } from './operands.js';

const convolution: Draw = ({ activation: type, weights, bias }) =>
  fc
    .record({
      image,
      window,
      height: window,
      stride,
      padding,
      fused,
      filters: channels,
      groups: fc.constantFrom(1, 1, 2, 3),
    })
    .map(
      ({ image: [batch, rows, columns, depth], window, height, stride, padding, fused, filters, groups }) =>
        configuration(
          'CONV_2D',
          [
            activation([batch, rows, columns, depth * groups], type),
            constant([filters * groups, height, window, depth], weights),
            constant([filters * groups], bias),
          ],
          { padding, strideWidth: stride, strideHeight: stride, fusedActivation: fused },
        ),
    );

const dilatedConvolution: Draw = (numbers) =>
  fc
    .tuple(convolution(numbers), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }))
    .map(([drawn, dilationWidth, dilationHeight]) => ({
      ...drawn,
      attributes: { ...drawn.attributes, strideWidth: 1, strideHeight: 1, dilationWidth, dilationHeight },
    }));

const depthwise: Draw = ({ activation: type, weights, bias }) =>
  fc
    .record({
      image,
      window,
      height: window,
      stride,
      padding,
      fused,
      depthMultiplier: fc.constantFrom(1, 1, 2),
      dilation: fc.constantFrom(1, 1, 2),
    })
    .map(({ image, window, height, stride, padding, fused, depthMultiplier, dilation }) => {
      const filters = image[3] * depthMultiplier;
      const step = dilation === 1 ? stride : 1;
      return configuration(
        'DEPTHWISE_CONV_2D',
        [activation(image, type), constant([1, height, window, filters], weights), constant([filters], bias)],
        {
          padding,
          strideWidth: step,
          strideHeight: step,
          depthMultiplier,
          fusedActivation: fused,
          dilationWidth: dilation,
          dilationHeight: dilation,
        },
      );
    });

const fullyConnected: Draw = ({ activation: type, weights, bias }) =>
  fc
    .record({
      rows: size,
      depth: channels,
      units: channels,
      fused,
      keepNumDims: fc.boolean(),
      hasBias: fc.boolean(),
    })
    .map(({ rows, depth, units, fused, keepNumDims, hasBias }) =>
      configuration(
        'FULLY_CONNECTED',
        [
          activation([1, rows, depth], type),
          constant([units, depth], weights),
          hasBias ? constant([units], bias) : null,
        ],
        { fusedActivation: fused, keepNumDims },
      ),
    );

const pool =
  (operator: string): Draw =>
  ({ activation: type }) =>
    fc
      .record({ image, window, height: window, stride, padding, fused })
      .map(({ image, window, height, stride, padding, fused }) =>
        configuration(operator, [activation(image, type)], {
          padding,
          filterWidth: window,
          filterHeight: height,
          strideWidth: stride,
          strideHeight: stride,
          fusedActivation: fused,
        }),
      );

function resize(operator: string, type: ElementType): fc.Arbitrary<OperationConfiguration> {
  return fc
    .record({
      image,
      height: size,
      width: size,
      option: fc.constantFrom('alignCorners', 'halfPixelCenters', 'none'),
    })
    .map(({ image, height, width, option }) =>
      configuration(operator, [activation(image, type), integers([2], [height, width])], {
        alignCorners: option === 'alignCorners',
        halfPixelCenters: option === 'halfPixelCenters',
      }),
    );
}

/** Operators that multiply matrices, or look at images through windows. */
export const windowDraws: Readonly<Record<string, Draw>> = {
  AVERAGE_POOL_2D: pool('AVERAGE_POOL_2D'),
  BATCH_MATMUL: ({ activation: type }) =>
    fc
      .record({
        batch: channels,
        rows: size,
        depth: channels,
        columns: size,
        adjointX: fc.boolean(),
        adjointY: fc.boolean(),
      })
      .map(({ batch, rows, depth, columns, adjointX, adjointY }) =>
        configuration(
          'BATCH_MATMUL',
          [
            activation(adjointX ? [batch, depth, rows] : [batch, rows, depth], type),
            activation(adjointY ? [batch, columns, depth] : [batch, depth, columns], type),
          ],
          { adjointX, adjointY },
        ),
      ),
  CONV_2D: (numbers) => fc.oneof(convolution(numbers), dilatedConvolution(numbers)),
  DEPTHWISE_CONV_2D: depthwise,
  FULLY_CONNECTED: fullyConnected,
  MAX_POOL_2D: pool('MAX_POOL_2D'),
  RESIZE_BILINEAR: ({ activation: type }) => resize('RESIZE_BILINEAR', type),
  RESIZE_NEAREST_NEIGHBOR: ({ activation: type }) => resize('RESIZE_NEAREST_NEIGHBOR', type),
  TRANSPOSE_CONV: ({ activation: type, weights, bias }) =>
    fc
      .record({ image, window, stride, filters: channels, same: fc.boolean() })
      .map(({ image, window, stride, filters, same }) => {
        const grown = (n: number) => (same ? n * stride : (n - 1) * stride + window);
        const [n, h, w, c] = image;
        return configuration(
          'TRANSPOSE_CONV',
          [
            integers([4], [n, grown(h), grown(w), filters]),
            constant([filters, window, window, c], weights),
            activation(image, type),
            constant([filters], bias),
          ],
          { padding: same ? 'SAME' : 'VALID', strideWidth: stride, strideHeight: stride },
        );
      }),
};
