import { AppError, asAppError } from '../../../../shared/errors/app-error.ts';
import { LONGEST_ORDER } from '../../../../shared/rules/order-shape.ts';

/** A hotel's page, a broken server or no line at all: nobody waits longer. */
const TIMEOUT_MS = 10_000;

/** What a site answers to the question for orders. same: as when it was asked last. */
export type LineAnswer =
  { readonly kind: 'none' | 'same' } | { readonly kind: 'order'; readonly text: string; readonly etag: string | null };

export interface Question {
  /** As `OrderTerms` has it: https, or this very machine. */
  readonly address: string;
  readonly storeId: string;
  /** Of the last answer. */
  readonly etag: string | null;
}

/** Asks a site once. Redirects are an error. @throws AppError order/not-fetched */
export function fetchOrder({ address, storeId, etag }: Question, signal: AbortSignal): Promise<LineAnswer> {
  return onLine(async () => {
    const response = await fetch(placeOf(address, storeId), {
      ...{ redirect: 'error', signal: bounded(signal), cache: 'no-store' },
      headers: { accept: 'application/json', ...(etag === null ? {} : { 'if-none-match': etag }) },
    });
    if (response.status === 200) {
      return { kind: 'order', text: await textOf(response), etag: response.headers.get('etag') };
    }
    await response.body?.cancel();
    if (response.status === 304) return { kind: 'same' };
    if (response.status === 204 || response.status === 404) return { kind: 'none' };
    throw notFetched(`status ${response.status}`);
  });
}

/** Tells a site what became of its order. @throws AppError order/not-fetched */
export function postConfirmation(
  { address, storeId }: Omit<Question, 'etag'>,
  text: string,
  signal: AbortSignal,
): Promise<void> {
  return onLine(async () => {
    const response = await fetch(placeOf(address, storeId), {
      ...{ method: 'POST', redirect: 'error', signal: bounded(signal), cache: 'no-store', body: text },
      headers: { 'content-type': 'application/json' },
    });
    await response.body?.cancel();
    if (!response.ok) throw notFetched(`status ${response.status}`);
  });
}

function placeOf(address: string, storeId: string): string {
  return `${address}?store=${encodeURIComponent(storeId)}`;
}

function bounded(signal: AbortSignal): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
}

/** As much of it as an order may have; more is none. */
async function textOf(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  const reader = response.body?.getReader();
  for (let part = await reader?.read(); part?.done === false; part = await reader?.read()) {
    parts.push(part.value);
    bytes += part.value.length;
    if (bytes > LONGEST_ORDER) {
      await reader?.cancel();
      throw notFetched('the answer is too long');
    }
  }
  return Buffer.concat(parts).toString('utf8');
}

async function onLine<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw notFetched(asAppError(error).code, error);
  }
}

function notFetched(reason: string, cause?: unknown): AppError {
  return new AppError('order/not-fetched', 'the site could not be asked for orders', {
    ...{ retry: 'later', context: { reason } },
    ...(cause === undefined ? {} : { cause }),
  });
}
