import { GraphError } from '../../../errors.js';

/** What the delegate says when it fails on a network that it had taken: then no part of the network runs on the GPU. */
export function refusal(reason: string): GraphError {
  return new GraphError('GPU_DELEGATE_REFUSES', `the GPU delegate refuses the network: ${reason}`, {
    reason,
  });
}
