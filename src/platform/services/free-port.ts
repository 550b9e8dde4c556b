import { createServer } from 'node:net';

/**
 * A TCP port that nobody listened on at 127.0.0.1 a moment ago: `wanted`, where it is free. Another process may still be faster to
 * take it.
 */
export async function freePort(wanted?: number): Promise<number> {
  if (wanted === undefined) return portNobodyHas(0);
  return portNobodyHas(wanted).catch(() => portNobodyHas(0));
}

/** Rejects when somebody listens on it; 0 is any. */
function portNobodyHas(wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(wanted, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('The system named no port.'));
        else resolve(address.port);
      });
    });
  });
}
