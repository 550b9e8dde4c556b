import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';

import type { Role } from '../tokens/roles.js';
import type { TokenRecord } from '../tokens/tokens.js';

/** Fastify with requests and answers as zod describes them. */
export type ApiServer = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may ask; a viewer when nothing is said. `anyone` needs no token. */
    access?: Role | 'anyone';
  }
  interface FastifyRequest {
    /** Whose token it is; null where none is needed. */
    caller: TokenRecord | null;
  }
}
