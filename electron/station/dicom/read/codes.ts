import type { TagName } from '../../../../shared/dicom/tags.ts';
import type { Code } from '../../../../shared/model/report.ts';
import type { ImageReference } from '../../../../shared/model/segmentation.ts';
import type { Attributes } from '../parse/attributes.ts';

/** The code of a sequence's first item: short, long or URN value; null where it has none or no scheme. */
export function codeOf(attributes: Attributes | null, name: TagName): Code | null {
  const item = attributes?.item(name) ?? null;
  if (item === null) return null;
  const value = item.line('codeValue') ?? item.line('longCodeValue') ?? item.line('urnCodeValue');
  if (value === null) return null;
  return { value, scheme: item.line('codingScheme') ?? '', meaning: item.line('codeMeaning') ?? value };
}

export function isCode(code: Code | null, scheme: string, ...values: readonly string[]): boolean {
  return code !== null && code.scheme === scheme && values.includes(code.value);
}

/** Images that a sequence of references names; one entry a frame where frames are named. @param most items of it */
export function imageReferences(attributes: Attributes, name: TagName, most?: number): ImageReference[] {
  return attributes.items(name, most).flatMap((item): ImageReference[] => {
    const sopUid = item.uid('referencedSopInstance');
    if (sopUid === null) return [];
    const sopClass = item.uid('referencedSopClass') ?? '';
    const frames = item.numbers('referencedFrame').filter((frame) => Number.isInteger(frame) && frame > 0);
    return frames.length === 0
      ? [{ sopUid, sopClass, frame: null }]
      : frames.map((frame) => ({ sopUid, sopClass, frame }));
  });
}
