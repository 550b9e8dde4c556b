import * as z from 'zod/mini';

import { positiveFactor } from '../../learning/algebra/symmetric-inverse.js';
import { LearningError } from '../../learning/errors.js';
import { invalid, requireFloats } from '../../learning/model/model-document.js';
import { PredictorError } from '../errors.js';
import { decodeArtifact, encodeArtifact } from '../files/artifact.js';
import { withKinds } from '../work/rate-priors.js';
import { isCountedAsOf, workAsOf, workVersion, type Work } from '../work/work.js';
import { answerByRates, type RateAnswer, type RateModel } from './rate-model.js';

/** What stands for the kernel group of rates: they answer for whole networks. */
export const wholeNetworks = 'whole networks' as const;

const positive = z.number().check(z.positive());

const factsSchema = z.strictObject({
  kernelGroup: z.literal(wholeNetworks),
  learner: z.literal('rates'),
  /** How the networks learned from were counted; 1 where it is absent. */
  workVersion: z.exactOptional(z.int().check(z.positive())),
  /** Kinds of work, in the order of the model's numbers. */
  kinds: z.array(z.string()).check(z.minLength(1)),
  /** Kinds that networks learned from had. The rates of all others follow from these and the prior. */
  measuredKinds: z.array(z.string()),
  leftUnexplained: z.number().check(z.nonnegative()),
  scale: positive,
  coverage: z.number().check(z.gt(0), z.lt(1)),
  /** GPU that networks were cut for, where one executes them. */
  gpu: z.exactOptional(z.string()),
  trainingSetHash: z.string(),
  /** Networks learned from. */
  trainingRows: z.int().check(z.positive()),
  metrics: z.record(z.string(), z.number()),
  seed: z.int(),
  codeVersion: z.string(),
});

/** What is known of rates besides their numbers. */
export type RateFacts = z.infer<typeof factsSchema>;

const ratesKind = 'network-rates';

/** What rates say of a network, or of a kernel of it. */
export interface NetworkAnswer extends RateAnswer {
  /** Share of the time that is spent on kinds of work that no network learned from had, 0 to 1. */
  readonly unmeasuredShare: number;
}

/** Networks of a search lack few different kinds of work; each model holds a square of numbers. */
const mostExtended = 64;

/** Rates at which a scenario does work, learned from whole networks' times: an artifact of a release. Immutable. */
export class NetworkRates {
  private readonly model: RateModel;
  private readonly measured: ReadonlySet<string>;
  /** Models that know more kinds of work, by these: what is not known of them takes inverting a matrix to work out. */
  private readonly extended = new Map<string, RateModel>();

  constructor(
    readonly facts: RateFacts,
    /** Means of the logarithms of the rates, µs per unit, in the order of the kinds. */
    private readonly mean: Float64Array,
    /** Their covariance, kinds × kinds, row by row. */
    private readonly covariance: Float64Array,
  ) {
    const { kinds: names, leftUnexplained, scale, coverage } = facts;
    this.model = { belief: { names, mean, covariance }, leftUnexplained, scale, coverage };
    this.measured = new Set(facts.measuredKinds);
  }

  /** The time of work with its interval. */
  answer(work: Work): NetworkAnswer {
    return this.answering(Object.keys(work))(work);
  }

  /** Answers for work of these kinds, such as all of a network: what follows for those that the rates lack is worked out once. */
  answering(kinds: readonly string[]): (work: Work) => NetworkAnswer {
    const model = this.modelOf(kinds.filter((kind) => isCountedAsOf(this.workVersion, kind)));
    return (work) => this.answerBy(model, workAsOf(this.workVersion, work));
  }

  private get workVersion(): number {
    return this.facts.workVersion ?? 1;
  }

  private modelOf(kinds: readonly string[]): RateModel {
    const known = new Set(this.facts.kinds);
    const added = kinds.filter((kind) => !known.has(kind));
    if (added.length === 0) return this.model;
    const key = added.join('\n');
    const remembered = this.extended.get(key);
    if (remembered !== undefined) return remembered;
    const model = { ...this.model, belief: withKinds(this.model.belief, added) };
    if (this.extended.size === mostExtended) this.extended.clear();
    this.extended.set(key, model);
    return model;
  }

  private answerBy(model: RateModel, work: Work): NetworkAnswer {
    const answer = answerByRates(model, work);
    let unmeasuredShare = 0;
    for (const [kind, share] of answer.shares) if (!this.measured.has(kind)) unmeasuredShare += share;
    return { ...answer, unmeasuredShare };
  }

  /** The rates as a file, of the format of predictors: facts in the header, then the numbers. The same rates give the same bytes. */
  toBytes(): Uint8Array {
    const arrays = { mean: this.mean, covariance: this.covariance };
    const model = { kind: ratesKind, scalars: {}, arrays, children: {} };
    return encodeArtifact({ facts: factsSchema.parse(this.facts), model });
  }

  /**
   * Throws PREDICTOR_FILE_INVALID when the file cannot be trusted, and PREDICTOR_FORMAT_UNSUPPORTED for a newer format, or where work was
   * counted as this program does not.
   */
  static fromBytes(bytes: Uint8Array): NetworkRates {
    const { facts, model } = decodeArtifact(bytes);
    refuseNewerWork(facts);
    const parsed = factsSchema.safeParse(facts);
    if (!parsed.success) throw unusable('it does not say what its rates are of', parsed.error);
    const size = parsed.data.kinds.length;
    try {
      if (model.kind !== ratesKind) throw invalid(model, 'it holds no rates');
      if (new Set(parsed.data.kinds).size !== size) throw invalid(model, 'it names a kind of work twice');
      const mean = requireFloats(model, 'mean', size);
      const covariance = requireFloats(model, 'covariance', size * size);
      positiveFactor(covariance, size);
      return new NetworkRates(parsed.data, mean, covariance);
    } catch (cause) {
      if (!(cause instanceof LearningError)) throw cause;
      throw unusable(cause.message, cause);
    }
  }
}

/** Before anything else is read: what newer rates say besides is not known. */
function refuseNewerWork(facts: unknown): void {
  const { workVersion: version } = (facts ?? {}) as { readonly workVersion?: unknown };
  if (typeof version !== 'number' || version <= workVersion) return;
  const message = `The rates were learned from work that was counted as of version ${version}; this program counts up to ${workVersion}.`;
  throw new PredictorError('PREDICTOR_FORMAT_UNSUPPORTED', message, { details: { version } });
}

function unusable(reason: string, cause: unknown): Error {
  return new PredictorError('PREDICTOR_FILE_INVALID', `The file of rates cannot be used: ${reason}`, {
    cause,
  });
}
