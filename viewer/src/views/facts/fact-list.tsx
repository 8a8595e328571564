import type { ComponentChildren } from 'preact';
import { LongText } from '../../components/long-text.js';
import { cutLine } from '../../model/text.js';

export type Fact = readonly [label: string, value: string | number | undefined];

interface FactListProps {
  readonly title: string;
  readonly facts: readonly Fact[];
  readonly children?: ComponentChildren;
}

/** Labelled values. Unknown values are left out, and so is a list without any. */
export function FactList({ title, facts, children }: FactListProps) {
  const known = facts.filter(([, value]) => value !== undefined && value !== '');
  if (known.length === 0 && !children) return null;
  return (
    <section class="facts">
      <h3>{title}</h3>
      <dl>
        {known.map(([label, value]) => (
          <div key={label}>
            <dt class="value">{cutLine(label)}</dt>
            <dd class={typeof value === 'number' ? undefined : 'mono'}>
              <LongText text={String(value)} />
            </dd>
          </div>
        ))}
      </dl>
      {children}
    </section>
  );
}
