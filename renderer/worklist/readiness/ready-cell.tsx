import { useStore } from 'zustand';
import type { WorklistRow } from '../../../shared/model/study.ts';
import { readinessMark } from '../../../shared/rules/readiness-mark.ts';
import { localMinutes } from '../../app/local-time.ts';
import { isOrderAlone } from '../order-words.ts';
import { useWorklist } from '../worklist-context.tsx';
import { MARK_LOOKS } from './mark-words.ts';
import cells from '../cells.module.css';
import styles from './readiness.module.css';

/** The hour of a time, as the other times of the list. */
export function clockOf(at: string): string {
  return localMinutes(at).slice(-5);
}

/** How far a case is from being read offline; a press says what that is made of. */
export function ReadyCell({ row }: { readonly row: WorklistRow }) {
  const { readiness } = useWorklist();
  const facts = useStore(readiness.view, (view) => view.facts.get(row.studyId) ?? null);
  const { kind, words, more } = readinessMark(row, facts, clockOf);
  const { glyph, tone } = MARK_LOOKS[kind];
  const mark = (
    <>
      <span aria-hidden="true">{glyph} </span>
      {words}
    </>
  );
  if (isOrderAlone(row)) {
    return (
      <span className={cells[tone]} data-ready={kind} title={more === '' ? undefined : more}>
        {mark}
      </span>
    );
  }
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-haspopup="dialog"
      data-ready={kind}
      title={more === '' ? undefined : more}
      className={`${styles['mark']} ${cells[tone]}`}
      onClick={() => readiness.ask(row.studyId)}
    >
      {mark}
    </button>
  );
}
