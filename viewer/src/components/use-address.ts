import { useMemo } from 'preact/hooks';
import { type PageState, readState, stateHash } from '../model/page-state.js';

/** The state in the page's address. Each section reads its part once, and saves it when it changes. */
export interface Address {
  readonly opened: PageState;
  save(part: Partial<PageState>): void;
}

/** Reads the address of the page when it opens. */
export function useAddress(): Address {
  return useMemo(() => {
    const opened = readState(location.hash);
    let state = opened;
    return {
      opened,
      save: part => {
        state = { ...state, ...part };
        const hash = stateHash(state);
        // A part of the address without a hash would be the whole address again.
        history.replaceState(null, '', hash === '' ? location.pathname + location.search : hash);
      },
    };
  }, []);
}
