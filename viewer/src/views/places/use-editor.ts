import { createContext } from 'preact';
import { useState } from 'preact/hooks';
import { type EditorChoice, readChoice } from '../../model/editors.js';

/** One choice for all reports that the browser opens from one place. */
const KEY = 'nestjs-performance-monitor:editor';

/** The reader's editor, for all places of the page. */
export const EditorContext = createContext<EditorChoice>({ folder: '' });

/** The kept choice of the reader, and the function that changes it. */
export function useEditor(): [EditorChoice, (choice: EditorChoice) => void] {
  const [choice, setChoice] = useState(() => readChoice(kept()));
  const change = (next: EditorChoice) => {
    setChoice(next);
    keep(JSON.stringify(next));
  };
  return [choice, change];
}

/** Browsers refuse storage to some pages, by an exception. The choice then lasts as long as the page. */
function kept(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function keep(text: string): void {
  try {
    localStorage.setItem(KEY, text);
  } catch {
    // As above.
  }
}
