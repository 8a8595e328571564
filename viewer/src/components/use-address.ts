import { useEffect, useMemo } from 'preact/hooks';
import { type PageState, readState, stateHash } from '../model/page-state.js';

/** Browsers refuse more than about ten changes of the address a second, by an exception. A drag makes more. */
const SAVE_AFTER_MS = 300;

/** The state in the page's address. Each section reads its part once, and saves it when it changes. */
export interface Address {
  readonly opened: PageState;
  save(part: Partial<PageState>): void;
}

/** Reads the address of the page when it opens. An address that is pasted into the open page opens it again. */
export function useAddress(): Address {
  useEffect(() => {
    const reopen = () => location.reload();
    addEventListener('hashchange', reopen);
    return () => removeEventListener('hashchange', reopen);
  }, []);
  return useMemo(() => {
    const opened = readState(location.hash);
    let state = opened;
    let timer: ReturnType<typeof setTimeout> | undefined;
    return {
      opened,
      save: part => {
        state = { ...state, ...part };
        clearTimeout(timer);
        timer = setTimeout(() => write(stateHash(state)), SAVE_AFTER_MS);
      },
    };
  }, []);
}

function write(hash: string): void {
  try {
    // A part of the address without a hash would be the whole address again.
    history.replaceState(null, '', hash === '' ? location.pathname + location.search : hash);
  } catch {
    // A page without an address of its own, such as one in a frame, keeps none.
  }
}
