import { cpSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { Access } from '../../../electron/station/access/access.ts';
import { verifyAudit } from '../../../electron/station/kernel/audit.ts';
import { REVIEW_COPY_FAULT_POINTS } from '../../../electron/station/kernel/fault-points.ts';
import type { FaultPoint } from '../../../electron/station/kernel/fault-points.ts';
import type { PersonId, ReviewId } from '../../../shared/model/ids.ts';
import { ctImage, element } from '../../helpers/dicom-builder.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { as, drawn, HIDDEN, practice, UIDS } from '../../integration/review/practice.ts';
import { blobWorkerFile } from '../ingest/cheap-store.ts';
import { PASSPHRASE } from '../ingest/programs/open-station.ts';
import { runProgramAt } from '../ingest/station-program.ts';

const LONG = process.env['NIGHTJAR_LONG'] !== undefined;
/** At any time between two pictures, beside those at each write. */
const KILLS = LONG ? 60 : 4;
/** More than go together, in the case and in its prior. */
const SLICES = { case: 20, prior: 12 } as const;
const program = path.join(import.meta.dirname, 'programs', 'make-copy.ts');
/** Writes of the job, of its pictures and of the copy. */
const WRITES = [
  ...['job insert', 'job claim', 'job progress', 'job finish', 'keys', 'blob write', 'blob fsync', 'blob rename'],
  ...['blob folder sync', 'index log sync', 'command archive.ingest'],
].flatMap((write, at) => {
  const both = [`before ${write}`, `after ${write}`] as FaultPoint[];
  // The short run dies before every other one, and after those between.
  return LONG ? both : both.slice(at % 2, (at % 2) + 1);
});

interface Base {
  readonly store: string;
  readonly personId: PersonId;
  readonly reviewId: ReviewId;
  readonly env: Readonly<Record<string, string>>;
}

function slicesOf(study: string, count: number, from: number, date: string): Uint8Array[] {
  return Array.from({ length: count }, (_, at) =>
    ctImage([
      element(0x00080018, 'UI', `${study}.3.${from + at}`),
      element(0x00080020, 'DA', date),
      element(0x00080050, 'SH', 'ACC-9931'),
      element(0x00080080, 'LO', 'North General'),
      element(0x00080090, 'PN', 'Dr Penhaligon'),
      element(0x00081030, 'LO', 'CT chest'),
      element(0x00100010, 'PN', 'VANTERPOOL^ELOISE'),
      element(0x00100020, 'LO', 'Q-771'),
      element(0x00180015, 'CS', 'CHEST'),
      element(0x0020000d, 'UI', study),
      element(0x0020000e, 'UI', `${study}.2`),
      element(0x00200013, 'IS', `${from + at}`),
    ]),
  );
}

/** A case with a prior that waits for Ben. */
async function base(): Promise<Base> {
  const { station, people } = await practice(async (at) => {
    const files = await tempDir();
    const all = [
      ...slicesOf('1.2.826.77.1', SLICES.case - 2, 100, '20240102'),
      ...slicesOf('1.2.826.77.9', SLICES.prior, 200, '20230102'),
    ];
    for (const [place, bytes] of all.entries()) writeFileSync(path.join(files, `${place}`), bytes);
    await at.access.requireStore().jobs.wait(at.rooms.startImport({ paths: [files], site: 'North' }));
  });
  await as(station, people.cora);
  const { reviewId } = await drawn(station);
  const store = station.options.dataDir;
  await station.close();
  return { store, personId: people.ben, reviewId, env: { NODE_COMPILE_CACHE: await tempDir() } };
}

/** Nothing under a store may be read for a name without its keys. */
function expectNoNameIn(dir: string): void {
  for (const name of readdirSync(dir, { recursive: true, encoding: 'utf8' })) {
    const file = path.join(dir, name);
    if (!statSync(file).isFile()) continue;
    const bytes = readFileSync(file);
    // Who works here stands at the lock.
    for (const hidden of [...HIDDEN, ...UIDS].filter((one) => one !== 'Ada Reader'))
      expect(bytes.includes(hidden), `${hidden} in ${name}`).toBe(false);
  }
}

/** As the store stands, before anything in it is brought to its end. */
async function expectWholeOrNone(dir: string): Promise<'whole' | 'none'> {
  const access = new Access({ dir, blobWorkerFile, scryptLogN: 10 });
  await access.unlock(null, PASSPHRASE);
  const { index } = access.requireStore();
  const shown = 'SELECT count(*) FROM study WHERE study_uid NOT IN (SELECT study_uid FROM review_copy)';
  expect(index.prepare(shown).pluck().get()).toBe(2);
  const copied = `FROM review_copy JOIN study USING (study_uid)`;
  const texts = index.prepare(`SELECT study.*, patient.*, series.*, object.* ${copied} JOIN patient USING (patient_key)
    JOIN series USING (study_id) JOIN object USING (series_id)`);
  const said = JSON.stringify(texts.all());
  for (const hidden of [...HIDDEN, ...UIDS]) expect(said).not.toContain(hidden);
  const rows = index.prepare<[], string | null>('SELECT left_out FROM review_copy').pluck().all();
  const isWhole = rows.length > 0 && rows.every((row) => row !== null);
  const pictures = index
    .prepare(`SELECT count(*) ${copied} JOIN series USING (study_id) JOIN object USING (series_id)`)
    .pluck();
  if (isWhole) expect([rows.length, pictures.get()]).toEqual([2, SLICES.case + SLICES.prior]);
  expect(verifyAudit(index)).toMatchObject({ ok: true });
  await access.close();
  expectNoNameIn(dir);
  return isWhole ? 'whole' : 'none';
}

/** Kills it once, looks, and lets it go on. */
async function killed(
  { store, personId, reviewId, env }: Base,
  armed: FaultPoint | null,
  within: number,
): Promise<string> {
  const dir = path.join(await tempDir(), 'store');
  cpSync(store, dir, { recursive: true });
  const args = [dir, personId, reviewId];
  const end = await runProgramAt(program, [...args, armed ?? ''], {
    env,
    onLine: (line, kill) => {
      if (armed === null && 'opened' in line) kill(Math.random() * within);
    },
  });
  expect(end.stderr).toBe('');
  if (end.signal !== 'SIGKILL') return `${armed ?? 'by time'}: not reached`;
  await expectWholeOrNone(dir);
  const last = await runProgramAt(program, args, { env });
  expect(last.stderr).toBe('');
  expect(last.lines).toContainEqual({ closed: true });
  const said = last.lines.find((line) => 'copy' in line);
  expect(said?.['copy']).toEqual(expect.any(String));
  const study = String(said?.['study']);
  expect(study).toContain('CASE-');
  for (const hidden of [...HIDDEN, ...UIDS]) expect(study).not.toContain(hidden);
  expect(await expectWholeOrNone(dir)).toBe('whole');
  return 'killed';
}

it(
  'the copy of a case is whole or none, and never names anybody, wherever the station dies while it is made',
  async () => {
    const on = await base();
    const points: (FaultPoint | null)[] = [
      ...REVIEW_COPY_FAULT_POINTS,
      ...WRITES,
      ...Array.from({ length: KILLS }, () => null),
    ];
    const ends: string[] = [];
    const lane = async (): Promise<void> => {
      for (let point = points.shift(); point !== undefined; point = points.shift())
        ends.push(await killed(on, point, 1500));
    };
    await Promise.all([lane(), lane()]);
    const missed = ends.filter((end) => end !== 'killed' && end !== 'by time: not reached');
    expect(missed).toEqual([]);
    expect(ends.filter((end) => end === 'killed').length).toBeGreaterThanOrEqual(WRITES.length + 4);
  },
  30 * 60_000,
);
