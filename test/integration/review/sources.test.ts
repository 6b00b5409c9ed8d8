import path from 'node:path';
import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Station } from '../../../electron/station/station.ts';
import type { Response } from '../../../shared/contract/index.ts';
import type { ReaderPseudonym } from '../../../shared/model/ids.ts';
import { BroughtReports } from '../../../shared/model/review/brought.ts';
import type { BringFormat } from '../../../shared/model/review/brought.ts';
import type { Programme } from '../../../shared/model/review/programme.ts';
import type { ReviewView } from '../../../shared/model/review/review-view.ts';
import { ctImage, element } from '../../helpers/dicom-builder.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { answer, PASSPHRASE, stationOn } from '../../faults/store/station-fixture.ts';

const HEAD = 'report_id,signed_at,author,modality,procedure,accession,study_uid,patient_name,status,text';
/** Days before now, so that a programme finds them whenever this runs. */
const ago = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString();

async function practice(): Promise<{ station: Station; ben: ReaderPseudonym }> {
  const station = stationOn(await tempDir());
  await station.create('Cora Coordinator', PASSPHRASE);
  station.access.confirmRecovery();
  await answer(station, 'people.add', {
    ...{ name: 'Ben Reviewer', roles: ['reviewer'], passphrase: PASSPHRASE, proof: PASSPHRASE },
  });
  const { people } = await answer<Response<'access.state'>>(station, 'access.state', {});
  const cora = people.find(({ name }) => name.startsWith('Cora'));
  await answer(station, 'people.setRoles', {
    ...{ personId: cora?.personId, roles: ['reader', 'administrator', 'coordinator'], proof: PASSPHRASE },
  });
  const { readers } = await answer<Response<'review.readers'>>(station, 'review.readers', {});
  const ben = readers.find(({ name }) => name === 'Ben Reviewer');
  if (ben === undefined) throw new Error('Ben is not here');
  return { station, ben: ben.reader };
}

async function bring(
  station: Station,
  text: string,
  format: BringFormat = 'csv',
  site = 'North',
): Promise<BroughtReports> {
  const file = path.join(await tempDir(), 'reports');
  writeFileSync(file, text);
  const jobId = station.rooms.reviewBring.start({ file, format, site, zone: 'Europe/Berlin' });
  return BroughtReports.parse(await station.access.requireStore().jobs.wait(jobId));
}

async function programme(station: Station, ben: ReaderPseudonym, more: Partial<Programme> = {}): Promise<Programme> {
  return answer<Programme>(station, 'review.saveProgramme', {
    programmeId: null,
    content: {
      ...{ name: 'North', kind: 'radpeer', authors: 'everyone', pairs: 'everyone', reciprocal: false, windowDays: 60 },
      reviewers: [{ reader: ben, modalities: [], regions: [], most: null }],
      ...{ targeted: { flags: [], share: 0 }, strata: ['author'], allocation: 'equal', quotas: [] },
      ...{ workloadDifference: 1, minimumN: 10, groupId: null },
      ...more,
    },
  });
}

const row = (
  id: string,
  more: { author?: string; text?: string; status?: string; days?: number; accession?: string } = {},
): string =>
  [
    ...[id, ago(more.days ?? 5), `"${more.author ?? 'Outside, Olga'}"`, 'CT', 'CT chest', more.accession ?? `A-${id}`],
    ...['', 'Doe^Jane', more.status ?? '', `"${more.text ?? `Report ${id} of Mrs Doe by Dr Outside.`}"`],
  ].join(',');

describe('reports brought in', () => {
  it('are there once, however often they come, and every one of a file is accounted for', async () => {
    const { station } = await practice();
    const rows = [
      row('1'),
      row('2'),
      row('2'),
      'too few',
      row('3', { status: 'preliminary' }),
      row('4', { text: ' ' }),
    ];
    const first = await bring(station, [HEAD, ...rows].join('\n'));
    expect(first).toEqual({
      ...{ read: 6, added: 2, known: 1, replaced: 0, withdrawn: 0, addenda: 0, linked: 0 },
      refused: [
        { why: 'cells', reports: 1, lines: '5' },
        { why: 'not-final', reports: 1, lines: '6' },
        { why: 'no-text', reports: 1, lines: '7' },
      ],
    });
    expect(await bring(station, [HEAD, ...rows].join('\n'))).toMatchObject({ read: 6, added: 0, known: 3 });
    expect(await answer(station, 'review.pool', {})).toEqual({ pool: [{ origin: 'csv', reports: 2, withStudy: 0 }] });
    // The same number of another site is another report.
    expect(await bring(station, [HEAD, row('1')].join('\n'), 'csv', 'South')).toMatchObject({ added: 1 });
  });

  it('are corrected, added to and withdrawn by their sender, and a replay changes nothing', async () => {
    const { station } = await practice();
    const at = ago(5);
    const as = (status: string, text: string): string => row('1', { status, text }).replace(/^1,[^,]*/, `1,${at}`);
    const life = [as('final', 'Clear.'), as('addendum', 'More.'), as('corrected', 'Not clear.'), as('withdrawn', '')];
    const told = await bring(station, [HEAD, ...life].join('\n'));
    expect(told).toMatchObject({ read: 4, added: 1, addenda: 1, replaced: 1, withdrawn: 1, refused: [] });
    expect(await answer(station, 'review.pool', {})).toEqual({ pool: [] });
    expect(await bring(station, [HEAD, ...life.slice(0, 3)].join('\n'))).toMatchObject({
      ...{ added: 0, replaced: 0, known: 2 },
      refused: [{ why: 'nothing-to-add-to', reports: 1, lines: '3' }],
    });
  });

  it('are never given to whoever of this station may have written them', async () => {
    const { station, ben } = await practice();
    await bring(station, [HEAD, row('1', { author: 'Dr. REVIEWER, B.' }), row('2')].join('\n'));
    const { programmeId } = await programme(station, ben);
    const { draw } = await answer<Response<'review.draw'>>(station, 'review.draw', {
      programmeId,
      seed: null,
      count: 5,
    });
    expect(draw).toMatchObject({
      candidates: 2,
      picks: [{ reviewer: ben }],
      skipped: [{ reason: 'own-case', reports: 1 }],
    });
    await answer(station, 'people.add', {
      ...{ name: 'Ben Reviewer-Two', roles: ['reviewer'], passphrase: PASSPHRASE, proof: PASSPHRASE },
    });
    const unclear = await bring(station, [HEAD, row('3', { author: 'Reviewer, B' })].join('\n'));
    expect(unclear).toMatchObject({ added: 0, refused: [{ why: 'author-unclear', lines: '2' }] });
  });

  it('are drawn, read without pictures, and shown without names', async () => {
    const { station, ben } = await practice();
    await bring(
      station,
      [HEAD, row('1', { accession: 'A-4711', text: 'Nodule of Mrs DOE, 12 mm. A-4711, North. Dr Outside.' })].join(
        '\n',
      ),
    );
    const { programmeId } = await programme(station, ben);
    const { reviewIds } = await answer<Response<'review.draw'>>(station, 'review.draw', {
      programmeId,
      seed: null,
      count: 1,
    });
    const [reviewId] = reviewIds;
    const view = await answer<ReviewView>(station, 'review.see', { reviewId });
    expect(view).toMatchObject({ row: { pixels: false, modality: 'CT', region: 'chest' } });
    const told = JSON.stringify(view.report);
    expect(told).toContain('Nodule of Mrs [name], 12 mm.');
    for (const name of ['DOE', 'Outside', 'North', '4711']) expect(told).not.toContain(name);
  });

  it('get their study when that comes, by accession or by its UID', async () => {
    const { station, ben } = await practice();
    const uid = row('2', { accession: '' }).replace(',,Doe', ',1.2.826.0.9.2,Doe');
    expect(await bring(station, [HEAD, row('1'), uid].join('\n'))).toMatchObject({ added: 2, linked: 0 });
    const files = await tempDir();
    for (const n of [1, 2]) {
      const image = ctImage([
        element(0x00080018, 'UI', `1.2.826.0.9.${n}.1.1`),
        element(0x00080050, 'SH', n === 1 ? 'A-1' : ''),
        element(0x00100010, 'PN', 'DOE^JANE'),
        element(0x0020000d, 'UI', `1.2.826.0.9.${n}`),
        element(0x0020000e, 'UI', `1.2.826.0.9.${n}.1`),
      ]);
      writeFileSync(path.join(files, `${n}.dcm`), image);
    }
    const { jobs } = station.access.requireStore();
    await jobs.wait(station.rooms.startImport({ paths: [files], site: 'North' }));
    const { programmeId } = await programme(station, ben);
    await answer(station, 'review.draw', { programmeId, seed: null, count: 2 });
    expect(await answer(station, 'review.pool', {})).toEqual({ pool: [{ origin: 'csv', reports: 2, withStudy: 2 }] });
    // What comes after its study has it at once.
    expect(await bring(station, [HEAD, row('1', { text: 'Another text.' })].join('\n'))).toMatchObject({
      replaced: 1,
      linked: 1,
    });
  });

  it('come as ORU and FHIR as well: the same number is the same report', async () => {
    const { station } = await practice();
    const stamp = ago(3).slice(0, 19).replaceAll(/[-:T]/g, '');
    const oru = [
      `MSH|^~\\&|RIS|NORTH|NJ|NJ|${stamp}+0000||ORU^R01|M1|P|2.5.1`,
      'PID|1||Q-771^^^N^MR||Doe^Jane',
      `OBR|1||7|X^CT chest^L||||||||||||||A-7||||${stamp}+0000||CT|F|||||||9&Outside&Olga`,
      'OBX|1|FT|18782-3^Findings^LN||Clear.||||||F',
    ].join('\r');
    expect(await bring(station, oru, 'oru')).toMatchObject({ added: 1, refused: [] });
    const fhir = {
      ...{
        resourceType: 'DiagnosticReport',
        status: 'final',
        issued: ago(2),
        conclusion: 'Clear, too.',
        code: { text: 'CT' },
      },
      ...{ identifier: [{ value: '8' }], resultsInterpreter: [{ display: 'Olga Outside' }] },
    };
    expect(await bring(station, JSON.stringify(fhir), 'fhir')).toMatchObject({ added: 1, refused: [] });
    expect(await bring(station, [HEAD, row('7', { text: 'Clear.' })].join('\n'))).toMatchObject({ added: 0 });
    expect(await answer(station, 'review.pool', {})).toMatchObject({ pool: [{ origin: 'fhir' }, { origin: 'hl7' }] });
  });
});

describe('a report that somebody marked', () => {
  it('is drawn first where a programme looks for it, and old draws come out as they were', async () => {
    const { station, ben } = await practice();
    const rows = Array.from({ length: 40 }, (_, n) => row(`${n}`));
    await bring(station, [HEAD, ...rows].join('\n'));
    const targeted = { targeted: { flags: ['complaint' as const], share: 1 } };
    const { programmeId } = await programme(station, ben, targeted);
    const plain = await answer<Response<'review.draw'>>(station, 'review.draw', { programmeId, seed: null, count: 2 });
    const flag = { report: null, site: null, flag: 'complaint', isOn: true, reason: 'The surgeon wrote.' };
    const reports = await Promise.all(
      ['A-31', 'A-32', 'A-33'].map(async (accession) =>
        answer<Response<'review.flag'>>(station, 'review.flag', { ...flag, accession }),
      ),
    );
    expect(reports[0]).toMatchObject({ reports: [{ accession: 'A-31', flags: ['complaint'] }] });
    const off = { ...flag, accession: 'A-33', isOn: false };
    expect(await answer(station, 'review.flag', off)).toMatchObject({ reports: [{ flags: [] }] });
    const marked = await answer<Response<'review.draw'>>(station, 'review.draw', { programmeId, seed: null, count: 2 });
    const were = plain.draw.picks.filter(({ sourceReportId }) =>
      reports.some((one) => one.reports[0]?.sourceReportId === sourceReportId),
    );
    expect(marked.draw.picks.filter(({ reason }) => reason?.kind === 'targeted').length).toBeGreaterThanOrEqual(
      2 - were.length,
    );
    // Whatever was marked, brought in, corrected or withdrawn since.
    await bring(
      station,
      [HEAD, row('90'), row('1', { text: 'Corrected.' }), row('2', { status: 'withdrawn' })].join('\n'),
    );
    for (const { draw } of [plain, marked]) {
      expect(await answer(station, 'review.redraw', { drawId: draw.drawId })).toEqual({ isSame: true });
    }
    const refused = await station.call('review.flag', { ...flag, accession: 'A-unknown' }, 'a page');
    expect(refused).toMatchObject({ ok: false, error: { code: 'review/no-such-source' } });
  });
});

describe('a draw of 200,000 reports', () => {
  it('is made from the store, and says how long it took', { timeout: 120_000 }, async () => {
    const { station, ben } = await practice();
    await bring(
      station,
      [HEAD, ...Array.from({ length: 40 }, (_, n) => row(`${n}`, { author: `Olga O${n}` }))].join('\n'),
    );
    // As the rows of a file are put, without their texts: the file itself would take minutes.
    const { commands, personId } = station.access.requireStore();
    commands.run({ name: 'review.noteReports', personId, subject: 'reports', detail: {} }, (db) => {
      db.prepare(
        `INSERT INTO review_source (source_report_id, origin, key, author, site, modality, region, shift, signed_at, flags, accession, noted_at)
         SELECT lower(hex(randomblob(8))) || substr('0000000000' || value, -10), origin, key || '-' || value, author, site,
           substr('CTMRUS', 1 + 2 * (value % 3), 2), region, shift, signed_at, flags, accession || value, noted_at
         FROM (WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < 4999) SELECT value FROM n)
         CROSS JOIN review_source`,
      ).run();
    });
    const { programmeId } = await programme(station, ben, { strata: ['author', 'modality', 'shift'] });
    const [began, cpu] = [performance.now(), process.cpuUsage()];
    const { draw } = await answer<Response<'review.draw'>>(station, 'review.draw', {
      programmeId,
      seed: null,
      count: 100,
    });
    const took = performance.now() - began;
    const { user, system } = process.cpuUsage(cpu);
    const worked = (user + system) / 1e6;
    process.stdout.write(`drawn in ${(took / 1000).toFixed(2)} s, ${worked.toFixed(2)} s of them at work\n`);
    expect(draw).toMatchObject({ candidates: 200_000, end: 'complete' });
    // The processor's seconds, and many: other work runs beside it.
    expect(worked).toBeLessThan(15);
  });
});
