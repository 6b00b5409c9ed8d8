import { useStore } from 'zustand';
import type { Report } from '../../shared/model/report.ts';
import { reportDifferences } from '../../shared/report/differences.ts';
import type { SectionDifference } from '../../shared/report/differences.ts';
import { renderedSections } from '../../shared/report/rendered-sections.ts';
import { isReplacedIn, isWithdrawn } from '../../shared/report/standing.ts';
import { localTime } from '../../shared/report/render-text.ts';
import styles from './replaced-report.module.css';
import type { ReportSession } from './report-session.ts';

/** The report that this one takes the place of: a preliminary one, or one that it corrects; null where it takes the place of none. */
export function replacedReport(reports: readonly Report[], shown: Report | null): Report | null {
  const before = reports.find((report) => report.reportId === shown?.predecessor) ?? null;
  return before?.state === 'preliminary' || shown?.intent === 'correct' ? before : null;
}

/** Whether a signed report has taken the place of this one, or its line was withdrawn. */
export function isReplaced(reports: readonly Report[], shown: Report): boolean {
  return isWithdrawn(reports, shown.reportId) || isReplacedIn(reports, shown.reportId);
}

/** What became of a signed report since, in words; null: it stands. */
export function goneWords(reports: readonly Report[], shown: Report): string | null {
  if (shown.state === 'draft' || shown.state === 'withdrawn') return null;
  if (isWithdrawn(reports, shown.reportId)) return 'It was withdrawn';
  return isReplacedIn(reports, shown.reportId) ? 'Another report has taken its place' : null;
}

/** The same of the report on screen, as it is typed. */
export function ReplacedByDraft({
  session,
  before,
  shown,
  open = false,
}: {
  readonly session: ReportSession;
  readonly before: Report;
  readonly shown: Report;
  readonly open?: boolean;
}) {
  const content = useStore(session.view, (view) => view.content) ?? shown.content;
  return <ReplacedReport open={open} before={before} template={shown.template} content={content} />;
}

/**
 * What the studies of a signed report have become since, in words; null: they are as they were, or something signed after it was signed over
 * what is here now.
 */
export function changedWords(reports: readonly Report[], { reportId, state, signed }: Report): string | null {
  if (signed?.changed === undefined || state === 'withdrawn') return null;
  if (reports.some(({ predecessor, signed: later }) => predecessor === reportId && later !== null)) return null;
  const { then, now, of } = signed.changed;
  const what =
    now > then
      ? `${now - then} more ${now - then === 1 ? 'image or object is' : 'images or objects are'} here`
      : 'Other images or objects are here';
  const whose = of === undefined ? '' : `, of ${of.join(' and ')}`;
  return `${what} than when it was signed: ${then} then, ${now} now${whose}`;
}

/** Where a report says something else than the preliminary one: struck out what that one said, underlined what this one says. */
export function ReplacedReport({
  before,
  template,
  content,
  open = false,
}: Pick<Report, 'template' | 'content'> & { readonly before: Report; readonly open?: boolean }) {
  const differences = reportDifferences(
    renderedSections(before.template, before.content),
    renderedSections(template, content),
  );
  const titles = differences.map(({ title }) => title).join(', ');
  const { signed } = before;
  const whose = signed === null ? '' : ` by ${signed.byName}, ${localTime(signed.at, signed.zone)}`;
  return (
    <details
      className={styles['replaced']}
      open={open}
      aria-label={
        before.state === 'preliminary' ? 'Against the preliminary report' : 'Against the report that it corrects'
      }
    >
      <summary>
        Takes the place of the {before.state === 'preliminary' ? 'preliminary ' : ''}report{whose}.{' '}
        {titles === '' ? 'The text is the same.' : `Changed: ${titles}.`}
      </summary>
      {differences.map((difference) => (
        <Difference key={difference.sectionId} difference={difference} />
      ))}
    </details>
  );
}

function Difference({ difference }: { readonly difference: SectionDifference }) {
  return (
    <div>
      <h3 className={styles['title']}>{difference.title}</h3>
      <p className={styles['text']}>
        {difference.parts.map(({ kind, text }, place) => {
          // The parts of one comparison: their place is their identity.
          if (kind === 'removed') return <del key={place}>{text}</del>;
          return kind === 'added' ? <ins key={place}>{text}</ins> : <span key={place}>{text}</span>;
        })}
      </p>
    </div>
  );
}
