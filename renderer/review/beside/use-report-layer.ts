import { useEffect } from 'react';
import type { BesideMark } from '../../../shared/model/review/beside.ts';
import type { CaseDesk } from './case-desk.ts';
import { reportLayer } from './report-layer.ts';

const OWNER = 'second-reading';

/** Drawings of the report over the pictures of the copy, in every viewport of this window, those that come later too. */
export function useReportLayer(desk: CaseDesk | null, marks: readonly BesideMark[] | null): void {
  useEffect(() => {
    if (desk === null || marks === null) return;
    const layers = [reportLayer(marks)];
    const known = new WeakSet<CaseDesk['handles'][number]>();
    const lay = (): void => {
      for (const handle of desk.handles) {
        if (known.has(handle)) continue;
        known.add(handle);
        handle.setLayers(layers, OWNER);
      }
    };
    lay();
    const stop = desk.stood.on(lay);
    return () => {
      stop();
      for (const handle of desk.handles) handle.setLayers([], OWNER);
    };
  }, [desk, marks]);
}
