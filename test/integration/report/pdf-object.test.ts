import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { pdfObject, pdfUids } from '../../../electron/station/reporting/outputs/pdf-object.ts';
import { hasPeer } from '../../helpers/peers.ts';
import { signedDocument } from '../../helpers/report-document.ts';
import { tempDir } from '../../helpers/temp-dir.ts';

/** Of odd length: it has to be padded, and given back as it was. */
const PAGE = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF', 'latin1');

describe('the page of a report as a DICOM object', () => {
  it('is the same object however often it is written, beside the report and never in its series', () => {
    const document = signedDocument();
    expect(Buffer.compare(pdfObject(document, PAGE), pdfObject(document, PAGE))).toBe(0);
    const { series, instance } = pdfUids(document);
    expect(new Set([...Object.values(document.uids), series, instance]).size).toBe(6);
    expect([series, instance].every((uid) => /^2\.25\.[1-9]\d{0,38}$/.test(uid))).toBe(true);
  });

  it.skipIf(!hasPeer('dciodvfy') || !hasPeer('dcm2pdf'))(
    'is what the standard asks for, and others take the page out of it',
    async () => {
      const folder = await tempDir();
      const [file, page] = [path.join(folder, 'report.dcm'), path.join(folder, 'page.pdf')];
      writeFileSync(file, pdfObject(signedDocument(), PAGE));
      const checked = spawnSync('dciodvfy', ['-new', file], { encoding: 'utf8' });
      const lines = `${checked.stdout}\n${checked.stderr}`.split('\n');
      expect(lines.join('\n')).toMatch(/EncapsulatedPDF/i);
      expect(lines.filter((line) => line.startsWith('Error'))).toEqual([]);
      execFileSync('dcm2pdf', [file, page]);
      expect(readFileSync(page).subarray(0, PAGE.length).equals(PAGE)).toBe(true);
    },
  );
});
