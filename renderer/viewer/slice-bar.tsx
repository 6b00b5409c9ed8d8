import { useEffect, useRef } from 'react';
import type { PointerEvent } from 'react';
import styles from './viewport-view.module.css';

export interface SliceBarProps {
  readonly count: number;
  readonly index: number;
  readonly loaded: (place: number) => boolean;
  readonly seen: ReadonlySet<number>;
  readonly measured: readonly number[];
  readonly gaps: readonly number[];
  readonly onGo: (place: number) => void;
}

/** At the right edge: what is loaded, seen, measured and missing, and where the reader is. */
export function SliceBar({ count, index, loaded, seen, measured, gaps, onGo }: SliceBarProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (canvas.current) draw(canvas.current, { count, index, loaded, seen, measured, gaps });
  });
  const go = (event: PointerEvent<HTMLDivElement>): void => {
    if ((event.buttons & 1) === 0) return;
    const box = event.currentTarget.getBoundingClientRect();
    onGo(Math.floor(((event.clientY - box.top) / box.height) * count));
  };
  return (
    <div
      className={styles['sliceBar']}
      role="scrollbar"
      aria-label="Slice"
      aria-controls={undefined}
      aria-orientation="vertical"
      aria-valuemin={1}
      aria-valuemax={count}
      aria-valuenow={index + 1}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        go(event);
      }}
      onPointerMove={go}
    >
      <canvas ref={canvas} />
    </div>
  );
}

type Drawn = Omit<SliceBarProps, 'onGo'>;

function draw(canvas: HTMLCanvasElement, bar: Drawn): void {
  const ratio = window.devicePixelRatio || 1;
  const width = Math.round(canvas.clientWidth * ratio);
  const height = Math.round(canvas.clientHeight * ratio);
  if (width < 1 || height < 1) return;
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const context = canvas.getContext('2d');
  if (!context) return;
  const colours = getComputedStyle(canvas);
  const colour = (name: string): string => colours.getPropertyValue(name);
  context.clearRect(0, 0, width, height);
  const step = height / bar.count;
  const mark = (place: number, left: number, right: number, fill: string, least: number): void => {
    context.fillStyle = fill;
    context.fillRect(left * width, place * step, (right - left) * width, Math.max(least, step));
  };
  for (let place = 0; place < bar.count; place += 1) {
    if (bar.loaded(place)) mark(place, 0.55, 0.8, colour('--color-edge'), 1);
    if (bar.seen.has(place)) mark(place, 0.85, 1, colour('--color-ok'), 1);
  }
  for (const place of bar.gaps) mark(place + 0.5, 0, 1, colour('--color-warning'), 2 * ratio);
  for (const place of bar.measured) mark(place, 0, 0.4, colour('--color-warning'), 2 * ratio);
  mark(bar.index, 0, 1, colour('--color-accent'), 3 * ratio);
}
