import { durationText } from '../../../../lib/model/format/duration.js';
import { calleesOf, callersOf, type FunctionSum, type Neighbour } from '../../model/function-sums.js';
import { cutLine } from '../../model/text.js';
import type { TreeLayout } from '../../model/tree-layout.js';

/** Callers or callees that are listed. */
const LISTED = 8;

interface NeighboursProps {
  readonly layout: TreeLayout;
  readonly sum: FunctionSum;
  readonly sums: readonly FunctionSum[];
  onSelect(index: number): void;
}

/** The callers and callees of a function, with their times. Each can be selected in its turn. */
export function Neighbours({ layout, sum, sums, onSelect }: NeighboursProps) {
  const select = ({ node }: Neighbour) => {
    const place = sums.find(({ places }) => places.some(index => layout.nodes[index] === node))?.places[0];
    if (place !== undefined) onSelect(place);
  };
  return (
    <div class="neighbours">
      <NeighbourList title="Called by" neighbours={callersOf(layout, sum)} onSelect={select} />
      <NeighbourList title="Calls" neighbours={calleesOf(layout, sum)} onSelect={select} />
    </div>
  );
}

interface NeighbourListProps {
  readonly title: string;
  readonly neighbours: readonly Neighbour[];
  onSelect(neighbour: Neighbour): void;
}

function NeighbourList({ title, neighbours, onSelect }: NeighbourListProps) {
  const more = neighbours.length - LISTED;
  return (
    <section>
      <h3>{title}</h3>
      {neighbours.length === 0 && <p class="muted">Nothing</p>}
      <ul>
        {neighbours.slice(0, LISTED).map((neighbour, index) => (
          <li key={index}>
            <button type="button" class="link mono value" onClick={() => onSelect(neighbour)}>
              {cutLine(neighbour.node.name || '(anonymous)')}
            </button>
            <span>{durationText(neighbour.ms)}</span>
          </li>
        ))}
        {more > 0 && <li class="muted">{more} more</li>}
      </ul>
    </section>
  );
}
