import type { Range } from './range.js';
import { isView, type View } from './views.js';

/** The part of the page that its address keeps: a link leads to the same call, and to the same part of the time. */
export interface PageState {
  readonly view: View;
  readonly query: string;
  /** Index of the selected node in the layout of the tree. Another report can have fewer nodes. */
  readonly selected: number;
  /** The selected part of the time, with at most three decimals. Absent for all of it. */
  readonly time?: Range | undefined;
}

const START: PageState = { view: 'tree', query: '', selected: 0 };
const MAX_QUERY = 500;
const TIME = /^(\d{1,12}(?:\.\d{1,3})?)-(\d{1,12}(?:\.\d{1,3})?)$/;

/** Reads the part of an address after `#`. */
export function readState(hash: string): PageState {
  const parameters = new URLSearchParams(hash.replace(/^#/, ''));
  const view = parameters.get('view') ?? '';
  const selected = Number(parameters.get('call') ?? 0);
  const time = readTime(parameters.get('time') ?? '');
  return {
    view: isView(view) ? view : START.view,
    query: (parameters.get('search') ?? '').slice(0, MAX_QUERY),
    selected: Number.isInteger(selected) && selected >= 0 ? selected : START.selected,
    ...(time && { time }),
  };
}

/** `#view=flame&call=12&time=100-250`; empty for a page as it opens. */
export function stateHash({ view, query, selected, time }: PageState): string {
  const parameters = new URLSearchParams();
  if (view !== START.view) parameters.set('view', view);
  if (query !== '') parameters.set('search', query.slice(0, MAX_QUERY));
  if (selected !== START.selected) parameters.set('call', String(selected));
  if (time) parameters.set('time', `${rounded(time.fromMs)}-${rounded(time.toMs)}`);
  const text = parameters.toString();
  return text === '' ? '' : `#${text}`;
}

function readTime(text: string): Range | undefined {
  const [, from, to] = TIME.exec(text) ?? [];
  const time = { fromMs: Number(from), toMs: Number(to) };
  return time.fromMs < time.toMs ? time : undefined;
}

function rounded(ms: number): number {
  return Math.round(ms * 1_000) / 1_000;
}
