import { useState } from 'react';
import { HANDOVER_GRADES } from '../../shared/model/handover.ts';
import type { Handover, HandoverGrade } from '../../shared/model/handover.ts';
import { errorWords } from '../app/notices/index.ts';
import { useServices } from '../app/services.tsx';
import { useTask } from '../app/use-task.ts';
import { Button, FailureLine, SelectField, TextField } from '../ui/index.ts';
import { GRADE_WORDS, handoverWords } from './handover-words.ts';
import styles from './handovers.module.css';

/** How much the final report differs from the preliminary one, in the words of who signed the final one. */
export function GradeForm({
  handover,
  onGraded,
}: {
  readonly handover: Handover;
  readonly onGraded: (handover: Handover) => void;
}) {
  const { link } = useServices();
  const task = useTask();
  const [grade, setGrade] = useState<HandoverGrade>(
    handover.grade?.grade ?? (handover.changed.length === 0 ? 'agrees' : 'minor'),
  );
  const [note, setNote] = useState(handover.grade?.note ?? '');
  const said = task.failure === null ? null : errorWords(task.failure);
  return (
    <form
      className={styles['form']}
      aria-label="How much it differs from the preliminary report"
      onSubmit={(event) => {
        event.preventDefault();
        const { reportId } = handover.final;
        task.start(async () => onGraded(await link.call('handover.grade', { reportId, grade, note })));
      }}
    >
      <SelectField
        label={`Against the preliminary report of ${handover.preliminary.name}`}
        value={grade}
        options={HANDOVER_GRADES.map((value) => ({ value, words: GRADE_WORDS[value] }))}
        onChange={setGrade}
      />
      <TextField
        label="To its reader"
        value={note}
        maxLength={2000}
        onChange={(event) => setNote(event.target.value)}
      />
      <p role="status">{handoverWords(handover)}</p>
      <Button type="submit" disabled={task.busy}>
        {handover.grade === null ? 'Grade' : 'Grade anew'}
      </Button>
      <FailureLine said={said} />
    </form>
  );
}
