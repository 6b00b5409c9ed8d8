import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { WorkitemEvent, WorkitemService } from '../workitem-service.ts';
import type { WebLink } from './web-link.ts';

const MOST_ANSWER_BYTES = 64 * 1024;
/** An event says what changed, and no more. */
const MOST_EVENT_CHARACTERS = 256 * 1024;
/** For taking a subscription back when nobody waits for it any more, milliseconds. */
const LAST_MS = 2000;

/** UPS State Report and UPS Cancel Requested (PS3.4, table CC.2.4-1); the others say how far a task is. */
const KINDS: Readonly<Record<number, WorkitemEvent['kind']>> = { 1: 'state', 2: 'cancel' };

const one = <T extends z.ZodType>(value: T) => z.object({ Value: z.array(value).min(1) });
// Affected SOP Instance UID and Event Type ID: the task, and what of it.
const Event = z.object({ '00001000': one(z.string().max(64)), '00001002': one(z.coerce.number().int()) });

/**
 * Subscribes to tasks of a worklist and hears of them over a WebSocket (PS3.18, chapter 11), under a name that is of this connection alone and
 * taken back with it.
 */
export async function hearWorkitems(
  link: WebLink,
  [first, ...others]: readonly string[],
  { ready, event }: Parameters<WorkitemService['events']>[1],
  signal: AbortSignal,
): Promise<void> {
  if (first === undefined) return;
  // An AE title, at most 16 characters.
  const name = `NIGHTJAR${randomBytes(4).toString('hex').toUpperCase()}`;
  const ended = new AbortController();
  const failures: unknown[] = [];
  const rest = async (): Promise<void> => {
    try {
      for (const uid of others) await subscription(link, 'POST', [uid, name], signal);
      ready();
    } catch (error) {
      failures.push(error);
      ended.abort();
    }
  };
  try {
    const said = await subscription(link, 'POST', [first, name], signal);
    await link.client.listen({
      ...{ url: connection(link, name, said), most: MOST_EVENT_CHARACTERS },
      signal: AbortSignal.any([signal, ended.signal]),
      onOpen: () => void rest(),
      onText: (text) => {
        const heard = eventOf(text);
        if (heard !== null) event(heard);
      },
    });
    if (failures.length > 0) throw failures[0];
  } finally {
    // What cannot be taken back now is the site's to forget: nobody has that name any more.
    const last = AbortSignal.timeout(LAST_MS);
    const uids = [first, ...others];
    await Promise.allSettled(uids.map((uid) => subscription(link, 'DELETE', [uid, name], last)));
  }
}

/** @returns where the site says that events are to be had */
async function subscription(
  link: WebLink,
  method: 'POST' | 'DELETE',
  [uid, name]: readonly [string, string],
  signal: AbortSignal,
): Promise<string | null> {
  const answer = await link.client.send({
    ...{ url: link.url(['workitems', uid, 'subscribers', name]), method, signal },
    ...{ encoded: true, maxBytes: MOST_ANSWER_BYTES, headers: { accept: 'application/dicom+json' } },
    body: { bytes: 0, open: () => none() },
  });
  if (answer.status < 200 || answer.status > 299) throw await link.failure(answer);
  await answer.discard();
  return answer.header('content-location') ?? null;
}

/** At the site itself and as safe as the rest of it, whatever it says; only the path is taken from its words. */
function connection(link: WebLink, name: string, said: string | null): URL {
  const own = link.url(['subscribers', name]);
  if (said === null || !URL.canParse(said, own.href)) return own;
  const there = new URL(said, own.href);
  if (there.hostname !== own.hostname) return own;
  own.pathname = there.pathname;
  own.search = there.search;
  return own;
}

async function* none(): AsyncGenerator<Uint8Array> {
  yield* [];
}

/** Null: no event of a kind that is of use here, or none that can be read. */
function eventOf(text: string): WorkitemEvent | null {
  const parsed = Event.safeParse(jsonOf(text));
  if (!parsed.success) return null;
  const [uid] = parsed.data['00001000'].Value;
  const [type] = parsed.data['00001002'].Value;
  const kind = type === undefined ? undefined : KINDS[type];
  return uid === undefined || kind === undefined ? null : { uid, kind };
}

/** One object, or a list of one. */
function jsonOf(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? (value as readonly unknown[])[0] : value;
  } catch {
    // What is no JSON is no event; the task is asked about all the same.
    return null;
  }
}
