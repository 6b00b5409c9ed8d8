import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { LedgerPoint, LesionLedger } from '../../../shared/model/lesion.ts';
import { formatNumber } from '../../../shared/rules/format.ts';
import { CommandKey, useKeyLabel } from '../../app/commands/index.ts';
import { useRefusal } from '../../app/may.ts';
import { Button, EmptyState, LinePlot, Skeleton } from '../../ui/index.ts';
import { useDesk, useDeskCase, useDeskSaved } from '../desk-context.tsx';
import { askLesion } from './lesion-acts.ts';
import { LesionTable } from './lesion-table.tsx';
import { dayOf, pointName } from './lesion-words.ts';
import styles from './lesions.module.css';

/** Lesions of the patient over all studies that are here: values, sums, responses and why (RECIST 1.1). */
export function LesionPanel() {
  const desk = useDesk();
  const { ledger, failed } = useStore(desk.lesions.store);
  const open = useDeskCase();
  const token = open.status === 'open' ? open.token : null;
  const savedAt = useDeskSaved((saved) => saved.savedAt);
  useEffect(() => {
    // What was measured anew is another value in the ledger.
    if (token !== null) void desk.lesions.load();
  }, [desk, token, savedAt]);
  const refusal = useRefusal('reading.markLesion');
  const key = useKeyLabel('measurements.lesion');
  return (
    <aside className={styles['panel']} aria-label="Lesions over time" data-scope="image">
      <header className={styles['head']}>
        <h2>Lesions over time</h2>
        <span className={styles['quiet']}>RECIST 1.1</span>
        <Button tone="quiet" keyHint={key ?? ''} disabled={refusal !== null} onClick={() => askLesion(desk)}>
          Mark a lesion
        </Button>
      </header>
      <div className={styles['body']}>
        <Body ledger={ledger} failed={failed} />
      </div>
    </aside>
  );
}

function Body({ ledger, failed }: { readonly ledger: LesionLedger | null; readonly failed: boolean }) {
  const desk = useDesk();
  if (failed) {
    return (
      <EmptyState
        title="The ledger could not be read"
        actions={<Button onClick={() => void desk.lesions.load()}>Read it again</Button>}
      >
        <p>Measurements and what was entered are safe in the journal.</p>
      </EmptyState>
    );
  }
  if (ledger === null) return <Skeleton width="100%" height="160px" />;
  if (ledger.lesions.length === 0) {
    return (
      <EmptyState title="No lesion is followed yet">
        <p className={styles['quiet']}>
          Draw a length <CommandKey id="tool.length" /> or a bidirectional <CommandKey id="tool.bidirectional" /> over a
          lesion, then mark it <CommandKey id="measurements.lesion" /> as a target, a non-target or a new one. In the
          next study of this patient it stands here again, and waits for its value.
        </p>
      </EmptyState>
    );
  }
  return (
    <>
      <Problems problems={ledger.problems} />
      <LesionTable ledger={ledger} />
      <Chain ledger={ledger} />
      <Sums points={ledger.points} />
    </>
  );
}

function Problems({ problems }: { readonly problems: readonly string[] }) {
  if (problems.length === 0) return null;
  return (
    <section className={styles['problems']} aria-label="Rules that are not kept">
      <h3>Rules that are not kept</h3>
      <ul>
        {problems.map((words) => (
          <li key={words}>{words}</li>
        ))}
      </ul>
    </section>
  );
}

/** The responses one after the other, each with its reasons. */
function Chain({ ledger: { points, best } }: { readonly ledger: LesionLedger }) {
  return (
    <section aria-label="Responses" className={styles['chain']}>
      <h3>Responses</h3>
      <ol>
        {points
          .filter(({ entered }) => entered)
          .map((point) => (
            <li key={point.date ?? ''}>
              <span>{pointName(point)}</span>
              <strong>{point.overall ?? 'Baseline'}</strong>
              <span>{point.reasons.filter((words) => words !== 'baseline').join('; ')}</span>
            </li>
          ))}
      </ol>
      {best === null ? null : (
        <p>
          Best overall response <strong>{best}</strong> <span className={styles['quiet']}>without confirmation</span>
        </p>
      )}
    </section>
  );
}

function Sums({ points }: { readonly points: readonly LedgerPoint[] }) {
  // A sum with lesions missing is smaller only because something was not looked at: it is not drawn.
  const whole = points.flatMap(({ date, sum, missing, entered }) =>
    date === null || sum === null || missing.length > 0 || !entered ? [] : [{ at: dayOf(date), value: sum }],
  );
  const dates = new Map(points.map((point) => [dayOf(point.date ?? ''), pointName(point)]));
  return (
    <LinePlot
      title="Sum of diameters (mm)"
      points={whole}
      atText={(at) => dates.get(at) ?? ''}
      valueText={(value) => `${formatNumber(value, 'mm')} mm`}
      valueName="Sum"
    />
  );
}
