import type { KeyReference } from '../../../../shared/model/key-image.ts';
import type { Code } from '../../../../shared/model/report.ts';
import type { SignedDocument } from '../../../../shared/report/signed-document.ts';
import { KEY_OBJECT_CLASS } from '../../../../shared/rules/rejection.ts';
import { child, codedItem, compositeItem, container, contentSequence, imageItem, textItem } from './content-item.ts';
import { sequence } from './element.ts';
import type { DicomElement, DicomItem } from './element.ts';
import { evidenceItems } from './evidence.ts';
import { requestModule, studyHeader } from './sr-header.ts';
import type { ObjectOrigin } from './sr-header.ts';
import { languageItem, observerItems } from './sr-observer.ts';
import { writeDicomFile } from './write-file.ts';

const dcm = (value: string, meaning: string): Code => ({ value, scheme: 'DCM', meaning });
const MODIFIER = dcm('113011', 'Document Title Modifier');
const DESCRIPTION = dcm('113012', 'Key Object Description');
const BEST_IN_SET = '113013';
/** Of what set, where nobody says: CID 7012. */
const OF_STUDY = dcm('113014', 'Study');

export interface KeyObjectInput extends ObjectOrigin {
  /** Null: nobody is named (the observation context of TID 2010 is optional). */
  readonly signer: SignedDocument['signer'] | null;
  /** Elements that it has besides, none of which it has of itself. */
  readonly also?: readonly DicomElement[];
  /** Of CID 7010 or, for a rejection note, CID 7011. */
  readonly title: Code;
  /** What is wrong (113001, 113010), or what set it is the best of (113013). */
  readonly modifier: Code | null;
  readonly note: string;
  /** One at least; frames of one object may be named one by one. */
  readonly references: readonly (KeyReference & { readonly isDocument?: boolean })[];
  readonly uids: { readonly series: string; readonly instance: string };
  readonly instanceNumber: number;
  /** Absent: key images. */
  readonly seriesDescription?: string;
}

/** A key object selection (TID 2010): title, note, and the pictures, each once with all of its frames that count. */
export function buildKeyObject(input: KeyObjectInput): Uint8Array {
  const { title, note, references, uids, signer } = input;
  const modifier = input.modifier ?? (title.value === BEST_IN_SET ? OF_STUDY : null);
  const modifiers = modifier === null ? [] : [child('HAS CONCEPT MOD', codedItem(MODIFIER, modifier))];
  const words = note.trim() === '' ? [] : [child('CONTAINS', textItem(DESCRIPTION, note))];
  const children: DicomItem[] = [
    ...modifiers,
    languageItem(),
    ...(signer === null ? [] : observerItems({ ...input, signer })),
    ...words,
    ...images(references),
  ];
  return writeDicomFile([
    ...studyHeader(input, {
      ...{ sopClass: KEY_OBJECT_CLASS, sopUid: uids.instance, seriesUid: uids.series, modality: 'KO' },
      ...{
        seriesNumber: 9004,
        seriesDescription: input.seriesDescription ?? 'Key images',
        instanceNumber: input.instanceNumber,
      },
    }),
    sequence(0x00081111),
    ...requestModule(input),
    ...(input.also ?? []),
    sequence(0x0040a375, ...evidenceItems(references)),
    ...container(title, '2010'),
    ...contentSequence(children),
  ]);
}

function images(references: KeyObjectInput['references']): DicomItem[] {
  const bySop = new Map<string, KeyObjectInput['references'][number][]>();
  for (const one of references) bySop.set(one.sopUid, [...(bySop.get(one.sopUid) ?? []), one]);
  return [...bySop.values()].flatMap((all) => {
    const [first] = all;
    if (first === undefined) return [];
    // Selections and reports that are taken back are no pictures.
    if (first.sopClass === KEY_OBJECT_CLASS || first.isDocument === true)
      return [child('CONTAINS', compositeItem(first))];
    const frames = [...new Set(all.flatMap(({ frame }) => (frame === null ? [] : [frame])))].sort((a, b) => a - b);
    // The object as a whole holds all of its frames.
    const named = all.some(({ frame }) => frame === null) ? [] : frames;
    return [child('CONTAINS', imageItem(null, { ...first, frame: null }, named))];
  });
}
