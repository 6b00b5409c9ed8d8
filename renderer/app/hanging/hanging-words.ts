import type { Response } from '../../../shared/contract/index.ts';
import type { ProtocolEntry, ProtocolFilePreview } from '../../../shared/hanging/protocol/kept.ts';
import { sourceOf } from '../../../shared/model/kept-document.ts';
import type { DocumentOwner, DocumentSource } from '../../../shared/model/kept-document.ts';
import { scopeWords } from '../document-words.ts';

/** All that there is of one id, what counts for the reader first. */
export interface ProtocolGroup {
  readonly id: string;
  readonly name: string;
  readonly entries: readonly [ProtocolEntry, ...ProtocolEntry[]];
}

const RANK: readonly ProtocolEntry['scope'][] = ['user', 'group', 'site', 'shipped'];
const STANDING: readonly ProtocolEntry['state'][] = ['in-force', 'off', 'replaced', 'unreadable', 'removed'];

/** By the name of what counts. */
export function groupedProtocols(entries: readonly ProtocolEntry[]): readonly ProtocolGroup[] {
  const byId = new Map<string, [ProtocolEntry, ...ProtocolEntry[]]>();
  for (const entry of entries) {
    const known = byId.get(entry.id);
    if (known) known.push(entry);
    else byId.set(entry.id, [entry]);
  }
  const order = (a: ProtocolEntry, b: ProtocolEntry): number =>
    STANDING.indexOf(a.state) - STANDING.indexOf(b.state) || RANK.indexOf(a.scope) - RANK.indexOf(b.scope);
  return [...byId]
    .map(([id, all]) => {
      const sorted = all.sort(order);
      return { id, name: sorted[0].name, entries: sorted };
    })
    .sort((a, b) => a.name.localeCompare(b.name) || a.id.localeCompare(b.id));
}

export function stateWords({ state }: Pick<ProtocolEntry, 'state'>): string {
  const words: Readonly<Record<ProtocolEntry['state'], string>> = {
    'in-force': 'in use',
    replaced: 'not used',
    off: 'switched off for you',
    removed: 'removed',
    unreadable: 'this program does not understand it',
  };
  return words[state];
}

/** How the key of a file stands; null where nobody has to be asked. */
export function trustWords({ trust, signedBy }: ProtocolFilePreview): string | null {
  if (trust !== 'new') return null;
  return `Signed by ${signedBy ?? 'somebody'}. Its key is not trusted here yet. Ask them to read the fingerprint to you.`;
}

export function signedWords({ trust, signedBy }: ProtocolFilePreview): string {
  if (trust === 'unsigned') return 'A single protocol, without a signature.';
  if (trust === 'own') return 'Signed by this station.';
  return `Signed by ${signedBy ?? 'somebody'}.`;
}

export function takenWords({ added, changed, already }: Response<'hanging.import'>): string {
  const parts = [
    `${added.length} new`,
    `${changed.length} as a new version`,
    ...(already.length > 0 ? [`${already.length} as they were already`] : []),
  ];
  return `Taken over: ${parts.join(', ')}.`;
}

/** What one owner keeps, as one file: "the site: 3". */
export interface ProtocolBundle {
  readonly key: string;
  readonly words: string;
  readonly what: readonly { readonly source: DocumentSource; readonly id: string }[];
}

/** The site's first, then those of groups, then the reader's own; what is removed or not understood is in none. */
export function bundlesOf(entries: readonly ProtocolEntry[]): readonly ProtocolBundle[] {
  const there = entries.filter(
    ({ scope, state }) => scope !== 'shipped' && state !== 'removed' && state !== 'unreadable',
  );
  const keyOf = ({ scope, group }: ProtocolEntry): string => (scope === 'group' ? `group ${group ?? ''}` : scope);
  const order = ['site', ...new Set(there.filter(({ scope }) => scope === 'group').map(keyOf)), 'user'];
  return order.flatMap((key) => {
    const own = there.filter((entry) => keyOf(entry) === key);
    const words = key === 'site' ? 'the site' : key === 'user' ? 'your own' : `the ${key}`;
    const what = own.map((entry) => ({ source: sourceOf(entry), id: entry.id }));
    return own.length === 0 ? [] : [{ key, words: `${words}: ${own.length}`, what }];
  });
}

/** What becomes of what is here where a protocol of a file is taken over for an owner; the versions before it stay. */
export function replacesWords(entries: readonly ProtocolEntry[], owner: DocumentOwner, id: string): string {
  const own = entries.filter((one) => one.id === id && one.state !== 'removed');
  const group = owner.scope === 'group' ? owner.group : null;
  const former = own.find((one) => one.scope === owner.scope && one.group === group);
  if (former) return `in place of ${thatOne(former)}, version ${former.version}, where the two differ`;
  const counts = own.find(({ state }) => state === 'in-force');
  if (!counts) return 'new here';
  return RANK.indexOf(counts.scope) < RANK.indexOf(owner.scope)
    ? `${thatOne(counts)} goes on hanging before it for you`
    : `it hangs before ${thatOne(counts)}`;
}

function thatOne(entry: ProtocolEntry): string {
  if (entry.scope === 'user') return 'yours';
  return entry.scope === 'shipped' ? 'the one that came with the program' : `that ${scopeWords(entry)}`;
}
