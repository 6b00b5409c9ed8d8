import type { ImageReference } from '../../../../shared/model/segmentation.ts';
import { sequence, text } from './element.ts';
import type { DicomElement, DicomItem } from './element.ts';

/** One item an object, with all of its frames that are named. */
export function referenceItems(references: readonly ImageReference[]): DicomItem[] {
  const bySop = new Map<string, { readonly sopClass: string; readonly frames: (number | null)[] }>();
  for (const { sopUid, sopClass, frame } of references) {
    const known = bySop.get(sopUid) ?? { sopClass, frames: [] };
    known.frames.push(frame);
    bySop.set(sopUid, known);
  }
  return [...bySop].map(([sopUid, { sopClass, frames }]) => {
    const named = frames.flatMap((frame) => (frame === null ? [] : [String(frame)]));
    const all = named.length < frames.length || named.length === 0;
    return [
      text(0x00081150, 'UI', sopClass),
      text(0x00081155, 'UI', sopUid),
      ...(all ? [] : [text(0x00081160, 'IS', ...named)]),
    ];
  });
}

/** Which pictures an item is about; nothing where it is about all. */
export function ofElements(of: readonly ImageReference[]): DicomElement[] {
  return of.length === 0 ? [] : [sequence(0x00081140, ...referenceItems(of))];
}
