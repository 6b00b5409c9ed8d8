import { useMemo, useState } from 'react';
import { Calculator } from '../../../shared/calculators/calculator.ts';
import type { CalculatorFile } from '../../../shared/calculators/calculator-file.ts';
import type { ReportContent, ReportTemplate } from '../../../shared/model/report.ts';
import { withChanged, withComputed } from '../../../shared/report/computed-fields.ts';
import { draftContent } from '../../../shared/report/draft.ts';
import { ComputedField } from '../computed-field.tsx';
import draft from '../draft-view.module.css';
import { FieldInput } from '../field-input.tsx';
import styles from './templates.module.css';

const NO_FACTS = { reason: null, study: { description: null, bodyParts: [] }, series: [], prior: null } as const;

/** The form as a reader will see it; what is entered here is kept nowhere, and its categories follow as in a report. */
export function FormPreview({
  template,
  calculators,
}: {
  readonly template: ReportTemplate;
  readonly calculators: readonly CalculatorFile[];
}) {
  const [entered, setEntered] = useState<ReportContent | null>(null);
  const rules = useMemo(() => {
    const read = new Map(calculators.map((file) => [file.id, new Calculator(file)]));
    return (id: string): Calculator | null => read.get(id) ?? null;
  }, [calculators]);
  const content = withComputed(template, joined(template, entered), rules);
  return (
    <section aria-label="As the reader sees it" className={draft['sections']}>
      {template.sections.map(({ sectionId, title, required, fields, initialText, normalText }) => {
        const written = content.sections.find((one) => one.sectionId === sectionId);
        const enter = (fieldId: string, value: string): void =>
          setEntered({
            ...content,
            sections: content.sections.map((one) =>
              one.sectionId === sectionId ? { ...one, fields: { ...one.fields, [fieldId]: value } } : one,
            ),
          });
        return (
          <section key={sectionId} aria-label={title} className={draft['section']}>
            <h3 className={draft['sectionTitle']}>{`${title}${required ? ' *' : ''}`}</h3>
            <div className={draft['fields']}>
              {fields.map((field) => {
                const value = written?.fields[field.fieldId] ?? '';
                const origin = written?.origins?.[field.fieldId];
                const onFocus = (): void => undefined;
                return origin?.kind === 'computed' ? (
                  <ComputedField
                    key={field.fieldId}
                    {...{ field, value, origin, onFocus }}
                    onChanged={(changed) => setEntered(withChanged(content, sectionId, field.fieldId, changed))}
                  />
                ) : (
                  <FieldInput
                    key={field.fieldId}
                    {...{ field, value, origin, onFocus }}
                    onChange={(text) => enter(field.fieldId, text)}
                  />
                );
              })}
            </div>
            {initialText === '' ? null : <p className={styles['previewText']}>{initialText}</p>}
            {normalText === '' ? null : (
              <p className={`${styles['previewText'] ?? ''} ${styles['note'] ?? ''}`}>{`Normal: ${normalText}`}</p>
            )}
          </section>
        );
      })}
    </section>
  );
}

/** What was entered, in the fields that the form has now. */
function joined(template: ReportTemplate, entered: ReportContent | null): ReportContent {
  const fresh = draftContent(template, NO_FACTS);
  return {
    ...fresh,
    sections: fresh.sections.map((section) => {
      const before = entered?.sections.find((one) => one.sectionId === section.sectionId);
      if (!before) return section;
      const fields = Object.fromEntries(
        Object.entries(section.fields).map(([fieldId, value]) => [fieldId, before.fields[fieldId] ?? value]),
      );
      return { ...section, fields, ...(before.origins ? { origins: before.origins } : {}) };
    }),
  };
}
