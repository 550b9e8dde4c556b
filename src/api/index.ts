// The farm over HTTP.
export { createServer } from './server/create-server.js';
export { startServer } from './server/start-server.js';
export type { RunningServer, StartServerOptions } from './server/start-server.js';
export { roles } from './tokens/roles.js';
export type { Role } from './tokens/roles.js';
export { createToken, listTokens, revokeToken } from './tokens/tokens.js';
export type { NewToken, TokenRecord } from './tokens/tokens.js';
