import { useEffect, useState } from 'react';
import type { Response } from '../../../shared/contract/index.ts';
import type { ProtocolEntry, ProtocolOwner, ProtocolSource } from '../../../shared/hanging/protocol/kept.ts';
import type { HangingProtocol } from '../../../shared/hanging/protocol/protocol.ts';
import { useServices } from '../../app/services.tsx';

/** Which protocol is to be edited. `source` null: the one of that name that counts for the reader. */
export interface EditedProtocol {
  readonly id: string;
  readonly source: ProtocolSource | null;
  /** The stage to begin with. */
  readonly stage?: string | undefined;
}

/** A protocol as the station keeps it, with what else is kept. */
export interface KeptProtocol {
  readonly document: HangingProtocol;
  readonly source: ProtocolSource;
  readonly listed: Response<'hanging.list'>;
  /** Those that count for the reader. */
  readonly others: readonly HangingProtocol[];
}

/** Asks the station for a protocol; null until it answers. */
export function useKept({ id, source }: EditedProtocol): {
  readonly kept: KeptProtocol | null;
  readonly failure: unknown;
} {
  const { link, hanging } = useServices();
  const [kept, setKept] = useState<KeptProtocol | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [wanted] = useState(source);
  useEffect(() => {
    let gone = false;
    const ask = async (): Promise<KeptProtocol> => {
      const listed = await link.call('hanging.list', {});
      const found = listed.entries.find((one) => one.id === id && one.state === 'in-force');
      const of = wanted ?? (found ? sourceOfEntry(found) : { scope: 'shipped' as const });
      const { document } = await link.call('hanging.read', { source: of, id, version: null });
      const { matcher } = await hanging.known();
      return { document, source: of, listed, others: matcher.protocols };
    };
    ask().then(
      (answer) => {
        if (!gone) setKept(answer);
      },
      (error: unknown) => {
        if (!gone) setFailure(error);
      },
    );
    return () => {
      gone = true;
    };
  }, [link, hanging, id, wanted]);
  return { kept, failure };
}

function sourceOfEntry({ scope, group }: ProtocolEntry): ProtocolSource {
  if (scope === 'shipped') return { scope };
  return scope === 'group' ? { scope, group: group ?? '' } : { scope };
}

/** "user", "site", "group Neuro": as a select field names an owner. */
export function ownerKey(owner: ProtocolOwner): string {
  return owner.scope === 'group' ? `group ${owner.group}` : owner.scope;
}

/** The newest version that an owner has of a protocol, one that was removed too; 0: none. */
export function newestOf({ entries }: Response<'hanging.list'>, owner: ProtocolOwner, id: string): number {
  const group = owner.scope === 'group' ? owner.group : null;
  const found = entries.find((one) => one.id === id && one.scope === owner.scope && one.group === group);
  return found?.version ?? 0;
}
