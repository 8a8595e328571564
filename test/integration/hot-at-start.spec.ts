import { afterEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Injectable, type OnModuleInit } from '@nestjs/common';
import { buildIndex } from './support/hot-index.js';
import { TestApp } from './support/test-app.js';

const WARM_UPS = 30;

/** Fills a cache before the first request: V8 optimizes the functions, and inlines the inner ones. */
@Injectable()
class Warm implements OnModuleInit {
  onModuleInit(): void {
    for (let i = 0; i < WARM_UPS; i += 1) buildIndex(30);
  }
}

@Controller()
class IndexController {
  @Get('index')
  index(): string {
    return buildIndex(500);
  }
}

describe('functions that ran hot before the application listened', () => {
  let app: TestApp;
  afterEach(() => app.close());

  it('are the subject, or the headline states that an inlined one may be', async () => {
    app = await TestApp.start({ controllers: [IndexController], providers: [Warm] });
    await (await fetch(`${app.url}/index`)).text();
    const { verdict } = await app.report('GET /index');
    expect(verdict.kind).toBe('cpu');
    expect(verdict.headline).toMatch(/checksum|digestRows \(.*\) or a function inlined into it/);
  });
});
