import { createServer } from 'node:net';

/** A TCP port that nobody listened on at 127.0.0.1 a moment ago. Another process may still be faster to take it. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('The system named no port.'));
        else resolve(address.port);
      });
    });
  });
}
