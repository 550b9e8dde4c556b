import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer, connect, type AddressInfo, type Server } from 'node:net';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';

import { systemClock } from '../../../../src/platform/index.js';
import { SshSession } from '../../../../src/worker/hosts/index.js';
import { openLocalTunnel, openReverseTunnel } from '../../../../src/worker/hosts/ssh/tunnels.js';
import { startTestSshd, type TestSshd } from '../../../support/sshd.js';
import { describeWith } from '../../../support/system-packages.js';

describeWith('sshd', 'a session with a worker host', () => {
  let sshd: TestSshd;
  let session: SshSession;
  beforeAll(async () => {
    sshd = await startTestSshd();
  });
  afterAll(() => sshd.stop());
  beforeEach(async () => {
    session = await SshSession.connect(sshd.target, systemClock);
  });
  afterEach(() => session.close());

  it('tells exit code, output and complaints of a command apart', async () => {
    expect(await session.run('echo out; echo err >&2; exit 7')).toEqual({
      code: 7,
      stdout: 'out',
      stderr: 'err',
    });
    await expect(session.check('echo broken >&2; exit 1')).rejects.toMatchObject({
      code: 'HOST_COMMAND_FAILED',
      message: expect.stringContaining('broken') as string,
    });
  });

  it('runs more commands at once than the server allows sessions', async () => {
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, index) => session.check(`echo ${index}`)),
    );
    expect(results).toEqual(Array.from({ length: 20 }, (_, index) => String(index)));
  });

  it('refuses a machine with another key than the pinned one, and names both', async () => {
    const pinned = `SHA256:${'A'.repeat(43)}`;
    await expect(
      SshSession.connect({ ...sshd.target, hostKeyPin: pinned }, systemClock),
    ).rejects.toMatchObject({
      code: 'HOST_KEY_MISMATCH',
      details: { presented: sshd.target.hostKeyPin, pinned },
    });
  });

  it('says that the host does not accept the key, or that there is no host', async () => {
    const stranger = join(sshd.directory, 'host');
    await expect(
      SshSession.connect({ ...sshd.target, keyPath: stranger }, systemClock),
    ).rejects.toMatchObject({
      code: 'HOST_AUTH_FAILED',
    });
    await expect(
      SshSession.connect({ ...sshd.target, keyPath: 'absent' }, systemClock),
    ).rejects.toMatchObject({
      code: 'HOST_AUTH_FAILED',
    });
    await expect(SshSession.connect({ ...sshd.target, port: 1 }, systemClock)).rejects.toMatchObject({
      code: 'HOST_UNREACHABLE',
    });
  });

  it('ends a command that does not end, at its deadline', async () => {
    await expect(session.run('sleep 60', { deadlineMs: 200 })).rejects.toMatchObject({
      code: 'HOST_TIMEOUT',
    });
  });

  it('ends a command when its caller gives up', async () => {
    const abort = new AbortController();
    const running = session.run('sleep 60', { signal: abort.signal });
    abort.abort(new Error('the user pressed Ctrl-C'));
    await expect(running).rejects.toThrow('Ctrl-C');
  });

  it('counts a link that breaks under a command as lost, not as success', async () => {
    const running = session.run('echo half; sleep 60');
    const outcome = expect(running).rejects.toMatchObject({ code: 'HOST_LOST' });
    await sshd.dropConnections();
    await outcome;
    await expect(session.lost).resolves.toMatchObject({ code: 'HOST_LOST', retryable: true });
  });

  it('notices a host that is frozen', async () => {
    const watchful = await SshSession.connect(sshd.target, systemClock, { intervalMs: 100, probes: 2 });
    const frozen = await sshd.connections();
    for (const pid of frozen) process.kill(pid, 'SIGSTOP');
    await expect(watchful.lost).resolves.toMatchObject({ code: 'HOST_LOST' });
    for (const pid of frozen) process.kill(pid, 'SIGKILL');
  });

  it('copies a file and ends the copy when the link breaks', async () => {
    const local = join(sshd.directory, 'local file');
    await writeFile(local, 'content');
    await session.upload(local, 'remote file');
    expect(await session.check('cat "remote file"')).toBe('content');
  });

  it('carries connections to a port of the host, and ends them with the link', async () => {
    const echo = await startEcho();
    const tunnel = await openLocalTunnel(session, portOf(echo));
    const socket = connect(tunnel.port, '127.0.0.1');
    socket.write('hello');
    expect(String((await once(socket, 'data'))[0])).toBe('hello');
    const closed = once(socket, 'close');
    await sshd.dropConnections();
    await closed;
    await tunnel.close();
    echo.close();
  });

  it('lets the host reach a server that listens on our loopback address only', async () => {
    const echo = await startEcho();
    const port = await openReverseTunnel(session, '127.0.0.1', portOf(echo));
    const script = `const s=require("net").connect(${port},"127.0.0.1",()=>s.end("from there"));s.pipe(process.stdout)`;
    expect(await session.check(`node -e '${script}'`)).toBe('from there');
    echo.close();
  });
});

async function startEcho(): Promise<Server> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.pipe(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
