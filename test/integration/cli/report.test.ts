import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ReportSeenMap } from '../../../shared/model/seen.ts';
import { templateFile } from '../../helpers/report-document.ts';
import { hasTestdata, testdata } from '../../helpers/testdata.ts';
import { sha256Of, sharedStore } from './cli-store.ts';
import {
  CheckDocument,
  InstancesDocument,
  MeasureDocument,
  NewReport,
  SeriesDocument,
  StudiesDocument,
  TemplatesDocument,
} from './shapes.ts';

const KEPT = MeasureDocument.extend({ measurementId: z.string(), label: z.string() });
const SAVED = z.strictObject({ savedAt: z.string(), revision: z.number() });
const SIGNED = z.looseObject({ reportId: z.string(), state: z.string(), hash: z.string() });
const EXPORTED = z.strictObject({ file: z.string(), bytes: z.number(), sha256: z.string() });
const VERIFIED = z.strictObject({ ok: z.boolean(), signature: z.looseObject({}), says: z.string() });
const SEEN_MAP = z.strictObject({ map: ReportSeenMap.nullable() });
const LISTED = z.strictObject({ reports: z.array(z.looseObject({ reportId: z.string(), state: z.string() })) });
const TEXT = 'Nodule of 5 mm, < 6 mm & unchanged.';

describe.skipIf(!hasTestdata())('nightjar report', () => {
  const store = sharedStore(() => [testdata('ct-cap-cmb', '1-001.dcm'), testdata('mr-brain-mf', 'BRTUM001')]);
  const studyOf = new Map<string, string>();
  beforeAll(async () => {
    const { studies } = await store.document(StudiesDocument, 'studies');
    for (const { studyUid, modalities } of studies) studyOf.set(modalities[0] ?? '', studyUid);
  });
  const newReport = async (): Promise<string> => {
    const words = ['report', 'new', '--study', studyOf.get('CT') ?? '', '--template', 'ct-chest'];
    return (await store.document(NewReport, ...words)).reportId;
  };
  const set = (reportId: string, ...words: string[]) =>
    store.document(SAVED, 'report', 'set', '--report', reportId, ...words);

  it.each([
    ['CT', 'CT chest, abdomen and pelvis'],
    ['MR', 'MR brain'],
  ])('offers the template that fits the %s study first', async (modality, name) => {
    const words = ['report', 'templates', '--study', studyOf.get(modality) ?? ''];
    const { templates } = await store.document(TemplatesDocument, ...words);
    expect(templates[0]?.name).toBe(name);
    expect(templates.map((template) => template.name)).toEqual(
      expect.arrayContaining(['CT chest', 'General', 'MR brain']),
    );
    expect(templates.length).toBeGreaterThanOrEqual(16);
  });

  it('refuses a signature with the codes that stand in its way', async () => {
    const reportId = await newReport();
    const { findings } = await store.document(CheckDocument, 'report', 'check', '--report', reportId);
    const refusals = findings.filter(({ tier }) => tier === 'refuse').map(({ code }) => code);
    expect(refusals).toContain('check/empty-section');
    // Nobody had the one image on a screen.
    const unread = findings.find((found) => found.code === 'check/unread-series');
    expect(unread).toMatchObject({
      tier: 'acknowledge',
      message: expect.stringMatching(/^Never on screen: .*\(1 image\)\.$/),
    });
    const { code, message } = await store.error('report', 'sign', '--report', reportId, '--acknowledge', 'all');
    expect(code).toBe('report/checks-stand');
    expect(message).toContain('check/empty-section');
    expect((await store.error('report', 'export', '--report', reportId, '--format', 'text', '--out', 'x')).code).toBe(
      'report/not-signed',
    );
  });

  it('takes a report from its first word to signed files, and an addendum after them', async () => {
    const reportId = await newReport();
    await set(reportId, '--section', 'findings', '--text', TEXT);
    await set(reportId, '--section', 'impression', '--text', 'Stable.');
    const signed = await store.document(SIGNED, 'report', 'sign', '--report', reportId, '--acknowledge', 'all');
    expect(signed).toMatchObject({ reportId, state: 'final' });
    const verified = await store.document(VERIFIED, 'report', 'verify', '--report', reportId);
    // No site has enrolled the key: that the text is whole is all that is said.
    expect(verified).toMatchObject({ ok: true });
    expect(verified.says).toMatch(/whole/);
    const { map } = await store.document(SEEN_MAP, 'report', 'seen-map', '--report', reportId);
    expect(map?.series.flatMap(({ objects }) => objects.map(({ shown }) => shown))).toContainEqual([]);
    expect((await store.error('report', 'seen-map', '--report', await newReport())).code).toBe('report/not-signed');
    for (const format of ['text', 'sr', 'fhir', 'hl7']) {
      const file = path.join(store.out, `report.${format}`);
      const words = ['report', 'export', '--report', reportId, '--format', format, '--out', file];
      const { sha256, bytes } = await store.document(EXPORTED, ...words);
      const written = readFileSync(file);
      expect([written.length, sha256Of(written)]).toEqual([bytes, sha256]);
      if (format === 'text') expect(written.toString('utf8')).toContain(TEXT);
      if (format === 'sr') expect(written.toString('latin1', 128, 132)).toBe('DICM');
    }
    const pdf = path.join(store.out, 'report.pdf');
    const words = ['report', 'export', '--report', reportId, '--format', 'pdf', '--out', pdf];
    expect((await store.error(...words)).code).toBe('report/pdf-needs-runtime');
    expect(existsSync(pdf)).toBe(false);
    const late = ['report', 'set', '--report', reportId, '--section', 'findings', '--text', 'Other'];
    expect((await store.error(...late)).code).toBe('report/not-a-draft');

    const addendum = await store.document(NewReport, 'report', 'amend', '--report', reportId);
    expect(addendum.reportId).not.toBe(reportId);
    expect((await store.error('report', 'sign', '--report', addendum.reportId)).message).toContain(
      'check/empty-section',
    );
  });

  it('lists, claims, holds and gives up a case', async () => {
    const study = ['--study', studyOf.get('MR') ?? ''];
    const begun = await store.document(NewReport, 'report', 'new', ...study, '--template', 'general');
    const listed = await store.document(LISTED, 'report', 'list', ...study);
    expect(listed.reports).toContainEqual(expect.objectContaining({ reportId: begun.reportId, state: 'draft' }));
    await store.document(z.object({}), 'report', 'discard', '--report', begun.reportId);
    // Its site keeps no claims as tasks: it is claimed here, and there is nothing to ask anybody.
    const claimed = await store.document(z.object({ claim: z.null() }), 'report', 'claim', ...study);
    expect(claimed.claim).toBeNull();
    expect(await store.document(z.object({ claims: z.array(z.unknown()) }), 'report', 'claims', '--now')).toEqual({
      claims: [],
    });
    await store.document(z.object({ told: z.literal(0) }), 'report', 'hold', ...study, '--cause', 'priors');
    expect((await store.error('report', 'hold', ...study, '--cause', 'priors')).code).toBe('hold/already');
    await store.document(z.object({ told: z.literal(0) }), 'report', 'resume', ...study);
    await store.document(z.object({ claim: z.null() }), 'report', 'release', ...study);
  });

  it('sets a field, and names the section or field that the template does not have', async () => {
    const reportId = await newReport();
    const unknown = ['report', 'set', '--report', reportId];
    expect((await store.error(...unknown, '--section', 'nowhere', '--text', 'x')).code).toBe('report/unknown-section');
    expect((await store.error(...unknown, '--field', 'nothing', '--value', 'x')).code).toBe('report/unknown-field');
    const field = fieldOf('ct-chest');
    await set(reportId, '--field', field.fieldId, '--value', field.value);
  });

  it('writes a measurement into a section, linked, and refuses one that the study does not have', async () => {
    const { studies } = await store.document(StudiesDocument, 'studies');
    const ct = studies.find(({ modalities }) => modalities.includes('CT'));
    const { series } = await store.document(SeriesDocument, 'series', '--study', ct?.studyUid ?? '');
    const { instances } = await store.document(InstancesDocument, 'instances', '--series', series[0]?.seriesUid ?? '');
    const drawing = ['--object', instances[0]?.objectId ?? '', '--tool', 'length', '--points', '10,10 40,50'];
    const kept = await store.document(KEPT, 'measure', ...drawing, '--keep');
    const { measurementId, label, ...rest } = kept;
    expect([label, await store.document(MeasureDocument, 'measure', ...drawing)]).toEqual(['M1', rest]);

    const reportId = await newReport();
    await set(reportId, '--section', 'findings', '--text', 'Nodule of', '--measurement', label);
    await set(reportId, '--section', 'impression', '--measurement', measurementId);
    const none = ['report', 'set', '--report', reportId, '--section', 'findings', '--measurement', 'M7'];
    expect((await store.error(...none)).code).toBe('report/unknown-measurement');
    await store.document(SIGNED, 'report', 'sign', '--report', reportId, '--acknowledge', 'all');
    const words = `${(kept.values[0]?.value ?? 0).toFixed(1)} mm`;
    const file = path.join(store.out, 'linked.txt');
    const exporting = ['report', 'export', '--report', reportId, '--format', 'text', '--out', file];
    await store.document(EXPORTED, ...exporting);
    expect(readFileSync(file, 'utf8')).toContain(`Nodule of ${words}`);

    // A file that is there is not written over unless that is said.
    writeFileSync(file, 'mine');
    expect((await store.error(...exporting)).code).toBe('disk/exists');
    expect(readFileSync(file, 'utf8')).toBe('mine');
    await store.document(EXPORTED, ...exporting, '--replace');
    expect(readFileSync(file, 'utf8')).toContain(words);

    const sr = path.join(store.out, 'linked.dcm');
    writeFileSync(path.join(store.out, 'linked-measurements.dcm'), 'mine');
    const exportingSr = ['report', 'export', '--report', reportId, '--format', 'sr', '--out', sr];
    expect((await store.error(...exportingSr)).code).toBe('disk/exists');
    expect(existsSync(sr)).toBe(false);
  });

  it('names a report, a study or a template that is not there', async () => {
    expect((await store.error('report', 'verify', '--report', 'x')).code).toBe('report/unknown');
    expect((await store.error('report', 'templates', '--study', '1.2')).code).toBe('archive/unknown-study');
    const words = ['report', 'new', '--study', studyOf.get('CT') ?? '', '--template', 'none'];
    expect((await store.error(...words)).code).toBe('report/unknown-template');
  });
});

/** The first field of a template, and a value that it takes. */
function fieldOf(name: string): { readonly fieldId: string; readonly value: string } {
  const template = templateFile(name);
  const [field] = template.sections.flatMap(({ fields }) => fields);
  if (!field) throw new Error('the template has no field');
  return { fieldId: field.fieldId, value: field.options[0] ?? '1' };
}
