import type { Window } from '../model/attributes.js';
import type { ValueShape } from '../model/value-shape.js';
import { delegateChanges } from '../runtime-version.js';
import type { SelectionContext } from './selection-context.js';

/**
 * Whether Winograd's F(4×4, 3×3) computes a convolution: 3×3 without stride, dilation or groups, with enough slices of channels on both
 * sides and enough 4×4 tiles to fill the GPU (`IsRecommendedForWinograd4x4To6x6` in operation_selector.cc).
 */
export function runsAsWinograd(window: Window, output: ValueShape, context: SelectionContext): boolean {
  if (!isSuitable(window)) return false;
  const tiles = Math.ceil(output.width / 4) * Math.ceil(output.height / 4);
  const minimum =
    context.version >= delegateChanges.winogradBySliceCount
      ? recentMinimum(context)
      : olderMinimum(context, tiles);
  const source = Math.ceil(window.weightsInput / 4);
  const destination = Math.ceil(window.weightsOutput / 4);
  return source >= minimum.source && destination >= minimum.destination && tiles >= minimum.tiles;
}

function isSuitable(window: Window): boolean {
  return (
    window.kernelHeight === 3 &&
    window.kernelWidth === 3 &&
    window.strideHeight === 1 &&
    window.strideWidth === 1 &&
    window.dilationHeight === 1 &&
    window.dilationWidth === 1 &&
    window.groups === 1
  );
}

interface Minimum {
  readonly source: number;
  readonly destination: number;
  readonly tiles: number;
}

function recentMinimum({ gpu }: SelectionContext): Minimum {
  if (gpu.vendor === 'adreno') return { source: 32, destination: 32, tiles: adrenoTiles(gpu.adrenoSeries) };
  return { source: 16, destination: gpu.vendor === 'amd' ? 8 : 16, tiles: 32 };
}

/** Up to 2.6 fewer slices were asked for where there are many tiles. */
function olderMinimum({ gpu }: SelectionContext, tiles: number): Minimum {
  const deep = gpu.vendor === 'adreno' || gpu.vendor === 'amd';
  const minimumTiles = gpu.vendor === 'adreno' ? adrenoTiles(gpu.adrenoSeries) : deep ? 64 : 32;
  const depth = deep ? 32 : 16;
  const eased = tiles >= 8 * minimumTiles ? 4 : tiles >= 4 * minimumTiles ? 2 : 1;
  const slices = eased === 1 ? depth : Math.max(8, depth / eased);
  return { source: slices, destination: slices, tiles: minimumTiles };
}

function adrenoTiles(series: number): number {
  return series === 6 ? 128 : 64;
}
