import type { Code } from '../../../../shared/model/report.ts';
import { cleanText } from '../../../../shared/report/plain-text.ts';
import { decimalString, numbers, sequence, text } from './element.ts';
import type { DicomElement, DicomItem } from './element.ts';

/** How an item hangs from its parent (0040,A010). */
export type Relationship =
  | 'CONTAINS'
  | 'HAS CONCEPT MOD'
  | 'HAS OBS CONTEXT'
  | 'HAS ACQ CONTEXT'
  | 'HAS PROPERTIES'
  | 'INFERRED FROM'
  | 'SELECTED FROM';

/** An image named by a content item; `frame` from 1, or null for a single-frame object. */
export interface ImageReference {
  readonly sopUid: string;
  readonly sopClass: string;
  readonly frame: number | null;
}

export type GraphicType = 'POINT' | 'POLYLINE' | 'ELLIPSE';

/** A content item without the relationship: the same item can hang from several kinds of parent. */
export type ContentItem = DicomItem;

/** Code sequence item. Values over 16 characters go to Long Code Value (0008,0119). */
export function codeItem(code: Code): DicomItem {
  const isLong = [...code.value].length > 16;
  return [
    isLong ? text(0x00080119, 'UC', code.value) : text(0x00080100, 'SH', code.value),
    text(0x00080102, 'SH', code.scheme),
    text(0x00080104, 'LO', code.meaning),
  ];
}

export function codeSequence(tag: number, code: Code): DicomElement {
  return sequence(tag, codeItem(code));
}

/** The item as a child: its relationship and what hangs from it. */
export function child(relationship: Relationship, item: ContentItem, ...children: readonly DicomItem[]): DicomItem {
  return [text(0x0040a010, 'CS', relationship), ...item, ...contentSequence(children)];
}

export function contentSequence(children: readonly DicomItem[]): DicomElement[] {
  return children.length === 0 ? [] : [sequence(0x0040a730, ...children)];
}

/** `template`: number of the DCMR template that the container is the root of. */
export function container(name: Code, template: string | null): ContentItem {
  const identification =
    template === null ? [] : [sequence(0x0040a504, [text(0x00080105, 'CS', 'DCMR'), text(0x0040db00, 'CS', template)])];
  return [
    text(0x0040a040, 'CS', 'CONTAINER'),
    codeSequence(0x0040a043, name),
    text(0x0040a050, 'CS', 'SEPARATE'),
    ...identification,
  ];
}

/** Any text: made clean as report text is, its line ends CR LF (Part 5, 6.1.3). */
export function textItem(name: Code, value: string): ContentItem {
  return [
    text(0x0040a040, 'CS', 'TEXT'),
    codeSequence(0x0040a043, name),
    text(0x0040a160, 'UT', cleanText(value).replaceAll('\n', '\r\n')),
  ];
}

export function codedItem(name: Code, value: Code): ContentItem {
  return [text(0x0040a040, 'CS', 'CODE'), codeSequence(0x0040a043, name), codeSequence(0x0040a168, value)];
}

export function personItem(name: Code, personName: string): ContentItem {
  return [text(0x0040a040, 'CS', 'PNAME'), codeSequence(0x0040a043, name), text(0x0040a123, 'PN', personName)];
}

export function uidItem(name: Code, uid: string): ContentItem {
  return [text(0x0040a040, 'CS', 'UIDREF'), codeSequence(0x0040a043, name), text(0x0040a124, 'UI', uid)];
}

/** A number with its UCUM unit. The exact binary value goes beside the decimal text, which holds 16 characters only. */
export function numberItem(name: Code, value: number, unit: Code): ContentItem {
  return [
    text(0x0040a040, 'CS', 'NUM'),
    codeSequence(0x0040a043, name),
    sequence(0x0040a300, [
      codeSequence(0x004008ea, unit),
      numbers(0x0040a161, 'FD', value),
      text(0x0040a30a, 'DS', decimalString(value)),
    ]),
  ];
}

/** An object that is neither image nor waveform. */
export function compositeItem({ sopUid, sopClass }: Pick<ImageReference, 'sopUid' | 'sopClass'>): ContentItem {
  return [
    text(0x0040a040, 'CS', 'COMPOSITE'),
    sequence(0x00081199, [text(0x00081150, 'UI', sopClass), text(0x00081155, 'UI', sopUid)]),
  ];
}

/** @param frames several frames of it, in place of the one of `image` */
export function imageItem(name: Code | null, image: ImageReference, frames: readonly number[] = []): ContentItem {
  const named = image.frame === null ? frames : [image.frame];
  const frame = named.length === 0 ? [] : [text(0x00081160, 'IS', ...named.map(String))];
  return [
    text(0x0040a040, 'CS', 'IMAGE'),
    ...(name === null ? [] : [codeSequence(0x0040a043, name)]),
    sequence(0x00081199, [text(0x00081150, 'UI', image.sopClass), text(0x00081155, 'UI', image.sopUid), ...frame]),
  ];
}

/**
 * Coordinates on an image: column\row pairs counted from the top left corner of the top left pixel, so that its centre is
 * 0.5\0.5 (Part 3, C.18.6.1.1).
 */
export function coordinatesItem(
  name: Code | null,
  graphicType: GraphicType,
  points: readonly (readonly [column: number, row: number])[],
): ContentItem {
  return [
    text(0x0040a040, 'CS', 'SCOORD'),
    ...(name === null ? [] : [codeSequence(0x0040a043, name)]),
    numbers(0x00700022, 'FL', ...points.flat()),
    text(0x00700023, 'CS', graphicType),
  ];
}
