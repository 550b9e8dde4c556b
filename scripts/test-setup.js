// Run before `npm test`: installs the Debian packages that some tests need where it may (root, apt-get), and says in one
// line each what is not tested elsewhere. Never fails: tests whose program is missing are skipped.
import { execFileSync } from 'node:child_process';
import { accessSync, constants, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fetchGenuinePhone, isFetched } from './genuine-phone/fetch.js';

const requirements = [
  {
    program: 'redis-server',
    debianPackage: 'redis-server',
    service: 'redis-server',
    tests: 'the queue on Redis',
  },
  { program: 'adb', debianPackage: 'adb', tests: "phones behind Android's own adb server" },
  {
    program: 'sshd',
    debianPackage: 'openssh-server',
    service: 'ssh',
    tests: 'worker hosts reached over SSH',
  },
  { program: 'python3', debianPackage: 'python3', tests: 'the Python client' },
  ...['fish', 'tcsh', 'zsh'].map((shell) => ({
    program: shell,
    debianPackage: shell,
    tests: `worker hosts whose login shell is ${shell}`,
  })),
  { program: 'chromium', debianPackage: 'chromium', tests: 'the dashboard in a browser' },
  { program: 'promtool', debianPackage: 'prometheus', service: 'prometheus', tests: 'alert rules' },
  { program: 'systemd-analyze', debianPackage: 'systemd', tests: 'the units of systemd' },
];

const policyFile = '/usr/sbin/policy-rc.d';

function isInstalled(program) {
  const directories = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return directories.some((directory) => {
    try {
      accessSync(join(directory, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

function run(command, args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  execFileSync(command, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
}

/** Debian starts what it installs unless this file forbids it (invoke-rc.d(8)). An administrator's own is left alone. */
function withoutStartingServices(work) {
  let ours = false;
  try {
    writeFileSync(policyFile, '#!/bin/sh\nexit 101\n', { mode: 0o755, flag: 'wx' });
    ours = true;
  } catch {
    // It is there already.
  }
  try {
    work();
  } finally {
    if (ours) rmSync(policyFile, { force: true });
  }
}

function install(missing) {
  const args = ['install', '--yes', '--no-install-recommends', ...missing.map((one) => one.debianPackage)];
  withoutStartingServices(() => {
    try {
      run('apt-get', args);
    } catch {
      // The usual reason is a package list that is missing or old.
      run('apt-get', ['update']);
      run('apt-get', args);
    }
  });
  keepFromStarting(missing.flatMap((one) => one.service ?? []));
}

/** The tests start their own servers; what was installed for them does not come up with the machine either. */
function keepFromStarting(services) {
  if (services.length === 0 || !isInstalled('systemctl')) return;
  try {
    run('systemctl', ['disable', ...services]);
  } catch {
    // No systemd runs here, so nothing comes up.
  }
}

function lastLine(error) {
  return String(error.stderr || error.message)
    .trim()
    .split('\n')
    .at(-1);
}

const missing = requirements.filter(({ program }) => !isInstalled(program));
if (missing.length > 0 && process.getuid?.() === 0 && isInstalled('apt-get')) {
  console.log(`Installing for the tests: ${missing.map((one) => one.debianPackage).join(', ')}`);
  try {
    install(missing);
  } catch (error) {
    console.log(`apt-get failed: ${lastLine(error)}`);
  }
}
const toFetch = ['apt-get', 'dpkg-deb', 'unshare', 'chroot'];
if (!isFetched()) {
  const canFetch = process.getuid?.() === 0 && toFetch.every(isInstalled);
  let reason = `It needs root and ${toFetch.join(', ')}`;
  if (canFetch) {
    console.log("Fetching Android's own adbd, mksh and toybox for the tests, into a folder of their own");
    try {
      fetchGenuinePhone();
      reason = undefined;
    } catch (error) {
      reason = lastLine(error);
    }
  }
  if (reason !== undefined) console.log(`Not tested: phones on Android's own adbd. ${reason}`);
}
for (const { program, debianPackage, tests } of missing) {
  if (isInstalled(program)) continue;
  console.log(`Not tested: ${tests}. It needs ${program}; on Debian: sudo apt-get install ${debianPackage}`);
}
