import { describe, expect, it } from '@jest/globals';
import { Controller, Get, Injectable } from '@nestjs/common';
import { delay, TestApp } from './support/test-app.js';

/** Throws for every missing member, as strict mocks do. */
const refusing = new Proxy(function (): void {}, {
  get(target, key, receiver) {
    if (!(key in target)) throw new Error(`there is no ${String(key)}`);
    return Reflect.get(target, key, receiver) as unknown;
  },
});

class Base {
  async inherited(): Promise<string> {
    await delay(60);
    return 'inherited';
  }
}
Object.assign(Base.prototype, { refusing });

/** A function with a proxy as its prototype. */
class Middle extends Base {
  below(): void {}
}
Object.setPrototypeOf(Middle.prototype.below, refusing);

@Injectable()
class Work extends Middle {}

@Controller()
class WorkController {
  constructor(readonly work: Work) {}
  @Get('work')
  get(): Promise<string> {
    return this.work.inherited();
  }
}

describe('a provider with a strict proxy as a method of its base class', () => {
  it('neither stops the start nor hides its other methods', async () => {
    const app = await TestApp.start({ controllers: [WorkController], providers: [Work] }, { threshold: 40 });
    try {
      expect(await (await fetch(`${app.url}/work`)).text()).toBe('inherited');
      const report = await app.report('GET /work');
      expect(report.timeline.spans.map(({ name }) => name)).toContain('Work.inherited');
      expect(app.logger.ours().filter(line => line.startsWith('error'))).toEqual([]);
    } finally {
      await app.close();
    }
  });
});
