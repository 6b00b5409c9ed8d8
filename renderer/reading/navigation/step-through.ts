import { closestSeries } from '../../../shared/hanging/closest-series.ts';
import { pictureCount } from '../../../shared/hanging/main-series.ts';
import type { StudyForReading } from '../../../shared/model/study.ts';
import type { Stepped } from '../../objects/index.ts';
import { sameFrame } from '../../viewer/index.ts';
import type { DeskSession } from '../desk-session.ts';
import { findSeries, studiesOf } from '../stores.ts';
import { inTurn } from './in-turn.ts';

/** One key: the same series of the next older or younger study of the patient in the active viewport, which is opened where it is not yet. */
export async function stepStudy(desk: DeskSession, by: 1 | -1): Promise<void> {
  const open = desk.stores.open.getState();
  const viewportId = desk.stores.layout.getState().active;
  const cell = desk.stores.composition.getState().cells[viewportId];
  if (open.status !== 'open') return;
  const here = cell?.studyId ?? open.current.study.studyId;
  const known = [open.current.study, ...open.current.priors, ...open.priors.map(({ study }) => study)];
  const all = [...new Map(known.map((one) => [one.studyId, one])).values()].toSorted((a, b) =>
    (b.studyDate ?? '').localeCompare(a.studyDate ?? ''),
  );
  const next = all[all.findIndex(({ studyId }) => studyId === here) + by];
  if (!next) {
    return desk.say(
      by === 1 ? 'No older study' : 'No younger study',
      `The viewport shows the ${by === 1 ? 'oldest' : 'latest'} study of this patient that is known here.`,
    );
  }
  const isStill = desk.ifStill();
  if (!studiesOf(open).some(({ study }) => study.studyId === next.studyId)) await desk.openPrior(next.studyId);
  // Something else was hung meanwhile, or another case was opened: what is answered late changes nothing.
  const isSame = desk.stores.composition.getState().cells[viewportId] === cell;
  const study = studiesOf(desk.stores.open.getState()).find((one) => one.study.studyId === next.studyId);
  if (!isStill() || !isSame || !study) return;
  const own = cell ? findSeries(desk.stores.open.getState(), cell.studyId, cell.seriesUid) : null;
  const series = (own && closestSeries(own, study.series)) ?? firstWithPictures(study);
  if (series) desk.showSeries(viewportId, study.study.studyId, series.seriesUid);
  else desk.say('No pictures in that study', 'Nothing of it can be put into a viewport.');
}

/** One key: the next series, or the one before, of which nothing was on the glass yet; those left unread on purpose do not count. */
export function goToUnread(desk: DeskSession, by: 1 | -1): void {
  const open = desk.stores.open.getState();
  if (open.status !== 'open') return;
  const { seen, aside } = desk.stores.runtime.getState();
  const { active } = desk.stores.layout.getState();
  const here = desk.stores.composition.getState().cells[active]?.seriesUid;
  const { study, series } = open.current;
  const at = series.findIndex(({ seriesUid }) => seriesUid === here);
  const isUnread = (one: (typeof series)[number]): boolean =>
    pictureCount(one) > 0 && !aside.has(one.seriesUid) && (seen[one.seriesUid]?.size ?? 0) === 0;
  const round = [...series.slice(at + 1), ...series.slice(0, at + 1)];
  const next = by === 1 ? round.find(isUnread) : round.findLast((one) => one.seriesUid !== here && isUnread(one));
  if (next) return desk.showSeries(active, study.studyId, next.seriesUid);
  desk.say(
    'Nothing unread',
    'Of every series of this study something was on the glass, or it was left unread on purpose.',
  );
}

/** One key: the next picture that somebody marked as a key image. */
export function stepKeyImage(desk: DeskSession, by: 1 | -1): void {
  const refs = desk.marks.store.getState().keys.flatMap(({ ref }) => (ref === null ? [] : [ref]));
  if (refs.length === 0)
    return desk.say('No key image', 'No picture on the desk is marked as one: {image.key} marks it.');
  const shown = desk.active?.truth.ref ?? null;
  const here = refs.findIndex((ref) => sameFrame(ref, shown));
  const { to, said } = inTurn(refs, here, by, 'key image');
  if (to) desk.showFrame(to);
  if (said) desk.say(...said);
}

/** One key: the first picture of the next part (segment, contour) that stands over the pictures. */
export async function stepPart(desk: DeskSession, by: 1 | -1): Promise<void> {
  const found = await desk.objects.stepPart(by);
  if (found === null) return;
  if (found === 'none')
    desk.say('No segment to go to', 'Put a segmentation or contours over the pictures first ({image.open-object}).');
  else sayRound(desk, found, by, 'segment');
}

/** Goes there, and says where the row of them began anew. */
export function sayRound(desk: DeskSession, { ref, from, of }: Stepped, by: 1 | -1, noun: string): void {
  const { said } = inTurn(Array.from({ length: of }), from, by, noun);
  desk.showFrame(ref);
  if (said) desk.say(...said);
}

function firstWithPictures({ series }: StudyForReading): StudyForReading['series'][number] | null {
  return series.find((one) => pictureCount(one) > 0) ?? null;
}
