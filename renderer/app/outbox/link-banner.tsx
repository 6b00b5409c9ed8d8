import { useContext } from 'react';
import { useStore } from 'zustand';
import { Banner, Button } from '../../ui/index.ts';
import { useServices } from '../services.tsx';
import { OutboxContext } from './outbox-context.tsx';
import { linkWords, waitingWords } from './outbox-words.ts';

/** Calm, and there as long as a line is down: which, since when, why, and that everything here goes on. */
export function LinkBanner() {
  const book = useContext(OutboxContext);
  return book === null ? null : <DownLinks book={book} />;
}

function DownLinks({ book }: { readonly book: NonNullable<React.ContextType<typeof OutboxContext>> }) {
  const { layout } = useServices();
  const links = useStore(book.view, (view) => view.links);
  const waiting = useStore(book.view, ({ rows }) => waitingWords(rows));
  const down = links.filter(({ state }) => state === 'down');
  if (down.length === 0) return null;
  const unsteady = down.some((one) => one.unsteady);
  return (
    <Banner
      tone="note"
      actions={
        waiting === '' ? null : (
          <Button onClick={() => layout.setState({ dialog: 'outbox' })}>{`Outbox: ${waiting}`}</Button>
        )
      }
    >
      {down.map((one) => linkWords(one)).join(' ')}
      {unsteady ? ' The line comes and goes.' : ''} What is here can be read and signed; results go out when the line is
      back.
    </Banner>
  );
}
