import type { AdbPhone } from '../adb/index.js';
import { workerError } from '../errors.js';
import { parseClusters, readClustersCommand, unreadableCpus } from '../cores/core-clusters.js';
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
  /** Cores that the phone has and whose cluster cannot be read now. */
  readonly unreadableCpus: readonly number[];
  /** Commands that measuring needs and that the phone has not. */
  readonly missingCommands: readonly string[];
  /** Of this boot: two phones have two, whatever they call themselves. Absent where it cannot be read. */
  readonly bootId?: string;
  readonly properties: PhoneProperties;
}

const sectionMark = '--latency-farm-section--';
const readIdentityCommand = [
  'getprop',
  `echo ${sectionMark}`,
  readClustersCommand,
  `echo ${sectionMark}`,
  'dumpsys SurfaceFlinger 2>/dev/null | grep -m 1 GLES; true',
  `echo ${sectionMark}`,
  // Whatever else they say of these arguments, a shell answers 127 for what is not there.
  'taskset 1 true >/dev/null 2>&1; [ $? = 127 ] && echo taskset',
  'sha256sum < /dev/null >/dev/null 2>&1; [ $? = 127 ] && echo sha256sum',
  `echo ${sectionMark}`,
  'cat /proc/sys/kernel/random/boot_id 2>/dev/null; true',
].join('\n');

/** Reads a phone's identity in one shell. Throws PHONE_UNREADABLE when it does not say what it is. */
export async function readIdentity(phone: AdbPhone, signal?: AbortSignal): Promise<PhoneIdentity> {
  const output = await phone.read(readIdentityCommand, {
    deadlineMs: 20_000,
    ...(signal === undefined ? {} : { signal }),
  });
  const [listing = '', clusters = '', gles = '', missing = '', bootId = ''] = output.split(
    `${sectionMark}\n`,
  );
  return {
    ...identityFrom(parseProperties(listing), gles, phone.adbSerial),
    coreClusters: parseClusters(clusters),
    unreadableCpus: unreadableCpus(clusters),
    missingCommands: missing.split('\n').filter((name) => name !== ''),
    ...(bootId.trim() === '' ? {} : { bootId: bootId.trim() }),
  };
}

type ToldByProperties = Omit<PhoneIdentity, 'coreClusters' | 'unreadableCpus' | 'missingCommands' | 'bootId'>;

function identityFrom(properties: PhoneProperties, gles: string, adbSerial: string): ToldByProperties {
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
    properties,
  };
}

/** `GLES: Qualcomm, Adreno (TM) 640, OpenGL ES 3.2 …` → `Adreno (TM) 640`. */
function gpuModelFrom(gles: string): string | undefined {
  const fields = /^GLES:\s*(.+)$/m.exec(gles)?.[1]?.split(',');
  return fields?.[1]?.trim();
}
