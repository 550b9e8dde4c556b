import type { AdbPhone } from '../adb/index.js';
import { workerError } from '../errors.js';
import { parseClusters, readClustersCommand } from '../cores/core-clusters.js';
import type { CoreCluster } from '../cores/core-clusters.js';
import { firstProperty, parseProperties } from './properties.js';
import type { PhoneProperties } from './properties.js';

/** What a physical phone is, whatever cable or port it is reached through. */
export interface PhoneIdentity {
  /** `ro.serialno`: the identity. A TCP phone's adb serial is only its address. */
  readonly serialNumber: string;
  readonly deviceModel: string;
  readonly manufacturer: string;
  readonly socModel: string;
  readonly gpuModel: string | undefined;
  readonly abis: readonly string[];
  readonly androidRelease: string;
  readonly sdkLevel: number;
  readonly buildFingerprint: string;
  readonly coreClusters: readonly CoreCluster[];
  readonly properties: PhoneProperties;
}

const sectionMark = '--latency-farm-section--';
const readIdentityCommand = [
  'getprop',
  `echo ${sectionMark}`,
  readClustersCommand,
  `echo ${sectionMark}`,
  'dumpsys SurfaceFlinger 2>/dev/null | grep -m 1 GLES; true',
].join('\n');

/** Reads a phone's identity in one shell. Throws PHONE_UNREADABLE when it does not say what it is. */
export async function readIdentity(phone: AdbPhone, signal?: AbortSignal): Promise<PhoneIdentity> {
  const output = await phone.read(readIdentityCommand, {
    deadlineMs: 20_000,
    ...(signal === undefined ? {} : { signal }),
  });
  const [listing = '', clusters = '', gles = ''] = output.split(`${sectionMark}\n`);
  return identityFrom(parseProperties(listing), parseClusters(clusters), gles, phone.adbSerial);
}

function identityFrom(
  properties: PhoneProperties,
  coreClusters: CoreCluster[],
  gles: string,
  adbSerial: string,
): PhoneIdentity {
  const required = (what: string, ...names: readonly string[]): string => {
    const value = firstProperty(properties, ...names);
    if (value !== undefined) return value;
    throw workerError(
      'PHONE_UNREADABLE',
      `phone ${adbSerial} does not tell its ${what} (${names.join(', ')})`,
    );
  };
  const or = (fallback: string, ...names: readonly string[]) =>
    firstProperty(properties, ...names) ?? fallback;
  return {
    serialNumber: required('serial number', 'ro.serialno', 'ro.boot.serialno'),
    deviceModel: required('device model', 'ro.product.model', 'ro.product.vendor.model'),
    manufacturer: or('unknown', 'ro.product.manufacturer', 'ro.product.vendor.manufacturer'),
    socModel: or('unknown', 'ro.soc.model', 'ro.board.platform', 'ro.hardware'),
    gpuModel: gpuModelFrom(gles) ?? firstProperty(properties, 'ro.hardware.egl'),
    abis: required('ABIs', 'ro.product.cpu.abilist', 'ro.product.cpu.abi')
      .split(',')
      .map((abi) => abi.trim()),
    androidRelease: or('unknown', 'ro.build.version.release'),
    sdkLevel: Number(or('0', 'ro.build.version.sdk')),
    buildFingerprint: required('build', 'ro.build.fingerprint', 'ro.vendor.build.fingerprint', 'ro.build.id'),
    coreClusters,
    properties,
  };
}

/** `GLES: Qualcomm, Adreno (TM) 640, OpenGL ES 3.2 …` → `Adreno (TM) 640`. */
function gpuModelFrom(gles: string): string | undefined {
  const fields = /^GLES:\s*(.+)$/m.exec(gles)?.[1]?.split(',');
  return fields?.[1]?.trim();
}
