import { useState } from 'preact/hooks';
import { integer } from '../model/text.js';

const SHOWN = 400;

/** Text of the application or its users: isolated, wrapped anywhere, and cut until the reader expands it. */
export function LongText({ text }: { text: string }) {
  const [open, setOpen] = useState(false);
  if (text.length <= SHOWN) return <span class="value">{text}</span>;
  return (
    <>
      <span class="value">{open ? text : `${text.slice(0, SHOWN)}…`}</span>{' '}
      <button type="button" class="link" aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? 'Show less' : `Show all ${integer(text.length)} characters`}
      </button>
    </>
  );
}
