import type { WindowDesk } from '../../../shared/model/measurement.ts';

/** Whether a window stands as it was dealt: nothing in it is the reader's doing. */
export function standsAs(dealt: WindowDesk, now: WindowDesk): boolean {
  const was = new Map(dealt.viewports.map((one) => [one.viewportId, one]));
  return (
    JSON.stringify([dealt.layout, dealt.places ?? null]) === JSON.stringify([now.layout, now.places ?? null]) &&
    now.viewports.every((one) => sameLook(was.get(one.viewportId), one))
  );
}

type Viewport = WindowDesk['viewports'][number];

function sameLook(was: Viewport | undefined, now: Viewport): boolean {
  return was !== undefined && JSON.stringify(lookOf(was, now)) === JSON.stringify(lookOf(now, now));
}

/** @param now a preset has its numbers when its picture is here; a window without a picture has none yet */
function lookOf(one: Viewport, now: Viewport): readonly unknown[] {
  const { studyId, seriesUid, objectId, frame, invert, rotation, flip, zoom, center, preset, colourMap } = one;
  const window = (now.preset ?? null) === null ? one.window : null;
  const fused = one.fused?.over.seriesUid ?? null;
  const subtracted = one.subtracted ?? null;
  return [
    ...[studyId, seriesUid, objectId, frame, invert, rotation, flip, zoom, center ?? null],
    ...[preset ?? null, window, colourMap ?? 'grey', fused, subtracted, one.room ?? null, one.justify ?? null],
  ];
}
