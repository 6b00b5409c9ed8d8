import { createHash } from 'node:crypto';
import { PART_CLASS, PART_HEAD, PART_MIME, writePartHead } from '../../../../../shared/review/package/part.ts';
import type { PartPlace } from '../../../../../shared/review/package/part.ts';
import { KeyedNames } from '../../../deidentify/keyed-names.ts';
import { empty, numbers, text } from '../../../dicom/write/element.ts';
import { IMPLEMENTATION_UID, writeDicomFile } from '../../../dicom/write/write-file.ts';

export interface PartUids {
  readonly study: string;
  readonly series: string;
  readonly sop: (index: number) => string;
}

/** Under what packages to somebody lie at a node: it follows from the public key that the package itself names, and from nothing else. */
export function mailboxOf(exchangeKey: string): string {
  const digest = createHash('sha256').update(`nightjar/review-mailbox/1/${exchangeKey}`, 'utf8').digest('hex');
  return `NJR-${digest.slice(0, 20).toUpperCase()}`;
}

/**
 * The same package has the same UIDs however often it is sent; nobody without the key can tell which packages are of one station.
 * @param key 32 bytes of this package alone; stays the caller's
 */
export function partUids(key: Uint8Array, packageId: string): PartUids {
  const names = new KeyedNames(key);
  return {
    study: names.uid(`${packageId} study`),
    series: names.uid(`${packageId} series`),
    sop: (index) => names.uid(`${packageId} ${index}`),
  };
}

/**
 * One part in a DICOM file: sealed bytes, a mailbox, and nothing of a patient.
 * @param at UTC, when the package was made
 */
export function buildPart(
  bytes: Uint8Array,
  {
    place,
    uids,
    mailbox,
    at,
  }: { readonly place: PartPlace; readonly uids: PartUids; readonly mailbox: string; readonly at: string },
): Uint8Array {
  const document = Buffer.concat([writePartHead(place), bytes]);
  const date = at.slice(0, 10).replaceAll('-', '');
  return writeDicomFile([
    text(0x00080005, 'CS', 'ISO_IR 192'),
    text(0x00080016, 'UI', PART_CLASS),
    text(0x00080018, 'UI', uids.sop(place.index)),
    text(0x00080020, 'DA', date),
    text(0x00080023, 'DA', date),
    empty(0x00080030, 'TM'),
    text(0x00080033, 'TM', at.slice(11, 19).replaceAll(':', '')),
    empty(0x00080050, 'SH'),
    text(0x00080060, 'CS', 'OT'),
    text(0x00080070, 'LO', 'Nightjar'),
    empty(0x00080090, 'PN'),
    text(0x0008103e, 'LO', 'Sealed review package'),
    text(0x00089123, 'UI', IMPLEMENTATION_UID),
    text(0x00100010, 'PN', mailbox),
    text(0x00100020, 'LO', mailbox),
    empty(0x00100030, 'DA'),
    empty(0x00100040, 'CS'),
    text(0x0020000d, 'UI', uids.study),
    text(0x0020000e, 'UI', uids.series),
    empty(0x00200010, 'SH'),
    text(0x00200011, 'IS', '1'),
    text(0x00200013, 'IS', String(place.index + 1)),
    { tag: 0x00400555, vr: 'SQ', items: [] },
    text(0x00420012, 'LO', PART_MIME),
    { tag: 0x00420011, vr: 'OB', bytes: document },
    numbers(0x00420015, 'UL', PART_HEAD + bytes.length),
  ]);
}
