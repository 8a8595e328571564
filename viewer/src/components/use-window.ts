import { type RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { usePrinting } from './use-printing.js';

/** Rows drawn above and below the visible ones, so that scrolling shows no gap. */
const OVERSCAN = 10;
/** Rows of one list on paper: about ten pages. */
const PRINTED_ROWS = 400;
/** Pixels, until the first layout has measured the height. */
const ASSUMED_HEIGHT = 640;

/** The drawn rows of a scrolled list: from `first` to before `last`. */
export interface RowWindow {
  readonly first: number;
  readonly last: number;
}

/** The rows of a list that are visible. A list draws only these, so 2 000 rows cost as much as 40. */
export function useWindow(scroller: RefObject<HTMLElement | null>, rowCount: number, rowHeight: number): RowWindow {
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(ASSUMED_HEIGHT);
  const printing = usePrinting();

  useEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    const onScroll = () => setTop(element.scrollTop);
    const observer = new ResizeObserver(() => setHeight(element.clientHeight));
    element.addEventListener('scroll', onScroll, { passive: true });
    observer.observe(element);
    return () => {
      element.removeEventListener('scroll', onScroll);
      observer.disconnect();
    };
  }, [scroller]);

  if (printing) return { first: 0, last: Math.min(rowCount, PRINTED_ROWS) };
  const first = Math.max(0, Math.min(Math.floor(top / rowHeight) - OVERSCAN, rowCount - 1));
  return { first, last: Math.min(rowCount, Math.ceil((top + height) / rowHeight) + OVERSCAN) };
}
