import { useId } from 'react';
import { CheckField, FormGroup, FormLine, SelectField, TextField } from '../../ui/index.ts';
import type { MappingDraft, MappingProblems } from './mapping-form.ts';
import { PLACES } from './mapping-form.ts';
import styles from './message-dialog.module.css';

interface FieldsProps {
  readonly draft: MappingDraft;
  readonly problems: MappingProblems;
  readonly disabled: boolean;
  readonly change: (field: keyof MappingDraft, part: Partial<MappingDraft>) => void;
}

const NAMES = [
  ['sendingApplication', 'Sending application (MSH-3)'],
  ['sendingFacility', 'Sending facility (MSH-4)'],
  ['receivingApplication', 'Receiving application (MSH-5)'],
  ['receivingFacility', 'Receiving facility (MSH-6)'],
] as const;
const STATUSES = [
  ['preliminary', 'Preliminary (P) as'],
  ['final', 'Final (F) as'],
  ['corrected', 'Corrected (C) as'],
] as const;
const CHARSETS = [
  { value: 'UNICODE UTF-8', words: 'UNICODE UTF-8' },
  { value: '8859/1', words: '8859/1 where it has every sign' },
] as const;
const TEXTS = [
  { value: 'FT', words: 'FT, one field' },
  { value: 'TX-repetitions', words: 'TX, a repetition a line' },
  { value: 'TX-segments', words: 'TX, an OBX a line' },
] as const;

/** How one receiver wants reports. What is left empty stays as it was frozen. */
export function MappingFields(props: FieldsProps) {
  const { draft, problems, disabled, change } = props;
  return (
    <>
      <FormGroup title="Names">
        {NAMES.map(([of, label]) => (
          <Line key={of} {...props} of={of} label={label} />
        ))}
      </FormGroup>
      <FormGroup title="Text">
        <SelectField
          label="Character set (MSH-18)"
          value={draft.charset}
          options={CHARSETS}
          disabled={disabled}
          onChange={(charset) => change('charset', { charset })}
        />
        <SelectField
          label="Text of a section (OBX-5)"
          value={draft.text}
          options={TEXTS}
          disabled={disabled}
          onChange={(text) => change('text', { text })}
        />
        <Line {...props} of="longestSegment" label="Longest segment (characters)" hint="Empty: any length." />
      </FormGroup>
      <FormGroup title="Status (OBR-25, OBX-11)">
        {STATUSES.map(([of, label]) => (
          <Line key={of} {...props} of={of} label={label} />
        ))}
      </FormGroup>
      <FormGroup title="Accession number beside OBR-18">
        {PLACES.map((place) => (
          <CheckField
            key={place}
            label={place}
            disabled={disabled}
            checked={draft.accessionIn.includes(place)}
            onChange={(checked) => {
              const accessionIn = PLACES.filter((one) => (one === place ? checked : draft.accessionIn.includes(one)));
              change('accessionIn', { accessionIn });
            }}
          />
        ))}
      </FormGroup>
      <FormGroup title="Codes of the site">
        <FormLine>
          <Codes draft={draft} disabled={disabled} problems={problems} change={change} />
        </FormLine>
      </FormGroup>
    </>
  );
}

function Codes({ draft, disabled, problems, change }: FieldsProps) {
  const id = useId();
  return (
    <div className={styles['codes']}>
      <label htmlFor={id}>One a line: FROM = value^meaning^scheme</label>
      <textarea
        id={id}
        rows={3}
        spellCheck={false}
        disabled={disabled}
        value={draft.codes}
        aria-invalid={problems.codes === undefined ? undefined : true}
        aria-describedby={`${id}-note`}
        onChange={(event) => change('codes', { codes: event.target.value })}
      />
      <div id={`${id}-note`} className={styles['note']}>
        {problems.codes === undefined ? null : <span role="alert">{problems.codes}</span>}
      </div>
    </div>
  );
}

function Line({
  of,
  label,
  hint,
  draft,
  problems,
  disabled,
  change,
}: FieldsProps & {
  readonly of: (typeof NAMES)[number][0] | (typeof STATUSES)[number][0] | 'longestSegment';
  readonly label: string;
  readonly hint?: string;
}) {
  return (
    <TextField
      label={label}
      hint={hint}
      disabled={disabled}
      autoComplete="off"
      spellCheck={false}
      maxLength={200}
      value={draft[of]}
      problem={problems[of] ?? null}
      onChange={(event) => change(of, { [of]: event.target.value })}
    />
  );
}
