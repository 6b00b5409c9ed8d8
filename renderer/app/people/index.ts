export { PeopleDialog } from './people-dialog.tsx';
export { PolicySection } from './policy-section.tsx';
export { failureWords, StepUpForm } from './step-up-form.tsx';
export { YouSection } from './you-section.tsx';
