import { assertNever } from '../../../shared/lib/assert-never.ts';
import type { OrderNotice } from '../../../shared/model/order.ts';

export interface OrderWords {
  /** What happened, without a full stop. */
  readonly title: string;
  /** What became of the data, then what to do. */
  readonly lines: readonly string[];
}

/** What an order did, in words for whoever sits there. Nothing of a patient is in it. */
export function orderWords(notice: OrderNotice): OrderWords {
  const { title, lines } = wordsOf(notice);
  const why = notice.reason === null ? [] : [`The site says: “${notice.reason}”`];
  const from = `By order ${notice.number} of ${notice.siteName}, ${minute(notice.at)} UTC.`;
  return { title, lines: [from, ...why, ...lines] };
}

function wordsOf(notice: OrderNotice): OrderWords {
  const { kind, outcome, siteName } = notice;
  if (outcome === 'waiting') return waitingWords(notice);
  if (outcome === 'refused') {
    return { title: `An order of ${siteName} was not carried out`, lines: [notCarriedOut(notice.because)] };
  }
  switch (kind) {
    case 'revoke':
      return outcome === 'held' ? heldWords(notice) : revokedWords(notice);
    case 'hold':
      return heldWords(notice);
    case 'lift':
      return { title: `${siteName} has lifted its hold`, lines: ['Everything is as you left it.'] };
    case 'wipe-site':
      return {
        title: `The studies of ${siteName} were taken back`,
        lines: [
          `${count(notice.studies, 'study', 'studies')} erased for good, with their reports and drawings.`,
          ...lost(notice),
          'Studies of other sites are as they were. Unlock to go on.',
        ],
      };
    case 'wipe-store':
      return {
        title: 'This station was wiped',
        lines: [
          `Its keys were destroyed: ${count(notice.studies, 'study', 'studies')} and every report on it can be read by nobody.`,
          ...lost(notice),
          'Call the site if you did not expect this. To read again, set the station up anew and import a site profile.',
        ],
      };
    default:
      return assertNever(kind);
  }
}

function revokedWords({ personName, because }: OrderNotice): OrderWords {
  const name = personName ?? 'Somebody';
  if (because === 'access/revoked') {
    return { title: `${name} had no access to this station any more`, lines: ['Nothing was changed.'] };
  }
  return {
    title: `Access of ${name} to this station has ended`,
    lines: [
      'Their passphrase opens nothing any more. Signed reports stay; drafts stay locked in the store.',
      `If you are ${name}: call the site. Everybody else unlocks as before.`,
    ],
  };
}

function heldWords({ siteName }: OrderNotice): OrderWords {
  return {
    title: `${siteName} has put this station on hold`,
    lines: [
      'Everything is kept, and locked: nobody can open it until the site lifts the hold.',
      'Call the site. Then unlock with a network at hand: the station asks the site at each unlock. Without a network, bring its order as a file.',
    ],
  };
}

function waitingWords({ kind, loss, expiresAt, siteName }: OrderNotice): OrderWords {
  const what = kind === 'wipe-store' ? 'to wipe this station' : 'to take its studies back';
  return {
    title: `${siteName} has ordered ${what}; your work is waited for`,
    lines: [
      `It would cost ${lossWords(loss)}. The site knows.`,
      'Sign or discard what is begun, and export what is signed: then it is carried out by itself, and the station locks.',
      ...(expiresAt === null ? [] : [`The order ends ${minute(expiresAt)} UTC.`]),
    ],
  };
}

function lost({ loss }: OrderNotice): readonly string[] {
  return loss.unsigned + loss.notGivenOn === 0 ? [] : [`Lost with it: ${lossWords(loss)}.`];
}

function lossWords({ unsigned, notGivenOn }: OrderNotice['loss']): string {
  return [
    ...(unsigned === 0 ? [] : [count(unsigned, 'unsigned draft', 'unsigned drafts')]),
    ...(notGivenOn === 0
      ? []
      : [count(notGivenOn, 'signed report that was never exported', 'signed reports that were never exported')]),
  ].join(' and ');
}

function notCarriedOut(because: string | null): string {
  if (because === 'access/unknown-person')
    return 'The store does not know the person whom it names. Nothing was changed.';
  if (because === 'order/expired') return 'Its time ended while it waited for your work. Nothing was erased.';
  if (because === 'order/older-number') return 'A newer order took its place. Nothing was erased.';
  return 'Nothing was changed.';
}

/** Whether it goes on being said until things change, so that nobody can put it aside. */
export function stands({ kind, outcome }: OrderNotice): boolean {
  return outcome === 'waiting' || outcome === 'held' || (kind === 'hold' && outcome === 'done');
}

function count(n: number, one: string, many: string): string {
  return `${n} ${n === 1 ? one : many}`;
}

function minute(at: string): string {
  return at.slice(0, 16).replace('T', ' ');
}
