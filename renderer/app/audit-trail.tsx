import { useMemo } from 'react';
import { useStore } from 'zustand';
import { asAppError } from '../../shared/errors/app-error.ts';
import { AuditDialog } from '../settings/index.ts';
import type { AuditDialogProps, ReviewCalls } from '../settings/index.ts';
import { errorWords } from './notices/index.ts';
import { useServices } from './services.tsx';

/** The audit trail of the open store, with the calls that it needs. */
export function AuditTrail({ open, first, onClose }: Required<Pick<AuditDialogProps, 'open' | 'first' | 'onClose'>>) {
  const { access, link } = useServices();
  const readerId = useStore(access.view, ({ state }) => state?.reader?.personId ?? null);
  const reviews = useMemo(
    (): ReviewCalls => ({
      list: async () => (await link.call('access.breakGlassList', {})).grants,
      review: (request) => link.call('access.reviewBreakGlass', request),
      readerId,
    }),
    [link, readerId],
  );
  return (
    <AuditDialog
      open={open}
      first={first}
      onClose={onClose}
      ask={(request) => link.call('audit.search', request)}
      verify={() => link.call('audit.verify', {})}
      reviews={reviews}
      wordsOf={failureWords}
    />
  );
}

function failureWords(failure: unknown): string {
  const { title, data, next } = errorWords(asAppError(failure));
  return `${title}. ${data} ${next}`;
}
