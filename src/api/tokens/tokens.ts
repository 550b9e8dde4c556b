import { createHash, randomBytes } from 'node:crypto';

import type { ApiToken, Database } from '../../platform/database/index.js';
import { apiError } from '../errors.js';
import type { Role } from './roles.js';

/** A token as the farm lists it: without the token itself, which nobody can read again. */
export interface TokenRecord {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly state: 'valid' | 'expired' | 'revoked';
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
}

/** A token that was just made. */
export interface NewToken extends TokenRecord {
  /** What its holder sends: told this once. */
  readonly token: string;
}

export interface CreateTokenOptions {
  /** Whose it is. */
  readonly name: string;
  readonly role: Role;
  readonly nowMs: number;
  /** For ever when left out. */
  readonly expiresAt?: Date;
}

/** Bytes of chance in a token: nobody guesses it, so its plain SHA-256 is as good as a slow hash and costs no time. */
const tokenBytes = 32;
const tokenPrefix = 'farm_';

/** Makes a token. Only its SHA-256 is stored. */
export async function createToken(database: Database, options: CreateTokenOptions): Promise<NewToken> {
  const { name, role, nowMs, expiresAt = null } = options;
  const token = `${tokenPrefix}${randomBytes(tokenBytes).toString('base64url')}`;
  const stored = await database.prisma.apiToken.create({
    data: { name, role: storedRoles[role], tokenSha256: hashOf(token), expiresAt },
  });
  return { token, ...recordOf(stored, nowMs) };
}

/** All tokens, the latest first. */
export async function listTokens(database: Database, nowMs: number): Promise<TokenRecord[]> {
  const tokens = await database.prisma.apiToken.findMany({
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  });
  return tokens.map((token) => recordOf(token, nowMs));
}

/** Takes a token back, by its id; one that was taken back stays so. Throws TOKEN_UNKNOWN. */
export async function revokeToken(database: Database, id: string, nowMs: number): Promise<TokenRecord> {
  const found = isUuid(id) ? await database.prisma.apiToken.findUnique({ where: { id } }) : null;
  if (found === null) throw apiError('TOKEN_UNKNOWN', `There is no token ${id}.`, { details: { id } });
  if (found.revokedAt !== null) return recordOf(found, nowMs);
  const data = { revokedAt: new Date(nowMs) };
  return recordOf(await database.prisma.apiToken.update({ where: { id }, data }), nowMs);
}

/** The record of a token that may be used now; undefined for one that is unknown, expired or revoked. */
export async function validToken(
  database: Database,
  token: string,
  nowMs: number,
): Promise<TokenRecord | undefined> {
  const stored = await database.prisma.apiToken.findUnique({ where: { tokenSha256: hashOf(token) } });
  if (stored === null) return undefined;
  const record = recordOf(stored, nowMs);
  return record.state === 'valid' ? record : undefined;
}

const storedRoles = { viewer: 'VIEWER', operator: 'OPERATOR', admin: 'ADMIN' } as const;
const rolesByStored = { VIEWER: 'viewer', OPERATOR: 'operator', ADMIN: 'admin' } as const;

function recordOf({ id, name, role, createdAt, expiresAt, revokedAt }: ApiToken, nowMs: number): TokenRecord {
  const isExpired = expiresAt !== null && expiresAt.getTime() <= nowMs;
  const state = revokedAt !== null ? 'revoked' : isExpired ? 'expired' : 'valid';
  return { id, name, role: rolesByStored[role], state, createdAt, expiresAt, revokedAt };
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}
