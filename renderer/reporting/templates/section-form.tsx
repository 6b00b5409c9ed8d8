import type { TemplateSection } from '../../../shared/model/report.ts';
import { CheckField, TextField } from '../../ui/index.ts';
import { TextArea } from './text-area.tsx';

/** One section: its heading, what it begins with, its normal text. */
export function SectionForm({
  section,
  onChange,
}: {
  readonly section: TemplateSection;
  readonly onChange: (change: (section: TemplateSection) => TemplateSection, kind: string) => void;
}) {
  const { sectionId } = section;
  return (
    <>
      <TextField
        label="Heading"
        value={section.title}
        problem={section.title.trim() === '' ? 'A section has a heading.' : null}
        onChange={(event) => onChange((now) => ({ ...now, title: event.target.value }), `title ${sectionId}`)}
      />
      <CheckField
        label="Must be filled in before signing"
        checked={section.required}
        onChange={(required) => onChange((now) => ({ ...now, required }), `required ${sectionId}`)}
      />
      <TextArea
        label="Begins with"
        value={section.initialText}
        hint="{clinical}, {technique} and {comparison} are filled in by the station."
        onChange={(initialText) => onChange((now) => ({ ...now, initialText }), `initial ${sectionId}`)}
      />
      <TextArea
        label="Normal text"
        rows={6}
        value={section.normalText}
        hint="Put in by one key."
        onChange={(normalText) => onChange((now) => ({ ...now, normalText }), `normal ${sectionId}`)}
      />
    </>
  );
}
