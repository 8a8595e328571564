import type { ComponentChildren } from 'preact';

interface SectionProps {
  /** Unique in the page. The heading's id begins with it. */
  readonly id: string;
  readonly title: string;
  /** At the right of the heading. */
  readonly aside?: ComponentChildren;
  readonly children?: ComponentChildren;
}

/** A card of the page with a title. */
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
