// usage: power.js ROOT PORT, below init.sh. The power switch and the cable of a phone made of Android's own programs: runs adbd as the shell
// user, and passes connections to it from a listening socket that the parent hands over, since adbd listens on all addresses of its own
// network. Obeys the parent's messages: {listen} with the socket, {unplug: true|false}, {reboot: milliseconds}, {signal: NAME} for adbd.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';

const [root, port] = process.argv.slice(2);
/** As which every command on a phone runs: AOSP android_filesystem_config.h, AID_SHELL. */
const shellUser = '2000:2000';
const retryMs = 20;

const sockets = new Set();
let unplugged = false;
let adbd = startAdbd();

function startAdbd() {
  const environment = [
    `ADBD_PORT=${port}`,
    'PATH=/system/bin',
    'ANDROID_ROOT=/system',
    'ANDROID_DATA=/data',
    'VIRTUAL_PHONE_ROOT=',
    'VIRTUAL_PHONE_STATE=/.phone',
  ];
  const command = ['/usr/bin/toybox', 'env', '-i', ...environment, '/usr/sbin/adbd'];
  const started = spawn('chroot', [`--userspec=${shellUser}`, root, ...command], { stdio: 'ignore' });
  // Android's init starts it again (AOSP adbd.rc).
  started.once('exit', () => {
    if (adbd === started) adbd = startAdbd();
  });
  return started;
}

function take(socket) {
  if (unplugged) {
    socket.destroy();
    return;
  }
  sockets.add(socket);
  socket.on('error', () => socket.destroy());
  socket.on('close', () => sockets.delete(socket));
  socket.pause();
  reach(socket);
}

/** adbd takes a moment to listen. */
function reach(socket) {
  const phone = connect({ host: '127.0.0.1', port: Number(port), noDelay: true });
  phone.once('connect', () => {
    socket.setNoDelay(true);
    socket.on('close', () => phone.destroy());
    phone.on('close', () => socket.destroy());
    socket.pipe(phone).pipe(socket);
  });
  phone.on('error', () => {
    phone.destroy();
    if (!socket.destroyed) setTimeout(() => reach(socket), retryMs);
  });
}

function dropAll() {
  for (const socket of sockets) socket.destroy();
}

/** Everything that runs on the phone ends but init and this process. */
function reboot(downMs) {
  unplugged = true;
  adbd = undefined;
  dropAll();
  process.kill(-1, 'SIGKILL');
  writeFileSync(join(root, 'kernel/proc/sys/kernel/random/boot_id'), `${randomUUID()}\n`);
  setTimeout(() => {
    adbd = startAdbd();
    unplugged = false;
  }, downMs);
}

process.on('message', (message, server) => {
  if (message.listen) server.on('connection', take);
  if (message.unplug !== undefined) {
    unplugged = message.unplug;
    if (unplugged) dropAll();
  }
  if (message.reboot !== undefined) reboot(message.reboot);
  if (message.signal !== undefined) adbd?.kill(message.signal);
  process.send({ done: true });
});
process.on('disconnect', () => process.exit());
process.send({ ready: true });
