// Writes down what the public entries export, so that a change of the surface is seen in a diff. `npm run api` compares the built
// declarations with the reports and fails when they differ; `npm run api -- --update` writes the reports anew.
import { existsSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { Extractor, ExtractorConfig, ExtractorLogLevel } from '@microsoft/api-extractor';

import { libraryEntries } from './bundle-library.js';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const reports = join(root, 'docs', 'reference', 'api');
const updates = process.argv.includes('--update');

/** Compares or writes one entry's report; says what differs. */
function reportOf(entry) {
  const config = ExtractorConfig.prepare({
    configObjectFullPath: join(root, 'api-extractor.json'),
    packageJsonFullPath: join(root, 'package.json'),
    configObject: {
      projectFolder: root,
      mainEntryPointFilePath: join(root, 'dist', entry, 'index.d.ts'),
      compiler: { tsconfigFilePath: join(root, 'tsconfig.json') },
      apiReport: {
        enabled: true,
        reportFolder: reports,
        reportTempFolder: join(tmpdir(), 'latency-farm-api'),
        reportFileName: `${entry}.api.md`,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.Error } },
        // Which release a member came in, and every member a comment, is more than this project promises.
        extractorMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
        tsdocMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
      },
    },
  });
  const { succeeded, apiReportChanged } = Extractor.invoke(config, {
    localBuild: updates,
    messageCallback: (message) => {
      message.handled = message.logLevel !== ExtractorLogLevel.Error;
    },
  });
  return (succeeded || updates) && (updates || !apiReportChanged);
}

if (!existsSync(join(root, 'dist', 'graph', 'index.d.ts'))) {
  console.error('There is no dist/: run "npm run build" first.');
  process.exit(1);
}
mkdirSync(reports, { recursive: true });
const differing = libraryEntries.filter((entry) => !reportOf(entry));
if (differing.length > 0) {
  console.error(
    `The public surface of ${differing.join(', ')} is not what docs/reference/api says. If that is meant, run ` +
      '"npm run build && npm run api -- --update", name the change in CHANGELOG.md and commit both.',
  );
  process.exit(1);
}
