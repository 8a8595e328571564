import { markup, type Html } from './html.js';

const WIDTH = 120;
const HEIGHT = 20;

/**
 * Bars of one height each, the latest on the right. A bar that is not empty is at least one unit high, so that a single event
 * is seen.
 *
 * @param label for people who do not see it
 * @internal
 */
export function sparkline(values: readonly number[], label: string): Html {
  const largest = Math.max(...values, 1);
  const width = WIDTH / Math.max(values.length, 1);
  const bars = values.map((value, index) => {
    if (value === 0) return undefined;
    const height = Math.max(1, (value / largest) * HEIGHT);
    return markup`<rect
      x="${(index * width).toFixed(1)}"
      y="${(HEIGHT - height).toFixed(1)}"
      width="${(width * 0.8).toFixed(1)}"
      height="${height.toFixed(1)}"
    />`;
  });
  return markup`<svg
    role="img"
    aria-label="${label}"
    viewBox="0 0 ${WIDTH} ${HEIGHT}"
    width="${WIDTH}"
    height="${HEIGHT}"
  >
    ${bars}
  </svg>`;
}
