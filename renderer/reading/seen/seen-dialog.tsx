import { useEffect, useState } from 'react';
import { asAppError } from '../../../shared/errors/app-error.ts';
import type { AppError } from '../../../shared/errors/app-error.ts';
import { roleWords } from '../../../shared/hanging/role-words.ts';
import type { SeenLook } from '../../../shared/model/seen.ts';
import type { StudyForReading } from '../../../shared/model/study.ts';
import { dwellText, neverShownWords, SEEN_KIND_WORDS, SEEN_KINDS } from '../../../shared/rules/seen-map/seen-kinds.ts';
import { errorWords } from '../../app/notices/index.ts';
import { Button, Dialog, EmptyState, Skeleton } from '../../ui/index.ts';
import { useDesk, useDeskCase, useDeskRuntime, useDeskTools } from '../desk-context.tsx';
import type { DeskSession } from '../desk-session.ts';
import { saidRole } from '../other-study.ts';
import { studiesOf } from '../stores.ts';
import { whenOf } from '../study-when.ts';
import styles from './seen-dialog.module.css';
import { seenRows, sumCounts } from './seen-rows.ts';
import type { SeenRow } from './seen-rows.ts';
import { SEEN_FILL, SeenStrip } from './seen-strip.tsx';

type Looks =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly error: AppError }
  | { readonly state: 'here'; readonly of: ReadonlyMap<string, readonly SeenLook[]> };

/** What of the case this reader had on the glass, series by series. */
export function SeenDialog() {
  const isOpen = useDeskTools((tools) => tools.seenMap);
  // Mounted anew each time: what was shown meanwhile stands in it.
  return isOpen ? <SeenMap /> : null;
}

function SeenMap() {
  const desk = useDesk();
  const open = useDeskCase();
  const [looks, setLooks] = useState<Looks>({ state: 'loading' });
  const studies = studiesOf(open);
  useEffect(() => {
    const isStill = desk.ifStill();
    let wanted = true;
    const answer = (next: Looks): void => {
      if (wanted && isStill()) setLooks(next);
    };
    fetchLooks(desk).then(
      (of) => answer({ state: 'here', of }),
      (error: unknown) => answer({ state: 'failed', error: asAppError(error) }),
    );
    return () => {
      wanted = false;
    };
  }, [desk]);
  const close = (): void => desk.stores.tools.setState({ seenMap: false });
  const several = studies.length > 1;
  return (
    <Dialog
      title="Seen map"
      open
      width="broad"
      onClose={close}
      actions={
        <Button tone="primary" data-autofocus="" onClick={close}>
          Close
        </Button>
      }
    >
      <Legend />
      {looks.state === 'failed' ? <Failed error={looks.error} /> : null}
      {looks.state === 'loading' ? (
        <div aria-busy="true" aria-label="What was shown is looked up">
          <Skeleton width="100%" height="160px" />
        </div>
      ) : null}
      {looks.state === 'here'
        ? studies.map((study) => (
            <StudyMap
              key={study.study.studyId}
              study={study}
              looks={looks.of.get(study.study.studyId) ?? []}
              heading={
                several
                  ? roleWords(
                      saidRole(open, study.study.studyId),
                      whenOf(
                        study.study,
                        studies.map((one) => one.study),
                      ),
                    )
                  : null
              }
              onLeave={close}
            />
          ))
        : null}
    </Dialog>
  );
}

/** What stands on the glass this moment is written first. */
async function fetchLooks(desk: DeskSession): Promise<ReadonlyMap<string, readonly SeenLook[]>> {
  await desk.settle();
  const of = new Map<string, readonly SeenLook[]>();
  for (const { study } of studiesOf(desk.stores.open.getState())) {
    of.set(study.studyId, (await desk.call('reading.looks', { studyId: study.studyId })).looks);
  }
  return of;
}

function Legend() {
  return (
    <div className={styles['legend']}>
      {SEEN_KINDS.toReversed().map((kind) => (
        <span key={kind} className={styles['entry']}>
          <svg className={styles['mark']} viewBox="0 0 10 14" aria-hidden="true">
            <rect data-kind={kind} x={0} y={14 * (1 - SEEN_FILL[kind])} width={10} height={14 * SEEN_FILL[kind]} />
          </svg>
          {SEEN_KIND_WORDS[kind]}
        </span>
      ))}
      <p className={styles['quiet']}>
        Full zoom: a pixel of the screen or more for each pixel of the image, in full quality. Bars above: time on the
        glass. What stands unchanged counts for one minute at most.
      </p>
    </div>
  );
}

function Failed({ error }: { readonly error: AppError }) {
  const { title, next } = errorWords(error);
  return (
    <p role="alert" className={styles['failed']}>
      {title}. {next}
    </p>
  );
}

function StudyMap({
  study,
  looks,
  heading,
  onLeave,
}: {
  readonly study: StudyForReading;
  readonly looks: readonly SeenLook[];
  readonly heading: string | null;
  readonly onLeave: () => void;
}) {
  const desk = useDesk();
  const wasThere = useDeskRuntime((runtime) => runtime.seen);
  const aside = useDeskRuntime((runtime) => runtime.aside);
  const rows = seenRows(study, looks, { stacks: desk.stacks, wasThere });
  if (rows.length === 0) return <EmptyState title="No images">Nothing of this study can be shown.</EmptyState>;
  const counts = sumCounts(rows);
  const all = rows.reduce((sum, { refs }) => sum + refs.length, 0);
  return (
    <section className={styles['study']} aria-label={heading ?? 'This study'}>
      <h3>{heading === null ? neverShownWords(counts, all) : `${heading}: ${neverShownWords(counts, all)}`}</h3>
      {rows.map((row) => (
        <Row key={row.series.seriesUid} row={row} isAside={aside.has(row.series.seriesUid)} onLeave={onLeave} />
      ))}
    </section>
  );
}

function Row({
  row,
  isAside,
  onLeave,
}: {
  readonly row: SeenRow;
  readonly isAside: boolean;
  readonly onLeave: () => void;
}) {
  const desk = useDesk();
  const { name, refs, pictures, counts, dwell } = row;
  const go = (place: number): void => {
    const ref = refs[place];
    onLeave();
    if (ref) desk.showFrame(ref);
  };
  const first = pictures.findIndex(({ kind }) => kind === 'never');
  const words = rowWords(row, isAside);
  return (
    <div className={styles['row']} data-never={counts.never} data-full={counts.full} data-dwell={dwell}>
      <div className={styles['words']}>
        <strong>{name}</strong>
        <span className={styles['quiet']}>{words}</span>
      </div>
      <SeenStrip label={`${name}: ${words}`} pictures={pictures} onPick={go} />
      <span className={styles['act']}>
        {first < 0 ? null : <Button onClick={() => go(first)}>Go to image {first + 1}</Button>}
      </span>
    </div>
  );
}

function rowWords({ refs, counts, dwell }: SeenRow, isAside: boolean): string {
  const parts = SEEN_KINDS.toReversed().flatMap((kind) =>
    counts[kind] === 0 ? [] : [`${counts[kind]} ${SEEN_KIND_WORDS[kind]}`],
  );
  const images = `${refs.length} ${refs.length === 1 ? 'image' : 'images'}`;
  return [images, ...parts, dwellText(dwell), ...(isAside ? ['left unread on purpose'] : [])].join(' · ');
}
