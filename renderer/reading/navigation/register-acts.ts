import { SeriesRegistration } from '../../viewer/index.ts';
import type { SeriesStack } from '../../hanging/index.ts';
import type { DeskSession } from '../desk-session.ts';
import { findSeries, isReformatCell } from '../stores.ts';

interface Registered {
  readonly stack: SeriesStack;
  readonly space: string;
  readonly modality: string | null;
}

/** One key: finds the active series in that of another viewport with a frame of reference of its own; ends it, or takes it back. */
export function toggleRegister(desk: DeskSession): void {
  const { nav, stores } = desk;
  if (nav.registering) return nav.stopRegistering();
  const { active, cells } = stores.layout.getState();
  const own = registeredIn(desk, active);
  const others = cells.flatMap((id) => (id === active ? [] : (registeredIn(desk, id) ?? [])));
  const other = own && others.find(({ space, modality }) => space !== own.space && modality === own.modality);
  if (!own || !other) {
    return desk.say(
      'Nothing to register here',
      'Two viewports with CT or with MR are needed, each with a frame of reference of its own.',
    );
  }
  if (nav.computed.remove(own.space, other.space)) return;
  nav.register(
    new SeriesRegistration({
      source: desk.engine.source,
      fixed: own.stack.frames,
      moving: other.stack.frames,
      told: (done) => nav.registered(done),
      ended: (end) => {
        nav.stopRegistering();
        if (!end.ok) return desk.say('Not registered', end.words);
        const { matrix, error } = end.result;
        // It takes the place of landmarks of the same spaces; one that is said later comes before it.
        desk.link.forgetBetween([own.space, other.space]);
        nav.computed.add({ from: own.space, to: other.space, matrix, error });
        desk.setLinked(true);
      },
    }),
  );
}

function registeredIn(desk: DeskSession, viewportId: string): Registered | null {
  const cell = desk.stores.composition.getState().cells[viewportId];
  const series = cell ? findSeries(desk.stores.open.getState(), cell.studyId, cell.seriesUid) : null;
  if (!cell || !series || isReformatCell(viewportId) || !['CT', 'MR'].includes(series.modality ?? '')) return null;
  const stack = desk.stacks.of(series).holding(cell.start);
  const space = stack.link.frameOfReference;
  return space === null || space === '' ? null : { stack, space, modality: series.modality };
}
