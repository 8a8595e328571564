import { describe, expect, it } from '@jest/globals';
import { Controller, Get, Injectable } from '@nestjs/common';
import { delay, TestApp } from './support/test-app.js';

/** As strict mocks do: throws when it is asked for what it does not have. */
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

/** A function that is no proxy, above which there is one. */
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

describe('a provider whose base class has a strict proxy for a method', () => {
  it('neither stops the start nor hides the methods beside it', async () => {
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
