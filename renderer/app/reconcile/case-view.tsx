import { useStore } from 'zustand';
import { displayName, parsePersonName } from '../../../shared/dicom/person-name.ts';
import { isErrorCode } from '../../../shared/errors/codes.ts';
import type { ReconcileCase } from '../../../shared/model/reconcile.ts';
import type { SiteDifference } from '../../../shared/model/site-difference.ts';
import { dataWords } from '../../../shared/rules/outbox/site-question.ts';
import { ERROR_TEXT } from '../error-text.ts';
import { localMinutes } from '../local-time.ts';
import { HOLD_WORDS, linkWords, stateWords, useOutbox, whatWords } from '../outbox/index.ts';
import { CaseActions } from './case-actions.tsx';
import styles from './reconcile.module.css';

/** One case: who, what differs, both sides, what became of the data, and the acts. */
export function CaseView({ one, onLeave }: { readonly one: ReconcileCase; readonly onLeave: () => void }) {
  const { report, decision, differences, rows } = one;
  return (
    <section className={styles['view']} aria-label="Case">
      <header>
        <h3 className={styles['who']}>
          <bdi>{displayName(parsePersonName(one.patientName))}</bdi>
        </h3>
        <p className={styles['quiet']}>{aboutWords(one)}</p>
        <p>
          {report === null
            ? 'What is held is of no report.'
            : `${capital(report.state)} report, signed ${localMinutes(report.signedAt)} by ${report.signer}.`}
        </p>
        <LineState site={one.site} />
      </header>
      <div className={styles['differences']} role="region" aria-label="Differences" tabIndex={0}>
        <table className={styles['table']}>
          <thead>
            <tr>
              <th scope="col">What you signed</th>
              <th scope="col">What the site says now</th>
            </tr>
          </thead>
          {differences.map((difference) => (
            <Difference key={difference.reason} difference={difference} />
          ))}
        </table>
      </div>
      <ul className={styles['rows']} aria-label="Deliveries">
        {rows.map((row) => {
          const { glyph, words } = stateWords(row);
          return (
            <li key={row.outgoingId}>
              <span aria-hidden="true">{glyph} </span>
              {`${whatWords(row)} → ${row.destination}: ${words}`}
            </li>
          );
        })}
      </ul>
      {decision === null ? null : (
        <p>
          {`${decision.act === 'send' ? 'Let go as it was signed' : 'Not to be sent'}, ${localMinutes(decision.at)}`}
          {decision.text === '' ? '.' : `: ${decision.text}`}
        </p>
      )}
      <CaseActions one={one} onLeave={onLeave} />
    </section>
  );
}

function Difference({ difference: { reason, signed, now } }: { readonly difference: SiteDifference }) {
  const isCode = reason === 'not-asked';
  const words = isCode && isErrorCode(now) ? ERROR_TEXT[now].title : now;
  return (
    <tbody data-reason={reason}>
      <tr>
        <th scope="colgroup" colSpan={2} className={styles['reason']}>
          <span aria-hidden="true">▲ </span>
          {HOLD_WORDS[reason]}
        </th>
      </tr>
      <tr>
        <td>
          <bdi>{signed === '' ? '–' : signed}</bdi>
        </td>
        <td>
          <bdi>{words === '' ? '–' : words}</bdi>
        </td>
      </tr>
      <tr>
        <td colSpan={2} className={styles['quiet']}>
          {dataWords(reason)}
        </td>
      </tr>
    </tbody>
  );
}

/** A line that is down: what is decided now waits here, and goes when it is back. */
function LineState({ site }: { readonly site: string }) {
  const book = useOutbox();
  const links = useStore(book.view, (view) => view.links);
  const down = links.filter((one) => one.state === 'down' && one.site.toLowerCase() === site.toLowerCase());
  if (down.length === 0) return null;
  return (
    <p role="status">
      <span aria-hidden="true">● </span>
      {down.map((one) => linkWords(one)).join(' ')} What you decide now is kept, and done when the line is back.
    </p>
  );
}

function aboutWords({ site, accession, studyDate, description }: ReconcileCase): string {
  const day = studyDate === null ? '' : `${studyDate.slice(0, 4)}-${studyDate.slice(4, 6)}-${studyDate.slice(6, 8)}`;
  return [site, accession === null ? '' : `acc ${accession}`, description ?? '', day]
    .filter((part) => part !== '')
    .join(' · ');
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
