import { patched } from '../../../shared/hanging/protocol/edit/edits.ts';
import type { Patch } from '../../../shared/hanging/protocol/edit/edits.ts';
import { faultAt } from '../../../shared/hanging/protocol/edit/faults.ts';
import type { ImageSet, PriorChoice } from '../../../shared/hanging/protocol/protocol.ts';
import { CheckField, FormGroup, SelectField } from '../../ui/index.ts';
import { useEditor, useEditorView } from './editor-context.ts';
import { RulesForm } from './rules-form.tsx';
import { NumberField } from './typed-field.tsx';
import styles from './editor.module.css';

const PICKS: readonly { readonly value: PriorChoice['pick']['by']; readonly words: string }[] = [
  { value: 'relevance', words: 'The most relevant one' },
  { value: 'nearest', words: 'The last one before this study' },
  { value: 'oldest', words: 'The oldest one' },
  { value: 'nth', words: 'By its rank in relevance' },
];
const SAMES: readonly { readonly value: NonNullable<PriorChoice['same']>[number]; readonly words: string }[] = [
  { value: 'region', words: 'Same region as this study' },
  { value: 'modality', words: 'Same modality' },
  { value: 'procedureCode', words: 'Same procedure code' },
  { value: 'side', words: 'Same side' },
];

/** Which earlier study a series is of. */
export function PriorFields({
  set,
  prior,
  at,
}: {
  readonly set: ImageSet;
  readonly prior: PriorChoice;
  readonly at: number;
}) {
  const editor = useEditor();
  const faults = useEditorView(({ editing }) => editing.faults);
  const path = ['imageSets', at, 'of'];
  const to = (patch: Patch<PriorChoice>, field: string | null = null): void =>
    void editor.act(
      { do: 'set-set', set: set.id, patch: { of: patched(prior, patch) } },
      field === null ? null : `${set.id} ${field}`,
    );
  const { pick, least, same = [], age = {}, rules = [] } = prior;
  const aged = (patch: Patch<NonNullable<PriorChoice['age']>>, field: string): void => {
    const next = patched(age, patch);
    to({ age: Object.keys(next).length > 0 ? next : undefined }, field);
  };
  const turn = (one: (typeof SAMES)[number]['value'], isOn: boolean): void => {
    const next = SAMES.map(({ value }) => value).filter((value) => (value === one ? isOn : same.includes(value)));
    to({ same: next.length > 0 ? next : undefined });
  };
  return (
    <>
      <FormGroup title="Which earlier study">
        <SelectField
          label="Of those that fit"
          value={pick.by}
          options={PICKS}
          onChange={(by) => to({ pick: by === 'nth' ? { by, nth: 2 } : { by } })}
        />
        {pick.by === 'nth' ? (
          <NumberField
            label="Its rank"
            field="nth"
            hint="1: the most relevant one."
            needed
            value={pick.nth}
            problem={faultAt(faults, [...path, 'pick'])}
            onType={(nth = Number.NaN, field) => to({ pick: { by: 'nth', nth } }, field)}
          />
        ) : null}
        <NumberField
          label="Relevance that it needs, in %"
          field="least"
          needed
          value={Math.round(least * 1000) / 10}
          problem={faultAt(faults, [...path, 'least']) && 'From 0 to 100.'}
          onType={(percent = Number.NaN, field) => to({ least: percent / 100 }, field)}
        />
        <NumberField
          label="At least so many days before"
          field="age from"
          hint="Nothing: any."
          value={age.from}
          problem={faultAt(faults, [...path, 'age', 'from'])}
          onType={(from, field) => aged({ from }, field)}
        />
        <NumberField
          label="At most so many days before"
          field="age to"
          hint="Nothing: any."
          value={age.to}
          problem={faultAt(faults, [...path, 'age', 'to'])}
          onType={(days, field) => aged({ to: days }, field)}
        />
        <div className={styles['checks']}>
          {SAMES.map(({ value, words }) => (
            <CheckField
              key={value}
              label={words}
              checked={same.includes(value)}
              onChange={(isOn) => turn(value, isOn)}
            />
          ))}
        </div>
      </FormGroup>
      <RulesForm
        title="Rules on the earlier study"
        list={{ of: 'priors', set: set.id }}
        rules={rules}
        path={[...path, 'rules']}
      />
    </>
  );
}
