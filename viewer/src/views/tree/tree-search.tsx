import { useRef } from 'preact/hooks';
import { durationText } from '../../../../lib/model/format/duration.js';
import { shareOf, shareText } from '../../../../lib/model/format/share.js';
import { integer } from '../../model/text.js';
import type { Found } from '../../model/tree-search.js';

interface TreeSearchProps {
  readonly query: string;
  readonly found: Found;
  /** Index of the selected node. */
  readonly selected: number;
  /** The time of the whole tree. */
  readonly totalMs: number;
  onQuery(query: string): void;
  onStep(step: 1 | -1): void;
}

/** Finds calls by name, place or package. Enter goes to the next one, with Shift to the one before. */
export function TreeSearch({ query, found, selected, totalMs, onQuery, onStep }: TreeSearchProps) {
  const input = useRef<HTMLInputElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') onStep(event.shiftKey ? -1 : 1);
    else if (event.key === 'Escape' && query !== '') onQuery('');
    else return;
    event.preventDefault();
  };
  const step = (direction: 1 | -1) => () => {
    onStep(direction);
    input.current?.focus();
  };
  return (
    <div class="search" role="search">
      <input
        type="search"
        ref={input}
        value={query}
        aria-label="Search the calls"
        aria-describedby="search-result"
        placeholder="Search, or /regular expression/"
        spellcheck={false}
        onInput={event => onQuery(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      {found.matches.length > 0 && (
        <>
          <button type="button" aria-label="Previous match" onClick={step(-1)}>
            ↑
          </button>
          <button type="button" aria-label="Next match" onClick={step(1)}>
            ↓
          </button>
        </>
      )}
      <span id="search-result" role="status" class="muted">
        {query.trim() !== '' && resultText(found, selected, totalMs)}
      </span>
    </div>
  );
}

/** `2 of 12 · 340 ms · 18 %` */
function resultText({ matches, ms, fault }: Found, selected: number, totalMs: number): string {
  if (fault !== undefined) return fault;
  if (matches.length === 0) return 'Nothing found';
  const at = matches.indexOf(selected);
  const count = at < 0 ? integer(matches.length) : `${integer(at + 1)} of ${integer(matches.length)}`;
  return `${count} · ${durationText(ms)} · ${shareText(shareOf(ms, totalMs))}`;
}
