import { useContext } from 'react';
import { useStore } from 'zustand';
import { OutboxContext } from './outbox-context.tsx';

/** In the strip: how much waits to go out; nothing while nothing does. */
export function OutboxCount() {
  const book = useContext(OutboxContext);
  return book === null ? null : <Count book={book} />;
}

function Count({ book }: { readonly book: NonNullable<React.ContextType<typeof OutboxContext>> }) {
  const words = useStore(book.view, ({ open, attention }) =>
    open + attention === 0 ? '' : `outbox ${open}${attention === 0 ? '' : ` ▲ ${attention}`}`,
  );
  return words === '' ? null : <span>{words}</span>;
}
