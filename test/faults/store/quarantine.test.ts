import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Station } from '../../../electron/station/station.ts';
import { ObjectId } from '../../../shared/model/ids.ts';
import { ctImage, element } from '../../helpers/dicom-builder.ts';
import { codeRejected } from '../../helpers/app-errors.ts';
import { importFiles } from './full-store.ts';
import { newStation, PASSPHRASE } from './station-fixture.ts';

/** Byte classes of a stored file: one object is spoiled in each. 300 KB of pixels make two chunks. */
const HEADER = {
  magic: 0,
  version: 9,
  'blob id': 20,
  'key id': 45,
  salt: 70,
  'chunk size': 83,
  length: 91,
  'wrapped key': 100,
  facts: 160,
};
const SIDE = 400;

const folder = mkdtempSync(path.join(tmpdir(), 'nightjar-quarantine-'));
const files = path.join(folder, 'files');
let station: Station;
let objects: readonly { readonly objectId: string; readonly blobId: string; readonly sha256: string }[];

const classes: readonly (readonly [string, (size: number) => number])[] = [
  ...Object.entries(HEADER).map(([name, at]) => [name, () => at] as const),
  ['first chunk', () => 2000],
  ['tag of the first chunk', (size) => size - (SIDE * SIDE * 2 - 262_144) - 600],
  ['last chunk', (size) => size - 100],
  ['last tag', (size) => size - 1],
];

beforeAll(async () => {
  mkdirSync(files);
  classes.forEach((_one, n) => {
    const pixels = new Array<number>(SIDE * SIDE).fill(n + 1);
    const bytes = ctImage([
      element(0x00080018, 'UI', `1.2.3.${n + 1}`),
      element(0x00280010, 'US', SIDE),
      element(0x00280011, 'US', SIDE),
      element(0x7fe00010, 'OW', pixels),
    ]);
    writeFileSync(path.join(files, `${n}.dcm`), bytes);
  });
  station = newStation(path.join(folder, 'store'));
  await station.create('Ada Reader', PASSPHRASE);
  await importFiles(station, files);
  objects = station.access
    .requireStore()
    .index.prepare<[], (typeof objects)[number]>(
      'SELECT object_id AS objectId, blob_id AS blobId, sha256 FROM object ORDER BY sop_uid',
    )
    .all();
});
afterAll(async () => {
  await station.close();
  rmSync(folder, { recursive: true, force: true });
});

function flip(file: string, at: number): void {
  const handle = openSync(file, 'r+');
  const byte = Buffer.alloc(1);
  readSync(handle, byte, 0, 1, at);
  byte[0] = (byte[0] ?? 0) ^ 0x10;
  writeSync(handle, byte, 0, 1, at);
  closeSync(handle);
}

describe('F07: a flipped bit in a stored object', () => {
  it('in any of its parts is quarantined, said and never shown, and the same file again heals it', async () => {
    const dir = path.join(folder, 'store');
    expect(objects).toHaveLength(classes.length);
    const told = new Set<string>();
    const stop = station.events.on((event) => void told.add(event.name));
    for (const [n, [name, place]] of classes.entries()) {
      const { objectId, blobId } = objects[n] ?? { objectId: '', blobId: '' };
      const file = path.join(dir, 'blobs', blobId.slice(0, 2), blobId);
      flip(file, place(statSync(file).size));
      const frame = () => station.frames.stored(ObjectId.parse(objectId), 1);
      expect(await codeRejected(frame()), name).toMatch(/^blob\/(damaged|key-forgotten)$/);
      expect(existsSync(file), name).toBe(false);
      expect(existsSync(path.join(dir, 'quarantine', blobId)), name).toBe(true);
      expect(await codeRejected(frame()), name).toBe('blob/quarantined');
    }
    stop();
    expect(told).toContain('worklist.changed');
    const { quarantine, index } = station.access.requireStore();
    expect(quarantine.list()).toHaveLength(classes.length);
    const states = () => station.rooms.worklist.list('').rows.map(({ readiness, damaged }) => [readiness, damaged]);
    expect(states()).toEqual([['damaged', classes.length]]);
    const verified = await station.rooms.archive.verify();
    expect(new Set(verified.bad.map(({ reason }) => reason))).toEqual(new Set(['blob/quarantined']));
    expect(verified.bad).toHaveLength(classes.length);
    expect(index.prepare("SELECT count(*) FROM audit WHERE command = 'store.quarantine'").pluck().get()).toBe(
      classes.length,
    );

    expect(await importFiles(station, files)).toMatchObject({ imported: classes.length, already: 0, refused: [] });
    expect((await station.rooms.archive.verify()).bad).toEqual([]);
    expect(quarantine.list()).toEqual([]);
    expect(states()).toEqual([['offline-ready', 0]]);
    for (const { objectId, sha256 } of objects) {
      const { header } = await station.frames.stored(ObjectId.parse(objectId), 1);
      expect(header.max).toBe(header.min);
      expect(station.rooms.archive.object(ObjectId.parse(objectId)).sha256).toBe(sha256);
    }
    expect(await importFiles(station, files)).toMatchObject({ imported: 0, already: classes.length });
  });

  it('that is gone altogether is healed in the same way', async () => {
    const { index } = station.access.requireStore();
    const blobId = index.prepare<[], string>('SELECT blob_id FROM object LIMIT 1').pluck().get() ?? '';
    rmSync(path.join(folder, 'store', 'blobs', blobId.slice(0, 2), blobId));
    expect((await station.rooms.archive.verify()).bad).toEqual([
      { objectId: expect.any(String), reason: 'blob/missing' },
    ]);
    expect(await importFiles(station, files)).toMatchObject({ imported: 1, already: classes.length - 1 });
    expect((await station.rooms.archive.verify()).bad).toEqual([]);
  });
});
