/** Roles from the one that may do least; each may do all that those before it may. */
export const roles = ['viewer', 'operator', 'admin'] as const;

/** What the holder of a token may do: a viewer reads, an operator changes what the farm does, an admin makes tokens. */
export type Role = (typeof roles)[number];

/** Whether a role may do what asks for another one. */
export function includesRole(held: Role, wanted: Role): boolean {
  return roles.indexOf(held) >= roles.indexOf(wanted);
}
