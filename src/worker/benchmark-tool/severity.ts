/** The severities that TFLite's logs put before a line. */
export type Severity = 'INFO' | 'WARN' | 'WARNING' | 'ERROR' | 'FATAL' | 'VERBOSE';

const severityPattern = /^(INFO|WARN|WARNING|ERROR|FATAL|VERBOSE): ?/;

/** Takes the severity off a line. The tool's own lines have one from TF 2.13 on, the runtime's in every version. */
export function severityOf(text: string): { readonly severity?: Severity; readonly text: string } {
  const match = severityPattern.exec(text);
  if (match === null) return { text };
  return { severity: match[1] as Severity, text: text.slice(match[0].length) };
}
