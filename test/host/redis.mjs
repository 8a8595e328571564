// Starts a Redis for this script, on a free port.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';

export async function startRedis(folder) {
  const port = await freePort();
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder];
  const server = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise(resolve => server.once('close', resolve));
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.once('close', code => reject(new Error(`redis-server ended with ${code}`)));
    server.stdout.on('data', chunk => String(chunk).includes('Ready to accept connections') && resolve());
  });
  return {
    port: String(port),
    stop: () => {
      server.kill();
      return ended;
    },
  };
}

/** The same as `parts/free-port.ts`, which is compiled only with the applications. */
function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
