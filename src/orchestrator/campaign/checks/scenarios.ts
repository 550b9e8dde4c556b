import type { Database } from '../../../platform/database/index.js';
import { toolKindFor, toolNames } from '../../../records/benchmark-tool-kind.js';
import { contradictionIn, parseScenarioKey } from '../../../records/scenario.js';
import type { ScenarioSpec } from '../../../records/scenario.js';
import { orchestratorError } from '../../errors.js';
import type { Campaign } from '../campaign.js';
import { blameField } from '../file/field-blame.js';
import type { PoolPhone, SelectedPool } from '../pools.js';

interface StoredTool {
  readonly kind: string;
  readonly abi: string;
  readonly runtimeVersion: string;
}

/**
 * Refuses a scenario that contradicts itself, and one that no phone of one of the pools can be measured in: because there is no
 * benchmark tool of the runtime for it, or because it has not the cores, or the GPU. Cores that could not be read are taken to be there.
 * @throws FarmError CAMPAIGN_SCENARIO_IMPOSSIBLE
 */
export async function refuseImpossibleScenarios(
  database: Database,
  { file, placeOf }: Campaign,
  pools: readonly SelectedPool[],
): Promise<void> {
  const tools = await database.prisma.benchmarkBinary.findMany({
    where: { removedAt: null },
    select: { kind: true, abi: true, runtimeVersion: true },
  });
  for (const [index, key] of file.scenarios.entries()) {
    const scenario = parseScenarioKey(key) as ScenarioSpec;
    const contradiction = contradictionIn(scenario);
    if (contradiction !== undefined) {
      const message = `${key} cannot be measured: ${contradiction}`;
      const error = orchestratorError('CAMPAIGN_SCENARIO_IMPOSSIBLE', message, {
        details: { scenario: key },
      });
      throw blameField(error, placeOf(['scenarios', index]));
    }
    for (const pool of pools) {
      const reason = reasonAgainst(scenario, pool.phones, tools);
      if (reason === undefined) continue;
      const error = orchestratorError(
        'CAMPAIGN_SCENARIO_IMPOSSIBLE',
        `${key} cannot be measured on ${pool.key}: ${reason}`,
        { details: { scenario: key, pool: pool.key } },
      );
      throw blameField(error, placeOf(['scenarios', index]));
    }
  }
}

function reasonAgainst(
  { runtimeVersion, coreSet, delegate }: ScenarioSpec,
  phones: readonly PoolPhone[],
  tools: readonly StoredTool[],
): string | undefined {
  const kind = toolKindFor(delegate);
  const fitting = tools.filter((tool) => tool.kind === kind && tool.runtimeVersion === runtimeVersion);
  const served = phones.filter(({ abis }) => fitting.some(({ abi }) => abis.includes(abi)));
  if (served.length === 0) {
    const abis = [...new Set(phones.flatMap((phone) => phone.abis))].join(' or ');
    return `there is no ${toolNames[kind]} of ${runtimeVersion} for ${abis}; add one with "farm binaries add"`;
  }
  if (delegate === 'gpu' && !served.some(({ hasGpu }) => hasGpu)) {
    return 'it has no GPU that is known; name it in the fleet file (gpuModel) if it has one';
  }
  if (served.some(({ cores }) => hasCores(coreSet, cores))) return undefined;
  const cores = Object.entries(served[0]?.cores ?? {});
  return `it has ${cores.map(([name, count]) => `${count}${name}`).join(', ')} cores`;
}

function hasCores(coreSet: string, cores: Readonly<Record<string, number>>): boolean {
  if (Object.keys(cores).length === 0) return true;
  return [...coreSet.matchAll(/(\d+)(large|med|small)/g)].every(
    ([, count, name]) => (cores[name as string] ?? 0) >= Number(count),
  );
}
