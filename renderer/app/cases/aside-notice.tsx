import { useStore } from 'zustand';
import { Button } from '../../ui/index.ts';
import { useKeyLabel } from '../commands/index.ts';
import { BACK_TO_CASE } from '../put-aside.ts';
import type { CaseBook } from './case-book.ts';

/** How many cases wait, and the way back to the newest. */
export function AsideNotice({ book }: { readonly book: CaseBook }) {
  const count = useStore(book.view, ({ aside }) => aside.length);
  const key = useKeyLabel(BACK_TO_CASE.id);
  if (count === 0) return null;
  return (
    <Button
      tone="quiet"
      {...(key === undefined ? {} : { keyHint: key })}
      onClick={() => void book.back()}
      title="Opens the case that was put aside last, as it was left. What is on the desk is put aside in its place."
    >
      {count === 1 ? '1 case put aside: back to it' : `${count} cases put aside: back to the last`}
    </Button>
  );
}
