import type { FeatureRecord } from '../../learning/model/feature-table.js';
import type { GraphGpuKernel } from '../features/graph-gpu-kernels.js';
import { WorkSum, type Work } from './work.js';

/** What a kernel of the GPU delegate does: arithmetic as it pads it, by the way it goes about it, and the bytes it moves. */
export function gpuWork({ kernelGroup, features }: GraphGpuKernel): Work {
  const sum = new WorkSum();
  const of = (name: string) => amount(features, name);
  sum.add('kernels', 1);
  sum.add('linked bytes', of('linkedBytes'));
  if (kernelGroup === 'convolution_2d') {
    for (const pace of ['constant', 'pointwise', 'window']) sum.add(`macs ${pace}`, of(`macs ${pace}`));
    sum.add('filter bytes', of('weightBytes'));
    sum.add('convolution steps', of('loopLength'));
    sum.add('convolution inputs', of('inputBytes')).add('convolution outputs', of('outputBytes'));
    return sum.work();
  }
  sum
    .add(`${kernelGroup} macs`, of('paddedMacs'))
    .add(`${kernelGroup} bytes`, of('inputBytes') + of('outputBytes'));
  return sum.add('filter bytes', of('weightBytes')).work();
}

function amount(features: FeatureRecord, name: string): number {
  const value = features[name];
  return typeof value === 'number' ? value : 0;
}
