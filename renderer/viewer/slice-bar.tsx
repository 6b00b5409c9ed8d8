import { memo, useEffect, useMemo, useRef } from 'react';
import type { PointerEvent } from 'react';
import { faultLines, wordsAt } from '../../shared/hanging/slice-fault-words.ts';
import type { Disposer } from '../../shared/lib/disposable.ts';
import { onPixelRatio } from '../ui/index.ts';
import { drawSliceBar } from './slice-bar-drawing.ts';
import type { SliceBarMarks } from './slice-bar-drawing.ts';
import styles from './viewport-view.module.css';

export interface SliceBarProps extends SliceBarMarks {
  /** Called back whenever more pictures are here. */
  readonly onLoaded: (listener: () => void) => Disposer;
  readonly onGo: (place: number) => void;
}

/**
 * Between two drawings while pictures arrive, hundreds a second: each drawing is one more page for the compositor to put
 * together, and takes from the loading what it shows of it.
 */
const ARRIVING_MS = 120;

/** At the right edge: what is loaded, seen, measured and missing, and where the reader is. */
export const SliceBar = memo(function SliceBar({ onLoaded, onGo, ...marks }: SliceBarProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const latest = useRef(marks);
  // However often a step changes something, the bar is drawn once a frame.
  const redraw = useMemo(() => {
    let frame = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const soon = (): void => {
      frame ||= requestAnimationFrame(() => {
        frame = 0;
        if (canvas.current) drawSliceBar(canvas.current, latest.current);
      });
    };
    return {
      soon,
      later: (): void => {
        timer ??= setTimeout(() => {
          timer = undefined;
          soon();
        }, ARRIVING_MS);
      },
      stop: (): void => {
        clearTimeout(timer);
        timer = undefined;
        cancelAnimationFrame(frame);
        frame = 0;
      },
    };
  }, []);
  useEffect(() => {
    latest.current = marks;
    redraw.soon();
  });
  useEffect(() => {
    const release = onLoaded(redraw.later);
    const observer = new ResizeObserver(redraw.soon);
    if (canvas.current) observer.observe(canvas.current);
    const still = onPixelRatio(redraw.soon);
    return () => {
      release();
      observer.disconnect();
      still();
      redraw.stop();
    };
  }, [onLoaded, redraw]);
  const go = (event: PointerEvent<HTMLDivElement>): void => {
    // A drawing that is dragged across the bar was not begun on it.
    if ((event.buttons & 1) === 0 || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const box = event.currentTarget.getBoundingClientRect();
    onGo(Math.floor(((event.clientY - box.top) / box.height) * marks.count));
  };
  const { count, index, faults } = marks;
  return (
    <div
      className={styles['sliceBar']}
      role="scrollbar"
      aria-label="Slice"
      aria-orientation="vertical"
      aria-valuemin={1}
      aria-valuemax={count}
      aria-valuenow={index + 1}
      aria-description={faultLines(faults).join(', ')}
      aria-valuetext={[`${index + 1} of ${count}`, ...wordsAt(faults, index)].join(', ')}
      title={[`${marks.seen.size} of ${count} seen`, ...faultLines(faults)].join('\n')}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        go(event);
      }}
      onPointerMove={go}
    >
      <canvas ref={canvas} />
    </div>
  );
});
