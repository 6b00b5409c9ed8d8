import { useEffect, useState } from 'react';
import type { Response } from '../../../shared/contract/index.ts';
import type { KeptSteps } from '../../../shared/hanging/protocol/edit/kept-steps.ts';
import type { KeptDraft, ProtocolDraft } from '../../../shared/hanging/protocol/kept.ts';
import type { HangingProtocol } from '../../../shared/hanging/protocol/protocol.ts';
import { sourceOf } from '../../../shared/model/kept-document.ts';
import type { DocumentSource } from '../../../shared/model/kept-document.ts';
import { useServices } from '../../app/services.tsx';

/** One that is kept. `source` null: the one of that name that counts for the reader. */
interface KeptOne {
  readonly id: string;
  readonly source: DocumentSource | null;
  /** The stage to begin with. */
  readonly stage?: string | undefined;
  /** As it is to be edited, where that is not as it is kept. */
  readonly document?: HangingProtocol | undefined;
}

/** One that nobody kept yet. */
interface FreshOne {
  /** @param taken ids that there are */
  readonly fresh: (taken: readonly string[]) => HangingProtocol;
  /** Closing it loses something, before anything of it is changed. */
  readonly isWorth: boolean;
  /** It is a draft that is at the station. */
  readonly isDraft?: boolean;
  /** Of undo, of that draft. */
  readonly steps?: KeptSteps | undefined;
}

/** Which protocol is to be edited. */
export type EditedProtocol = KeptOne | FreshOne;

/** A protocol as the station keeps it, with what else is kept. */
export interface KeptProtocol {
  readonly document: HangingProtocol;
  /** Null: nobody kept it. */
  readonly kept: HangingProtocol | null;
  /** Closing loses nothing of this; null: of all. */
  readonly begun: HangingProtocol | null;
  readonly made: Pick<ProtocolDraft, 'source' | 'version'>;
  readonly source: DocumentSource;
  readonly listed: Response<'hanging.list'>;
  /** Those that count for the reader. */
  readonly others: readonly HangingProtocol[];
  /** What is edited is a draft that is at the station. */
  readonly isDraft: boolean;
  /** Of undo, of that draft; null: none. */
  readonly steps: KeptSteps | null;
  /** What the reader changed before and did not keep; null: nothing, or it is what is edited. */
  readonly draft: KeptDraft | null;
}

/** Asks the station for a protocol; null until it answers. */
export function useKept(of: EditedProtocol): {
  readonly kept: KeptProtocol | null;
  readonly failure: unknown;
} {
  const { link, hanging } = useServices();
  const [kept, setKept] = useState<KeptProtocol | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  // What is edited does not change under the hand.
  const [wanted] = useState(of);
  useEffect(() => {
    let gone = false;
    const ask = async (): Promise<KeptProtocol> => {
      const listed = await link.call('hanging.list', {});
      const { matcher } = await hanging.known();
      const common = { listed, others: matcher.protocols };
      if ('fresh' in wanted) {
        const document = wanted.fresh(listed.entries.map(({ id }) => id));
        const begun = wanted.isWorth ? null : document;
        const own = { kept: null, begun, made: { source: null, version: null }, source: { scope: 'user' } } as const;
        return {
          ...common,
          ...own,
          document,
          isDraft: wanted.isDraft ?? false,
          steps: wanted.steps ?? null,
          draft: null,
        };
      }
      const { id } = wanted;
      const found = listed.entries.find((one) => one.id === id && one.state === 'in-force');
      const source = wanted.source ?? (found ? sourceOf(found) : { scope: 'shipped' as const });
      const { document: kept } = await link.call('hanging.read', { source, id, version: null });
      const { drafts } = wanted.document ? { drafts: [] } : await link.call('hanging.drafts', {});
      const draft = drafts.find(({ draft: { document } }) => document.id === id) ?? null;
      const made = { source, version: kept.version };
      const own = { kept, begun: kept, made, source, isDraft: false, steps: null };
      return { ...common, ...own, document: wanted.document ?? kept, draft };
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
  }, [link, hanging, wanted]);
  return { kept, failure };
}
