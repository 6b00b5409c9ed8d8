import { useState } from 'react';
import type { KeyboardEvent } from 'react';
import type { AppError } from '../../../shared/errors/app-error.ts';
import { PDF_CAPS } from '../../../shared/model/pdf.ts';
import { errorWords } from '../../app/notices/index.ts';
import { Button, useSize } from '../../ui/index.ts';
import { nextZoom, shownZoom } from './page-view.ts';
import type { Zoom } from './page-view.ts';
import type { OpenPdf } from './open-pdf.ts';
import styles from './pdf-pages.module.css';
import { usePdf, useSheet } from './use-pdf.ts';
import type { PdfParts, PdfState, Sheet } from './use-pdf.ts';

/** The pages of a PDF, one at a time, as pictures: nothing on them can be pressed. One object for as long as it is there (its key). */
export function PdfPages(props: PdfParts) {
  const state = usePdf(props);
  if (state.is === 'failed') return <Refused error={state.error} />;
  return <Pages state={state} />;
}

function Pages({ state }: { readonly state: Exclude<PdfState, { is: 'failed' }> }) {
  const pdf = state.is === 'open' ? state.pdf : null;
  const [page, setPage] = useState(1);
  const [zoom, setZoom] = useState<Zoom>('fit');
  const [turns, setTurns] = useState(0);
  const [sheet, setSheet] = useState<HTMLDivElement | null>(null);
  const room = useSize(sheet)?.width ?? 0;
  // The width counts only where the page is fitted to it.
  const wish = room === 0 ? null : { page, zoom, room: zoom === 'fit' ? room : 0, turns };
  const drawn = useSheet(pdf, sheet, wish);
  const count = Math.min(pdf?.pages ?? 0, PDF_CAPS.pages);
  const now = shownZoom(zoom, drawn.is === 'drawn' ? drawn.size : null, room);
  const goTo = (wanted: number): void => {
    setPage(Math.max(1, Math.min(count, wanted)));
    if (sheet) toTop(sheet);
  };
  const acts: Acts = {
    step: (by) => goTo(page + by),
    edge: (at) => goTo(at === 'first' ? 1 : count),
    zoom: (by) => setZoom(nextZoom(now, by)),
    fit: () => setZoom('fit'),
    turn: () => setTurns((turns + 1) % 4),
  };
  return (
    <section
      className={styles['document']}
      aria-label="Pages of the document"
      data-page={drawn.is === 'drawn' ? drawn.page : undefined}
      data-state={drawn.is === 'drawn' ? 'shown' : drawn.is === 'failed' ? 'failed' : 'loading'}
    >
      <Bar
        page={page}
        shown={drawn.is === 'waiting' ? page : drawn.page}
        count={count}
        zoom={zoom}
        now={now}
        acts={acts}
      />
      {pdf ? <Notes pdf={pdf} drawn={drawn} /> : null}
      {drawn.is === 'failed' ? <Refused error={drawn.error} /> : null}
      {drawn.is === 'waiting' ? <p className={styles['quiet']}>Reading the document …</p> : null}
      {/* It scrolls: the keys must reach it. */}
      <div
        ref={setSheet}
        className={styles['sheet']}
        tabIndex={0}
        role="group"
        aria-label="Page"
        onKeyDown={(event) => press(event, acts)}
      />
    </section>
  );
}

function toTop(element: Element): void {
  element.scrollTop = 0;
}

interface Acts {
  readonly step: (by: 1 | -1) => void;
  readonly edge: (at: 'first' | 'last') => void;
  readonly zoom: (by: 1 | -1) => void;
  readonly fit: () => void;
  readonly turn: () => void;
}

interface BarProps {
  readonly page: number;
  /** What stands on the sheet: while the next one is coming it is the one before. */
  readonly shown: number;
  readonly count: number;
  readonly zoom: Zoom;
  readonly now: number;
  readonly acts: Acts;
}

function Bar({ page, shown, count, zoom, now, acts }: BarProps) {
  const isWaiting = count === 0;
  return (
    <div className={styles['bar']} role="toolbar" aria-label="Document">
      <Button disabled={isWaiting || page === 1} onClick={() => acts.step(-1)}>
        Page before
      </Button>
      <span className={styles['place']} role="status">
        {isWaiting ? 'page …' : `page ${shown} of ${count}`}
      </span>
      <Button disabled={isWaiting || page === count} onClick={() => acts.step(1)}>
        Next page
      </Button>
      <Button disabled={isWaiting} aria-label="Smaller" onClick={() => acts.zoom(-1)}>
        −
      </Button>
      <span className={styles['size']}>{isWaiting ? '' : `${Math.round(now * 100)} %`}</span>
      <Button disabled={isWaiting} aria-label="Larger" onClick={() => acts.zoom(1)}>
        +
      </Button>
      <Button disabled={isWaiting} aria-pressed={zoom === 'fit'} onClick={acts.fit}>
        Fit width
      </Button>
      <Button disabled={isWaiting} onClick={acts.turn}>
        Turn
      </Button>
    </div>
  );
}

function Notes({ pdf, drawn }: { readonly pdf: OpenPdf; readonly drawn: Sheet }) {
  const notes = [
    pdf.pages > PDF_CAPS.pages ? `▲ The document has ${pdf.pages} pages: the first ${PDF_CAPS.pages} are shown.` : null,
    pdf.xfa ? '▲ It holds a form (XFA) that is not read here: what was filled in may not be on these pages.' : null,
    drawn.is === 'drawn' && drawn.gaps
      ? '▲ Not all of this document could be drawn: a picture or letters may be missing. Write it to a file to see it whole.'
      : null,
  ];
  return notes.map((note) =>
    note === null ? null : (
      <p key={note} className={styles['note']} role="note">
        {note}
      </p>
    ),
  );
}

function Refused({ error }: { readonly error: AppError }) {
  const { title, data, next } = errorWords(error);
  return (
    <div role="alert">
      <p className={styles['note']}>{title}</p>
      <p>{data}</p>
      <p>{next}</p>
    </div>
  );
}

/** Arrows and Space scroll the page, which the window does by itself: they must not move the pictures beside it. */
const SCROLLS: ReadonlySet<string> = new Set(['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', ' ']);

function press(event: KeyboardEvent, acts: Acts): void {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (SCROLLS.has(event.key)) return event.stopPropagation();
  const act = KEYS.get(event.key);
  if (!act) return;
  event.preventDefault();
  act(acts);
}

const KEYS: ReadonlyMap<string, (acts: Acts) => void> = new Map([
  ['PageDown', (acts: Acts) => acts.step(1)],
  ['PageUp', (acts: Acts) => acts.step(-1)],
  ['Home', (acts: Acts) => acts.edge('first')],
  ['End', (acts: Acts) => acts.edge('last')],
  ['+', (acts: Acts) => acts.zoom(1)],
  ['=', (acts: Acts) => acts.zoom(1)],
  ['-', (acts: Acts) => acts.zoom(-1)],
  ['0', (acts: Acts) => acts.fit()],
]);
