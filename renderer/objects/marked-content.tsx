import { displayDate, displayTime } from '../../shared/dicom/dates.ts';
import type { DocumentLine, KeyImagesContent, PresentationContent } from '../../shared/model/dicom-object.ts';
import { Button } from '../ui/index.ts';
import { DocumentLines } from './document-lines.tsx';
import styles from './objects.module.css';

const plain = (name: string, text: string | null): DocumentLine | null =>
  text === null || text === '' ? null : { depth: 0, heading: false, name, text, links: [] };

/** Pictures that somebody marked, and why. */
export function KeyImages({ content: { keyObject } }: { readonly content: KeyImagesContent }) {
  const { modifier, note, observer, date, time, references, others } = keyObject;
  const lines = [
    plain('Because', modifier?.meaning ?? null),
    plain('Note', note),
    plain('By', observer),
    plain('On', when(date, time)),
    ...references.map(({ sopUid, sopClass, frame }): DocumentLine => {
      const links = [{ sopUid, sopClass, frames: frame === null ? [] : [frame] }];
      return { depth: 0, heading: false, name: null, text: null, links };
    }),
    plain('Other objects named', others.length === 0 ? null : `${others.length}`),
  ];
  return <DocumentLines lines={lines.filter((line) => line !== null)} />;
}

/** How somebody wants pictures to be shown; nothing changes until the reader asks for it. */
export function StateFacts({
  content: { state },
  gaps,
  onShow,
}: {
  readonly content: PresentationContent;
  /** What of it is not shown here. */
  readonly gaps: readonly string[];
  readonly onShow: () => void;
}) {
  const drawn = state.annotations.reduce((sum, { graphics, texts }) => sum + graphics.length + texts.length, 0);
  const lines = [
    plain('Label', state.label),
    plain('Description', state.description),
    plain('By', state.creator),
    plain('On', when(state.date, state.time)),
    plain('Drawings', drawn === 0 ? null : `${drawn}`),
    // Part 3, C.11.1: without it stored values go on as they are, whatever the picture itself would do.
    plain('Window', countsStored(state) ? 'in stored values: it brings no rescale of its own' : null),
    ...state.images.map(({ sopUid, sopClass, frame }): DocumentLine => {
      const links = [{ sopUid, sopClass, frames: frame === null ? [] : [frame] }];
      return { depth: 0, heading: false, name: null, text: null, links };
    }),
  ];
  return (
    <>
      <DocumentLines lines={lines.filter((line) => line !== null)} />
      {gaps.map((words) => (
        <p key={words} className={styles['warning']}>
          ▲ Not shown here: {words}
        </p>
      ))}
      <Button onClick={onShow}>Show it so</Button>
    </>
  );
}

function countsStored({ kind, rescale, modalityLut, voi }: PresentationContent['state']): boolean {
  return kind === 'grey' && rescale === null && modalityLut === null && voi.length > 0;
}

function when(date: string | null, time: string | null): string | null {
  if (date === null) return null;
  return [displayDate(date), time === null ? '' : displayTime(time)].join(' ').trim();
}
