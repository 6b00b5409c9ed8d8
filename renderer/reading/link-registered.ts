import type { ObjectId } from '../../shared/model/ids.ts';
import { isRegistration } from '../objects/index.ts';
import type { DeskSession } from './desk-session.ts';
import { applyOnRecord } from './navigation/registration-record.ts';
import { studiesOf } from './stores.ts';

/** Links the pictures of the case by one registration, in place of what was said or computed of the same frames of reference before. */
export async function linkByRegistration(desk: DeskSession, objectId: ObjectId): Promise<void> {
  const { registrations } = desk.objects;
  const still = desk.ifStill();
  // What ties nothing here is not used, and not written down as used.
  const spaces = await registrations.tiedBy(objectId);
  if (spaces.length === 0 || !still()) return;
  await applyOnRecord(desk, { kind: 'object', objectId }, true, () => {
    registrations.use(objectId);
    desk.link.forgetBetween(spaces);
    desk.nav.computed.forgetBetween(spaces);
    desk.setLinked(true);
  });
}

export async function stopRegistration(desk: DeskSession, objectId: ObjectId): Promise<void> {
  await applyOnRecord(desk, { kind: 'object', objectId }, false, () => desk.objects.registrations.stop(objectId));
}

/** One key: links by the registration of the case, or by none any more; where there are several the reader chooses. */
export async function toggleRegistered(desk: DeskSession): Promise<void> {
  const { objects } = desk;
  const { used } = objects.registrations;
  if (used.length > 0) {
    await Promise.all(used.map((objectId) => stopRegistration(desk, objectId)));
    return;
  }
  const images = studiesOf(desk.stores.open.getState()).flatMap(({ series }) => series.flatMap((one) => one.images));
  const all = images.filter(isRegistration);
  const [first] = all;
  if (!first)
    return desk.say('No registration here', '“Link here” links the viewports where they show the same place.');
  if (all.length > 1) {
    desk.say('Several registrations', `There are ${all.length}: choose one in the series rail. The first is open.`);
    return objects.open(first.objectId);
  }
  await linkByRegistration(desk, first.objectId);
  // What it cannot do here is said where it is shown.
  if (objects.registrations.used.length === 0) objects.open(first.objectId);
}
