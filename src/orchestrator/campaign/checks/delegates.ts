import { canonicalJson } from '../../../graph/canonical-json.js';
import { isBlackBox } from '../../../graph/precision/delegates.js';
import type { SqlDatabase } from '../../../platform/database/index.js';
import { delegateSettingsSchema, misfitOfSettings } from '../../../records/delegate-settings.js';
import type { DelegateSettings } from '../../../records/delegate-settings.js';
import { parseScenarioKey } from '../../../records/scenario.js';
import { readDefinedDelegates } from '../../../tables/campaign/defined-delegates.js';
import { orchestratorError } from '../../errors.js';
import type { Campaign } from '../campaign.js';
import { blameField } from '../file/field-blame.js';

/**
 * The campaign with all that its black boxes are: what it does not say itself is as an earlier campaign said it.
 * @throws FarmError CAMPAIGN_DELEGATE_UNCLEAR for a name that nobody has said what it is, that means something else already, that does not fit
 *   its delegate, or that no scenario uses.
 */
export async function withDelegates(database: SqlDatabase, campaign: Campaign): Promise<Campaign> {
  const { file, placeOf } = campaign;
  const own: Readonly<Record<string, DelegateSettings>> = file.delegates ?? {};
  const used = scenariosWithNames(file.scenarios);
  const unused = Object.keys(own).find((name) => !used.some((scenario) => scenario.name === name));
  if (unused !== undefined) {
    throw blameField(unclear(unused, 'no scenario of the campaign uses it'), placeOf(['delegates', unused]));
  }
  const names = [...new Set(used.map(({ name }) => name))];
  const known = new Map((await readDefinedDelegates(database.pool, names)).map((each) => [each.name, each]));
  const settings: Record<string, DelegateSettings> = { ...own };
  for (const { name, delegate, index } of used) {
    const earlier = known.get(name);
    const field = placeOf(own[name] === undefined ? ['scenarios', index] : ['delegates', name]);
    const wanted = own[name] ?? (earlier && delegateSettingsSchema.parse(earlier.settings));
    if (wanted === undefined) throw blameField(unclear(name, 'nothing says what it is'), field);
    const misfit = misfitOfSettings({ delegate }, wanted);
    if (misfit !== undefined) throw blameField(unclear(name, misfit), field);
    if (earlier !== undefined && canonicalJson(earlier.settings) !== canonicalJson(wanted)) {
      throw blameField(unclear(name, `in campaign ${earlier.campaign} it is another`), field);
    }
    settings[name] = wanted;
  }
  return names.length === 0 ? campaign : { ...campaign, file: { ...file, delegates: settings } };
}

function scenariosWithNames(keys: readonly string[]) {
  return keys.flatMap((key, index) => {
    const { delegate = 'builtin', delegateName: name } = parseScenarioKey(key) ?? {};
    return isBlackBox(delegate) && name !== undefined ? [{ name, delegate, index }] : [];
  });
}

function unclear(name: string, reason: string) {
  return orchestratorError('CAMPAIGN_DELEGATE_UNCLEAR', `the delegate ${name} cannot be used: ${reason}`, {
    details: { delegate: name },
  });
}
