export { adbTunnelDuty } from './adb-tunnel-duty.js';
export type { AdbTunnelDutyOptions } from './adb-tunnel-duty.js';
export { addHost, findHost, listHosts, removeHost, sshTargetOf } from './host-registry.js';
export type { HostKind, HostRecord, HostWithPhones, NewHost } from './host-registry.js';
export { superviseHost } from './host-supervisor.js';
export type { HostDuty, SupervisorOptions } from './host-supervisor.js';
export {
  inspectHost,
  installPackage,
  refuseUnfitHost,
  remoteWorkerLog,
  stopRemoteWorker,
  uninstallPackage,
} from './remote-worker.js';
export type { HostReport, RemoteWorkerSettings } from './remote-worker.js';
export { SshSession } from './ssh/ssh-session.js';
export { checkedHostKeyPin, parseSshAddress, sshAddress } from './ssh/ssh-target.js';
export type { SshTarget } from './ssh/ssh-target.js';
export { workerDuty } from './worker-duty.js';
export type { WorkerDutyOptions } from './worker-duty.js';
