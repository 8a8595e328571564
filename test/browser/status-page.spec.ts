import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Injectable, Module, type CanActivate, type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { AlertNotifier, PerformanceMonitorModule, PerformanceMonitorService, type Notifier } from '../../lib/index.js';
import { spin, until } from '../integration/support/test-app.js';
import { launchChromium } from './chromium.js';

@Injectable()
class OpenGuard implements CanActivate {
  canActivate(): boolean {
    return true;
  }
}

@AlertNotifier()
class BrokenNotifier implements Notifier {
  readonly name = 'broken chat';
  async notify(): Promise<void> {
    throw new Error('the room was deleted');
  }
}

@AlertNotifier()
class QuietNotifier implements Notifier {
  readonly name = 'quiet';
  async notify(): Promise<void> {
    // The page shows that it was called.
  }
}

@Controller('orders')
class OrdersController {
  @Get(':id')
  find(): string {
    spin(80);
    return 'found';
  }
}

@Module({
  imports: [
    PerformanceMonitorModule.forRoot({
      threshold: 50,
      localFile: false,
      statusPage: { path: 'ops/performance', guard: OpenGuard },
    }),
  ],
  controllers: [OrdersController],
  providers: [BrokenNotifier, QuietNotifier],
})
class AppModule {}

const RUN = `axe.run().then(({ violations }) => JSON.stringify(violations.map(({ id, nodes }) => id + ': ' + nodes[0].html)))`;

describe('the status page in a browser', () => {
  let browser: Browser;
  let app: INestApplication;
  let address: string;
  beforeAll(async () => {
    browser = await launchChromium();
    app = await NestFactory.create(AppModule, { logger: false, abortOnError: false });
    await app.listen(0, '127.0.0.1');
    const url = (await app.getUrl()).replace('[::1]', '127.0.0.1');
    address = `${url}/ops/performance`;
    await (await fetch(`${url}/orders/17`)).text();
    await app.get(PerformanceMonitorService).flush('60s');
    await until(async () => (await (await fetch(address)).text()).includes('/reports/'), 'a link');
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
  });

  async function open(options: Parameters<Browser['newPage']>[0] = {}): Promise<{ page: Page; faults: string[] }> {
    const page = await browser.newPage(options);
    const faults: string[] = [];
    page.on('console', message => {
      if (message.type() === 'error') faults.push(message.text());
    });
    page.on('request', request => {
      if (!request.url().startsWith(new URL(address).origin)) faults.push(request.url());
    });
    await page.goto(address);
    return { page, faults };
  }

  it('opens a report, and comes back', async () => {
    const { page, faults } = await open();
    await page.getByRole('link', { name: /GET \/orders\/:id|spin|find/ }).click();
    await page.getByRole('region', { name: 'Call tree', exact: true }).waitFor();
    expect(await page.title()).toContain('GET /orders/:id');
    await page.goBack();
    await page.getByRole('heading', { name: 'Recent reports' }).waitFor();
    expect(faults).toEqual([]);
    await page.close();
  });

  it('sends a test alert at a click, and shows the result of each notifier', async () => {
    const { page, faults } = await open();
    await page.getByRole('button', { name: 'Send a test alert' }).click();
    const row = (name: string) => page.getByRole('row', { name: new RegExp(`^${name}`) });
    await page.getByText('Last test:').waitFor();
    expect(page.url()).toBe(address);
    expect(await row('quiet').innerText()).toContain('delivered');
    expect(await row('broken chat').innerText()).toContain('the room was deleted');
    expect(faults).toEqual([]);
    await page.close();
  });

  it.each(['light', 'dark'] as const)('has no fault that axe finds: %s', async colorScheme => {
    const { page } = await open({ colorScheme, bypassCSP: true, viewport: { width: 420, height: 900 } });
    await page.evaluate(axe.source);
    expect(JSON.parse(await page.evaluate<string>(RUN))).toEqual([]);
    await page.close();
  });

  it('is shown in no frame', async () => {
    const page = await browser.newPage();
    const refused: string[] = [];
    page.on('console', message => refused.push(message.text()));
    await page.setContent(`<iframe src="${address}"></iframe>`);
    await until(() => /frame-ancestors/.test(refused.join()), 'the refusal');
    await page.close();
  });
});
