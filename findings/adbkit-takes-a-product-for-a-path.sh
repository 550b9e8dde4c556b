#!/usr/bin/env bash
# @devicefarmer/adbkit 3.3.9: listDevicesWithPaths() takes the fields of a phone by their position.
#
# adb's long list has a path (usb:1-4) for a phone on USB, and none for one over TCP. Of the latter adbkit gives the product for the
# path, the model for the product, and so on, and no transport id; each keeps the word before its colon. The server here answers with the two lines that adb 29.0.6 prints.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @devicefarmer/adbkit@3.3.9
cat >see.cjs <<'JS'
const { createServer } = require('node:net');
const { Adb } = require('@devicefarmer/adbkit');
const list =
  '8A1X000AB              device usb:1-4 product:flame model:Pixel_4 device:flame transport_id:1\n' +
  '192.0.2.7:5555         device product:flame model:Pixel_4 device:flame transport_id:2\n';
const server = createServer((socket) =>
  socket.once('data', () => socket.end(`OKAY${list.length.toString(16).padStart(4, '0')}${list}`)),
).listen(0, '127.0.0.1', async () => {
  const phones = await Adb.createClient({ host: '127.0.0.1', port: server.address().port }).listDevicesWithPaths();
  for (const phone of phones) console.log(JSON.stringify(phone));
  const [overUsb, overTcp] = phones;
  const shifted = overTcp.path === 'product:flame' && overTcp.product === 'model:Pixel_4' && overTcp.transportId === undefined;
  const asSeen = overUsb.path === 'usb:1-4' && shifted;
  process.exit(asSeen ? 0 : 1);
});
JS
node see.cjs
