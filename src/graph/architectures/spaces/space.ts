import type { GraphBuilder, Value } from '../../builder/graph-builder.js';
import type { Choices, Decision } from './design.js';

/** The set from which architectures are sampled. */
export interface ArchitectureSpace {
  readonly name: string;
  /** Where the space was published. */
  readonly papers: readonly string[];
  readonly decisions: readonly Decision[];
  /** Height and width of the RGB image that an architecture classifies. */
  inputSize(choices: Choices): number;
  /** Whether the choices make a network at all; all do if left out. */
  possible?(choices: Choices): boolean;
  /** Adds the network to a builder, and gives its logits. */
  build(builder: GraphBuilder, image: Value, choices: Choices): Value;
}
