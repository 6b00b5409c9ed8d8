import { useMemo } from 'react';
import type { HangingMonitor } from '../../../shared/hanging/protocol/case-facts.ts';
import type { HangingProtocol } from '../../../shared/hanging/protocol/protocol.ts';
import type { DocumentOwner } from '../../../shared/model/kept-document.ts';
import { useRefusal } from '../../app/may.ts';
import { useServices } from '../../app/services.tsx';
import { CaughtStudies } from '../caught/caught-studies.tsx';
import { useDocument, useEditorView } from './editor-context.ts';
import styles from './editor.module.css';

/** What the protocol as it stands would do to every study of the store. Nothing is kept, and nothing on the desk moves. */
export function TryStore({
  monitors,
  scope,
}: {
  readonly monitors: readonly HangingMonitor[];
  /** Whose it is to be: later scopes win. */
  readonly scope: DocumentOwner['scope'];
}) {
  const { link } = useServices();
  const refusal = useRefusal('hanging.tryOut');
  const document = useDocument();
  const isWhole = useEditorView(({ editing }) => editing.faults.length === 0);
  const tried = useMemo(() => (isWhole ? { ...document, scope } : null), [document, isWhole, scope]);
  if (refusal !== null) return <p className={styles['quiet']}>{`Studies of this store: ${refusal}`}</p>;
  return (
    <CaughtStudies
      document={tried}
      modalities={modalitiesOf(document)}
      ask={(request) => link.call('hanging.tryOut', request)}
      monitors={monitors}
      begin="asked"
    />
  );
}

/** That it is for: what it refuses of these is the nearest miss. */
function modalitiesOf({ for: rules }: HangingProtocol): readonly string[] {
  return rules.flatMap((rule) => {
    if (rule.attribute !== 'modality') return [];
    const values = rule.is === 'equals' ? [rule.value] : rule.is === 'in' ? rule.values : [];
    return values.filter((value) => typeof value === 'string');
  });
}
