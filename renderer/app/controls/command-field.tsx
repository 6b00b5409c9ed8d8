import { SelectField } from '../../ui/index.ts';
import type { ListedCommand } from '../commands/index.ts';

const NONE = '';

/** Chooses one of all commands, or none. A command that this program does not have any more is still said. */
export function CommandField({
  label,
  value,
  commands,
  onChange,
}: {
  readonly label: string;
  readonly value: string | null;
  readonly commands: readonly ListedCommand[] | null;
  readonly onChange: (id: string | null) => void;
}) {
  const listed = (commands ?? [])
    .map(({ id, title, group }) => ({ value: id, words: `${group}: ${title}` }))
    .sort((one, other) => one.words.localeCompare(other.words, 'en'));
  const isKnown = value === null || listed.some((one) => one.value === value);
  return (
    <SelectField
      label={label}
      value={value ?? NONE}
      options={[{ value: NONE, words: 'Nothing' }, ...(isKnown ? [] : [{ value, words: value }]), ...listed]}
      onChange={(id) => onChange(id === NONE ? null : id)}
    />
  );
}
