import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Controller, Get } from '@nestjs/common';
import { MAX_BYTES, SegmentStore } from '../../lib/recorder/log/segment-store.js';
import { delay, spin, TestApp } from './support/test-app.js';
import { ownMs } from '../support/own-time.js';

@Controller()
class WorkController {
  @Get('long')
  async long(): Promise<void> {
    for (let i = 0; i < 5; i += 1) {
      await delay(600);
      spin(200);
    }
  }
}

describe('a recorder that has reached its bounds', () => {
  let app: TestApp;
  afterEach(async () => {
    jest.restoreAllMocks();
    await app.close();
  });

  it('drops profiles before times: waits and computing are complete, and the report names the gap', async () => {
    app = await TestApp.start({ controllers: [WorkController] });
    await app.warm();
    // As deep recursion does: each second's profile takes a third of the memory.
    const large = {
      nodes: [],
      startTime: 0,
      endTime: 0,
      samples: new Array<number>(Math.floor(MAX_BYTES / 16 / 3)).fill(0),
    };
    const { add } = SegmentStore.prototype;
    jest.spyOn(SegmentStore.prototype, 'add').mockImplementation(function (
      this: SegmentStore,
      start,
      end,
      chunks,
      profiles,
    ) {
      add.call(this, start, end, chunks, [...profiles, large]);
    });
    await (await fetch(`${app.url}/long`)).text();
    const { accounting, monitor, verdict } = await app.report('GET /long');
    expect(monitor.degraded).toEqual([expect.stringMatching(/^The CPU samples of the first [\d.]+ m?s are missing/)]);
    expect(accounting.unexplainedMs).toBeLessThan(accounting.durationMs / 20);
    expect(ownMs(accounting)).toBeGreaterThan(accounting.durationMs / 10);
    expect(accounting.waiting.find(({ on }) => on === 'timer')?.ms).toBeGreaterThan(accounting.durationMs / 3);
    expect(verdict.kind).not.toBe('unexplained');
    expect(monitor.samples).toBeGreaterThan(0);
  });
});
