import { clearInterval, setInterval } from '../platform/host-timers.js';
import type { EndpointStats } from '../model/performance-stats.interface.js';
import type { RecentAlert } from '../model/recent-alert.interface.js';

/** The minutes that the page shows. */
export const MINUTES = 60;
const MINUTE_MS = 60_000;
/** The largest endpoints by total time. Others begin when they are among these. */
const MAX_ENDPOINTS = 100;

interface Row {
  /** Executions of each minute, the latest last. */
  readonly minutes: number[];
  counted: number;
}

/**
 * The executions of each endpoint in each of the last sixty minutes.
 *
 * @internal
 */
export class StatusHistory {
  private readonly rows = new Map<string, Row>();
  private timer: NodeJS.Timeout | undefined;

  /** @param endpoints the largest first */
  constructor(private readonly endpoints: () => readonly EndpointStats[]) {}

  start(): void {
    this.timer ??= setInterval(() => this.turn(), MINUTE_MS).unref();
    this.read(false);
  }

  stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  /** A minute is over. */
  turn(): void {
    this.read(true);
  }

  /** The executions of each minute, with those of the minute that goes on. Empty for an endpoint that is not followed. */
  of(endpoint: EndpointStats): readonly number[] {
    const row = this.rows.get(keyOf(endpoint));
    return row === undefined ? [] : [...row.minutes, since(row, endpoint)].slice(-MINUTES);
  }

  private read(isOver: boolean): void {
    const endpoints = this.endpoints().slice(0, MAX_ENDPOINTS);
    const followed = new Set(endpoints.map(keyOf));
    for (const key of this.rows.keys()) if (!followed.has(key)) this.rows.delete(key);
    for (const endpoint of endpoints) {
      const row = this.rows.get(keyOf(endpoint)) ?? { minutes: [], counted: 0 };
      if (isOver) row.minutes.push(since(row, endpoint));
      if (row.minutes.length > MINUTES) row.minutes.shift();
      row.counted = endpoint.count;
      this.rows.set(keyOf(endpoint), row);
    }
  }
}

/** The alerts of each of the last sixty minutes, by their starts. @internal */
export function alertsByMinute(alerts: readonly RecentAlert[], now: number): number[] {
  const minutes = Array.from({ length: MINUTES }, () => 0);
  for (const { startedAt } of alerts) {
    const ago = Math.floor((now - Date.parse(startedAt)) / MINUTE_MS);
    if (ago >= 0 && ago < MINUTES) minutes[MINUTES - 1 - ago] = (minutes[MINUTES - 1 - ago] ?? 0) + 1;
  }
  return minutes;
}

/** `resetStats()` begins all counts again. */
function since({ counted }: Row, { count }: EndpointStats): number {
  return count >= counted ? count - counted : count;
}

function keyOf({ kind, name }: EndpointStats): string {
  return `${kind} ${name}`;
}
