import type { ReactNode } from 'react';
import { CheckField, TextField } from '../../../ui/index.ts';
import type { SourceForm } from './source-form.ts';
import type { Problems } from './source-settings.ts';

/** What each group of the form is given. */
export interface GroupProps {
  readonly form: SourceForm;
  readonly change: (part: Partial<SourceForm>) => void;
  readonly problems: Problems;
}

type Texts = { readonly [K in keyof SourceForm]: SourceForm[K] extends string ? K : never }[keyof SourceForm];
type Flags = { readonly [K in keyof SourceForm]: SourceForm[K] extends boolean ? K : never }[keyof SourceForm];
export type TextPart = Exclude<Texts, 'kind' | 'auth' | 'preferred' | 'orders' | 'reports'>;

/** A line of text of the form. */
export function Line({
  of,
  label,
  hint,
  form,
  change,
  problems,
}: GroupProps & { readonly of: TextPart; readonly label: string; readonly hint?: ReactNode }) {
  return (
    <TextField
      label={label}
      value={form[of]}
      maxLength={of === 'url' || of === 'issuer' ? 2000 : 500}
      autoComplete="off"
      spellCheck={false}
      problem={problems[of] ?? null}
      hint={hint}
      data-field={of}
      onChange={(event) => change({ [of]: event.target.value })}
    />
  );
}

/** A yes or no of the form. */
export function Tick({
  of,
  label,
  hint,
  form,
  change,
  problems,
}: GroupProps & { readonly of: Flags; readonly label: string; readonly hint?: ReactNode }) {
  return (
    <CheckField
      label={label}
      checked={form[of]}
      hint={hint}
      problem={problems[of] ?? null}
      onChange={(checked) => change({ [of]: checked })}
    />
  );
}
