import type { Editor } from '@tiptap/react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type {
  CheckFinding,
  Paragraph,
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
import type { ReportSession } from './report-session.ts';
import { SectionEditor } from './section-editor.tsx';

/** The draft: every section with its fields and text. Each is drawn by its own part of the text. */
export function DraftView({
  session,
  template,
  links,
  findings,
  onFocusSection,
  onEditor,
  onNormal,
}: {
  readonly session: ReportSession;
  readonly template: ReportTemplate;
  readonly links: ReportLinks;
  readonly findings: readonly CheckFinding[];
  readonly onFocusSection: (sectionId: string) => void;
  readonly onEditor: (sectionId: string, editor: Editor | null) => void;
  readonly onNormal: (sectionId: string) => void;
}) {
  return (
    <div className={styles['sections']}>
      {template.sections.map((section) => (
        <DraftSection
          key={section.sectionId}
          session={session}
          section={section}
          links={links}
          findings={findings.filter((entry) => entry.sectionId === section.sectionId)}
          onFocus={() => onFocusSection(section.sectionId)}
          onEditor={(editor) => onEditor(section.sectionId, editor)}
          onNormal={() => onNormal(section.sectionId)}
        />
      ))}
    </div>
  );
}

interface SectionProps {
  readonly session: ReportSession;
  readonly section: TemplateSection;
  readonly links: ReportLinks;
  readonly onFocus: () => void;
}

function DraftSection({
  findings,
  onEditor,
  onNormal,
  ...of
}: SectionProps & {
  readonly findings: readonly CheckFinding[];
  readonly onEditor: (editor: Editor | null) => void;
  readonly onNormal: () => void;
}) {
  const { session, section, links, onFocus } = of;
  const normalKey = useKeyLabel('report.insertNormal');
  const isThere = useStore(session.view, ({ content }) => writtenIn(content, section) !== undefined);
  if (!isThere) return null;
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
      {section.fields.length === 0 ? null : <SectionFields {...of} />}
      <SectionText {...{ session, section, links, onFocus, onEditor }} />
      {findings.map((finding) => (
        <p key={`${finding.code}${finding.message}`} className={classNames(styles['finding'], styles[finding.tier])}>
          {finding.message}
        </p>
      ))}
    </section>
  );
}

function SectionFields({ session, section, links, onFocus }: SectionProps) {
  const { sectionId } = section;
  const { fields, origins } = useStore(
    session.view,
    useShallow(({ content }) => {
      const written = writtenIn(content, section);
      return { fields: written?.fields, origins: written?.origins };
    }),
  );
  return (
    <div className={styles['fields']}>
      {section.fields.map((field) => {
        const { fieldId } = field;
        const value = fields?.[fieldId] ?? '';
        const origin = origins?.[fieldId];
        return origin?.kind === 'computed' ? (
          <ComputedField
            key={fieldId}
            {...{ field, value, origin, onFocus }}
            onChanged={(changed) => session.edit((now) => withChanged(now, sectionId, fieldId, changed))}
          />
        ) : (
          <FieldInput
            key={fieldId}
            {...{ field, value, origin, links, onFocus }}
            onChange={(text) => session.edit((now) => withField(now, sectionId, fieldId, text))}
            onMeasured={(measured) =>
              session.edit((now) => withOrigin(now, sectionId, fieldId, measured.value, measured))
            }
          />
        );
      })}
    </div>
  );
}

const NO_TEXT: readonly Paragraph[] = [];

function SectionText({
  session,
  section,
  links,
  onFocus,
  onEditor,
}: SectionProps & { readonly onEditor: (editor: Editor | null) => void }) {
  const paragraphs = useStore(session.view, ({ content }) => writtenIn(content, section)?.paragraphs ?? NO_TEXT);
  return (
    <SectionEditor
      label={section.title}
      paragraphs={paragraphs}
      links={links}
      onChange={(next) => session.edit((now) => withSection(now, section.sectionId, { paragraphs: next }))}
      onFocus={onFocus}
      onEditor={onEditor}
    />
  );
}

function writtenIn(content: ReportContent | null, { sectionId }: TemplateSection): ReportSection | undefined {
  return content?.sections.find((entry) => entry.sectionId === sectionId);
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
