import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../../../electron/station/kernel/clock.ts';
import type { DimseLink } from '../../../../electron/station/sources/dimse/dimse-link.ts';
import { MoveExpectations } from '../../../../electron/station/sources/dimse/move-expectations.ts';
import { openAssociation } from '../../../../electron/station/sources/dimse/process/open-association.ts';
import { Receiver } from '../../../../electron/station/sources/dimse/receiver.ts';
import { NO_DATA, operate } from '../../../../electron/station/sources/dimse/wire/association.ts';
import { ANSWER, COMMAND } from '../../../../electron/station/sources/dimse/wire/command-set.ts';
import { closedEarly } from '../../../../electron/station/sources/dimse/wire/dimse-error.ts';
import { encodeReferences, IDENTIFIER_SYNTAXES } from '../../../../electron/station/sources/dimse/wire/identifier.ts';
import { STORAGE_COMMITMENT } from '../../../../electron/station/sources/dimse/wire/uids.ts';
import { peerOf } from '../../../../electron/station/sources/dimse/peer-of.ts';
import type { CommittingSource } from '../../../../electron/station/transfer/outbox/dicom-connector.ts';
import { REPORT_CLASS } from '../../../../electron/station/dicom/write/sr-report.ts';
import { keptStudies } from '../../../../electron/station/access/retention/kept-studies.ts';
import type { Outgoing, OutgoingCommitment } from '../../../../shared/model/outbox.ts';
import { needsSomebody } from '../../../../shared/model/outbox.ts';
import { DimseSettings } from '../../../../shared/model/source-settings.ts';
import { MOST_SILENT } from '../../../../shared/rules/outbox/next-commitment.ts';
import { startOrthanc } from '../../../bench/lib/orthanc.ts';
import type { Orthanc } from '../../../bench/lib/orthanc.ts';
import { hasPeer } from '../../../helpers/peers.ts';
import { freePort, newLink, source } from '../../sources/dimse/dimse-bench.ts';
import { Received } from '../../sources/dimse/received.ts';
import { accept, scriptedPeer } from '../../sources/dimse/scripted-peer.ts';
import { addDestination, audited, outDesk, signReport, until } from './outbox-fixture.ts';
import type { OutDesk } from './outbox-fixture.ts';

const MINUTE = 60_000;
/** Milliseconds that the clock of the store is ahead: waits of an hour cost no hour. */
let ahead = 0;
const clock = {
  nowIso: () => new Date(Date.parse(systemClock.nowIso()) + ahead).toISOString(),
  monotonic: () => systemClock.monotonic() + ahead,
};

let desk: OutDesk;
let folder: string;
let link: DimseLink;
let receiverLink: DimseLink;
let receiver: Receiver;
let here: { readonly host: string; readonly port: number };
const moves = new MoveExpectations();
/** What the destination's source is now. */
let archive: CommittingSource;

beforeAll(async () => {
  [link, receiverLink] = [newLink(), newLink()];
  here = { host: '127.0.0.1', port: await freePort() };
  const peers = [
    { name: 'PACS', address: '127.0.0.1', aeTitle: 'ORTHANC' },
    { name: 'Other', address: '127.0.0.1', aeTitle: 'OTHER' },
  ];
  // As the station wires it: what comes in at the receiver goes to the outbox.
  const events = { commitment: (said: Parameters<OutDesk['outgoing']['outbox']['committed']>[0]) => hear(said) };
  receiver = await Receiver.open(
    { ...here, aeTitle: 'NIGHTJAR', peers },
    { link: receiverLink, sink: new Received(), moves, events },
  );
  folder = mkdtempSync(path.join(tmpdir(), 'nightjar-test-'));
  const open = (): CommittingSource => archive;
  desk = await outDesk(folder, () => [{ id: 'pacs', name: 'PACS', site: 'St. Anna', open }], false, clock);
  addDestination(desk, { kind: 'dicom', source: 'pacs', commitment: { waitMinutes: 60 } });
  desk.outgoing.outbox.start();
}, 60_000);
afterAll(async () => {
  await desk.close();
  await receiver.close();
  await Promise.all([link.close(), receiverLink.close()]);
  rmSync(folder, { recursive: true, force: true });
});

function hear(said: Parameters<OutDesk['outgoing']['outbox']['committed']>[0]): void {
  desk.outgoing.outbox.committed(said);
}

function atPort(port: number, called = 'ORTHANC'): CommittingSource {
  return source(link, port, { calledAe: called, receiver: { ae: 'NIGHTJAR', ...here } }, { moves });
}

const newest = (rows: readonly Outgoing[]): Outgoing => {
  const row = rows.at(-1);
  if (row === undefined) throw new Error('no row');
  return row;
};
const asked = async (state: OutgoingCommitment['state']): Promise<Outgoing> =>
  newest(await until(desk, (rows) => rows.at(-1)?.commitment?.state === state, 30_000));

describe.skipIf(!hasPeer('Orthanc'))('storage commitment of Orthanc', () => {
  let orthanc: Orthanc;

  beforeAll(async () => {
    const settings = { DicomModalities: { own: ['NIGHTJAR', '127.0.0.1', here.port] }, UnknownSopClassAccepted: true };
    orthanc = await startOrthanc({ durable: false, settings });
  }, 60_000);
  afterAll(() => orthanc.stop());

  it('is asked for after a report was taken, comes to our own port, and stands beside the receipt', async () => {
    archive = atPort(orthanc.dicomPort);
    await signReport(desk, 'Normal.');
    const row = await asked('committed');
    expect(row).toMatchObject({
      state: 'delivered',
      format: 'sr',
      receipt: { proof: 'answer', text: 'C-STORE 0x0000' },
    });
    expect(row.commitment).toMatchObject({ asked: 1, notBefore: null, text: '' });
    expect(audited(desk, 'outbox.commit')).toMatchObject([{ outgoing: row.outgoingId, key: row.key }]);
    const [kept] = keptStudies(desk.store.index, ['St. Anna'], { at: null, leftOut: new Set() });
    expect(kept).toMatchObject({ deliveredAt: row.receipt?.at, openWork: false });
  }, 60_000);

  it('fails for an object that it lost: a person is told, it is no delivery to count on, and goes once more', async () => {
    const whole = atPort(orthanc.dicomPort);
    archive = {
      ...whole,
      store: async function* (objects, signal) {
        for await (const receipt of whole.store(objects, signal)) {
          for (const id of (await orthanc.get('/instances')) as readonly string[]) {
            await fetch(`${orthanc.url}/instances/${id}`, { method: 'DELETE' });
          }
          yield receipt;
        }
      },
    };
    await signReport(desk, 'Second.');
    const row = await asked('failed');
    expect(row).toMatchObject({ state: 'delivered', commitment: { text: '0x0112 it has no such object' } });
    expect(needsSomebody(row)).toBe(true);
    expect(audited(desk, 'outbox.notCommitted')).toMatchObject([{ key: row.key }]);
    const [kept] = keptStudies(desk.store.index, ['St. Anna'], { at: null, leftOut: new Set() });
    expect(kept).toMatchObject({ deliveredAt: null, openWork: true });
    archive = whole;
    desk.outgoing.outbox.resend(row.outgoingId);
    expect(await asked('committed')).toMatchObject({
      state: 'delivered',
      key: row.key,
      attempts: 2,
      mayBeTwice: false,
    });
    expect(await orthanc.get('/instances')).toHaveLength(1);
  }, 60_000);
});

describe('storage commitment of an archive that does as it likes', () => {
  /** Transactions that it was asked for. */
  const transactions: string[] = [];

  /** Takes every object, and every question; says nothing by itself. */
  const silent = (): Promise<number> =>
    scriptedPeer({
      command: ({ command, data, line, send }) => {
        const isQuestion = command.field === COMMAND.nAction;
        if (isQuestion) transactions.push(/2\.25\.\d+/.exec(data.toString('latin1'))?.[0] ?? '');
        const field = (command.field ?? 0) | ANSWER;
        const { affectedClass, affectedInstance, messageId } = command;
        const answer = { field, respondingTo: messageId, affectedClass, affectedInstance, status: 0, hasData: false };
        // It does not stay for the two seconds in which it could still say it.
        void send(answer).then(() => (isQuestion ? line.close(closedEarly()) : undefined));
      },
    });

  /** Says to our own port that it keeps an object. @returns the status that it was answered with */
  async function say(calling: string, transactionUid: string, sopUid: string): Promise<number> {
    const settings = { kind: 'dimse', name: 'us', site: 'us', calledAe: 'NIGHTJAR', callingAe: calling, ...here };
    const never = new AbortController().signal;
    const wanted = [{ abstractSyntax: STORAGE_COMMITMENT, transferSyntaxes: IDENTIFIER_SYNTAXES }];
    const association = await openAssociation(peerOf(DimseSettings.parse(settings), {}), wanted, never);
    const context = association.requireContext([STORAGE_COMMITMENT]);
    const answer = operate<number>(association, 5000, (resolve) => (command) => {
      resolve(command.status ?? -1);
      return NO_DATA;
    });
    const event = { field: COMMAND.nEventReport, messageId: 1, affectedClass: STORAGE_COMMITMENT, eventType: 1 };
    const objects = [{ sopUid, sopClass: REPORT_CLASS }];
    await association.send(
      context,
      { ...event, affectedInstance: '1.2.840.10008.1.20.1.1', hasData: true },
      encodeReferences(transactionUid, objects, context.transferSyntax),
    );
    const status = await answer;
    association.abort(closedEarly());
    return status;
  }

  it('is asked for again under the same transaction, tells a person in the end, and believes a late answer of that archive alone', async () => {
    archive = atPort(await silent());
    await signReport(desk, 'Third.');
    for (let time = 1; time <= MOST_SILENT; time += 1) {
      const isAsked = (rows: readonly Outgoing[]): boolean => {
        const { asked: times, state } = newest(rows).commitment ?? { asked: 0, state: 'due' };
        return times === time && state === 'asked';
      };
      const row = newest(await until(desk, isAsked, 30_000));
      expect(row.state).toBe('delivered');
      ahead += 61 * MINUTE;
      desk.outgoing.outbox.wake();
    }
    const row = await asked('unanswered');
    expect(needsSomebody(row)).toBe(true);
    expect(transactions).toHaveLength(MOST_SILENT);
    expect(new Set(transactions).size).toBe(1);
    const [transaction = ''] = transactions;
    // Another site that may speak to us knows the number from somewhere.
    expect(await say('OTHER', transaction, row.key)).toBe(0);
    expect(newest(await until(desk, () => true)).commitment?.state).toBe('unanswered');
    expect(await say('ORTHANC', '2.25.1', row.key)).toBe(0);
    expect(await say('ORTHANC', transaction, row.key)).toBe(0);
    await asked('committed');
  }, 60_000);

  it('is refused where the archive does not offer it, and asked again when a person wants that', async () => {
    const port = await scriptedPeer({
      associate: (line, request) => {
        const isQuestion = request.contexts.some(({ abstractSyntax }) => abstractSyntax === STORAGE_COMMITMENT);
        accept(line, request, 16_384, isQuestion ? 3 : 0);
      },
      command: ({ command, send }) => {
        const { affectedClass, affectedInstance, messageId } = command;
        const field = (command.field ?? 0) | ANSWER;
        void send({ field, respondingTo: messageId, affectedClass, affectedInstance, status: 0, hasData: false });
      },
    });
    archive = atPort(port);
    await signReport(desk, 'Fourth.');
    const refused = await asked('refused');
    expect(refused.commitment?.text).toBe('it does not offer storage commitment');
    transactions.length = 0;
    archive = atPort(await silent());
    desk.outgoing.outbox.askAgain(refused.outgoingId);
    const row = await asked('asked');
    expect(row.state).toBe('delivered');
    expect(transactions).toHaveLength(1);
    expect(() => desk.outgoing.outbox.askAgain(row.outgoingId)).toThrow(/not possible/);
  }, 60_000);
});
