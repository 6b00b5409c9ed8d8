import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { resolveReferences } from '../../../electron/station/archive/disc-references.ts';
import { ParserPool } from '../../../electron/station/dicom/parser-pool.ts';
import type { FileOutcome } from '../../../electron/station/dicom/parser-messages.ts';
import { FrameServer } from '../../../electron/station/frames/frame-server.ts';
import type { FrameObject } from '../../../electron/station/frames/frame-server.ts';
import type { Station } from '../../../electron/station/station.ts';
import { FrameForm } from '../../../shared/contract/frames.ts';
import { AnyEnvelope, calls } from '../../../shared/contract/index.ts';
import type { CallName } from '../../../shared/contract/index.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import { BlobId, ObjectId } from '../../../shared/model/ids.ts';
import type { ImageInfo } from '../../../shared/model/image.ts';
import { codeRejected } from '../../helpers/app-errors.ts';
import { ctImage, element } from '../../helpers/dicom-builder.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { testdata } from '../../helpers/testdata.ts';
import { FrameWindow } from '../../unit/electron/station/frames/frame-window.ts';
import { ScriptedPool } from '../../unit/electron/station/frames/scripted-pool.ts';
import { directoryNaming } from './disc-files.ts';
import { answer, PASSPHRASE, stationOn } from '../store/station-fixture.ts';
import { fuzz, FUZZ_MS, keep } from './fuzz-run.ts';
import { mutated, mutations } from './mutations.ts';
import { nearRequests } from './near-requests.ts';
import { watchedHost } from './watched-host.ts';
import { zipBytes } from './zip-files.ts';

const BATCH = 24;
const MOST_MEMORY_MB = 900;
/** No input may keep a process silent for longer. */
const DEADLINE_MS = 15_000;
const TIMEOUT = FUZZ_MS + 120_000;

/** Small files of these folders of the test data, and some of our own, so that there is something everywhere. */
function corpus(folders: readonly string[], own: readonly Uint8Array[]): readonly Uint8Array[] {
  const files = folders.flatMap((name) => {
    const folder = testdata(name);
    const names = statSync(folder, { throwIfNoEntry: false }) ? readdirSync(folder) : [];
    return names.map((one) => path.join(folder, one));
  });
  const small = files.filter((file) => statSync(file).isFile() && statSync(file).size < 48 * 1024);
  return [...own, ...small.map((file) => readFileSync(file))];
}

const ownImages = (): Uint8Array[] => [
  ctImage(),
  ctImage([element(0x00081111, 'SQ', [[element(0x00080060, 'CS', 'CT')], []])], { undefinedLength: true }),
  ctImage([element(0x00081111, 'SQ', [[element(0x00080060, 'CS', 'CT')]])], { transferSyntax: '1.2.840.10008.1.2' }),
];

/** Inputs for a batch: which file of the corpus, and what is done to it. */
const batchOf = (seeds: readonly Uint8Array[]) =>
  fc.array(fc.tuple(fc.nat({ max: seeds.length - 1 }), mutations), { minLength: BATCH, maxLength: BATCH });

/**
 * A refusal of the world's, never the end of a process or a bug of ours. Cancelled is what is under way when the time of the
 * run is up and the pool closes.
 */
const isFine = (code: string): boolean =>
  code === 'request/cancelled' || (/^(dicom|import)\//.test(code) && code !== 'import/process-killed');

function outcomeFails(outcome: FileOutcome): boolean {
  return outcome.kind === 'refused' && !isFine(outcome.error.code);
}

async function parserBench() {
  const host = watchedHost();
  const pool = new ParserPool(host, { silenceMs: DEADLINE_MS });
  const dir = await tempDir();
  onTestFinished(() => pool.close());
  // Both processes are up before the clock of the run begins.
  await Promise.all([pool.ping(), pool.ping()]);
  const write = (name: string, bytes: Uint8Array): string => {
    const file = path.join(dir, name);
    writeFileSync(file, bytes);
    return file;
  };
  const healthy = (): void => {
    expect(host.started()).toBeLessThanOrEqual(2);
    expect(host.peakMb()).toBeLessThan(MOST_MEMORY_MB);
  };
  return { pool, dir, write, healthy };
}

describe('the fuzzer', () => {
  it('F34: finds no file that ends, stops or swells the parser', { timeout: TIMEOUT }, async () => {
    const { pool, write, healthy } = await parserBench();
    const objects = ['cad', 'doc', 'ecg', 'ko', 'ps', 'rt', 'seg'].map((name) => `derived/${name}`);
    const seeds = corpus(['ts-small', 'broken', 'charset', 'sr', 'rt', 'seg', 'dicomdir', ...objects], ownImages());
    const tried = await fuzz('parser', batchOf(seeds), async (batch) => {
      const inputs = batch.map(([seed, changes]) => mutated(seeds[seed] ?? new Uint8Array(0), changes));
      const files = inputs.map((bytes, index) => ({ path: write(`f${index}`, bytes), bytes: bytes.length }));
      const outcomes = await pool.readFiles(files);
      const said = async (bytes: Uint8Array, outcome: FileOutcome | undefined): Promise<void> => {
        const fine = !outcome || !outcomeFails(outcome);
        // What it says beside its picture is read when a reader opens it.
        const code = outcome?.kind === 'object' ? await codeRejected(pool.readContent(bytes)) : null;
        if (!fine || (code !== null && !isFine(code))) throw new Error(`${code}, kept as ${keep('parser', bytes)}`);
      };
      await Promise.all(inputs.map((bytes, index) => said(bytes, outcomes[index])));
      return outcomes.length;
    });
    expect(tried).toBeGreaterThan(0);
    healthy();
  });

  it('F45: finds no DICOMDIR that ends the parser or leads out of its medium', { timeout: TIMEOUT }, async () => {
    const { pool, dir, write, healthy } = await parserBench();
    const root = path.join(dir, 'disc');
    mkdirSync(path.join(root, 'PAT'), { recursive: true });
    for (const name of ['IM1', 'PAT/IM2', 'PAT/IM3']) writeFileSync(path.join(root, name), 'x');
    write('secret', Buffer.from('x'));
    const own = [directoryNaming(['IM1', 'PAT\\IM2', 'PAT\\IM3', '..\\SECRET', 'GONE']), directoryNaming(['IM1'])];
    const seeds = corpus(['dicomdir'], [...own, ...own, ...own]);
    const tried = await fuzz('DICOMDIR', batchOf(seeds), async (batch) => {
      const inputs = batch.map(([seed, changes]) => mutated(seeds[seed] ?? new Uint8Array(0), changes));
      const files = inputs.map((bytes, index) => ({ path: write(`d${index}`, bytes), bytes: bytes.length }));
      const outcomes = await pool.readFiles(files);
      for (const [index, outcome] of outcomes.entries()) {
        const kept = (): string => keep('DICOMDIR', inputs[index] ?? '');
        if (outcomeFails(outcome)) throw new Error(`kept as ${kept()}`);
        if (outcome.kind !== 'directory') continue;
        const { present } = await resolveReferences(path.join(root, 'DICOMDIR'), outcome.references);
        if (present.some((place) => !place.startsWith(root + path.sep))) throw new Error(`kept as ${kept()}`);
      }
      return outcomes.length;
    });
    expect(tried).toBeGreaterThan(0);
    healthy();
  });

  it('F44: finds no archive that ends, stops or swells the parser', { timeout: TIMEOUT }, async () => {
    const { pool, write, healthy } = await parserBench();
    const text = Buffer.from('a text that is packed '.repeat(200));
    const seeds = [
      await zipBytes([{ name: 'a', bytes: ctImage() }]),
      await zipBytes([
        { name: 'DICOM/a', bytes: ctImage() },
        { name: 'text', bytes: text },
        { name: 'link', bytes: Buffer.from('/etc/passwd'), mode: 0o120777 },
      ]),
      await zipBytes([]),
    ];
    const tried = await fuzz('archives', batchOf(seeds), async (batch) => {
      for (const [seed, changes] of batch) {
        const bytes = mutated(seeds[seed] ?? new Uint8Array(0), changes);
        // A new name each time: the process keeps the last archive open.
        const file = write(`z${String(Math.random()).slice(2, 4)}`, bytes);
        const fail = (code: string): never => {
          throw new Error(`${code}, kept as ${keep('archive', bytes)}`);
        };
        try {
          const entries = await pool.listArchive(file);
          const some = entries.filter((entry) => entry.refused === null).slice(0, 50);
          for (const { outcome } of await pool.readEntries(file, some)) {
            if (outcomeFails(outcome) && outcome.kind === 'refused') fail(outcome.error.code);
          }
        } catch (error) {
          if (!(error instanceof AppError)) throw error;
          if (!isFine(error.code)) fail(error.code);
        }
      }
      return batch.length;
    });
    expect(tried).toBeGreaterThan(0);
    healthy();
  });
});

/** Waits until the import has put its study into the list; ids of the study, its series and its images. */
async function untilListed(station: Station): Promise<readonly string[]> {
  for (;;) {
    const [row] = station.rooms.worklist.list('').rows;
    if (row) {
      const { series } = station.rooms.archive.openStudy(row.studyId);
      return [row.studyId, ...series.flatMap((one) => [one.seriesId, ...one.images.map((image) => image.objectId)])];
    }
    await setImmediate();
  }
}

describe('the fuzzer at the border of the station', () => {
  const keys = [
    'id',
    'studyId',
    'reportId',
    'objectId',
    'search',
    'paths',
    'site',
    'name',
    '__proto__',
    'constructor',
    'then',
  ];
  const anything = fc.anything({
    key: fc.oneof(fc.constantFrom(...keys), fc.string({ maxLength: 8 })),
    maxDepth: 4,
    withBigInt: true,
    withDate: true,
    withMap: true,
    withNullPrototype: true,
    withTypedArray: true,
  });

  /**
   * Calls that the window may make at any time. Left out: those that lock or make a store, those that wait longer with each wrong
   * passphrase, and those with files.
   */
  const asked = Object.keys(calls).filter(
    (name): name is CallName =>
      calls[name as CallName].side === 'station' &&
      !/^(access|people|forget|keys|move|signIn)\.|importPaths|exportFile|pdf$/.test(name),
  );

  it(
    'F60: finds no request without a coded answer, and none that a room stumbles over',
    { timeout: TIMEOUT },
    async () => {
      const station = stationOn(await tempDir());
      await answer(station, 'access.create', { name: 'Reader', passphrase: PASSPHRASE });
      await answer(station, 'access.confirmRecovery', {});
      const file = path.join(await tempDir(), 'image');
      writeFileSync(file, ctImage());
      station.rooms.startImport({ paths: [file], site: null });
      const ids = await untilListed(station);
      const fitting = fc.oneof(
        ...asked.map((name) => nearRequests(name, ids).map((request) => [name, request] as const)),
      );
      const foreign = fc.tuple(fc.oneof(fc.constantFrom(...asked), fc.string()), anything);
      const requests = fc.array(fc.oneof({ weight: 3, arbitrary: fitting }, { weight: 1, arbitrary: foreign }), {
        minLength: 40,
        maxLength: 40,
      });
      const codes = new Map<string, number>();
      const tried = await fuzz('contract', requests, async (batch) => {
        for (const [call, request] of batch) {
          const reply = AnyEnvelope.parse(await station.call(call, request));
          const code = reply.ok ? 'ok' : reply.error.code;
          codes.set(code, (codes.get(code) ?? 0) + 1);
          if (code !== 'internal/bug') continue;
          throw new Error(`${call}: a bug, kept as ${keep('contract', fc.stringify([call, request]))}`);
        }
        return batch.length;
      });
      expect(tried).toBeGreaterThan(0);
      // Some come through to the rooms, most are refused at the border.
      expect(codes.get('ok')).toBeGreaterThan(0);
      expect(codes.get('request/bad')).toBeGreaterThan(0);
      expect(Object.keys(Object.prototype)).toEqual([]);
    },
  );

  it(
    'F60: finds no frame request that is answered with another frame, beyond its credit or not at all',
    { timeout: TIMEOUT },
    async () => {
      const known = ObjectId.parse('0'.repeat(26));
      const image = { transferSyntax: '1.2.840.10008.1.2.4.80', frames: 1 } as ImageInfo;
      const object: FrameObject = { blobId: BlobId.parse('2'.repeat(26)), image };
      const objects = (id: ObjectId): Promise<FrameObject> =>
        id === known
          ? Promise.resolve(object)
          : Promise.reject(new AppError('archive/unknown-object', 'no such object'));
      const blobs = {
        read: () => Promise.resolve(new Uint8Array(1)),
        readNumbers: () => Promise.resolve({ bytes: new Uint8Array(1), range: { min: 0, max: 0 } }),
      };
      const id = fc.oneof(fc.nat({ max: 20 }), fc.integer(), fc.double());
      const objectId = fc.oneof(
        fc.constant(known),
        fc.constant('1'.repeat(26)),
        fc.string(),
        fc.constant('../../etc/passwd'),
      );
      const number = fc.oneof(fc.nat({ max: 30 }), fc.integer(), fc.double());
      const priority = fc.constantFrom('shown', 'near', 'ahead', 'idle', 'now');
      const form = fc.constantFrom(...FrameForm.options, 'other');
      const message = fc.oneof(
        fc.record({ t: fc.constant('get'), id, objectId, frame: number, form, priority }),
        fc.record({ t: fc.constant('hello'), credit: number }),
        fc.record({ t: fc.constant('credit'), bytes: number }),
        fc.record({ t: fc.constant('cancel'), id }),
        fc.record({ t: fc.constant('priority'), id, priority }),
        fc.dictionary(fc.string({ maxLength: 6 }), fc.oneof(fc.string(), fc.integer(), fc.boolean()), { maxKeys: 4 }),
      );
      const runs = fc.array(message, { minLength: 1, maxLength: 60 });
      const tried = await fuzz('frames', runs, async (messages) => {
        const server = new FrameServer({ objects, blobs, pool: new ScriptedPool(), cacheBytes: 100_000 });
        const window = new FrameWindow();
        const stop = server.attach(window.port);
        try {
          for (const one of messages) window.post(one);
          await window.settle();
          const asked = messages.flatMap((one) => ('t' in one && one.t === 'get' && 'frame' in one ? [one] : []));
          const granted = messages.reduce(
            (sum, one) =>
              sum +
              Math.max(0, 'credit' in one ? Number(one.credit) || 0 : 'bytes' in one ? Number(one.bytes) || 0 : 0),
            0,
          );
          let sent = 0;
          for (const answer of window.received) {
            if (answer.t === 'fail') {
              if (!/^(request|archive|dicom)\//.test(answer.error.code))
                throw new Error(`a fail of ${answer.error.code}`);
            } else if (answer.t === 'frame') {
              sent += answer.data.byteLength;
              const wanted = asked.some(
                (one) => one.id === answer.id && one.frame === answer.header.frame && one.objectId === known,
              );
              if (!wanted) throw new Error(`nobody asked: ${keep('frames', fc.stringify(messages))}`);
            }
          }
          if (sent > granted + 1000) throw new Error(`beyond the credit: ${keep('frames', fc.stringify(messages))}`);
        } finally {
          stop();
          window.close();
        }
        return messages.length;
      });
      expect(tried).toBeGreaterThan(0);
    },
  );
});
