#!/usr/bin/env bash
# node-ssh 13.2.1 on ssh2 1.17.0: a link that is lost in the middle of a command is not an error of the command.
#
# execCommand() resolves with what was printed so far, code null and signal null: nothing rejects. "No exit code" has to be read as
# "lost", or half an output passes for all of it. The server here is ssh2's own, on a free port of 127.0.0.1.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts node-ssh@13.2.1 ssh2@1.17.0
cat >see.cjs <<'JS'
const { NodeSSH } = require('node-ssh');
const { Server, utils } = require('ssh2');
const sockets = [];
const server = new Server({ hostKeys: [utils.generateKeyPairSync('ed25519').private] }, (client) => {
  client.on('error', () => undefined);
  client.on('authentication', (attempt) => attempt.accept());
  client.on('session', (accept) =>
    accept().on('exec', (acceptCommand) => {
      acceptCommand().write('half of the output\n');
      setTimeout(() => client._sock.destroy(), 300);
    }),
  );
});
server.listen(0, '127.0.0.1', async () => {
  const ssh = await new NodeSSH().connect({ host: '127.0.0.1', port: server.address().port, username: 'lab', password: 'lab' });
  ssh.connection.on('error', (error) => console.log(`connection: ${error.message}`));
  const ended = await ssh.execCommand('measure').then(
    (result) => `resolved ${JSON.stringify(result)}`,
    (error) => `rejected ${error.message}`,
  );
  console.log(ended);
  process.exit(ended === 'resolved {"code":null,"signal":null,"stdout":"half of the output","stderr":""}' ? 0 : 1);
});
JS
node see.cjs
