import { afterAll, describe, expect, it } from 'vitest';
import { asAppError } from '../../../../shared/errors/app-error.ts';
import type { DimseSource } from '../../../../electron/station/sources/dimse/dimse-source.ts';
import { ANSWER, COMMAND } from '../../../../electron/station/sources/dimse/wire/command-set.ts';
import { encodeIdentifier } from '../../../../electron/station/sources/dimse/wire/identifier.ts';
import { key } from '../../../../electron/station/sources/dimse/wire/key.ts';
import { CT, errorOf, rejecting, WAITS } from './answers-bench.ts';
import { all, freePort, never, newLink, source } from './dimse-bench.ts';
import { Received } from './received.ts';
import { rawPeer, scriptedPeer } from './scripted-peer.ts';
import type { Conversation, Script } from './scripted-peer.ts';

const REQUEST = { studyUid: '1.2.3' };

const link = newLink();
afterAll(() => link.close());

const opened = (port: number): DimseSource => source(link, port, { waits: WAITS });

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

/** One object as a peer sends it on a C-GET, as far as the line bears. */
async function sendObject(
  { request, line }: Conversation,
  sopUid: string,
  data: Uint8Array | AsyncIterable<Uint8Array>,
): Promise<void> {
  const context = request.contexts.find(({ abstractSyntax }) => abstractSyntax === CT);
  const store = {
    field: COMMAND.cStore,
    messageId: 7,
    affectedClass: CT,
    affectedInstance: sopUid,
    priority: 0,
    hasData: true,
  };
  await line.send(context?.id ?? 0, store, data, 0).catch(() => undefined);
}

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
        void sendObject(conversation, '1.9', halfOf(conversation));
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
        void sendObject(conversation, '1.9', stall());
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
        void sendObject(
          conversation,
          '1.9',
          counted((bytes) => (sent += bytes)),
        );
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
