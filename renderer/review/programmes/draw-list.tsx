import { useState } from 'react';
import type { Response } from '../../../shared/contract/index.ts';
import type { ShownDraw } from '../../../shared/model/review/draw.ts';
import type { Programme } from '../../../shared/model/review/programme.ts';
import { localMinutes } from '../../app/local-time.ts';
import { errorWords } from '../../app/notices/index.ts';
import { useServices } from '../../app/services.tsx';
import { useFirst } from '../../app/use-first.ts';
import { useTask } from '../../app/use-task.ts';
import { Button, FailureLine } from '../../ui/index.ts';
import { STATE_WORDS } from '../review-words.ts';
import { PASSED_WORDS, pickWords } from './pick-words.ts';
import type { NameOf } from './pick-words.ts';
import styles from './programmes.module.css';

/** Draws, the newest first: why each case, what was passed over, what was skipped, and whether a draw comes out again. */
export function DrawList({
  draws,
  programmes,
  nameOf,
}: {
  readonly draws: readonly ShownDraw[];
  readonly programmes: readonly Programme[];
  readonly nameOf: NameOf;
}) {
  const [open, setOpen] = useState<string | null>(null);
  if (draws.length === 0) return <p className={styles['quiet']}>Nothing was drawn yet.</p>;
  return (
    <ul className={styles['draws']}>
      {draws.map((draw) => {
        const programme = programmes.find(({ programmeId }) => programmeId === draw.programmeId);
        const isOpen = open === draw.drawId;
        return (
          <li key={draw.drawId}>
            <button
              type="button"
              className={styles['row']}
              aria-expanded={isOpen}
              onClick={() => setOpen(isOpen ? null : draw.drawId)}
            >
              <span aria-hidden="true">{isOpen ? '▾' : '▸'}</span>
              <strong>{localMinutes(draw.asOf)}</strong>
              <span>{`${programme?.name ?? 'A programme'}, version ${draw.programmeVersion}`}</span>
              <span>{`${draw.picks.length} of ${draw.candidates} reports`}</span>
            </button>
            {isOpen ? <OneDraw draw={draw} nameOf={nameOf} /> : null}
          </li>
        );
      })}
    </ul>
  );
}

type Cases = Response<'review.drawnCases'>['cases'];

function OneDraw({ draw, nameOf }: { readonly draw: ShownDraw; readonly nameOf: NameOf }) {
  const { link } = useServices();
  const task = useTask();
  const [cases, setCases] = useState<Cases | null>(null);
  const [isSame, setSame] = useState<boolean | null>(null);
  const { drawId } = draw;
  const { start } = task;
  useFirst(() => start(async () => setCases((await link.call('review.drawnCases', { drawId })).cases)));
  const byReport = new Map((cases ?? []).map((one) => [one.sourceReportId, one]));
  const skipped = (cases ?? []).filter((one) => one.skipped !== null);
  return (
    <div className={styles['draw']}>
      <p className={styles['quiet']}>
        {`Seed ${draw.seed}. ${draw.skipped.map(({ reason, reports }) => `${reports} ${PASSED_WORDS[reason]}`).join('; ')}`}
      </p>
      <p className={styles['quiet']}>
        {draw.workloads.map(({ reviewer, cases: had }) => `${nameOf(reviewer)} ${had}`).join(', ')}
      </p>
      <table className={styles['picks']}>
        <thead>
          <tr>
            <th scope="col">Case</th>
            <th scope="col">Why this one</th>
            <th scope="col">Now</th>
          </tr>
        </thead>
        <tbody>
          {draw.picks.map((pick) => {
            const one = byReport.get(pick.sourceReportId);
            return (
              <tr key={pick.sourceReportId}>
                <th scope="row">{one?.name ?? '…'}</th>
                <td>{pickWords(pick, nameOf)}</td>
                <td>
                  {one === undefined ? '' : one.state === null ? 'you have a part in it' : STATE_WORDS[one.state]}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p>{skipped.length === 0 ? 'None was skipped.' : `${skipped.length} skipped:`}</p>
      {skipped.length === 0 ? null : (
        <ul>
          {skipped.map(({ name, skipped: reason }) => (
            <li key={name} dir="auto">{`${name}: ${reason ?? ''}`}</li>
          ))}
        </ul>
      )}
      <div className={styles['again']}>
        <Button
          disabled={task.busy}
          onClick={() => start(async () => setSame((await link.call('review.redraw', { drawId })).isSame))}
        >
          Draw again and compare
        </Button>
        <span role="status">
          {isSame === null
            ? ''
            : isSame
              ? 'The same cases came out, for the same readers.'
              : 'Other cases came out: reports of it were erased since, or the record was changed.'}
        </span>
      </div>
      <FailureLine said={task.failure === null ? null : errorWords(task.failure)} />
    </div>
  );
}
