// Android's own adbd, mksh and toybox, as Debian 13 (trixie) packages them for plain Linux, with every library that they need, in a folder of
// their own: nothing of it is installed on this machine. From the mirror that this machine's own apt is set to.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The release whose `adbd` runs on plain Linux: earlier ones have none. */
const suite = 'trixie';
const packages = ['adbd', 'mksh', 'toybox'];
const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Where the unpacked packages lie: what caches of tools have below node_modules. Its `usr` is a phone's. */
export const genuinePhoneFolder = join(root, 'node_modules', '.cache', 'latency-farm', 'genuine-phone');

/** Whether they have been fetched. */
export function isFetched() {
  return existsSync(join(genuinePhoneFolder, 'usr', 'sbin', 'adbd'));
}

/** Fetches and unpacks them. Throws when apt cannot. */
export function fetchGenuinePhone() {
  const folder = `${genuinePhoneFolder}.part`;
  rmSync(folder, { recursive: true, force: true });
  try {
    download(join(folder, 'apt'));
    const archives = join(folder, 'apt', 'cache', 'archives');
    for (const name of readdirSync(archives).filter((name) => name.endsWith('.deb'))) {
      run('dpkg-deb', ['-x', join(archives, name), folder]);
    }
    rmSync(join(folder, 'apt'), { recursive: true });
    // The shell and the launcher of scripts, where adbd and scripts look for them.
    symlinkSync('mksh', join(folder, 'usr', 'bin', 'sh'));
    symlinkSync('toybox', join(folder, 'usr', 'bin', 'env'));
    linkTools(folder);
    rmSync(genuinePhoneFolder, { recursive: true, force: true });
    renameSync(folder, genuinePhoneFolder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** apt with lists, packages and a status file of its own: against an empty one, everything that is needed counts as missing. */
function download(apt) {
  const source = join(apt, 'sources.list');
  mkdirSync(join(apt, 'state', 'lists', 'partial'), { recursive: true });
  mkdirSync(join(apt, 'cache', 'archives', 'partial'), { recursive: true });
  writeFileSync(source, `deb [signed-by=${keyring}] ${mirror()} ${suite} main\n`);
  writeFileSync(join(apt, 'status'), '');
  const settings = {
    'Dir::State': join(apt, 'state'),
    'Dir::State::status': join(apt, 'status'),
    'Dir::Cache': join(apt, 'cache'),
    'Dir::Etc::sourcelist': source,
    'Dir::Etc::sourceparts': '-',
    'Acquire::Languages': 'none',
    'Acquire::Retries': '1',
    'Acquire::http::Timeout': '15',
    'APT::Sandbox::User': 'root',
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
  run('apt-get', [...options, '--error-on=any', 'update']);
  run('apt-get', [...options, 'install', '--download-only', '--yes', '--no-install-recommends', ...packages]);
}

/** A link for each tool that toybox says it is, as Android installs it. */
function linkTools(folder) {
  for (const name of ['lib', 'lib64']) symlinkSync(`usr/${name}`, join(folder, name));
  mkdirSync(join(folder, 'usr', 'toybox'));
  for (const tool of run('chroot', [folder, '/usr/bin/toybox']).trim().split(/\s+/)) {
    symlinkSync('/usr/bin/toybox', join(folder, 'usr', 'toybox', tool));
  }
}

function mirror() {
  const format = '$(REPO_URI) $(COMPONENT)';
  const targets = run('apt-get', ['indextargets', '--format', format, 'Created-By: Packages']);
  const uri = targets
    .split('\n')
    .map((line) => line.split(' '))
    .find(([uri = '', component]) => component === 'main' && /\/debian\/?$/.test(uri))?.[0];
  if (uri === undefined) throw new Error("this machine's apt knows no mirror of Debian");
  return uri;
}

function run(command, args) {
  return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}
