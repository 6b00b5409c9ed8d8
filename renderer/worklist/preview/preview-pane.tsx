import { displayDate } from '../../../shared/dicom/dates.ts';
import type { StudyId } from '../../../shared/model/ids.ts';
import type { PriorInfo, SeriesInfo, StudyPreview, WorklistRow } from '../../../shared/model/study.ts';
import { rejectedWords } from '../../../shared/rules/rejection.ts';
import { errorWords } from '../../app/notices/index.ts';
import { holdWords } from '../../hold/index.ts';
import { Skeleton } from '../../ui/index.ts';
import { reportMark } from '../cells.tsx';
import { PatientName } from '../patient-name.tsx';
import { isOrderAlone, orderLines, orderWarning } from '../order-words.ts';
import { readinessMark } from '../../../shared/rules/readiness-mark.ts';
import { useWorklistView } from '../worklist-context.tsx';
import styles from './preview.module.css';
import { NoOrder } from './no-order.tsx';
import { ReadinessPart } from './readiness-part.tsx';
import { StandingPart } from './standing-part.tsx';
import { Thumbnail } from './thumbnail.tsx';
import { useStudy } from './use-study.ts';

/** What is in the focused study, without opening it. Its height is fixed. */
export function PreviewPane() {
  const focused = useWorklistView((view) => view.focused);
  const row = useWorklistView((view) => (view.focused === null ? undefined : view.rows.get(view.focused)));
  const alone = row !== undefined && isOrderAlone(row);
  const loaded = useStudy(
    alone ? null : focused,
    row ? `${row.received} ${row.damaged} ${row.priors} ${row.reportState}` : '',
  );
  return (
    <section className={styles['pane']} aria-label="Preview">
      {row ? <Facts row={row} /> : <p className={styles['hint']}>Choose a study with ↑ ↓ to see what is in it.</p>}
      {alone ? <p className={styles['hint']}>The order is here, the images are still at the site.</p> : null}
      {loaded.state === 'loading' ? <LoadingSeries /> : null}
      {loaded.state === 'failed' ? (
        <p className={styles['hint']} role="alert">
          {`${errorWords(loaded.failure).title}. ${errorWords(loaded.failure).data} ${errorWords(loaded.failure).next}`}
        </p>
      ) : null}
      {loaded.state === 'loaded' ? <Contents studyId={loaded.studyId} study={loaded.study} /> : null}
    </section>
  );
}

function Facts({ row }: { readonly row: WorklistRow }) {
  const facts: readonly (readonly [string, string | null])[] = [
    // Whole, where the list had to cut it.
    ['ID', row.patient.patientId],
    ['Reason', row.reason],
    ['Accession', row.accession],
    ['Referred by', row.referring?.replaceAll('^', ' ').trim() || null],
    ['Institution', row.institution],
    ['Body part', row.bodyParts.join(', ') || null],
    ...(row.order === undefined ? [] : orderLines(row.order)),
  ];
  const warning = orderWarning(row.order);
  return (
    // Scrolls where a study has much to say, and so can be reached by the keyboard.
    <div className={styles['facts']} role="region" aria-label="About the study" tabIndex={0}>
      <h2 className={styles['who']}>
        <PatientName name={row.patient.name} />
      </h2>
      <dl className={styles['list']}>
        {warningsOf(row).map(([name, words]) => (
          <div key={name} className={styles['fact']}>
            <dt>{name}</dt>
            <dd className={styles['damaged']}>
              <span aria-hidden="true">▲ </span>
              {words}
            </dd>
          </div>
        ))}
        {facts.map(([name, value]) => (
          <div key={name} className={styles['fact']}>
            <dt>{name}</dt>
            <dd>
              <bdi>{value ?? 'not sent'}</bdi>
            </dd>
          </div>
        ))}
        {row.order === undefined ? (
          <div className={styles['fact']}>
            <dt>Order</dt>
            <dd>
              <NoOrder studyId={row.studyId} />
            </dd>
          </div>
        ) : null}
        {warning === null ? null : (
          <div className={styles['fact']}>
            <dt>Check</dt>
            <dd className={styles['damaged']}>
              <span aria-hidden="true">▲ </span>
              {warning}
            </dd>
          </div>
        )}
        {row.damaged === 0 ? null : (
          <div className={styles['fact']}>
            <dt>State</dt>
            <dd className={styles['damaged']} title={readinessMark(row, null, String).more}>
              <span aria-hidden="true">■ </span>
              {row.damaged} of {row.received} damaged, out of use
            </dd>
          </div>
        )}
        <div className={styles['fact']}>
          <dt>Report</dt>
          <dd>{reportMark(row.reportState)}</dd>
        </div>
      </dl>
    </div>
  );
}

/** What its site says otherwise now: before all that is only described. */
function warningsOf({ rejected, siteNews, hold }: WorklistRow): readonly (readonly [string, string])[] {
  return [
    ...(hold === undefined ? [] : [['On hold', `It ${holdWords(hold)}`] as const]),
    ...(rejected === undefined ? [] : [['Rejected', rejectedWords(rejected)] as const]),
    ...(siteNews === undefined ? [] : [['At the site', siteNews.join('; ')] as const]),
  ];
}

function LoadingSeries() {
  return (
    <div className={styles['series']} role="status" aria-label="Loading series">
      {[0, 1, 2].map((place) => (
        <div key={place} className={styles['item']}>
          <Skeleton width="112px" height="112px" />
          <Skeleton width="112px" height="32px" />
        </div>
      ))}
    </div>
  );
}

function Contents({ studyId, study }: { readonly studyId: StudyId; readonly study: StudyPreview }) {
  return (
    <>
      {/* More series than fit are reached by the arrow keys. */}
      <ul className={styles['series']} aria-label="Series" tabIndex={0}>
        {study.series.map((series) => (
          <SeriesItem key={series.seriesId} series={series} />
        ))}
      </ul>
      <div className={styles['priors']}>
        {study.readiness === undefined ? null : <ReadinessPart facts={study.readiness} />}
        <StandingPart studyId={studyId} />
        <h3>{study.priors.length === 0 ? 'No priors here' : 'Priors'}</h3>
        <ul>
          {study.priors.map((prior) => (
            <Prior key={prior.studyId} prior={prior} />
          ))}
        </ul>
      </div>
    </>
  );
}

function SeriesItem({ series }: { readonly series: SeriesInfo }) {
  const name = series.description ?? series.protocol ?? 'no description';
  const partial = series.expected !== null && series.received < series.expected;
  return (
    <li className={styles['item']}>
      <Thumbnail source={series.thumbnail} label={`Series ${series.number ?? ''} ${name}`} />
      <div className={styles['name']} title={name}>
        {[series.number, series.modality].filter((part) => part !== null).join(' ')}{' '}
        <span className={partial ? styles['partial'] : styles['count']}>
          {series.received}
          {series.expected === null ? '' : `/${series.expected}`}
        </span>
        <bdi className={styles['described']}>{name}</bdi>
      </div>
    </li>
  );
}

function Prior({ prior }: { readonly prior: PriorInfo }) {
  return (
    <li className={styles['prior']}>
      <div>
        {displayDate(prior.studyDate)} {prior.modalities.join(' ')}{' '}
        <bdi>{prior.description ?? prior.bodyParts.join(', ')}</bdi>
      </div>
      <div className={styles['why']}>{prior.reasons.join(' · ')}</div>
    </li>
  );
}
