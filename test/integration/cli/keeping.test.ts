import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ctImage, element } from '../../helpers/dicom-builder.ts';
import { runCli } from '../helpers/run-cli.ts';
import { fileHash, objectsByHash, sha256Of, sharedStore, storeAt } from './cli-store.ts';
import {
  AuditDocument,
  AuditListDocument,
  BreakGlassDocument,
  DoctorDocument,
  ExportedObject,
  ExportedTrail,
  SlotsDocument,
  StudiesDocument,
  VerifyDocument,
} from './shapes.ts';

/** The first bytes of a Windows program. */
const PROGRAM = Uint8Array.of(0x4d, 0x5a, 0x90, 0x00, 0x03);

describe('a store kept by the command line', () => {
  // What nobody here understands goes through untouched: elements of a stranger, nested, and of an unknown kind.
  const plain = ctImage([
    element(0x00080018, 'UI', '1.2.8.1'),
    element(0x00110010, 'LO', 'ACME SECRET 1'),
    element(0x00111001, 'SQ', [[element(0x00110010, 'LO', 'ACME SECRET 1'), element(0x00111002, 'FD', [1.5, -2.25])]]),
    element(0x00111003, 'UN', Uint8Array.of(0, 255, 7, 9)),
  ]);
  const named = element(0x00280301, 'CS', 'YES');
  const disguised = ctImage([element(0x00080018, 'UI', '1.2.8.2'), named], { preamble: PROGRAM });
  const store = sharedStore((out) => {
    writeFileSync(path.join(out, 'plain.dcm'), plain);
    writeFileSync(path.join(out, 'disguised.dcm'), disguised);
    return [path.join(out, 'plain.dcm'), path.join(out, 'disguised.dcm')];
  });
  const exported = async (bytes: Uint8Array, name: string) => {
    const objectId = (await objectsByHash(store)).get(sha256Of(bytes))?.objectId ?? 'unknown';
    const file = path.join(store.out, name);
    return store.document(ExportedObject, 'export-object', '--object', objectId, '--out', file);
  };

  it('export-object gives back the bytes that came, with all that nobody here understands', async () => {
    const { file, sha256, bytes, preambleZeroed, warnings } = await exported(plain, 'back.dcm');
    expect(Buffer.from(plain).equals(readFileSync(file))).toBe(true);
    expect({ sha256, bytes, preambleZeroed, warnings }).toEqual({
      sha256: sha256Of(plain),
      bytes: plain.length,
      preambleZeroed: false,
      warnings: [],
    });
  });

  it('export-object zeroes a preamble that looks like a program, and nothing else, and tells of text in the pixels', async () => {
    const { file, sha256, preambleZeroed, warnings } = await exported(disguised, 'harmless.dcm');
    const written = readFileSync(file);
    expect(preambleZeroed).toBe(true);
    expect(warnings.join()).toContain('text is burned into these pixels');
    expect(sha256).toBe(sha256Of(written));
    expect(written.subarray(0, 128).every((byte) => byte === 0)).toBe(true);
    expect(written.subarray(128).equals(Buffer.from(disguised).subarray(128))).toBe(true);
  });

  it('export-object writes what was made of a study, and no file where nothing was', async () => {
    const words = ['export-object', '--study', '1.2.3.4', '--key-images', '--out', store.out];
    expect(await store.document(z.strictObject({ files: z.array(z.never()) }), ...words)).toEqual({ files: [] });
  });

  it('export-object writes nothing into the store', async () => {
    const before = fileHash(path.join(store.dir, 'slots.json'));
    const words = ['export-object', '--sop', '1.2.8.1', '--out', path.join(store.dir, 'slots.json')];
    expect((await store.error(...words)).code).toBe('request/bad');
    expect(fileHash(path.join(store.dir, 'slots.json'))).toBe(before);
  });

  it('verify passes a sound store and names the object whose file changed by one bit', async () => {
    expect(await store.document(VerifyDocument, 'verify')).toEqual({ checked: 2, bad: [] });
    const copy = storeAt(path.join(store.out, 'copy'), store.out);
    cpSync(store.dir, copy.dir, { recursive: true });
    const damaged = path.join(copy.dir, 'blobs', blobs(copy.dir)[0] ?? '');
    const bytes = readFileSync(damaged);
    const middle = bytes.length - 40;
    bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle);
    writeFileSync(damaged, bytes);
    const { checked, bad } = await copy.document(VerifyDocument, 'verify');
    expect(checked).toBe(2);
    const known = [...(await objectsByHash(store)).values()].map(({ objectId }) => objectId);
    expect(bad).toHaveLength(1);
    expect(known).toContain(bad[0]?.objectId);
    expect(bad[0]?.reason).toBe('blob/damaged');
    expect(
      (await copy.error('export-object', '--object', bad[0]?.objectId ?? '', '--out', `${damaged}.out`)).code,
    ).toMatch(/^(blob|request)\//);
    expect(existsSync(`${damaged}.out`)).toBe(false);
  });

  it('audit verify walks an unbroken trail that grows with every export', async () => {
    const before = await store.document(AuditDocument, 'audit', 'verify');
    await exported(plain, 'once-more.dcm');
    const after = await store.document(AuditDocument, 'audit', 'verify');
    expect(before).toMatchObject({ ok: true, firstBad: null });
    expect(after).toMatchObject({ ok: true, firstBad: null });
    const { records } = await store.document(AuditListDocument, 'audit', 'list', '--limit', '40');
    const since = records.flatMap(({ seq, command }) => (seq > before.records ? [command] : [])).reverse();
    const life = ['access.unlock', 'station.start', 'station.stop', 'access.lock'];
    expect(since.filter((command) => !life.includes(command))).toEqual([
      // The object is found by looking through the list and both of its studies, which is reading, too.
      ...['audit.verify', 'worklist.search', 'study.open', 'study.open', 'archive.exportObject'],
      ...['audit.verify', 'audit.read'],
    ]);
    // Each process unlocks, starts, stops and locks; the last one is still at it.
    const ends = since.filter((command) => life.includes(command)).slice(2);
    expect(ends.map((command, i) => command === life[i % 4])).toEqual(ends.map(() => true));
    expect(ends.length % 4).toBe(2);
  });

  it('audit export writes a trail that names no patient, in three formats, once', async () => {
    for (const format of ['json', 'dicom', 'fhir']) {
      const file = path.join(store.out, `trail.${format}`);
      const words = ['audit', 'export', '--out', file, '--format', format];
      const { records, sha256 } = await store.document(ExportedTrail, ...words);
      expect([sha256, records > 20]).toEqual([fileHash(file), true]);
      expect((await store.error(...words)).code).toBe('disk/exists');
      expect(readFileSync(file, 'utf8')).not.toMatch(/Doe|PAT/);
    }
    const trail = JSON.parse(readFileSync(path.join(store.out, 'trail.json'), 'utf8')) as Record<string, unknown[]>;
    expect([trail['seals']?.length, trail['keys']?.length]).toEqual([1, 1]);
    const exports = await store.document(AuditListDocument, 'audit', 'list', '--command', 'audit.export');
    expect(exports.total).toBe(3);
  });

  it('audit break-glass opens a study with a reason, and nobody reviews their own', async () => {
    const { studies } = await store.document(StudiesDocument, 'studies');
    const words = ['audit', 'break-glass', '--study', studies[0]?.studyUid ?? '', '--code', 'emergency'];
    const { grant, study } = await store.document(BreakGlassDocument, ...words, '--reason', 'nobody else is here');
    expect([grant.reason, study.series.length > 0]).toEqual(['nobody else is here', true]);
    const review = ['audit', 'break-glass', 'review', '--grant', grant.grantId, '--verdict', 'justified'];
    expect((await store.error(...review)).code).toBe('audit/own-access');
  });

  it('audit check-bundle needs no store, and says of a file that is no bundle that it is none', async () => {
    const file = path.join(store.out, 'plain.dcm');
    const { code, documents } = await runCli(['audit', 'check-bundle', file], { NIGHTJAR_PASSPHRASE: '' });
    expect(code).toBe(0);
    expect(documents).toMatchObject([{ ok: false, keyId: null }]);
  });

  it('doctor checks every part', async () => {
    const { ok, checks } = await store.document(DoctorDocument, 'doctor');
    expect(ok, JSON.stringify(checks)).toBe(true);
    expect(checks.map(({ name }) => name)).toEqual(
      'store database audit recovery alarms quarantine disk parser decoder backup key-store provider clock audit profile pictures window-check'.split(
        ' ',
      ),
    );
  });

  it('check-station decodes a picture of every transfer syntax, and measures what is known', async () => {
    const shape = DoctorDocument.extend({ records: z.array(z.never()) });
    const { ok, checks } = await store.document(shape, 'check-station');
    expect(ok, JSON.stringify(checks)).toBe(true);
    expect(checks.filter(({ name }) => name.startsWith('decode '))).toHaveLength(19);
  });

  it('keys slots says what opens the store', async () => {
    const { slots } = await store.document(SlotsDocument, 'keys', 'slots');
    expect(slots.map(({ kind }) => kind).sort()).toEqual(['passphrase', 'recovery']);
  });

  // The last: afterwards the store lives elsewhere.
  it('makes nothing in a store that was moved away', async () => {
    const to = path.join(store.out, 'package');
    await store.document(z.looseObject({ packed: z.object({ place: z.literal('DE') }) }), ...pack(to));
    const draft = ['report', 'set', '--report', '0'.repeat(26), '--section', 'findings', '--text', 'T'];
    for (const words of [draft, ['import', path.join(store.out, 'plain.dcm')]]) {
      expect(await store.error(...words)).toMatchObject({ code: 'store/moved' });
    }
  });
});

const pack = (to: string): readonly string[] => ['move', 'pack', '--to', to, '--place', 'de'];

/** Files under blobs/, by their path there. */
function blobs(dir: string): string[] {
  return readdirSync(path.join(dir, 'blobs'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(path.join(dir, 'blobs'), path.join(entry.parentPath, entry.name)));
}
