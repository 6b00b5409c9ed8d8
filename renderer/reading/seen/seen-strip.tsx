import type { MouseEvent } from 'react';
import { dwellText, SEEN_KIND_WORDS, seenColumns } from '../../../shared/rules/seen-map/seen-kinds.ts';
import type { SeenKind, SeenPicture } from '../../../shared/rules/seen-map/seen-kinds.ts';
import styles from './seen-dialog.module.css';

const MOST_COLUMNS = 256;
/** Of the drawing, in its own units: bars of time above, blocks of what was shown below. */
const TIME = 22;
const KIND = 14;
const GAP = 2;
/** Share of the lower row that a block fills: what was shown how is told by its height, too. */
export const SEEN_FILL: Readonly<Record<SeenKind, number>> = { full: 1, shown: 0.65, glanced: 0.3, never: 0.15 };

/** The pictures of a series from left to right. A press goes to the one under the pointer. */
export function SeenStrip({
  label,
  pictures,
  onPick,
}: {
  readonly label: string;
  readonly pictures: readonly SeenPicture[];
  readonly onPick: (place: number) => void;
}) {
  const columns = seenColumns(pictures, MOST_COLUMNS);
  const longest = columns.reduce((most, { dwell }) => Math.max(most, dwell), 0);
  const pick = (event: MouseEvent<SVGSVGElement>): void => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const share = width > 0 ? (event.clientX - left) / width : 0;
    onPick(Math.max(0, Math.min(pictures.length - 1, Math.floor(share * pictures.length))));
  };
  return (
    <svg
      className={styles['strip']}
      role="img"
      aria-label={label}
      viewBox={`0 0 ${columns.length} ${TIME + GAP + KIND}`}
      preserveAspectRatio="none"
      onClick={pick}
    >
      {columns.map(({ from, count, kind, dwell }, at) => {
        // The root makes a glance beside a long look visible.
        const time = longest === 0 ? 0 : TIME * Math.sqrt(dwell / longest);
        const fill = KIND * SEEN_FILL[kind];
        return (
          <g key={from}>
            <title>{`${countWords(from, count)}: ${SEEN_KIND_WORDS[kind]}, ${dwellText(dwell)}`}</title>
            <rect className={styles['hit']} x={at} y={0} width={1} height={TIME + GAP + KIND} />
            <rect className={styles['time']} x={at} y={TIME - time} width={1} height={time} />
            <rect data-kind={kind} x={at} y={TIME + GAP + KIND - fill} width={1} height={fill} />
          </g>
        );
      })}
    </svg>
  );
}

function countWords(from: number, count: number): string {
  return count === 1 ? `Image ${from + 1}` : `Images ${from + 1} to ${from + count}`;
}
