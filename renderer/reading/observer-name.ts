/** A DICOM person name as one reads it: "Reader^Ada" is "Ada Reader". Empty where nobody is named. */
export function nameOfObserver(personName: string | null): string {
  const [family = '', given = ''] = (personName ?? '').split('=')[0]?.split('^') ?? [];
  return [given, family].filter((part) => part !== '').join(' ');
}
