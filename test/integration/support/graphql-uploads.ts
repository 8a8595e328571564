import type { IncomingMessage } from 'node:http';
import type { INestApplication } from '@nestjs/common';

interface Fastify {
  addContentTypeParser(
    type: RegExp,
    options: { parseAs: 'string' },
    parse: (request: unknown, body: string, done: (error: null, body: object) => void) => void,
  ): void;
}

/** Takes the operations out of requests in several parts, as packages for uploads do. */
export function takeMultipart(app: INestApplication): void {
  const adapter = app.getHttpAdapter();
  if (adapter.getType() === 'fastify') {
    const fastify = adapter.getInstance() as Fastify;
    fastify.addContentTypeParser(/^multipart\//, { parseAs: 'string' }, (_request, body, done) =>
      done(null, operationsIn(body)),
    );
    return;
  }
  app.use((request: IncomingMessage & { body?: object }, _response: unknown, next: () => void) => {
    if (request.headers['content-type']?.startsWith('multipart/') !== true) return next();
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => (body += part));
    request.on('end', () => {
      request.body = operationsIn(body);
      next();
    });
  });
}

function operationsIn(body: string): object {
  return JSON.parse(/name="operations"\r\n\r\n(.*)\r\n/.exec(body)?.[1] ?? '{}') as object;
}
