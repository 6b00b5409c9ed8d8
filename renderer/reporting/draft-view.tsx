import type { Editor } from '@tiptap/react';
import type { ChangedValue } from '../../shared/model/field-origin.ts';
import type {
  CheckFinding,
  ReportContent,
  ReportSection,
  ReportTemplate,
  TemplateSection,
} from '../../shared/model/report.ts';
import { withChanged, withOrigin } from '../../shared/report/computed-fields.ts';
import { useKeyLabel } from '../app/commands/index.ts';
import { Button, classNames } from '../ui/index.ts';
import styles from './draft-view.module.css';
import { ComputedField } from './computed-field.tsx';
import { FieldInput } from './field-input.tsx';
import type { ReportLinks } from './links.ts';
import type { MeasuredOrigin } from './measured-number.tsx';
import { SectionEditor } from './section-editor.tsx';

/** The draft: every section with its fields and text. */
export function DraftView({
  template,
  content,
  links,
  findings,
  onEdit,
  onFocusSection,
  onEditor,
  onNormal,
}: {
  readonly template: ReportTemplate;
  readonly content: ReportContent;
  readonly links: ReportLinks;
  readonly findings: readonly CheckFinding[];
  readonly onEdit: (change: (content: ReportContent) => ReportContent) => void;
  readonly onFocusSection: (sectionId: string) => void;
  readonly onEditor: (sectionId: string, editor: Editor | null) => void;
  readonly onNormal: (sectionId: string) => void;
}) {
  return (
    <div className={styles['sections']}>
      {template.sections.map((section) => {
        const written = content.sections.find((entry) => entry.sectionId === section.sectionId);
        if (!written) return null;
        const change = (next: Partial<ReportSection>): void =>
          onEdit((now) => withSection(now, section.sectionId, next));
        return (
          <DraftSection
            key={section.sectionId}
            section={section}
            written={written}
            links={links}
            findings={findings.filter((entry) => entry.sectionId === section.sectionId)}
            onChange={change}
            onField={(fieldId, value) => onEdit((now) => withField(now, section.sectionId, fieldId, value))}
            onCategory={(fieldId, changed) => onEdit((now) => withChanged(now, section.sectionId, fieldId, changed))}
            onMeasured={(fieldId, measured) =>
              onEdit((now) => withOrigin(now, section.sectionId, fieldId, measured.value, measured))
            }
            onFocus={() => onFocusSection(section.sectionId)}
            onEditor={(editor) => onEditor(section.sectionId, editor)}
            onNormal={() => onNormal(section.sectionId)}
          />
        );
      })}
    </div>
  );
}

function DraftSection({
  section,
  written,
  links,
  findings,
  onChange,
  onField,
  onCategory,
  onMeasured,
  onFocus,
  onEditor,
  onNormal,
}: {
  readonly section: TemplateSection;
  readonly written: ReportSection;
  readonly links: ReportLinks;
  readonly findings: readonly CheckFinding[];
  readonly onChange: (next: Partial<ReportSection>) => void;
  readonly onField: (fieldId: string, value: string) => void;
  /** The reader says something else than the rule; null: no more. */
  readonly onCategory: (fieldId: string, changed: ChangedValue | null) => void;
  readonly onMeasured: (fieldId: string, origin: MeasuredOrigin) => void;
  readonly onFocus: () => void;
  readonly onEditor: (editor: Editor | null) => void;
  readonly onNormal: () => void;
}) {
  const normalKey = useKeyLabel('report.insertNormal');
  return (
    <section className={styles['section']} aria-label={section.title} data-section={section.sectionId}>
      <header className={styles['sectionHead']}>
        <h3 className={styles['sectionTitle']}>
          {section.title}
          {section.required ? (
            <span className={styles['wanted']} title="Must be filled in">
              {' *'}
            </span>
          ) : null}
        </h3>
        {section.normalText === '' ? null : (
          // Tab goes from field to field; this has its own key.
          <Button
            tone="quiet"
            tabIndex={-1}
            {...(normalKey === undefined ? {} : { keyHint: normalKey })}
            onClick={onNormal}
          >
            Insert normal text
          </Button>
        )}
      </header>
      {section.fields.length === 0 ? null : (
        <div className={styles['fields']}>
          {section.fields.map((field) => {
            const value = written.fields[field.fieldId] ?? '';
            const origin = written.origins?.[field.fieldId];
            return origin?.kind === 'computed' ? (
              <ComputedField
                key={field.fieldId}
                {...{ field, value, origin, onFocus }}
                onChanged={(changed) => onCategory(field.fieldId, changed)}
              />
            ) : (
              <FieldInput
                key={field.fieldId}
                {...{ field, value, origin, links, onFocus }}
                onChange={(text) => onField(field.fieldId, text)}
                onMeasured={(measured) => onMeasured(field.fieldId, measured)}
              />
            );
          })}
        </div>
      )}
      <SectionEditor
        label={section.title}
        paragraphs={written.paragraphs}
        links={links}
        onChange={(paragraphs) => onChange({ paragraphs })}
        onFocus={onFocus}
        onEditor={onEditor}
      />
      {findings.map((finding) => (
        <p key={`${finding.code}${finding.message}`} className={classNames(styles['finding'], styles[finding.tier])}>
          {finding.message}
        </p>
      ))}
    </section>
  );
}

function withSection(content: ReportContent, sectionId: string, next: Partial<ReportSection>): ReportContent {
  return {
    ...content,
    sections: content.sections.map((section) => (section.sectionId === sectionId ? { ...section, ...next } : section)),
  };
}

/** The fields as they are now, not as they were drawn: two inputs may change before the next drawing. */
export function withField(content: ReportContent, sectionId: string, fieldId: string, value: string): ReportContent {
  return {
    ...content,
    sections: content.sections.map((section) =>
      section.sectionId === sectionId ? { ...section, fields: { ...section.fields, [fieldId]: value } } : section,
    ),
  };
}
