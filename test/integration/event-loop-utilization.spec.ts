import { afterEach, describe, expect, it } from '@jest/globals';
import { spin, TestApp, until } from './support/test-app.js';

describe('the event loop’s utilization', () => {
  let app: TestApp;
  afterEach(() => app.close());

  const read = (): number => app.monitor.eventLoopUtilization().utilization;

  it('is the busy share of the time, and low while nothing happens, though V8 samples', async () => {
    app = await TestApp.start({});
    app.monitor.disable();
    app.monitor.enable();
    const began = performance.now();
    let worked = 0;
    await new Promise<void>(resolve => {
      const timer = setInterval(() => {
        const start = performance.now();
        spin(60);
        worked += performance.now() - start;
        if (performance.now() - began < 2_000) return;
        clearInterval(timer);
        resolve();
      }, 120);
    });
    const share = worked / (performance.now() - began);
    expect(share).toBeGreaterThan(0.2);
    expect(Math.abs(read() - share)).toBeLessThan(0.2);
    app.monitor.disable();
    app.monitor.enable();
    // On a loaded machine the loop's own turns take long, now and then.
    await until(() => read() > 0 && read() < 0.2, 'an idle loop');
  });

  it('is there while the monitor is disabled', async () => {
    app = await TestApp.start({}, { enabled: false });
    expect(read()).toBeGreaterThanOrEqual(0);
    expect(read()).toBeLessThanOrEqual(1);
  });
});
