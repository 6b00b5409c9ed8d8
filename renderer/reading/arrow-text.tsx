import { useEffect, useState } from 'react';
import { Button, Dialog, TextField } from '../ui/index.ts';
import { useDesk } from './desk-context.tsx';

/** Asks for the words of a new arrow. Left empty, the arrow goes. */
export function ArrowText() {
  const desk = useDesk();
  const [asked, setAsked] = useState<{ readonly done: (text: string) => void } | null>(null);
  const [text, setText] = useState('');
  useEffect(
    () =>
      desk.engine.tools.drawings.onAskText((done) => {
        setText('');
        setAsked({ done });
      }),
    [desk],
  );
  const answer = (words: string): void => {
    asked?.done(words.trim());
    setAsked(null);
    desk.active?.render();
  };
  return (
    <Dialog
      title="Text of the arrow"
      open={asked !== null}
      onClose={() => answer('')}
      actions={
        <>
          <Button onClick={() => answer('')}>Drop the arrow</Button>
          <Button tone="primary" disabled={text.trim() === ''} onClick={() => answer(text)}>
            Set the text
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          answer(text);
        }}
      >
        <TextField
          label="Text"
          value={text}
          maxLength={200}
          autoFocus
          onChange={(event) => setText(event.target.value)}
        />
      </form>
    </Dialog>
  );
}
