import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseDicom } from '../../../electron/station/dicom/parse/parse-dicom.ts';
import { requireFrameSize } from '../../../electron/station/dicom/decode/frame-limits.ts';
import { studyTitle } from '../../../shared/report/study-title.ts';
import { formatValue } from '../../../shared/rules/format.ts';
import { escapeHtml } from '../../../shared/report/render-html.ts';
import { noPictureText } from '../../../renderer/viewer/no-picture.ts';
import { concat, ctImage, element } from '../../helpers/dicom-builder.ts';
import type { BuiltElement } from '../../helpers/dicom-builder.ts';
import { projectRoot } from '../../helpers/runtime.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { hasTestdata, parseTable, testdata } from '../../helpers/testdata.ts';
import { importBench, seen } from '../../integration/import/import-fixture.ts';

async function imported(files: readonly Uint8Array[]) {
  const bench = await importBench();
  const dir = await tempDir();
  for (const [index, bytes] of files.entries()) writeFileSync(path.join(dir, `f${index}`), bytes);
  const report = await bench.import([dir]);
  expect(seen(report)).toBe(files.length);
  return { bench, dir, report };
}

const nameOf = (bytes: Uint8Array): string => {
  const result = parseDicom(bytes, { sha256: '' });
  if (!result.ok) throw new Error(result.error.code);
  const { alphabetic, ideographic, phonetic } = result.value.patient.name;
  return [alphabetic, ideographic, phonetic].join('=').replace(/=+$/, '');
};

/** All files below a folder, without it. */
function below(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' });
}

describe('a UID that is a path', () => {
  it('F46: is a value in the database and never a name on disk', async () => {
    const uids = [
      '../../../../tmp/evil',
      '/etc/passwd',
      'C:\\evil',
      '1.2.3\0.evil',
      '1.2 3.4',
      '1.'.repeat(60) + '1',
    ].concat([
      '1.2.3.é漢字\u202e',
      '$(touch evil)',
      '; rm -rf evil',
      '..',
      "'; DROP TABLE object; --",
      '%2e%2e%2fevil',
    ]);
    const files = uids.map((uid, index) =>
      ctImage([
        element(0x00080018, 'UI', uid),
        element(0x0020000d, 'UI', `${uid}.1`),
        element(0x0020000e, 'UI', `${uid}.2`),
        element(0x00200052, 'UI', uid),
        element(0x00200013, 'IS', String(index)),
      ]),
    );
    const { bench, report, dir } = await imported(files);
    expect(report).toMatchObject({ imported: uids.length, refused: [], conflicts: [] });
    expect((await bench.archive.verify()).bad).toEqual([]);
    for (const place of below(bench.store.dir)) {
      expect(place).not.toMatch(/evil|passwd|touch|\.\./);
      for (const part of place.split(path.sep)) expect(part).toMatch(/^[\w.-]+$/);
    }
    const around = [...readdirSync(path.dirname(dir)), ...below(dir)];
    expect(around.filter((one) => path.basename(one).startsWith('evil'))).toEqual([]);
  });

  it('F46: that is empty is refused, and one study a folder is made where there is none', async () => {
    const { report } = await imported([
      ctImage([element(0x00080018, 'UI', '')]),
      ctImage([element(0x0020000d, 'UI', ''), element(0x0020000e, 'UI', '')]),
    ]);
    expect(report).toMatchObject({ imported: 1, refused: [{ code: 'dicom/missing-sop-uid' }] });
  });
});

describe('text', () => {
  const named = (charset: string | null, name: Uint8Array): Uint8Array =>
    ctImage([...(charset === null ? [] : [element(0x00080005, 'CS', charset)]), element(0x00100010, 'PN', name)]);
  const latin = (text: string): Uint8Array => Buffer.from(text, 'latin1');

  it.skipIf(!hasTestdata())('F47: of every character set file shows as the manifest says', () => {
    const rows = parseTable(readFileSync(testdata('MANIFEST.tsv'), 'utf8'));
    const wanted = rows.flatMap((row) => {
      const said = /name must show as (.*)$/.exec(Object.values(row).join(' '));
      const file = row['path'] ?? '';
      return said && file.startsWith('derived/charset/') ? [[file, said[1] ?? ''] as const] : [];
    });
    expect(wanted.length).toBeGreaterThanOrEqual(12);
    for (const [file, name] of wanted) {
      const shown = nameOf(readFileSync(testdata(file)));
      expect(name.startsWith(shown), `${file}: ${shown}`).toBe(true);
    }
  });

  it('F47: in a wrong, absent or unknown character set is shown with marks and never lost', () => {
    const greek = Buffer.from([0xc4, 0xe9, 0xef]);
    expect(nameOf(named('ISO_IR 126', greek))).toBe('Διο');
    expect(nameOf(named(null, Buffer.from('Müller')))).toBe('Müller');
    expect(nameOf(named(null, latin('Müller')))).toBe('Müller');
    expect(nameOf(named('ISO_IR 192', latin('Müller')))).toBe('M\ufffdller');
    expect(nameOf(named('GB18030', Buffer.from([0xff, 0x41])))).toContain('\ufffd');
    expect(nameOf(named('ISO_IR 999', latin('Müller')))).toBe('Müller');
    const result = parseDicom(named('ISO_IR 999', latin('x')), { sha256: '' });
    expect(result.ok && result.value.notes).toContain('character-set-unknown');
    // Escapes that lead nowhere, are cut, or come at the end.
    for (const end of ['\x1b', '\x1b$', '\x1b$B', '\x1b(B', '\x1b%G', '\x1b$)C\xff']) {
      expect(nameOf(named('\\ISO 2022 IR 87', latin(`Yamada${end}`))).startsWith('Yamada')).toBe(true);
    }
  });

  it('F47: with control characters and line ends is one line, and they cannot begin a segment or a colour', () => {
    expect(nameOf(named(null, latin('A\x00B\x07C\x1b[31mD^E\x7f')))).toBe('A\ufffdB\ufffdC\ufffd[31mD^E\ufffd');
    expect(nameOf(named(null, latin('DOE\rPV1|1|X^JANE\n')))).toBe('DOE PV1|1|X^JANE');
  });

  it('F47: of ten thousand characters and with right-to-left overrides is stored whole', async () => {
    const long = 'Ä'.repeat(10_000);
    const { bench, report } = await imported([
      named('ISO_IR 192', Buffer.from(long)),
      ctImage([
        element(0x00080005, 'CS', 'ISO_IR 192'),
        element(0x00100010, 'PN', '\u202eENAJ^EOD\u2066'),
        element(0x00100020, 'LO', 'P2'),
        element(0x0020000d, 'UI', '1.9'),
      ]),
    ]);
    expect(report.imported).toBe(2);
    const names = bench.worklist.list('').rows.map((row) => row.patient.name.alphabetic);
    expect(names.sort()).toEqual([long, '\u202eENAJ^EOD\u2066'].sort());
  });

  it('F48: markup in names and descriptions is text wherever it is written', async () => {
    const markup = '<img src onerror><script>alert(1)</script>&lt;"\'|calc';
    const { bench } = await imported([
      ctImage([element(0x00100010, 'PN', markup), element(0x00081030, 'LO', '<script>alert(1)</script>')]),
    ]);
    const [row] = bench.worklist.list('').rows;
    expect(row?.patient.name.alphabetic).toBe(markup);
    expect(row?.description).toBe('<script>alert(1)</script>');
    expect(escapeHtml(markup)).not.toMatch(/[<>"']/);
    // Nothing in the window makes elements out of text, and nothing in the program reads XML.
    for (const top of ['renderer', 'shared', 'electron']) {
      for (const file of below(path.join(projectRoot, top)).filter((one) => /\.tsx?$/.test(one))) {
        const source = readFileSync(path.join(projectRoot, top, file), 'utf8');
        expect(source, file).not.toMatch(
          /dangerouslySetInnerHTML|\.(inner|outer)HTML\b|insertAdjacentHTML|document\.write/,
        );
        expect(source, file).not.toMatch(/parseFromString|xml2js|fast-xml|libxml|sax\b.*from/);
      }
    }
  });
});

describe('a word that names a part of every object of this program', () => {
  it('F47: is a word as any other, as a modality, a side, a unit or a code', async () => {
    const words = ['constructor', 'toString', 'valueOf', 'hasOwnProperty', '__proto__'];
    const files = words.map((word, at) =>
      ctImage([
        element(0x00080060, 'CS', word),
        element(0x0020000d, 'UI', `1.2.77.${at}`),
        element(0x0020000e, 'UI', `1.2.77.${at}.1`),
        element(0x00200060, 'CS', word),
        element(0x00541001, 'CS', word),
        element(0x00540220, 'SQ', [[element(0x00080100, 'SH', word), element(0x00080104, 'LO', word)]]),
      ]),
    );
    const { bench, report } = await imported(files);
    expect(report).toMatchObject({ imported: words.length, refused: [] });
    const { rows } = bench.worklist.list('');
    expect(rows.flatMap(({ modalities }) => modalities).sort()).toEqual([...words].sort());
    for (const { studyId, modalities } of rows) {
      expect(studyTitle(modalities, null)).toBe(modalities.join('/'));
      expect(bench.archive.openStudy(studyId).series).toHaveLength(1);
    }
    for (const word of words) {
      expect(() => requireFrameSize({ rows: 60_000, columns: 60_000, samples: 3, bitsAllocated: 16 }, word)).toThrow();
      expect(formatValue({ name: 'mean', value: 1, unit: word })).toContain(word);
    }
  });
});

describe('an object that cannot be displayed', () => {
  const STORAGE = '1.2.840.10008.5.1.4.1.1';
  const withoutPixels = element(0x7fe00010, 'OW', new Uint8Array(0));
  const of = (sopClass: string, own: readonly BuiltElement[] = []): Uint8Array =>
    ctImage([element(0x00080016, 'UI', sopClass), ...own]);
  const program = concat([Buffer.from('MZ'), new Uint8Array(500)]);

  it('F49: is stored, listed and counted, and says what it is', async () => {
    const files = [
      of('1.2.3.4.5.6.7.8.9', [withoutPixels]),
      of('1.3.46.670589.11.0.0.12.1'),
      of(`${STORAGE}.104.1`, [withoutPixels, element(0x00420011, 'OB', Buffer.from('%PDF-1.7'))]),
      of(`${STORAGE}.104.1`, [
        withoutPixels,
        element(0x00420012, 'LO', 'application/x-msdownload'),
        element(0x00420011, 'OB', program),
      ]),
      of(`${STORAGE}.88.11`, [withoutPixels]),
      of(`${STORAGE}.481.5`, [withoutPixels]),
      of(`${STORAGE}.9.1.1`, [withoutPixels]),
      of(`${STORAGE}.11.1`, [withoutPixels]),
      ctImage([], { transferSyntax: '1.2.840.10008.1.2.4.102' }),
      ctImage([], { transferSyntax: '1.2.840.113619.5.2' }),
      ctImage([], { transferSyntax: '1.2.3.4.5.6.private' }),
    ];
    const { bench, report } = await imported(files);
    expect(report).toMatchObject({ imported: files.length, refused: [], conflicts: [], ignored: 0 });
    const [study] = bench.worklist.list('').rows;
    expect(study?.received).toBe(files.length);
    const opened = study && bench.archive.openStudy(study.studyId);
    const images = (opened?.series ?? []).flatMap((series) => series.images);
    expect(images).toHaveLength(files.length);
    const words = images.map(noPictureText).filter((text) => text !== '');
    // A private class with a picture of the usual kind is shown.
    expect(words).toHaveLength(files.length - 1);
    for (const text of words)
      expect(text).toMatch(/^Cannot display: .|without a picture of its own\. \{image\.open-object\} opens it/);
    expect(words.filter((text) => /encapsulated document/i.test(text))).toHaveLength(2);
    expect(words.filter((text) => text.includes('video'))).toHaveLength(1);
    expect(words.filter((text) => text.includes('is not supported'))).toHaveLength(2);
    expect((await bench.archive.verify()).bad).toEqual([]);
    // What they carry is nowhere in the open: no file of the store begins like a program or a document.
    for (const place of below(bench.store.dir)) {
      const file = path.join(bench.store.dir, place);
      let head: Buffer;
      try {
        head = readFileSync(file).subarray(0, 4);
      } catch {
        continue; // a folder
      }
      expect(head.toString('latin1')).not.toMatch(/^(MZ|%PDF|DICM)/);
    }
  });
});
