import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { parseMessage } from '../../../../shared/hl7/parse.ts';
import { tempDir } from '../../../helpers/temp-dir.ts';
import { STUDY, STUDY_UID } from '../../report/reporting-fixture.ts';
import { addDestination, allDelivered, outDesk, signNext, signReport, until } from './outbox-fixture.ts';
import type { OutDesk } from './outbox-fixture.ts';
import { scriptedMllp } from './scripted-mllp.ts';
import type { ScriptedMllp } from './scripted-mllp.ts';

interface Task {
  readonly status: string;
  readonly identifier: readonly { readonly value: string }[];
  readonly owner?: { readonly display: string };
  readonly statusReason?: { readonly text: string };
}

let ris: ScriptedMllp;
let desk: OutDesk;
/** What was put where, in order. */
let put: { readonly method: string; readonly url: string; readonly task: Task }[] = [];
const fhir = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const body = Buffer.concat(chunks).toString('utf8');
    const task = (body === '' ? {} : JSON.parse(body)) as Task & { readonly resourceType?: string };
    if (task.resourceType === 'Task') put.push({ method: request.method ?? '', url: request.url ?? '', task });
    response.writeHead(200, { 'content-type': 'application/fhir+json' });
    response.end(JSON.stringify({ resourceType: 'Task' }));
  });
});

beforeEach(async () => {
  put = [];
  await new Promise<void>((resolve) => fhir.listen(0, '127.0.0.1', resolve));
  ris = await scriptedMllp();
  desk = await outDesk(await tempDir());
});
afterEach(async () => {
  await desk.close();
  await ris.stop();
  await new Promise((resolve) => fhir.close(resolve));
});

const statuses = (): readonly (string | undefined)[] =>
  ris.got.flatMap(({ text }) => {
    const orc = text.split('\r').find((line) => line.startsWith('ORC|SC'));
    return orc === undefined ? [] : [`${orc.split('|')[5]} ${orc.split('|')[16]?.split('^')[0]}`];
  });

it('what becomes of a study is told where a destination says so, in order, the last word alone after an outage, and nowhere else', async () => {
  const { port } = fhir.address() as AddressInfo;
  addDestination(desk, { kind: 'hl7', host: '127.0.0.1', port: ris.port, tls: false, status: true });
  addDestination(desk, { kind: 'hl7', host: '127.0.0.1', port: ris.port, tls: false }, 'Quiet');
  addDestination(desk, { kind: 'fhir', url: `http://127.0.0.1:${port}/r4`, status: true });
  const { outbox } = desk.outgoing;
  // While nothing goes out: what is not true any more is not told.
  const claim = (is: 'claimed' | 'released'): void => {
    const at = '2026-03-01T02:58:00.000Z';
    const { index } = desk.store;
    index.transaction(() => outbox.statuses.claimed(index, STUDY, is === 'claimed', at)).immediate();
  };
  claim('claimed');
  claim('released');
  claim('claimed');
  expect(
    outbox
      .list()
      .map(({ status, state }) => `${status} ${state}`)
      .sort(),
  ).toEqual([
    ...['claimed dropped', 'claimed dropped', 'claimed waiting', 'claimed waiting'],
    ...['released dropped', 'released dropped'],
  ]);
  outbox.start();
  await until(desk, allDelivered);
  // A draft is a reading that was begun; given up, it is nobody's.
  const draft = desk.reporting.create({ studyId: STUDY, templateId: 'general' });
  await until(desk, (rows) => rows.some(({ status }) => status === 'started') && allDelivered(rows));
  desk.reporting.discard({ reportId: draft.reportId });
  await until(desk, (rows) => rows.filter(({ status }) => status === 'released').length === 4 && allDelivered(rows));
  // On hold: what it waits for is said, a draft of it says no more than that; taken up, it is what it was.
  const hold = (is: { readonly cause: 'priors'; readonly note: string } | null): void => {
    const { index } = desk.store;
    const at = '2026-03-01T03:00:00.000Z';
    index
      .transaction(() => {
        outbox.statuses.held(index, STUDY, is, at);
        if (is === null) index.prepare('DELETE FROM case_hold').run();
        else {
          index
            .prepare(
              "INSERT INTO case_hold (hold_id, study_id, cause, note, by_person, at) VALUES ('h', ?, ?, ?, 'p', ?)",
            )
            .run(STUDY, is.cause, is.note, at);
        }
      })
      .immediate();
  };
  hold({ cause: 'priors', note: 'The MR of March | please.' });
  await until(desk, (rows) => rows.some(({ status }) => status === 'on-hold') && allDelivered(rows));
  const before = outbox.list().length;
  const waiting = desk.reporting.create({ studyId: STUDY, templateId: 'general' });
  desk.reporting.discard({ reportId: waiting.reportId });
  expect(outbox.list()).toHaveLength(before);
  hold(null);
  await until(desk, (rows) => rows.filter(({ status }) => status === 'released').length === 6 && allDelivered(rows));
  const preliminary = await signReport(desk, 'Wet read.', 'preliminary');
  await until(desk, (rows) => rows.some(({ status }) => status === 'read-preliminary') && allDelivered(rows));
  const final = await signNext(desk, preliminary, 'Final.');
  await signNext(desk, final, 'More.');
  const rows = await until(desk, (found) => found.some(({ status }) => status === 'read') && allDelivered(found));
  // It is read: that somebody no longer means to read it changes nothing.
  claim('released');
  expect(outbox.list()).toHaveLength(rows.length);

  const told = [
    ...['SC claimed', 'IP started', 'SC released', 'HD on-hold', 'SC released'],
    ...['IP started', 'A read-preliminary', 'CM read'],
  ];
  expect(statuses()).toEqual(told);
  expect(put.map(({ method, task }) => `${method} ${task.status}`)).toEqual([
    ...['PUT accepted', 'PUT in-progress', 'PUT ready', 'PUT on-hold', 'PUT ready'],
    ...['PUT in-progress', 'PUT in-progress', 'PUT completed'],
  ]);
  expect(new Set(put.map(({ url }) => url))).toEqual(
    new Set([`/r4/Task?identifier=urn%3Anightjar%3Areading%7Curn%3Aoid%3A${STUDY_UID}`]),
  );
  expect(put.map(({ task }) => task.owner?.display)).toEqual([
    ...['Ada Reader', 'Ada Reader', undefined, 'Ada Reader', undefined, 'Ada Reader', 'Ada Reader', 'Ada Reader'],
  ]);
  const held = ris.got.find(({ text }) => text.includes('|HD|'));
  expect(held?.text).toContain('NTE|1|P|Waiting for earlier studies. The MR of March \\F\\ please.\r');
  expect(put[3]?.task.statusReason?.text).toBe('Waiting for earlier studies. The MR of March | please.');
  const first = ris.got.find(({ text }) => text.includes('ORC|SC'));
  expect(first?.controlId).toMatch(/^NS[0-9A-Z]{18}$/);
  expect(() => parseMessage(first?.text ?? '')).not.toThrow();
  expect(first?.text).toContain('PID|1||MRN-0042^^^St. Anna^MR||Doe^Jane||19650211|F\r');
  expect(first?.text).toMatch(/OBR\|1\|\|\|\^CT chest\|.*\|ACC7731\|.*\|CT\|.*&Ada Reader\r/);
}, 30_000);
