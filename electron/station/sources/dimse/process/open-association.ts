import type { Peer } from '../dimse-messages.ts';
import { Association } from '../wire/association.ts';
import type { ProposedContext, Role } from '../wire/pdu.ts';

/** One class in some transfer syntaxes, before contexts are numbered. */
export interface Wanted {
  readonly abstractSyntax: string;
  readonly transferSyntaxes: readonly string[];
}

/** An association with a peer as its settings say. @throws AppError as `Association.open` */
export function openAssociation(
  peer: Peer,
  wanted: readonly Wanted[],
  signal: AbortSignal,
  roles: readonly Role[] = [],
): Promise<Association> {
  const contexts: ProposedContext[] = wanted.map((one, index) => ({ ...one, id: 2 * index + 1 }));
  const { called, calling, identity } = peer;
  return Association.open(peer, { called, calling, identity, contexts, roles, answerMs: peer.answerMs }, signal);
}
