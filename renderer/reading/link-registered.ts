import type { ObjectId } from '../../shared/model/ids.ts';
import { isRegistration } from '../objects/index.ts';
import type { DeskSession } from './desk-session.ts';
import { studiesOf } from './stores.ts';

/** Links the pictures of the case by one registration, in place of what the reader said of the same frames of reference before. */
export async function linkByRegistration(desk: DeskSession, objectId: ObjectId): Promise<void> {
  const spaces = await desk.objects.registrations.use(objectId);
  if (spaces.length === 0) return;
  desk.link.forgetBetween(spaces);
  desk.setLinked(true);
}

/** One key: links by the registration of the case, or by none any more; where there are several the reader chooses. */
export async function toggleRegistered(desk: DeskSession): Promise<void> {
  const { objects } = desk;
  const { used } = objects.registrations;
  if (used.length > 0) return used.forEach((objectId) => objects.registrations.stop(objectId));
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
