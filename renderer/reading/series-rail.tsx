import { pictureCount } from '../../shared/hanging/main-series.ts';
import type { SeriesForReading, StudyForReading, WorklistRow } from '../../shared/model/study.ts';
import { isSameExamination } from '../../shared/report/comparison.ts';
import type { SeriesStack } from '../hanging/index.ts';
import { DetectionLine, DoseLine, ObjectList } from '../objects/index.ts';
import { Button, classNames, VisuallyHidden } from '../ui/index.ts';
import { countLines, NOTHING_COUNTED } from './count-words.ts';
import { useComposition, useDesk, useDeskCase, useDeskLayout, useDeskRuntime } from './desk-context.tsx';
import styles from './series-rail.module.css';
import { SamePerson } from './same-person.tsx';
import { whenOf } from './study-when.ts';
import { FrameThumbnail } from './frame-thumbnail.tsx';

export const SERIES_DRAG = 'application/x-nightjar-series';

/** Series of the open studies with what was seen of each; priors below, more of them on demand. */
export function SeriesRail() {
  const desk = useDesk();
  const open = useDeskCase();
  if (open.status !== 'open') return <nav className={styles['rail']} aria-label="Series" />;
  const opened = new Set(open.priors.map((prior) => prior.study.studyId));
  const others = open.current.priors.filter((prior) => !opened.has(prior.studyId));
  const all = [open.current.study, ...open.priors.map(({ study }) => study), ...others];
  return (
    <nav className={styles['rail']} aria-label="Series" data-scope="image">
      <StudySeries study={open.current} title="Current" />
      {open.priors.map((prior) => (
        <StudySeries
          key={prior.study.studyId}
          study={prior}
          title={nameOf(prior.study, open.current.study, whenOf(prior.study, all))}
          linked={open.current.priors.find(({ studyId }) => studyId === prior.study.studyId)?.linked}
        />
      ))}
      {others.map((prior) => (
        <Button
          key={prior.studyId}
          tone="quiet"
          className={styles['more']}
          title={`Open the ${isSameExamination(prior, open.current.study) ? 'study of the same examination' : 'prior'} ${[whenOf(prior, all), prior.description, prior.linked].filter(Boolean).join(' ')}`}
          onClick={() => void desk.openPrior(prior.studyId)}
        >
          {`${whenOf(prior, all)} ${prior.modalities.join('/')}`}
        </Button>
      ))}
      <SamePerson studyId={open.current.study.studyId} />
    </nav>
  );
}

/** A study of the same moment is another accession of one examination, and no prior of it. */
function nameOf(study: WorklistRow, current: WorklistRow, when: string): string {
  return isSameExamination(study, current) ? `Same examination ${study.accession ?? when}` : `Prior ${when}`;
}

function StudySeries({
  study,
  title,
  linked,
}: {
  readonly study: StudyForReading;
  readonly title: string;
  /** Who said that this patient of another issuer is the same person. */
  readonly linked?: string | undefined;
}) {
  return (
    <section aria-label={title}>
      <h2 className={styles['heading']}>{title}</h2>
      {linked === undefined ? null : <p className={styles['linked']}>▲ {linked}</p>}
      <StudyObjects study={study} />
      {study.series.map((series) => (
        <SeriesEntry key={series.seriesUid} study={study} series={series} />
      ))}
    </section>
  );
}

function StudyObjects({ study }: { readonly study: StudyForReading }) {
  const { objects } = useDesk();
  return (
    <>
      <DoseLine keeper={objects} studyId={study.study.studyId} />
      <DetectionLine keeper={objects} study={study} />
    </>
  );
}

/** A series, its stacks below where it has several, and its objects without a picture. */
function SeriesEntry({ study, series }: { readonly study: StudyForReading; readonly series: SeriesForReading }) {
  const desk = useDesk();
  const { stacks } = desk.stacks.of(series);
  return (
    <>
      <SeriesButton study={study} series={series} />
      {stacks.length < 2 ? null : (
        <ul className={styles['stacks']} aria-label={`Stacks of series ${series.number ?? ''}`.trim()}>
          {stacks.map((stack) => (
            <li key={stack.number}>
              <StackButton study={study} series={series} stack={stack} />
            </li>
          ))}
        </ul>
      )}
      <ObjectList keeper={desk.objects} series={series} />
    </>
  );
}

function StackButton({
  study,
  series,
  stack,
}: {
  readonly study: StudyForReading;
  readonly series: SeriesForReading;
  readonly stack: SeriesStack;
}) {
  const desk = useDesk();
  const active = useDeskLayout((layout) => layout.active);
  const { from, refs, name, number } = stack;
  const shown = useComposition(({ cells }) =>
    Object.values(cells).some(
      (cell) => cell?.seriesUid === series.seriesUid && desk.stacks.of(series).holding(cell.start) === stack,
    ),
  );
  const seen = useDeskRuntime((runtime) => {
    const all = runtime.seen[series.seriesUid];
    return all === undefined ? 0 : refs.filter((_ref, place) => all.has(from + place)).length;
  });
  const { studyId } = study.study;
  const { seriesUid } = series;
  return (
    <button
      type="button"
      draggable
      className={classNames(styles['stack'], shown && styles['shown'])}
      data-stack={name}
      data-shown={seen}
      onClick={() => desk.showSeries(active, studyId, seriesUid, number)}
      onDragStart={(event) =>
        event.dataTransfer.setData(SERIES_DRAG, JSON.stringify({ studyId, seriesUid, stack: number }))
      }
    >
      {name}
      <span className={styles['count']}>
        {refs.length}
        <VisuallyHidden>{` images, ${seen} seen`}</VisuallyHidden>
      </span>
    </button>
  );
}

function SeriesButton({ study, series }: { readonly study: StudyForReading; readonly series: SeriesForReading }) {
  const desk = useDesk();
  const active = useDeskLayout((layout) => layout.active);
  const shown = useComposition((composition) =>
    Object.values(composition.cells).some((cell) => cell?.seriesUid === series.seriesUid),
  );
  const seen = useDeskRuntime((runtime) => runtime.seen[series.seriesUid]?.size ?? 0);
  const aside = useDeskRuntime((runtime) => runtime.aside.has(series.seriesUid));
  const counts = useDeskRuntime((runtime) => runtime.counts[series.seriesUid]) ?? NOTHING_COUNTED;
  const pictures = pictureCount(series);
  const { studyId } = study.study;
  const name = series.description ?? series.protocol ?? series.modality ?? 'Series';
  const count = series.expected === null ? `${series.received}` : `${series.received}/${series.expected}`;
  return (
    <button
      type="button"
      draggable
      title={countLines(series, counts, pictures, seen).join('\n')}
      data-expected={series.expected ?? ''}
      data-received={series.received}
      data-verified={counts.verified}
      data-decoded={counts.decoded}
      data-failed={counts.failed}
      data-shown={seen}
      className={classNames(styles['series'], shown && styles['shown'])}
      onClick={() => desk.showSeries(active, studyId, series.seriesUid)}
      onDragStart={(event) =>
        event.dataTransfer.setData(SERIES_DRAG, JSON.stringify({ studyId, seriesUid: series.seriesUid }))
      }
    >
      {pictures === 0 ? null : <FrameThumbnail source={series.thumbnail} modality={series.modality ?? ''} />}
      <span className={styles['name']}>{`${series.number ?? ''} ${name}`.trim()}</span>
      <span
        className={classNames(
          styles['count'],
          series.expected !== null && series.received < series.expected && styles['partial'],
        )}
      >
        {count}
        {pictures > series.received ? ` · ${pictures} frames` : ''}
        {series.rejected ? ` · ${series.rejected} rejected` : ''}
        {aside ? ' · left unread' : ''}
        <VisuallyHidden>{`, ${pictures} images, ${seen} seen`}</VisuallyHidden>
      </span>
      <span className={styles['seen']} aria-hidden="true">
        <span style={{ width: `${pictures === 0 ? 0 : (100 * seen) / pictures}%` }} />
      </span>
    </button>
  );
}
