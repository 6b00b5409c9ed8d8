import { useEffect } from 'react';
import type { KeyboardEvent, PointerEvent } from 'react';
import { useStore } from 'zustand';
import { useServices } from '../app/services.tsx';
import styles from './report-panel.module.css';

/** Pixels; the desk keeps at least two fifths of the window for the images. */
const MIN = 360;
const MAX = 720;
const STEP = 16;

/** What the desk gives a pane that nobody set: reading-desk.module.css says the same. */
function usualWidth(windowWidth: number): number {
  return Math.round(Math.max(MIN, Math.min(windowWidth * 0.28, 480)));
}

/** The left edge of the pane: drag it, or move it with the arrow keys. Its place is kept on this computer. */
export function PaneSplitter() {
  const { preferences } = useServices();
  const width = useStore(preferences, (state) => state.reportWidth);
  useEffect(() => {
    const { style } = document.documentElement;
    if (width !== null) style.setProperty('--report-width', `${width}px`);
    return () => void style.removeProperty('--report-width');
  }, [width]);
  const set = (wanted: number): void =>
    preferences.setState({ reportWidth: Math.round(Math.min(MAX, Math.max(MIN, wanted))) });
  const drag = (event: PointerEvent<HTMLDivElement>): void => {
    const pane = event.currentTarget.parentElement?.getBoundingClientRect();
    if (pane && event.currentTarget.hasPointerCapture(event.pointerId)) set(pane.right - event.clientX);
  };
  const press = (event: KeyboardEvent<HTMLDivElement>): void => {
    const now = event.currentTarget.parentElement?.offsetWidth ?? MIN;
    const wanted = { ArrowLeft: now + STEP, ArrowRight: now - STEP, Home: MIN, End: MAX }[event.key];
    if (wanted === undefined) return;
    event.preventDefault();
    set(wanted);
  };
  return (
    <div
      role="separator"
      tabIndex={0}
      aria-label="Width of the report"
      aria-orientation="vertical"
      aria-valuemin={MIN}
      aria-valuemax={MAX}
      aria-valuenow={width ?? usualWidth(window.innerWidth)}
      className={styles['splitter']}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onKeyDown={press}
    />
  );
}
