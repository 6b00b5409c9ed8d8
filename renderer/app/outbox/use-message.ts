import { useEffect, useEffectEvent, useState } from 'react';
import type { MessageLook } from '../../../shared/contract/message-console.ts';
import type { DestinationId } from '../../../shared/model/ids.ts';
import type { ResultMapping } from '../../../shared/model/result-mapping.ts';
import { useServices } from '../services.tsx';

/** Until the message is made anew after a letter, milliseconds. */
const PAUSE_MS = 150;

export interface Made {
  readonly mapping: ResultMapping | null;
  readonly look: MessageLook;
}

/** The message that a mapping gives, made anew when it changes; what was made last stays until then. */
export function useMessage(destinationId: DestinationId, mapping: ResultMapping | null) {
  const { link } = useServices();
  const [made, setMade] = useState<Made | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const asked = JSON.stringify(mapping);
  // What it says counts, and not which object says it.
  const make = useEffectEvent(async () => ({
    mapping,
    look: await link.call('destination.tryMessage', { destinationId, mapping }),
  }));
  useEffect(() => {
    let gone = false;
    const timer = setTimeout(() => {
      make().then(
        (now) => {
          if (gone) return;
          setMade(now);
          setFailure(null);
        },
        (error: unknown) => {
          if (!gone) setFailure(error);
        },
      );
    }, PAUSE_MS);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [destinationId, asked]);
  return { made, failure };
}
