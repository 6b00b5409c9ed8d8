import type { Report } from '../../shared/model/report.ts';
import { MeasurementId } from '../../shared/model/ids.ts';
import { measurementRows } from '../../shared/report/measurement-rows.ts';
import { lossyWords } from '../../shared/report/lossy-reading.ts';
import { localTime, signedBy } from '../../shared/report/render-text.ts';
import { fieldLine, isEmptySection, renderedSections } from '../../shared/report/rendered-sections.ts';
import { stateNotices } from '../../shared/report/signed-document.ts';
import { TOLD_CODE, toldText } from '../../shared/report/told-section.ts';
import { DeliveryLines } from '../app/outbox/index.ts';
import { Banner } from '../ui/index.ts';
import type { ReportLinks } from './links.ts';
import styles from './signed-view.module.css';

/** A report that is only read: signed, with who, when and hash, or the draft of somebody else. Measurements lead to their images. */
export function SignedView({
  report,
  links,
  gone = null,
  changed = null,
}: {
  readonly report: Report;
  readonly links: ReportLinks;
  /** What became of it since, in words; null: it stands. */
  readonly gone?: string | null;
  /** What its studies have become since, in words; null: they are as they were. */
  readonly changed?: string | null;
}) {
  const { signed } = report;
  const said = [...stateNotices(report.state), ...(gone === null ? [] : [gone])];
  const sections = renderedSections(report.template, report.content).filter((section) => !isEmptySection(section));
  return (
    <article className={styles['report']} aria-label={nameOf(report)}>
      {said.length === 0 ? null : <Banner tone="warning">{said.map((words) => `${words}.`).join(' ')}</Banner>}
      {changed === null ? null : (
        <Banner tone="warning">{`${changed}. Look at what came, and write an addendum.`}</Banner>
      )}
      {sections.map((section) => (
        <section key={section.sectionId} aria-label={section.title} data-section={section.sectionId}>
          <h3 className={styles['title']}>{section.title}</h3>
          {section.fields.length === 0 ? null : (
            <ul className={styles['fields']}>
              {section.fields.map((field) => (
                <li key={field.label}>{fieldLine(field)}</li>
              ))}
            </ul>
          )}
          <SignedText report={report} sectionId={section.sectionId} links={links} />
        </section>
      ))}
      {signed?.communications === undefined ? null : (
        <section aria-label={TOLD_CODE.meaning}>
          <h3 className={styles['title']}>{TOLD_CODE.meaning}</h3>
          <p className={styles['paragraph']}>{toldText(signed.communications, (at) => localTime(at, signed.zone))}</p>
        </section>
      )}
      {signed === null ? null : <FrozenMeasurements signed={signed} links={links} />}
      {signed === null ? null : (
        <footer className={styles['signature']}>
          <p>
            {report.state === 'draft' ? 'By' : signedBy({ state: report.state })} <strong>{signed.byName}</strong>,{' '}
            {localTime(signed.at, signed.zone)}
          </p>
          {report.reason === undefined ? null : <p>Reason: {report.reason}</p>}
          <p>
            Objects received: {signed.objectsReceived}
            {signed.objectsExpected === null ? '' : ` of ${signed.objectsExpected}`}
          </p>
          {signed.lossy === undefined ? null : <p>Image quality: {lossyWords(signed.lossy)}</p>}
          <p className={styles['hash']}>SHA-256 {signed.hash}</p>
          <DeliveryLines studyId={report.studyId} reportId={report.reportId} />
        </footer>
      )}
    </article>
  );
}

/** What stood in the report when it was signed: each value with its unit, its ground, and what was found there. */
function FrozenMeasurements({
  signed,
  links,
}: {
  readonly signed: NonNullable<Report['signed']>;
  readonly links: ReportLinks;
}) {
  const rows = measurementRows(signed.measurements);
  if (rows.length === 0) return null;
  return (
    <section aria-label="Measurements">
      <h3 className={styles['title']}>Measurements</h3>
      <ul className={styles['measurements']}>
        {rows.map(({ measurementId, label, kind, value, ground, described }) => (
          <li key={measurementId}>
            <button
              type="button"
              className={styles['link']}
              aria-label={`Measurement ${label}. Show on the image`}
              onClick={() => links.showMeasurement(MeasurementId.parse(measurementId))}
            >
              {label}
            </button>
            <span>
              {kind} <strong>{value}</strong>
              {described === '' ? null : <span className={styles['found']}>{described}</span>}
              <span className={styles['ground']}>{ground}</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function nameOf({ signed, state }: Report): string {
  if (signed === null) return 'Draft, only to be read';
  return state === 'preliminary' ? 'Preliminary report' : 'Signed report';
}

function SignedText({
  report,
  sectionId,
  links,
}: {
  readonly report: Report;
  readonly sectionId: string;
  readonly links: ReportLinks;
}) {
  const paragraphs = report.content.sections.find((section) => section.sectionId === sectionId)?.paragraphs ?? [];
  return paragraphs.map((paragraph, place) => (
    // Frozen text: the place of a paragraph is its identity.
    <p key={place} className={styles['paragraph']}>
      {paragraph.map((inline, at) =>
        inline.kind === 'text' ? (
          inline.text
        ) : (
          <button
            key={at}
            type="button"
            className={styles['link']}
            aria-label={`Measurement ${inline.label} ${inline.text}. Show on the image`}
            onClick={() => links.showMeasurement(MeasurementId.parse(inline.measurementId))}
          >
            {inline.text}
          </button>
        ),
      )}
    </p>
  ));
}
