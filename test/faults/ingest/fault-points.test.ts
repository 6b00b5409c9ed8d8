import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { Access } from '../../../electron/station/access/access.ts';
import { Archive } from '../../../electron/station/archive/archive.ts';
import { verifyAudit } from '../../../electron/station/kernel/audit.ts';
import { DURABLE_WRITES, FAULT_POINTS } from '../../../electron/station/kernel/fault-points.ts';
import type { FaultPoint } from '../../../electron/station/kernel/fault-points.ts';
import { lastNumber } from '../../../electron/station/kernel/ledger/ledger.ts';
import { BlobId } from '../../../shared/model/ids.ts';
import { ctImage, element } from '../../helpers/dicom-builder.ts';
import { projectRoot } from '../../helpers/runtime.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { blobWorkerFile, makeCheapStore } from './cheap-store.ts';
import { deskSteps, importStep } from './programs/fault-steps.ts';
import { openTestStation, PASSPHRASE } from './programs/open-station.ts';
import { SlowPrinter } from './programs/slow-printer.ts';
import { snapshot } from './programs/snapshot.ts';
import { runProgram } from './station-program.ts';
import type { Line } from './station-program.ts';
import { shippedPriorRules } from '../../helpers/prior-rules.ts';

const station = path.join(projectRoot, 'electron', 'station');

/** `npm test` dies before every other write and after those between; it goes on from the state before. The long run does all of both. */
const LONG = process.env['NIGHTJAR_LONG'] !== undefined;

/** Writes that only an import makes; the desk makes the others, and blobs too. */
const OF_IMPORT = /^(job|keys|blob|index log|command (site|archive\.i))/;
function pointsOfThisRun(): FaultPoint[] {
  const wanted = (point: FaultPoint): boolean => {
    const place = DURABLE_WRITES.findIndex((write) => point.endsWith(` ${write}`));
    return point.startsWith(place % 2 === 0 ? 'before' : 'after');
  };
  return FAULT_POINTS.filter((point) => LONG || wanted(point));
}

const kindOf = (point: FaultPoint): 'import' | 'desk' =>
  OF_IMPORT.test(point.replace(/^(before|after) /, '')) ? 'import' : 'desk';

describe('a process that dies at a durable write', () => {
  it(
    'F01 F02: leaves the state before or the state after, at every point there is',
    async () => {
      const base = await baseStore();
      const [ofImport, ofDesk] = await Promise.all([states(base, 'import'), states(base, 'desk')]);
      const reference = { import: ofImport, desk: ofDesk };
      const tested = new Set<FaultPoint>();
      const waiting = pointsOfThisRun();
      const all = [...waiting];
      const lane = async (): Promise<void> => {
        for (let point = waiting.shift(); point !== undefined; point = waiting.shift()) {
          await killAt(base, point, reference[kindOf(point)]);
          tested.add(point);
        }
      };
      await Promise.all([lane(), lane()]);
      expect([...tested].sort()).toEqual(all.sort());
    },
    20 * 60_000,
  );

  it('F01 F02: has a point for every command of the rooms that the list is about', () => {
    const names = ['archive', 'reading', 'reporting'].flatMap((room) => commandsIn(path.join(station, room)));
    const known = new Set<string>(DURABLE_WRITES);
    expect(names.length).toBeGreaterThan(6);
    expect(names.filter((name) => !known.has(`command ${name}`) && !ELSEWHERE.has(name))).toEqual([]);
  });

  it('F01 F02: has a point in every file that writes or renames files, or a reason why not', () => {
    const found = readdirSync(station, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && writesFiles(readFileSync(path.join(station, name), 'utf8')))
      .filter((name) => !NOT_OF_THE_LIST.some(([place]) => name.startsWith(place)));
    expect(found.sort().map((name) => path.basename(name, '.ts'))).toEqual([
      ...['wiped-store', 'blob-store', 'blob-write', 'export-files', 'log-sync', 'rotate-store', 'rotate-study'],
    ]);
  });
});

/** Commands that no step of this list does, and where what happens to them stands. */
const ELSEWHERE: ReadonlyMap<string, string> = new Map([
  ['reading.keyObject', 'a stored job that begins again: the same marks are the same object (made-objects.test.ts)'],
  [
    'reading.segmentation',
    'its object comes in by archive.ingest, which is killed here; the same bytes change nothing',
  ],
  ['reading.view', 'its object comes in by archive.ingest, which is killed here; the same bytes change nothing'],
  ['archive.exportTeaching', 'a line in the trail after files whose writes and renames are killed here'],
  ['reading.export', 'a line in the trail after files whose writes and renames are killed here'],
]);

/** By what it takes from the file system: a function that writes, or one that opens, and a mode to write in. */
function writesFiles(text: string): boolean {
  const taken = [...text.matchAll(/import \{([^}]*)\} from 'node:fs(?:\/promises)?'/g)]
    .map((match) => match[1] ?? '')
    .join(',');
  if (/\b(write|rename|copyFile|cp|link|ftruncate|truncate|append|createWrite)/.test(taken)) return true;
  return /\bopen/.test(taken) && /'(w|wx|w\+|a|ax|r\+)'/.test(text);
}

/** Files that no import, measurement, draft, signature or export writes of its own. */
const NOT_OF_THE_LIST: readonly (readonly [place: string, reason: string])[] = [
  ['kernel/atomic-file.ts', 'key slots and marks: the old text or the new one, by rename'],
  ['kernel/log.ts', 'the log of the program, which nobody is promised'],
  ['kernel/ledger/', 'follows the index, where its rows wait: dying after a command is dying before the ledger'],
  ['kernel/backup/', 'another folder; has tests of its own'],
  ['kernel/recovery/', 'opening and closing; has tests of its own'],
  ['kernel/reserve-file.ts', 'room without data'],
  ['kernel/spool-file.ts', 'an object on its way in, which nobody was promised; it goes with the process'],
  ['doctor.ts', 'a probe'],
  [
    'review/exchange/node/',
    'sealed packages on their way through a node; killed in test/faults/review/killed-posting.test.ts',
  ],
  ['review/package/', 'a file for somewhere else: what a killed writer leaves has no name that anybody opens'],
];

function commandsIn(folder: string): readonly string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  const text = files.map((name) => readFileSync(path.join(folder, name), 'utf8')).join('\n');
  return [...text.matchAll(/(?:name: |#run\(|\? |: )'((?:archive|site|report|reading)\.[a-zA-Z-]+)'/g)]
    .map((match) => match[1] ?? '')
    .filter((name) => name !== 'report.damaged');
}

interface Base {
  readonly store: string;
  /** One study that is in the store. */
  readonly source: string;
  /** Another, that is to be imported. */
  readonly further: string;
  /** Of compiled modules: a process a point starts sooner. */
  readonly cache: string;
}

/** A store with one study, made with a cheap passphrase slot: it is opened again for every point. */
async function baseStore(): Promise<Base> {
  const base = {
    store: path.join(await tempDir(), 'store'),
    source: await tempDir(),
    further: await tempDir(),
    cache: await tempDir(),
  };
  writeFileSync(path.join(base.source, 'a'), ctImage());
  for (const name of ['b', 'c', 'd']) {
    writeFileSync(path.join(base.further, name), ctImage([element(0x0020000d, 'UI', `1.2.9.${name.charCodeAt(0)}`)]));
  }
  await makeCheapStore(base.store);
  const end = await runProgram('fault-run.ts', [base.store, base.source, await tempDir(), 'import']);
  expect(end.stderr).toBe('');
  expect(end.code).toBe(0);
  return base;
}

const stateOf = (line: Line): string[] => (typeof line['state'] === 'string' ? [line['state']] : []);

async function run(base: Base, kind: 'import' | 'desk', armed: FaultPoint | '') {
  const folder = await tempDir();
  const store = path.join(folder, 'store');
  const out = path.join(folder, 'out');
  cpSync(base.store, store, { recursive: true });
  mkdirSync(out);
  const end = await runProgram('fault-run.ts', [store, base.further, out, kind, armed], {
    env: { NODE_COMPILE_CACHE: base.cache },
  });
  return { ...end, folder, store, out, states: end.lines.flatMap(stateOf) };
}

/** What the store holds after each step where nothing dies. */
async function states(base: Base, kind: 'import' | 'desk'): Promise<readonly string[]> {
  const end = await run(base, kind, '');
  expect(end.stderr).toBe('');
  expect(end.code).toBe(0);
  return end.states;
}

async function killAt(base: Base, point: FaultPoint, reference: readonly string[]): Promise<void> {
  const kind = kindOf(point);
  const end = await run(base, kind, point);
  expect(end.signal, `${point} was not reached: ${end.stderr}`).toBe('SIGKILL');
  const steps = end.states.length;
  expect(end.states).toEqual(reference.slice(0, steps));
  await checkAsLeft(end, point, [reference[steps - 1], reference[steps]]);
  if (LONG || point.startsWith('before')) await doAgain(base, end, point, kind);
  rmSync(end.folder, { recursive: true });
}

/** No job of the store runs here: what is found is what the dead process left. */
async function checkAsLeft(
  { store, out }: { readonly store: string; readonly out: string },
  point: FaultPoint,
  allowed: readonly (string | undefined)[],
): Promise<void> {
  const access = new Access({ dir: store, blobWorkerFile });
  try {
    await access.unlock(null, PASSPHRASE);
    const { index, journal, blobs, ledger } = access.requireStore();
    const found = snapshot({ index, journal, out });
    expect(allowed, point).toContain(found);
    expect((await new Archive({ db: index, blobs, priorRules: shippedPriorRules() }).verify()).bad, point).toEqual([]);
    const outputs = index.prepare<[], { blob_id: string; sha256: string }>('SELECT blob_id, sha256 FROM report_output');
    for (const row of outputs.all()) await blobs.verify(BlobId.parse(row.blob_id), row.sha256);
    expect(verifyAudit(index).ok, point).toBe(true);
    expect(ledger.last, point).toBe(lastNumber(index));
    expect(readdirSync(path.join(store, 'tmp')), point).toEqual([]);
  } finally {
    await access.close();
  }
}

/** What was begun can be ended: the same acts, to the last one. */
async function doAgain(
  base: Base,
  { store, folder }: { readonly store: string; readonly folder: string },
  point: FaultPoint,
  kind: 'import' | 'desk',
): Promise<void> {
  const out = path.join(folder, 'again');
  mkdirSync(out);
  const printer = new SlowPrinter();
  const again = await openTestStation(store, { printer });
  try {
    const steps = kind === 'import' ? [importStep(again, base.further)] : deskSteps(again, printer, out);
    for (const step of steps) await step();
    const { index, journal } = again.access.requireStore();
    const stored = index.prepare('SELECT count(*) FROM object').pluck().get();
    expect(stored, point).toBe(kind === 'import' ? 4 : 1);
    if (kind === 'desk') expect(snapshot({ index, journal, out }), point).toContain('"report.txt",true');
    expect((await again.rooms.archive.verify()).bad, point).toEqual([]);
    expect(verifyAudit(index).ok, point).toBe(true);
  } finally {
    await again.close();
  }
}
