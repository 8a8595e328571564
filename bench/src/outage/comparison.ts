import { estimate, type Estimate } from '../statistics/interval.js';
import { median } from '../statistics/percentiles.js';
import type { OutageResult, Store, Window } from './outage.js';
import { STATES, type State } from './states.js';

type Figure = 'p50Ms' | 'p99Ms';

/** One application in one state, compared with its windows of the same rounds with Redis. */
export interface StateFigures {
  readonly requests: number;
  readonly p50: Estimate;
  readonly p99: Estimate;
  readonly p50Added: Estimate;
  readonly p99Added: Estimate;
  readonly medianLagMs: number;
  readonly longestLagMs: number;
}

export function figuresOf({ windows }: OutageResult, store: Store, state: State): StateFigures {
  const here = windows.filter(window => window.store === store && window.state === state);
  const added = (figure: Figure): Estimate =>
    estimate(here.map(window => window[figure] - presentOf(windows, window, figure)));
  const lags = here.map(({ longestLagMs }) => longestLagMs);
  return {
    requests: here.reduce((sum, { requests }) => sum + requests, 0),
    p50: estimate(here.map(({ p50Ms }) => p50Ms)),
    p99: estimate(here.map(({ p99Ms }) => p99Ms)),
    p50Added: added('p50Ms'),
    p99Added: added('p99Ms'),
    medianLagMs: median(lags),
    longestLagMs: Math.max(...lags),
  };
}

/** The outage's effect on the 99th percentile, minus the effect on an application without Redis in the same rounds. */
export function addedToControl({ windows }: OutageResult, state: State): Estimate {
  const inState = windows.filter(window => window.state === state);
  const added = (window: Window): number => window.p99Ms - presentOf(windows, window, 'p99Ms');
  return estimate(
    inState
      .filter(({ store }) => store === 'redis')
      .map(window => {
        const control = inState.find(({ store, round }) => store === 'embedded' && round === window.round);
        return control === undefined ? Number.NaN : added(window) - added(control);
      }),
  );
}

/** True if the interval contains zero. */
export function isWithin({ mean, halfWidth }: Estimate): boolean {
  return Math.abs(mean) <= halfWidth;
}

export const OUTAGES = STATES.filter(state => state !== 'present');

function presentOf(windows: readonly Window[], { store, round }: Window, figure: Figure): number {
  const found = windows.find(each => each.store === store && each.round === round && each.state === 'present');
  return found?.[figure] ?? Number.NaN;
}
