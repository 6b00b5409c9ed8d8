import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkBundle } from '../../../electron/station/access/audit/check-bundle.ts';
import { ChainFile } from '../../../electron/station/access/audit/evidence.ts';
import { readZip } from '../../../electron/station/access/audit/zip-read.ts';
import { writeZip } from '../../../electron/station/access/audit/zip-write.ts';
import { auditHash } from '../../../electron/station/kernel/audit.ts';
import { ReportId } from '../../../shared/model/ids.ts';
import { codeRejected } from '../../helpers/app-errors.ts';
import { projectRoot } from '../../helpers/runtime.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { idOf } from '../../helpers/report-document.ts';
import { STUDY, written } from '../report/reporting-fixture.ts';
import { act, auditDesk } from './audit-fixture.ts';
import type { AuditDesk } from './audit-fixture.ts';

interface SignedDesk extends AuditDesk {
  readonly reportId: ReportId;
}

const REVIEW_WORDS = 'score 3, significant disagreement';

/** A desk with a signed report, other work around it, and review that must stay out. */
async function signedDesk(): Promise<SignedDesk> {
  const desk = await auditDesk();
  const { reporting, store, audit } = desk;
  act(desk, 3);
  const { personId } = store;
  for (const name of ['access.unlock', 'access.lock', 'access.unlock']) {
    store.commands.run({ name, personId, subject: personId, detail: {} }, () => undefined);
  }
  await audit.recorder.opened(STUDY);
  const draft = reporting.create({ studyId: STUDY, templateId: 'general' });
  const texts = { findings: 'Clear lungs.', impression: 'Normal.' };
  reporting.save({ reportId: draft.reportId, revision: draft.revision, content: written(draft, texts) });
  const codes = reporting.check({ reportId: draft.reportId }).findings.map(({ code }) => code);
  await reporting.sign({ reportId: draft.reportId, acknowledged: codes, zone: '+00:00' });
  // As a review of this report and of this study would be recorded.
  for (const subject of [draft.reportId, STUDY]) {
    const command = { name: 'review.score', personId: store.personId, subject, detail: { comment: REVIEW_WORDS } };
    store.commands.run(command, () => undefined);
  }
  act(desk, 2);
  return { ...desk, reportId: draft.reportId };
}

async function bundled(): Promise<SignedDesk & { readonly file: string; readonly keyId: string }> {
  const desk = await signedDesk();
  const file = path.join(await tempDir(), 'bundle.zip');
  const { keyId } = await desk.audit.bundle({ reportId: desk.reportId, file, replace: true });
  return { ...desk, file, keyId };
}

async function entriesOf(file: string): Promise<Map<string, Buffer>> {
  return new Map(await readZip(readFileSync(file)));
}

/** Writes the bundle anew with one of its files changed; null removes it. */
async function forged(file: string, name: string, change: (bytes: Buffer) => Buffer | null): Promise<string> {
  const files = await entriesOf(file);
  const changed = change(files.get(name) ?? Buffer.alloc(0));
  if (changed === null) files.delete(name);
  else files.set(name, changed);
  const to = `${file}.forged`;
  writeFileSync(to, writeZip([...files].map(([entry, bytes]) => ({ name: entry, bytes }))));
  return to;
}

const replaced = (from: string | RegExp, to: string) => (bytes: Buffer) => {
  const text = bytes.toString('utf8');
  expect(text).toMatch(from);
  return Buffer.from(text.replace(from, to), 'utf8');
};

describe('the evidence of a signed report', () => {
  it('verifies by itself: signed document, what was shown, records with proofs, seals', async () => {
    const { file, keyId, store, audit, reportId } = await bundled();
    const verdict = await checkBundle(file, keyId);
    expect(verdict).toMatchObject({ ok: true, problems: [], reportId, signer: 'Ada Reader', keyId, seals: 1 });
    const files = await entriesOf(file);
    expect([...files.keys()].sort()).toEqual([
      ...['README.txt', 'chain.json', 'checks.json', 'document.json', 'manifest.json', 'manifest.sig'],
      ...['outputs/report.dcm', 'outputs/report.fhir.json', 'outputs/report.hl7', 'outputs/report.txt'],
      'outputs/seen-map.json',
      ...['shown.json', 'versions.json'],
    ]);
    expect(files.get('outputs/report.txt')?.toString()).toContain('Clear lungs.');
    const shown = JSON.parse(files.get('shown.json')?.toString() ?? '') as { series: { objects: unknown[] }[] };
    expect(shown.series[0]?.objects).toHaveLength(3);
    const commands = [...(files.get('chain.json')?.toString() ?? '').matchAll(/"command": "([^"]+)"/g)].map(
      ([, name]) => name,
    );
    expect(commands).toEqual(['access.unlock', 'study.open', 'report.create', 'report.sign']);
    const trail = store.index.prepare("SELECT subject FROM audit WHERE command = 'audit.bundle'").pluck().all();
    expect(trail).toEqual([reportId]);
    expect(await audit.verify()).toMatchObject({ ok: true });
  });

  it('leaves peer review out, whatever it was about', async () => {
    const { file } = await bundled();
    for (const [name, bytes] of await entriesOf(file)) {
      // The manifest says that it was left out, the instructions too.
      if (name === 'README.txt') continue;
      const words = bytes.toString('latin1').replace(/"leftOut": \[[^\]]*\]/, '');
      expect(words).not.toMatch(/review|significant disagreement/i);
    }
  });

  it('reads no table but those of the report, its study, what was shown, and the trail', () => {
    const folder = path.join(projectRoot, 'electron/station/access/audit');
    const read = ['bundle', 'shown', 'seals', 'station-key'].flatMap((name) => {
      const sql = readFileSync(path.join(folder, `${name}.ts`), 'utf8');
      return [...sql.matchAll(/\b(?:FROM|JOIN)\s+([a-z_]+)/g)].map((match) => match[1] ?? '');
    });
    // "line" is the query's own name for a report and what it follows.
    const allowed = ['report', 'report_output', 'line', 'study', 'series', 'object', 'seen', 'series_aside'];
    const ofTrail = ['audit', 'audit_seal', 'station_key', 'migration'];
    expect([...new Set(read)].filter((table) => ![...allowed, ...ofTrail, 'json_each'].includes(table))).toEqual([]);
  });

  it('says in its signed manifest what was left out, and why', async () => {
    const { file } = await bundled();
    const manifest = JSON.parse((await entriesOf(file)).get('manifest.json')?.toString() ?? '') as {
      leftOut: { what: string; reason: string }[];
    };
    expect(manifest.leftOut.map(({ what }) => what)).toEqual(['calls', 'review']);
    expect(
      (await checkBundle(await forged(file, 'manifest.json', replaced('"what": "calls"', '"what": "none"')), null)).ok,
    ).toBe(false);
  });

  it('of the final report after a preliminary one has the records of both', async () => {
    const desk = await auditDesk();
    const { reporting, audit } = desk;
    const draft = reporting.create({ studyId: STUDY, templateId: 'general' });
    const texts = { findings: 'Clear lungs.', impression: 'Normal.' };
    reporting.save({ reportId: draft.reportId, revision: draft.revision, content: written(draft, texts) });
    const acknowledged = reporting.check({ reportId: draft.reportId }).findings.map(({ code }) => code);
    await reporting.sign({ reportId: draft.reportId, acknowledged, zone: '+00:00', as: 'preliminary' });
    const { reportId } = await reporting.finalise({ reportId: draft.reportId });
    await reporting.sign({ reportId, acknowledged, zone: '+00:00' });
    const file = path.join(await tempDir(), 'bundle.zip');
    const { keyId } = await audit.bundle({ reportId, file, replace: true });
    expect(await checkBundle(file, keyId)).toMatchObject({ ok: true, problems: [], reportId });
    const chain = ChainFile.parse(JSON.parse((await entriesOf(file)).get('chain.json')?.toString() ?? ''));
    expect(chain.records.map(({ row }) => row.command)).toEqual([
      ...['report.create', 'report.sign', 'report.finalise', 'report.sign'],
    ]);
  });

  it('no longer verifies when anything in it is changed, added or removed', async () => {
    const { file } = await bundled();
    const forgeries: readonly (readonly [string, (bytes: Buffer) => Buffer | null])[] = [
      ['document.json', replaced('Clear lungs.', 'Mass in lung.')],
      ['outputs/report.txt', replaced('Clear lungs.', 'Mass in lung.')],
      ['shown.json', replaced(/"frame": 1/, '"frame": 2')],
      ['chain.json', replaced(/"command": "study.open"/, '"command": "study.preview"')],
      ['chain.json', replaced(/"at": "20\d\d/, '"at": "2019')],
      ['chain.json', replaced(/"day": "20\d\d/, '"day": "2019')],
      ['manifest.json', replaced(/"madeBy": "./, '"madeBy": "x')],
      ['manifest.sig', replaced(/^../, '!!')],
      ['more.txt', () => Buffer.from('x')],
      ['shown.json', () => null],
    ];
    for (const [name, change] of forgeries) {
      const { ok, problems } = await checkBundle(await forged(file, name, change), null);
      expect([name, ok, problems.length > 0]).toEqual([name, false, true]);
    }
  });

  it('no longer verifies with a record forged so that its hash and the manifest fit, since no seal has it', async () => {
    const { file } = await bundled();
    const files = await entriesOf(file);
    const chain = ChainFile.parse(JSON.parse(files.get('chain.json')?.toString() ?? ''));
    const [first, ...others] = chain.records;
    if (first === undefined) throw new Error('no record');
    const row = { ...first.row, at: '2020-01-01T00:00:00.000Z' };
    const records = [{ ...first, row: { ...row, hash: auditHash(row) } }, ...others];
    const verdict = await checkBundle(
      await forged(file, 'chain.json', () => Buffer.from(JSON.stringify({ ...chain, records }))),
      null,
    );
    expect(verdict.problems).toContain(`record ${row.seq} is under no seal`);
  });

  it('is not taken from another station, and damaged files are no bundle', async () => {
    const { file } = await bundled();
    expect(await checkBundle(file, 'ff'.repeat(32))).toMatchObject({ ok: false });
    writeFileSync(`${file}.cut`, readFileSync(file).subarray(0, 2000));
    expect(await checkBundle(`${file}.cut`, null)).toMatchObject({ ok: false, reportId: null });
    expect(await codeRejected(checkBundle(`${file}.absent`, null))).toBe('disk/not-found');
  });

  it('is refused over a file that is there, for a draft, and for a report that nobody knows', async () => {
    const desk = await signedDesk();
    const file = path.join(await tempDir(), 'there.zip');
    writeFileSync(file, 'mine');
    const { reportId, audit, reporting } = desk;
    expect(await codeRejected(audit.bundle({ reportId, file, replace: false }))).toBe('disk/exists');
    expect(readFileSync(file, 'utf8')).toBe('mine');
    const draft = reporting.create({ studyId: STUDY, templateId: 'general' });
    expect(await codeRejected(audit.bundle({ reportId: draft.reportId, file, replace: true }))).toBe(
      'report/not-signed',
    );
    const unknown = ReportId.parse(idOf('nobody'));
    expect(await codeRejected(audit.bundle({ reportId: unknown, file, replace: true }))).toBe('report/unknown');
  });
});
