import { useEffect, useState } from 'react';
import type { CallName, Request, Response } from '../../../shared/contract/index.ts';
import { useServices } from '../../app/services.tsx';

export interface Reply<N extends CallName> {
  /** What was answered last; it stays while another question is under way, so that nothing moves. */
  readonly value: Response<N> | null;
  readonly failure: unknown;
  readonly busy: boolean;
  /** Asks once more. */
  readonly again: () => void;
}

/** The answer to a call, asked anew when the request becomes another; null: nothing is asked. Only the newest question is heard. */
export function useReply<N extends CallName>(name: N, request: Request<N> | null): Reply<N> {
  const { link } = useServices();
  const [value, setValue] = useState<Response<N> | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [turn, setTurn] = useState(0);
  const [heard, setHeard] = useState<string | null>(null);
  const asked = request === null ? null : JSON.stringify(request);
  const question = `${turn} ${asked ?? ''}`;
  useEffect(() => {
    if (asked === null) return undefined;
    let isNewest = true;
    const end = (error: unknown): void => {
      if (!isNewest) return;
      setFailure(error);
      setHeard(question);
    };
    link.call(name, JSON.parse(asked) as Request<N>).then((answered) => {
      if (isNewest) setValue(answered);
      end(null);
    }, end);
    return () => {
      isNewest = false;
    };
  }, [link, name, asked, question]);
  const again = (): void => setTurn((before) => before + 1);
  return { value, failure, busy: asked !== null && heard !== question, again };
}
