import { useState } from 'react';
import { DOCUMENT_WORDS } from '../../shared/hanging/picture-words.ts';
import { documentKind, documentsOf } from '../../shared/hanging/series-documents.ts';
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
  const of = facts.role === 'prior' ? 'PRIOR' : 'CURRENT';
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
      <div className={styles['body']}>
        <ObjectInPlace key={image.objectId} image={image} {...parts} />
      </div>
    </article>
  );
}
