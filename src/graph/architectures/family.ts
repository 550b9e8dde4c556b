import type { GraphBuilder, Value } from '../builder/graph-builder.js';

/** One network: what it takes, and how it is built. */
export interface Architecture {
  readonly name: string;
  /** Height and width of the RGB image that it classifies. */
  readonly inputSize: number;
  /** 3 if left out. */
  readonly inputChannels?: number;
  /** Adds the network to a builder, and gives its logits. */
  build(builder: GraphBuilder, image: Value): Value;
}

/** Networks of one design, whose operations resemble each other: what a split by family keeps together. */
export interface ArchitectureFamily {
  readonly name: string;
  /** Where the design was published. */
  readonly papers: readonly string[];
  readonly architectures: readonly Architecture[];
}

export interface FamilyDefinition<Configuration> {
  readonly name: string;
  readonly papers: readonly string[];
  /** What tells the networks of the family apart, by their names. */
  readonly configurations: Readonly<Record<string, Configuration>>;
  /** 224 if left out. */
  inputSize?(configuration: Configuration): number;
  build(builder: GraphBuilder, image: Value, configuration: Configuration): Value;
}

/** A family of networks that are all built by one function, each from its own configuration. */
export function defineFamily<Configuration>(definition: FamilyDefinition<Configuration>): ArchitectureFamily {
  const { name, papers, configurations } = definition;
  const architectures = Object.entries(configurations).map(([architecture, configuration]) => ({
    name: architecture,
    inputSize: definition.inputSize?.(configuration) ?? 224,
    build: (builder: GraphBuilder, image: Value) => definition.build(builder, image, configuration),
  }));
  return { name, papers, architectures };
}
