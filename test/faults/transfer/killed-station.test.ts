import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { verifyAudit } from '../../../electron/station/kernel/audit.ts';
import { BlobId } from '../../../shared/model/ids.ts';
import { seeded } from '../../../shared/prefetch/simulate/random.ts';
import { startOrthanc } from '../../bench/lib/orthanc.ts';
import type { Orthanc } from '../../bench/lib/orthanc.ts';
import { fhirPeer } from '../../helpers/fhir-peer.ts';
import type { FhirPeer } from '../../helpers/fhir-peer.ts';
import { hasPeer } from '../../helpers/peers.ts';
import { projectRoot } from '../../helpers/runtime.ts';
import { dataSetOf } from '../../integration/sources/dimse/dimse-bench.ts';
import { runCli } from '../../integration/helpers/run-cli.ts';
import { scriptedMllp } from '../../integration/transfer/outbox/scripted-mllp.ts';
import type { ScriptedMllp } from '../../integration/transfer/outbox/scripted-mllp.ts';
import { openTestStation } from '../ingest/programs/open-station.ts';
import { runProgramAt } from '../ingest/station-program.ts';
import type { Line, ProgramEnd } from '../ingest/station-program.ts';
import { makeBusyStore, studiesOf } from './busy-store.ts';

const LONG = process.env['NIGHTJAR_LONG'] !== undefined;
const KILLS = LONG ? 200 : 20;
/** Studies at each of both sources; images of each; reports, each for three destinations. */
const [STUDIES, IMAGES, REPORTS] = LONG ? [10, 100, 50] : [4, 50, 12];
const TO_FETCH = 2 * STUDIES * IMAGES;
const READ = 4;
const NODE_COMPILE_CACHE = path.join(projectRoot, 'node_modules', '.cache', 'node');

/** Chance; the seed of another run is given to it again. */
const seed = Number(process.env['NIGHTJAR_KILL_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const random = seeded(seed);
const Count = z.object({ here: z.number(), toFetch: z.number(), toSend: z.number() });

describe.skipIf(!hasPeer('Orthanc'))('a station that is killed while it fetches and sends', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'nightjar-killed-'));
  const dir = path.join(folder, 'store');
  const [byWeb, byGet, read] = [studiesOf(STUDIES, IMAGES), studiesOf(STUDIES, IMAGES), studiesOf(READ, 2)];
  const originals = new Map(
    [...byWeb, ...byGet, ...read].flat().map(({ sopUid, bytes }) => [sopUid, Buffer.from(bytes)]),
  );
  const got = new Set(byGet.flat().map(({ sopUid }) => sopUid));
  let orthanc: Orthanc;
  let ris: ScriptedMllp;
  let epr: FhirPeer;

  beforeAll(async () => {
    orthanc = await startOrthanc({
      durable: false,
      settings: { DicomAlwaysAllowFind: true, DicomAlwaysAllowGet: true },
    });
    const held = [...byWeb, ...byGet, ...read].flat();
    await orthanc.postMade(
      held.map(
        ({ bytes }) =>
          () =>
            bytes,
      ),
      4,
    );
    // Answers take a moment, so that some are on their way when it dies.
    ris = await scriptedMllp(({ answer }) => setTimeout(() => answer('AA'), 10));
    epr = await fhirPeer({ answerMs: 10 });
    const files = mkdtempSync(path.join(folder, 'files-'));
    await makeBusyStore({
      ...{ dir, folder: files, byWeb, byGet, read, reports: REPORTS },
      ...{ web: { url: `${orthanc.url}/dicom-web` }, dimse: { port: orthanc.dicomPort } },
      ...{ hl7: { port: ris.port }, fhir: { url: epr.url } },
    });
  }, 10 * 60_000);
  afterAll(async () => {
    await Promise.all([orthanc.stop(), ris.stop(), epr.close()]);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  });

  it(
    `F03 F57: has everything once in the end, ${KILLS} times over ${TO_FETCH} images and ${REPORTS} reports`,
    async () => {
      const lives = await killAgainAndAgain(live);
      process.stdout.write(`NIGHTJAR_KILL_SEED=${seed}: ${said(lives)}\n`);
      // A test of kills that came too late would prove nothing.
      expect(lives.filter(({ wasBusy }) => wasBusy).length).toBeGreaterThanOrEqual(KILLS * 0.6);
      const last = await live();
      expect([last.code, last.stderr, last.lines.at(-1)], `seed ${seed}`).toEqual([0, '', { closed: true }]);
      await everythingIsHere();
      await everyReportIsThere();
      const verified = await runCli(['verify', '--data', dir]);
      expect(verified.documents).toEqual([{ checked: originals.size, bad: [] }]);
    },
    60 * 60_000,
  );

  const live: Live = (onLine) =>
    runProgramAt(path.join(import.meta.dirname, 'programs', 'live-until-killed.ts'), [dir, projectRoot], {
      env: { NODE_COMPILE_CACHE },
      ...(onLine === undefined ? {} : { onLine }),
    });

  /** What is stored is what Orthanc has, byte for byte; nothing beside it lies anywhere. */
  async function everythingIsHere(): Promise<void> {
    const own = await openTestStation(dir, { lines: 'asked' });
    const { index, ledger, blobs } = own.access.requireStore();
    const rows = index
      .prepare<[], { sop_uid: string; blob_id: string; duplicate: string | null }>(
        'SELECT sop_uid, blob_id, duplicate FROM object',
      )
      .all();
    expect(rows.length).toBe(originals.size);
    for (const { sop_uid: sopUid, blob_id: blobId } of rows) {
      const original = originals.get(sopUid) ?? Buffer.alloc(0);
      const stored = await blobs.read(BlobId.parse(blobId));
      // C-GET carries the data set alone: what stands before it is ours.
      if (got.has(sopUid)) expect(dataSetOf(stored).equals(dataSetOf(original)), sopUid).toBe(true);
      else expect(Buffer.from(stored).equals(original), sopUid).toBe(true);
    }
    const failed = index.prepare<[], string>("SELECT state FROM transfer WHERE state <> 'done'").pluck().all();
    expect(failed).toEqual([]);
    expect(index.prepare('SELECT count(*) FROM transfer').pluck().get()).toBe(2 * STUDIES);
    expect(verifyAudit(index, ledger)).toMatchObject({ ok: true });
    const ended = index.prepare("SELECT count(*) FROM audit WHERE command = 'transfer.end'").pluck().get();
    expect(ended).toBe(2 * STUDIES);
    const outputs = index.prepare<[], number>('SELECT count(*) FROM report_output').pluck().get() ?? 0;
    await own.close();
    expect(filesUnder(path.join(dir, 'blobs'))).toHaveLength(originals.size + outputs);
    expect(filesUnder(path.join(dir, 'tmp'))).toEqual([]);
    expect(filesUnder(dir).filter((name) => /\.(new|part|tmp)$/.test(name))).toEqual([]);
    const { images } = await inOrthanc();
    expect(images).toEqual(new Map([...originals].map(([sopUid, bytes]) => [sopUid, sha256(bytes)])));
  }

  /** Each row is delivered; each receiver has each of its reports once, as it was signed. */
  async function everyReportIsThere(): Promise<void> {
    const own = await openTestStation(dir, { lines: 'asked' });
    const rows = own.rooms.outgoing.outbox.list();
    const { index } = own.access.requireStore();
    expect(rows).toHaveLength(3 * REPORTS);
    expect(rows.filter(({ state, mayBeTwice }) => state !== 'delivered' || mayBeTwice)).toEqual([]);
    const delivered = index.prepare("SELECT count(*) FROM audit WHERE command = 'outbox.deliver'").pluck().get();
    expect(delivered).toBe(3 * REPORTS);
    const { reports } = await inOrthanc();
    const out = mkdtempSync(path.join(folder, 'signed-'));
    for (const { format, key, reportId } of rows) {
      if (reportId === null || (format !== 'sr' && format !== 'hl7' && format !== 'fhir')) throw new Error('no report');
      const file = path.join(out, `${reportId}.${format}`);
      await own.rooms.reporting.export({ reportId, format, file });
      const signed = readFileSync(file);
      if (format === 'sr') expect(reports.get(key), key).toBe(sha256(signed));
      if (format === 'hl7') {
        const came = ris.got.filter(({ controlId }) => controlId === key);
        expect(new Set(came.map(({ text }) => sha256(Buffer.from(text)))), key).toEqual(new Set([sha256(signed)]));
      }
      if (format === 'fhir') {
        const [name] = [...epr.kept.keys()].filter((condition) => condition.endsWith(encodeURIComponent(key)));
        expect((epr.kept.get(name ?? '') ?? []).map(sha256), key).toEqual([sha256(signed)]);
      }
    }
    const count = (format: string): number => rows.filter((row) => row.format === format).length;
    expect(reports.size).toBe(count('sr'));
    expect(epr.kept.size).toBe(count('fhir'));
    expect(new Set(ris.got.map(({ controlId }) => controlId)).size).toBe(count('hl7'));
    await own.close();
  }

  async function inOrthanc(): Promise<{
    readonly images: ReadonlyMap<string, string>;
    readonly reports: ReadonlyMap<string, string>;
  }> {
    const images = new Map<string, string>();
    const reports = new Map<string, string>();
    for (const id of z.array(z.string()).parse(await orthanc.get('/instances'))) {
      const { MainDicomTags: tags } = z
        .object({ MainDicomTags: z.object({ SOPInstanceUID: z.string() }) })
        .parse(await orthanc.get(`/instances/${id}`));
      const file = Buffer.from(await (await fetch(`${orthanc.url}/instances/${id}/file`)).arrayBuffer());
      (originals.has(tags.SOPInstanceUID) ? images : reports).set(tags.SOPInstanceUID, sha256(file));
    }
    return { images, reports };
  }
});

interface Life {
  readonly when: 'opening' | 'open' | 'moving';
  readonly wasBusy: boolean;
  readonly last: z.output<typeof Count>;
}

type Live = (onLine?: (line: Line, kill: (afterMs: number) => void) => void) => Promise<ProgramEnd>;

/**
 * Kills it at random: while the store opens, while its processes start, and, mostly, while images come and reports go, so that the work
 * lasts about as long as the kills do.
 */
async function killAgainAndAgain(live: Live): Promise<readonly Life[]> {
  const lives: Life[] = [];
  for (let left = KILLS; left > 0; left -= 1) {
    const before = lives.at(-1)?.last ?? { here: READ * 2, toFetch: 2 * STUDIES, toSend: 3 * REPORTS };
    const kind = random();
    const when = kind < 0.1 ? 'opening' : kind < 0.2 ? 'open' : 'moving';
    const far = doneOf(before) + (random() * 2 * (1 - doneOf(before))) / left;
    const within = random() * { opening: 150, open: 300, moving: 30 }[when];
    const end = await live((line, kill) => {
      const count = Count.safeParse(line).data;
      if (when in line || (when === 'moving' && count && count.toFetch > 0 && doneOf(count) > far)) kill(within);
    });
    expect(end.stderr).toBe('');
    await leavesNobodyBehind(end);
    const last = lastCount(end) ?? before;
    lives.push({ when, last, wasBusy: end.signal === 'SIGKILL' && (last.toFetch > 0 || last.toSend > 0) });
  }
  return lives;
}

/** Of all images and reports, from 0 to 1. */
function doneOf({ here, toSend }: z.output<typeof Count>): number {
  return ((here - READ * 2) / TO_FETCH + 1 - toSend / (3 * REPORTS)) / 2;
}

function lastCount({ lines }: ProgramEnd): z.output<typeof Count> | null {
  const found = lines.findLast((line: Line) => 'here' in line);
  return found === undefined ? null : Count.parse(found);
}

/** Its processes end with it: one that lives on would hold its port, and the store's files. */
async function leavesNobodyBehind({ lines, signal }: ProgramEnd): Promise<void> {
  if (process.platform !== 'linux' || signal !== 'SIGKILL') return;
  const group = z.number().parse(lines[0]?.['pid']);
  const end = performance.now() + 10_000;
  while (processesOf(group).length > 0) {
    if (performance.now() > end) throw new Error(`${processesOf(group).length} processes outlive their station`);
    await wait(5);
  }
}

/** Processes of a group that still do something. */
function processesOf(group: number): readonly string[] {
  return readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      const [state, , pgrp] = readFileSync(`/proc/${name}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ');
      return Number(pgrp) === group && state !== 'Z';
    } catch {
      // It ended while it was looked at.
      return false;
    }
  });
}

function said(lives: readonly Life[]): string {
  const busy = lives.filter(({ wasBusy }) => wasBusy).length;
  const each = lives.map(({ when, last: { here, toSend } }) => `${when} ${here}/${toSend}`);
  return `${busy} of ${lives.length} while it worked; images and rows to send at each: ${each.join(', ')}`;
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function filesUnder(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name));
  } catch {
    // A folder that was never made holds nothing.
    return [];
  }
}
