import { isFailureLine } from '../failures.js';
import { knownLines } from './known-lines.js';
import { litertLines } from './litert-lines.js';
import type { OutputLine } from './lines.js';
import type { ReportBuilder } from './report-builder.js';
import { severityOf } from '../severity.js';

const allLines = [...knownLines, ...litertLines];

/** Takes a line outside the profile's tables. False when it is not known; then the report lists it. */
export function takeLogLine(line: OutputLine, report: ReportBuilder): boolean {
  const { severity, text } = severityOf(line.text);
  if (line.stream === 'stdout') report.hasSeverityPrefix ||= severity !== undefined && isToolLine(text);
  if (isKnown(text, report)) return true;
  if (severity === 'INFO') report.isListingUnsupported = false;
  const isFailure = isFailureLine(text);
  if (!isFailure && report.isListingUnsupported) {
    report.addUnsupported(text);
    return true;
  }
  const isError = severity === 'ERROR' || severity === 'FATAL';
  if (isError) report.addError(text);
  if (isFailure) return true;
  report.addUnrecognized(line);
  return false;
}

function isKnown(text: string, report: ReportBuilder): boolean {
  return allLines.some(({ pattern, read }) => {
    const match = pattern.exec(text);
    return match !== null && read(report, match.slice(1));
  });
}

/** A line that the tool itself prints in every version; the runtime's lines have a severity in all of them. */
function isToolLine(text: string): boolean {
  return (
    text === 'STARTING!' || text.startsWith('Log parameter values verbosely') || text.startsWith('Graph: [')
  );
}
