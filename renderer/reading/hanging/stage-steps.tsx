import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useStore } from 'zustand';
import { useKeyLabel } from '../../app/commands/index.ts';
import { Button, IconButton } from '../../ui/index.ts';
import { useDesk } from '../desk-context.tsx';
import styles from './hanging.module.css';

/** The stage of the hanging, a step to the next and the previous one, and what waits for a word of the reader. */
export function StageSteps() {
  const desk = useDesk();
  const { stages, stage, priorsHere, windowsNew } = useStore(desk.hanging.store);
  const [next, previous, again] = [
    useKeyLabel('hanging.next'),
    useKeyLabel('hanging.previous'),
    useKeyLabel('hanging.again'),
  ];
  const own = stages[stage];
  if (!own) return null;
  return (
    <span className={styles['steps']} role="group" aria-label="Stages of the hanging">
      {stages.length > 1 ? (
        <>
          <IconButton
            label="Previous stage of the hanging"
            {...(previous === undefined ? {} : { keyHint: previous })}
            disabled={stage === 0}
            onClick={() => desk.hanging.step(-1)}
          >
            <ChevronLeft size={16} aria-hidden="true" />
          </IconButton>
          <span className={styles['stage']} title={own.name} data-stage={own.id}>
            <bdi>{own.name}</bdi>
            <span className={styles['count']}>
              {stage + 1} of {stages.length}
            </span>
          </span>
          <IconButton
            label="Next stage of the hanging"
            {...(next === undefined ? {} : { keyHint: next })}
            disabled={stage === stages.length - 1}
            onClick={() => desk.hanging.step(1)}
          >
            <ChevronRight size={16} aria-hidden="true" />
          </IconButton>
        </>
      ) : null}
      {windowsNew && !priorsHere ? (
        <Button
          tone="quiet"
          {...(again === undefined ? {} : { keyHint: again })}
          onClick={() => void desk.hanging.again()}
          title="Windows came, went or stand otherwise than those that this case was hung over. Nothing moves until you ask for it."
        >
          Other windows: hang over them
        </Button>
      ) : null}
      {priorsHere ? (
        <Button
          tone="quiet"
          {...(again === undefined ? {} : { keyHint: again })}
          onClick={() => void desk.hanging.again()}
          title="Priors came after this case was hung. Nothing moves until you ask for it."
        >
          Priors are here: hang with them
        </Button>
      ) : null}
    </span>
  );
}
