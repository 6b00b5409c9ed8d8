import { useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { Kbd } from '../ui/index.ts';
import { drawnGrey } from './pattern-pixels.ts';
import styles from './station-check.module.css';

/** Every pixel of the drawing on one of the monitor: the window fills it, and the system does not scale. */
export function fillsMonitor(): boolean {
  const ratio = window.devicePixelRatio || 1;
  return (
    Number.isInteger(ratio) &&
    Math.abs(window.innerWidth - window.screen.width) < 1 &&
    Math.abs(window.innerHeight - window.screen.height) < 1
  );
}

export interface PatternScreenProps {
  readonly title: string;
  /** Greys of the whole drawing, row after row, at this size in device pixels. */
  readonly draw: (width: number, height: number) => Uint8Array;
  readonly onKey: (key: string) => void;
  readonly onEnd: () => void;
  /** What is asked, and the buttons. */
  readonly children: ReactNode;
}

/** One pattern over the whole window, and a bar under it that H hides. Nothing else is on the screen. */
export function PatternScreen({ title, draw, onKey, onEnd, children }: PatternScreenProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [hasBar, setHasBar] = useState(true);
  useEffect(() => {
    const before = document.activeElement;
    const element = dialog.current;
    if (!element?.open) element?.showModal();
    return () => {
      element?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  useEffect(() => {
    // On the page, before anybody else: the button that had the focus may have gone with the bar.
    const press = (event: KeyboardEvent): void => {
      // What is typed into a field is no command.
      const isTyping = event.target instanceof HTMLInputElement && event.key.length === 1;
      if (isTyping || event.ctrlKey || event.altKey || event.metaKey) return;
      event.stopPropagation();
      // It would press the button that gets the focus when the last field was read.
      if (event.key === 'Enter' && event.target instanceof HTMLInputElement) event.preventDefault();
      if (event.key.toLowerCase() === 'h') setHasBar((shown) => !shown);
      else onKey(event.key);
    };
    document.addEventListener('keydown', press, true);
    return () => document.removeEventListener('keydown', press, true);
  }, [onKey]);
  useEffect(() => {
    const element = canvas.current;
    if (!element) return undefined;
    const paint = (): void => {
      const ratio = window.devicePixelRatio || 1;
      const [width, height] = [Math.round(window.innerWidth * ratio), Math.round(window.innerHeight * ratio)];
      element.width = width;
      element.height = height;
      element.getContext('2d')?.putImageData(drawnGrey(draw(width, height), width, height), 0, 0);
    };
    paint();
    window.addEventListener('resize', paint);
    return () => window.removeEventListener('resize', paint);
  }, [draw]);
  return (
    <dialog
      ref={dialog}
      className={styles['screen']}
      aria-label={title}
      onCancel={(event) => {
        event.preventDefault();
        onEnd();
      }}
    >
      <canvas ref={canvas} className={styles['pattern']} data-pattern={title} />
      {hasBar ? (
        <div className={styles['bar']}>
          {children}
          <span className={styles['quiet']}>
            <Kbd keys="H" /> hides this bar and shows it again
          </span>
        </div>
      ) : null}
    </dialog>
  );
}
