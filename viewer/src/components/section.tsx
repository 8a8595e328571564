import type { ComponentChildren } from 'preact';

interface SectionProps {
  /** Unique in the page: the heading's id is made of it. */
  readonly id: string;
  readonly title: string;
  /** Stands at the right of the heading. */
  readonly aside?: ComponentChildren;
  readonly children?: ComponentChildren;
}

/** A titled card of the page, found by its heading. */
export function Section({ id, title, aside, children }: SectionProps) {
  return (
    <section class="card" id={id} aria-labelledby={`${id}-title`}>
      <div class="card-head">
        <h2 id={`${id}-title`}>{title}</h2>
        {aside !== undefined && <div class="card-aside">{aside}</div>}
      </div>
      {children}
    </section>
  );
}
