import { asAppError } from '../../../shared/errors/app-error.ts';
import { ownerKey } from '../../../shared/model/kept-document.ts';
import { errorWords } from '../../app/notices/index.ts';
import { Button, FailureLine } from '../../ui/index.ts';
import { useEditor, useEditorView } from './editor-context.ts';
import { isDirty } from './editor-state.ts';
import styles from './editor.module.css';
import { NameBar } from './name-bar.tsx';
import type { Saving } from './use-saving.ts';

/** What was done, undo and redo, for whom it is to count, and whether it is kept. */
export function SaveBar({
  saving,
  leaving,
  onStay,
  onLeave,
  onClose,
  onHang,
}: {
  readonly saving: Saving;
  /** The reader wants to go, and what was changed is not kept. */
  readonly leaving: boolean;
  readonly onStay: () => void;
  readonly onLeave: () => void;
  readonly onClose: () => void;
  /** Hangs the open case anew; left out where the editor was not opened from a case. */
  readonly onHang: (() => void) | undefined;
}) {
  const editor = useEditor();
  const dirty = useEditorView(isDirty);
  const isNew = useEditorView(({ kept }) => kept === null);
  const { owner, options, choose, save, busy, failure, saved } = saving;
  if (leaving) {
    return (
      // Another part, so that its safe button takes the keys.
      <div key="leaving" role="alert" className={styles['bar']}>
        <p className={styles['said']}>{isNew ? 'This protocol is not kept.' : 'What you changed is not kept.'}</p>
        <Button autoFocus onClick={onStay}>
          Go on editing
        </Button>
        <Button tone="danger" onClick={onLeave}>
          {isNew ? 'Leave, and drop it' : 'Leave without saving'}
        </Button>
      </div>
    );
  }
  if (saving.asking) return <NameBar key="name" onSave={saving.saveAs} onStay={() => saving.ask(false)} />;
  return (
    <div key="bar" className={styles['bar']} data-focus-home="" data-part="">
      <Said failure={failure} dirty={dirty} />
      <Button aria-keyshortcuts="Control+Z" onClick={() => editor.undo()}>
        Undo
      </Button>
      <Button aria-keyshortcuts="Control+Shift+Z" onClick={() => editor.redo()}>
        Do again
      </Button>
      <Button onClick={() => editor.show('try')}>Try it on the open study</Button>
      <label className={styles['row']}>
        It is to count
        <select value={ownerKey(owner)} onChange={({ target }) => choose(target.value)}>
          {options.map(({ value, words }) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
          {saving.isAdministrator ? null : (
            <option value="" disabled>
              For everybody, or a group: an administrator keeps it
            </option>
          )}
        </select>
      </label>
      <Button tone="primary" data-first="" aria-keyshortcuts="Control+S" aria-disabled={busy} onClick={save}>
        Save
      </Button>
      {isNew ? null : (
        <Button aria-keyshortcuts="Control+Shift+S" aria-disabled={busy} onClick={() => saving.ask(true)}>
          Save as another …
        </Button>
      )}
      {onHang && saved && !dirty ? <Button onClick={onHang}>Close and hang the case so</Button> : null}
      <Button data-home-focus="" onClick={onClose}>
        Close
      </Button>
    </div>
  );
}

function Said({ failure, dirty }: { readonly failure: unknown; readonly dirty: boolean }) {
  const said = useEditorView((view) => view.said);
  const wrong = useEditorView(({ editing }) => editing.faults.length);
  const isNew = useEditorView(({ kept }) => kept === null);
  const isSafe = useEditorView(({ draft }) => draft === 'safe');
  if (failure !== null) {
    const words = errorWords(asAppError(failure));
    return <FailureLine className={styles['said']} said={words} />;
  }
  const lost = dirty && !isSafe ? ' A lock of the store would lose it: it could not be written down.' : '';
  const stands = `${isNew ? 'New, not kept yet.' : dirty ? 'Changed, not kept yet.' : 'As it is kept.'}${lost}`;
  const fields = wrong === 1 ? 'One field is not right yet.' : `${wrong} fields are not right yet.`;
  return (
    <p className={styles['said']} role="status">
      {said ?? (wrong > 0 ? fields : stands)}
    </p>
  );
}
