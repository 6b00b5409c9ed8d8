import { copyFileSync, createWriteStream, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { describe, expect, it } from 'vitest';
import { ZipFile } from 'yazl';
import { ctImage, element } from '../../helpers/dicom-builder.ts';
import { hasTestdata, testdata } from '../../helpers/testdata.ts';
import { runCli } from '../helpers/run-cli.ts';
import { sharedStore } from './cli-store.ts';
import { ImportDocument, StudiesDocument } from './shapes.ts';
import type { z } from 'zod';

/** A CT image of its own study and patient. */
const image = (patient: string): Uint8Array =>
  ctImage([
    element(0x00100020, 'LO', patient),
    element(0x0020000d, 'UI', `1.2.9.${patient}`),
    element(0x0020000e, 'UI', `1.2.9.${patient}.1`),
  ]);

const NOTHING = { imported: 0, already: 0, conflicts: [], ignored: 0, refused: [] };
const seen = (report: z.infer<typeof ImportDocument>): number =>
  report.imported + report.already + report.ignored + report.conflicts.length + report.refused.length;

describe('nightjar import', () => {
  const store = sharedStore((out) => {
    writeFileSync(path.join(out, 'first.dcm'), image('100'));
    return [path.join(out, 'first.dcm')];
  });

  const folderOf = (name: string, files: Readonly<Record<string, Uint8Array | string>>): string => {
    const folder = path.join(store.out, name);
    mkdirSync(folder);
    for (const [file, bytes] of Object.entries(files)) writeFileSync(path.join(folder, file), bytes);
    return folder;
  };

  it('takes a single file once, and knows it the second time', async () => {
    const report = await store.document(ImportDocument, 'import', path.join(store.out, 'first.dcm'));
    expect(report).toEqual({ ...NOTHING, already: 1 });
  });

  it('counts each file of a folder in one of the five ways, and refusals are no failure', async () => {
    const one = image('200');
    const folder = folderOf('mixed', {
      'a.dcm': one,
      'a-again.dcm': one,
      'b.dcm': image('201'),
      'notes.txt': 'for the reader',
      'odd.bin': 'not a study at all, whatever its length may be; long enough to be looked at'.repeat(4),
      'empty.dcm': '',
    });
    const report = await store.document(ImportDocument, 'import', folder);
    expect(report).toMatchObject({ imported: 2, already: 1, ignored: 1, conflicts: [] });
    expect(report.refused.map(({ path: file, code }) => [path.basename(file), code]).sort()).toEqual([
      ['empty.dcm', 'dicom/empty-file'],
      ['odd.bin', 'dicom/not-dicom'],
    ]);
    expect(seen(report)).toBe(readdirSync(folder).length);
  });

  it('names the object that a file with the same SOP UID and other pixels became', async () => {
    const uid = element(0x00080018, 'UI', '1.2.9.777');
    const folder = folderOf('conflict', {
      'a.dcm': ctImage([uid]),
      'b.dcm': ctImage([uid, element(0x7fe00010, 'OW', [9, 9, 9, 9])]),
    });
    const report = await store.document(ImportDocument, 'import', folder);
    expect(report).toMatchObject({ imported: 1, refused: [] });
    expect(report.conflicts).toHaveLength(1);
    expect(report.conflicts[0]?.objectId).toMatch(/^[0-9a-z]{26}$/);
    expect(path.dirname(report.conflicts[0]?.path ?? '')).toBe(folder);
  });

  it('takes the files inside a ZIP archive', async () => {
    const file = path.join(store.out, 'studies.zip');
    const archive = new ZipFile();
    archive.addBuffer(Buffer.from(image('300')), 'DICOM/a');
    archive.addBuffer(Buffer.from(image('301')), 'DICOM/b');
    archive.addBuffer(Buffer.from('hello'), 'README.txt');
    archive.end();
    await pipeline(archive.outputStream, createWriteStream(file));
    const report = await store.document(ImportDocument, 'import', file);
    expect(report).toEqual({ ...NOTHING, imported: 2, ignored: 1 });
  });

  it('gives a site to patients whose files name no issuer', async () => {
    const folder = folderOf('site', { 'a.dcm': image('400') });
    await store.document(ImportDocument, 'import', folder, '--site', 'St. Anna');
    const { studies } = await store.document(StudiesDocument, 'studies', '--search', '400');
    expect(studies.map(({ issuer, patientId }) => [issuer, patientId])).toEqual([['St. Anna', '400']]);
  });

  it('refuses a path that is not there and takes the others', async () => {
    const folder = folderOf('beside', { 'a.dcm': image('500') });
    const report = await store.document(ImportDocument, 'import', path.join(store.out, 'nowhere'), folder);
    expect(report).toMatchObject({ imported: 1, refused: [{ code: 'import/unreadable-path' }] });
  });

  it('tells its progress on standard error only', async () => {
    const folder = folderOf('progress', { 'a.dcm': image('600') });
    const { stdout, stderr } = await runCli(['import', folder, '--data', store.dir]);
    expect(stdout.split('\n')).toEqual([JSON.stringify({ ...NOTHING, imported: 1 }), '']);
    expect(stderr).toMatch(/done: 1 of 1 files/);
  });

  it.skipIf(!hasTestdata())('reads a medium by its DICOMDIR', async () => {
    const medium = path.join(store.out, 'medium');
    mkdirSync(medium);
    for (const entry of readdirSync(testdata('dicomdir'), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || /^DICOMDIR-/.test(entry.name)) continue;
      const relative = path.relative(testdata('dicomdir'), path.join(entry.parentPath, entry.name));
      mkdirSync(path.dirname(path.join(medium, relative)), { recursive: true });
      copyFileSync(path.join(entry.parentPath, entry.name), path.join(medium, relative));
    }
    const report = await store.document(ImportDocument, 'import', medium);
    const files = readdirSync(medium, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(report.imported).toBeGreaterThan(20);
    expect(seen(report)).toBeGreaterThanOrEqual(files.length);
  });
});
