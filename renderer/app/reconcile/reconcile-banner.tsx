import { useContext } from 'react';
import { useStore } from 'zustand';
import { Banner, Button } from '../../ui/index.ts';
import { useKeyLabel } from '../commands/index.ts';
import { OutboxContext } from '../outbox/index.ts';
import { useServices } from '../services.tsx';

/** Stays as long as something is held because its site says something else than was signed. */
export function ReconcileBanner() {
  const book = useContext(OutboxContext);
  return book === null ? null : <Held book={book} />;
}

function Held({ book }: { readonly book: NonNullable<React.ContextType<typeof OutboxContext>> }) {
  const { layout } = useServices();
  const key = useKeyLabel('app.reconcile');
  const cases = useStore(
    book.view,
    ({ rows }) => new Set(rows.filter(({ state }) => state === 'held').map(({ studyId }) => studyId)).size,
  );
  if (cases === 0) return null;
  return (
    <Banner
      tone="warning"
      actions={
        <Button
          onClick={() => layout.setState({ dialog: 'reconcile' })}
          {...(key === undefined ? {} : { keyHint: key })}
        >
          Compare
        </Button>
      }
    >
      {cases === 1 ? 'One signed case is held' : `${cases} signed cases are held`}: the site says something else now, or
      gives no answer. Nothing was sent.
    </Banner>
  );
}
