import { readFileSync } from 'node:fs';

/** The variables that name a file with a secret, and the variable whose URL the secret completes. */
const passwordFiles = {
  FARM_DATABASE_PASSWORD_FILE: 'FARM_DATABASE_URL',
  FARM_QUEUE_PASSWORD_FILE: 'FARM_QUEUE_URL',
} as const;

type Variables = Readonly<Partial<Record<string, string>>>;

/** What secrets in files make of an environment: the URLs and the token with them, and what is wrong with the files. */
export interface Secrets {
  readonly set: Variables;
  readonly complaints: readonly string[];
}

/**
 * Puts the contents of secret files, as Docker and systemd hand them over, where a URL lacks a password and where there is no token. A
 * password needs no percent-encoding there; the line break that editors leave at the end of a file is no part of it.
 */
export function withSecretFiles(env: Variables): Secrets {
  const set = { ...env };
  const complaints: string[] = [];
  const complete = (fileVariable: string, put: (secret: string) => string | undefined) => {
    const file = env[fileVariable];
    if (file === undefined) return;
    const secret = secretIn(file);
    const complaint = secret === undefined ? `${file} cannot be read, or is empty` : put(secret);
    if (complaint !== undefined) complaints.push(`${fileVariable}: ${complaint}`);
  };
  for (const [fileVariable, urlVariable] of Object.entries(passwordFiles)) {
    complete(fileVariable, (password) => {
      const text = env[urlVariable];
      if (text === undefined || !URL.canParse(text)) return `needs a URL in ${urlVariable} beside it`;
      const url = new URL(text);
      if (url.password !== '') return `${urlVariable} has a password already; leave one of them out`;
      // Of itself a URL writes a percent sign as it is, which readers then take for the beginning of an escape.
      url.password = encodeURIComponent(password);
      if (url.password === '') return `${urlVariable} names no host that a password could be for`;
      set[urlVariable] = url.href;
      return undefined;
    });
  }
  complete('FARM_API_TOKEN_FILE', (token) => {
    if (env['FARM_API_TOKEN'] !== undefined) return 'FARM_API_TOKEN is set too; leave one of them out';
    set['FARM_API_TOKEN'] = token;
    return undefined;
  });
  return { set, complaints };
}

function secretIn(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '') || undefined;
  } catch {
    return undefined;
  }
}
