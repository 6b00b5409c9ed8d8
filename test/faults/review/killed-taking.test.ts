import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { Access } from '../../../electron/station/access/access.ts';
import { newKeyPair, privateOf } from '../../../electron/station/kernel/ed25519.ts';
import { newId } from '../../../electron/station/kernel/ids.ts';
import { verifyAudit } from '../../../electron/station/kernel/audit.ts';
import { caseName } from '../../../electron/station/review/case-name.ts';
import { fingerprint } from '../../../electron/station/review/exchange/own-keys.ts';
import { newExchangeKey } from '../../../electron/station/review/package/exchange-key.ts';
import { packageBytes } from '../../../electron/station/review/package/write-package.ts';
import { ReviewId } from '../../../shared/model/ids.ts';
import { cardText, readCard } from '../../../shared/review/package/card.ts';
import { objectEntry } from '../../../shared/review/package/entries.ts';
import { ctImage, element } from '../../helpers/dicom-builder.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { runProgramAt } from '../ingest/station-program.ts';
import { openTestStation, PASSPHRASE } from '../ingest/programs/open-station.ts';
import { blobWorkerFile, makeCheapStore } from '../ingest/cheap-store.ts';

const KILLS = process.env['NIGHTJAR_LONG'] === undefined ? 6 : 100;
const SLICES = 40;
const program = path.join(import.meta.dirname, 'programs', 'take-package.ts');
const sender = newKeyPair();
const theirs = { exchangeKey: newExchangeKey().publicKey, signingKey: sender.publicKey };

it(
  `a package whose taking is killed is there whole or not at all, ${KILLS} times`,
  async () => {
    const dir = path.join(await tempDir(), 'store');
    const env = { NODE_COMPILE_CACHE: await tempDir() };
    await makeCheapStore(dir);
    const station = await openTestStation(dir);
    const card = { card: cardText(theirs), fingerprint: fingerprint(theirs) };
    station.rooms.packages.enrol({ name: 'Cora', site: 'North', ...card, days: 30 });
    const { exchangeKey } = readCard(station.rooms.packages.card().card);
    await station.close();
    const cases: ReviewId[] = [];
    let killed = 0;
    for (let round = 0; killed < KILLS && round < 3 * KILLS; round += 1) {
      const caseId = ReviewId.parse(newId());
      const file = path.join(await tempDir(), 'a.njreview');
      writeFileSync(file, await packageOf(caseId, exchangeKey, round));
      cases.push(caseId);
      // By turns: before anything is stored, between two pictures, and about when the case itself is kept.
      const within = [150, 30, 400][round % 3] ?? 150;
      const end = await runProgramAt(program, [dir, file], {
        env,
        onLine: (line, kill) => {
          if (round % 3 === 1 ? 'done' in line : 'opened' in line) kill(Math.random() * within);
        },
      });
      expect(end.stderr).toBe('');
      if (end.signal === 'SIGKILL') killed += 1;
      await expectWholeOrNothing(dir, cases);
      // What was begun is brought to its end by the next opening, or by taking it again; both are once.
      const last = await runProgramAt(program, [dir, file], { env });
      expect(last.lines).toContainEqual({ closed: true });
      await expectWholeOrNothing(dir, cases, cases.length);
    }
    expect(killed).toBe(KILLS);
  },
  30 * 60_000,
);

async function packageOf(caseId: ReviewId, to: string, round: number): Promise<Buffer> {
  const studyUid = `2.25.99${round}`;
  const name = caseName(caseId);
  const programmeId = newId();
  const picture = (at: number): Uint8Array =>
    ctImage([
      element(0x00080018, 'UI', `${studyUid}.${at}`),
      element(0x00100010, 'PN', name),
      element(0x00100020, 'LO', name),
      element(0x0020000d, 'UI', studyUid),
      element(0x0020000e, 'UI', `${studyUid}.0`),
      element(0x00200013, 'IS', String(at)),
    ]);
  const studies = [{ studyUid, objects: SLICES, leftOut: [] }];
  const facts = { role: 'reviewer', modality: 'CT', region: 'chest', drawnAt: '2026-11-01T08:00:00.000Z' };
  const documents = {
    'programme.json': { programmeId, version: 1, name: 'Chest', kind: 'radpeer' },
    'orders.json': { orders: [] },
    'cases.json': { cases: [{ caseId, ...facts, studies, report: null }] },
  };
  const entries = [
    ...Object.entries(documents).map(([entry, content]) => ({
      name: entry,
      bytes: Buffer.from(JSON.stringify(content), 'utf8'),
    })),
    ...Array.from({ length: SLICES }, (_, at) => ({ name: objectEntry(at + 1), bytes: picture(at + 1) })),
  ];
  const now = Date.now();
  const pieces: Uint8Array[] = [];
  const made = {
    ...{ kind: 'cases' as const, programmeId, madeAt: new Date(now).toISOString() },
    expiresAt: new Date(now + 86_400_000).toISOString(),
    sender: { publicKey: sender.publicKey, privateKey: privateOf(sender.seed) },
    ...{ recipients: [to], entries },
  };
  for await (const piece of packageBytes(made)) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** Each case is listed with all of its pictures, or is not there; nothing half is on any list. @param atLeast cases that are there */
async function expectWholeOrNothing(dir: string, cases: readonly ReviewId[], atLeast = 0): Promise<void> {
  // The store alone: nothing in it is brought to its end while it is looked at.
  const access = new Access({ dir, blobWorkerFile, scryptLogN: 10 });
  await access.unlock(null, PASSPHRASE);
  const { index } = access.requireStore();
  const objects = index.prepare<[string], number>(
    `SELECT count(*) FROM object JOIN series USING (series_id) JOIN study USING (study_id) JOIN review_copy USING (study_uid)
     WHERE review_id = ?`,
  );
  const listed = index.prepare<[], string>('SELECT review_id FROM review').pluck().all();
  for (const caseId of listed) expect(objects.pluck().get(caseId)).toBe(SLICES);
  expect(listed.filter((one) => !cases.some((known) => known === one))).toEqual([]);
  expect(listed.length).toBeGreaterThanOrEqual(atLeast);
  for (const table of ['review_taken', 'review_source', "review_package WHERE way = 'in'"])
    expect(index.prepare(`SELECT count(*) FROM ${table}`).pluck().get(), table).toBe(listed.length);
  // On no list, whole or half.
  const shown = 'SELECT count(*) FROM study WHERE study_uid NOT IN (SELECT study_uid FROM review_copy)';
  expect(index.prepare(shown).pluck().get()).toBe(0);
  expect(verifyAudit(index)).toMatchObject({ ok: true });
  await access.close();
}
