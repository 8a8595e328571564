import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { Client } from '@elastic/elasticsearch';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Injectable } from '@nestjs/common';
import type { PerformanceMonitorOptions, Report } from '../../lib/index.js';
import { TestApp } from '../integration/support/test-app.js';
import { BUCKET, BucketServer, CREDENTIALS } from '../support/bucket-server.js';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
/** Before 22.12, Node does not show how long a request waits for a connection of its agent. */
const showsQueue = major > 22 || (major === 22 && minor >= 12);
const KEY = 'secret-key';
const CREDENTIALS_OF_CLIENT = {
  accessKeyId: CREDENTIALS.AWS_ACCESS_KEY_ID,
  secretAccessKey: CREDENTIALS.AWS_SECRET_ACCESS_KEY,
};

let bucket: BucketServer;
let storage: S3Client;
let search: Client;
let searchServer: Server;
let work: () => Promise<unknown>;
let app: TestApp;

@Injectable()
class Files {
  async put(): Promise<unknown> {
    return storage.send(new PutObjectCommand({ Bucket: BUCKET, Key: KEY, Body: 'secret-body' }));
  }
  async get(): Promise<string | undefined> {
    const { Body } = await storage.send(new GetObjectCommand({ Bucket: BUCKET, Key: KEY }));
    return Body?.transformToString();
  }
}

@Controller()
class WorkController {
  constructor(readonly files: Files) {}
  @Get('work')
  async work(): Promise<void> {
    await work();
  }
}

async function start(options: PerformanceMonitorOptions = {}): Promise<Files> {
  app = await TestApp.start(
    {
      controllers: [WorkController],
      providers: [Files, { provide: 'storage', useValue: storage }, { provide: 'search', useValue: search }],
    },
    { threshold: 1, ...options },
  );
  return app.app.get(Files);
}

async function reportOfWork(fn: () => Promise<unknown>): Promise<Report> {
  work = fn;
  expect((await fetch(`${app.url}/work`)).status).toBe(200);
  return app.report('GET /work');
}

/** Label, calls and failures of each operation. */
const operationsOf = ({ operations }: Report): unknown[] =>
  operations.map(({ system, label, calls, failed }) => [system, label, calls, failed]);

beforeAll(async () => {
  bucket = await BucketServer.start();
  searchServer = createServer((request, response) => {
    request.resume();
    response.setHeader('x-elastic-product', 'Elasticsearch').setHeader('content-type', 'application/json');
    response.writeHead(request.url?.includes('broken') === true ? 503 : 200).end('{"hits":{"hits":[]}}');
  });
  await new Promise<void>(resolve => searchServer.listen(0, '127.0.0.1', resolve));
  const node = `http://127.0.0.1:${(searchServer.address() as AddressInfo).port}`;
  search = new Client({ node, maxRetries: 2 });
  storage = new S3Client({
    endpoint: bucket.url,
    region: 'eu-west-1',
    forcePathStyle: true,
    credentials: CREDENTIALS_OF_CLIENT,
    requestHandler: { httpAgent: { maxSockets: 2 } },
  });
});
afterEach(() => app.close());
afterAll(async () => {
  storage.destroy();
  await search.close();
  searchServer.closeAllConnections();
  await new Promise(resolve => searchServer.close(resolve));
  await bucket.close();
});

describe('requests of the AWS SDK', () => {
  it('have the names of their commands', async () => {
    const files = await start();
    const report = await reportOfWork(async () => {
      await files.put();
      for (let i = 0; i < 12; i += 1) expect(await files.get()).toBe('secret-body');
    });
    expect(operationsOf(report).sort()).toEqual([
      ['s3', `S3 GetObject ${BUCKET}`, 12, 0],
      ['s3', `S3 PutObject ${BUCKET}`, 1, 0],
    ]);
    const gets = report.operations.find(({ label }) => label.includes('Get'));
    expect(gets).toMatchObject({ on: 'http', peer: bucket.url.slice('http://'.length), spans: ['S3Client.send'] });
    expect(JSON.stringify(report)).not.toContain('secret');
    expect(app.monitor.getStats().libraries).toContain('aws-sdk');
  });

  (showsQueue ? it : it.skip)('at the same time wait for a connection of their agent', async () => {
    const files = await start();
    await files.put();
    const report = await reportOfWork(() => Promise.all(Array.from({ length: 20 }, () => files.get())));
    expect(operationsOf(report)).toContainEqual(['s3', `S3 GetObject ${BUCKET}`, 20, 0]);
    const { label } = report.operations.find(({ on }) => on === 'pool') ?? {};
    expect(label).toBe(`http ${bucket.url.slice('http://'.length)}`);
  });

  it('fail as they would, and count as failed where the server does', async () => {
    await start();
    const report = await reportOfWork(async () => {
      const absent = storage.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'absent' }));
      await expect(absent).rejects.toThrow(expect.objectContaining({ name: 'NoSuchKey' }));
    });
    expect(operationsOf(report)).toEqual([['s3', `S3 GetObject ${BUCKET}`, 1, 0]]);
  });

  it('have their paths when the names are off, and after the application', async () => {
    const before = storage.middlewareStack.identify();
    const files = await start({ libraries: { 'aws-sdk': false } });
    expect(storage.middlewareStack.identify()).toEqual(before);
    const [operation] = (await reportOfWork(() => files.put())).operations;
    expect([operation?.system, operation?.label.startsWith('PUT ')]).toEqual(['http', true]);
    await app.close();
    await start();
    expect(storage.middlewareStack.identify()).not.toEqual(before);
    await app.close();
    expect(storage.middlewareStack.identify()).toEqual(before);
    await start();
  });
});

describe('requests to Elasticsearch', () => {
  it('have the names of their methods', async () => {
    await start();
    const report = await reportOfWork(async () => {
      for (let i = 0; i < 12; i += 1) await search.search({ index: 'orders', query: { term: { user: 'secret' } } });
      await search.get({ index: 'orders', id: 'secret' });
      await search.transport.request({ method: 'GET', path: '/_cat/health' });
    });
    expect(operationsOf(report).sort()).toEqual([
      ['elasticsearch', 'Elasticsearch get orders', 1, 0],
      ['elasticsearch', 'Elasticsearch search orders', 12, 0],
      ['http', `GET 127.0.0.1:${(searchServer.address() as AddressInfo).port}/_cat/health`, 1, 0],
    ]);
    expect(JSON.stringify(report)).not.toContain('secret');
    expect(app.monitor.getStats().libraries).toContain('elasticsearch');
  });

  it('count each attempt, and fail as they would', async () => {
    await start();
    const report = await reportOfWork(async () => {
      await expect(search.search({ index: 'broken' })).rejects.toThrow(expect.objectContaining({ statusCode: 503 }));
    });
    expect(operationsOf(report)).toEqual([['elasticsearch', 'Elasticsearch search broken', 3, 3]]);
  });

  it('belong to the request that sends them, where many do', async () => {
    const files = await start({ threshold: 1 });
    await files.put();
    const report = await reportOfWork(() =>
      Promise.all([files.get(), search.search({ index: 'orders' }), search.count({ index: 'customers' }), files.get()]),
    );
    expect(operationsOf(report).sort()).toEqual([
      ['elasticsearch', 'Elasticsearch count customers', 1, 0],
      ['elasticsearch', 'Elasticsearch search orders', 1, 0],
      ['s3', `S3 GetObject ${BUCKET}`, 2, 0],
    ]);
  });

  it('leave the client as it was', async () => {
    const before = Object.getOwnPropertyNames(search.transport);
    await start();
    await app.close();
    expect(Object.getOwnPropertyNames(search.transport)).toEqual(before);
    await start();
  });
});
