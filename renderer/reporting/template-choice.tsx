import type { ReportTemplate } from '../../shared/model/report.ts';
import { Button, EmptyState } from '../ui/index.ts';
import styles from './report-panel.module.css';

/** No report yet: the templates, the best match first. */
export function TemplateChoice({
  templates,
  busy,
  onChoose,
}: {
  readonly templates: readonly ReportTemplate[];
  readonly busy: boolean;
  readonly onChoose: (templateId: string) => void;
}) {
  return (
    <EmptyState title="No report yet">
      <p>Choose a template to begin. The first fits this study best.</p>
      <div className={styles['templates']}>
        {templates.map((template, place) => (
          <Button
            key={template.templateId}
            tone={place === 0 ? 'primary' : 'plain'}
            disabled={busy}
            onClick={() => onChoose(template.templateId)}
          >
            {template.name}
          </Button>
        ))}
      </div>
    </EmptyState>
  );
}
