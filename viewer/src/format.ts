const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const tenths = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const hundredths = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });

/** `1,432 ms`, `12.4 ms`, `0.32 ms`: as many digits as a reader can use. */
export function ms(value: number): string {
  return `${(value >= 100 ? whole : value >= 10 ? tenths : hundredths).format(value)} ms`;
}

/** `1.84 s` from one second on, `2 min 5 s` from one minute on, else as `ms()`. */
export function duration(value: number): string {
  // What would be rounded up to the next unit is written in it.
  if (value < 999.5) return ms(value);
  if (value < 59_950) return `${(value < 9_995 ? hundredths : tenths).format(value / 1000)} s`;
  const seconds = Math.round(value / 1000);
  const minutes = `${whole.format(Math.floor(seconds / 60))} min`;
  return seconds % 60 === 0 ? minutes : `${minutes} ${seconds % 60} s`;
}

/** `78 %`, `4.2 %`, `<0.1 %` */
export function percent(share: number): string {
  const value = share * 100;
  if (value > 0 && value < 0.05) return '<0.1 %';
  return `${(value < 9.95 ? tenths : whole).format(value)} %`;
}

export function integer(value: number): string {
  return whole.format(value);
}

/** A part of a whole that may be zero. */
export function shareOf(part: number, total: number): number {
  return total > 0 ? part / total : 0;
}

/** `1 call`, `240 calls` */
export function counted(count: number, noun: string): string {
  return `${integer(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** More characters than fit on one line of any page: laying out thousands that are cut off anyway takes seconds. */
const LINE_LENGTH = 300;

/** Text for a place that shows one line of it; the whole text is to be found elsewhere on the page. */
export function oneLine(text: string): string {
  return text.length <= LINE_LENGTH ? text : `${text.slice(0, LINE_LENGTH)}…`;
}
