import { readFileSync } from 'node:fs';
import { LineCounter, parseDocument } from 'yaml';
import { type Profile, profileSchema } from './profile-schema.js';
import { UsageError } from '../usage-error.js';

/**
 * Reads a phone's profile.
 *
 * @throws UsageError naming file, line, field and what was expected there.
 */
export function readProfile(path: string): Profile {
  const lines = new LineCounter();
  const document = parseDocument(readText(path), { lineCounter: lines });
  const broken = document.errors[0];
  if (broken !== undefined) {
    throw new UsageError(`${path}:${lines.linePos(broken.pos[0]).line}: ${broken.message}`);
  }
  const result = profileSchema.safeParse(document.toJS());
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => {
    const node = nearestNode(document, issue.path);
    const line = node === undefined ? 1 : lines.linePos(node).line;
    return `${path}:${line}: ${issue.path.join('.') || 'profile'}: ${issue.message}`;
  });
  throw new UsageError(problems.join('\n'));
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`${path}: cannot be read: ${(error as Error).message}`);
  }
}

/** Where the deepest part of `path` that exists begins in the text. */
function nearestNode(
  document: ReturnType<typeof parseDocument>,
  path: readonly PropertyKey[],
): number | undefined {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true) as
      { range?: [number, number, number] } | undefined;
    if (node?.range !== undefined) return node.range[0];
  }
  return undefined;
}
