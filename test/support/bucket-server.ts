import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from 's3rver';

export const BUCKET = 'acme-reports';
/** The one pair that the server accepts. */
export const CREDENTIALS = { AWS_ACCESS_KEY_ID: 'S3RVER', AWS_SECRET_ACCESS_KEY: 'S3RVER' } as const;

/** A server with the API of S3 and one bucket. It checks signatures. */
export class BucketServer {
  private constructor(
    private readonly server: S3rver,
    readonly url: string,
    private readonly directory: string,
  ) {}

  static async start(): Promise<BucketServer> {
    const directory = await mkdtemp(join(tmpdir(), 'monitor-bucket-'));
    const server = new S3rver({
      address: '127.0.0.1',
      port: 0,
      directory,
      silent: true,
      configureBuckets: [{ name: BUCKET, configs: [] }],
    });
    const { port } = await server.run();
    return new BucketServer(server, `http://127.0.0.1:${port}`, directory);
  }

  /** The address of the bucket, for people. */
  get address(): string {
    return `${this.url}/${BUCKET}`;
  }

  async keys(): Promise<string[]> {
    const text = await (await fetch(`${this.address}?list-type=2`)).text();
    return [...text.matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key = '']) => key).sort();
  }

  get(key: string): Promise<Response> {
    return fetch(`${this.address}/${key}`);
  }

  async close(): Promise<void> {
    await this.server.close();
    await rm(this.directory, { recursive: true, force: true });
  }
}

/** A server that gives every request to `answer`, which may never answer. */
export async function bucketStandIn(
  answer: (response: ServerResponse) => void,
): Promise<{ url: string; close(): Promise<void> }> {
  const server: Server = createServer((request, response) => {
    request.resume();
    answer(response);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise(resolve => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
