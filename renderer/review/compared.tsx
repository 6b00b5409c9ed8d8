import type { ComparedFinding, ReviewView } from '../../shared/model/review/review-view.ts';
import { findingWords } from '../../shared/review/finding-words.ts';
import { COMPARED_WORDS } from './review-words.ts';
import styles from './review.module.css';

/** Own findings and the report, beside each other. What the person may not see yet is not there. */
export function Compared({
  view,
}: {
  readonly view: Pick<ReviewView, 'read' | 'report' | 'compared' | 'lockedAt' | 'lockedHash'>;
}) {
  const { read, report, compared, lockedAt, lockedHash } = view;
  return (
    <>
      {compared === null || compared.length === 0 ? null : <FindingTable compared={compared} />}
      <div className={styles['compared']}>
        {read === null ? null : (
          <section aria-label="Findings of the reviewer">
            <h3>Findings of the reviewer</h3>
            {lockedAt === null ? null : (
              <p
                className={styles['quiet']}
              >{`Locked ${lockedAt.slice(0, 16).replace('T', ' ')} UTC, ${lockedHash?.slice(0, 12) ?? ''}`}</p>
            )}
            <ul>
              {read.findings.map((finding) => (
                <li key={finding.findingId}>
                  <bdi>{findingWords(finding)}</bdi>
                </li>
              ))}
            </ul>
            {read.text === '' ? null : <p className={styles['said']}>{read.text}</p>}
          </section>
        )}
        {report === null ? null : (
          <section aria-label="The report">
            <h3>The report</h3>
            {report.sections.map(({ title, text }, at) => (
              <div key={`${at} ${title}`}>
                <h4>
                  <bdi>{title}</bdi>
                </h4>
                <p dir="auto" className={styles['said']}>
                  {text}
                </p>
              </div>
            ))}
          </section>
        )}
      </div>
    </>
  );
}

/** Both readings finding by finding: what differs stands out by its words, not by its colour alone. */
function FindingTable({ compared }: { readonly compared: readonly ComparedFinding[] }) {
  return (
    <table className={styles['pairs']} aria-label="Finding by finding">
      <thead>
        <tr>
          <th scope="col">The report</th>
          <th scope="col">The reviewer</th>
          <th scope="col">Differs in</th>
        </tr>
      </thead>
      <tbody>
        {compared.map(({ kind, report, reviewer }, at) => (
          <tr key={`${at} ${kind}`} data-kind={kind}>
            <td>
              <bdi>{report ?? '—'}</bdi>
            </td>
            <td>
              <bdi>{reviewer ?? '—'}</bdi>
            </td>
            <td>{COMPARED_WORDS[kind]}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
