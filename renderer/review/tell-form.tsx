import { useState } from 'react';
import type { FindingCategory } from '../../shared/model/communication.ts';
import { CATEGORY_WORDS } from '../critical/index.ts';
import { Button, FormActions, SelectField } from '../ui/index.ts';
import styles from './review.module.css';

const CATEGORIES = ['1', '2', '3'] as const;

/** The patient is affected: what somebody has to be told, in words for the patient's record. */
export function TellForm({
  busy,
  onTell,
}: {
  readonly busy: boolean;
  readonly onTell: (category: FindingCategory, finding: string) => void;
}) {
  const [category, setCategory] = useState<(typeof CATEGORIES)[number]>('1');
  const [finding, setFinding] = useState('');
  const words = finding.trim();
  return (
    <form
      className={styles['tell']}
      aria-label="The patient is affected"
      onSubmit={(event) => {
        event.preventDefault();
        if (words !== '') onTell(category === '1' ? 1 : category === '2' ? 2 : 3, words);
      }}
    >
      <h3>The patient is affected: somebody has to be told</h3>
      <p className={styles['quiet']}>
        This opens a critical finding with its clock and asks for an addendum, on the study itself and under your name.
        Your words go to the patient's record: write what is there to see, and nothing of this review.
      </p>
      <label className={styles['text']}>
        Finding
        <textarea value={finding} rows={2} maxLength={2000} onChange={(event) => setFinding(event.target.value)} />
      </label>
      <SelectField
        label="Category"
        value={category}
        options={CATEGORIES.map((value) => ({ value, words: CATEGORY_WORDS[Number(value) as FindingCategory] }))}
        onChange={setCategory}
      />
      <FormActions>
        <Button type="submit" tone="primary" disabled={busy || words === ''}>
          Start its clock
        </Button>
      </FormActions>
    </form>
  );
}
