const redacted = '[redacted]';

/** The password of any URL: everything between the user's colon and the last @ before a space or a quote. */
const urlPassword = /\b([a-z][a-z0-9+.-]*:\/\/[^\s:@/"']*:)(?:[^\s"'\\]|\\(?!["n]))*@/gi;

/** A secret as a field of JSON, plain or inside a JSON string (where its quotes are escaped). */
const jsonSecret =
  /(\\?")(password|passphrase|secret|authorization|api_?key|private_?key|pgpassword)\1(\s*:\s*)\1(?:(?!\1)(?:\\.|[^\\]))*\1/gi;

/** Takes passwords in URLs and the values of fields with secret names out of a text. */
export function redactSecrets(text: string): string {
  return text.replace(urlPassword, `$1${redacted}@`).replace(jsonSecret, `$1$2$1$3$1${redacted}$1`);
}
