import type { MouseEvent } from 'react';
import { seenColumns } from '../../../shared/rules/seen-map/seen-kinds.ts';
import type { SeenColumn } from '../../../shared/rules/seen-map/seen-kinds.ts';
import { glanceKind } from '../../../shared/review/beside/compare-seen.ts';
import type { Glance, PictureSeen } from '../../../shared/review/beside/compare-seen.ts';
import { glanceWords } from '../../../shared/review/beside/glance-words.ts';
import styles from './beside.module.css';

const MOST_COLUMNS = 256;
/** Of the drawing, in its own units: bars of time away from the middle, blocks of what was shown beside it. */
const TIME = 22;
const KIND = 10;
const HALF = TIME + KIND;
const GAP = 2;
/** Share of its half that a block fills: what was shown how is told by its height, too. */
const FILL = { full: 1, shown: 0.65, glanced: 0.3, never: 0.15 } as const;

/** The pictures of a series from left to right: the reader of the report above, the reviewer below. A press goes to one. */
export function SeenPair({
  label,
  pictures,
  onPick,
}: {
  readonly label: string;
  readonly pictures: readonly PictureSeen[];
  readonly onPick: ((place: number) => void) | null;
}) {
  const columnsOf = (by: 'original' | 'reviewer'): readonly SeenColumn[] =>
    seenColumns(
      pictures.map((one) => ({ kind: glanceKind(one[by]), dwell: one[by]?.glassMs ?? 0 })),
      MOST_COLUMNS,
    );
  const [above, below] = [columnsOf('original'), columnsOf('reviewer')];
  const longest = [...above, ...below].reduce((most, { dwell }) => Math.max(most, dwell), 0);
  const pick = (event: MouseEvent<SVGSVGElement>): void => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const share = width > 0 ? (event.clientX - left) / width : 0;
    onPick?.(Math.max(0, Math.min(pictures.length - 1, Math.floor(share * pictures.length))));
  };
  return (
    <svg
      className={styles['pair']}
      role="img"
      aria-label={label}
      data-pick={onPick !== null}
      viewBox={`0 0 ${above.length} ${2 * HALF + GAP}`}
      preserveAspectRatio="none"
      onClick={pick}
    >
      {above.map((column, at) => {
        const other = below[at] ?? column;
        // The root makes a glance beside a long look visible.
        const height = ({ dwell }: SeenColumn): number => (longest === 0 ? 0 : TIME * Math.sqrt(dwell / longest));
        const [up, down] = [KIND * FILL[column.kind], KIND * FILL[other.kind]];
        return (
          <g key={column.from}>
            <title>{columnWords(pictures, column)}</title>
            <rect className={styles['hit']} x={at} y={0} width={1} height={2 * HALF + GAP} />
            <rect className={styles['time']} x={at} y={TIME - height(column)} width={1} height={height(column)} />
            <rect data-kind={column.kind} x={at} y={HALF - up} width={1} height={up} />
            <rect data-kind={other.kind} x={at} y={HALF + GAP} width={1} height={down} />
            <rect className={styles['time']} x={at} y={HALF + GAP + KIND} width={1} height={height(other)} />
          </g>
        );
      })}
    </svg>
  );
}

function columnWords(pictures: readonly PictureSeen[], { from, count }: SeenColumn): string {
  const one = pictures[from];
  if (count > 1 || one === undefined) return `Images ${from + 1} to ${from + count}`;
  return `Image ${from + 1}. Reader of the report: ${words(one.original)}. Reviewer: ${words(one.reviewer)}.`;
}

const words = (glance: Glance | null): string => glanceWords(glance);
