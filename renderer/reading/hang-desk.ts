import type { DeskState } from '../../shared/model/measurement.ts';
import type { StudyForReading } from '../../shared/model/study.ts';
import { hangCase } from '../hanging/index.ts';
import type { SeriesStacks } from '../hanging/index.ts';
import { INITIAL_VIEW } from '../viewer/index.ts';
import { fromDeskState } from './desk-state.ts';
import { cellIds } from './stores.ts';
import type { Composed, Composition, DeskLayout } from './stores.ts';

export interface HungDesk {
  readonly layout: Pick<DeskLayout, 'rows' | 'columns' | 'cells' | 'active' | 'full'>;
  readonly composition: Composition;
}

/**
 * How a case comes onto the desk: as it was left, else as the hanging rules say.
 * @param left the desk as the journal keeps it; null where nobody had the case open before
 */
export function hangDesk(
  current: StudyForReading,
  prior: StudyForReading | null,
  left: DeskState | null,
  stacks: SeriesStacks,
): HungDesk {
  const restored = left ? fromDeskState(left, current, prior ? [prior] : []) : null;
  const hung = restored ? null : hangCase(current, prior, screenOf(window), stacks);
  const rows = restored?.rows ?? hung?.rows ?? 1;
  const columns = restored?.columns ?? hung?.columns ?? 1;
  const cells = cellIds(rows, columns);
  const fresh = cells.map((id, place): [string, Composed | null] => {
    const one = hung?.viewports[place];
    return [id, one ? { ...one, view: INITIAL_VIEW } : null];
  });
  return {
    layout: { rows, columns, cells, active: restored?.active ?? cells[0] ?? 'v1-1', full: false },
    composition: {
      hangingName: hung?.name ?? 'As it was left',
      cells: restored?.cells ?? Object.fromEntries(fresh),
    },
  };
}

function screenOf({ innerWidth, innerHeight }: Window): 'landscape' | 'portrait' {
  return innerHeight > innerWidth ? 'portrait' : 'landscape';
}
