import { useRef, useState } from 'react';
import { useStore } from 'zustand';
import { displayName, parsePersonName } from '../../../shared/dicom/person-name.ts';
import type { StudyId } from '../../../shared/model/ids.ts';
import type { ReconcileCase } from '../../../shared/model/reconcile.ts';
import { Button, classNames, Dialog, EmptyState, Skeleton } from '../../ui/index.ts';
import { localMinutes } from '../local-time.ts';
import { errorWords } from '../notices/index.ts';
import { useServices } from '../services.tsx';
import { CaseView } from './case-view.tsx';
import styles from './reconcile.module.css';
import { useCases } from './use-cases.ts';

/** What was signed beside what the site says now, case by case, and what a person decides. */
export function ReconcileDialog({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  return (
    <Dialog
      title="What was signed, and what the sites say now"
      open={open}
      onClose={onClose}
      width="broad"
      actions={<Button onClick={onClose}>Close</Button>}
    >
      <Screen onClose={onClose} />
    </Dialog>
  );
}

function Screen({ onClose }: { readonly onClose: () => void }) {
  const { layout } = useServices();
  const asked = useCases();
  const wanted = useStore(layout, (state) => state.dialogStudy);
  const [chosen, setChosen] = useState<StudyId | null>(null);
  if (asked.state === 'asking') {
    return (
      <div className={styles['screen']} role="status" aria-label="Asking what is held">
        <Skeleton width="100%" height="28px" />
      </div>
    );
  }
  if (asked.state === 'unknown') {
    const said = errorWords(asked.failure);
    return (
      <p role="alert">
        {`${said.title}. Nothing was sent or lost by this. `}
        <Button data-autofocus onClick={asked.ask}>
          Ask again
        </Button>
      </p>
    );
  }
  const { cases } = asked;
  const shown =
    cases.find(({ studyId }) => studyId === chosen) ?? cases.find(({ studyId }) => studyId === wanted) ?? cases[0];
  if (shown === undefined) {
    return (
      <EmptyState title="Nothing is held">
        <p>
          After an outage each signed case is held against what its site says by then. What differs waits here for you;
          the rest goes by itself.
        </p>
      </EmptyState>
    );
  }
  return (
    <div className={styles['screen']}>
      <CaseList cases={cases} chosen={shown.studyId} onChoose={setChosen} />
      <CaseView key={shown.studyId} one={shown} onLeave={onClose} />
    </div>
  );
}

/** Up and down choose; the case beside it follows. */
function CaseList({
  cases,
  chosen,
  onChoose,
}: {
  readonly cases: readonly ReconcileCase[];
  readonly chosen: StudyId;
  readonly onChoose: (studyId: StudyId) => void;
}) {
  const list = useRef<HTMLDivElement>(null);
  const step = (to: number): void => {
    const next = cases[Math.max(0, Math.min(cases.length - 1, to))];
    if (next === undefined) return;
    onChoose(next.studyId);
    list.current?.querySelector<HTMLElement>(`[data-study-id="${next.studyId}"]`)?.focus();
  };
  const keys: Readonly<Record<string, (here: number) => number>> = {
    ArrowDown: (here) => here + 1,
    ArrowUp: (here) => here - 1,
    Home: () => 0,
    End: () => cases.length - 1,
  };
  return (
    <div
      ref={list}
      role="listbox"
      aria-label="Cases"
      className={styles['cases']}
      onKeyDown={(event) => {
        const to = keys[event.key];
        if (to === undefined) return;
        event.preventDefault();
        step(to(cases.findIndex(({ studyId }) => studyId === chosen)));
      }}
    >
      {cases.map((one) => {
        const isChosen = one.studyId === chosen;
        return (
          <div
            key={one.studyId}
            role="option"
            aria-selected={isChosen}
            tabIndex={isChosen ? 0 : -1}
            data-study-id={one.studyId}
            {...(isChosen ? { 'data-autofocus': true } : {})}
            className={classNames(styles['case'], isChosen && styles['chosen'])}
            onClick={() => onChoose(one.studyId)}
          >
            <span className={one.heldAt === null ? styles['quiet'] : styles['warning']}>
              <span aria-hidden="true">{one.heldAt === null ? '– ' : '▲ '}</span>
              {one.critical ? <abbr title="STAT">S </abbr> : null}
              {stateWords(one)}
            </span>
            <bdi>{displayName(parsePersonName(one.patientName))}</bdi>
            <span className={styles['quiet']}>
              {[one.site, one.accession === null ? '' : `acc ${one.accession}`]
                .filter((part) => part !== '')
                .join(' · ')}
            </span>
          </div>
        );
      })}
    </div>
  );
}

function stateWords({ heldAt, decision }: ReconcileCase): string {
  if (heldAt !== null) return `held since ${localMinutes(heldAt).slice(11)}`;
  return decision?.act === 'drop' ? 'not sent any more' : 'let go as it was signed';
}
