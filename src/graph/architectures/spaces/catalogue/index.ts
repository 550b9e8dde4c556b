import { GraphError } from '../../../errors.js';
import type { ArchitectureSpace } from '../space.js';
import { fbNetSpace } from './fbnet.js';
import { nasBench201 } from './nas-bench-201.js';
import { onceForAllMobileNetV3 } from './once-for-all-mobilenetv3.js';
import { proxylessNasSpace } from './proxylessnas.js';
import { syntheticBlocks } from './synthetic-blocks.js';

/** Every space of architectures, in the order of its name. */
export const architectureSpaces: readonly ArchitectureSpace[] = [
  fbNetSpace,
  nasBench201,
  onceForAllMobileNetV3,
  proxylessNasSpace,
  syntheticBlocks,
];

/** The space with a name. Throws `UNKNOWN_SPACE`. */
export function architectureSpace(name: string): ArchitectureSpace {
  const space = architectureSpaces.find((candidate) => candidate.name === name);
  if (space === undefined) {
    const known = architectureSpaces.map((candidate) => candidate.name).join(', ');
    throw new GraphError('UNKNOWN_SPACE', `there is no space named ${name}; known are ${known}`, { name });
  }
  return space;
}
