import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseDicom } from '../../electron/station/dicom/parse/parse-dicom.ts';
import { readObject } from '../../electron/station/dicom/read/read-object.ts';
import { SOP_CLASSES, sopClassName } from '../../shared/dicom/sop-classes.ts';
import type { Presented, SopClass } from '../../shared/dicom/sop-classes.ts';
import { assertNever } from '../../shared/lib/assert-never.ts';
import type { ObjectContent } from '../../shared/model/dicom-object.ts';
import { PDF } from '../../shared/model/pdf.ts';
import { dicomFile, element } from '../helpers/dicom-builder.ts';
import type { BuiltElement } from '../helpers/dicom-builder.ts';
import { projectRoot } from '../helpers/runtime.ts';

const ITEM = [element(0x0040a040, 'CS', 'TEXT'), element(0x0040a160, 'UT', 'a')];
const TITLE = [
  element(0x00080100, 'SH', '113000'),
  element(0x00080102, 'SH', 'DCM'),
  element(0x00080104, 'LO', 'Title'),
];

const MIME: Partial<Record<Presented, string>> = { text: 'text/xml', pages: PDF };

/** The least of everything that an object of any class may hold: what is done with it depends on its class alone. */
function objectOf({ uid, presented }: SopClass): Uint8Array {
  const pictured: readonly BuiltElement[] = [
    element(0x00280002, 'US', 1),
    element(0x00280004, 'CS', 'MONOCHROME2'),
    element(0x00280010, 'US', 2),
    element(0x00280011, 'US', 2),
    element(0x00280100, 'US', 8),
    element(0x00280101, 'US', 8),
    element(0x00280102, 'US', 7),
    element(0x00280103, 'US', 0),
  ];
  const wave = [
    element(0x003a0005, 'US', 1),
    element(0x003a0010, 'UL', 1),
    element(0x003a001a, 'DS', '1'),
    element(0x54001006, 'CS', 'SS'),
    element(0x54001010, 'OW', [1]),
  ];
  return dicomFile([
    element(0x00080016, 'UI', uid),
    element(0x00080018, 'UI', '1.2.3'),
    ...pictured,
    element(0x0040a040, 'CS', 'CONTAINER'),
    element(0x0040a043, 'SQ', [TITLE]),
    ...(presented === 'text-and-marks' ? [element(0x0040a730, 'SQ', [ITEM])] : []),
    ...(uid.includes('.104.')
      ? [
          element(0x00420011, 'OB', new TextEncoder().encode('<a><title>T</title></a>')),
          element(0x00420012, 'LO', MIME[presented] ?? 'application/octet-stream'),
        ]
      : []),
    ...(uid.includes('.1.1.9.') ? [element(0x54000100, 'SQ', [wave])] : []),
    element(0x7fe00010, 'OW', [1, 2]),
  ]);
}

/** What the table says of a content, by its kind. */
function saidOf(content: ObjectContent): readonly Presented[] {
  switch (content.kind) {
    case 'segmentation':
    case 'contours':
      return ['marks'];
    case 'report':
    case 'key-images':
      return ['text-and-marks'];
    case 'waveform':
      return ['plot'];
    case 'presentation':
      return ['state'];
    case 'registration':
      return ['ties'];
    case 'value-maps':
      return ['maps'];
    case 'document':
      if (content.mime === PDF) return ['pages'];
      return content.lines === null ? ['file'] : ['text'];
    case 'other':
      return ['listed'];
    default:
      return assertNever(content);
  }
}

const WORDS: Readonly<Record<Presented, string>> = {
  picture: 'shown as a picture, where its pixels can be decoded; else listed with the reason',
  video: 'shown where the runtime plays it; else listed with the reason',
  marks: 'shown: listed, drawn over the pictures when the reader says so',
  text: 'shown as text',
  'text-and-marks': 'shown as text, with links; its regions over the pictures when the reader says so',
  plot: 'shown as curves',
  state: 'shown: listed, applied to its pictures when the reader says so',
  pages: 'shown page by page as pictures of it: no link, form or program of it works',
  ties: 'shown as text; its pictures are linked by it when the reader says so, turns and shifts only',
  maps: 'shown as text; values of its pictures are read by it when the reader says so',
  file: 'listed; its document is written to a file when the reader says so',
  listed: 'listed, kept, carried through',
};

function table(): string {
  const rows = SOP_CLASSES.map(({ uid, name, presented }) => `| ${name} | ${uid} | ${WORDS[presented]} |`);
  return ['| Class | UID | Here |', '| --- | --- | --- |', ...rows].join('\n');
}

describe('the table of storage classes', () => {
  it('is what the code does: pictures have a picture, the others what the table says', () => {
    const wrong = SOP_CLASSES.flatMap((one) => {
      const file = objectOf(one);
      const parsed = parseDicom(file, { sha256: null, dataSetSha256: null });
      const shown = parsed.ok && parsed.value.image.picture.shown;
      const isPicture = one.presented === 'picture' || one.presented === 'video';
      if (isPicture) return shown ? [] : [`${one.name} has no picture`];
      // A class that is listed may bring pixels all the same: then they are shown.
      if (shown) return one.presented === 'listed' ? [] : [`${one.name} is a picture`];
      const said = saidOf(readObject(file).content);
      return said.includes(one.presented) ? [] : [`${one.name} is ${said.join()}, not ${one.presented}`];
    });
    expect(wrong).toEqual([]);
  });

  it('names each class once, and what is not in it by words', () => {
    expect(new Set(SOP_CLASSES.map(({ uid }) => uid)).size).toBe(SOP_CLASSES.length);
    expect(sopClassName('1.2.826.0.1')).toBe('Object of a kind that is not known here');
    expect(sopClassName(null)).toBe('Object that does not say what it is');
  });

  it('stands in the README of the viewer as it is', () => {
    const page = readFileSync(path.join(projectRoot, 'renderer', 'viewer', 'README.md'), 'utf8');
    const said = page.slice(page.indexOf('| Class '), page.lastIndexOf('|') + 1);
    // Prettier pads the columns of a table.
    const plain = (text: string): string => text.replace(/ +\|/g, ' |').replace(/-{3,}/g, '---');
    expect(plain(said)).toBe(plain(table()));
  });
});
