import { useState } from 'react';
import type { FindingCategory } from '../../shared/model/communication.ts';
import { Button, SelectField, TextField } from '../ui/index.ts';
import { CATEGORY_WORDS } from './critical-words.ts';
import styles from './critical.module.css';

const CATEGORIES = ['1', '2', '3'] as const;

/** A further finding of the study: how soon somebody has to be told, and what. */
export function OpenForm({
  proposed,
  isFirst,
  busy,
  onOpen,
}: {
  readonly proposed: string;
  readonly isFirst: boolean;
  readonly busy: boolean;
  readonly onOpen: (category: FindingCategory, finding: string) => void;
}) {
  const [category, setCategory] = useState<(typeof CATEGORIES)[number]>('1');
  const [finding, setFinding] = useState(proposed);
  const text = finding.trim();
  return (
    <form
      className={styles['form']}
      aria-label="A finding to be told"
      onSubmit={(event) => {
        event.preventDefault();
        if (text === '') return;
        onOpen(category === '1' ? 1 : category === '2' ? 2 : 3, text);
        setFinding('');
      }}
    >
      <div className={styles['whole']}>
        <TextField
          label="Finding"
          value={finding}
          autoFocus={isFirst}
          maxLength={2000}
          onChange={(event) => setFinding(event.target.value)}
        />
      </div>
      <div className={styles['whole']}>
        <SelectField
          label="Category"
          value={category}
          options={CATEGORIES.map((value) => ({ value, words: CATEGORY_WORDS[Number(value) as FindingCategory] }))}
          onChange={setCategory}
        />
      </div>
      <div className={styles['acts']}>
        <Button type="submit" disabled={busy || text === ''}>
          Start its clock
        </Button>
      </div>
    </form>
  );
}
