import type { Estimate, MedianEstimate } from '../statistics/interval.js';

export function withInterval({ mean, halfWidth }: Estimate, digits: number): string {
  return Number.isFinite(halfWidth)
    ? `${mean.toFixed(digits)} ±${halfWidth.toFixed(digits)}`
    : `${mean.toFixed(digits)} ±?`;
}

/** The median and its 95 % interval. */
export function withRange({ median, low, high }: MedianEstimate, text: (value: number) => string): string {
  return Number.isNaN(low) ? `${text(median)} (?)` : `${text(median)} (${text(low)} to ${text(high)})`;
}

export function ms(value: number): string {
  return value.toFixed(2);
}

export function megabytes(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(1);
}

export function percent(value: number): string {
  return `${value.toFixed(2)} %`;
}
