import { type View, VIEWS } from '../../model/views.js';

interface ViewChoiceProps {
  readonly view: View;
  onView(view: View): void;
}

/** One of several views, as radio buttons: the arrow keys change it. */
export function ViewChoice({ view, onView }: ViewChoiceProps) {
  return (
    <fieldset class="choice">
      <legend class="sr-only">View of the calls</legend>
      {(Object.keys(VIEWS) as View[]).map(each => (
        <label key={each}>
          <input type="radio" name="tree-view" checked={each === view} onChange={() => onView(each)} />
          <span>{VIEWS[each]}</span>
        </label>
      ))}
    </fieldset>
  );
}
