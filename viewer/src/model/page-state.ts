import { isView, type View } from './views.js';

/** The part of the page that its address keeps: a link leads to the same call. */
export interface PageState {
  readonly view: View;
  readonly query: string;
  /** Index of the selected node in the layout of the tree. */
  readonly selected: number;
}

const START: PageState = { view: 'tree', query: '', selected: 0 };
const MAX_QUERY = 500;

/**
 * Reads the part of an address after `#`.
 *
 * @param nodes the number of nodes: another report can have fewer
 */
export function readState(hash: string, nodes: number): PageState {
  const parameters = new URLSearchParams(hash.replace(/^#/, ''));
  const view = parameters.get('view') ?? '';
  const selected = Number(parameters.get('call') ?? 0);
  return {
    view: isView(view) ? view : START.view,
    query: (parameters.get('search') ?? '').slice(0, MAX_QUERY),
    selected: Number.isInteger(selected) && selected >= 0 && selected < nodes ? selected : START.selected,
  };
}

/** `#view=flame&call=12`; empty for a page as it opens. */
export function stateHash({ view, query, selected }: PageState): string {
  const parameters = new URLSearchParams();
  if (view !== START.view) parameters.set('view', view);
  if (query !== '') parameters.set('search', query.slice(0, MAX_QUERY));
  if (selected !== START.selected) parameters.set('call', String(selected));
  const text = parameters.toString();
  return text === '' ? '' : `#${text}`;
}
