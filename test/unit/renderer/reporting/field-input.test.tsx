// @vitest-environment jsdom
import { fireEvent, render, screen } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { FieldInput } from '../../../../renderer/reporting/field-input.tsx';
import type { TemplateField } from '../../../../shared/model/report.ts';

const field: TemplateField = {
  ...{ fieldId: 'finding', label: 'Findings', type: 'choices', options: ['Mass', 'Calcifications', 'Asymmetry'] },
  ...{ unit: null, completion: 'NONE', code: null },
};

describe('a field of several choices', () => {
  it('shows what is chosen and joins what is chosen anew', () => {
    const onChange = vi.fn();
    render(
      <FieldInput
        field={field}
        value="Mass; Asymmetry"
        origin={undefined}
        onChange={onChange}
        onFocus={() => undefined}
      />,
    );
    const list = screen.getByRole('listbox', { name: 'Findings' });
    const selected = () => screen.getAllByRole<HTMLOptionElement>('option').map((option) => option.selected);
    expect(selected()).toEqual([true, false, true]);
    for (const option of screen.getAllByRole<HTMLOptionElement>('option')) option.selected = option.value !== 'Mass';
    fireEvent.change(list);
    expect(onChange).toHaveBeenCalledWith('Calcifications; Asymmetry');
  });
});
