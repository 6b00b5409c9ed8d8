import { useEffect, useState } from 'react';
import { asAppError } from '../../shared/errors/app-error.ts';
import type { CallList } from '../../shared/model/call-list.ts';
import type { Communication } from '../../shared/model/communication.ts';
import { useServices } from '../app/services.tsx';

/** Whom the site says to call now; asked again when something was tried, and while time goes on. Null: not known yet. */
export function useCallList(communication: Communication, service: string | null, now: number): CallList | null {
  const { link } = useServices();
  const [list, setList] = useState<CallList | null>(null);
  const { communicationId, studyId, category, events } = communication;
  const tried = events.length;
  useEffect(() => {
    let isGone = false;
    link
      .call('communication.whom', { studyId, category, communicationId, service })
      .then((found) => {
        if (!isGone) setList(found);
      })
      .catch((error: unknown) => console.warn('whom to call is not known', asAppError(error).code));
    return () => {
      isGone = true;
    };
  }, [link, studyId, category, communicationId, service, tried, now]);
  return list;
}
