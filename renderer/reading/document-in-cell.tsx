import { useState } from 'react';
import type { KeyboardEvent } from 'react';
import { DOCUMENT_WORDS } from '../../shared/hanging/picture-words.ts';
import { documentKind, documentsOf } from '../../shared/hanging/series-documents.ts';
import { roleName } from '../../shared/hanging/role-words.ts';
import type { ImageInfo } from '../../shared/model/image.ts';
import type { SeriesForReading } from '../../shared/model/study.ts';
import { ObjectInPlace, objectTitle } from '../objects/index.ts';
import { Button } from '../ui/index.ts';
import type { SeriesFacts } from '../viewer/index.ts';
import { useObjectParts } from './opened-object.tsx';
import styles from './document-in-cell.module.css';

const NONE: readonly ImageInfo[] = [];

/** Documents that stand in the place of pictures: of a series that has none. */
export function documentsIn(series: SeriesForReading | null): readonly ImageInfo[] {
  return series ? documentsOf(series) : NONE;
}

interface DocumentInCellProps {
  readonly documents: readonly ImageInfo[];
  readonly facts: SeriesFacts;
}

/** The documents of a series in the place of a picture, one at a time: pages, text, curves, or why they are not shown. */
export function DocumentInCell({ documents, facts }: DocumentInCellProps) {
  const parts = useObjectParts();
  const [place, setPlace] = useState(0);
  const image = documents[place] ?? documents[0];
  if (!image) return null;
  const kind = documentKind(image);
  const of = roleName(facts.role);
  const title = objectTitle(image, documents.length === 1);
  return (
    <article
      className={styles['document']}
      aria-label={`${title}, ${of}, ${facts.studyDate}`}
      data-document={image.objectId}
      data-document-kind={kind ?? undefined}
    >
      <div className={styles['head']}>
        <h2 title={kind === null ? undefined : DOCUMENT_WORDS[kind]}>
          {`${title} · ${of} · ${facts.studyDate}`} <bdi>{facts.series}</bdi>
        </h2>
        {documents.length > 1 ? (
          <>
            <Button disabled={place === 0} onClick={() => setPlace(place - 1)}>
              Document before
            </Button>
            <span className={styles['place']}>{`${place + 1} of ${documents.length}`}</span>
            <Button disabled={place === documents.length - 1} onClick={() => setPlace(place + 1)}>
              Next document
            </Button>
          </>
        ) : null}
      </div>
      {/* It scrolls: the keys must reach it. The sheet of a PDF scrolls by itself. */}
      <div
        className={styles['body']}
        role="group"
        aria-label="Document"
        tabIndex={kind === 'pdf' ? undefined : 0}
        onKeyDown={keepScrolling}
      >
        <ObjectInPlace key={image.objectId} image={image} {...parts} />
      </div>
    </article>
  );
}

/** These scroll what is read, which the window does by itself: they must not move the pictures beside it. */
const SCROLLS: ReadonlySet<string> = new Set([
  ...['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', ' '],
  ...['PageUp', 'PageDown', 'Home', 'End'],
]);

function keepScrolling(event: KeyboardEvent): void {
  const isPlain = !event.ctrlKey && !event.altKey && !event.metaKey;
  if (isPlain && event.target === event.currentTarget && SCROLLS.has(event.key)) event.stopPropagation();
}
