import type { ReactNode } from 'react';
import type { SecretName } from '../../../../shared/model/transfer.ts';
import { FormGroup, SecretField, SelectField } from '../../../ui/index.ts';
import type { SecretEntry } from '../../../ui/index.ts';
import type { TypedSecret } from '../form/source-secrets.ts';
import type { Problems } from '../form/source-settings.ts';

/** What a form of a server knows of its secrets. */
export interface SecretsProps {
  readonly typed: Readonly<Partial<Record<TypedSecret, SecretEntry>>>;
  readonly type: (part: Partial<Record<TypedSecret, SecretEntry>>) => void;
  /** Stored, and still good. */
  readonly good: readonly SecretName[];
  readonly problems: Problems;
}

export const SIMPLE_PROOFS = [
  { value: 'none', words: 'Nothing is asked' },
  { value: 'basic', words: 'User and password' },
  { value: 'bearer', words: 'A token' },
] as const;

/** What a server asks of us, and what is typed for it. @param user the field of the user's name */
export function Proof<A extends string>({
  value,
  options,
  onChange,
  user,
  children,
  ...secrets
}: SecretsProps & {
  readonly value: A;
  readonly options: readonly { readonly value: A; readonly words: string }[];
  readonly onChange: (value: A) => void;
  readonly user: ReactNode;
  /** What else there is to say. */
  readonly children?: ReactNode;
}) {
  return (
    <FormGroup title="Who we are">
      <SelectField
        label="What the site asks for"
        value={value}
        options={options}
        hint="The site’s IT gives it to you."
        onChange={onChange}
      />
      {value === 'basic' ? (
        <>
          {user}
          <Secret {...secrets} of="password" label="Password" />
        </>
      ) : null}
      {value === 'bearer' ? (
        <Secret {...secrets} of="token" label="Token" hint="One line, as the site gave it." />
      ) : null}
      {children}
    </FormGroup>
  );
}

/** One secret of a form. */
export function Secret({
  of,
  label,
  hint,
  optional = false,
  typed,
  type,
  good,
  problems,
}: SecretsProps & {
  readonly of: TypedSecret;
  readonly label: string;
  readonly hint?: string;
  readonly optional?: boolean;
}) {
  return (
    <SecretField
      label={label}
      stored={good.includes(of)}
      entry={typed[of] ?? null}
      onChange={(entry) => type({ [of]: entry })}
      problem={problems[of] ?? null}
      optional={optional}
      {...(hint === undefined ? {} : { hint })}
    />
  );
}
