import type { Connection } from '../../tables/connection.js';
import { readSources } from '../../tables/run-output/run-output.js';
import { publishedCampaign, publishedRunOfSource, type PublishedRun } from './published-run.js';

/** All published runs that are stored, in the order in which their networks came. */
export async function storedPublishedRuns(connection: Connection): Promise<PublishedRun[]> {
  return (await readSources(connection, publishedCampaign.id)).map(publishedRunOfSource);
}
