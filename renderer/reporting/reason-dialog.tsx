import { useState } from 'react';
import { LONGEST_REASON } from '../../shared/model/report-state.ts';
import { Button, Dialog, TextField } from '../ui/index.ts';

export type ReasonedAct = 'correct' | 'withdraw';

const WORDS: Readonly<
  Record<ReasonedAct, { title: string; says: string; label: string; act: string; tone: 'primary' | 'danger' }>
> = {
  correct: {
    title: 'Correct this report?',
    says: 'A draft with its text is begun. When that is signed it takes the place of this report wherever it was sent; this one stays as it is, word for word.',
    label: 'What was wrong',
    act: 'Begin the correction',
    tone: 'primary',
  },
  withdraw: {
    title: 'Withdraw this report?',
    says: 'It was wrong, with everything that belongs to it: whoever has it is told so at once, under your name. It cannot be undone; a new report is written in its place.',
    label: 'Why it was wrong',
    act: 'Withdraw the report',
    tone: 'danger',
  },
};

/** Why a signed report is corrected or withdrawn: goes out with it. */
export function ReasonDialog({
  act,
  busy,
  onDo,
  onClose,
}: {
  readonly act: ReasonedAct;
  readonly busy: boolean;
  readonly onDo: (reason: string) => void;
  readonly onClose: () => void;
}) {
  const [reason, setReason] = useState('');
  const words = WORDS[act];
  return (
    <Dialog
      open
      title={words.title}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Keep it as it is</Button>
          <Button tone={words.tone} disabled={busy || reason.trim() === ''} onClick={() => onDo(reason.trim())}>
            {words.act}
          </Button>
        </>
      }
    >
      <p>{words.says}</p>
      <TextField
        label={words.label}
        value={reason}
        maxLength={LONGEST_REASON}
        autoFocus
        onChange={(event) => setReason(event.target.value)}
        hint="It is kept with the report and goes out with it."
      />
    </Dialog>
  );
}
