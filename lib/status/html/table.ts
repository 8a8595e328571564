import { markup, type Html, type Part } from './html.js';

/**
 * A heading with a table, or with a sentence where there are no rows.
 *
 * @param heads with `#` for a column of numbers
 * @internal
 */
export function section(title: string, rows: readonly Html[], heads: readonly string[], none: string): Html {
  if (rows.length === 0)
    return markup`<h2>${title}</h2>
      <p class="dim">${none}</p>`;
  const cells: Part[] = heads.map(head =>
    head.startsWith('#')
      ? markup`<th scope="col" class="number">${head.slice(1)}</th>`
      : markup`<th scope="col">${head}</th>`,
  );
  return markup`<h2>${title}</h2>
    <div class="scroll" tabindex="0" role="region" aria-label="${title}">
      <table>
        <thead>
          <tr>
            ${cells}
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>`;
}

/** @internal */
export function numberCell(value: string | number): Html {
  return markup`<td class="number">${value}</td>`;
}
