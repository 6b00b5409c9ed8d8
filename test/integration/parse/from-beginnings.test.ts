import { afterAll, describe, expect, it } from 'vitest';
import { deidentifyObject } from '../../../electron/station/deidentify/deidentify-object.ts';
import type { DeidentifyRequest } from '../../../electron/station/deidentify/deidentify-object.ts';
import { ParserPool } from '../../../electron/station/dicom/parser-pool.ts';
import { bytesOutcome } from '../../../electron/station/dicom/parse/read-file.ts';
import type { HostedProcess, ProcessHost } from '../../../electron/station/kernel/ports.ts';
import { ctImage, element, withOwn } from '../../helpers/dicom-builder.ts';
import type { BuiltElement, BuildOptions } from '../../helpers/dicom-builder.ts';
import { realHost } from '../import/import-fixture.ts';

const SIDE = 512;
const request: DeidentifyRequest = {
  ...{ key: Buffer.alloc(32, 7), patient: 'P1', pseudonym: 'CASE-1' },
  ...{ dates: 'modified', characteristics: true, faces: 'refuse' },
};

function picture(own: readonly BuiltElement[] = [], options: BuildOptions = {}): Uint8Array {
  const base = [
    element(0x00080008, 'CS', 'ORIGINAL\\PRIMARY\\AXIAL'),
    element(0x00180015, 'CS', 'CHEST'),
    element(0x00200032, 'DS', '0\\0\\0'),
    element(0x00200037, 'DS', '1\\0\\0\\0\\1\\0'),
    element(0x00280010, 'US', SIDE),
    element(0x00280011, 'US', SIDE),
    element(0x00280030, 'DS', '1\\1'),
    element(0x7fe00010, 'OW', new Uint8Array(SIDE * SIDE * 2).fill(3)),
  ];
  return ctImage(withOwn(base, own), options);
}

let posted = 0;
/** Counts the bytes that go to a process. */
const counting: ProcessHost = {
  spawn: async (kind, options) => {
    const process: HostedProcess = await realHost().spawn(kind, options);
    return {
      pid: process.pid,
      onMessage: (listener) => process.onMessage(listener),
      onExit: (listener) => process.onExit(listener),
      kill: () => process.kill(),
      post: (message) => {
        posted += weightOf(message);
        process.post(message);
      },
    };
  },
};

function weightOf(value: unknown): number {
  if (value instanceof Uint8Array) return value.length;
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce((sum: number, one) => sum + weightOf(one), 0);
}

const parsers = new ParserPool(counting);
afterAll(() => parsers.close());

/** Short header, long header, one that has to be read as a whole, one that is small, and one that is none. */
const files = [
  picture(),
  picture([element(0x00204000, 'LT', 'x'.repeat(30_000))]),
  picture([element(0xfffcfffc, 'OB', [0, 0])]),
  ctImage(),
  Buffer.alloc(200_000, 'x'),
];

describe('pictures in memory', () => {
  it('are read from their beginnings, with what the whole says', async () => {
    posted = 0;
    const outcomes = await parsers.readBytes(files.slice(0, 2), 'none');
    expect(posted).toBeLessThan(200_000);
    const whole = files.slice(0, 2).map((file) => bytesOutcome(file, 'none'));
    for (const [at, outcome] of outcomes.entries()) {
      const [some, all] = [outcome, whole[at]].map((one) => (one?.kind === 'object' ? one.parsed : null));
      expect(some?.start?.bytes).toBeGreaterThan(500);
      expect({ ...some, start: null }).toEqual(all);
    }
  });

  it('are read as a whole where that is not enough, each in its place', async () => {
    const outcomes = await parsers.readBytes(files, 'none');
    expect(outcomes.map(({ kind }) => kind)).toEqual(['object', 'object', 'object', 'object', 'refused']);
    const whole = files.map((file) => bytesOutcome(file, 'none'));
    expect(outcomes.slice(2)).toEqual(whole.slice(2));
  });

  it('go out bit for bit as those that were read as a whole, and one that must not go says why in its place', async () => {
    const head = picture([element(0x00180015, 'CS', 'HEAD')]);
    const all = [...files.slice(0, 3), head, ctImage(withOwn([], [element(0x00180015, 'CS', 'CHEST')]))];
    posted = 0;
    const cleaned = await parsers.deidentifyAll(all.map((content) => ({ content, request })));
    // The one that is read as a whole, and beginnings of the others.
    expect(posted).toBeLessThan(SIDE * SIDE * 2 + 600_000);
    for (const at of [0, 1, 2]) {
      const parts = cleaned[at];
      const made = parts instanceof Error || parts === undefined ? null : Buffer.concat(parts);
      expect(made === null ? null : Buffer.compare(made, deidentifyObject(all[at] ?? made, request)), `${at}`).toBe(0);
    }
    expect(cleaned[3]).toMatchObject({ code: 'deidentify/face' });
    expect(cleaned).toHaveLength(all.length);
    await expect(parsers.deidentify(head, request)).rejects.toMatchObject({ code: 'deidentify/face' });
  });
});
