import type { ObjectContent } from '../../shared/model/dicom-object.ts';
import type { ObjectId } from '../../shared/model/ids.ts';
import { partsOf } from './object-layers.ts';
import type { ObjectPart } from './object-layers.ts';
import type { ObjectsState } from './objects-store.ts';

export interface DrawnPart {
  readonly key: string;
  readonly objectId: ObjectId;
  readonly content: ObjectContent;
  readonly part: ObjectPart;
}

/** Parts that stand over the pictures now, object by object, in the order of their lists. */
export function drawnParts(
  { read, drawn }: Pick<ObjectsState, 'read' | 'drawn'>,
  ids: readonly ObjectId[],
): readonly DrawnPart[] {
  return ids.flatMap((objectId) => {
    const state = read[objectId];
    if (state?.status !== 'read') return [];
    const { content } = state;
    return partsOf(content).flatMap((part): DrawnPart[] => {
      const key = `${objectId}/${part.id}`;
      return drawn.has(key) ? [{ key, objectId, content, part }] : [];
    });
  });
}

/** The one after `last`, or the first, in turn; `from` is the place of `last`, below 0 where it is none of them. */
export function nextPart(
  parts: readonly DrawnPart[],
  last: string | null,
  by: 1 | -1,
): { readonly part: DrawnPart | null; readonly from: number } {
  const from = parts.findIndex(({ key }) => key === last);
  const part = from < 0 ? parts.at(by === 1 ? 0 : -1) : parts[(from + by + parts.length) % parts.length];
  return { part: part ?? null, from };
}
