import { useEffect, useState } from 'react';
import type { StudyId } from '../../../shared/model/ids.ts';
import { useServices } from '../../app/services.tsx';

/** Of a study without an order: whether one could have come at all. */
export function NoOrder({ studyId }: { readonly studyId: StudyId }) {
  const { link } = useServices();
  const [said, setSaid] = useState<{ readonly studyId: StudyId; readonly sendsOrders: boolean } | null>(null);
  useEffect(() => {
    let gone = false;
    link.call('siteOrders.ofStudy', { studyId }).then(
      ({ sendsOrders }) => (gone ? undefined : setSaid({ studyId, sendsOrders })),
      // That there is none is said all the same.
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, [link, studyId]);
  if (said?.studyId !== studyId) return <>none</>;
  return <>{said.sendsOrders ? 'none came for this study' : 'this site sends no orders'}</>;
}
