import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { ONE_MONITOR } from '../../../shared/hanging/protocol/case-facts.ts';
import { pictureCount } from '../../../shared/hanging/main-series.ts';
import { isSameExamination } from '../../../shared/report/comparison.ts';
import { caseOf } from '../../hanging/index.ts';
import { classNames, Dialog, EmptyState, useSize } from '../../ui/index.ts';
import { useComposition, useDesk, useDeskCase, useDeskLayout, useDeskRuntime } from '../desk-context.tsx';
import { FrameThumbnail } from '../frame-thumbnail.tsx';
import { findSeries } from '../stores.ts';
import type { DeskCase } from '../stores.ts';
import { whenOf } from '../study-when.ts';
import styles from './overview.module.css';
import { rowsOf, seenWords, standingIn, tileAfter, tilesOf, whereWords } from './series-tiles.ts';
import type { SeriesTile } from './series-tiles.ts';

type OpenCase = Extract<DeskCase, { status: 'open' }>;

/** Width of a tile with what stands between two, and heights of rows, CSS pixels (overview.module.css). */
const TILE_WIDTH = 180;
const TILE_HEIGHT = 220;
const HEADING_HEIGHT = 28;

/** Every series of the case at one look. The desk below stays as it is until one is chosen. */
export function Overview() {
  const desk = useDesk();
  const open = useDeskCase();
  const shownOf = useDeskLayout((layout) => layout.overviewOf);
  const isShown = open.status === 'open' && shownOf === open.token;
  const close = (): void => desk.stores.layout.setState({ overviewOf: null });
  return (
    <Dialog title="Series of the case" open={isShown} onClose={close} width="full">
      {isShown ? <Tiles open={open} onDone={close} /> : null}
    </Dialog>
  );
}

interface StudyTiles {
  readonly title: string;
  readonly count: number;
  readonly tiles: readonly SeriesTile[];
}

function useStudyTiles({ current, priors }: OpenCase): readonly StudyTiles[] {
  const desk = useDesk();
  return useMemo(() => {
    const { facts } = caseOf({ current, priors }, desk.stacks, { reader: null, monitors: ONE_MONITOR });
    const studies = [current, ...priors];
    return studies.map((study): StudyTiles => {
      const role = study === current ? 'current' : 'prior';
      const tiles = tilesOf(study, role, facts, (series) => desk.stacks.of(series).stacks.length);
      const when = whenOf(
        study.study,
        studies.map((one) => one.study),
      );
      const { modalities, description } = study.study;
      const of = isSameExamination(study.study, current.study) ? 'Same examination' : 'Prior';
      const what = [role === 'current' ? 'Current' : of, when, modalities.join('/'), description];
      return { title: what.filter(Boolean).join(' '), count: tiles.length, tiles };
    });
  }, [desk, current, priors]);
}

function Tiles({ open, onDone }: { readonly open: OpenCase; readonly onDone: () => void }) {
  const desk = useDesk();
  const studies = useStudyTiles(open);
  const tiles = useMemo(() => studies.flatMap((study) => study.tiles), [studies]);
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const width = useSize(scroller)?.width ?? 0;
  const columns = Math.max(1, Math.floor(width / TILE_WIDTH));
  const rows = useMemo(() => rowsOf(studies, columns), [studies, columns]);
  const [at, setAt] = useState(() =>
    Math.max(
      0,
      tiles.findIndex((tile) => isActive(desk.stores, tile)),
    ),
  );
  const here = rows.findIndex((row) => row.kind === 'tiles' && row.tiles.includes(at));
  // Only what is in sight has its picture: a case of a thousand series takes no more than one of ten.
  // eslint-disable-next-line react-hooks/incompatible-library -- no compiler here: nothing is memoised behind our back
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller,
    estimateSize: (index) => (rows[index]?.kind === 'heading' ? HEADING_HEIGHT : TILE_HEIGHT),
    overscan: 1,
    // The tile that has the focus stays in the page, wherever the wheel goes.
    rangeExtractor: (range) => {
      const indexes = defaultRangeExtractor(range);
      return here < 0 || indexes.includes(here) ? indexes : [...indexes, here].sort((a, b) => a - b);
    },
  });
  useEffect(() => virtual.measure(), [virtual, rows]);
  useEffect(() => {
    if (width === 0) return;
    if (here >= 0) virtual.scrollToIndex(here);
    scroller?.querySelector<HTMLElement>(`[data-tile="${at}"]`)?.focus();
  }, [virtual, scroller, here, at, width]);
  const hang = useCallback(
    ({ studyId, seriesUid }: SeriesTile): void => {
      desk.showSeries(desk.stores.layout.getState().active, studyId, seriesUid);
      onDone();
    },
    [desk, onDone],
  );
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = tileAfter(rows, at, event.key);
    const isEnter = event.key === 'Enter' || event.key === ' ';
    if (!isEnter && next === at) return;
    event.preventDefault();
    const tile = tiles[at];
    if (isEnter && tile) hang(tile);
    else setAt(next);
  };
  if (tiles.length === 0) return <EmptyState title="No series is here">The study has no objects yet.</EmptyState>;
  return (
    <>
      <p className={styles['help']}>
        Arrow keys choose, Enter hangs the series in the active viewport, Escape goes back to the desk.
      </p>
      <div
        ref={setScroller}
        role="listbox"
        tabIndex={-1}
        aria-label="Series"
        className={styles['list']}
        onKeyDown={onKeyDown}
      >
        <div role="presentation" className={styles['rows']} style={{ height: `${virtual.getTotalSize()}px` }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const row = rows[index];
            if (!row) return null;
            return (
              <div
                key={index}
                role="presentation"
                className={styles['row']}
                style={{ transform: `translateY(${start}px)` }}
              >
                {row.kind === 'heading' ? (
                  <div role="presentation" className={styles['heading']}>
                    {row.title}
                  </div>
                ) : (
                  row.tiles.map((number) => {
                    const tile = tiles[number];
                    return tile ? (
                      <Tile
                        key={number}
                        {...{ tile, number, count: tiles.length, chosen: number === at }}
                        onHang={hang}
                        onFocus={setAt}
                      />
                    ) : null;
                  })
                )}
              </div>
            );
          })}
        </div>
      </div>
    </>
  );
}

function isActive({ layout, composition }: ReturnType<typeof useDesk>['stores'], tile: SeriesTile): boolean {
  return composition.getState().cells[layout.getState().active]?.seriesUid === tile.seriesUid;
}

interface TileProps {
  readonly tile: SeriesTile;
  readonly number: number;
  readonly count: number;
  readonly chosen: boolean;
  readonly onHang: (tile: SeriesTile) => void;
  readonly onFocus: (number: number) => void;
}

function Tile({ tile, number, count, chosen, onHang, onFocus }: TileProps) {
  const ref = useRef<HTMLDivElement>(null);
  const open = useDeskCase();
  const series = useMemo(() => findSeries(open, tile.studyId, tile.seriesUid), [open, tile]);
  const seen = useDeskRuntime((runtime) => runtime.seen[tile.seriesUid]?.size ?? 0);
  const aside = useDeskRuntime((runtime) => runtime.aside.has(tile.seriesUid));
  const layout = useDeskLayout((now) => now.cells);
  const composed = useComposition((composition) => composition.cells);
  const where = useMemo(
    () => whereWords(standingIn({ cells: layout }, { cells: composed }).get(tile.seriesUid) ?? []),
    [layout, composed, tile],
  );
  const images = series ? pictureCount(series) : 0;
  const state = seenWords(images, seen, aside);
  return (
    <div
      ref={ref}
      role="option"
      tabIndex={chosen ? 0 : -1}
      aria-selected={chosen}
      aria-posinset={number + 1}
      aria-setsize={count}
      aria-description={tile.role === 'current' ? 'current study' : 'prior'}
      data-tile={number}
      data-series-uid={tile.seriesUid}
      className={classNames(styles['tile'], where !== '' && styles['hangs'])}
      onFocus={() => onFocus(number)}
      onClick={() => onHang(tile)}
    >
      <FrameThumbnail source={images === 0 ? null : tile.thumbnail} modality={tile.modality} />
      <span className={styles['name']} title={tile.name}>
        {tile.name}
      </span>
      <span className={styles['pictures']}>{tile.pictures === '' ? tile.modality : tile.pictures}</span>
      <span className={classNames(styles['quiet'], tile.isPartial && styles['partial'])}>{tile.count}</span>
      <span className={state === 'unread' ? styles['unread'] : styles['quiet']}>{state}</span>
      <span className={styles['quiet']}>{where}</span>
    </div>
  );
}
