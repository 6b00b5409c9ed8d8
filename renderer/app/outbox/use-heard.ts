import { useEffect, useState } from 'react';
import type { ContextState } from '../../../shared/contract/context.ts';
import type { Destination } from '../../../shared/model/destination.ts';
import { useServices } from '../services.tsx';

/** How often programs of this computer heard what became of a case; asked only where there is such a program. */
export function useHeard(known: readonly Destination[] | null): readonly ContextState[] {
  const { link } = useServices();
  const [heard, setHeard] = useState<readonly ContextState[]>([]);
  const any = known?.some(({ settings }) => settings.kind === 'context') === true;
  useEffect(() => {
    let gone = false;
    if (!any) return undefined;
    link.call('context.state', {}).then(
      ({ programs }) => {
        if (!gone) setHeard(programs);
      },
      // Not known: then it is not said.
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, [link, any]);
  return heard;
}

/** " · heard 3, not heard 1 since unlocking". */
export function heardWords(heard: readonly ContextState[], { destinationId }: Destination): string {
  const count = heard.find((one) => one.destinationId === destinationId);
  if (count === undefined || count.heard + count.dropped === 0) return '';
  return ` · heard ${String(count.heard)}, not heard ${String(count.dropped)} since unlocking`;
}
