/**
 * All that is used of Fastify and its plugins, in one place: a build puts one file here that holds them (scripts/bundle-http.js), for
 * installed each by itself they take twelve megabytes.
 */
export { default as rateLimit } from '@fastify/rate-limit';
export { default as swagger } from '@fastify/swagger';
export { fastify, LogController } from 'fastify';
export {
  createJsonSchemaTransform,
  hasZodFastifySchemaValidationErrors,
  serializerCompiler,
  validatorCompiler,
} from 'fastify-type-provider-zod';
