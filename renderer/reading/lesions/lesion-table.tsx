import { Pencil } from 'lucide-react';
import { studyTitle } from '../../../shared/report/study-title.ts';
import type { LedgerLesion, LedgerPoint, LesionCell, LesionLedger } from '../../../shared/model/lesion.ts';
import { formatNumber } from '../../../shared/rules/format.ts';
import { useRefusal } from '../../app/may.ts';
import { classNames } from '../../ui/index.ts';
import { useDesk, useDeskCase } from '../desk-context.tsx';
import { seriesHolding } from '../stores.ts';
import { showDrawing } from './lesion-acts.ts';
import { cellTitle, changeWords, lesionName, pointName, ROLE_WORDS, sumWords } from './lesion-words.ts';
import styles from './lesions.module.css';

type LineOf = readonly [name: string, words: (point: LedgerPoint) => string];

const SUMS: readonly LineOf[] = [
  ['Sum', sumWords],
  ['From baseline', ({ fromBaseline }) => changeWords(fromBaseline)],
  ['From nadir', ({ fromNadir }) => changeWords(fromNadir)],
  ['Nadir', ({ nadir, entered }) => (entered && nadir !== null ? `${formatNumber(nadir, 'mm')} mm` : '')],
];
const RESPONSES: readonly LineOf[] = [
  ['Targets', ({ target }) => target ?? ''],
  ['Non-targets', ({ nonTarget }) => nonTarget ?? ''],
  ['New lesions', ({ newLesions, entered }) => (entered && newLesions !== 'none' ? newLesions : '')],
  ['Overall', ({ overall }) => overall ?? ''],
];

/** Lesions down, time points across; below them sums and responses. */
export function LesionTable({ ledger: { points, lesions } }: { readonly ledger: LesionLedger }) {
  const hasTargets = lesions.some(({ role }) => role === 'target');
  return (
    <div className={styles['scroll']}>
      <table className={styles['table']}>
        <thead>
          <tr>
            <th scope="col">Lesion</th>
            {points.map((point) => (
              <PointHead key={point.date ?? ''} point={point} />
            ))}
          </tr>
        </thead>
        <tbody>
          {lesions.map((lesion) => (
            <tr key={lesion.trackingUid}>
              <th scope="row">
                <strong>{lesionName(lesion)}</strong>
                <span className={styles['quiet']}>
                  {ROLE_WORDS[lesion.role]}
                  {lesion.nature === 'node' ? ', node' : ''}
                </span>
              </th>
              {points.map((point, at) => {
                const cell = lesion.cells[at];
                return cell ? <Cell key={point.date ?? ''} lesion={lesion} point={point} cell={cell} /> : null;
              })}
            </tr>
          ))}
        </tbody>
        <tbody className={styles['sums']}>
          {[...(hasTargets ? SUMS : []), ...RESPONSES].map(([name, words]) => (
            <tr key={name} className={classNames(name === 'Overall' && styles['overall'])}>
              <th scope="row">{name}</th>
              {points.map((point) => (
                <td key={point.date ?? ''}>{words(point)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function PointHead({ point }: { readonly point: LedgerPoint }) {
  const current = point.studies.some((study) => study.current);
  const linked = point.studies.flatMap((study) => study.linked ?? []);
  const about = point.studies.map(({ modalities, description }) => studyTitle(modalities, description));
  return (
    <th scope="col" title={about.join('; ')}>
      {pointName(point)}
      <span className={classNames(styles['quiet'], linked.length > 0 && styles['warning'])}>
        {linked.length > 0 ? linked.join(', ') : current ? 'this study' : point.entered ? '' : 'nothing entered'}
      </span>
    </th>
  );
}

function Cell(props: { readonly lesion: LedgerLesion; readonly point: LedgerPoint; readonly cell: LesionCell }) {
  const { lesion, point, cell } = props;
  const desk = useDesk();
  const open = useDeskCase();
  const refusal = useRefusal('reading.markLesion');
  const shown = cell.drawings.find(({ objectId }) => seriesHolding(open, objectId) !== null);
  const studyId = cell.studyId ?? point.studies.find((study) => study.current)?.studyId ?? point.studies[0]?.studyId;
  const none = cell.kind === null;
  // What is new was not there before, and stays progression after: nothing of it is missing.
  const missing = lesion.role !== 'new' && (none || (lesion.role === 'target' && cell.mm === null));
  const title = cellTitle(lesion, point, cell);
  return (
    <td className={classNames(missing && styles['missing'], none && !missing && styles['quiet'])}>
      <div className={styles['cell']}>
        {shown ? (
          <button type="button" className={styles['value']} title={title} onClick={() => showDrawing(desk, shown)}>
            {cell.words}
          </button>
        ) : (
          <span title={cell.drawings.length > 0 ? `${title}; its study is not open` : title}>{cell.words}</span>
        )}
        {studyId === undefined ? null : (
          <button
            type="button"
            className={styles['edit']}
            disabled={refusal !== null}
            aria-label={`${cell.kind === null ? 'Enter' : 'Change'} ${lesion.label} on ${pointName(point)}`}
            onClick={() => desk.lesions.ask({ studyId, trackingUid: lesion.trackingUid, measurementId: null })}
          >
            <Pencil size={12} aria-hidden="true" />
          </button>
        )}
      </div>
      {cell.notes.map((note) => (
        <p key={note} className={styles['note']}>
          {note}
        </p>
      ))}
    </td>
  );
}
