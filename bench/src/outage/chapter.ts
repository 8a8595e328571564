import type { Chapter } from '../output/chapters.js';
import { ms, withInterval } from '../output/format.js';
import { addedToControl, figuresOf, isWithin, OUTAGES } from './comparison.js';
import { STORES, type OutageResult } from './outage.js';
import { STATES } from './states.js';

export function outageChapters(result: OutageResult): Chapter[] {
  const head = [
    'claims in, Redis',
    'requests',
    'p50 ms',
    'p99 ms',
    'p50 added',
    'p99 added',
    'late timer, median, longest ms',
  ];
  const rows = STORES.flatMap(store =>
    STATES.map(state => {
      const { requests, p50, p99, p50Added, p99Added, medianLagMs, longestLagMs } = figuresOf(result, store, state);
      const added = state === 'present' ? ['–', '–'] : [withInterval(p50Added, 3), withInterval(p99Added, 2)];
      const lags = `${ms(medianLagMs)}, ${ms(longestLagMs)}`;
      return [`${store}, ${state}`, String(requests), withInterval(p50, 2), withInterval(p99, 2), ...added, lags];
    }),
  );
  return [
    {
      title: 'Fast requests while Redis is away',
      rows: [head, ...rows],
      notes: [...conclusions(result), ...health(result)],
    },
    closingChapter(result),
  ];
}

function conclusions(result: OutageResult): string[] {
  return OUTAGES.map(state => {
    const { p99Added } = figuresOf(result, 'redis', state);
    const control = addedToControl(result, state);
    const verdict = isWithin(p99Added) ? 'within the interval' : 'NOT WITHIN THE INTERVAL';
    return `${state}: ${verdict}: p99 ${withInterval(p99Added, 2)} ms against Redis being there, ${withInterval(control, 2)} ms when the same difference of the application without Redis is taken off.`;
  });
}

function health({ rounds, windows, storeCalls, rejections }: OutageResult): string[] {
  const counts = STORES.map(store => [
    ...new Set(windows.filter(window => window.store === store).map(({ listeners }) => listeners)),
  ]);
  const listeners = STORES.map((store, index) => `${store} ${(counts[index] ?? []).join(', then ')}`).join('; ');
  return [
    `${rounds} rounds, each state in each, in an order that changes; both applications one after the other in each.`,
    `Claims called Redis ${storeCalls} times in the windows with Redis.`,
    `Listeners of the process and the Redis client after each window: ${listeners}. Unhandled rejections: ${rejections}.`,
  ];
}

function closingChapter({ closings }: OutageResult): Chapter {
  const states = [...new Set(closings.map(({ state }) => state))];
  const rows = states.map(state => {
    const times = closings.filter(closing => closing.state === state).map(closing => closing.ms);
    return [state, String(times.length), ms(Math.max(...times))];
  });
  return {
    title: 'app.close() while Redis is away',
    rows: [['Redis', 'times', 'longest ms'], ...rows],
    notes: ['Slow requests and alerts continue until right before the call.'],
  };
}
