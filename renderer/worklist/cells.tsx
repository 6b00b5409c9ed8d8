import type { ReactNode } from 'react';
import { displayAge, patientAge } from '../../shared/dicom/age.ts';
import { displayDate, displayTime } from '../../shared/dicom/dates.ts';
import { displayName } from '../../shared/dicom/person-name.ts';
import type { PersonName, WorklistRow } from '../../shared/model/study.ts';
import { rejectedWords } from '../../shared/rules/rejection.ts';
import { CheckAgainMark } from '../app/health/index.ts';
import { localMinutes } from '../app/local-time.ts';
import { DeliveryMark } from '../app/outbox/index.ts';
import { holdWords } from '../hold/index.ts';
import { classNames, VisuallyHidden } from '../ui/index.ts';
import styles from './cells.module.css';
import { KeptMark } from './kept-mark.tsx';
import { OrderMark } from './order-cells.tsx';
import { isOrderAlone } from './order-words.ts';
import { PatientName } from './patient-name.tsx';

/** A word with its glyph, so that nothing is said by colour alone. */
function Mark({ glyph, words, tone }: { readonly glyph: string; readonly words: string; readonly tone: string }) {
  return (
    <span className={styles[tone]}>
      <span aria-hidden="true">{glyph} </span>
      {words}
    </span>
  );
}

export function PriorityCell({ row }: { readonly row: WorklistRow }) {
  const title = row.reason ?? undefined;
  switch (row.priority) {
    case 'stat':
      return (
        <abbr className={styles['stat']} title={title ?? 'STAT'} aria-label="STAT">
          S
        </abbr>
      );
    case 'urgent':
      return (
        <abbr className={styles['warning']} title={title ?? 'Urgent'} aria-label="Urgent">
          U
        </abbr>
      );
    case 'routine':
    case null:
      return null;
  }
}

/** In two words: whose it is, or that nobody's claim stands. */
function claimMark({ tone, isOther, isAskedBack }: NonNullable<WorklistRow['siteClaim']>): string {
  if (isOther) return 'not yours';
  if (isAskedBack) return 'asked back';
  return tone === 'alarm' ? 'not claimed' : 'claim open';
}

export function PatientCell({ row }: { readonly row: WorklistRow }) {
  return (
    <>
      <CheckAgainMark studyId={row.studyId} className={styles['warning']} />
      <KeptMark row={row} />
      <OrderMark row={row} />
      {row.patient.identityConflict ? (
        <span
          className={styles['warning']}
          title="The same patient id came with another name or birth date. Kept apart: check who this is."
        >
          <span aria-hidden="true">▲ </span>identity{' '}
        </span>
      ) : null}
      {row.hold === undefined ? null : (
        <span className={styles['accent']} title={`It ${holdWords(row.hold)}`}>
          <span aria-hidden="true">⏸ </span>on hold{' '}
        </span>
      )}
      {row.siteClaim === undefined || row.siteClaim.tone === 'sure' ? null : (
        <span
          className={row.siteClaim.tone === 'alarm' ? styles['warning'] : styles['accent']}
          title={row.siteClaim.words}
        >
          <span aria-hidden="true">{row.siteClaim.tone === 'alarm' ? '▲' : '…'} </span>
          {claimMark(row.siteClaim)}{' '}
        </span>
      )}
      {row.siteNews === undefined ? null : (
        <span className={styles['warning']} title={`At the site now: ${row.siteNews.join('; ')}`}>
          <span aria-hidden="true">▲ </span>changed{' '}
        </span>
      )}
      {row.imagesSince === undefined ? null : (
        <span className={styles['warning']} title={sinceWords(row.imagesSince)}>
          <span aria-hidden="true">▲ </span>
          {`+${row.imagesSince} images`}{' '}
        </span>
      )}
      {row.rejected === undefined ? null : (
        <span className={styles['warning']} title={rejectedWords(row.rejected)}>
          <span aria-hidden="true">▲ </span>rejected{' '}
        </span>
      )}
      <span title={nameInFull(row.patient.name)}>
        <PatientName name={row.patient.name} />
      </span>
    </>
  );
}

function sinceWords(count: number): string {
  return `${count} more ${count === 1 ? 'image or object is' : 'images or objects are'} here than when it was signed`;
}

/** For a column that is too narrow. */
function nameInFull(name: PersonName): string {
  return [displayName(name), name.ideographic, name.phonetic].filter((group) => group !== '').join(' · ');
}

export function AgeCell({ row }: { readonly row: WorklistRow }) {
  const age = patientAge({ age: row.patientAge, birthDate: row.patient.birthDate, studyDate: row.studyDate });
  return (
    <span title={row.patient.birthDate ? `born ${displayDate(row.patient.birthDate)}` : undefined}>
      {displayAge(age)}
    </span>
  );
}

export function DateCell({ row }: { readonly row: WorklistRow }) {
  if (isOrderAlone(row)) {
    const { scheduledAt = null, orderedAt = null } = row.order ?? {};
    const at = scheduledAt ?? orderedAt;
    const what = scheduledAt === null ? 'Ordered' : 'Scheduled';
    if (at === null) return null;
    return (
      <span className={styles['quiet']} title={`${what}, by this computer’s clock`}>
        {localMinutes(at)}
      </span>
    );
  }
  return (
    <span title="Date and time as the site wrote them; the file names no zone">
      {displayDate(row.studyDate)} <span className={styles['quiet']}>{displayTime(row.studyTime)}</span>
    </span>
  );
}

/** Received of expected. Where nobody said how many, the second number stays open. */
export function ImagesCell({ row }: { readonly row: WorklistRow }) {
  if (isOrderAlone(row)) return null;
  if (row.expected === null) {
    return (
      <span title="Nobody said how many images there should be">
        {row.received}/<span className={classNames(styles['quiet'], styles['expected'])}>?</span>
      </span>
    );
  }
  const partial = row.received < row.expected;
  return (
    <span className={classNames(partial && styles['warning'])}>
      {row.received}/<span className={styles['expected']}>{row.expected}</span>
    </span>
  );
}

export function reportMark(state: WorklistRow['reportState']): ReactNode {
  switch (state) {
    case 'none':
      return <span className={styles['quiet']}>–</span>;
    case 'draft':
      return <Mark glyph="✎" words="draft" tone="accent" />;
    case 'preliminary':
      return <Mark glyph="◐" words="prelim." tone="warning" />;
    case 'final':
      return <Mark glyph="✓" words="signed" tone="ok" />;
    case 'addended':
      return <Mark glyph="✓" words="addendum" tone="ok" />;
    case 'corrected':
      return <Mark glyph="✓" words="corrected" tone="ok" />;
    case 'withdrawn':
      return <Mark glyph="✕" words="withdrawn" tone="warning" />;
  }
}

/** The state of the report, and whether the site has it. */
export function ReportCell({ row }: { readonly row: WorklistRow }) {
  return (
    <>
      {reportMark(row.reportState)}
      {row.reportedWith === undefined ? null : (
        <span className={styles['quiet']} title={`One report with ${row.reportedWith.join(', ')}`}>
          <span aria-hidden="true"> +{row.reportedWith.length}</span>
          <VisuallyHidden>{`, one report with ${row.reportedWith.join(', ')}`}</VisuallyHidden>
        </span>
      )}
      <DeliveryMark studyId={row.studyId} />
    </>
  );
}
