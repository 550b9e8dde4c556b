import { GraphError } from '../../errors.js';
import type { ChoiceValue, Decision, Option } from './design.js';

/**
 * Values that stay possible, by a decision's whole name or by its last part (`kernel` for every unit's kernel); the whole
 * name wins.
 */
export type Restriction = Readonly<Record<string, readonly ChoiceValue[]>>;

/**
 * The same decisions with fewer options. Throws `INVALID_CHOICE` for a name or a value that no decision has, and when a
 * decision is left without options; the error's details name the key of the restriction.
 */
export function restrictDesign(
  decisions: readonly Decision[],
  restriction: Restriction,
): readonly Decision[] {
  const unused = new Map(Object.entries(restriction).map(([name, values]) => [name, new Set(values)]));
  const restricted = restrictAll(decisions, restriction, unused);
  for (const [name, values] of unused) {
    for (const value of values)
      throw invalid(`no decision named ${name} has the option ${String(value)}`, name);
  }
  return restricted;
}

function restrictAll(
  decisions: readonly Decision[],
  restriction: Restriction,
  unused: ReadonlyMap<string, Set<ChoiceValue>>,
): readonly Decision[] {
  return decisions.map(({ name, options }) => {
    const key = keyOf(name, restriction);
    const kept =
      key === undefined ? options : options.filter(({ value }) => restriction[key]?.includes(value));
    if (kept.length === 0) {
      const had = options.map(({ value }) => String(value)).join(', ');
      throw invalid(`${name} is left without options: it has ${had}`, key ?? name);
    }
    for (const { value } of kept) unused.get(key ?? '')?.delete(value);
    return {
      name,
      options: kept.map((option): Option => ({
        ...option,
        then: restrictAll(option.then, restriction, unused),
      })),
    };
  });
}

function keyOf(name: string, restriction: Restriction): string | undefined {
  const lastPart = name.slice(name.lastIndexOf('.') + 1);
  return [name, lastPart].find((key) => Object.hasOwn(restriction, key));
}

function invalid(message: string, decision: string): GraphError {
  return new GraphError('INVALID_CHOICE', message, { decision });
}
