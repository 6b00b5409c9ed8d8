import type { Editor } from '@tiptap/react';
import { useEffect, useState } from 'react';
import styles from './field-choices.module.css';
import { choose, fieldHere } from './open-fields.ts';
import type { PlacedField } from './open-fields.ts';

interface Shown {
  readonly field: PlacedField;
  /** Pixels within the section's frame. */
  readonly left: number;
  readonly top: number;
}

/** What the selected choice offers, under it: taken by its digit, or pressed. */
export function FieldChoices({ editor }: { readonly editor: Editor }) {
  const [shown, setShown] = useState<Shown | null>(null);
  useEffect(() => {
    const look = (): void => setShown(placeOf(editor));
    const hide = (): void => setShown(null);
    editor.on('selectionUpdate', look).on('update', look).on('focus', look).on('blur', hide);
    return () => {
      editor.off('selectionUpdate', look).off('update', look).off('focus', look).off('blur', hide);
    };
  }, [editor]);
  if (shown === null) return null;
  const { field } = shown;
  return (
    <div className={styles['choices']} style={{ left: shown.left, top: shown.top }} role="status" aria-label="Choices">
      {field.choices.map((words, place) => (
        <button
          key={`${place} ${words}`}
          type="button"
          tabIndex={-1}
          // The text keeps the keys.
          onPointerDown={(event) => {
            event.preventDefault();
            choose(editor, field, place);
          }}
        >
          {place < 9 ? <kbd>{place + 1}</kbd> : null} {words === '' ? 'nothing' : words}
        </button>
      ))}
    </div>
  );
}

function placeOf(editor: Editor): Shown | null {
  const field = fieldHere(editor.state);
  if (field === null || field.choices.length === 0 || !editor.isFocused) return null;
  const frame = editor.view.dom.parentElement?.getBoundingClientRect();
  const { left, bottom } = editor.view.coordsAtPos(field.from);
  return frame === undefined ? null : { field, left: Math.max(0, left - frame.left), top: bottom - frame.top };
}
