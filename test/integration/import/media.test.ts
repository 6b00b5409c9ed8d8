import { createWriteStream, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { describe, expect, it } from 'vitest';
import { ZipFile } from 'yazl';
import { ctImage, dicomFile, element } from '../../helpers/dicom-builder.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { hasTestdata, testdata } from '../../helpers/testdata.ts';
import { importBench, seen } from './import-fixture.ts';

interface ZipEntry {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly mode?: number;
}

async function zip(entries: readonly ZipEntry[]): Promise<string> {
  const file = path.join(await tempDir(), 'studies.zip');
  const archive = new ZipFile();
  for (const { name, bytes, mode } of entries) {
    archive.addBuffer(Buffer.from(bytes), name, mode === undefined ? {} : { mode });
  }
  archive.end();
  await pipeline(archive.outputStream, createWriteStream(file));
  return file;
}

/** Puts another name over one in the archive: the writer refuses to write names that climb. */
function rename(file: string, from: string, to: string): void {
  const bytes = readFileSync(file);
  for (let at = bytes.indexOf(from); at >= 0; at = bytes.indexOf(from, at + 1)) bytes.write(to, at, 'latin1');
  writeFileSync(file, bytes);
}

describe('a ZIP archive', () => {
  it('gives its files to the counts and nothing to the disk', async () => {
    const bench = await importBench();
    const file = await zip([
      { name: 'DICOM/a', bytes: ctImage() },
      { name: 'DICOM/b', bytes: ctImage() },
      { name: 'README.txt', bytes: new TextEncoder().encode('hello there, reader') },
      { name: 'odd.bin', bytes: new TextEncoder().encode('not a study at all') },
    ]);
    const report = await bench.import([file]);
    expect(report).toMatchObject({
      imported: 2,
      ignored: 1,
      refused: [{ path: `${file}!/odd.bin`, code: 'dicom/not-dicom' }],
    });
    expect(seen(report)).toBe(4);
    expect(readdirSync(path.dirname(file))).toEqual(['studies.zip']);
    expect((await bench.archive.verify()).bad).toEqual([]);
    expect(await bench.import([file])).toMatchObject({ imported: 0, already: 2 });
  });

  it('reads archives of more than one batch', async () => {
    const bench = await importBench();
    const names = Array.from({ length: 70 }, (_, index) => `f${index}`);
    const file = await zip(names.map((name) => ({ name, bytes: ctImage() })));
    expect(await bench.import([file])).toMatchObject({ imported: 70, refused: [] });
  });

  it('never uses a name as a path', async () => {
    const bench = await importBench();
    const file = await zip([{ name: 'xx/xx/xx/evil', bytes: ctImage() }]);
    rename(file, 'xx/xx/xx/evil', '../../../evil');
    expect(await bench.import([file])).toMatchObject({ imported: 1, refused: [] });
  });

  it('refuses links, encrypted entries and archives in archives', async () => {
    const bench = await importBench();
    const inner = readFileSync(await zip([{ name: 'a', bytes: ctImage() }]));
    const file = await zip([
      { name: 'link', bytes: new TextEncoder().encode('/etc/passwd'), mode: 0o120777 },
      { name: 'inner.zip', bytes: inner },
      { name: 'good', bytes: ctImage() },
    ]);
    const report = await bench.import([file]);
    expect(report.imported).toBe(1);
    expect(report.refused.map((one) => one.code).sort()).toEqual(['import/archive-damaged', 'import/link-refused']);

    const secret = await zip([{ name: 'secret', bytes: ctImage() }]);
    const bytes = readFileSync(secret);
    const central = bytes.indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
    bytes.writeUInt16LE(bytes.readUInt16LE(central + 8) | 1, central + 8);
    writeFileSync(secret, bytes);
    expect((await bench.import([secret])).refused).toMatchObject([{ code: 'import/archive-encrypted' }]);
  });

  it('refuses entries that are not what the archive says', async () => {
    const bench = await importBench();
    const file = await zip([{ name: 'a', bytes: ctImage() }]);
    const bytes = readFileSync(file);
    const central = bytes.indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
    bytes.writeUInt32LE(12, central + 24);
    writeFileSync(file, bytes);
    expect((await bench.import([file])).refused).toMatchObject([{ code: 'import/archive-damaged' }]);
  });

  it('refuses a bomb before and while inflating', async () => {
    const bench = await importBench();
    const big = new Uint8Array(140 * 1024 * 1024);
    const file = await zip([{ name: 'a', bytes: big }]);
    expect((await bench.import([file])).refused).toMatchObject([{ code: 'import/archive-too-large' }]);
    const bytes = readFileSync(file);
    const central = bytes.indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
    bytes.writeUInt32LE(1000, central + 24);
    writeFileSync(file, bytes);
    expect((await bench.import([file])).refused[0]?.code).toMatch(/^import\/archive-(too-large|damaged)$/);
  });

  it('refuses one that is cut, as one file', async () => {
    const bench = await importBench();
    const file = await zip([{ name: 'a', bytes: ctImage() }]);
    writeFileSync(file, readFileSync(file).subarray(0, 300));
    const report = await bench.import([file]);
    expect(report.refused).toMatchObject([{ path: file, code: 'import/archive-damaged' }]);
    expect(seen(report)).toBe(1);
  });
});

describe('a disc', () => {
  const directory = (...references: string[]): Uint8Array => {
    const records = references.map((reference) => [element(0x00041500, 'CS', reference)]);
    const file = dicomFile([element(0x00041220, 'SQ', records)]);
    const whole = Buffer.from(file);
    // Group 2 of a directory names its class; the builder writes the transfer syntax only.
    const meta = Buffer.concat([Buffer.from([2, 0, 2, 0, 0x55, 0x49, 20, 0]), Buffer.from('1.2.840.10008.1.3.10')]);
    return Buffer.concat([whole.subarray(0, 144), meta, whole.subarray(144)]);
  };

  it('gives the files that its directory names when that alone is chosen', async () => {
    const bench = await importBench();
    const dir = await tempDir();
    mkdirSync(path.join(dir, 'pat'));
    writeFileSync(path.join(dir, 'pat', 'im1'), ctImage());
    writeFileSync(path.join(dir, 'unnamed'), ctImage());
    writeFileSync(path.join(dir, 'DICOMDIR'), directory('PAT\\IM1', 'PAT\\GONE', '..\\..\\ETC\\PASSWD'));
    const report = await bench.import([path.join(dir, 'DICOMDIR')]);
    expect(report).toEqual({ imported: 1, already: 0, conflicts: [], ignored: 1, refused: [] });
    const audit = bench.store.index
      .prepare<[], string>("SELECT detail FROM audit WHERE command = 'archive.import'")
      .pluck()
      .get();
    expect(audit).toContain('"absentOnDisc":2');
  });

  it('is scanned as a folder, whatever its directory says', async () => {
    const bench = await importBench();
    const dir = await tempDir();
    writeFileSync(path.join(dir, 'a'), ctImage());
    writeFileSync(path.join(dir, 'DICOMDIR'), directory('GONE'));
    expect(await bench.import([dir])).toMatchObject({ imported: 1, ignored: 1, refused: [] });
  });

  it.skipIf(!hasTestdata())('reads the sample media', async () => {
    const bench = await importBench();
    const report = await bench.import([testdata('dicomdir', 'TINY_ALPHA', 'DICOMDIR')]);
    expect(report).toMatchObject({ imported: 50, ignored: 1, refused: [] });
  });
});
