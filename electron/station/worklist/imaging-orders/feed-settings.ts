import { OrderFeeds } from '../../../../shared/model/order-feeds.ts';
import type { PersonId } from '../../../../shared/model/ids.ts';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { SourceSecrets } from '../../../../shared/model/source-settings.ts';
import { addressOf } from '../../../../shared/rules/source-address.ts';
import type { Commands } from '../../kernel/command.ts';
import type { Db } from '../../kernel/sqlite.ts';

const KEY = 'imaging-order-feeds';
const SINCE = { orders: 'imaging-order-since', reports: 'prior-report-since' } as const;

/** Where orders come from; nothing is on before somebody says so. */
export function orderFeeds(db: Db): OrderFeeds {
  const text = db.prepare<[string], string>('SELECT value FROM meta WHERE key = ?').pluck().get(KEY);
  return OrderFeeds.parse(text === undefined ? {} : JSON.parse(text));
}

/**
 * Secrets that are said to be `hidden` stay as they were.
 * @throws AppError source/credentials where a server moved, and its secrets were not given anew: they go to no other one
 */
export function setOrderFeeds(
  {
    index,
    commands,
    personId,
  }: { readonly index: Db; readonly commands: Pick<Commands, 'run'>; readonly personId: PersonId },
  wanted: OrderFeeds,
): OrderFeeds {
  const feeds = withKeptSecrets(wanted, orderFeeds(index));
  const { listener, fhir } = feeds;
  const detail = {
    listening: listener.on,
    peers: listener.peers.length,
    tls: listener.tls !== null,
    fhir: fhir.length,
  };
  commands.run({ name: 'imagingOrder.setFeeds', personId, subject: 'imaging-orders', detail }, (db) => {
    db.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)').run(KEY, JSON.stringify(feeds));
  });
  return feeds;
}

function withKeptSecrets(wanted: OrderFeeds, before: OrderFeeds): OrderFeeds {
  const { tls } = wanted.listener;
  const isKept = tls?.privateKey === 'hidden' && before.listener.tls !== null;
  return {
    listener: {
      ...wanted.listener,
      tls: tls !== null && isKept ? { ...tls, privateKey: before.listener.tls?.privateKey ?? '' } : tls,
    },
    fhir: wanted.fhir.map((feed) => {
      const known = before.fhir.find(({ server }) => server.name === feed.server.name);
      const isSame = known !== undefined && addressOf(known.server) === addressOf(feed.server);
      if (isSame) return { ...feed, secrets: keptSecrets(feed.secrets, known.secrets) };
      if (Object.values(feed.secrets).includes('hidden')) {
        throw new AppError('source/credentials', 'the server moved: its secrets are to be given anew');
      }
      return feed;
    }),
  };
}

/** A certificate is never shown, not even as `hidden`: it stays unless another one comes. */
function keptSecrets(wanted: SourceSecrets, kept: SourceSecrets): SourceSecrets {
  const known = Object.entries(wanted).map(([name, secret]) => [
    name,
    secret === 'hidden' && name in kept ? kept[name as keyof SourceSecrets] : secret,
  ]);
  const certificate = wanted.certificate ?? kept.certificate;
  return SourceSecrets.parse({ ...Object.fromEntries(known), ...(certificate === undefined ? {} : { certificate }) });
}

/** How far orders or reports of a FHIR server were taken, as it writes times; null: never. */
export function takenUntil(db: Db, what: keyof typeof SINCE, feed: string): string | null {
  const key = `${SINCE[what]}:${feed}`;
  return db.prepare<[string], string>('SELECT value FROM meta WHERE key = ?').pluck().get(key) ?? null;
}

/** A place in what was read: losing it only makes the same come once more, which changes nothing. */
export function setTakenUntil(db: Db, what: keyof typeof SINCE, feed: string, at: string): void {
  db.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)').run(`${SINCE[what]}:${feed}`, at);
}
