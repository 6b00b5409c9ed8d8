import { cpSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { Access } from '../../../electron/station/access/access.ts';
import { verifyAudit } from '../../../electron/station/kernel/audit.ts';
import { REVIEW_BRING_FAULT_POINTS } from '../../../electron/station/kernel/fault-points.ts';
import type { FaultPoint } from '../../../electron/station/kernel/fault-points.ts';
import type { BringFormat } from '../../../shared/model/review/brought.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { blobWorkerFile, makeCheapStore } from '../ingest/cheap-store.ts';
import { PASSPHRASE } from '../ingest/programs/open-station.ts';
import { runProgramAt } from '../ingest/station-program.ts';

const LONG = process.env['NIGHTJAR_LONG'] !== undefined;
/** At any time while the list is read, beside those at each write. */
const KILLS = LONG ? 30 : 3;
/** Several commands' worth. */
const ROWS = 2500;
const AUTHORS = ['Olga Other', 'Paul Other', 'Quinn Other'];
const program = path.join(import.meta.dirname, 'programs', 'bring-reports.ts');
const OF_JOB = ['job insert', 'job claim', 'job finish'].flatMap((write, at) => {
  const both = [`before ${write}`, `after ${write}`] as FaultPoint[];
  return LONG ? both : both.slice(at % 2, (at % 2) + 1);
});
const FORMATS: readonly BringFormat[] = ['csv', 'oru', 'fhir'];

interface Facts {
  readonly id: string;
  readonly author: string;
  readonly text: string;
}

const facts: readonly Facts[] = Array.from({ length: ROWS }, (_, at) => ({
  ...{ id: `R-${at + 1}`, author: AUTHORS[at % AUTHORS.length] ?? '', text: `A nodule of ${at + 1} units.` },
}));

const LISTS: Readonly<Record<BringFormat, string>> = {
  csv: [
    'report_id,signed_at,author,modality,region,findings',
    ...facts.map(({ id, author, text }) => `${id},2026-11-01T08:00:00Z,${author},CT,chest,${text}`),
  ].join('\n'),
  oru: facts
    .map(({ id, author, text }) =>
      [
        `MSH|^~\\&|RIS|NORTH|NJ|NJ|20261101080000+0000||ORU^R01|M-${id}|P|2.5.1`,
        `PID|1||P-${id}^^^N^MR||Doe^Jane`,
        `OBR|1||${id}|X^CT chest^L||||||||||||||A-${id}||||20261101080000+0000||CT|F|||||||9&${author.split(' ').reverse().join('&')}`,
        `OBX|1|FT|18782-3^Findings^LN||${text}||||||F`,
      ].join('\r'),
    )
    .join('\r'),
  fhir: JSON.stringify({
    resourceType: 'Bundle',
    entry: facts.map(({ id, author, text }) => ({
      resource: {
        ...{ resourceType: 'DiagnosticReport', status: 'final', issued: '2026-11-01T08:00:00Z', code: { text: 'CT' } },
        ...{ identifier: [{ value: id }], resultsInterpreter: [{ display: author }], conclusion: text },
      },
    })),
  }),
};

interface Base {
  readonly store: string;
  readonly env: Readonly<Record<string, string>>;
}

/** As the store stands: each report is there once, with all of its words. */
async function reportsIn(dir: string): Promise<number> {
  const access = new Access({ dir, blobWorkerFile, scryptLogN: 10 });
  await access.unlock(null, PASSPHRASE);
  const { index } = access.requireStore();
  const count = (sql: string): number => Number(index.prepare(sql).pluck().get());
  const rows = count('SELECT count(*) FROM review_source');
  expect(count('SELECT count(DISTINCT key) FROM review_source WHERE gone_at IS NULL')).toBe(rows);
  const whole = 'FROM review_source JOIN review_source_text AS text USING (source_report_id)';
  expect(count(`SELECT count(*) ${whole} WHERE instr(text.content, 'A nodule of') > 0`)).toBe(rows);
  const authors = 'SELECT count(DISTINCT author) FROM review_source';
  expect(count(authors)).toBe(rows === 0 ? 0 : AUTHORS.length);
  expect(verifyAudit(index)).toMatchObject({ ok: true });
  await access.close();
  return rows;
}

/** Kills it once, looks, and lets it go on. @returns how many reports were there in between; null: it ended before */
async function killed(
  { store, env }: Base,
  { format, armed }: { readonly format: BringFormat; readonly armed: FaultPoint | null },
  meanwhile: (list: string, dir: string) => Promise<void> = () => Promise.resolve(),
): Promise<number | null> {
  const folder = await tempDir();
  const [dir, list] = [path.join(folder, 'store'), path.join(folder, 'list')];
  cpSync(store, dir, { recursive: true });
  writeFileSync(list, LISTS[format]);
  const args = [dir, list, format];
  const end = await runProgramAt(program, [...args, armed ?? ''], {
    env,
    onLine: (line, kill) => {
      if (armed === null && 'goesOn' in line) kill(Math.random() * 400);
    },
  });
  expect(end.stderr).toBe('');
  const between = await reportsIn(dir);
  await meanwhile(list, dir);
  const last = await runProgramAt(program, args, { env });
  expect(last.stderr).toBe('');
  const brought = last.lines.find((line) => 'brought' in line)?.['brought'] as Record<string, number> | undefined;
  expect(brought, JSON.stringify(last.lines)).toMatchObject({ read: ROWS, refused: [] });
  expect((brought?.['added'] ?? 0) + (brought?.['known'] ?? 0)).toBe(ROWS);
  expect(await reportsIn(dir)).toBe(ROWS);
  return end.signal === 'SIGKILL' ? between : null;
}

async function base(): Promise<Base> {
  const store = path.join(await tempDir(), 'store');
  await makeCheapStore(store);
  return { store, env: { NODE_COMPILE_CACHE: await tempDir() } };
}

it(
  'a list of reports is there once and whole in the end, wherever the station dies while it is brought in',
  async () => {
    const on = await base();
    const points: (FaultPoint | null)[] = [
      ...REVIEW_BRING_FAULT_POINTS,
      ...OF_JOB,
      ...Array.from({ length: KILLS }, () => null),
    ];
    const waiting = points.flatMap((armed, at) => {
      const [format = 'csv'] = [FORMATS[at % FORMATS.length]];
      return LONG ? FORMATS.map((one) => ({ armed, format: one })) : [{ armed, format }];
    });
    const [missed, partly]: [string[], number[]] = [[], []];
    const lane = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const between = await killed(on, next);
        if (between === null && next.armed !== null) missed.push(next.armed);
        if (between !== null && between > 0 && between < ROWS) partly.push(between);
      }
    };
    await Promise.all([lane(), lane()]);
    expect(missed).toEqual([]);
    // It died in the middle of a list too.
    expect(partly.length).toBeGreaterThan(0);
  },
  20 * 60_000,
);

it(
  'a list that is gone by then is said to be: what was noted of it stays, and bringing it again adds the rest',
  async () => {
    const on = await base();
    const armed: FaultPoint = 'after command review.noteReports';
    const between = await killed(on, { format: 'csv', armed }, async (list, dir) => {
      rmSync(list);
      const noted = await reportsIn(dir);
      const end = await runProgramAt(program, [dir, list, 'csv'], { env: on.env });
      expect(end.lines).toContainEqual({ goesOn: true });
      expect(end.lines).toContainEqual({ failed: 'disk/not-found' });
      expect(await reportsIn(dir)).toBe(noted);
      writeFileSync(list, LISTS.csv);
    });
    expect(between).toBeGreaterThan(0);
    expect(between).toBeLessThan(ROWS);
  },
  10 * 60_000,
);
