import { ObjectId } from '../../shared/model/ids.ts';

/** One picture: a stored object and a frame counted from 1. */
export interface FrameRef {
  readonly objectId: ObjectId;
  readonly frame: number;
}

const SCHEME = 'nightjar';

/** The name of a picture inside Cornerstone. Object ids have a fixed length, so that no name ends another one. */
export function toImageId(ref: FrameRef): string {
  return `${SCHEME}:${ref.objectId}/${ref.frame}`;
}

/** @returns null for names that are not ours. */
export function fromImageId(imageId: string): FrameRef | null {
  const match = /^nightjar:([^/]+)\/(\d+)$/.exec(imageId);
  if (!match) return null;
  const objectId = ObjectId.safeParse(match[1]);
  const frame = Number(match[2]);
  return objectId.success && frame >= 1 ? { objectId: objectId.data, frame } : null;
}

export function sameFrame(a: FrameRef | null, b: FrameRef | null): boolean {
  return a !== null && b !== null && a.objectId === b.objectId && a.frame === b.frame;
}

export const IMAGE_SCHEME = SCHEME;
