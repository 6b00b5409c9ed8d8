import { entryOf } from '../../../../shared/lib/entry-of.ts';
import { AppError, asAppError } from '../../../../shared/errors/app-error.ts';
import type { DimseSource } from '../../sources/dimse/dimse-source.ts';
import type { OutgoingObject, Source, StoreReceipt } from '../../sources/source.ts';
import { linkCause } from '../link/link-cause.ts';
import { saidText } from './connector.ts';
import type { CommitmentAnswer, Connector, OutgoingContent, SendAnswer } from './connector.ts';

/** A source, and the asking for storage commitment where it knows that. */
export type CommittingSource = Source & Partial<Pick<DimseSource, 'commit'>>;

/** Instances of one of our own series that are looked through. */
const MOST_INSTANCES = 1000;
/** Bytes at a time. */
const CHUNK = 64 * 1024;

/**
 * Gives objects to a source that stores: STOW-RS or C-STORE, as it is set up.
 * @param open the source, as its settings are now; throws AppError source/unknown
 */
export function dicomConnector(open: () => CommittingSource): Connector {
  return {
    send: async (content, signal) => {
      const given = { bytes: false };
      try {
        const source = open();
        if (source.capabilities.store === null) {
          return { kind: 'not-sent', code: 'source/no-such-way', text: '', cause: 'server' };
        }
        const object = objectOf(content, given);
        const [receipt] = await receiptsOf(source, object, signal);
        return receipt === undefined
          ? { kind: 'unanswered', code: 'outbox/no-receipt', text: '', cause: null }
          : answerOf(receipt, source.capabilities.store);
      } catch (error) {
        return failureOf(error, given.bytes);
      }
    },
    find: async ({ studyUid, seriesUid, key }, signal) => {
      for await (const { sopUid } of open().instances(studyUid, seriesUid, { signal, limit: MOST_INSTANCES })) {
        if (sopUid === key) return true;
      }
      return false;
    },
    commit: async (transactionUid, sopUid, sopClass, signal) => {
      try {
        const source = open();
        if (source.commit === undefined || !source.capabilities.storageCommitment) {
          return { kind: 'refused', text: 'this source cannot be asked, or has nowhere to answer to' };
        }
        const said = await source.commit(transactionUid, [{ sopUid, sopClass }], signal);
        return said === null ? { kind: 'accepted' } : { kind: 'said', ...outcomeOf(said, sopUid) };
      } catch (error) {
        return notAsked(error);
      }
    },
    probe: (signal) => open().probe(signal),
    // The source is somebody else's.
    close: () => Promise.resolve(),
  };
}

async function receiptsOf(source: Source, object: OutgoingObject, signal: AbortSignal): Promise<StoreReceipt[]> {
  const receipts: StoreReceipt[] = [];
  for await (const receipt of source.store([object], signal)) {
    if (receipt.sopUid === object.sopUid) receipts.push(receipt);
  }
  return receipts;
}

/** Notes when its first bytes are taken to be sent. */
function objectOf({ object, key, bytes, studyUid }: OutgoingContent, given: { bytes: boolean }): OutgoingObject {
  if (object === null) throw new AppError('internal/bug', 'what goes to an archive is an object');
  return {
    ...{ sopUid: key, sopClass: object.sopClass, studyUid, transferSyntax: object.transferSyntax },
    bytes: bytes.length,
    async *open() {
      given.bytes = true;
      for (let at = 0; at < bytes.length; at += CHUNK) {
        await Promise.resolve();
        yield bytes.slice(at, at + CHUNK);
      }
    },
  };
}

function answerOf({ state, status }: StoreReceipt, way: 'stow' | 'c-store'): SendAnswer {
  const text = saidText(`${way === 'stow' ? 'STOW-RS' : 'C-STORE'} ${status}`);
  switch (state) {
    case 'stored':
      return { kind: 'delivered', text };
    case 'refused':
      return { kind: 'refused', code: 'outbox/refused', text };
    case 'failed':
      return { kind: 'later', code: 'source/refused', text, waitMs: null };
    case 'unknown':
      return { kind: 'unanswered', code: 'outbox/no-receipt', text, cause: 'server' };
  }
}

function failureOf(error: unknown, gaveBytes: boolean): SendAnswer {
  const known = asAppError(error);
  if (known.family === 'bug') throw known;
  const cause = linkCause(known);
  const { code } = known;
  if (!gaveBytes) return { kind: 'not-sent', code, text: '', cause: cause ?? 'server' };
  return { kind: 'unanswered', code, text: '', cause };
}

/** What an archive said of one object. What it does not name it does not answer for. */
export function outcomeOf(
  said: {
    readonly committed: readonly string[];
    readonly failed: readonly { readonly sopUid: string; readonly status: string }[];
  },
  sopUid: string,
): { readonly committed: boolean; readonly text: string } {
  const failed = said.failed.find((one) => one.sopUid === sopUid);
  if (failed !== undefined)
    return { committed: false, text: saidText(entryOf(FAILURE_WORDS, failed.status) ?? failed.status) };
  const committed = said.committed.includes(sopUid);
  return { committed, text: committed ? '' : 'not named in what it said' };
}

/** Part 3, C.14-1. */
const FAILURE_WORDS: Readonly<Record<string, string>> = {
  '0x0110': '0x0110 processing failure',
  '0x0112': '0x0112 it has no such object',
  '0x0119': '0x0119 the class is not as it knows it',
  '0x0122': '0x0122 it does not keep objects of this class',
  '0x0131': '0x0131 the transaction is there already',
  '0x0213': '0x0213 out of resources',
};

function notAsked(error: unknown): CommitmentAnswer {
  const known = asAppError(error);
  if (known.family === 'bug') throw known;
  const { cause, status } = known.context;
  if (cause === 'no-context') return { kind: 'refused', text: 'it does not offer storage commitment' };
  if (cause === 'status' && known.code === 'source/refused') return { kind: 'refused', text: saidText(String(status)) };
  return { kind: 'not-asked', code: known.code, cause: linkCause(known) };
}
