import { useState } from 'react';
import { Button, Dialog, TextField } from '../ui/index.ts';
import styles from './reading-desk.module.css';
import type { Doubt } from './use-doubt.ts';

const LONGEST_ANSWER = 300;

/** What to ask the site, and what it answered. Nobody is merged by it. */
export function DoubtDialog({ doubt, onClose }: { readonly doubt: Doubt; readonly onClose: () => void }) {
  const [answer, setAnswer] = useState('');
  const text = doubt.text ?? '';
  const words = answer.trim();
  return (
    <Dialog
      title="Whose study is this? The site has to say"
      open
      width="wide"
      onClose={onClose}
      actions={
        <>
          <Button
            disabled={words.length < 3}
            onClick={() => {
              doubt.answer(words);
              onClose();
            }}
          >
            Keep the answer
          </Button>
          <Button tone="quiet" onClick={onClose}>
            Close
          </Button>
        </>
      }
    >
      <label className={styles['question']}>
        <span>To copy (Ctrl C). It names the study by its number and nobody by name.</span>
        <textarea
          readOnly
          data-autofocus
          value={text}
          rows={text.split('\n').length + 2}
          onFocus={(event) => event.target.select()}
        />
      </label>
      <TextField
        label="What the site answered, and who said so"
        hint="It is kept with your name. What was kept out of use stays there: the site sends it again."
        maxLength={LONGEST_ANSWER}
        value={answer}
        onChange={(event) => setAnswer(event.target.value)}
      />
    </Dialog>
  );
}
