import { designMarginals, designSize } from '../../graph/index.js';
import type { NamedArchitectureSpace } from '../architecture-space/architecture-space.js';
import type { SpaceDescription } from './space-description.js';

/** Size and marginals of a space of architectures, exactly. */
export function describeArchitectureSpace({ name, space }: NamedArchitectureSpace): SpaceDescription {
  return { name, size: designSize(space.decisions), marginals: designMarginals(space.decisions) };
}
