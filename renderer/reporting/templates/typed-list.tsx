import { useState } from 'react';
import { listOf } from '../../../shared/report/template-edit.ts';
import { TextField } from '../../ui/index.ts';

/** A list typed with commas; what is typed stays as it is while the list follows it. */
export function TypedList({
  label,
  items,
  hint,
  onChange,
}: {
  readonly label: string;
  readonly items: readonly string[];
  readonly hint?: string;
  readonly onChange: (items: string[]) => void;
}) {
  const [typed, setTyped] = useState(items.join(', '));
  const isSame = listOf(typed).join('\n') === items.join('\n');
  return (
    <TextField
      label={label}
      hint={hint}
      // An undo, or another template, says something else than what was typed here.
      value={isSame ? typed : items.join(', ')}
      onChange={(event) => {
        setTyped(event.target.value);
        onChange(listOf(event.target.value));
      }}
    />
  );
}
