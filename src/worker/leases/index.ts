export { HeldLease } from './held-lease.js';
export type { HoldLeaseOptions } from './held-lease.js';
export { LeaseStore } from './lease-store.js';
export type { Lease } from './lease-store.js';
