import { afterAll, describe, expect, it } from 'vitest';
import { asAppError } from '../../../../shared/errors/app-error.ts';
import { EXPLICIT_LITTLE } from '../../../../shared/dicom/transfer-syntax.ts';
import type { DimseSource } from '../../../../electron/station/sources/dimse/dimse-source.ts';
import type { OutgoingObject } from '../../../../electron/station/sources/source.ts';
import { ANSWER, COMMAND } from '../../../../electron/station/sources/dimse/wire/command-set.ts';
import { fileHead } from '../../../../electron/station/sources/dimse/wire/part10.ts';
import { CT, errorOf, WAITS } from './answers-bench.ts';
import { all, never, newLink, source } from './dimse-bench.ts';
import { accept, scriptedPeer } from './scripted-peer.ts';

const link = newLink();
afterAll(() => link.close());

const opened = (port: number): DimseSource => source(link, port, { waits: WAITS });

/** A file whose data set is some bytes that nobody reads. */
function object(sopUid: string, dataSet: Buffer, more: Partial<OutgoingObject> = {}): OutgoingObject {
  // The beginning looks like a data set: that is all that is looked at on the way.
  const file = Buffer.concat([fileHead({ sopClass: CT, sopUid, transferSyntax: EXPLICIT_LITTLE }), dataSet]);
  return {
    sopUid,
    sopClass: CT,
    studyUid: '1.2.3',
    transferSyntax: EXPLICIT_LITTLE,
    bytes: file.length,
    open: async function* () {
      for (let at = 0; at < file.length; at += 10_000) yield file.subarray(at, at + 10_000);
    },
    ...more,
  };
}

describe('what a peer says of an object that it was sent', () => {
  it('sends in pieces of 4 KB to a peer that takes no more', async () => {
    const pixels = Buffer.alloc(100_001, 7);
    const heard: Buffer[] = [];
    const port = await scriptedPeer({
      maxPdu: 4096,
      command: ({ command, data, send }) => {
        heard.push(data);
        const { messageId: respondingTo, affectedInstance } = command;
        void send({ field: COMMAND.cStore | ANSWER, respondingTo, affectedInstance, status: 0, hasData: false });
      },
    });
    const receipts = await all(opened(port).store([object('1.2.3.4', pixels)], never));
    expect(receipts).toEqual([{ sopUid: '1.2.3.4', state: 'stored', status: '0x0000' }]);
    expect(heard[0]?.equals(pixels)).toBe(true);
  });

  it.each([
    [0x0000, 'stored'],
    [0xb000, 'stored'],
    [0xb007, 'stored'],
    [0xa700, 'failed'],
    [0x0110, 'failed'],
    [0xa900, 'refused'],
    [0xc000, 'refused'],
    [0x0122, 'refused'],
  ] as const)('status %i is %s', async (status, state) => {
    const port = await scriptedPeer({
      command: ({ command, send }) =>
        void send({ field: COMMAND.cStore | ANSWER, respondingTo: command.messageId, status, hasData: false }),
    });
    const [receipt] = await all(opened(port).store([object('1.2', Buffer.alloc(10))], never));
    expect(receipt).toEqual({
      sopUid: '1.2',
      state,
      status: `0x${status.toString(16).toUpperCase().padStart(4, '0')}`,
    });
  });

  it('refuses what it gets no context for, and sends the others', async () => {
    const port = await scriptedPeer({
      associate: (line, request) => {
        const taken = request.contexts.filter(({ abstractSyntax }) => abstractSyntax === CT);
        accept(line, { ...request, contexts: taken });
      },
      command: ({ command, send }) =>
        void send({ field: COMMAND.cStore | ANSWER, respondingTo: command.messageId, status: 0, hasData: false }),
    });
    const odd = object('1.5', Buffer.alloc(10), { sopClass: '1.2.9.9' });
    const receipts = await all(opened(port).store([odd, object('1.6', Buffer.alloc(10))], never));
    expect(receipts.map(({ state }) => state)).toEqual(['refused', 'stored']);
    expect(receipts[0]?.status).toContain('not taken: class 1.2.9.9');
  });

  it('F19: never passes off a file that cannot be read to its end as a whole one', async () => {
    const heard: number[] = [];
    const port = await scriptedPeer({ command: ({ data }) => heard.push(data.length) });
    const broken = object('1.7', Buffer.alloc(0), {
      open: async function* () {
        yield fileHead({ sopClass: CT, sopUid: '1.7', transferSyntax: EXPLICIT_LITTLE });
        yield Buffer.alloc(200_000);
        throw new Error('the disk failed');
      },
    });
    expect((await errorOf(all(opened(port).store([broken], never)))).code).toBe('source/incomplete');
    expect(heard).toEqual([]);
  });

  it('gives the receipts that came before the line died', async () => {
    let count = 0;
    const port = await scriptedPeer({
      command: ({ line, command, send }) => {
        count += 1;
        if (count === 2) line.abort(asAppError(null));
        else void send({ field: COMMAND.cStore | ANSWER, respondingTo: command.messageId, status: 0, hasData: false });
      },
    });
    const got: string[] = [];
    const sending = opened(port).store([object('1.1', Buffer.alloc(10)), object('1.2', Buffer.alloc(10))], never);
    const error = await errorOf(
      (async () => {
        for await (const { sopUid } of sending) got.push(sopUid);
      })(),
    );
    expect(error.code).toBe('source/unreachable');
    expect(got).toEqual(['1.1']);
  });
});

describe('storage commitment', () => {
  it('is heard where the peer says it on the same association', async () => {
    const answered: (number | undefined)[] = [];
    const port = await scriptedPeer({
      command: ({ command, contextId, data, line, send }) => {
        if (command.field !== COMMAND.nAction) {
          answered.push(command.status);
          return;
        }
        const event = {
          field: COMMAND.nEventReport,
          messageId: 3,
          affectedClass: command.requestedClass,
          eventType: 1,
        };
        void send({ field: COMMAND.nAction | ANSWER, respondingTo: command.messageId, status: 0, hasData: false })
          // What was asked for is what is answered for: the same list.
          .then(() => line.send(contextId, { ...event, hasData: true }, data, 0));
      },
    });
    const objects = [{ sopUid: '1.2.3', sopClass: CT }];
    expect(await opened(port).commit('2.25.77', objects, never)).toEqual({
      transactionUid: '2.25.77',
      committed: ['1.2.3'],
      failed: [],
    });
    expect(answered).toEqual([0]);
  });
});
