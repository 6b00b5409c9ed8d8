import { describe, expect, it } from 'vitest';
import { deleteRows } from '../../../electron/station/access/forget/erase.ts';
import { fillReportWords } from '../../../electron/station/reporting/report-words.ts';
import { versionsOf } from '../../../electron/station/worklist/prior-reports/prior-report-rows.ts';
import type { ReportHit } from '../../../shared/model/report-hit.ts';
import { addReport, library } from '../../helpers/report-library.ts';
import { tempDir } from '../../helpers/temp-dir.ts';

const never = new AbortController().signal;
const found = (hits: readonly ReportHit[]): string[] => hits.map(({ ref }) => ref);

describe('past reports', () => {
  it('are found by words as they are typed, newest first', async () => {
    const { db, study, search } = library(await tempDir());
    const first = addReport(
      db,
      study(),
      'Größe 5 mm, ground glass nodule. Pas d’épanchement.',
      '2026-01-01T00:00:00.000Z',
    );
    const second = addReport(db, study('MRN2'), 'Nodule, stable. 右肺上葉に結節を認める。', '2026-02-01T00:00:00.000Z');
    expect(await fillReportWords(db, never)).toBe(2);
    expect(await fillReportWords(db, never)).toBe(0);
    expect(found(search('nodule'))).toEqual([second, first]);
    expect(found(search('NOD'))).toEqual([second, first]);
    expect(found(search('grosse'))).toEqual([]);
    for (const words of ['groß', 'GRÖSSE', 'gröss']) expect(search(words).length, words).toBeLessThanOrEqual(1);
    for (const words of ['epanchement', 'Épanch', '"ground glass"', 'nodule -stable'])
      expect(found(search(words)), words).toEqual([first]);
    for (const words of ['結節', '右肺', 'nodule stab']) expect(found(search(words)), words).toEqual([second]);
    expect(search('"glass ground"')).toEqual([]);
    expect(
      search('結節')[0]
        ?.excerpt.filter((piece) => piece.found)
        .map(({ text }) => text),
    ).toEqual(['結節']);
    expect(search('nodule')[1]).toMatchObject({
      origin: 'own',
      patientName: 'DOE, JANE',
      modalities: ['CT'],
      site: 'St. Anna',
    });
  });

  it('are cut down by modality, date and site, and never show what the reader may not see', async () => {
    const { db, study, search, hidden } = library(await tempDir());
    const [old, recent] = [study('MRN1', '20200101'), study('MRN2', '20260101')];
    addReport(db, old, 'nodule');
    const id = addReport(db, recent, 'nodule');
    await fillReportWords(db, never);
    expect(search('nodule', { modality: 'ct' })).toHaveLength(2);
    expect(search('nodule', { modality: 'MR' })).toEqual([]);
    expect(found(search('nodule', { from: '20250101' }))).toEqual([id]);
    expect(search('nodule', { to: '20191231' })).toEqual([]);
    expect(search('nodule', { site: 'elsewhere' })).toEqual([]);
    hidden.add(recent);
    expect(search('nodule').map(({ studyId }) => studyId)).toEqual([old]);
  });

  it('leave no word behind when their study is erased, and come back when the index is made anew', async () => {
    const { db, study, search } = library(await tempDir());
    const studyId = study();
    const id = addReport(db, studyId, 'unforgettable nodule');
    await fillReportWords(db, never);
    db.exec('DELETE FROM report_words; DELETE FROM report_word_of;');
    expect(search('unforgettable')).toEqual([]);
    await fillReportWords(db, never);
    expect(found(search('unforgettable'))).toEqual([id]);
    const none = {
      studyKeyIds: [],
      siteIds: [],
      siteNames: [],
      blobIds: [],
      objectIds: [],
      reviewIds: [],
      strayIds: [],
      patients: [],
      bytes: 0,
    };
    deleteRows(db, { ...none, studyIds: [studyId], reportIds: [id] });
    expect(db.prepare("SELECT count(*) FROM report_words WHERE report_words MATCH 'unforgettable'").pluck().get()).toBe(
      0,
    );
    const pages = db.prepare<[], Buffer>('SELECT block FROM report_words_data').pluck().all();
    expect(pages.some((page) => page.includes('unforgettable'))).toBe(false);
  });
});

const oru = (
  filler: string,
  text: string,
  { status = 'F', at = '20260301031500', pid = 'MRN1^^^^MR||DOE^JANE||19600101|F' } = {},
): string =>
  [
    `MSH|^~\\&|RIS|ANNA|NJ|HOME|${at}+0100||ORU^R01^ORU_R01|${filler}-${at}|P|2.5.1||||||UNICODE UTF-8`,
    `PID|1||${pid}`,
    `OBR|1||${filler}|CTC^CT chest^L|||20240102101500|||||||||||OLD1|||||||${status}|||||||7&READER&Bea`,
    `OBX|1|FT|59776-5^Findings^LN|1|${text}||||||${status}`,
  ].join('\r');

describe('reports of other systems', () => {
  it('stand beside a case of their patient, are found by words, and the newest version counts', async () => {
    const { db, study, search, priors, receive } = library(await tempDir());
    const studyId = study();
    expect(await receive(oru('F1', 'small nodule'))).toBe('AA');
    expect(await receive(oru('F1', 'small nodule'))).toBe('AA');
    await fillReportWords(db, never);
    expect(await priors(studyId)).toMatchObject([
      {
        origin: 'hl7',
        title: 'CT chest',
        date: '20240102',
        signer: 'READER, Bea',
        state: 'final',
        versions: 0,
        doubts: [],
      },
    ]);
    expect(await receive(oru('F1', 'large nodule', { status: 'C', at: '20260301041500' }))).toBe('AA');
    // What comes late is history.
    expect(await receive(oru('F1', 'tiny nodule', { at: '20260301021500' }))).toBe('AA');
    const [prior, ...others] = await priors(studyId);
    expect(others).toEqual([]);
    expect(prior).toMatchObject({
      state: 'corrected',
      versions: 2,
      sections: [{ title: 'Findings', text: 'large nodule' }],
    });
    expect(versionsOf(db, 'St. Anna', 'F1').map(({ version, isCurrent }) => [version, isCurrent])).toEqual([
      ...[
        [1, false],
        [2, true],
        [3, false],
      ],
    ]);
    await fillReportWords(db, never);
    expect(search('large')).toHaveLength(1);
    expect(await receive(oru('F1', 'wrong', { status: 'X', at: '20260301051500' }))).toBe('AA');
    expect(await priors(studyId)).toEqual([]);
  });

  it('are never taken for another patient’s: another number is not shown, another name holds the text back', async () => {
    const { study, priors, receive } = library(await tempDir());
    const studyId = study();
    await receive(oru('F1', 'of somebody else', { pid: 'MRN9^^^^MR||DOE^JANE||19600101|F' }));
    await receive(oru('F2', 'of another hospital', { pid: 'MRN1^^^^MR||DOE^JANE||19600101|F' }), 'Elsewhere');
    expect(await priors(studyId)).toEqual([]);
    await receive(oru('F3', 'in doubt', { pid: 'MRN1^^^^MR||ROE^RICHARD||19711111|M' }));
    expect(await priors(studyId)).toMatchObject([{ doubts: ['patient-name', 'birth-date', 'sex'], sections: [] }]);
  });

  it('that cannot be read are refused and change nothing', async () => {
    const { db, receive } = library(await tempDir());
    const rows = (): unknown => db.prepare('SELECT count(*) FROM prior_report').pluck().get();
    expect(await receive(oru('F1', 'x').replace(/PID.*\r/, ''))).toBe('AE');
    expect(await receive(oru('F1', 'x').replace('ORU^R01^ORU_R01', 'ORU^R30'))).toBe('AR');
    expect(await receive('MSH|^~\\&|')).toMatch(/^A[ER]$/);
    expect(rows()).toBe(0);
  });
});
