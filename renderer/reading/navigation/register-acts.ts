import type { StudyId } from '../../../shared/model/ids.ts';
import { likenessFor, registrationPartner } from '../../../shared/registration/pairing.ts';
import { SeriesRegistration } from '../../viewer/index.ts';
import type { FrameRef } from '../../viewer/index.ts';
import type { SeriesStack } from '../../hanging/index.ts';
import type { DeskSession } from '../desk-session.ts';
import { findSeries, isReformatCell } from '../stores.ts';
import { applyOnRecord } from './registration-record.ts';

interface Registered {
  readonly stack: SeriesStack;
  readonly space: string;
  readonly modality: string | null;
}

/** What stands in a viewport, of this window or of another one. */
interface Standing {
  readonly studyId: StudyId;
  readonly seriesUid: string;
  readonly start: FrameRef | null;
}

/** One key: finds the active series in that of another viewport with a frame of reference of its own; ends it, or takes it back. */
export function toggleRegister(desk: DeskSession): void {
  const { nav, stores } = desk;
  if (nav.registering) return nav.stopRegistering();
  const { active, cells } = stores.layout.getState();
  const composed = stores.composition.getState().cells;
  const standingIn = (id: string): Standing | null => (isReformatCell(id) ? null : (composed[id] ?? null));
  const elsewhere = desk.windows?.standing.map(({ wanted, ...one }): Standing => ({ ...one, start: wanted })) ?? [];
  const there = [...cells.flatMap((id) => (id === active ? [] : (standingIn(id) ?? []))), ...elsewhere];
  const own = registered(desk, standingIn(active));
  const others = there.flatMap((one) => registered(desk, one) ?? []);
  const other = own && registrationPartner(own, others);
  if (!own || !other) {
    return desk.say(
      'Nothing to register here',
      'Two viewports with CT, MR or PET are needed, each with a frame of reference of its own.',
    );
  }
  const before = nav.computed.of(own.space, other.space);
  if (before) {
    const taken = (): void => nav.computed.remove(before);
    return void applyOnRecord(desk, { kind: 'computed', way: before }, false, taken);
  }
  search(desk, own, other);
}

function search(desk: DeskSession, own: Registered, other: Registered): void {
  const { nav } = desk;
  nav.register(
    new SeriesRegistration({
      source: desk.engine.source,
      fixed: own.stack.frames,
      moving: other.stack.frames,
      told: (done) => nav.registered(done),
      ended: (end) => {
        nav.stopRegistering();
        if (!end.ok) return desk.say('Not registered', end.words, 'warning');
        const { matrix, error } = end.result;
        const way = { from: own.space, to: other.space, matrix, error };
        void applyOnRecord(desk, { kind: 'computed', way }, true, () => {
          // It takes the place of landmarks of the same spaces; one that is said later comes before it.
          desk.link.forgetBetween([own.space, other.space]);
          nav.computed.add(way);
          desk.setLinked(true);
        });
      },
    }),
  );
}

function registered(desk: DeskSession, standing: Standing | null): Registered | null {
  const series = standing ? findSeries(desk.stores.open.getState(), standing.studyId, standing.seriesUid) : null;
  if (!standing || !series || likenessFor(series.modality, series.modality) === null) return null;
  const stack = desk.stacks.of(series).holding(standing.start);
  const space = stack.link.frameOfReference;
  return space === null || space === '' ? null : { stack, space, modality: series.modality };
}
