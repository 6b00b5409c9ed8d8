import { objectsOf } from '../objects/index.ts';
import type { DeskSession } from './desk-session.ts';
import { findSeries } from './stores.ts';

/** Opens what the series of the active viewport holds without a picture: the first, then by each press the next, then none. */
export function openObject(desk: DeskSession): void {
  const { active } = desk.stores.layout.getState();
  const cell = desk.stores.composition.getState().cells[active] ?? null;
  const series = cell && findSeries(desk.stores.open.getState(), cell.studyId, cell.seriesUid);
  const objects = series ? objectsOf(series) : [];
  const { opened } = desk.objects.store.getState();
  const next = objects[objects.findIndex(({ objectId }) => objectId === opened) + 1];
  if (next) desk.objects.open(next.objectId);
  else desk.objects.close();
}
