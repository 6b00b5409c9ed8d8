import { useContext, useEffect } from 'react';
import { useStore } from 'zustand';
import { communicationClock } from '../../shared/rules/communication/state.ts';
import { putOnDesk } from '../app/layout.ts';
import { useRefusal } from '../app/may.ts';
import { useServices } from '../app/services.tsx';
import { Banner, Button } from '../ui/index.ts';
import { clockWords, titleOf } from './critical-words.ts';
import type { LoopBook } from './loop-book.ts';
import { LoopContext } from './loop-context.ts';

/** At the top of every screen, offline too: the finding with the least time left that nobody was told of, and how many more. */
export function OpenLoopsBanner() {
  const refusal = useRefusal('communication.openLoops');
  const book = useContext(LoopContext);
  return refusal === null && book !== null ? <Loops book={book} /> : null;
}

function Loops({ book }: { readonly book: LoopBook }) {
  const { layout, access } = useServices();
  useEffect(() => book.start(), [book]);
  const loops = useStore(book.view, (view) => view.loops);
  const now = useStore(book.view, (view) => view.now);
  const reader = useStore(access.view, (view) => view.state?.reader?.personId ?? null);
  const [first] = loops;
  if (!first) return null;
  const clock = communicationClock(first, now);
  const more = loops.length === 1 ? '' : `, and ${loops.length - 1} more`;
  return (
    <Banner
      tone={clock.tone === 'late' ? 'failed' : clock.tone === 'due' ? 'warning' : 'note'}
      actions={<Button onClick={() => putOnDesk(layout, reader, first.studyId)}>Open the case</Button>}
    >
      {`Nobody was told yet: ${titleOf(first)}, ${clockWords(clock)}${more}.`}
    </Banner>
  );
}
