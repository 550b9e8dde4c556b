#!/usr/bin/env bash
# adb 29.0.6 (Debian 12's): "adb reconnect" drops a phone over TCP for good.
#
# For a phone over USB the command opens its connection anew. One over TCP is told "reconnecting" and leaves the list within a moment; the
# server does not try it again, as it does for ten seconds and more when the phone itself hangs up: half a minute later it is still
# not there. "adb connect" brings it back. The phone here is 30 lines that shake hands and nothing else. Needs adb on the PATH.
set -euo pipefail
command -v adb >/dev/null || { echo 'adb is not installed' >&2; exit 2; }
folder=$(mktemp -d)
trap 'adb kill-server >/dev/null 2>&1 || true; rm -rf "$folder"' EXIT
cd "$folder"
export HOME="$folder" ADB_MDNS_AUTO_CONNECT=0
ANDROID_ADB_SERVER_PORT=$(node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
export ANDROID_ADB_SERVER_PORT
adb version | sed -n 2p
cat >see.cjs <<'JS'
const { createServer } = require('node:net');
const { setTimeout: delay } = require('node:timers/promises');
const { promisify } = require('node:util');
const adb = async (...args) => (await promisify(require('node:child_process').execFile)('adb', args)).stdout.trim();
/** CNXN, as AOSP's protocol.txt describes it. */
function greeting() {
  const banner = Buffer.from('device::ro.product.name=stub;ro.product.model=Stub;ro.product.device=stub;features=');
  const header = Buffer.alloc(24);
  const command = header.write('CNXN', 0, 'latin1') && header.readUInt32LE(0);
  header.writeUInt32LE(0x01000001, 4);
  header.writeUInt32LE(1 << 20, 8);
  header.writeUInt32LE(banner.length, 12);
  header.writeUInt32LE((command ^ 0xffffffff) >>> 0, 20);
  return Buffer.concat([header, banner]);
}
const sockets = new Set();
let connections = 0;
const phone = createServer((socket) => {
  connections += 1;
  sockets.add(socket);
  socket.on('error', () => undefined);
  socket.on('close', () => sockets.delete(socket));
  socket.once('data', () => socket.write(greeting()));
});
const listed = async () => (await adb('devices')).includes('\tdevice');
async function within(seconds, wanted) {
  for (let waited = 0; waited < 4 * seconds; waited++) {
    if ((await listed()) === wanted) return true;
    await delay(250);
  }
  return false;
}
phone.listen(0, '127.0.0.1', async () => {
  const serial = `127.0.0.1:${phone.address().port}`;
  await adb('connect', serial);
  const first = await within(20, true);
  for (const socket of sockets) socket.destroy();
  await delay(500);
  const cameBack = await within(30, true);
  console.log(`the phone hangs up: ${cameBack ? 'the server connects again' : 'it is gone'}`);
  const before = connections;
  console.log(`adb reconnect: ${await adb('-s', serial, 'reconnect')}`);
  await delay(30_000);
  const stays = await listed();
  console.log(`half a minute later: ${stays ? 'listed' : 'not listed'}, ${connections - before} new connections`);
  await adb('connect', serial);
  const again = await within(20, true);
  console.log(`adb connect: ${again ? 'listed' : 'not listed'}`);
  process.exit(first && cameBack && !stays && again ? 0 : 1);
});
JS
node see.cjs
