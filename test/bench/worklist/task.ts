import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import Database from 'better-sqlite3';
import { Archive } from '../../../electron/station/archive/archive.ts';
import { indexMigrations } from '../../../electron/station/kernel/migrations/index.ts';
import { openDatabase } from '../../../electron/station/kernel/sqlite.ts';
import type { Db } from '../../../electron/station/kernel/sqlite.ts';
import { Router } from '../../../electron/station/router.ts';
import { Worklist } from '../../../electron/station/worklist/worklist.ts';
import type { Envelope } from '../../../shared/contract/index.ts';
import { StudyId } from '../../../shared/model/ids.ts';
import type { BenchOptions, BenchResult, BenchRow } from '../contract.ts';
import { filledOnce, scratch } from '../lib/folders.ts';
import { quantile } from '../lib/row.ts';
import { say } from '../lib/say.ts';
import { bareQueries } from './bare.ts';
import type { BareQueries } from './bare.ts';
import { fillIndex, seeded } from './generate.ts';
import type { StoreSize } from './generate.ts';
import { shippedPriorRules } from '../../helpers/prior-rules.ts';

// B10: list, search, preview and priors over a large store, through the station's border, against bare SQLite.

const Ids = z.array(z.string());
const IDS = 'ids.json';
/** All pages stay in memory while the rows are made, which come in no order of the keys. */
const FILL_CACHE_KB = 3_000_000;
/** The bound is twice the floor and this much more, milliseconds. */
const ALLOWANCE_MS = 2;
const CALLS = 40;
type Kind = keyof BareQueries;
const KINDS: readonly Kind[] = ['list', 'search', 'preview', 'priors'];

export async function run({ rounds, quick }: BenchOptions): Promise<BenchResult> {
  const size: StoreSize = quick
    ? { studies: 2_000, instances: 20_000, seed: 7 }
    : { studies: 100_000, instances: 1_000_000, seed: 7 };
  const folder = scratch('worklist');
  const filled = path.join(folder.dir, 'filled');
  say(`two stores of ${size.studies} studies and ${size.instances} instances are made, or taken from an earlier run`);
  await filledOnce('worklist', recipeOf(size), filled, (dir) => fill(dir, size));
  const { ours, floor } = openBoth(filled);
  try {
    const ids = Ids.parse(JSON.parse(readFileSync(path.join(filled, IDS), 'utf8')));
    const samples = await measure(stationOf(ours), bareQueries(floor), ids, rounds);
    return { task: 'worklist', rows: KINDS.map((kind) => rowOf(kind, samples[kind])), notes: notesOf(size) };
  } finally {
    ours.close();
    floor.close();
    folder.remove();
  }
}

function openBoth(dir: string): { readonly ours: Db; readonly floor: Db } {
  const ours = openDatabase(path.join(dir, 'index.db'), new Uint8Array(32));
  const floor: Db = new Database(path.join(dir, 'bare.db'));
  // A copy for this run: nothing is lost with it.
  for (const db of [ours, floor]) db.pragma('synchronous = OFF');
  return { ours, floor };
}

/** All that decides what stands in the two databases. */
function recipeOf({ studies, instances, seed }: StoreSize): readonly string[] {
  const maker = readFileSync(fileURLToPath(new URL('generate.ts', import.meta.url)), 'utf8');
  return [`${studies} ${instances} ${seed}`, maker, ...indexMigrations.map(({ sql }) => sql)];
}

function fill(dir: string, size: StoreSize): void {
  const { ours, floor } = openBoth(dir);
  try {
    for (const db of [ours, floor]) {
      for (const { sql } of indexMigrations) db.exec(sql);
      db.pragma('journal_mode = OFF');
      db.pragma(`cache_size = -${FILL_CACHE_KB}`);
    }
    const ids = fillIndex(ours, size);
    fillIndex(floor, size);
    for (const db of [ours, floor]) db.pragma('journal_mode = WAL');
    writeFileSync(path.join(dir, IDS), JSON.stringify(ids));
  } finally {
    ours.close();
    floor.close();
  }
}

/** The calls as a window makes them: checked requests, envelopes, whole rows. */
function stationOf(db: Db): Router {
  const archive = new Archive({
    db,
    blobs: {
      read: () => Promise.reject(new Error('no file is read here')),
      verify: () => Promise.reject(new Error('no file is read here')),
    },
    priorRules: shippedPriorRules(),
  });
  const worklist = new Worklist(db);
  return new Router({
    handlers: {
      'worklist.list': ({ search }) => worklist.list(search),
      'study.preview': ({ studyId }) => archive.preview(studyId),
      // The station has no call for priors alone: the hanging asks for them with the study.
      'report.templates': ({ studyId }) => {
        archive.priors(studyId);
        return { templates: [] };
      },
    },
    isOpen: () => true,
    roles: () => ['reader'],
    ownRoles: () => ['reader'],
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    checkReplies: false,
  });
}

interface Samples {
  readonly ours: number[];
  readonly peer: number[];
}

async function measure(
  station: Router,
  bare: BareQueries,
  ids: readonly string[],
  rounds: number,
): Promise<Readonly<Record<Kind, Samples>>> {
  const samples: Record<Kind, Samples> = {
    list: { ours: [], peer: [] },
    search: { ours: [], peer: [] },
    preview: { ours: [], peer: [] },
    priors: { ours: [], peer: [] },
  };
  const random = seeded(11);
  for (let round = 0; round <= rounds; round += 1) {
    say(round === 0 ? 'both warm up' : `round ${round}`);
    for (let call = 0; call < CALLS; call += 1) {
      const studyId = StudyId.parse(ids[Math.floor(random() * ids.length)]);
      const word = `müller${Math.floor(random() * 90) + 10}`.replace('ü', call % 2 === 0 ? 'u' : 'ü');
      for (const kind of KINDS) {
        const our = await timed(() => ask(station, kind, studyId, word));
        const peer = await timed(() => bareAnswer(bare, kind, studyId, word));
        // The first round fills both caches and counts for nothing.
        if (round === 0) continue;
        samples[kind].ours.push(our);
        samples[kind].peer.push(peer);
      }
    }
  }
  return samples;
}

function ask(station: Router, kind: Kind, studyId: StudyId, word: string): Promise<Envelope<unknown>> {
  switch (kind) {
    case 'list':
      return station.call('worklist.list', { search: '' });
    case 'search':
      return station.call('worklist.list', { search: word });
    case 'preview':
      return station.call('study.preview', { studyId });
    case 'priors':
      return station.call('report.templates', { studyId });
  }
}

function bareAnswer(bare: BareQueries, kind: Kind, studyId: StudyId, word: string): number {
  switch (kind) {
    case 'list':
      return bare.list();
    case 'search':
      return bare.search(word);
    case 'preview':
      return bare.preview(studyId);
    case 'priors':
      return bare.priors(studyId);
  }
}

/** Milliseconds. @throws Error when the station refuses: such a time counts for nothing */
async function timed(work: () => unknown): Promise<number> {
  const begin = performance.now();
  const answer = await work();
  const time = performance.now() - begin;
  if (typeof answer === 'object' && answer !== null && 'ok' in answer && answer.ok !== true) {
    throw new Error(`a call was refused: ${JSON.stringify(answer)}`);
  }
  return time;
}

function rowOf(kind: Kind, { ours, peer }: Samples): BenchRow {
  const [our, floor] = [quantile(ours, 0.95), quantile(peer, 0.95)];
  return {
    name: `${kind}, p95`,
    ours: our,
    peer: floor,
    unit: 'ms',
    ratio: our === null || floor === null ? null : our / floor,
    target: 2,
    better: 'lower',
    ok: our !== null && floor !== null && our <= 2 * floor + ALLOWANCE_MS,
    samples: { ours, peer },
  };
}

function notesOf({ studies, instances }: StoreSize): readonly string[] {
  return [
    `${studies} studies, ${instances} instances, made from one seed in both databases.`,
    'Ours: SQLCipher, through the station’s border (schema, envelope, whole rows). Peer: plain SQLite, same driver, tables and indexes.',
    `Met where ours is at most twice the peer and ${ALLOWANCE_MS} ms. No IPC is in either figure.`,
  ];
}
