import type { BesideMark, BesideSide, ReviewBeside } from '../../../shared/model/review/beside.ts';
import { compareSeen } from '../../../shared/review/beside/compare-seen.ts';
import type { SeriesSeen } from '../../../shared/review/beside/compare-seen.ts';
import { glanceWords } from '../../../shared/review/beside/glance-words.ts';
import type { FrameRef } from '../../viewer/index.ts';
import styles from './beside.module.css';
import { hasMap } from './seen-beside.tsx';

/** What each drew and marked, with what the other had of that very picture. */
export function MarksBeside({
  beside: { original, reviewer },
  onShow,
}: {
  readonly beside: ReviewBeside;
  readonly onShow: ((ref: FrameRef) => void) | null;
}) {
  const seen = compareSeen(original?.seen ?? [], reviewer?.seen ?? []);
  return (
    <div className={styles['sides']}>
      <Side
        title="Drawn by the reader of the report"
        side={original}
        onShow={onShow}
        other={{ who: 'the reviewer', by: 'reviewer', seen: hasMap(reviewer) ? seen : null }}
      />
      <Side
        title="Drawn by the reviewer"
        side={reviewer}
        onShow={onShow}
        other={{ who: 'the reader of the report', by: 'original', seen: hasMap(original) ? seen : null }}
      />
    </div>
  );
}

interface Other {
  readonly who: string;
  readonly by: 'original' | 'reviewer';
  /** Null: nothing was kept of what was shown. */
  readonly seen: readonly SeriesSeen[] | null;
}

function Side({
  title,
  side,
  other,
  onShow,
}: {
  readonly title: string;
  readonly side: BesideSide | null;
  readonly other: Other;
  readonly onShow: ((ref: FrameRef) => void) | null;
}) {
  return (
    <section aria-label={title} className={styles['part']}>
      <h3>{title}</h3>
      {side === null || side.marks.length === 0 ? (
        <p className={styles['quiet']}>{side === null ? 'Nothing was kept.' : 'No measurement and no key image.'}</p>
      ) : (
        <ul>
          {side.marks.map((mark, at) => (
            <li key={`${at} ${mark.label}`}>
              <Mark mark={mark} onShow={onShow} />
              <span className={styles['quiet']}>{otherWords(mark, other)}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Mark({ mark, onShow }: { readonly mark: BesideMark; readonly onShow: ((ref: FrameRef) => void) | null }) {
  const { at } = mark;
  const words = (
    <bdi>
      {[mark.kind === 'key-image' ? `Key image: ${mark.label}` : mark.label, mark.words].filter(Boolean).join(' ')}
    </bdi>
  );
  if (at === null || onShow === null) return words;
  return (
    <button type="button" className={styles['jump']} onClick={() => onShow(at)}>
      {words}
    </button>
  );
}

/** "Image 12 to the reader of the report: shown 0.4 s, smaller than full size." */
function otherWords({ at }: BesideMark, { who, by, seen }: Other): string {
  if (at === null) return 'Its picture is not in the copy.';
  if (seen === null) return '';
  for (const { pictures } of seen) {
    const place = pictures.findIndex(({ objectId, frame }) => objectId === at.objectId && frame === at.frame);
    const found = pictures[place];
    if (found !== undefined) return `Image ${place + 1} to ${who}: ${glanceWords(found[by])}.`;
  }
  return '';
}
