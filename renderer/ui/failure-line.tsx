/** What a failed act comes to, in words: what happened, what became of the data, what to do next. */
export function FailureLine({
  said,
  className,
}: {
  /** Null: nothing failed. */
  readonly said: { readonly title: string; readonly data: string; readonly next: string } | null | undefined;
  readonly className?: string | undefined;
}) {
  if (!said) return null;
  return <p className={className} role="alert">{`${said.title}. ${said.data} ${said.next}`}</p>;
}
