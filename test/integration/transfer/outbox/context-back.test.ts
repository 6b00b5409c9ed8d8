import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { CallName, Request, Response } from '../../../../shared/contract/index.ts';
import { ctImage, element } from '../../../helpers/dicom-builder.ts';
import { tempDir } from '../../../helpers/temp-dir.ts';
import { answer, PASSPHRASE, stationOn } from '../../../faults/store/station-fixture.ts';
import { written } from '../../report/reporting-fixture.ts';

interface Heard {
  readonly path: string;
  readonly token: string;
  readonly body: unknown;
}

/** A program of the site on this computer. */
async function program(reply: (response: ServerResponse) => void) {
  const heard: Heard[] = [];
  const server = createServer((request: IncomingMessage, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const body: unknown = JSON.parse(Buffer.concat(parts).toString('utf8'));
      heard.push({ path: request.url ?? '', token: request.headers.authorization ?? '', body });
      reply(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { heard, url: `http://127.0.0.1:${String(port)}/case`, stop };
}

it('a program that asked for a case by its accession number hears what became of it, and nothing else', async () => {
  const dictation = await program((response) => response.writeHead(204).end());
  const silent = await program(() => undefined);
  const elsewhere = await program((response) => response.writeHead(302, { location: dictation.url }).end());
  const station = stationOn(await tempDir());
  const ask = <N extends CallName>(name: N, request: Request<N>): Promise<Response<N>> =>
    answer(station, name, request);
  await ask('access.create', { name: 'Reader', passphrase: PASSPHRASE });
  await ask('access.confirmRecovery', {});
  const file = path.join(await tempDir(), 'image');
  writeFileSync(file, ctImage([element(0x00080050, 'SH', 'A2630479')]));
  const jobId = station.rooms.startImport({ paths: [file], site: 'St. Anna' });
  while (station.rooms.importReport(jobId) === null) await setImmediate();
  const [study] = (await ask('worklist.list', { search: '' })).rows;
  if (study === undefined) throw new Error('nothing was imported');
  const { studyId, studyUid } = study;
  const accession = 'A2630479';
  const add = (name: string, url: string): Promise<unknown> =>
    ask('destination.add', {
      ...{ name, site: 'st. anna', secrets: { token: 'only-here' } },
      settings: { kind: 'context', url, answerMs: 300 },
    });
  const { context } = station.rooms.outgoing;

  // Off by default: nobody is told.
  await ask('context.opened', { studyId, accession });
  await context.settled();
  expect(context.state()).toEqual([]);

  // First in line, and no header can carry its token: it keeps nothing from the others.
  await ask('destination.add', {
    ...{ name: 'Broken', site: 'st. anna', secrets: { token: 'two\nlines' } },
    settings: { kind: 'context', url: dictation.url, answerMs: 300 },
  });
  await add('Dictation', dictation.url);
  await add('Silent', silent.url);
  await add('Elsewhere', elsewhere.url);
  expect(
    await station.call('destination.add', {
      ...{ name: 'Far', site: 'St. Anna', secrets: {} },
      settings: { kind: 'context', url: 'http://192.0.2.1/case' },
    }),
  ).toMatchObject({ ok: false });
  expect(await station.call('context.opened', { studyId, accession: 'ANOTHER' })).toMatchObject({ ok: false });

  await ask('context.opened', { studyId, accession });
  await ask('hold.begin', { studyId, cause: 'more-images', note: 'Ask the technologist.' });
  await context.settled();
  const draft = await ask('report.create', { studyId, templateId: 'general' });
  const { reportId, revision } = draft;
  const content = written(draft, { comparison: 'None.', findings: 'Clear.', impression: 'Normal.' });
  await ask('report.save', { reportId, revision, content });
  const acknowledged = (await ask('report.check', { reportId })).findings.map(({ code }) => code);
  await ask('context.closed', { studyId });
  await ask('report.sign', { reportId, acknowledged, zone: '+01:00' });
  await context.settled();

  expect(dictation.heard).toEqual(
    ['opened', 'held', 'closed', 'signed'].map((event) => ({
      ...{ path: '/case', token: 'Bearer only-here' },
      body: { event, accession, studyUid },
    })),
  );
  const { destinations } = await ask('destination.list', {});
  const counts = Object.fromEntries(
    (await ask('context.state', {})).programs.map(({ destinationId, heard, dropped }) => [
      destinations.find((one) => one.destinationId === destinationId)?.name,
      [heard, dropped],
    ]),
  );
  expect(counts).toEqual({ Broken: [0, 4], Dictation: [4, 0], Silent: [0, 4], Elsewhere: [0, 4] });
  const trail = station.access
    .requireStore()
    .index.prepare<[], { detail: string }>("SELECT detail FROM audit WHERE command = 'context.tell'")
    .all();
  expect(trail).toHaveLength(16);
  for (const { detail } of trail) expect(detail).not.toContain(accession);
  // What is told here goes nowhere else: the report has no destination.
  expect((await ask('outbox.list', { studyId })).rows).toEqual([]);
  await station.close();
  await Promise.all([dictation.stop(), silent.stop(), elsewhere.stop()]);
}, 60_000);
