import { useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { offerWords } from '../../../shared/hanging/protocol/with-learned.ts';
import { useKeyLabels } from '../../app/commands/index.ts';
import { useRefusal } from '../../app/may.ts';
import { roomInStrip } from '../../app/status-strip.tsx';
import { Button } from '../../ui/index.ts';
import { useDesk } from '../desk-context.tsx';
import { HabitKeeper } from './habit-keeper.ts';
import type { Offered } from './habit-keeper.ts';
import styles from './hanging.module.css';

/** What the reader does again and again, and whether it is to be so by itself. Nothing while there is none. */
export function HabitOffer() {
  const desk = useDesk();
  const refusal = useRefusal('hanging.noteHabit');
  const [holder] = useState(() => createStore<{ keeper: HabitKeeper | null }>()(() => ({ keeper: null })));
  const keeper = useStore(holder, (state) => state.keeper);
  useEffect(() => {
    if (refusal !== null) return undefined;
    const made = new HabitKeeper(desk);
    holder.setState({ keeper: made });
    const { learned } = desk.hanging;
    learned.setState({ answer: (answer) => made.answer(answer) });
    return () => {
      learned.setState({ answer: null });
      holder.setState({ keeper: null });
      made.dispose();
    };
  }, [desk, holder, refusal]);
  return keeper ? <WhileOffered keeper={keeper} /> : null;
}

function WhileOffered({ keeper }: { readonly keeper: HabitKeeper }) {
  const offered = useStore(keeper.store, (state) => state.offered);
  return offered ? <OfferLine keeper={keeper} offered={offered} /> : null;
}

const ANSWERS = [
  ['yes', 'Yes'],
  ['later', 'Not now'],
  ['never', 'Never'],
] as const;

/** One line at the foot of the window; its answers are commands of the desk, too. */
function OfferLine({ keeper, offered }: { readonly keeper: HabitKeeper; readonly offered: Offered }) {
  const room = roomInStrip();
  const keyOf = useKeyLabels();
  if (!room) return null;
  const words = `${offerWords(offered.offer, offered.protocol)} Make it so?`;
  return createPortal(
    <span className={styles['offer']} role="group" aria-label="Learned preference">
      <span role="status" title={words}>
        {words}
      </span>
      {ANSWERS.map(([answer, name]) => (
        <Button
          key={answer}
          tone="quiet"
          title={keyOf(`hanging.learned-${answer}`)}
          onClick={() => keeper.answer(answer)}
        >
          {name}
        </Button>
      ))}
    </span>,
    room,
  );
}
