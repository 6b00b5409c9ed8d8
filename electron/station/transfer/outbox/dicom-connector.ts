import { asAppError } from '../../../../shared/errors/app-error.ts';
import { MEASUREMENT_CLASS } from '../../dicom/write/sr-measurements.ts';
import { REPORT_CLASS } from '../../dicom/write/sr-report.ts';
import { EXPLICIT_LITTLE_ENDIAN } from '../../dicom/write/write-file.ts';
import type { OutgoingObject, Source, StoreReceipt } from '../../sources/source.ts';
import { linkCause } from '../link/link-cause.ts';
import { saidText } from './connector.ts';
import type { Connector, OutgoingContent, SendAnswer } from './connector.ts';

/** Instances of one of our own series that are looked through. */
const MOST_INSTANCES = 1000;
/** Bytes at a time. */
const CHUNK = 64 * 1024;

/**
 * Gives objects to a source that stores: STOW-RS or C-STORE, as it is set up.
 * @param open the source, as its settings are now; throws AppError source/unknown
 */
export function dicomConnector(open: () => Source): Connector {
  return {
    send: async (content, signal) => {
      const given = { bytes: false };
      try {
        const source = open();
        if (source.capabilities.store === null) {
          return { kind: 'not-sent', code: 'source/no-such-way', text: '', cause: 'server' };
        }
        const [receipt] = await receiptsOf(source, objectOf(content, given), signal);
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
function objectOf({ format, key, bytes, studyUid }: OutgoingContent, given: { bytes: boolean }): OutgoingObject {
  return {
    sopUid: key,
    sopClass: format === 'sr-measurements' ? MEASUREMENT_CLASS : REPORT_CLASS,
    studyUid,
    transferSyntax: EXPLICIT_LITTLE_ENDIAN,
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
