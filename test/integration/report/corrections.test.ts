import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OutgoingReport } from '../../../electron/station/reporting/outgoing-reports.ts';
import type { Report } from '../../../shared/model/report.ts';
import { CORRECTED_NOTICE, WITHDRAWN_NOTICE } from '../../../shared/report/signed-document.ts';
import { codeRejected } from '../../helpers/app-errors.ts';
import { violations } from '../../helpers/judges.ts';
import { newDesk, STUDY, written } from './reporting-fixture.ts';
import type { Desk } from './reporting-fixture.ts';

let dir = '';
let desk: Desk;
const gone: OutgoingReport[] = [];
// One store for all: making one costs a deliberately slow passphrase.
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'nightjar-corrections-'));
  desk = await newDesk(path.join(dir, 'store'), null, () => ({ signed: (_db, report) => void gone.push(report) }));
});
afterAll(async () => {
  await desk.access.close();
  await rm(dir, { recursive: true, force: true });
});

const zone = '+01:00';
const sign = ({ reportId }: Report): Promise<Report> =>
  desk.reporting.sign({
    ...{ reportId, zone },
    acknowledged: desk.reporting.check({ reportId }).findings.map(({ code }) => code),
  });

function write(report: Report, texts: Readonly<Record<string, string>>): Report {
  desk.reporting.save({ reportId: report.reportId, revision: report.revision, content: written(report, texts) });
  return desk.reporting.get(report.reportId);
}

async function final(): Promise<Report> {
  const report = desk.reporting.create({ studyId: STUDY, templateId: 'general' });
  return sign(write(report, { comparison: 'None.', findings: 'Clear.', impression: 'Normal.' }));
}

async function output({ reportId }: Report, format: 'text' | 'hl7' | 'fhir' | 'sr'): Promise<string> {
  const file = path.join(dir, `${reportId}.${format}`);
  await desk.reporting.export({ reportId, format, file });
  return format === 'sr' ? file : readFile(file, 'utf8');
}

const fields = (message: string, name: string, place: number): string[] =>
  message.split('\r').flatMap((line) => (line.startsWith(`${name}|`) ? [line.split('|')[place] ?? ''] : []));
const words = (count: number, word: string): string[] => Array.from({ length: count }, () => word);

describe('a correction', () => {
  it('takes the place of a signed report under the same number, with the reason and what changed', async () => {
    const first = await final();
    const reason = 'The nodule was overlooked.';
    const draft = await desk.reporting.correct({ reportId: first.reportId, reason });
    expect(draft).toMatchObject({ state: 'draft', intent: 'correct', reason, content: first.content });
    // The one that was begun is given back.
    expect((await desk.reporting.correct({ reportId: first.reportId, reason: 'Other.' })).reportId).toBe(
      draft.reportId,
    );
    const fixed = await sign(write(draft, { comparison: 'None.', findings: 'Clear.', impression: 'A 9 mm nodule.' }));
    expect(fixed).toMatchObject({ state: 'corrected', predecessor: first.reportId });
    expect(await desk.reporting.verify(fixed)).toMatchObject({ ok: true });
    expect(await desk.reporting.verify(first)).toMatchObject({ ok: true });
    const [before, hl7, text] = [await output(first, 'hl7'), await output(fixed, 'hl7'), await output(fixed, 'text')];
    expect(fields(hl7, 'ORC', 3)).toEqual(fields(before, 'ORC', 3));
    expect([fields(hl7, 'OBR', 25), [...new Set(fields(hl7, 'OBX', 11))]]).toEqual([['C'], ['C']]);
    for (const said of [
      CORRECTED_NOTICE,
      `Reason: ${reason}`,
      'Changed from it: Impression.',
      'Corrected by Ada Reader',
    ]) {
      expect(text).toContain(said);
    }
    expect(JSON.parse(await output(fixed, 'fhir'))).toMatchObject({ status: 'corrected' });
    expect(violations(await output(fixed, 'sr'), /EnhancedSR/)).toEqual([]);
    for (const move of ['correct', 'amend'] as const) {
      expect(await codeRejected(desk.reporting[move]({ reportId: first.reportId, reason }))).toBe('report/superseded');
    }
  });

  it('of an addendum leaves the report that it belongs to beside it', async () => {
    const first = await final();
    const addendum = await sign(write(await desk.reporting.amend(first), { addendum: 'Compared with 2019.' }));
    const draft = await desk.reporting.correct({ reportId: addendum.reportId, reason: 'Wrong year.' });
    const fixed = await sign(write(draft, { addendum: 'Compared with 2018.' }));
    const text = await output(fixed, 'text');
    expect(text).toContain('2018');
    expect(text).not.toContain('2019');
    expect(text.indexOf('Normal.')).toBeGreaterThan(text.indexOf('REPORT THAT THIS ADDENDUM BELONGS TO'));
  });
});

describe('a withdrawal', () => {
  it('takes back everything of its line, in every dialect, and nothing follows it', async () => {
    const first = await final();
    const addendum = await sign(write(await desk.reporting.amend(first), { addendum: 'More.' }));
    const open = await desk.reporting.amend(addendum);
    const reason = 'Written about another patient.';
    // Of whichever report of the line it is asked: the whole line goes.
    const taken = await desk.reporting.withdraw({ reportId: first.reportId, reason, zone });
    expect(taken).toMatchObject({ state: 'withdrawn', predecessor: addendum.reportId, reason });
    expect(gone.at(-1)).toMatchObject({ reportId: taken.reportId, state: 'withdrawn' });
    expect(await desk.reporting.verify(taken)).toMatchObject({ ok: true });
    const hl7 = await output(taken, 'hl7');
    const numbers = [
      ...fields(await output(first, 'hl7'), 'ORC', 3),
      ...fields(await output(addendum, 'hl7'), 'ORC', 3),
    ];
    expect(fields(hl7, 'ORC', 3)).toEqual(numbers);
    expect(fields(hl7, 'OBR', 25)).toEqual(['C', 'C']);
    const results = fields(hl7, 'OBX', 11);
    expect(results).toEqual(words(results.length, 'W'));
    expect(results.length).toBeGreaterThanOrEqual(6);
    const fhir = JSON.parse(await output(taken, 'fhir')) as { status: string; identifier: unknown[] };
    expect([fhir.status, fhir.identifier.length]).toEqual(['entered-in-error', 3]);
    const text = await output(taken, 'text');
    for (const said of [WITHDRAWN_NOTICE, `Reason: ${reason}`, 'Withdrawn by Ada Reader']) expect(text).toContain(said);
    const note = await output(taken, 'sr');
    expect(violations(note, /KeyObjectSelection/)).toEqual([]);
    expect((await readFile(note)).includes('113037')).toBe(true);
    expect(await codeRejected(sign(write(open, { addendum: 'Late.' })))).toBe('report/withdrawn');
    for (const { reportId } of [first, addendum, taken]) {
      expect(await codeRejected(desk.reporting.withdraw({ reportId, reason, zone }))).toBe('report/withdrawn');
    }
    expect((await final()).state).toBe('final');
  });
});
