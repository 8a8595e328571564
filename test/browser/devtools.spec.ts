import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import type { Report, ReportFormat } from '../../lib/model/report.interface.js';
import { capSizeReport } from '../fixtures/reports/cap-size.report.js';
import { hostileReport } from '../fixtures/reports/hostile.report.js';
import { nPlusOneReport } from '../fixtures/reports/n-plus-one.report.js';
import { parallelReport } from '../fixtures/reports/parallel.report.js';
import { launchChromium } from './chromium.js';
import { exported } from './exported.js';

const MAX_MS = 100_000;

/** The Performance panel after it has opened a file. */
interface Opened {
  /** The names of the tracks, from top to bottom. */
  readonly tracks: readonly string[];
  /** The length of the shown time, in milliseconds. */
  readonly rangeMs: number;
  /** The bars of each track that the trace adds. */
  readonly bars: Readonly<Record<string, readonly string[]>>;
  /** Milliseconds of each function, drawn by itself. */
  readonly functions: Readonly<Record<string, number>>;
  readonly faults: readonly string[];
}

/** The Performance panel of the DevTools that are part of Chromium. */
describe('Chromium DevTools', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  async function open(report: Report, format: ReportFormat, name: string): Promise<Opened> {
    const page = await browser.newPage({ viewport: { width: 1600, height: 1000 } });
    try {
      page.setDefaultTimeout(MAX_MS);
      const faults: string[] = [];
      page.on('pageerror', error => faults.push(error.message));
      await page.goto('devtools://devtools/bundled/devtools_app.html');
      const facts = await load(page, await exported(report, format), name);
      return { ...facts, faults };
    } finally {
      await page.close();
    }
  }

  it('draws own code of a CPU profile up to the end of the execution', async () => {
    const { faults, tracks, rangeMs, functions } = await open(nPlusOneReport(), 'cpuprofile', 'report.cpuprofile');
    expect(faults).toEqual([]);
    expect(tracks).toEqual(['Main']);
    expect(rangeMs).toBe(1_843);
    // DevTools draws a pause of the collector below the function that it interrupts.
    expect(functions['discounts']).toBeCloseTo(161 + 34 + 12.4, 0);
    expect(functions['(event loop blocked by POST /export)']).toBeCloseTo(104, 0);
  });

  it('draws overlapping spans, waits, the event loop and the functions of a trace', async () => {
    const { faults, tracks, rangeMs, bars, functions } = await open(parallelReport(), 'trace', 'report.trace.json');
    expect(faults).toEqual([]);
    expect(tracks).toEqual(['Spans', 'Waits', 'Event loop', 'Main — execution:GET /offers']);
    expect(rangeMs).toBe(100);
    expect(bars).toEqual({
      Spans: [
        'GET /offers 0-100',
        'OffersService.all 0-86',
        'Carrier.quote 1-40',
        'Carrier.quote #2 4-65',
        'Carrier.quote #2 7-50',
      ],
      Waits: ['GET carrier:80/quotes (HTTP) 10-66'],
      'Event loop': ['garbage collection 86-90'],
    });
    expect(functions).toMatchObject({ sign: 9, merge: 21 + 4, serialize: 10 });
  });

  it.each<[string, Report, ReportFormat, string]>([
    ['a CPU profile at all caps', capSizeReport(), 'cpuprofile', 'report.cpuprofile'],
    ['a trace at all caps', capSizeReport(), 'trace', 'report.trace.json'],
    ['a CPU profile with hostile texts', hostileReport(), 'cpuprofile', 'report.cpuprofile'],
    ['a trace with hostile texts', hostileReport(), 'trace', 'report.trace.json'],
  ])('opens %s', async (_, report, format, name) => {
    const { faults, rangeMs, tracks } = await open(report, format, name);
    expect(faults).toEqual([]);
    expect(rangeMs).toBe(report.execution.durationMs);
    expect(tracks.some(track => track.startsWith('Main'))).toBe(true);
  });
});

/** Runs within the page: the modules are its own. */
function load(page: Page, base64: string, name: string): Promise<Omit<Opened, 'faults'>> {
  return page.evaluate(`(async () => {
    const { ViewManager } = await import('./ui/legacy/legacy.js');
    const { TimelinePanel } = await import('./panels/timeline/timeline.js');
    await ViewManager.ViewManager.instance().showView('timeline');
    const panel = TimelinePanel.TimelinePanel.instance();
    const bytes = Uint8Array.from(atob(${JSON.stringify(base64)}), each => each.charCodeAt(0));
    await panel.loadFromFile(new File([bytes], ${JSON.stringify(name)}));
    const deadline = Date.now() + ${MAX_MS};
    while (!panel.hasActiveTrace() && Date.now() < deadline) await new Promise(resolve => setTimeout(resolve, 50));
    const { Meta, ExtensionTraceData, Samples, Renderer } = panel.getParsedTraceForLayoutTests();
    const start = Meta.traceBounds.min;
    const bars = {};
    for (const { name, entriesByTrack } of ExtensionTraceData.extensionTrackData) {
      for (const [track, entries] of Object.entries(entriesByTrack))
        bars[track || name] = entries.map(({ name, ts, dur }) => name + ' ' + (ts - start) / 1000 + '-' + (ts + dur - start) / 1000);
    }
    const functions = {};
    const rendered = [...Renderer.processes.values()].flatMap(({ threads }) => [...threads.values()]);
    const sampled = [...Samples.profilesInProcess.values()].flatMap(threads => [...threads.values()]);
    const calls = [rendered, sampled].map(list => list.flatMap(thread => thread.profileCalls ?? []));
    for (const { callFrame, dur } of calls.find(list => list.length > 0) ?? [])
      functions[callFrame.functionName] = (functions[callFrame.functionName] ?? 0) + Math.round(dur) / 1000;
    const { groups } = panel.flameChart.getMainDataProvider().timelineData();
    return { tracks: groups.map(({ name }) => name), rangeMs: Meta.traceBounds.range / 1000, bars, functions };
  })()`);
}
