import { type Editor, type EditorChoice, EDITORS, isEditor } from '../../model/editors.js';

interface EditorSettingsProps {
  readonly choice: EditorChoice;
  onChoice(choice: EditorChoice): void;
}

/** The reader's editor, and the folder in which the reader has the application's files. */
export function EditorSettings({ choice, onChoice }: EditorSettingsProps) {
  const { editor, folder } = choice;
  return (
    <section class="editor-settings" aria-label="Editor">
      <label>
        Open files in{' '}
        <select
          value={editor ?? ''}
          onChange={event => {
            const { value } = event.currentTarget;
            onChoice({ folder, editor: isEditor(value) ? value : undefined });
          }}
        >
          <option value="">no editor</option>
          {(Object.keys(EDITORS) as Editor[]).map(each => (
            <option key={each} value={each}>
              {EDITORS[each]}
            </option>
          ))}
        </select>
      </label>
      {editor !== undefined && (
        <label>
          below the folder{' '}
          <input
            type="text"
            value={folder}
            placeholder="/home/me/orders"
            spellcheck={false}
            onInput={event => onChoice({ editor, folder: event.currentTarget.value })}
          />
        </label>
      )}
    </section>
  );
}
