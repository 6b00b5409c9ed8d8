import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { deidentifyObject, deidentifyStart } from '../../../../../electron/station/deidentify/deidentify-object.ts';
import type { DeidentifyRequest } from '../../../../../electron/station/deidentify/deidentify-object.ts';
import { Attributes } from '../../../../../electron/station/dicom/parse/attributes.ts';
import { openDataSet } from '../../../../../electron/station/dicom/parse/parse-dicom.ts';
import { ctImage, element, withOwn } from '../../../../helpers/dicom-builder.ts';
import type { BuiltElement } from '../../../../helpers/dicom-builder.ts';

const request: DeidentifyRequest = {
  ...{
    key: Buffer.alloc(32, 7),
    patient: 'P1',
    pseudonym: 'CASE-1',
    dates: 'modified',
    characteristics: true,
    faces: 'refuse',
  },
};
/** Found in any spelling; the UID of its own, because it must not look like text. */
const CANARY = 'ZQXCANARY';
const UID = '1.2.826.31337.4711';
const TEXT = 'AE AS CS DA DS DT IS LO LT PN SH ST TM UC UR UT'.split(' ');
const BYTES = ['OB', 'UN', 'OW'];
const SYNTAXES = ['1.2.840.10008.1.2.1', '1.2.840.10008.1.2', '1.2.840.10008.1.2.2'];
/** Groups of the standard that an object may have, private ones, and those of overlays and curves. */
const GROUPS = [
  ...[0x0008, 0x0010, 0x0012, 0x0014, 0x0018, 0x0020, 0x0028, 0x0032, 0x0038, 0x0040, 0x0042, 0x0054, 0x0062, 0x0070],
  ...[0x0088, 0x0400, 0x2050, 0x4008, 0x5000, 0x6000, 0x0009, 0x0019, 0x0029, 0x7fe1],
];
/** Elements that decide what the object is. */
const FIXED = new Set([
  ...[0x00080008, 0x00080016, 0x00080018, 0x00080060, 0x00180015, 0x0020000d, 0x0020000e, 0x00280301],
  ...[0x00200032, 0x00200037, 0x00280030],
]);

/** Small and repeatable (Numerical Recipes' constants). */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function canaryOf(vr: string, implicitly: boolean): BuiltElement['value'] {
  if (vr === 'UI') return UID;
  const bytes = new TextEncoder().encode(`${CANARY}7 `);
  return vr === 'PN' ? `${CANARY}^ANN=${CANARY}` : implicitly || BYTES.includes(vr) ? bytes : CANARY;
}

function someElements(below: (limit: number) => number, depth: number, implicitly: boolean): BuiltElement[] {
  const vrs = [...TEXT, ...TEXT, 'UI', ...BYTES, ...(depth < 3 ? ['SQ', 'SQ', 'SQ', 'SQ', 'SQ'] : [])];
  const found = new Map<number, BuiltElement>();
  for (let count = 0; count < (depth === 0 ? 120 : 12); count += 1) {
    const group = GROUPS[below(GROUPS.length)] ?? 0x0008;
    // Most attributes lie low in their group.
    const tag = group * 0x10000 + 1 + below(below(2) === 0 ? 0x120 : 0xffff);
    if (FIXED.has(tag) || (group === 0x0028 && (tag & 0xffff) < 0x0200)) continue;
    const vr = vrs[below(vrs.length)] ?? 'LO';
    const value = vr === 'SQ' ? [someElements(below, depth + 1, implicitly)] : canaryOf(vr, implicitly);
    found.set(tag, element(tag, vr, value));
  }
  return [...found.values()].sort((a, b) => a.tag - b.tag);
}

/** Every attribute that a patient, a visit or a person usually stands in, in its own representation. */
const NAMED: readonly BuiltElement[] = [
  ...([0x00080050, 0x00100020, 0x00101000, 0x00200010] as const).map((tag) => element(tag, 'SH', CANARY)),
  ...[0x00080080, 0x00081030, 0x0008103e, 0x00081090, 0x00181030, 0x00181000, 0x00181020].map((tag) =>
    element(tag, 'LO', CANARY),
  ),
  ...[0x00080090, 0x00081050, 0x00081070, 0x00100010, 0x00101001].map((tag) => element(tag, 'PN', `${CANARY}^X`)),
  ...[0x00081010, 0x00181210, 0x00180024].map((tag) => element(tag, 'SH', CANARY)),
  ...[0x00180022, 0x00080005, 0x00185100].map((tag) => element(tag, 'CS', CANARY)),
  element(0x00204000, 'LT', CANARY),
  element(0x00081140, 'SQ', [[element(0x00081150, 'UI', UID), element(0x00081155, 'UI', UID)]]),
  element(0x00082218, 'SQ', [
    [element(0x00080100, 'SH', CANARY), element(0x00080102, 'SH', 'SCT'), element(0x00080104, 'LO', CANARY)],
  ]),
  element(0x00091010, 'LO', CANARY),
  element(0x0020000d, 'UI', `${UID}.1`),
  element(0x0020000e, 'UI', `${UID}.2`),
  element(0x00080018, 'UI', `${UID}.3`),
];

const PLACE: readonly BuiltElement[] = [
  element(0x00080008, 'CS', 'ORIGINAL\\PRIMARY\\AXIAL'),
  element(0x00180015, 'CS', 'CHEST'),
  element(0x00200032, 'DS', '0\\0\\0'),
  element(0x00200037, 'DS', '1\\0\\0\\0\\1\\0'),
  element(0x00280030, 'DS', '1\\1'),
];

function holds(bytes: Uint8Array): readonly string[] {
  const text = Buffer.from(bytes).toString('latin1');
  // As bytes of words in the other order, too.
  const swapped = Buffer.from(bytes.length % 2 === 0 ? bytes : bytes.subarray(1))
    .swap16()
    .toString('latin1');
  return [CANARY, UID, 'CANARY', CANARY.toLowerCase()].filter((word) => text.includes(word) || swapped.includes(word));
}

describe('canaries in an object', () => {
  it('are in none of the bytes that go out, over a hundred objects', () => {
    const preamble = new TextEncoder().encode(`II*\0${CANARY}`);
    for (let seed = 1; seed <= 102; seed += 1) {
      const below = numbersFrom(seed);
      const transferSyntax = SYNTAXES[seed % SYNTAXES.length] ?? '';
      const own = withOwn(withOwn(someElements(below, 0, seed % 3 === 1), NAMED), PLACE);
      const options = { transferSyntax, preamble, undefinedLength: seed % 2 === 0 };
      const made = Buffer.concat([ctImage(own, options), Buffer.from(`${CANARY} `)]);
      expect(holds(made)).not.toEqual([]);
      const out = deidentifyObject(made, request);
      expect(holds(out), `seed ${seed}`).toEqual([]);
      expect(out.subarray(0, 128).every((byte) => byte === 0)).toBe(true);
    }
  });

  it('are in none of the bytes that go out where only the beginning was read', () => {
    let read = 0;
    for (let seed = 1; seed <= 60; seed += 1) {
      const below = numbersFrom(seed);
      const transferSyntax = SYNTAXES[seed % 2] ?? '';
      const some = someElements(below, 0, seed % 2 === 1).filter(({ tag }) => tag < 0x7fe00000);
      const made = ctImage(withOwn(withOwn(some, NAMED), PLACE), { transferSyntax, undefinedLength: seed % 4 > 1 });
      const start = deidentifyStart(made.slice(0, -4), made.length, request);
      if (start === null) continue;
      read += 1;
      const { offset, length } = start.pixels;
      const out = Buffer.concat([start.head, made.subarray(offset, offset + length)]);
      expect(holds(out), `seed ${seed}`).toEqual([]);
      expect(Buffer.compare(out, deidentifyObject(made, request)), `seed ${seed}`).toBe(0);
    }
    expect(read).toBeGreaterThan(50);
  });

  it('are in none of the bytes of a deflated object', () => {
    const plain = ctImage([...NAMED, ...PLACE]);
    const start = 132 + 12 + Buffer.from(plain).readUInt32LE(140);
    const head = Buffer.from(ctImage([], { transferSyntax: '1.2.840.10008.1.2.1.99' })).subarray(0, start + 4);
    const metaEnd = 132 + 12 + head.readUInt32LE(140);
    const made = Buffer.concat([head.subarray(0, metaEnd), deflateRawSync(plain.subarray(start))]);
    expect(holds(deidentifyObject(made, request))).toEqual([]);
  });
});

describe('a de-identified object', () => {
  const read = (bytes: Uint8Array): Attributes => new Attributes(openDataSet(bytes, {}, new Set()).dataSet);
  const one = (own: readonly BuiltElement[] = [], by: Partial<DeidentifyRequest> = {}): Attributes =>
    read(deidentifyObject(ctImage(withOwn(PLACE, own)), { ...request, ...by }));

  it('has the same new UIDs wherever an old one stood, others with another key, and the class as it was', () => {
    const reference = element(0x00081140, 'SQ', [
      [element(0x00081150, 'UI', '1.2.840.10008.5.1.4.1.1.2'), element(0x00081155, 'UI', '1.2.3.4')],
    ]);
    const first = one([reference]);
    const item = first.item('referencedImages');
    expect(first.uid('studyUid')).toMatch(/^2\.25\.\d+$/);
    expect(item?.uid('referencedSopInstance')).toBe(first.uid('studyUid'));
    expect(item?.uid('referencedSopClass')).toBe('1.2.840.10008.5.1.4.1.1.2');
    expect(one().uid('studyUid')).toBe(first.uid('studyUid'));
    expect(one([], { key: Buffer.alloc(32, 8) }).uid('studyUid')).not.toBe(first.uid('studyUid'));
  });

  it('keeps pixels and the days between its dates', () => {
    const early = one([element(0x00080020, 'DA', '20240102')]);
    const late = one([element(0x00080020, 'DA', '20240116')]);
    const day = (text: string | null): number =>
      Date.parse((text ?? '').replace(/(\d{4})(\d\d)(\d\d)/, '$1-$2-$3')) / 86_400_000;
    expect(day(late.text('studyDate')) - day(early.text('studyDate'))).toBe(14);
    expect(early.text('studyDate')).not.toBe('20240102');
    expect(one([], { dates: 'removed' }).text('studyDate')).toBeNull();
    expect([...early.bytes('pixels')]).toEqual([1, 0, 2, 0, 3, 0, 4, 0]);
    expect(early.text('patientName')).toBe('CASE-1');
    expect(early.text('birthDate')).toBeNull();
  });
});
