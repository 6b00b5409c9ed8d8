import type { LesionLedger } from '../../../shared/model/lesion.ts';
import { formatValue } from '../../../shared/rules/format.ts';
import { CheckField } from '../../ui/index.ts';
import { useDeskCase, useDeskSaved } from '../desk-context.tsx';
import { seriesHolding } from '../stores.ts';
import { cellAt, diameterChoices } from './lesion-form.ts';
import type { LesionDraft } from './lesion-form.ts';
import type { LesionAsked } from './lesion-keeper.ts';
import styles from './lesions.module.css';

/** The drawings that a lesion is entered by; several are its pieces. */
export function DiameterField({
  asked: { studyId },
  ledger,
  draft,
  change,
}: {
  readonly asked: LesionAsked;
  readonly ledger: LesionLedger;
  readonly draft: LesionDraft;
  readonly change: (draft: LesionDraft) => void;
}) {
  const open = useDeskCase();
  const measurements = useDeskSaved((saved) => saved.measurements);
  if (['gone', 'merged', 'not-evaluated', 'too-small'].includes(draft.kind)) return null;
  const lesion = ledger.lesions.find((one) => one.trackingUid === draft.lesion);
  const choices = diameterChoices(
    measurements,
    (objectId) => seriesHolding(open, objectId)?.studyId === studyId,
    lesion ? cellAt(ledger, lesion, studyId) : null,
    ({ result }) => result.values.map((value) => `${value.name} ${formatValue(value)}`).join(', '),
  );
  if (choices.length === 0) {
    return <p className={styles['quiet']}>No length or bidirectional stands on the pictures of this study yet.</p>;
  }
  return (
    <fieldset className={styles['choices']}>
      <legend>{draft.kind === 'measured' ? 'Measured by; several are its pieces' : 'Drawings of it, if any'}</legend>
      {choices.map(({ measurementId, label }) => (
        <CheckField
          key={measurementId}
          label={label}
          checked={draft.measurements.includes(measurementId)}
          onChange={(checked) => {
            const others = draft.measurements.filter((one) => one !== measurementId);
            change({ ...draft, measurements: checked ? [...others, measurementId] : others });
          }}
        />
      ))}
    </fieldset>
  );
}
