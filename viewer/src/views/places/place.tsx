import { useContext, useRef, useState } from 'preact/hooks';
import { LongText } from '../../components/long-text.js';
import { EDITORS, editorLink } from '../../model/editors.js';
import { EditorContext } from './use-editor.js';

/** A file and line of the application: to be copied, or opened in the reader's editor. */
export function Place({ place }: { place: string }) {
  const choice = useContext(EditorContext);
  const text = useRef<HTMLSpanElement>(null);
  const [copied, setCopied] = useState('');
  const isCopied = copied === place;
  const link = editorLink(choice, place);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(place);
      setCopied(place);
    } catch {
      // A browser may refuse: the reader then copies the selected text.
      if (text.current) getSelection()?.selectAllChildren(text.current);
    }
  };
  return (
    <span class="place">
      <span ref={text} class="mono">
        <LongText text={place} />
      </span>
      <button
        type="button"
        class="link"
        aria-label={`${isCopied ? 'Copied' : 'Copy'} ${place}`}
        onClick={() => void copy()}
      >
        {isCopied ? 'Copied' : 'Copy'}
      </button>
      {link !== undefined && choice.editor !== undefined && (
        <a href={link} aria-label={`Open ${place} in ${EDITORS[choice.editor]}`}>
          Open in {EDITORS[choice.editor]}
        </a>
      )}
    </span>
  );
}
