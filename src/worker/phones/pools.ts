import { sha256Hex } from '../../graph/canonical-json.js';
import type { PhoneIdentity } from './identity.js';

/** What phones have in common that count as interchangeable for measuring, but for their cores. */
export type PoolTraits = Pick<PhoneIdentity, 'deviceModel' | 'socModel' | 'buildFingerprint'>;

/**
 * The readable key of a pool, safe in queue names and on command lines: `pixel-4-sm8150-1f3a9c02`. The last part is a hash
 * of the build fingerprint: an update of the phone's software makes it another pool.
 */
export function poolKey(traits: PoolTraits): string {
  const build = sha256Hex(traits.buildFingerprint).slice(0, 8);
  return [slug(traits.deviceModel), slug(traits.socModel), build].filter((part) => part !== '').join('-');
}

/** The key of a pool whose phones differ in their cores from those for which {@link poolKey} stands already. */
export function poolKeyOfCores(key: string, coreSets: string): string {
  return `${key}-${sha256Hex(coreSets).slice(0, 8)}`;
}

function slug(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40);
}
