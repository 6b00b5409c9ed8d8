import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { Access } from '../../../../electron/station/access/access.ts';
import type { OpenStore } from '../../../../electron/station/access/open-store.ts';
import { DecodePool } from '../../../../electron/station/dicom/decode/decode-pool.ts';
import { ParserPool } from '../../../../electron/station/dicom/parser-pool.ts';
import type { FaultPoints } from '../../../../electron/station/kernel/fault-points.ts';
import { systemClock } from '../../../../electron/station/kernel/clock.ts';
import { nodeProcessHost } from '../../../../electron/station/kernel/node-process-host.ts';
import type { Source } from '../../../../electron/station/sources/source.ts';
import type { ProfileWithSources } from '../../../../electron/station/transfer/source-list/managed-sources.ts';
import type { StoredSource } from '../../../../electron/station/transfer/source-list/source-list.ts';
import { Transfers } from '../../../../electron/station/transfer/transfers.ts';
import type { TransfersOptions } from '../../../../electron/station/transfer/transfers.ts';
import type { AnyEvent } from '../../../../shared/contract/index.ts';
import type { SourceId } from '../../../../shared/model/ids.ts';
import { BlobId } from '../../../../shared/model/ids.ts';
import { SourceSettings } from '../../../../shared/model/source-settings.ts';
import { ctImage, element } from '../../../helpers/dicom-builder.ts';
import { stationFile } from '../../../helpers/station-file.ts';
import type { Held } from './file-source.ts';

export interface Bench {
  readonly store: OpenStore;
  readonly transfers: Transfers;
  readonly events: AnyEvent[];
  readonly sourceId: SourceId;
  addSource(name: string, more?: object): SourceId;
  /** SHA-256 of stored objects as they are read back, by their SOP Instance UIDs, which begin so. */
  stored(begin: string): Promise<ReadonlyMap<string, string>>;
  close(): Promise<void>;
}

const host = nodeProcessHost({
  parser: stationFile('parser'),
  decoder: stationFile('decoder'),
});
const PASSPHRASE = 'correct horse battery';
const noLog = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A new store with a source, whose transfers go on. @param open the connection of a source */
export async function transferBench(
  dir: string,
  open: (stored: StoredSource) => Source,
  room: Pick<TransfersOptions, 'freeBytes' | 'quotaBytes'> = {},
): Promise<Bench> {
  const bench = await openBench(dir, open, { room });
  const sourceId = bench.addSource('Anna');
  bench.transfers.start();
  return { ...bench, sourceId };
}

/** A real store, made where there is none, with its transfers. Nothing is started. */
export async function openBench(
  dir: string,
  open: (stored: StoredSource) => Source,
  {
    faults,
    profiles = [],
    room = {},
  }: {
    readonly faults?: FaultPoints;
    readonly profiles?: readonly ProfileWithSources[];
    readonly room?: Pick<TransfersOptions, 'freeBytes' | 'quotaBytes'>;
  } = {},
): Promise<Omit<Bench, 'sourceId'>> {
  const access = new Access({
    dir,
    blobWorkerFile: stationFile('blobs'),
    scryptLogN: 10,
    faults,
  });
  if (existsSync(path.join(dir, 'store.json'))) await access.unlock(null, PASSPHRASE);
  else await access.create('Test reader', PASSPHRASE);
  const store = access.requireStore();
  const parsers = new ParserPool(host);
  const pool = new DecodePool(host, { processes: 1 });
  const events: AnyEvent[] = [];
  const transfers = new Transfers({
    ...{ store, parsers, pool, clock: systemClock, log: noLog, personId: store.personId },
    profiles: () => profiles,
    openSource: open,
    closeLinks: () => Promise.resolve(),
    emit: (event) => void events.push(event),
    ...room,
  });
  const addSource = (name: string, more: object = {}): SourceId =>
    transfers.sources.add(
      SourceSettings.parse({ kind: 'dicomweb', name, site: 'Anna', url: 'http://127.0.0.1:9/x', ...more }),
      {},
    ).sourceId;
  return {
    ...{ store, transfers, events, addSource },
    stored: async (begin) => {
      const rows = store.index
        .prepare<[string], { sop_uid: string; blob_id: string }>(
          "SELECT sop_uid, blob_id FROM object WHERE sop_uid LIKE ? || '%'",
        )
        .all(begin);
      const found = new Map<string, string>();
      for (const { sop_uid: uid, blob_id: blob } of rows) {
        found.set(uid, sha256(await store.blobs.read(BlobId.parse(blob))));
      }
      return found;
    },
    close: async () => {
      await transfers.close();
      await access.close();
      await Promise.all([parsers.close(), pool.close()]);
    },
  };
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

export function hashes(held: readonly Held[]): ReadonlyMap<string, string> {
  return new Map(held.map(({ sopUid, bytes }) => [sopUid, sha256(bytes)]));
}

let serial = 0;

/** A study of small CT images that no test has had before. */
export function makeStudy(
  series: number,
  images: number,
  more: { readonly patientId?: string; readonly pixels?: number } = {},
): readonly Held[] {
  serial += 1;
  const studyUid = `1.2.826.7.${serial}`;
  return Array.from({ length: series * images }, (_, at) => {
    const seriesUid = `${studyUid}.${Math.floor(at / images) + 1}`;
    const sopUid = `${seriesUid}.${(at % images) + 1}`;
    return { studyUid, seriesUid, sopUid, bytes: image(studyUid, seriesUid, sopUid, at + 1, more) };
  });
}

/** A small CT image under these UIDs. */
export function image(
  studyUid: string,
  seriesUid: string,
  sopUid: string,
  number: number,
  { patientId = 'P1', pixels = 4 }: { readonly patientId?: string; readonly pixels?: number },
): Uint8Array {
  const values = new Uint8Array(pixels * 2).map((_, at) => (at * 31 + number) & 0xff);
  return ctImage([
    element(0x00080018, 'UI', sopUid),
    element(0x00100020, 'LO', patientId),
    element(0x0020000d, 'UI', studyUid),
    element(0x0020000e, 'UI', seriesUid),
    element(0x00200013, 'IS', String(number)),
    ...(pixels === 4 ? [] : [element(0x00280010, 'US', pixels / 256), element(0x00280011, 'US', 256)]),
    element(0x7fe00010, 'OW', values),
  ]);
}
