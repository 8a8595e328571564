const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** A line of any page has fewer characters. The layout of thousands of hidden characters takes seconds. */
const LINE_LENGTH = 300;

/** `1,432` */
export function integer(value: number): string {
  return whole.format(value);
}

/** `1 call`, `240 calls` */
export function counted(count: number, noun: string): string {
  return `${integer(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** A text for a place of one line. Another place of the page shows the whole text. */
export function cutLine(text: string): string {
  return text.length <= LINE_LENGTH ? text : `${text.slice(0, LINE_LENGTH)}…`;
}

/** `2026-11-22 14:03:05.123 UTC`. Readers compare it with logs, so it is not in their own time zone. */
export function instant(iso: string): string {
  return iso.replace('T', ' ').replace(/Z$/, ' UTC');
}
