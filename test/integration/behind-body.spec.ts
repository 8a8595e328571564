import { request as httpRequest } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import {
  Body,
  Controller,
  Injectable,
  Module,
  Post,
  type MiddlewareConsumer,
  type NestMiddleware,
} from '@nestjs/common';
import { PLATFORMS, spin, TestApp } from './support/test-app.js';
import { ownMs } from '../support/own-time.js';

const CHECK_MS = 300;

function checkSignature(): void {
  spin(CHECK_MS);
}

@Injectable()
class SignatureMiddleware implements NestMiddleware {
  use(_request: unknown, _response: unknown, next: () => void): void {
    checkSignature();
    next();
  }
}

@Controller()
class HooksController {
  @Post('hook')
  hook(@Body() body: { text: string }): number {
    return body.text.length;
  }
}

class HooksModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(SignatureMiddleware).forRoutes('{*path}');
  }
}
Module({ controllers: [HooksController] })(HooksModule);

// Express parses the body first. Its parser goes on in a bound context, from an event of the connection.
describe.each(PLATFORMS)('middleware of a request with a body, on %s', platform => {
  let app: TestApp;
  afterEach(() => app.close());

  /** @param pauseMs between the two pieces of the body */
  const send = (pauseMs: number): Promise<string> =>
    new Promise((resolve, reject) => {
      const body = JSON.stringify({ text: 'x'.repeat(2_000) });
      const headers = { 'content-type': 'application/json', 'content-length': body.length };
      const request = httpRequest(`${app.url}/hook`, { method: 'POST', headers }, response => {
        let text = '';
        response.setEncoding('utf8').on('data', (piece: string) => (text += piece));
        response.on('end', () => resolve(text));
      });
      request.on('error', reject);
      request.write(body.slice(0, 500));
      setTimeout(() => request.end(body.slice(500)), pauseMs);
    });

  it.each([0, 50])('computes in its own request, the rest of the body %i ms later', async pauseMs => {
    app = await TestApp.start({ imports: [HooksModule] }, {}, platform);
    expect(await send(pauseMs)).toBe('2000');
    const { accounting, timeline, tree } = await app.report('POST /hook');
    expect(ownMs(accounting)).toBeGreaterThan(CHECK_MS / 2);
    expect(timeline.spans.map(({ name }) => name)).toContain('SignatureMiddleware.use');
    expect(JSON.stringify(tree).includes('checkSignature')).toBe(true);
  });
});
