import { useState } from 'react';
import { TextField } from '../../ui/index.ts';
import { useEditor } from './editor-context.ts';

interface Typed {
  readonly label: string;
  readonly problem?: string | null;
  readonly hint?: string;
  /** Does not belong to what was typed before: undo takes the letters of one field back together. */
  readonly field: string;
}

/**
 * Words of the document. What is typed stays as it was typed while it means what the document says; it is the document's again after an
 * undo. @param meant what the document would say of a text
 */
export function WordsField({
  value,
  meant = (text) => text,
  onType,
  ...rest
}: Typed & {
  readonly value: string;
  readonly meant?: (text: string) => string;
  readonly onType: (text: string, field: string) => void;
}) {
  const editor = useEditor();
  const [typed, setTyped] = useState<string | null>(null);
  const { field, ...shown } = rest;
  return (
    <TextField
      {...shown}
      value={typed !== null && meant(typed) === value ? typed : value}
      autoComplete="off"
      onBlur={() => editor.settle()}
      onChange={({ target }) => {
        setTyped(target.value);
        onType(target.value, field);
      }}
    />
  );
}

/** A number of the document; undefined: it says none. What is no number is NaN, which the schema refuses. */
export function NumberField({
  value,
  needed = false,
  onType,
  ...rest
}: Typed & {
  readonly value: number | undefined;
  /** Nothing typed is no number, either. */
  readonly needed?: boolean;
  readonly onType: (value: number | undefined, field: string) => void;
}) {
  const parse = (text: string): number | undefined => {
    const bare = text.trim().replace('−', '-').replace(',', '.');
    return bare === '' ? (needed ? Number.NaN : undefined) : Number(bare);
  };
  return (
    <WordsField
      {...rest}
      value={numberText(value)}
      meant={(text) => numberText(parse(text))}
      onType={(text, field) => onType(parse(text), field)}
    />
  );
}

/** What is no number has no text of its own: what was typed stays. */
function numberText(value: number | undefined): string {
  return value === undefined || Number.isNaN(value) ? '' : String(value);
}
