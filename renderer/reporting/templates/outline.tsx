import type { ReportTemplate } from '../../../shared/model/report.ts';
import { Button } from '../../ui/index.ts';
import styles from './templates.module.css';

/** What of a template is on the right: the whole, a section, or a field. */
export interface Place {
  readonly sectionId: string | null;
  readonly fieldId: string | null;
}

export const WHOLE: Place = { sectionId: null, fieldId: null };

/** The parts of a template in their order; the arrows move what is chosen among its like. */
export function Outline({
  template,
  place,
  onPlace,
  onAddSection,
  onAddField,
  onMove,
  onRemove,
}: {
  readonly template: ReportTemplate;
  readonly place: Place;
  readonly onPlace: (place: Place) => void;
  readonly onAddSection: () => void;
  readonly onAddField: () => void;
  readonly onMove: (by: -1 | 1) => void;
  readonly onRemove: () => void;
}) {
  const isWhole = place.sectionId === null;
  const what = place.fieldId === null ? 'section' : 'field';
  return (
    <nav className={styles['column']} aria-label="Parts of the template">
      <ul className={styles['outline']}>
        <li>
          <button type="button" aria-current={isWhole} onClick={() => onPlace(WHOLE)}>
            Name and studies
          </button>
        </li>
        {template.sections.map(({ sectionId, title, fields }) => (
          <li key={sectionId}>
            <button
              type="button"
              aria-current={place.sectionId === sectionId && place.fieldId === null}
              onClick={() => onPlace({ sectionId, fieldId: null })}
            >
              {title === '' ? 'Section without a heading' : title}
            </button>
            <ul className={`${styles['outline'] ?? ''} ${styles['ofSection'] ?? ''}`}>
              {fields.map(({ fieldId, label }) => (
                <li key={fieldId}>
                  <button
                    type="button"
                    aria-current={place.sectionId === sectionId && place.fieldId === fieldId}
                    onClick={() => onPlace({ sectionId, fieldId })}
                  >
                    {label === '' ? 'Field without a label' : label}
                  </button>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
      <div className={styles['actions']}>
        <Button onClick={onAddSection}>Add a section</Button>
        <Button disabled={isWhole} onClick={onAddField}>
          Add a field
        </Button>
        <Button disabled={isWhole} aria-label={`Move the ${what} up`} onClick={() => onMove(-1)}>
          Up
        </Button>
        <Button disabled={isWhole} aria-label={`Move the ${what} down`} onClick={() => onMove(1)}>
          Down
        </Button>
        <Button disabled={isWhole} aria-label={`Remove the ${what}`} onClick={onRemove}>
          Remove
        </Button>
      </div>
    </nav>
  );
}
