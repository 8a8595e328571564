import type { Locator } from 'playwright-core';
import { until } from '../support/until.js';

/** Waits until the page has drawn so many of them: it draws some time after a click. */
export function hasCount(locator: Locator, count: number): Promise<void> {
  return until(async () => (await locator.count()) === count, `${count} × ${String(locator)}`);
}
