import { Dimension } from '../../../shared/model/review/programme.ts';
import type { ReviewPerson } from '../../../shared/model/review/review-view.ts';
import { ReviewRegion, Shift } from '../../../shared/model/review/source-report.ts';
import { Button, SelectField, TextField } from '../../ui/index.ts';
import { DIMENSION_WORDS, SHIFT_WORDS } from './pick-words.ts';
import type { QuotaDraft } from './programme-draft.ts';
import styles from './programmes.module.css';

const ANY = { value: '', words: 'any' } as const;

/** How many of a draw at least and at most, by author, modality, region and shift. */
export function QuotaRows({
  quotas,
  people,
  onChange,
}: {
  readonly quotas: readonly QuotaDraft[];
  readonly people: readonly ReviewPerson[];
  readonly onChange: (quotas: readonly QuotaDraft[]) => void;
}) {
  const set = (id: number, part: Partial<QuotaDraft>): void =>
    onChange(quotas.map((one) => (one.id === id ? { ...one, ...part } : one)));
  const next = Math.max(-1, ...quotas.map(({ id }) => id)) + 1;
  return (
    <fieldset className={styles['rows']}>
      <legend>Quotas of one draw</legend>
      {quotas.map((quota, at) => (
        <div key={quota.id} className={styles['quota']} role="group" aria-label={`Quota ${at + 1}`}>
          <SelectField
            label="Author"
            value={quota.author}
            options={[ANY, ...people.map(({ reader, name }) => ({ value: reader as string, words: name }))]}
            onChange={(author) => set(quota.id, { author })}
          />
          <TextField
            label="Modality"
            placeholder="any"
            value={quota.modality}
            maxLength={8}
            onChange={(event) => set(quota.id, { modality: event.target.value })}
          />
          <SelectField
            label="Region"
            value={quota.region}
            options={[ANY, ...ReviewRegion.options.map((value) => ({ value: value as string, words: value }))]}
            onChange={(region) => set(quota.id, { region })}
          />
          <SelectField
            label="Shift"
            value={quota.shift}
            options={[ANY, ...Shift.options.map((value) => ({ value: value as string, words: SHIFT_WORDS[value] }))]}
            onChange={(shift) => set(quota.id, { shift })}
          />
          <SelectField<Dimension | ''>
            label="For each"
            value={quota.each}
            options={[
              { value: '', words: 'all together' },
              ...Dimension.options.map((value) => ({ value, words: DIMENSION_WORDS[value] })),
            ]}
            onChange={(each) => set(quota.id, { each })}
          />
          <TextField
            label="At least"
            placeholder="0"
            inputMode="numeric"
            value={quota.least}
            maxLength={5}
            onChange={(event) => set(quota.id, { least: event.target.value })}
          />
          <TextField
            label="At most"
            placeholder="any"
            inputMode="numeric"
            value={quota.most}
            maxLength={5}
            onChange={(event) => set(quota.id, { most: event.target.value })}
          />
          <Button
            aria-label={`Remove quota ${at + 1}`}
            onClick={() => onChange(quotas.filter(({ id }) => id !== quota.id))}
          >
            Remove
          </Button>
        </div>
      ))}
      <div>
        <Button
          onClick={() =>
            onChange([
              ...quotas,
              { id: next, author: '', modality: '', region: '', shift: '', each: '', least: '1', most: '' },
            ])
          }
        >
          Add a quota
        </Button>
      </div>
    </fieldset>
  );
}
