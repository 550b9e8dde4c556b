import { GraphBuilder } from '../builder/graph-builder.js';
import { GraphError } from '../errors.js';
import type { Graph } from '../model/graph.js';
import { bagNet } from './families/bagnet.js';
import { bnInception } from './families/bninception.js';
import { cvt } from './families/cvt.js';
import { denseNet } from './families/densenet.js';
import { diracNet } from './families/diracnet.js';
import { dla } from './families/dla.js';
import { efficientFormer } from './families/efficientformer.js';
import { efficientNetEdge } from './families/efficientnet-edge.js';
import { fbNet } from './families/fbnet.js';
import { ghostNet } from './families/ghostnet.js';
import { harDNet } from './families/hardnet.js';
import { hrNet } from './families/hrnet.js';
import { mit } from './families/mit.js';
import { mnasNet } from './families/mnasnet.js';
import { mobileNet } from './families/mobilenet.js';
import { mobileNetV2 } from './families/mobilenetv2.js';
import { mobileNetV3 } from './families/mobilenetv3.js';
import { mobileVit } from './families/mobilevit.js';
import { peleeNet } from './families/peleenet.js';
import { preResNet } from './families/preresnet.js';
import { proxylessNas } from './families/proxylessnas.js';
import { regNet } from './families/regnet.js';
import { resNet } from './families/resnet.js';
import { spNasNet } from './families/spnasnet.js';
import { squeezeNet } from './families/squeezenet.js';
import { swin } from './families/swin.js';
import { vit } from './families/vit.js';
import { voVNet } from './families/vovnet.js';
import type { Architecture, ArchitectureFamily } from './family.js';
import { blockNamed } from './nn-meter/block.js';
import { architectureSpace } from './spaces/catalogue/index.js';
import { buildFromChoices, choicesNamed, nameSeparator } from './spaces/sampling.js';
import type { BuildOptions } from './spaces/sampling.js';

/** Every family, in the order of its name. */
export const architectureFamilies: readonly ArchitectureFamily[] = [
  bagNet,
  bnInception,
  cvt,
  denseNet,
  diracNet,
  dla,
  efficientFormer,
  efficientNetEdge,
  fbNet,
  ghostNet,
  harDNet,
  hrNet,
  mit,
  mnasNet,
  mobileNet,
  mobileNetV2,
  mobileNetV3,
  mobileVit,
  peleeNet,
  preResNet,
  proxylessNas,
  regNet,
  resNet,
  spNasNet,
  squeezeNet,
  swin,
  vit,
  voVNet,
];

/** Names of all architectures, as osmr's imgclsmob zoo and Hugging Face's hub spell them, in alphabetical order. */
export function architectureNames(): readonly string[] {
  return [...byName.keys()].sort();
}

/** Whether {@link buildArchitecture} takes the name for that of an architecture, sampled ones included. */
export function isArchitectureName(name: string): boolean {
  return byName.has(name) || name.includes(nameSeparator) || blockNamed(name) !== undefined;
}

/**
 * The family that an architecture belongs to; that of a sampled one is its space. Throws `UNKNOWN_ARCHITECTURE`,
 * `UNKNOWN_SPACE`, `INVALID_CHOICE`.
 */
export function architectureFamily(name: string): string {
  return choicesNamed(architectureSpace, name)?.space.name ?? found(name).family;
}

/**
 * An architecture for one image, with weights of zeros: one of {@link architectureNames}, one sampled from a space, whose
 * name says what was chosen, or a block of nn-Meter's tables, `nn-meter/` before its key. Throws `UNKNOWN_ARCHITECTURE`, `UNKNOWN_SPACE`, `INVALID_CHOICE`.
 */
export function buildArchitecture(name: string, options: BuildOptions = {}): Graph {
  const sampled = choicesNamed(architectureSpace, name);
  if (sampled !== undefined) return buildFromChoices(sampled.space, sampled.choices, options);
  const { architecture } = found(name);
  const builder = new GraphBuilder(name, options);
  const { inputSize, inputChannels = 3 } = architecture;
  const image = builder.input([1, inputSize, inputSize, inputChannels]);
  return builder.finish(architecture.build(builder, image));
}

interface Entry {
  readonly family: string;
  readonly architecture: Architecture;
}

const byName: ReadonlyMap<string, Entry> = new Map(
  architectureFamilies.flatMap((family) =>
    family.architectures.map(
      (architecture) => [architecture.name, { family: family.name, architecture }] as const,
    ),
  ),
);

function found(name: string): Entry {
  const entry = byName.get(name) ?? blockNamed(name);
  if (entry === undefined) {
    throw new GraphError('UNKNOWN_ARCHITECTURE', `there is no architecture named ${name}`, { name });
  }
  return entry;
}
