import net from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { asAppError } from '../../../../shared/errors/app-error.ts';
import type { AppError } from '../../../../shared/errors/app-error.ts';
import { EXPLICIT_LITTLE } from '../../../../shared/dicom/transfer-syntax.ts';
import type { SourceStepResult } from '../../../../shared/model/source.ts';
import type { DimseSource } from '../../../../electron/station/sources/dimse/dimse-source.ts';
import type { OutgoingObject } from '../../../../electron/station/sources/source.ts';
import { ANSWER, COMMAND } from '../../../../electron/station/sources/dimse/wire/command-set.ts';
import { encodeIdentifier } from '../../../../electron/station/sources/dimse/wire/identifier.ts';
import { key } from '../../../../electron/station/sources/dimse/wire/key.ts';
import { encodeReject } from '../../../../electron/station/sources/dimse/wire/pdu.ts';
import { fileHead } from '../../../../electron/station/sources/dimse/wire/part10.ts';
import { all, freePort, never, newLink, source } from './dimse-bench.ts';
import { Received } from './received.ts';
import { accept, rawPeer, scriptedPeer } from './scripted-peer.ts';
import type { Conversation, Script } from './scripted-peer.ts';

const link = newLink();
afterAll(() => link.close());

/** Short patience, so that silence is heard soon. */
const WAITS = { connectMs: 1000, answerMs: 500, idleMs: 400 };
const CT = '1.2.840.10008.5.1.4.1.1.2';
const REQUEST = { studyUid: '1.2.3' };

const opened = (port: number, more: object = {}): DimseSource => source(link, port, { waits: WAITS, ...more });

async function errorOf(work: Promise<unknown>): Promise<AppError> {
  try {
    await work;
  } catch (error) {
    return asAppError(error);
  }
  throw new Error('it did not fail');
}

async function failedStep(port: number, more: object = {}): Promise<SourceStepResult> {
  const steps = await all(opened(port, more).test(never));
  const failed = steps.find(({ state }) => state === 'failed');
  if (failed === undefined) throw new Error('no step failed');
  return failed;
}

const rejecting = (result: number, origin: number, reason: number): Script => ({
  associate: (line) => line.write(encodeReject(result, origin, reason)),
});

/** Answers queries with nothing, and a retrieve as the test says. */
const retrieving = (onRetrieve: (conversation: Conversation) => void): Script => ({
  command: (conversation) => {
    const { command, send } = conversation;
    if (command.field === COMMAND.cFind) {
      void send({ field: COMMAND.cFind | ANSWER, respondingTo: command.messageId, status: 0, hasData: false });
    } else if (command.field === COMMAND.cGet) {
      onRetrieve(conversation);
    }
  },
});

const getAnswer = (
  conversation: Conversation,
  status: number,
  counts: object,
  hasData = false,
): Parameters<Conversation['send']>[0] => ({
  field: COMMAND.cGet | ANSWER,
  respondingTo: conversation.command.messageId,
  status,
  hasData,
  ...counts,
});

/** One object as a peer sends it on a C-GET. */
async function sendObject({ request, send }: Conversation, sopUid: string, data: Uint8Array): Promise<void> {
  const context = request.contexts.find(({ abstractSyntax }) => abstractSyntax === CT);
  const store = {
    field: COMMAND.cStore,
    messageId: 7,
    affectedClass: CT,
    affectedInstance: sopUid,
    priority: 0,
    hasData: true,
  };
  await send(store, data, context?.id ?? 0);
}

describe('F22: an association that is not agreed on says why, each in words of its own', () => {
  it.each([
    ['called AE title unknown', rejecting(1, 1, 7), 'source/refused', /AE title by which it was called/, /capitals/],
    ['calling AE title unknown', rejecting(1, 1, 3), 'source/refused', /does not know this station/, /address/],
    ['no reason', rejecting(1, 1, 1), 'source/refused', /gave no reason/, /Ask/],
    ['busy', rejecting(2, 3, 2), 'source/busy', /no further association for now/, /later/],
    [
      'no context',
      { associate: (line, request) => accept(line, request, 16_384, 3) } as Script,
      'source/refused',
      /does not offer this service/,
      /Ask/,
    ],
    [
      'aborted',
      { associate: (line) => line.abort(asAppError(null)) } as Script,
      'source/unreachable',
      /broke the association off/,
      /Ask/,
    ],
  ] as const)('%s', async (_name, script, code, words, next) => {
    const port = await scriptedPeer(script);
    expect((await errorOf(all(opened(port).studies({}, { signal: never })))).code).toBe(code);
    const step = await failedStep(port);
    expect(step.step).toBe('association');
    expect(step.words).toMatch(words);
    expect(step.next).toMatch(next);
  });

  it('nobody listens, nobody knows the name, something else than DICOM answers', async () => {
    const none = await failedStep(await freePort());
    expect(none).toMatchObject({ step: 'port', words: expect.stringMatching(/nothing answers on this port/) });
    const nobody = await failedStep(1, { host: 'no-such-host.invalid', insideTunnel: true });
    expect(nobody).toMatchObject({ step: 'name', words: expect.stringMatching(/Nobody knows this name/) });
    const web = await rawPeer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    expect(await failedStep(web)).toMatchObject({ step: 'association', words: expect.stringMatching(/protocol/) });
  });

  it('says that the VPN is down where the host behind it does not answer', async () => {
    const tunnelHost = { host: '127.0.0.1', port: await freePort() };
    const error = await errorOf(opened(await freePort(), { tunnelHost }).probe(never));
    expect(error.code).toBe('source/tunnel-down');
  });

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
});

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

describe('F23: what a peer says of its sub-operations', () => {
  it('names those that failed, counts those that are not named, and warnings', async () => {
    const port = await scriptedPeer(
      retrieving((conversation) => {
        const { contextId, request, send } = conversation;
        const syntax = request.contexts.find(({ id }) => id === contextId)?.transferSyntaxes[0] ?? '';
        const list = encodeIdentifier([key('failedSopInstances', '1.2.3.1\\1.2.3.2')], syntax);
        const counts = { remaining: 0, completed: 4, failed: 3, warning: 1 };
        void sendObject(conversation, '1.2.3.9', Buffer.alloc(1000)).then(() =>
          send(getAnswer(conversation, 0xb000, counts, true), list),
        );
      }),
    );
    const sink = new Received();
    const outcome = await opened(port).retrieve(REQUEST, sink, never);
    expect(outcome).toEqual({
      announced: 8,
      warnings: 1,
      failed: [
        { sopUid: '1.2.3.1', status: '0xB000' },
        { sopUid: '1.2.3.2', status: '0xB000' },
        { sopUid: null, status: '0xB000' },
      ],
    });
    expect([...sink.files.keys()]).toEqual(['1.2.3.9']);
  });

  it.each([
    [0xa701, 'source/busy'],
    [0xa900, 'source/refused'],
    [0xc001, 'source/server-error'],
  ] as const)('status %i with nothing done is an error', async (status, code) => {
    const port = await scriptedPeer(
      retrieving(
        (conversation) => void conversation.send(getAnswer(conversation, status, { completed: 0, failed: 0 })),
      ),
    );
    expect((await errorOf(opened(port).retrieve(REQUEST, new Received(), never))).code).toBe(code);
  });

  it('does not wait for ever for a peer that says "pending" for ever', async () => {
    const port = await scriptedPeer(
      retrieving((conversation) => {
        const pending = getAnswer(conversation, 0xff00, { remaining: 5, completed: 0, failed: 0, warning: 0 });
        const timer = setInterval(() => {
          if (conversation.line.isClosed) clearInterval(timer);
          else void conversation.send(pending);
        }, 50);
      }),
    );
    expect((await errorOf(opened(port).retrieve(REQUEST, new Received(), never))).code).toBe('source/timed-out');
  });

  it('gives up an object whose line dies in the middle, and says so to the sink', async () => {
    const port = await scriptedPeer(
      retrieving((conversation) => {
        const context = conversation.request.contexts.find(({ abstractSyntax }) => abstractSyntax === CT);
        const store = {
          field: COMMAND.cStore,
          messageId: 7,
          affectedClass: CT,
          affectedInstance: '1.9',
          hasData: true,
        };
        void conversation.line.send(context?.id ?? 0, store, halfOf(conversation), 0).catch(() => undefined);
      }),
    );
    const sink = new Received();
    expect((await errorOf(opened(port).retrieve(REQUEST, sink, never))).code).toBe('source/unreachable');
    expect(sink.files.size).toBe(0);
    expect(sink.aborted).toEqual(['source/unreachable']);
  });

  it('ends a query that the peer never ends, though it was cancelled', async () => {
    const port = await scriptedPeer({
      command: ({ command, line, send, request, contextId }) => {
        if (command.field !== COMMAND.cFind) return;
        const syntax = request.contexts.find(({ id }) => id === contextId)?.transferSyntaxes[0] ?? '';
        const match = encodeIdentifier([key('studyUid', '1.2.3')], syntax);
        const timer = setInterval(() => {
          if (line.isClosed) clearInterval(timer);
          else
            void send(
              { field: COMMAND.cFind | ANSWER, respondingTo: command.messageId, status: 0xff00, hasData: true },
              match,
            );
        }, 5);
      },
    });
    expect(await all(opened(port).studies({}, { signal: never, limit: 3 }))).toHaveLength(3);
  });
});

async function* halfOf({ line }: Conversation): AsyncGenerator<Uint8Array> {
  yield Buffer.alloc(600_000);
  yield Buffer.alloc(600_000);
  line.abort(asAppError(null));
}

describe('F18: a peer that falls silent', () => {
  it('is told from one that answers, if only to refuse', async () => {
    await opened(await scriptedPeer(rejecting(1, 1, 7))).probe(never);
    expect((await errorOf(opened(await freePort()).probe(never))).code).toBe('source/unreachable');
  });

  it('takes the connection and never answers', async () => {
    const port = await rawPeer(() => undefined);
    const error = await errorOf(opened(port).probe(never));
    expect(error).toMatchObject({ code: 'source/timed-out', retry: 'later' });
  });

  it('stops in the middle of an object, while another retrieve goes on', async () => {
    const stalled = await scriptedPeer(
      retrieving((conversation) => {
        const context = conversation.request.contexts.find(({ abstractSyntax }) => abstractSyntax === CT);
        const store = {
          field: COMMAND.cStore,
          messageId: 7,
          affectedClass: CT,
          affectedInstance: '1.9',
          hasData: true,
        };
        void conversation.line.send(context?.id ?? 0, store, stall(), 0).catch(() => undefined);
      }),
    );
    const well = await scriptedPeer(
      retrieving((conversation) => {
        void sendObject(conversation, '1.8', Buffer.alloc(1000)).then(() =>
          conversation.send(getAnswer(conversation, 0, { completed: 1 })),
        );
      }),
    );
    const first = new Received();
    const waiting = errorOf(opened(stalled).retrieve(REQUEST, first, never));
    const second = new Received();
    await opened(well).retrieve(REQUEST, second, never);
    expect([...second.files.keys()]).toEqual(['1.8']);
    expect((await waiting).code).toBe('source/timed-out');
    expect(first.aborted).toEqual(['source/timed-out']);
  });

  it('does not blame the peer when it is our own sink that is slow', async () => {
    const port = await scriptedPeer(
      retrieving((conversation) => {
        void sendObject(conversation, '1.8', Buffer.alloc(20_000_000)).then(() =>
          conversation.send(getAnswer(conversation, 0, { completed: 1 })),
        );
      }),
    );
    const sink = new Received();
    let waited = false;
    sink.beforeWrite = async () => {
      if (waited) return;
      waited = true;
      await new Promise((resolve) => setTimeout(resolve, 1200));
    };
    await opened(port).retrieve(REQUEST, sink, never);
    expect(sink.files.get('1.8')?.length).toBeGreaterThan(20_000_000);
  });
});

async function* stall(): AsyncGenerator<Uint8Array> {
  yield Buffer.alloc(300_000);
  yield Buffer.alloc(300_000);
  await new Promise(() => undefined);
}

describe('a slow store slows the line', () => {
  it('no more than a window is on its way, however much the peer would send', async () => {
    let sent = 0;
    const port = await scriptedPeer(
      retrieving((conversation) => {
        const context = conversation.request.contexts.find(({ abstractSyntax }) => abstractSyntax === CT);
        const store = {
          field: COMMAND.cStore,
          messageId: 7,
          affectedClass: CT,
          affectedInstance: '1.9',
          hasData: true,
        };
        void conversation.line
          .send(
            context?.id ?? 0,
            store,
            counted((bytes) => (sent += bytes)),
            0,
          )
          .catch(() => undefined);
      }),
    );
    const stop = new AbortController();
    const sink = new Received();
    let open: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (open = resolve));
    sink.beforeWrite = () => held;
    const running = errorOf(source(link, port).retrieve(REQUEST, sink, stop.signal));
    await expect.poll(() => steady(() => sent), { timeout: 30_000 }).toBe(true);
    // The window of 8 MB, and what the two sockets hold between them.
    expect(sent).toBeLessThan(40_000_000);
    open();
    await expect.poll(() => sent, { timeout: 30_000 }).toBeGreaterThan(60_000_000);
    stop.abort();
    expect((await running).code).toBe('request/cancelled');
  });
});

async function* counted(add: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < 400; at += 1) {
    const chunk = Buffer.alloc(500_000);
    add(chunk.length);
    yield chunk;
  }
}

async function steady(value: () => number): Promise<boolean> {
  const before = value();
  await new Promise((resolve) => setTimeout(resolve, 500));
  return before > 0 && before === value();
}

describe('a peer that does not speak TLS', () => {
  it('is told from one whose certificate does not hold', async () => {
    const server = net.createServer((socket) => socket.on('error', () => socket.destroy()).end('no'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const step = await failedStep(port, { tls: {} });
    expect(step.words).toMatch(/speaks no TLS/);
    server.close();
  });
});
