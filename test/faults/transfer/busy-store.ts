import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { CallName, Request, Response } from '../../../shared/contract/index.ts';
import { SourceSettings } from '../../../shared/model/source-settings.ts';
import type { Held } from '../../integration/transfer/retrieve/file-source.ts';
import { makeStudy } from '../../integration/transfer/retrieve/transfer-fixture.ts';
import { written } from '../../integration/report/reporting-fixture.ts';
import { makeCheapStore } from '../ingest/cheap-store.ts';
import { openTestStation } from '../ingest/programs/open-station.ts';
import type { Station } from '../../../electron/station/station.ts';

const SITE = 'Anna';

export interface BusyOptions {
  readonly dir: string;
  /** Where the files to import are written. */
  readonly folder: string;
  readonly web: { readonly url: string };
  readonly dimse: { readonly port: number };
  readonly hl7: { readonly port: number };
  readonly fhir: { readonly url: string };
  /** To be fetched by WADO-RS, and by C-GET. */
  readonly byWeb: readonly (readonly Held[])[];
  readonly byGet: readonly (readonly Held[])[];
  /** Imported already; each gets its share of the reports. */
  readonly read: readonly (readonly Held[])[];
  readonly reports: number;
}

/** A store that has everything to do: studies asked for at two sources, signed reports for three destinations. Nothing has begun. */
export async function makeBusyStore(options: BusyOptions): Promise<void> {
  const { dir, web, dimse, hl7, fhir } = options;
  mkdirSync(dir, { recursive: true });
  await makeCheapStore(dir);
  const station = await openTestStation(dir, { lines: 'asked' });
  const ask = async <N extends CallName>(name: N, request: Request<N>): Promise<Response<N>> => {
    const answer = await station.call(name, request);
    if (!answer.ok) throw new Error(`${name}: ${answer.error.code} ${answer.error.message}`);
    return answer.value as Response<N>;
  };
  await importAll(station, options);
  const { sources } = station.rooms.transfers;
  const common = { site: SITE, waits: { connectMs: 5000, answerMs: 20_000, idleMs: 20_000 } };
  const { sourceId: webId } = sources.add(
    SourceSettings.parse({ ...common, kind: 'dicomweb', name: 'Web', url: web.url }),
    {},
  );
  const { sourceId: getId } = sources.add(
    SourceSettings.parse({
      ...{ ...common, kind: 'dimse', name: 'Dimse', host: '127.0.0.1', port: dimse.port },
      ...{ calledAe: 'ORTHANC', callingAe: 'NIGHTJAR' },
    }),
    {},
  );
  const plain = { kind: 'hl7' as const, host: '127.0.0.1', port: hl7.port, tls: false, honoursControlId: true };
  await ask('destination.add', { name: 'PACS', site: SITE, settings: { kind: 'dicom', source: 'Web' }, secrets: {} });
  await ask('destination.add', { name: 'RIS', site: SITE, settings: plain, secrets: {} });
  await ask('destination.add', { name: 'EPR', site: SITE, settings: { kind: 'fhir', url: fhir.url }, secrets: {} });
  const { rows } = await ask('worklist.list', { search: '' });
  for (let at = 0; at < options.reports; at += 1) {
    const studyId = rows[at % rows.length]?.studyId;
    if (studyId === undefined) throw new Error('nothing was imported');
    const draft = await ask('report.create', { studyId, templateId: 'general' });
    const { reportId, revision } = draft;
    const content = written(draft, { comparison: 'None.', findings: 'Clear.', impression: `Report ${at}.` });
    await ask('report.save', { reportId, revision, content });
    const { findings } = await ask('report.check', { reportId });
    await ask('report.sign', { reportId, acknowledged: findings.map(({ code }) => code), zone: '+01:00' });
  }
  for (const [sourceId, studies] of [
    [webId, options.byWeb],
    [getId, options.byGet],
  ] as const) {
    for (const [first] of studies) {
      if (first === undefined) continue;
      await ask('transfers.ask', { sourceId, studyUid: first.studyUid, seriesUid: null, rank: 'rest', way: null });
    }
  }
  await station.close();
}

async function importAll(station: Station, { folder, read }: BusyOptions): Promise<void> {
  for (const [at, { bytes }] of read.flat().entries()) writeFileSync(path.join(folder, `image-${at}`), bytes);
  const jobId = station.rooms.startImport({ paths: [folder], site: SITE });
  while (station.rooms.importReport(jobId) === null) await wait(10);
}

/** So many studies of so many images each, in two series. */
export function studiesOf(count: number, images: number, pixels = 1024): readonly (readonly Held[])[] {
  return Array.from({ length: count }, () => makeStudy(2, images / 2, { pixels }));
}
