import { useEffect, useLayoutEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import type { ReportId } from '../../shared/model/ids.ts';
import styles from './report-panel.module.css';

const KEY = 'nightjar.report-scroll';
/** Texts grow into their height after they are shown; whoever scrolls in the meantime has it their way. */
const SETTLE_MS = 1000;

/** The part of the report that scrolls: it stands where it was left, also when the reader comes back to the case. */
export function ScrolledBody({
  reportId,
  children,
}: {
  readonly reportId: ReportId | null;
  readonly children: ReactNode;
}) {
  const part = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = part.current;
    const left = reportId === null ? 0 : scrollOf(reportId);
    if (!element || left === 0) return undefined;
    const put = (): void => {
      element.scrollTop = left;
    };
    put();
    const grown = new ResizeObserver(put);
    const stop = (): void => grown.disconnect();
    for (const child of element.children) grown.observe(child);
    for (const hand of ['wheel', 'pointerdown', 'keydown'] as const) element.addEventListener(hand, stop);
    const timer = setTimeout(stop, SETTLE_MS);
    return () => {
      clearTimeout(timer);
      stop();
      for (const hand of ['wheel', 'pointerdown', 'keydown'] as const) element.removeEventListener(hand, stop);
    };
  }, [reportId]);
  useEffect(() => {
    const element = part.current;
    if (!element || reportId === null) return undefined;
    const keep = (): void => sessionStorage.setItem(`${KEY}.${reportId}`, String(Math.round(element.scrollTop)));
    element.addEventListener('scrollend', keep);
    return () => element.removeEventListener('scrollend', keep);
  }, [reportId]);
  return (
    <div className={styles['body']} ref={part}>
      {children}
    </div>
  );
}

function scrollOf(reportId: ReportId): number {
  const left = Number(sessionStorage.getItem(`${KEY}.${reportId}`));
  return Number.isFinite(left) ? left : 0;
}
