import type { ClientBase, Pool } from 'pg';

/** Where a statement goes: any connection of a pool, or the one of a transaction. */
export type Connection = ClientBase | Pool;
