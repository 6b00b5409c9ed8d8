import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readKeyObject } from '../../../electron/station/dicom/read/key-object.ts';
import { openObject } from '../../../electron/station/dicom/read/open-object.ts';
import { buildKeyObject } from '../../../electron/station/dicom/write/key-object.ts';
import type { KeyObjectInput } from '../../../electron/station/dicom/write/key-object.ts';
import { KEY_TITLES } from '../../../shared/model/key-image.ts';
import { cleanText } from '../../../shared/report/plain-text.ts';
import { documentDump, pydicom, violations } from '../../helpers/judges.ts';
import { hasPeer } from '../../helpers/peers.ts';
import { NASTY, signedDocument } from '../../helpers/report-document.ts';
import { hasTestdata, testdata } from '../../helpers/testdata.ts';

const CT = '1.2.840.10008.5.1.4.1.1.2';
const ENHANCED = '1.2.840.10008.5.1.4.1.1.2.1';
const REJECTIONS = [
  ['113001', 'Rejected for Quality Reasons'],
  ['113037', 'Rejected for Patient Safety Reasons'],
  ['113039', 'Data Retention Policy Expired'],
] as const;
const NEEDS_MODIFIER = new Set(['113001', '113010']);

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'nightjar-kos-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function input(more: Partial<KeyObjectInput> = {}): KeyObjectInput {
  const { patient, study, at, zone, signer, evaluation } = signedDocument();
  const place = { studyUid: study.studyUid, seriesUid: '1.2.3.4.5' };
  return {
    ...{ patient, study, at, zone, signer, evaluation },
    title: { value: '113000', scheme: 'DCM', meaning: 'Of Interest' },
    modifier: null,
    note: NASTY,
    references: [
      { ...place, sopUid: '1.2.3.4.5.1', sopClass: CT, frame: null },
      { ...place, sopUid: '1.2.3.4.5.9', sopClass: ENHANCED, frame: 3 },
      { ...place, sopUid: '1.2.3.4.5.9', sopClass: ENHANCED, frame: 7 },
      { studyUid: '1.2.9', seriesUid: '1.2.9.1', sopUid: '1.2.9.1.1', sopClass: CT, frame: null },
    ],
    uids: { series: '2.25.11', instance: '2.25.12' },
    instanceNumber: 2,
    ...more,
  };
}

function written(name: string, one: KeyObjectInput): string {
  const file = path.join(folder, `${name}.dcm`);
  writeFileSync(file, buildKeyObject(one));
  return file;
}

describe.skipIf(!hasPeer('dciodvfy') || !hasPeer('dsrdump') || !hasPeer('pydicom'))(
  'a key object selection of ours',
  () => {
    const titles = [...Object.values(KEY_TITLES), ...REJECTIONS];
    it('passes dciodvfy and dsrdump under every title, and is read back as it was written', () => {
      for (const [value, meaning] of titles) {
        const title = { value, scheme: 'DCM', meaning };
        const wrong = { value: '111207', scheme: 'DCM', meaning: 'Image artifact(s)' };
        const one = input({ title, modifier: NEEDS_MODIFIER.has(value) ? wrong : null });
        const file = written(value, one);
        expect(violations(file, /KeyObjectSelectionDocument/), value).toEqual([]);
        expect(documentDump(file)).toContain(meaning);
        const back = readKeyObject(openObject(readFileSync(file)));
        expect(back).toMatchObject({
          title,
          note: cleanText(NASTY),
          observer: 'Reader^Ada',
          references: one.references,
          others: [],
        });
      }
    });

    it('names every picture in its evidence, under study and series, to pydicom too', () => {
      const file = written('evidence', input());
      const evidence = pydicom(
        file,
        '[[s.StudyInstanceUID, [[q.SeriesInstanceUID, [r.ReferencedSOPInstanceUID for r in q.ReferencedSOPSequence]] for q in s.ReferencedSeriesSequence]] for s in ds.CurrentRequestedProcedureEvidenceSequence]',
      );
      expect(evidence).toEqual([
        ['1.2.3.4', [['1.2.3.4.5', ['1.2.3.4.5.1', '1.2.3.4.5.9']]]],
        ['1.2.9', [['1.2.9.1', ['1.2.9.1.1']]]],
      ]);
      const frames = pydicom(
        file,
        '[list(map(int, i.ReferencedSOPSequence[0].ReferencedFrameNumber)) for i in ds.ContentSequence if i.ValueType == "IMAGE" and "ReferencedFrameNumber" in i.ReferencedSOPSequence[0]]',
      );
      expect(frames).toEqual([[3, 7]]);
    });

    it('is the same bytes for the same selection, without a note too', () => {
      expect(buildKeyObject(input())).toEqual(buildKeyObject(input()));
      const file = written('silent', input({ note: ' ' }));
      expect(violations(file, /KeyObjectSelectionDocument/)).toEqual([]);
      expect(readKeyObject(openObject(readFileSync(file)))?.note).toBe('');
    });
  },
);

describe.skipIf(!hasTestdata())('a key object selection of somebody else', () => {
  it('is read with its title, its note and its pictures', () => {
    const found = readKeyObject(openObject(readFileSync(testdata('derived', 'ko', 'kos-of-interest.dcm'))));
    expect(found?.title).toMatchObject({ value: '113000', scheme: 'DCM' });
    expect(found?.references.length).toBeGreaterThan(0);
    expect(found?.references.every(({ seriesUid, studyUid }) => seriesUid !== '' && studyUid !== '')).toBe(true);
  });
});
