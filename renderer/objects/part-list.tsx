import { useEffect, useMemo, useRef } from 'react';
import { useStore } from 'zustand';
import type { ObjectContent } from '../../shared/model/dicom-object.ts';
import type { ObjectId } from '../../shared/model/ids.ts';
import type { StudyForReading } from '../../shared/model/study.ts';
import { Button } from '../ui/index.ts';
import type { ObjectKeeper } from './object-keeper.ts';
import { partsOf } from './object-layers.ts';
import type { ObjectPart } from './object-layers.ts';
import { partGaps } from './part-gaps.ts';
import styles from './objects.module.css';

/** What of an object stands over the pictures: off until somebody puts it there. */
export function PartList({
  keeper,
  objectId,
  content,
  studies,
  goTo,
}: {
  readonly keeper: ObjectKeeper;
  readonly objectId: ObjectId;
  readonly content: ObjectContent;
  /** Of the open case. */
  readonly studies: readonly StudyForReading[];
  /** Shows the first picture that has it. */
  readonly goTo: (part: ObjectPart) => void;
}) {
  const drawn = useStore(keeper.store, (state) => state.drawn);
  const opacity = useStore(keeper.store, (state) => state.opacity);
  const parts = useMemo(() => partsOf(content), [content]);
  const gaps = useMemo(() => parts.map(({ id }) => partGaps(content, id, studies)), [parts, content, studies]);
  if (parts.length === 0) return null;
  const isAll = parts.every(({ id, empty }) => empty || drawn.has(`${objectId}/${id}`));
  return (
    <>
      {parts.length < 2 ? null : (
        <Button tone="quiet" onClick={() => keeper.toggleAll(objectId)}>
          {isAll ? 'None over the pictures' : 'All over the pictures'}
        </Button>
      )}
      <ul className={styles['parts']} aria-label="Over the pictures">
        {parts.map((part, place) => (
          <li key={part.id} className={styles['part']}>
            <Swatch colour={part.colour} />
            <label>
              <input
                type="checkbox"
                checked={drawn.has(`${objectId}/${part.id}`)}
                disabled={part.empty}
                onChange={() => keeper.toggle(objectId, part.id)}
              />{' '}
              <bdi>{part.name}</bdi> <Ai part={part} />
              <br />
              <span className={styles['quiet']}>{part.note}</span>
              <Gap words={gaps[place] ?? null} />
            </label>
            {drawn.has(`${objectId}/${part.id}`) ? (
              <input
                type="range"
                min={10}
                max={100}
                step={10}
                value={Math.round((opacity[`${objectId}/${part.id}`] ?? 1) * 100)}
                aria-label={`Opacity of ${part.name}, per cent`}
                onChange={(event) => keeper.setOpacity(objectId, part.id, Number(event.target.value) / 100)}
              />
            ) : null}
            {part.empty ? null : (
              <button
                type="button"
                className={styles['link']}
                onClick={() => goTo(part)}
                aria-label={`Go to ${part.name}`}
              >
                Go to
              </button>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

function Gap({ words }: { readonly words: string | null }) {
  return words === null ? null : (
    <>
      <br />
      <span className={styles['warning']}>▲ {words}</span>
    </>
  );
}

function Ai({ part }: { readonly part: ObjectPart }) {
  return part.isAi ? <span className={styles['ai']}>AI</span> : null;
}

/** The content policy takes no styles from markup: the colour goes through the object model. */
function Swatch({ colour }: { readonly colour: string }) {
  const swatch = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (swatch.current) swatch.current.style.background = colour;
  }, [colour]);
  return <span ref={swatch} className={styles['swatch']} aria-hidden="true" />;
}
