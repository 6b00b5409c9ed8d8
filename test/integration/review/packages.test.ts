import { createHash, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newKeyPair, privateOf } from '../../../electron/station/kernel/ed25519.ts';
import { newId } from '../../../electron/station/kernel/ids.ts';
import { caseName } from '../../../electron/station/review/case-name.ts';
import { newExchangeKey } from '../../../electron/station/review/package/exchange-key.ts';
import { packageBytes } from '../../../electron/station/review/package/write-package.ts';
import type { PackageInput } from '../../../electron/station/review/package/write-package.ts';
import { fingerprint } from '../../../electron/station/review/exchange/own-keys.ts';
import type { Station } from '../../../electron/station/station.ts';
import type { Response } from '../../../shared/contract/index.ts';
import { ReviewId } from '../../../shared/model/ids.ts';
import { TakenPackage } from '../../../shared/model/review/package.ts';
import type { ReviewView } from '../../../shared/model/review/review-view.ts';
import { canonicalJson } from '../../../shared/report/canonical.ts';
import { cardText, readCard } from '../../../shared/review/package/card.ts';
import { codeRejected } from '../../helpers/app-errors.ts';
import { ctImage, element } from '../../helpers/dicom-builder.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { answer, PASSPHRASE, stationOn } from '../../faults/store/station-fixture.ts';
import { as, practice } from './practice.ts';

const sender = newKeyPair();
const stranger = newKeyPair();
const exchange = newExchangeKey();
const CLINICAL_STUDY = '1.2.826.78.1';
const COPY = '2.25.4711';
const DAY_MS = 86_400_000;
const PROGRAMME = newId();

type Documents = Readonly<Record<string, unknown>>;

/** A reviewer's station with one study of its own, which trusts whoever holds `sender`. */
async function reviewers(): Promise<{ station: Station; to: string }> {
  const station = stationOn(await tempDir());
  await station.create('Ben Reviewer', PASSPHRASE);
  station.access.confirmRecovery();
  const files = await tempDir();
  writeFileSync(path.join(files, 'own'), picture('SOMEBODY', CLINICAL_STUDY, '1.2.826.78.1.9'));
  await station.access.requireStore().jobs.wait(station.rooms.startImport({ paths: [files], site: 'South' }));
  const theirs = { exchangeKey: exchange.publicKey, signingKey: sender.publicKey };
  await answer(station, 'review.enrol', {
    ...{ name: 'Cora', site: 'North', card: cardText(theirs), fingerprint: fingerprint(theirs), days: 30 },
  });
  const { card } = await answer<Response<'review.card'>>(station, 'review.card', {});
  return { station, to: readCard(card).exchangeKey };
}

function picture(name: string, studyUid: string, sopUid = `${studyUid}.9`): Uint8Array {
  return ctImage([
    element(0x00080018, 'UI', sopUid),
    element(0x00100010, 'PN', name),
    element(0x00100020, 'LO', name),
    element(0x0020000d, 'UI', studyUid),
    element(0x0020000e, 'UI', `${studyUid}.1`),
  ]);
}

const caseId = ReviewId.parse(newId());
const one = {
  ...{ caseId, role: 'reviewer', modality: 'CT', region: 'chest', drawnAt: '2026-11-01T08:00:00.000Z' },
  studies: [{ studyUid: COPY, objects: 1, leftOut: [] }],
  report: null,
};
const good: Documents = {
  'programme.json': { programmeId: PROGRAMME, version: 1, name: 'Chest', kind: 'radpeer' },
  'orders.json': { orders: [{ caseId, order: { procedure: 'CT chest', question: 'Nodule?' } }] },
  'objects/000001.dcm': picture(caseName(caseId), COPY),
  'cases.json': { cases: [one] },
};

async function bytesOf(documents: Documents, to: string, own: Partial<PackageInput> = {}): Promise<Buffer> {
  const now = Date.now();
  const entries = Object.entries(documents).map(([name, content]) => ({
    name,
    bytes: content instanceof Uint8Array ? content : Buffer.from(JSON.stringify(content), 'utf8'),
  }));
  const pieces: Uint8Array[] = [];
  const made = {
    ...{ kind: 'cases' as const, programmeId: PROGRAMME, madeAt: new Date(now).toISOString() },
    expiresAt: new Date(now + DAY_MS).toISOString(),
    sender: { publicKey: sender.publicKey, privateKey: privateOf(sender.seed) },
    ...{ recipients: [to], entries, ...own },
  };
  for await (const piece of packageBytes(made)) pieces.push(piece);
  return Buffer.concat(pieces);
}

async function take(station: Station, bytes: Uint8Array): Promise<TakenPackage> {
  const file = path.join(await tempDir(), `${randomBytes(4).toString('hex')}.njreview`);
  writeFileSync(file, bytes);
  const { jobs } = station.access.requireStore();
  return TakenPackage.parse(await jobs.wait(station.rooms.packages.take(file)));
}

/** All that a package may leave behind. */
function kept(station: Station): readonly unknown[] {
  const { index } = station.access.requireStore();
  const tables = ['study', 'object', 'review', 'review_copy', 'review_source', 'review_taken', 'review_package'];
  return [...tables, 'review_programme'].map((table) => index.prepare(`SELECT count(*) FROM ${table}`).pluck().get());
}

describe('taking a package', () => {
  it('gives the case to its reader, blind, with its order, and takes it once', async () => {
    const { station, to } = await reviewers();
    const bytes = await bytesOf(good, to);
    expect(await take(station, bytes)).toEqual({
      kind: 'cases',
      isNew: true,
      taken: 1,
      known: 0,
      late: 0,
      refused: [],
    });
    const before = kept(station);
    expect(await take(station, bytes)).toMatchObject({ isNew: false });
    expect(kept(station)).toEqual(before);
    // The same case in another package is known as well.
    expect(await take(station, await bytesOf(good, to))).toMatchObject({ isNew: true, taken: 0, known: 1 });
    expect(kept(station).slice(0, 6)).toEqual(before.slice(0, 6));
    const { cases } = await answer<Response<'review.list'>>(station, 'review.list', {});
    expect(cases).toMatchObject([{ reviewId: caseId, role: 'reviewer', pixels: true, moves: ['begin', 'skip'] }]);
    expect(await answer(station, 'review.order', { reviewId: caseId })).toEqual({
      order: { procedure: 'CT chest', question: 'Nodule?' },
    });
    const { copy, report } = await answer<ReviewView>(station, 'review.open', { reviewId: caseId });
    expect(report).toBeNull();
    expect(station.rooms.worklist.list('').rows.map(({ studyId }) => studyId)).not.toContain(copy?.studyId);
    const onDesk = await answer(station, 'study.open', { studyId: copy?.studyId });
    expect(JSON.stringify(onDesk)).toContain(caseName(caseId));
    // It is read here, and nothing else is made of it.
    expect(station.rooms.review.programmes()).toEqual([]);
  });

  it('makes no key for an enrolment that is refused', async () => {
    const station = stationOn(await tempDir());
    await station.create('Ben Reviewer', PASSPHRASE);
    station.access.confirmRecovery();
    const wanted = { name: 'Cora', site: 'North', card: 'none', fingerprint: 'none', days: 30 };
    const envelope = await station.call('review.enrol', wanted);
    expect(envelope).toMatchObject({ ok: false, error: { code: 'package/bad-card' } });
    const { index } = station.access.requireStore();
    expect(index.prepare('SELECT count(*) FROM review_person_key').pluck().get()).toBe(0);
  });

  it('refuses what does not hold together, and keeps nothing of it', async () => {
    const { station, to } = await reviewers();
    const before = kept(station);
    const programme = good['programme.json'] as object;
    const cases = (change: object): Documents => ({ ...good, 'cases.json': { cases: [{ ...one, ...change }] } });
    const study = (studyUid: string): object => ({ studies: [{ studyUid, objects: 1, leftOut: [] }] });
    const without = (name: string): Documents =>
      Object.fromEntries(Object.entries(good).filter(([entry]) => entry !== name));
    const refused: readonly (readonly [string, Documents, string])[] = [
      ['a name in the pictures', { ...good, 'objects/000001.dcm': picture('VANTERPOOL^ELOISE', COPY) }, 'names-inside'],
      [
        'a study that is here',
        { ...cases(study(CLINICAL_STUDY)), 'objects/000001.dcm': picture(caseName(caseId), CLINICAL_STUDY, '2.25.1') },
        'clash',
      ],
      [
        'an object that is here',
        { ...good, 'objects/000001.dcm': picture(caseName(caseId), COPY, '1.2.826.78.1.9') },
        'clash',
      ],
      ['a picture of no case', cases({ studies: [] }), 'damaged'],
      ['a picture too few', without('objects/000001.dcm'), 'damaged'],
      ['no picture at all', { ...good, 'objects/000001.dcm': Buffer.from('not a picture') }, 'damaged'],
      ['a report before its findings', cases({ report: [{ title: 'Findings', text: 'A nodule.' }] }), 'damaged'],
      ['another programme', { ...good, 'programme.json': { ...programme, programmeId: newId() } }, 'damaged'],
      ['a form that is none', { ...good, 'programme.json': { ...programme, authors: 'everyone' } }, 'damaged'],
      ['a case twice', { ...good, 'cases.json': { cases: [one, one] } }, 'damaged'],
      ['no case', { ...good, 'cases.json': { cases: [] } }, 'damaged'],
      ['no order', without('orders.json'), 'damaged'],
      ['no JSON', { ...good, 'cases.json': Buffer.from([0xff, 0xfe, 0x00]) }, 'damaged'],
    ];
    for (const [what, documents, code] of refused) {
      expect(await codeRejected(take(station, await bytesOf(documents, to))), what).toBe(`package/${code}`);
      expect(kept(station), what).toEqual(before);
    }
    const foreign = { sender: { publicKey: stranger.publicKey, privateKey: privateOf(stranger.seed) } };
    const other = newExchangeKey().publicKey;
    const past = { madeAt: '2020-01-01T00:00:00.000Z', expiresAt: '2020-02-01T00:00:00.000Z' };
    expect(await codeRejected(take(station, await bytesOf(good, to, foreign)))).toBe('package/unknown-sender');
    expect(await codeRejected(take(station, await bytesOf(good, other)))).toBe('package/other-recipient');
    expect(await codeRejected(take(station, await bytesOf(good, to, past)))).toBe('package/expired');
    expect(await codeRejected(take(station, await bytesOf(good, to, { kind: 'answers' })))).toBe('access/not-allowed');
    expect(kept(station)).toEqual(before);
    await answer(station, 'review.revokePeer', { peer: 'Cora' });
    expect(await codeRejected(take(station, await bytesOf(good, to)))).toBe('package/unknown-sender');
    expect(kept(station)).toEqual(before);
  });

  it('refuses every package with one changed byte or a part of it, and keeps nothing', async () => {
    const { station, to } = await reviewers();
    const bytes = await bytesOf(good, to);
    const before = kept(station);
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: bytes.length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        fc.boolean(),
        async (at, by, isCut) => {
          const copy = Buffer.from(isCut ? bytes.subarray(0, at) : bytes);
          if (!isCut) copy[at] = (copy[at] ?? 0) ^ by;
          expect(await codeRejected(take(station, copy))).toMatch(/^package\//);
          expect(kept(station)).toEqual(before);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('shows the report to who is asked for a further opinion, and draws from nothing that came in a package', async () => {
    const { station, to } = await reviewers();
    const asked = { ...one, role: 'second', report: [{ title: 'Findings', text: 'A nodule.' }] };
    await take(station, await bytesOf({ ...good, 'cases.json': { cases: [asked] } }, to));
    const seen = await answer<ReviewView>(station, 'review.see', { reviewId: caseId });
    expect(seen).toMatchObject({ row: { role: 'second', state: 'arbitration' }, scoring: null, read: null });
    expect(seen.report?.sections).toEqual([{ title: 'Findings', text: 'A nodule.' }]);
    expect(station.rooms.reviewPool.counts()).toEqual({ pool: [] });
    expect(station.rooms.reviewPool.find(caseId)).toEqual([]);
  });

  it('opens a report for the findings alone that were locked', async () => {
    const { station, to } = await reviewers();
    const reveal = (lockedHash: string, of = caseId): Promise<Buffer> => {
      const sections = [{ title: 'Findings', text: 'A nodule.' }];
      return bytesOf({ 'reveals.json': { reveals: [{ caseId: of, lockedHash, sections }] } }, to, { kind: 'reveals' });
    };
    const none = 'a'.repeat(64);
    expect(await codeRejected(take(station, await reveal(none)))).toBe('package/other-case');
    await take(station, await bytesOf(good, to));
    expect(await codeRejected(take(station, await reveal(none)))).toBe('package/out-of-order');
    await answer(station, 'review.open', { reviewId: caseId });
    await answer(station, 'review.saveRead', { reviewId: caseId, read: { findings: [], text: 'Clear.' } });
    const { lockedHash } = await answer<ReviewView>(station, 'review.lock', { reviewId: caseId });
    expect(await codeRejected(take(station, await reveal(none)))).toBe('package/out-of-order');
    const envelope = await station.call('review.move', { reviewId: caseId, move: { kind: 'reveal' } });
    expect(envelope).toMatchObject({ ok: false, error: { code: 'review/not-revealed-yet' } });
    expect(await take(station, await reveal(lockedHash ?? ''))).toMatchObject({ kind: 'reveals', taken: 1 });
    const seen = await answer<ReviewView>(station, 'review.move', { reviewId: caseId, move: { kind: 'reveal' } });
    expect(seen.report?.sections).toEqual([{ title: 'Findings', text: 'A nodule.' }]);
  });
});

/** A coordinator who has sent two cases to whoever holds `sender`, and the key that answers are sealed for. */
async function coordinators(): Promise<{
  station: Station;
  to: string;
  programmeId: string;
  cases: readonly string[];
}> {
  const { station, people } = await practice();
  await as(station, people.cora);
  const theirs = { exchangeKey: exchange.publicKey, signingKey: sender.publicKey };
  await answer(station, 'review.enrol', {
    ...{ name: 'Ben', site: 'South', card: cardText(theirs), fingerprint: fingerprint(theirs), days: 30 },
  });
  const files = await tempDir();
  const rows = [1, 2].map((n) => `R${n},2026-11-20T10:00:00Z,Olga Other,CT,chest,Clear.`);
  writeFileSync(path.join(files, 'list'), ['report_id,signed_at,author,modality,region,text', ...rows].join('\n'));
  const { jobs } = station.access.requireStore();
  const bringing = { file: path.join(files, 'list'), format: 'csv', site: 'North', zone: null } as const;
  await jobs.wait(station.rooms.reviewBring.start(bringing));
  const { readers } = await answer<Response<'review.readers'>>(station, 'review.readers', {});
  const reader = readers.find(({ name }) => name === 'Ben, South')?.reader;
  const { programmeId } = await answer<Response<'review.saveProgramme'>>(station, 'review.saveProgramme', {
    programmeId: null,
    content: {
      ...{ name: 'Chest', kind: 'radpeer', authors: 'everyone', pairs: 'everyone', reciprocal: false },
      reviewers: [{ reader, modalities: [], regions: [], most: null }],
      ...{ windowDays: 3650, targeted: { flags: [], share: 0 }, strata: [], allocation: 'equal', quotas: [] },
      ...{ workloadDifference: 5, minimumN: 10, groupId: null },
    },
  });
  const drawn = { programmeId, seed: null, count: 2 };
  const { reviewIds } = await answer<Response<'review.draw'>>(station, 'review.draw', drawn);
  const wanted = { peer: 'Ben', kind: 'cases', programmeId: null, folder: files, days: 30 } as const;
  await jobs.wait(await station.rooms.packages.send(wanted));
  const { card } = await answer<Response<'review.card'>>(station, 'review.card', {});
  return { station, to: readCard(card).exchangeKey, programmeId, cases: reviewIds };
}

describe('taking answers', () => {
  it('keeps those that fit, says which do not and why, and takes them once they do', async () => {
    const { station, to, programmeId, cases } = await coordinators();
    const [first = '', second = ''] = cases;
    const read = { findings: [], text: 'Clear.' };
    const locked = (of: string, hash: string): object => ({
      ...{ caseId: of, role: 'reviewer', read: { read, lockedAt: '2026-11-21T10:00:00.000Z' } },
      moves: [
        { at: '2026-11-21T09:00:00.000Z', move: { kind: 'begin' } },
        { at: '2026-11-21T10:00:00.000Z', move: { kind: 'lock', hash } },
      ],
    });
    const hash = createHash('sha256').update(canonicalJson(read), 'utf8').digest('hex');
    const answers = (...some: readonly object[]): Promise<Buffer> =>
      bytesOf({ 'answers.json': { answers: some } }, to, { kind: 'answers', programmeId });
    const stateOf = async (reviewId: string): Promise<string> =>
      (await answer<ReviewView>(station, 'review.see', { reviewId })).row.state;
    const half = await answers(locked(first, hash), locked(second, 'a'.repeat(64)));
    const refused = [{ name: caseName(ReviewId.parse(second)), error: { code: 'package/other-answers' } }];
    expect(await take(station, half)).toMatchObject({ isNew: true, taken: 1, known: 0, refused });
    expect([await stateOf(first), await stateOf(second)]).toEqual(['locked', 'drawn']);
    // The same once more: what was taken is known.
    expect(await codeRejected(take(station, await answers(locked(second, 'b'.repeat(64)))))).toBe(
      'package/other-answers',
    );
    expect(await take(station, half)).toMatchObject({ taken: 0, known: 1, refused });
    expect(await take(station, await answers(locked(first, hash), locked(second, hash)))).toMatchObject({
      ...{ taken: 1, known: 1, refused: [] },
    });
    expect(await stateOf(second)).toBe('locked');
  });
});
