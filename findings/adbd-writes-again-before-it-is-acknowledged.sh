#!/usr/bin/env bash
# adbd 34.0.5 (Debian 13's): a service that ends is told by further WRTE packets that do not wait for the OKAY of the one before.
#
# AOSP's protocol.txt says that whoever sent a WRITE must wait for READY before it sends another. A client that takes that for granted, and
# acknowledges what it reads one packet at a time, loses what comes in between: of "shell,v2,raw:" that is the packet with the exit status.
# Here a client has four lines printed and the shell exit with 6, and never sends an OKAY: by the rule it would see one WRTE and no more.
# Needs root (chroot) and an apt that knows a mirror of Debian; the package comes from its trixie, and nothing is installed.
set -euo pipefail
version=34.0.5-12
[ "$(id -u)" = 0 ] || { echo 'needs root' >&2; exit 2; }
folder=$(mktemp -d)
daemon=
trap '[ -z "$daemon" ] || kill "$daemon" 2>/dev/null || true; rm -rf "$folder"' EXIT
cd "$folder"
mirror=$(apt-get indextargets --format '$(REPO_URI) $(COMPONENT)' 'Created-By: Packages' | awk '$2 == "main" && $1 ~ /\/debian\/?$/ { print $1; exit }')
[ -n "$mirror" ] || { echo 'apt knows no mirror of Debian' >&2; exit 2; }
mkdir -p apt/state/lists/partial apt/cache/archives/partial root
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror trixie main" >apt/sources.list
: >apt/status
settings=(-qq -o "Dir::State=$folder/apt/state" -o "Dir::State::status=$folder/apt/status" -o "Dir::Cache=$folder/apt/cache"
  -o "Dir::Etc::sourcelist=$folder/apt/sources.list" -o Dir::Etc::sourceparts=- -o Acquire::Languages=none -o APT::Sandbox::User=root)
apt-get "${settings[@]}" update
apt-get "${settings[@]}" install --download-only --yes --no-install-recommends "adbd=$version" mksh >/dev/null
for archive in apt/cache/archives/*.deb; do dpkg-deb -x "$archive" root; done
for name in bin lib lib64; do [ -e "root/$name" ] || ln -s "usr/$name" "root/$name"; done
mkdir -p root/system/bin root/dev root/tmp root/data/local/tmp
ln -s /usr/bin/mksh root/system/bin/sh
[ -e root/usr/bin/sh ] || ln -s mksh root/usr/bin/sh
mknod -m 666 root/dev/null c 1 3
port=$(node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
ADBD_PORT=$port HOME=/ chroot root /usr/sbin/adbd >adbd.log 2>&1 &
daemon=$!
cat >see.cjs <<'JS'
const { connect } = require('node:net');
const port = Number(process.argv[2]);
function packet(name, first, second, data = '') {
  const body = Buffer.from(data);
  const header = Buffer.alloc(24);
  header.write(name, 0, 'latin1');
  const command = header.readUInt32LE(0);
  [command, first, second, body.length, body.reduce((sum, byte) => sum + byte, 0), (command ^ 0xffffffff) >>> 0].forEach((field, index) =>
    header.writeUInt32LE(field, 4 * index),
  );
  return Buffer.concat([header, body]);
}
/** What is in a packet of the shell protocol: a kind, a length, that many bytes, again and again. */
function partsOf(data) {
  const kinds = { 1: 'stdout', 2: 'stderr', 3: 'exit status' };
  const parts = [];
  for (let at = 0; at < data.length; at += 5 + data.readUInt32LE(at + 1)) parts.push(kinds[data[at]] ?? 'another kind');
  return parts;
}
function ask(triesLeft) {
  const socket = connect(port, '127.0.0.1');
  const seen = [];
  let bytes = Buffer.alloc(0);
  socket.on('error', () => (triesLeft > 0 ? setTimeout(ask, 250, triesLeft - 1) : process.exit(2)));
  socket.on('connect', () => socket.write(packet('CNXN', 0x01000001, 1 << 20, 'host::features=shell_v2')));
  socket.on('data', (chunk) => {
    bytes = Buffer.concat([bytes, chunk]);
    while (bytes.length >= 24 && bytes.length >= 24 + bytes.readUInt32LE(12)) {
      const name = bytes.toString('latin1', 0, 4);
      const data = bytes.subarray(24, 24 + bytes.readUInt32LE(12));
      bytes = bytes.subarray(24 + data.length);
      if (name === 'CNXN') socket.write(packet('OPEN', 1, 0, 'shell,v2,raw:for part in 1 2 3 4; do echo $part; i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done; done; exit 6\0'));
      else seen.push({ name, data });
    }
  });
  // Nothing is acknowledged; what comes all the same has come by then.
  setTimeout(() => {
    if (seen.length === 0) return;
    console.log(seen.map(({ name, data }) => (name === 'WRTE' ? `WRTE (${partsOf(data).join(' and ')})` : name)).join(', '));
    const writes = seen.filter(({ name }) => name === 'WRTE').length;
    console.log(`${writes} WRTE packets without an OKAY`);
    process.exit(writes >= 2 ? 0 : 1);
  }, 10_000);
}
ask(20);
setTimeout(() => process.exit(1), 20_000);
JS
echo "adbd $version"
node see.cjs "$port" || { echo 'it behaves in another way now'; tail -5 adbd.log; exit 1; }
